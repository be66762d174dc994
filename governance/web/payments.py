"""Pages of the payments (règlements): enter one, take one back; bank statements (relevés)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from governance import clock, db
from governance.errors import InvalidInputError, StateError
from governance.services import bank_statements, dues_lines, members, payments
from governance.services.sheets import MAX_BYTES
from governance.web.access import officers
from governance.web.dues import EDITORS
from governance.web.dues_words import means_word
from governance.web.forms.dues import PaymentForm, ReversalForm, StatementForm
from governance.web.messages import sentence
from governance.web.visitor import visitor

bp = Blueprint("payments", __name__, url_prefix="/registre")
FIELDS = {"dues.bad-day": "paid_on", "payments.before-payment": "bounced_on"}


@bp.route("/cotisations/lignes/<int:dues_id>/reglement", methods=["GET", "POST"])
@officers(*EDITORS)
def enter(dues_id: int) -> ResponseReturnValue:
    """Enter a payment."""
    line = dues_lines.get_line(db.session(), dues_id)
    form = PaymentForm()
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                actor, now = visitor().actor, clock.now()
                payments.enter(session, dues_id, form.received(), actor=actor, now=now)
        except InvalidInputError as refusal:
            field = form[FIELDS.get(refusal.code, "sum")]
            field.errors = [*field.errors, sentence(refusal)]
        else:
            flash(gettext("Le règlement est enregistré."), "success")
            return redirect(url_for("dues.edit", member_id=line.member_id, year=line.year))
    member = members.get_member(db.session(), line.member_id)
    return render_template("governance/dues/payment.html", form=form, line=line, member=member)


@bp.route("/cotisations/reglements/<int:payment_id>/annuler", methods=["GET", "POST"])
@officers(*EDITORS)
def reverse(payment_id: int) -> ResponseReturnValue:
    """Take a payment back: an error, or money that went back."""
    line = payments.get_payment(db.session(), payment_id).dues
    form = ReversalForm()
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                reason, day = form.reason.data or "", form.bounced_on.data
                actor, now = visitor().actor, clock.now()
                payments.reverse(session, payment_id, reason, day, actor=actor, now=now)
        except (InvalidInputError, StateError) as refusal:
            late = refusal.code in ("dues.bad-day", "payments.before-payment")
            field = form.bounced_on if late else form.reason
            field.errors = [*field.errors, sentence(refusal)]
        else:
            flash(gettext("Le règlement est annulé ; les deux lignes restent."), "success")
            return redirect(url_for("dues.edit", member_id=line.member_id, year=line.year))
    payment = payments.get_payment(db.session(), payment_id)
    member = members.get_member(db.session(), payment.dues.member_id)
    return render_template(
        "governance/dues/reversal.html", form=form, payment=payment, member=member, means=means_word
    )


@bp.route("/releves", methods=["GET", "POST"])
@officers(*EDITORS)
def statements() -> ResponseReturnValue:
    """Read a bank statement; show the sums that pay nothing yet, with proposals."""
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
    return render_template(
        "governance/dues/statements.html",
        form=form,
        waiting=bank_statements.waiting(session),
        open_dues=bank_statements.open_dues(session),
        aside=bank_statements.aside(session),
        imports=bank_statements.imports(session),
    )


@bp.post("/releves/sures")
@officers(*EDITORS)
def confirm_sure() -> ResponseReturnValue:
    """Confirm all the lines that are sure."""
    with db.transaction() as session:
        count = bank_statements.confirm_sure(session, actor=visitor().actor, now=clock.now())
    said = ngettext("%(num)s règlement enregistré.", "%(num)s règlements enregistrés.", count)
    flash(said, "success")
    return redirect(url_for(".statements"))


@bp.post("/releves/lignes/<int:line_id>")
@officers(*EDITORS)
def confirm(line_id: int) -> ResponseReturnValue:
    """Say which dues a line pays."""
    dues_id = request.form.get("dues", type=int) or 0
    with db.transaction() as session:
        actor, now = visitor().actor, clock.now()
        bank_statements.confirm(session, line_id, dues_id, actor=actor, now=now)
    flash(gettext("Le règlement est enregistré."), "success")
    return redirect(url_for(".statements"))


@bp.post("/releves/lignes/<int:line_id>/<any(ecarter, reprendre):what>")
@officers(*EDITORS)
def set_aside(line_id: int, what: str) -> ResponseReturnValue:
    """Say that a line pays no dues, or take that back."""
    with db.transaction() as session:
        actor, now = visitor().actor, clock.now()
        bank_statements.set_aside(session, line_id, aside=what == "ecarter", actor=actor, now=now)
    return redirect(url_for(".statements"))


@bp.post("/releves/<int:import_id>/annuler")
@officers(*EDITORS)
def undo(import_id: int) -> ResponseReturnValue:
    """Undo a statement: its payments are taken back, its lines may come again."""
    with db.transaction() as session:
        bank_statements.undo_import(session, import_id, actor=visitor().actor, now=clock.now())
    flash(gettext("L’import est annulé, ses règlements sont contre-passés."), "success")
    return redirect(url_for(".statements"))
