"""Pages of the dues (cotisations): the year, one member's line."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import InvalidInputError
from governance.models.accounts import Role
from governance.models.dues import DuesStatus
from governance.services.dues import (
    budgets,
    dues,
    dues_calls,
    dues_exports,
    dues_letters,
    dues_lines,
    dues_papers,
    dues_printing,
    dues_readers,
    dues_works,
    renewals,
    year_calls,
)
from governance.services.dues.dues_sheet import line_sheet
from governance.services.files.spreadsheets import FORMATS
from governance.services.membership import members
from governance.web.access import officers
from governance.web.dues.dues_words import cents_words, fee_words, means_word, renewal_word
from governance.web.forms.dues import DuesForm
from governance.web.membership import register_words
from governance.web.membership.members import READERS, today
from governance.web.messages import say, sentence
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint("dues", __name__, url_prefix="/registre")
SHOWN = 50  # members who owe on one page
EDITORS = (Role.TREASURER, Role.SECRETARY)
FIELDS = {
    "dues.undecided": "decided_by",
    "dues.bad-day": "since",
    "dues.later-change": "since",
    "dues.out-of-range": "amount",
}


@bp.app_template_filter("cents")
def cents(value: int | None) -> str:
    """Write cents as euros."""
    return cents_words(value)


@bp.get("/cotisations")
@officers(*READERS)
def year() -> ResponseReturnValue:
    """Show a year: what is owed and received, who owes, whom to call and to remind."""
    asked = request.args.get("annee", type=row_number) or today().year
    dues.require_year(asked)
    session = db.session()
    count, fresh = dues_calls.count_owing(session, asked)
    pages = max(1, -(-count // SHOWN))
    page = min(max(request.args.get("page", 1, type=row_number), 1), pages)
    return render_template(
        "governance/dues/year.html",
        year=asked,
        years_nav=[
            {"label": str(one), "url": url_for(".year", annee=one), "current": one == asked}
            for one in dues_exports.years(session, today().year)
        ],
        totals=dues_exports.totals(session, asked),
        owing=dues_calls.owing(session, asked, (page - 1) * SHOWN, SHOWN),
        count=count,
        fresh=fresh,
        page=page,
        pages=pages,
        page_url=lambda number: url_for(".year", annee=asked, page=number, _anchor="impayes"),
        terms=dues_papers.find_terms(session),
        renewals=renewals.of_year(session, asked),
        renewal_word=renewal_word,
        uncalled=year_calls.count_uncalled(session, asked),
        schedule=dues.find_schedule(session, asked),
        unsent=dues_letters.count_unsent(session, asked),
        works=dues_works.running(session, asked),
        stopped=dues_works.last_stopped(session, asked),
        say=say,
        batches=_batches(asked) if visitor().has(*EDITORS) else (),
    )


@bp.get("/cotisations/<int:year>/<any(appels, reglements):what>/<any(csv, xlsx, ods):extension>")
@officers(*READERS)
def export(year: int, what: str, extension: str) -> ResponseReturnValue:
    """Send the calls or the payments of a year as a spreadsheet."""
    make = dues_exports.calls_file if what == "appels" else dues_exports.payments_file
    raw = make(db.session(), year, extension, clock.now())
    return Response(
        raw,
        mimetype=FORMATS[extension].media_type,
        headers={"Content-Disposition": f"attachment; filename={what}-{year}.{extension}"},
    )


@bp.route("/<int:member_id>/cotisations/<int:year>", methods=["GET", "POST"])
@officers(*EDITORS)
def edit(member_id: int, year: int) -> ResponseReturnValue:
    """Show a member's dues of a year and its payments; write what is owed, or that it is waived."""
    member = members.get_member(db.session(), member_id)
    line = next((there for there in member.dues if there.year == year), None)
    proposed = year_calls.fee_for(db.session(), member, year, today())
    usual = proposed.fee.amount_eur if proposed else None
    form = DuesForm(status=line.status if line else None, amount=line.amount_eur if line else usual)
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                dues_lines.set_status(
                    session,
                    member_id,
                    year,
                    DuesStatus(form.status.data),
                    form.amount.data,
                    form.decision(),
                    actor=visitor().actor,
                    now=clock.now(),
                )
        except InvalidInputError as refusal:
            field = form[FIELDS.get(refusal.code, "status")]
            field.errors = [*field.errors, sentence(refusal)]
        else:
            flash(gettext("La cotisation est à jour."), "success")
            return redirect(url_for("members.show", member_id=member_id))
    return render_template(
        "governance/dues/edit.html",
        form=form,
        member=member,
        year=year,
        proposed=proposed,
        why=fee_words(proposed.fee) if proposed else None,
        budget=next(iter(budgets.story_of(db.session(), member_id)), None),
        sheet=line_sheet(db.session(), line.id) if line else None,
        reader=dues_readers.readers_of(db.session(), [member.id]).get(member.id),
        means=means_word,
        words=register_words,
    )


def _batches(year: int) -> list[tuple[str, int]]:
    """Return the files of calls to print: of whom, and how many."""
    return [
        ("tous", dues_printing.count_batches(db.session(), year, unreachable=False)),
        ("sans_courriel", dues_printing.count_batches(db.session(), year, unreachable=True)),
    ]
