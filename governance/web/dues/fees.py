"""Pages of the fee schedules (barèmes): read, written, copied; a year called; members' budgets."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from governance import clock, db
from governance.errors import InvalidInputError, StateError
from governance.services.dues import budgets, dues, fee_schedules, renewals, year_calls
from governance.services.dues.fee_schedules import Draft
from governance.services.membership import members
from governance.web.access import officers
from governance.web.dues.dues import EDITORS
from governance.web.dues.dues_words import fee_words, renewal_word
from governance.web.forms.fees import BudgetForm, ScheduleForm
from governance.web.membership.members import READERS, categories, today
from governance.web.messages import sentence
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint("fees", __name__, url_prefix="/registre")
SHOWN = 50  # members on one page
IN_ROW = {  # refusals that name a tier: the field that is wrong
    "dues.bad-tier": "amount",
    "dues.bad-budget": "budget_min",
    "dues.budget-order": "budget_max",
}


@bp.get("/bareme")
@officers(*READERS)
def index() -> ResponseReturnValue:
    """Show the fee schedules, what they said before, and how many members were not called yet."""
    session = db.session()
    schedules = dues.schedules(session)
    years = [each.year for each in schedules]
    return render_template(
        "governance/fees/index.html",
        schedules=schedules,
        waiting={year: year_calls.count_uncalled(session, year) for year in years},
        called={year: fee_schedules.count_called(session, year) for year in years},
        categories=categories(),
        next_year=(years[0] + 1) if years else today().year,
    )


@bp.route("/bareme/<int:year>/modifier", methods=["GET", "POST"])
@officers(*EDITORS)
def change(year: int) -> ResponseReturnValue:
    """Change the schedule of a year that was not called."""
    found = dues.get_schedule(db.session(), year)
    called = fee_schedules.count_called(db.session(), year)
    if called:
        raise StateError("dues.schedule-used", year=year, count=called)
    lead = gettext("Personne n’est encore appelé sous ce barème : il peut changer.")
    return _written(year, fee_schedules.draft_of(found), lead, fee_schedules.change_schedule)


@bp.route("/bareme/<int:year>/suivant", methods=["GET", "POST"])
@officers(*EDITORS)
def copy(year: int) -> ResponseReturnValue:
    """Make the schedule of the next year from this one."""
    draft = fee_schedules.draft_of(dues.get_schedule(db.session(), year))
    lead = gettext("Copié du barème %(year)s : changez ce qui change.", year=year)
    return _written(
        year + 1, Draft("", draft.prorata, draft.lines), lead, fee_schedules.make_schedule
    )


@bp.route("/bareme/<int:year>/nouveau", methods=["GET", "POST"])
@officers(*EDITORS)
def make(year: int) -> ResponseReturnValue:
    """Make the schedule of a year from nothing."""
    dues.require_year(year)
    lead = gettext("Un tarif par ligne : un montant, et pour qui.")
    return _written(year, None, lead, fee_schedules.make_schedule)


@bp.get("/bareme/<int:year>/appel")
@officers(*EDITORS)
def call(year: int) -> ResponseReturnValue:
    """Show what each member who was not called would be asked, and why."""
    session = db.session()
    count = year_calls.count_uncalled(session, year)
    pages = max(1, -(-count // SHOWN))
    page = min(max(request.args.get("page", 1, type=row_number), 1), pages)
    everyone = year_calls.proposed(session, year, today())
    return render_template(
        "governance/fees/call.html",
        year=year,
        proposed=everyone[(page - 1) * SHOWN : page * SHOWN],
        count=count,
        moved=sum(one.is_new_tier for one in everyone),
        unpriced=sum(one.fee.amount_eur is None for one in everyone),
        total=sum(one.fee.amount_eur or 0 for one in everyone),
        page=page,
        pages=pages,
        fee_words=fee_words,
        said={member.id: told for member, told in renewals.of_year(session, year)},
        renewal_word=renewal_word,
    )


@bp.post("/bareme/<int:year>/appel")
@officers(*EDITORS)
def call_all(year: int) -> ResponseReturnValue:
    """Call the dues of a year from those who were not called yet."""
    with db.transaction() as session:
        made = year_calls.call_dues(session, year, actor=visitor().actor, now=clock.now())
    flash(
        ngettext("%(num)s cotisation appelée.", "%(num)s cotisations appelées.", made)
        if made
        else gettext("Tout le monde était déjà appelé."),
        "success",
    )
    return redirect(url_for("dues.year", annee=year))


@bp.post("/bareme/<int:year>/tarifs")
@officers(*EDITORS)
def adopt(year: int) -> ResponseReturnValue:
    """Write the proposed tiers into the register."""
    with db.transaction() as session:
        count = year_calls.adopt_tiers(session, year, actor=visitor().actor, now=clock.now())
    said = ngettext(
        "%(num)s tarif inscrit au registre.", "%(num)s tarifs inscrits au registre.", count
    )
    flash(said, "success")
    return redirect(url_for(".call", year=year))


@bp.route("/<int:member_id>/budget", methods=["GET", "POST"])
@officers(*EDITORS)
def budget(member_id: int) -> ResponseReturnValue:
    """Write the yearly budget of a member, dated, with its source."""
    member = members.get_member(db.session(), member_id)
    form = BudgetForm(since=today())
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                told = form.amount.data, form.since.data, form.source.data or ""
                actor, now = visitor().actor, clock.now()
                budgets.tell(session, member_id, *told, actor=actor, now=now)
        except InvalidInputError as refusal:
            field = form.source if refusal.code == "members.invisible-character" else form.since
            field.errors = [*field.errors, sentence(refusal)]
        else:
            flash(gettext("Le budget est inscrit au registre."), "success")
            return redirect(url_for("dues.edit", member_id=member_id, year=today().year))
    return render_template(
        "governance/fees/budget.html",
        form=form,
        member=member,
        story=budgets.story_of(db.session(), member_id),
    )


def _written(
    year: int, draft: Draft | None, lead: str, write: Callable[..., object]
) -> str | Response:
    """Show the form of a schedule, or write what it says."""
    form = ScheduleForm()
    if not form.is_submitted():
        form.offer(draft)
    form.prepare(list(categories().items()))
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                write(session, year, form.draft(), actor=visitor().actor, now=clock.now())
        except (InvalidInputError, StateError) as refusal:
            _place(form, refusal)
        else:
            flash(gettext("Le barème %(year)s est enregistré.", year=year), "success")
            return redirect(url_for(".index"))
    return render_template("governance/fees/write.html", form=form, year=year, lead=lead)


def _place(form: ScheduleForm, refusal: InvalidInputError | StateError) -> None:
    """Put a refusal beside the field that it is about."""
    number, field = refusal.facts.get("line"), form.source
    if refusal.code in IN_ROW and isinstance(number, int):
        field = form.kept[number - 1][IN_ROW[refusal.code]]
    field.errors = [*field.errors, sentence(refusal)]
