"""Bank statements (relevés bancaires): read once, confirmed line by line, undone by reversal."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased, selectinload

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.dues import Dues, DuesStatus
from governance.models.dues_calls import DuesCall
from governance.models.members import Member
from governance.models.payments import BankImport, BankLine, Payment
from governance.services import journal, payments
from governance.services.bank_files import Named, read_statement
from governance.services.bank_matching import Match, Matcher, Open
from governance.services.days import local_day
from governance.services.journal import Actor
from governance.services.payments import Received

UNDOING = "Import du relevé annulé"
SOME = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """A bank line that nobody has told yet what it pays, and what it may pay."""

    line: BankLine
    match: Match


def import_statement(
    session: Session,
    filename: str,
    raw: bytes,
    named: Named | None = None,
    *,
    actor: Actor,
    now: datetime,
) -> BankImport:
    """Keep the sums that came in, but for those that an earlier statement brought already.

    Raises:
        InvalidInputError: what reading a statement raises; bank.from-future with the line.
        StateError: bank.nothing-new, when every line is known.
    """
    statement = read_statement(raw, named)
    today = local_day(now)
    for line in statement.lines:
        if line.booked_on > today:
            raise InvalidInputError(
                "bank.from-future", line=line.number, day=line.booked_on.isoformat()
            )
    known = _known(session, [line.fingerprint for line in statement.lines])
    new = [line for line in statement.lines if line.fingerprint not in known]
    if not new:
        raise StateError("bank.nothing-new", count=len(statement.lines))
    kept = BankImport(
        filename=filename.strip()[-200:] or "relevé",
        sha256=hashlib.sha256(raw).hexdigest(),
        recorded_at=now,
        recorded_by=actor.name,
        skipped=len(known),
    )
    kept.lines = [
        BankLine(
            number=line.number,
            booked_on=line.booked_on,
            cents=line.cents,
            label=line.label,
            fingerprint=line.fingerprint,
        )
        for line in new
    ]
    session.add(kept)
    session.flush()
    _record(session, "bank.imported", kept, len(new), actor, now)
    return kept


def imports(session: Session) -> Sequence[BankImport]:
    """Return the statements that were read, the newest first, with their lines."""
    wanted = select(BankImport).options(selectinload(BankImport.lines))
    return session.scalars(wanted.order_by(BankImport.id.desc())).all()


def waiting(session: Session) -> list[Waiting]:
    """Return the lines that pay nothing yet, the oldest first, with proposals."""
    wanted = select(BankLine).join(BankImport).where(_is_free(), ~BankLine.set_aside)
    lines = session.scalars(wanted.order_by(BankLine.booked_on, BankLine.id)).all()
    if not lines:
        return []
    matcher = Matcher(open_dues(session))
    return [Waiting(line, matcher.match(line.label, line.cents)) for line in lines]


def aside(session: Session) -> Sequence[BankLine]:
    """Return the lines that were set aside: they pay no dues."""
    wanted = select(BankLine).join(BankImport).where(_is_free(), BankLine.set_aside)
    return session.scalars(wanted.order_by(BankLine.booked_on, BankLine.id)).all()


def open_dues(session: Session) -> list[Open]:
    """Return the dues that are called and not settled, with the numbers of their calls."""
    wanted = (
        select(Dues, Member.name)
        .join(Member, Member.id == Dues.member_id)
        .where(Dues.status == DuesStatus.CALLED.value)
        .order_by(Dues.year, Member.name_key)
    )
    rows = [(line, name) for line, name in session.execute(wanted)]
    worth = payments.states(session, [line.id for line, _ in rows])
    numbers: dict[int, list[str]] = {}
    for call in session.scalars(select(DuesCall).order_by(DuesCall.id)):
        numbers.setdefault(call.dues_id, []).append(call.reference)
    return [
        Open(
            line.id,
            line.member_id,
            name,
            line.year,
            worth[line.id].missing if line.id in worth else 0,
            tuple(numbers.get(line.id, ())),
        )
        for line, name in rows
    ]


def confirm(
    session: Session, line_id: int, dues_id: int, *, actor: Actor, now: datetime
) -> Payment:
    """Say which dues a bank line pays; the whole sum goes there.

    Raises:
        NotFoundError: bank.unknown, dues.unknown.
        StateError: bank.already-told, when it pays dues already or its statement was undone.
    """
    line = _hold(session, line_id)
    line.set_aside = False
    received = Received(line.cents, line.booked_on, reference=line.label[:140])
    return payments.enter(session, dues_id, received, bank_line_id=line.id, actor=actor, now=now)


def confirm_sure(session: Session, *, actor: Actor, now: datetime) -> int:
    """Confirm every line of which one proposal is sure; return how many."""
    paid: set[int] = set()
    for one in waiting(session):
        if not one.match.is_sure:
            continue
        dues_id = one.match.proposals[0].dues.dues_id
        if dues_id not in paid:  # a second line for the same dues is no longer sure
            confirm(session, one.line.id, dues_id, actor=actor, now=now)
            paid.add(dues_id)
    return len(paid)


def set_aside(session: Session, line_id: int, *, aside: bool, actor: Actor, now: datetime) -> None:
    """Say that a line pays no dues, or take that back.

    Raises:
        NotFoundError: bank.unknown.
        StateError: bank.already-told.
    """
    line = _hold(session, line_id)
    if line.set_aside == aside:
        return
    line.set_aside = aside
    session.flush()
    facts = {"line": line.id, "cents": line.cents, "day": line.booked_on.isoformat()}
    kind = "bank.set-aside" if aside else "bank.taken-back"
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)


def undo_import(session: Session, import_id: int, *, actor: Actor, now: datetime) -> None:
    """Reverse the payments that a statement brought, and let its lines come again.

    Raises:
        NotFoundError: bank.unknown.
        StateError: bank.undone.
    """
    kept = session.get(BankImport, import_id)
    if kept is None:
        raise NotFoundError("bank.unknown")
    session.refresh(kept, with_for_update=True)
    if kept.undone_at is not None:
        raise StateError("bank.undone")
    reversal = aliased(Payment)
    standing = (
        select(Payment.id)
        .join(BankLine, BankLine.id == Payment.bank_line_id)
        .where(
            BankLine.import_id == kept.id,
            Payment.reverses_id.is_(None),
            ~select(reversal.id).where(reversal.reverses_id == Payment.id).exists(),
        )
    )
    numbers = session.scalars(standing.order_by(Payment.id)).all()
    for number in numbers:
        payments.reverse(session, number, UNDOING, actor=actor, now=now)
    for line in kept.lines:
        line.fingerprint = None
    kept.undone_at = now
    session.flush()
    _record(session, "bank.undone", kept, len(numbers), actor, now)


def _hold(session: Session, line_id: int) -> BankLine:
    """Return a line that pays nothing yet, held against a second click."""
    line = session.get(BankLine, line_id)
    if line is None:
        raise NotFoundError("bank.unknown")
    session.refresh(line, with_for_update=True)
    free = select(BankLine.id).join(BankImport).where(BankLine.id == line_id, _is_free())
    if session.scalars(free).first() is None:
        raise StateError("bank.already-told")
    return line


def _is_free() -> ColumnElement[bool]:
    """Return the condition: its statement stands, and no payment that stands comes from it."""
    reversal = aliased(Payment)
    paying = select(Payment.id).where(
        Payment.bank_line_id == BankLine.id,
        Payment.reverses_id.is_(None),
        ~select(reversal.id).where(reversal.reverses_id == Payment.id).exists(),
    )
    return BankImport.undone_at.is_(None) & ~paying.exists()


def _known(session: Session, fingerprints: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(fingerprints), SOME):
        some = fingerprints[start : start + SOME]
        wanted = select(BankLine.fingerprint).where(BankLine.fingerprint.in_(some))
        found |= {one for one in session.scalars(wanted) if one}
    return found


def _record(
    session: Session, kind: str, kept: BankImport, count: int, actor: Actor, now: datetime
) -> None:
    facts = {"file": kept.filename, "sha256": kept.sha256, "import": kept.id, "count": count}
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)
