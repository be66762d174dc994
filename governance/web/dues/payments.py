"""Pages of the payments (règlements): enter one, take one back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import InvalidInputError, StateError
from governance.services.dues import dues_lines, payments
from governance.services.membership import members
from governance.web.access import officers
from governance.web.dues.dues import EDITORS
from governance.web.dues.dues_words import means_word
from governance.web.forms.dues import PaymentForm, ReversalForm
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
