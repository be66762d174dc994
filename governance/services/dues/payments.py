"""Payments of dues (règlements): entered, reversed, never changed; what is still owed."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.members import Member
from governance.models.payments import Means, Payment
from governance.rules.dues import Cutoff, DuesState
from governance.services.dues import dues_history, dues_lines
from governance.services.dues.dues import MAX_EUROS
from governance.services.membership.names import require_plain
from governance.services.records import journal
from governance.services.records.journal import Actor

LONGEST = {"reference": 140, "reason": 500}
SUM = re.compile(r"[+-]?\d{1,3}(?:\d*|(?:[ .]\d{3})+)(?:,\d{1,2})?|[+-]?\d+\.\d{1,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Received:
    """A sum that came in: cents, its value day, how, and what the payer or the bank wrote."""

    cents: int
    paid_on: date
    means: Means = Means.TRANSFER
    reference: str = ""


def cents_of(written: str) -> int:
    """Return the cents of a sum as French people and banks write it: ``1 234,50 €``.

    Raises:
        InvalidInputError: payments.bad-sum.
    """
    plain = re.sub(r"\s", " ", written.replace("€", "").replace("EUR", "")).strip()
    plain = plain.replace("\u2212", "-")
    if len(plain) > 20 or not SUM.fullmatch(plain):
        raise InvalidInputError("payments.bad-sum", value=written[:20])
    whole, _, part = _parted(plain)
    digits = re.sub(r"\D", "", whole)
    cents = int(digits) * 100 + int((part + "00")[:2])
    return -cents if plain.startswith("-") else cents


def enter(
    session: Session,
    dues_id: int,
    received: Received,
    *,
    bank_line_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> Payment:
    """Enter a payment for a line of dues; part of what is owed, all of it, or more.

    Raises:
        NotFoundError: dues.unknown.
        InvalidInputError: payments.out-of-range, dues.bad-day, dues.too-long.
    """
    line = dues_lines.get_line(session, dues_id)
    dues_history.require_day(received.paid_on, now)
    if not 0 < received.cents <= MAX_EUROS * 100:
        raise InvalidInputError("payments.out-of-range", limit=MAX_EUROS)
    payment = Payment(
        dues_id=line.id,
        cents=received.cents,
        paid_on=received.paid_on,
        means=Means(received.means).value,
        reference=_checked(received.reference, "reference"),
        bank_line_id=bank_line_id,
        recorded_at=now,
        recorded_by=actor.name,
    )
    _add(session, payment, "payment.entered", actor, now)
    return payment


def reverse(
    session: Session,
    payment_id: int,
    reason: str,
    on: date | None = None,
    *,
    actor: Actor,
    now: datetime,
) -> Payment:
    """Write the reversal of a payment; both lines stay.

    Args:
        on: the day on which the money went back (a cheque that bounced). Left out, the payment
            was an error: it never was.
    Raises:
        NotFoundError: payments.unknown.
        InvalidInputError: payments.no-reason, .before-payment; dues.bad-day, dues.too-long.
        StateError: payments.reversed already, payments.is-reversal.
    """
    payment = get_payment(session, payment_id)
    if payment.reverses_id is not None:
        raise StateError("payments.is-reversal")
    if session.scalars(select(Payment.id).where(Payment.reverses_id == payment.id)).first():
        raise StateError("payments.reversed")
    if not reason.strip():
        raise InvalidInputError("payments.no-reason")
    day = on or payment.paid_on
    dues_history.require_day(day, now)
    if day < payment.paid_on:
        raise InvalidInputError("payments.before-payment", day=payment.paid_on.isoformat())
    back = Payment(
        dues_id=payment.dues_id,
        cents=-payment.cents,
        paid_on=day,
        means=payment.means,
        reference=payment.reference,
        reason=_checked(reason, "reason"),
        reverses_id=payment.id,
        bank_line_id=payment.bank_line_id,
        recorded_at=now,
        recorded_by=actor.name,
    )
    _add(session, back, "payment.reversed", actor, now)
    return back


def get_payment(session: Session, payment_id: int) -> Payment:
    """Return a payment or a reversal.

    Raises:
        NotFoundError: payments.unknown.
    """
    payment = session.get(Payment, payment_id)
    if payment is None:
        raise NotFoundError("payments.unknown")
    return payment


def payments_of(session: Session, dues_ids: Collection[int]) -> Sequence[Payment]:
    """Return the payments and reversals of some lines of dues, oldest first."""
    wanted = select(Payment).where(Payment.dues_id.in_(dues_ids))
    return session.scalars(wanted.order_by(Payment.paid_on, Payment.id)).all()


def states(session: Session, dues_ids: Collection[int]) -> Mapping[int, DuesState]:
    """Return what lines of dues are worth now: owed, received, missing, in excess."""
    found = dues_history.states_at(session, dues_ids, Cutoff.end_of(date.max))
    return {number: state for number, state in found.items() if state is not None}


def _add(session: Session, payment: Payment, kind: str, actor: Actor, now: datetime) -> None:
    session.add(payment)
    session.flush()
    dues_history.refresh(session, [payment.dues_id])
    line = dues_lines.get_line(session, payment.dues_id)
    facts = {
        "member": line.member_id,
        "name": session.get_one(Member, line.member_id).name,
        "year": line.year,
        "payment": payment.id,
        "cents": payment.cents,
        "day": payment.paid_on.isoformat(),
        "means": payment.means,
        "reason": payment.reason,
        "after": line.status,
    }
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)


def _checked(text: str, field: str) -> str:
    require_plain(text.replace("\n", " ").replace("\r", " "))
    if len(text.strip()) > LONGEST[field]:
        raise InvalidInputError("dues.too-long", limit=LONGEST[field])
    return text.strip()


def _parted(plain: str) -> tuple[str, str, str]:
    if "," in plain:
        return plain.partition(",")
    if re.fullmatch(r"[+-]?\d+\.\d{1,2}", plain):
        return plain.partition(".")
    return plain, "", ""
