"""Sums that came in (lignes de relevé): what each pays, one due or several; seen until told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from governance.documents.dues import euros_and_cents
from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.dues import Dues, DuesStatus
from governance.models.dues_calls import DuesCall
from governance.models.members import Member
from governance.models.payments import BankImport, BankLine, Payment
from governance.services.dues import payments
from governance.services.dues.bank_matching import Match, Matcher, Open
from governance.services.dues.payments import Received
from governance.services.membership.names import fold
from governance.services.records import journal
from governance.services.records.journal import Actor

MOST_PARTS = 20  # dues that one line pays
SEPARATING = "Rapprochement défait"


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a bank line pays which dues; cents."""

    dues_id: int
    cents: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A bank line of which something is not told yet, how much of it, and what that may pay."""

    line: BankLine
    left: int
    match: Match


@dataclass(frozen=True, slots=True)
class Told:
    """A bank line that pays dues: which ones, and how much of it is left."""

    line: BankLine
    left: int
    payments: tuple[tuple[Payment, str], ...]  # with the name of the member


def waiting(session: Session, first: int = 0, most: int | None = None) -> list[Waiting]:
    """Return the lines that are not told entirely, the oldest first, with proposals."""
    wanted = _standing(_left() > 0, ~BankLine.set_aside).offset(first).limit(most)
    rows = [(line, left) for line, left in session.execute(wanted)]
    if not rows:
        return []
    matcher = Matcher(open_dues(session))
    return [Waiting(line, left, matcher.match(line.label, left)) for line, left in rows]


def count_waiting(session: Session) -> int:
    """Return how many lines are not told entirely."""
    wanted = _standing(_left() > 0, ~BankLine.set_aside).order_by(None)
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def get_waiting(session: Session, line_id: int) -> Waiting:
    """Return one line that is not told entirely.

    Raises:
        NotFoundError: bank.unknown.
        StateError: bank.already-told, when nothing of it is left or its statement was undone.
    """
    line, left = _found(session, line_id)
    return Waiting(line, left, Matcher(open_dues(session)).match(line.label, left))


def aside(session: Session) -> Sequence[tuple[BankLine, int]]:
    """Return the lines that were set aside, and how much of each pays no dues."""
    return [(line, left) for line, left in session.execute(_standing(BankLine.set_aside.is_(True)))]


def told(session: Session, most: int) -> list[Told]:
    """Return the last lines that pay dues, the newest first."""
    paying = select(Payment.id).where(Payment.bank_line_id == BankLine.id, _stands())
    wanted = _standing(paying.exists()).order_by(None).order_by(BankLine.id.desc()).limit(most)
    rows = [(line, left) for line, left in session.execute(wanted)]
    paid = _paid_by(session, [line.id for line, _ in rows])
    return [Told(line, left, tuple(paid.get(line.id, ()))) for line, left in rows]


def open_dues(session: Session, asked: str = "") -> list[Open]:
    """Return the dues that are called and not settled, with the numbers of their calls.

    Args:
        asked: a part of a member's name; every one when left out.
    """
    came = (
        select(Payment.dues_id, func.sum(Payment.cents).label("cents"))
        .group_by(Payment.dues_id)
        .subquery()
    )
    wanted = (
        select(Dues.id, Dues.member_id, Member.name, Dues.year, Dues.amount_eur, came.c.cents)
        .join(Member, Member.id == Dues.member_id)
        .outerjoin(came, came.c.dues_id == Dues.id)
        .where(Dues.status == DuesStatus.CALLED.value)
        .order_by(Dues.year, Member.name_key)
    )
    if asked:
        wanted = wanted.where(Member.name_key.contains(fold(asked), autoescape=True))
    numbers = _numbers(session)
    return [
        Open(
            number,
            member_id,
            name,
            year,
            0 if euros is None else euros * 100 - int(cents or 0),
            tuple(numbers.get(number, ())),
        )
        for number, member_id, name, year, euros, cents in session.execute(wanted)
    ]


def confirm(
    session: Session, line_id: int, parts: Sequence[Part], *, actor: Actor, now: datetime
) -> list[Payment]:
    """Say which dues a bank line pays, and how much of it each; what is left of it stays visible.

    Raises:
        NotFoundError: bank.unknown, dues.unknown.
        StateError: bank.already-told, when nothing of it is left or its statement was undone.
        InvalidInputError: bank.no-part, bank.too-many-parts, bank.too-much with what is left,
            payments.out-of-range.
    """
    line, left = _held(session, line_id)
    if not parts:
        raise InvalidInputError("bank.no-part")
    if len(parts) > MOST_PARTS:
        raise InvalidInputError("bank.too-many-parts", limit=MOST_PARTS)
    if sum(part.cents for part in parts) > left:
        raise InvalidInputError("bank.too-much", left=euros_and_cents(left))
    line.set_aside = False
    made = []
    for part in parts:
        received = Received(part.cents, line.booked_on, reference=line.label[:140])
        made.append(
            payments.enter(
                session, part.dues_id, received, bank_line_id=line.id, actor=actor, now=now
            )
        )
    return made


def confirm_sure(session: Session, *, actor: Actor, now: datetime) -> int:
    """Confirm every line of which the proposal is sure; return how many lines."""
    paid: set[int] = set()
    count = 0
    for one in waiting(session):
        numbers = {due.dues_id for due in one.match.sure}
        if not numbers or numbers & paid:  # a second line for the same dues is no longer sure
            continue
        parts = [Part(due.dues_id, due.missing) for due in one.match.sure]
        confirm(session, one.line.id, parts, actor=actor, now=now)
        paid |= numbers
        count += 1
    return count


def separate(session: Session, line_id: int, *, actor: Actor, now: datetime) -> int:
    """Undo what was told of a line: its payments are reversed, it waits again; return how many.

    Raises:
        NotFoundError: bank.unknown.
        StateError: bank.untold, when it pays nothing.
    """
    line = session.get(BankLine, line_id, with_for_update=True)
    if line is None:
        raise NotFoundError("bank.unknown")
    count = reverse_payments(session, [line.id], SEPARATING, actor=actor, now=now)
    if not count:
        raise StateError("bank.untold")
    return count


def reverse_payments(
    session: Session, line_ids: Collection[int], reason: str, *, actor: Actor, now: datetime
) -> int:
    """Reverse every payment that stands on some lines, as errors; return how many."""
    wanted = select(Payment.id).where(Payment.bank_line_id.in_(line_ids), _stands())
    numbers = session.scalars(wanted.order_by(Payment.id)).all()
    for number in numbers:
        payments.reverse(session, number, reason, actor=actor, now=now)
    return len(numbers)


def set_aside(session: Session, line_id: int, *, aside: bool, actor: Actor, now: datetime) -> None:
    """Say that what is left of a line pays no dues, or take that back.

    Raises:
        NotFoundError: bank.unknown.
        StateError: bank.already-told.
    """
    line, left = _held(session, line_id)
    if line.set_aside == aside:
        return
    line.set_aside = aside
    session.flush()
    facts = {"line": line.id, "cents": left, "day": line.booked_on.isoformat()}
    kind = "bank.set-aside" if aside else "bank.taken-back"
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)


def _held(session: Session, line_id: int) -> tuple[BankLine, int]:
    """Return a line and what is left of it, held against a second click."""
    if session.get(BankLine, line_id, with_for_update=True) is None:
        raise NotFoundError("bank.unknown")
    return _found(session, line_id)


def _found(session: Session, line_id: int) -> tuple[BankLine, int]:
    row = session.execute(_standing(BankLine.id == line_id, _left() > 0)).first()
    if row is not None:
        return row[0], row[1]
    if session.get(BankLine, line_id) is None:
        raise NotFoundError("bank.unknown")
    raise StateError("bank.already-told")


def _standing(*conditions: ColumnElement[bool]) -> Select[BankLine, int]:
    """Select the lines of statements that stand, and what is left of each, the oldest first."""
    wanted = select(BankLine, _left()).join(BankImport, BankImport.id == BankLine.import_id)
    wanted = wanted.where(BankImport.undone_at.is_(None), *conditions)
    return wanted.order_by(BankLine.booked_on, BankLine.id)


def _left() -> ColumnElement[int]:
    """Return what no payment took of a line; what was given back counts again."""
    taken = select(func.coalesce(func.sum(Payment.cents), 0)).where(
        Payment.bank_line_id == BankLine.id
    )
    return BankLine.cents - taken.scalar_subquery()


def _stands() -> ColumnElement[bool]:
    """Return the condition: it is a payment, and nobody took it back."""
    reversal = aliased(Payment)
    back = select(reversal.id).where(reversal.reverses_id == Payment.id)
    return and_(Payment.reverses_id.is_(None), ~back.exists())


def _paid_by(session: Session, lines: Collection[int]) -> Mapping[int, list[tuple[Payment, str]]]:
    wanted = (
        select(Payment, Member.name)
        .join(Dues, Dues.id == Payment.dues_id)
        .join(Member, Member.id == Dues.member_id)
        .where(Payment.bank_line_id.in_(lines), _stands())
        .order_by(Payment.id)
    )
    found: dict[int, list[tuple[Payment, str]]] = {}
    for payment, name in session.execute(wanted):
        found.setdefault(payment.bank_line_id or 0, []).append((payment, name))
    return found


def _numbers(session: Session) -> Mapping[int, list[str]]:
    wanted = (
        select(DuesCall)
        .join(Dues, Dues.id == DuesCall.dues_id)
        .where(Dues.status == DuesStatus.CALLED.value)
        .order_by(DuesCall.id)
    )
    found: dict[int, list[str]] = {}
    for call in session.scalars(wanted):
        found.setdefault(call.dues_id, []).append(call.reference)
    return found
