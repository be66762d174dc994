"""Pages of the bank statements (relevés): read one, say what each sum pays, undo."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict

from governance import clock, db
from governance.errors import InvalidInputError, StateError
from governance.services.dues import bank_lines, bank_statements
from governance.services.dues.bank_lines import Part
from governance.services.dues.bank_matching import Open
from governance.services.dues.dues_exports import plain_sum
from governance.services.dues.payments import cents_of
from governance.services.files.sheets import MAX_BYTES
from governance.web.access import officers
from governance.web.dues.dues import EDITORS
from governance.web.forms.dues import StatementForm
from governance.web.messages import sentence
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint("bank", __name__, url_prefix="/registre/releves")
SHOWN = 25  # sums on one page
FOUND = 30  # dues that a search shows
PREFIX = "part-"


@dataclass(frozen=True, slots=True)
class Choice:
    """Dues that a sum may pay, as the form shows them: the part, as it is written."""

    dues: Open
    part: str

    @property
    def field(self) -> str:
        """The name of the field."""
        return f"{PREFIX}{self.dues.dues_id}"


@bp.route("", methods=["GET", "POST"])
@officers(*EDITORS)
def statements() -> ResponseReturnValue:
    """Read a bank statement; show the sums that are not told entirely, with proposals."""
    form = StatementForm()
    if form.validate_on_submit():
        with form.file.data.stream as handed_in:
            raw = handed_in.read(MAX_BYTES + 1)
        try:
            with db.transaction() as session:
                bank_statements.import_statement(
                    session,
                    form.file.data.filename or "",
                    raw,
                    form.named(),
                    actor=visitor().actor,
                    now=clock.now(),
                )
        except (InvalidInputError, StateError) as refusal:
            form.file.errors = [*form.file.errors, sentence(refusal)]
        else:
            flash(gettext("Le relevé est lu : dites ce que paie chaque somme."), "success")
            return redirect(url_for(".statements"))
    session = db.session()
    count = bank_lines.count_waiting(session)
    pages = max(1, -(-count // SHOWN))
    page = min(max(request.args.get("page", 1, type=row_number), 1), pages)
    return render_template(
        "governance/dues/statements.html",
        form=form,
        waiting=bank_lines.waiting(session, (page - 1) * SHOWN, SHOWN),
        count=count,
        page=page,
        pages=pages,
        aside=bank_lines.aside(session),
        told=bank_lines.told(session, SHOWN),
        imports=bank_statements.imports(session),
    )


@bp.post("/sures")
@officers(*EDITORS)
def confirm_sure() -> ResponseReturnValue:
    """Confirm all the lines that are sure."""
    with db.transaction() as session:
        count = bank_lines.confirm_sure(session, actor=visitor().actor, now=clock.now())
    flash(ngettext("%(num)s somme reconnue.", "%(num)s sommes reconnues.", count), "success")
    return redirect(url_for(".statements"))


@bp.get("/lignes/<int:line_id>")
@officers(*EDITORS)
def line(line_id: int) -> ResponseReturnValue:
    """Show one sum and the dues that it may pay, with a search."""
    return _line_page(line_id, MultiDict())


@bp.post("/lignes/<int:line_id>")
@officers(*EDITORS)
def confirm(line_id: int) -> ResponseReturnValue:
    """Say which dues a line pays, and how much of it each."""
    try:
        parts = _parts(request.form)
        with db.transaction() as session:
            actor, now = visitor().actor, clock.now()
            bank_lines.confirm(session, line_id, parts, actor=actor, now=now)
    except InvalidInputError as refusal:
        return _line_page(line_id, request.form, sentence(refusal)), 422
    count = len(parts)
    said = ngettext("%(num)s règlement enregistré.", "%(num)s règlements enregistrés.", count)
    flash(said, "success")
    return redirect(url_for(".statements"))


@bp.post("/lignes/<int:line_id>/<any(ecarter, reprendre):what>")
@officers(*EDITORS)
def set_aside(line_id: int, what: str) -> ResponseReturnValue:
    """Say that what is left of a line pays no dues, or take that back."""
    with db.transaction() as session:
        actor, now = visitor().actor, clock.now()
        bank_lines.set_aside(session, line_id, aside=what == "ecarter", actor=actor, now=now)
    return redirect(url_for(".statements"))


@bp.post("/lignes/<int:line_id>/defaire")
@officers(*EDITORS)
def separate(line_id: int) -> ResponseReturnValue:
    """Undo what was told of a line: its payments are reversed, it waits again."""
    with db.transaction() as session:
        count = bank_lines.separate(session, line_id, actor=visitor().actor, now=clock.now())
    said = ngettext(
        "%(num)s règlement contre-passé : la somme attend de nouveau.",
        "%(num)s règlements contre-passés : la somme attend de nouveau.",
        count,
    )
    flash(said, "success")
    return redirect(url_for(".statements"))


@bp.post("/<int:import_id>/annuler")
@officers(*EDITORS)
def undo(import_id: int) -> ResponseReturnValue:
    """Undo a statement: its payments are taken back, its lines may come again."""
    with db.transaction() as session:
        bank_statements.undo_import(session, import_id, actor=visitor().actor, now=clock.now())
    flash(gettext("L’import est annulé, ses règlements sont contre-passés."), "success")
    return redirect(url_for(".statements"))


def _line_page(line_id: int, written: MultiDict[str, str], error: str = "") -> str:
    """Return the page of one sum; ``written`` is what was filled in, if anything."""
    session = db.session()
    one = bank_lines.get_waiting(session, line_id)
    asked = (request.values.get("cherche") or "").strip()[:80]
    found = bank_lines.open_dues(session, asked) if asked else []
    return render_template(
        "governance/dues/bank_line.html",
        one=one,
        choices=_choices(session, one, found[:FOUND], written),
        asked=asked,
        found=len(found),
        most=FOUND,
        error=error,
    )


def _choices(session, one, found: Sequence[Open], written: MultiDict[str, str]) -> list[Choice]:
    """Return the dues to choose from: proposals, what a search found, what was filled in."""
    sure = {due.dues_id: due.missing for due in one.match.sure}
    offered = {it.dues.dues_id: it.dues for it in one.match.proposals}
    offered |= {due.dues_id: due for due in found}
    kept = {int(name.removeprefix(PREFIX)) for name in written if _is_part(name)}
    if kept - offered.keys():
        everyone = bank_lines.open_dues(session)
        offered |= {due.dues_id: due for due in everyone if due.dues_id in kept}
    usual = {f"{PREFIX}{number}": plain_sum(cents) for number, cents in sure.items()}
    parts = written or usual
    return [Choice(due, parts.get(f"{PREFIX}{number}", "")) for number, due in offered.items()]


def _parts(written: MultiDict[str, str]) -> list[Part]:
    """Return the parts that were filled in.

    Raises:
        InvalidInputError: payments.bad-sum.
    """
    return [
        Part(int(name.removeprefix(PREFIX)), cents_of(text))
        for name, text in written.items()
        if _is_part(name) and text.strip()
    ]


def _is_part(name: str) -> bool:
    number = name.removeprefix(PREFIX)
    return name.startswith(PREFIX) and number.isascii() and number.isdecimal() and len(number) < 10
