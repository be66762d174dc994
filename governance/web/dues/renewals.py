"""Page of the renewals (renouvellements): what a member says of the years to come."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import InvalidInputError
from governance.services.dues import renewals
from governance.services.membership import members
from governance.web.access import officers
from governance.web.dues.dues import EDITORS
from governance.web.forms.dues import RenewalForm
from governance.web.membership.members import today
from governance.web.messages import sentence
from governance.web.visitor import visitor

bp = Blueprint("renewals", __name__, url_prefix="/registre")


@bp.route("/<int:member_id>/renouvellement", methods=["GET", "POST"])
@officers(*EDITORS)
def tell(member_id: int) -> ResponseReturnValue:
    """Write whether a member engages for years to come, or cannot renew."""
    form = RenewalForm(first_year=today().year + 1, last_year=today().year + 1)
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                actor, now = visitor().actor, clock.now()
                renewals.record(session, member_id, form.word(), actor=actor, now=now)
        except InvalidInputError as refusal:
            field = form.last_year if refusal.code == "renewals.years" else form.reason
            field.errors = [*field.errors, sentence(refusal)]
        else:
            flash(gettext("La réponse du membre est notée."), "success")
            return redirect(url_for("dues.year", annee=form.first_year.data))
    member = members.get_member(db.session(), member_id)
    told = renewals.of_member(db.session(), member_id)
    return render_template("governance/dues/renewal.html", form=form, member=member, told=told)
