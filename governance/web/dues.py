"""Pages of the dues (cotisations): the fee schedule, the call of a year, one member's line."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from governance import clock, db
from governance.models.accounts import Role
from governance.models.dues import DuesStatus
from governance.services import dues, dues_lines, members
from governance.web.access import officers
from governance.web.forms.dues import DuesForm
from governance.web.members import READERS, today
from governance.web.visitor import visitor

bp = Blueprint("dues", __name__, url_prefix="/registre")
EDITORS = (Role.TREASURER, Role.SECRETARY)


@bp.get("/bareme")
@officers(*READERS)
def schedule() -> ResponseReturnValue:
    """Show the fee schedules, and how many members were not called yet."""
    schedules = dues.schedules(db.session())
    waiting = {each.year: dues_lines.count_uncalled(db.session(), each.year) for each in schedules}
    return render_template(
        "governance/dues/schedule.html", schedules=schedules, waiting=waiting, year=today().year
    )


@bp.post("/bareme/<int:year>/appel")
@officers(*EDITORS)
def call(year: int) -> ResponseReturnValue:
    """Call the dues of a year from those who were not called yet."""
    with db.transaction() as session:
        made = dues_lines.call_dues(session, year, actor=visitor().actor, now=clock.now())
    flash(
        ngettext("%(num)s cotisation appelée.", "%(num)s cotisations appelées.", made)
        if made
        else gettext("Tout le monde était déjà appelé."),
        "success",
    )
    return redirect(url_for(".schedule"))


@bp.route("/<int:member_id>/cotisations/<int:year>", methods=["GET", "POST"])
@officers(*EDITORS)
def edit(member_id: int, year: int) -> ResponseReturnValue:
    """Write whether a member's dues of a year are called, paid or waived."""
    member = members.get_member(db.session(), member_id)
    line = next((there for there in member.dues if there.year == year), None)
    usual = dues.amounts(db.session()).get((year, member.tier_code or ""))
    form = DuesForm(status=line.status if line else None, amount=line.amount_eur if line else usual)
    if form.validate_on_submit():
        with db.transaction() as session:
            dues_lines.set_status(
                session,
                member_id,
                year,
                DuesStatus(form.status.data),
                form.amount.data,
                actor=visitor().actor,
                now=clock.now(),
            )
        flash(gettext("La cotisation est à jour."), "success")
        return redirect(url_for("members.show", member_id=member_id))
    return render_template(
        "governance/dues/edit.html", form=form, member=member, year=year, usual=usual
    )
