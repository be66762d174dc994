"""Calls for dues (appels de cotisation): numbered without a gap; who owes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, selectinload

from governance.errors import NotFoundError, StateError
from governance.models.dues import Dues, DuesStatus
from governance.models.dues_calls import DuesCall
from governance.models.members import Member
from governance.rules.dues import DuesState
from governance.services.dues import dues_lines, dues_papers, dues_readers, payments
from governance.services.dues.dues_readers import Reader
from governance.services.files.days import local_day
from governance.services.records import journal
from governance.services.records.journal import Actor

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class Owing:
    """A member whose dues are not settled: what is missing, its call, its reminders."""

    member: Member
    line: Dues
    state: DuesState
    call: DuesCall | None
    reader: Reader | None

    @property
    def is_reachable(self) -> bool:
        """Whether a mail may reach whoever is written to for the member."""
        return self.reader is not None and bool(self.reader.email)

    @property
    def needs_call(self) -> bool:
        """Whether no call was issued at the amount that is owed."""
        amount = self.line.amount_eur
        return bool(amount) and (self.call is None or self.call.amount_eur != amount)


def issue(session: Session, dues_id: int, *, actor: Actor, now: datetime) -> DuesCall:
    """Issue the next call of the year for a line of dues; it replaces an earlier one.

    Raises:
        NotFoundError: dues.unknown.
        StateError: dues.no-terms; dues.settled; dues.no-amount; dues.called-already at that amount.
    """
    line = dues_lines.get_line(session, dues_id)
    terms = dues_papers.get_terms(session)
    dues_papers.take_turn(session)
    session.refresh(line)
    if line.status != DuesStatus.CALLED:
        raise StateError("dues.settled", year=line.year)
    if not line.amount_eur:
        raise StateError("dues.no-amount")
    before = calls_of(session, [line.id]).get(line.id)
    if before is not None and before.amount_eur == line.amount_eur:
        raise StateError("dues.called-already", reference=before.reference)
    member = session.get_one(Member, line.member_id)
    call = DuesCall(
        dues=line,
        year=line.year,
        number=dues_papers.next_number(session, "call", line.year),
        amount_eur=line.amount_eur,
        tier_code=member.tier_code,
        issued_on=local_day(now),
        due_on=local_day(now) + timedelta(terms.days_to_pay),
        issued_at=now,
        issued_by=actor.name,
    )
    with session.no_autoflush:
        call.paper = dues_papers.call_paper(session, call, before.reference if before else "", now)
    session.add(call)
    session.flush()
    record(session, "dues.call-issued", call, {"amount": call.amount_eur}, actor, now)
    return call


def owing(session: Session, year: int, first: int = 0, most: int | None = None) -> list[Owing]:
    """Return the members whose dues of a year are called and not settled, by name.

    Args:
        first: how many to leave out at the head of the list.
        most: how many to return at most; every one when left out.
    """
    wanted = _owed(select(Dues, Member), year).order_by(Member.name_key, Dues.id)
    rows = [(line, member) for line, member in session.execute(wanted.offset(first).limit(most))]
    ids = [line.id for line, _ in rows]
    worth, calls = payments.states(session, ids), calls_of(session, ids)
    readers = dues_readers.readers_of(session, [member.id for _, member in rows])
    return [
        Owing(
            member,
            line,
            worth.get(line.id) or DuesState("called", line.amount_eur),
            calls.get(line.id),
            readers.get(member.id),
        )
        for line, member in rows
    ]


def count_owing(session: Session, year: int) -> tuple[int, int]:
    """Return how many members owe dues of a year, and how many of them need a call."""
    owed = session.scalar(_owed(select(func.count(Dues.id)), year))
    return owed or 0, session.scalar(_uncalled(select(func.count(Dues.id)), year)) or 0


def to_issue(session: Session, year: int, most: int) -> Sequence[int]:
    """Return the first lines of dues that need a call, by the name of the member."""
    wanted = _uncalled(select(Dues.id), year).order_by(Member.name_key, Dues.id)
    return session.scalars(wanted.limit(most)).all()


def standing(year: int) -> Select[DuesCall]:
    """Select the calls of a year that stand for dues still owed: the last of each line."""
    last = select(func.max(DuesCall.id)).where(DuesCall.year == year).group_by(DuesCall.dues_id)
    return (
        select(DuesCall)
        .join(Dues, Dues.id == DuesCall.dues_id)
        .where(DuesCall.id.in_(last), Dues.status == DuesStatus.CALLED.value)
    )


def _uncalled(wanted: Select[*Columns], year: int) -> Select[*Columns]:
    """Restrict to the lines that no call was issued for at the amount that is owed."""
    last = (
        select(DuesCall.dues_id, func.max(DuesCall.number).label("number"))
        .where(DuesCall.year == year)
        .group_by(DuesCall.dues_id)
        .subquery()
    )
    called = (
        select(DuesCall.dues_id)
        .join(last, and_(last.c.dues_id == DuesCall.dues_id, last.c.number == DuesCall.number))
        .where(DuesCall.dues_id == Dues.id, DuesCall.amount_eur == Dues.amount_eur)
    )
    return _owed(wanted, year).where(Dues.amount_eur > 0, ~called.exists())


def _owed(wanted: Select[*Columns], year: int) -> Select[*Columns]:
    return (
        wanted.select_from(Dues)
        .join(Member, Member.id == Dues.member_id)
        .where(
            Dues.year == year,
            Dues.status == DuesStatus.CALLED.value,
            Member.merged_into_id.is_(None),
        )
    )


def calls_of(session: Session, dues_ids: Sequence[int]) -> Mapping[int, DuesCall]:
    """Return the call that stands for each line of dues: the last one issued."""
    wanted = (
        select(DuesCall)
        .where(DuesCall.dues_id.in_(dues_ids))
        .options(selectinload(DuesCall.reminders))
        .order_by(DuesCall.number)
    )
    return {call.dues_id: call for call in session.scalars(wanted)}


def all_calls(session: Session, year: int) -> Sequence[DuesCall]:
    """Return every call of a year in the order of its number, replaced ones too."""
    wanted = select(DuesCall).where(DuesCall.year == year).options(selectinload(DuesCall.dues))
    return session.scalars(wanted.order_by(DuesCall.number)).all()


def get_call(session: Session, call_id: int) -> DuesCall:
    """Return a call.

    Raises:
        NotFoundError: dues.no-call.
    """
    call = session.get(DuesCall, call_id)
    if call is None:
        raise NotFoundError("dues.no-call")
    return call


def record(
    session: Session,
    kind: str,
    call: DuesCall,
    more: Mapping[str, object],
    actor: Actor,
    now: datetime,
) -> None:
    """Journal an act on a call."""
    member = session.get_one(Member, call.dues.member_id)
    facts = {"member": member.id, "name": member.name, "year": call.year}
    facts |= {"reference": call.reference, **more}
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)
