"""Pages of mandates (mandats): who has none, which end soon, and elections that end many."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from wtforms.fields import SelectChoice

from governance import clock, db
from governance.errors import InvalidInputError
from governance.models.accounts import Role
from governance.services.membership import mandates
from governance.web.access import officers
from governance.web.forms.register_life import ElectionsForm
from governance.web.membership import register_words
from governance.web.membership.members import READERS, categories, today
from governance.web.messages import say, sentence
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint("mandates", __name__, url_prefix="/registre/mandats")
FIELDS = {"mandates.nobody": "categories", "mandates.no-reason": "reason"}


@bp.get("")
@officers(*READERS)
def index() -> ResponseReturnValue:
    """Show who has no valid mandate, and which mandates end soon."""
    return render_template(
        "governance/members/mandates.html",
        vacancies=mandates.vacancies(db.session(), today()),
        ending=mandates.ending_soon(db.session(), today()),
        words=register_words,
    )


@bp.route("/elections", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def elections() -> ResponseReturnValue:
    """Choose elections, look at the mandates they end, then end them in one act."""
    form = ElectionsForm()
    form.categories.choices = [SelectChoice(*pair) for pair in categories().items()]
    found: list[mandates.Place] = []
    if form.validate_on_submit():
        found = mandates.places(db.session(), form.categories.data, form.day.data)
        ended = _end(form) if request.form.get("step") == "end" else None
        if ended is not None:
            flash(
                ngettext("%(num)s mandat prend fin.", "%(num)s mandats prennent fin.", ended),
                "success",
            )
            return redirect(url_for(".index"))
        if not found:
            form.categories.errors = [say("mandates.nobody")]
    return render_template(
        "governance/members/elections.html", form=form, found=found, words=register_words
    )


def _end(form: ElectionsForm) -> int | None:
    spared = request.form.getlist("spared", type=row_number)
    try:
        with db.transaction() as session:
            return mandates.end_by_elections(
                session,
                form.categories.data,
                form.day.data,
                spared=spared,
                reason=form.reason.data or "",
                actor=visitor().actor,
                now=clock.now(),
            )
    except InvalidInputError as refusal:
        field = form[FIELDS.get(refusal.code, "day")]
        field.errors = [*field.errors, sentence(refusal)]
        return None
