"""Calls for dues (appels de cotisation): numbered without a gap, sent, reminded; who owes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, selectinload

from governance.documents.dues import euros_and_cents, iban_groups
from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.mail.letters import DuesCallLetter, DuesReminderLetter
from governance.models.association import Association
from governance.models.dues import Dues, DuesStatus
from governance.models.dues_calls import DuesCall, DuesPaper, DuesReminder, outbox_dues_paper
from governance.models.members import Member, Person
from governance.rules.dues import DuesState
from governance.services import associations, dues_lines, dues_papers, journal, payments, roll
from governance.services.days import local_day
from governance.services.journal import Actor
from governance.services.names import require_plain
from governance.services.post import Post

LONGEST_WORDS = 2_000
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class Owing:
    """A member whose dues are not settled: what is missing, its call, its reminders."""

    member: Member
    line: Dues
    state: DuesState
    call: DuesCall | None
    person: Person | None

    @property
    def is_reachable(self) -> bool:
        """Whether a mail may reach whoever acts for the member."""
        return self.person is not None and bool(self.person.email)

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
        number=_next_number(session, line.year),
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
    _record(session, "dues.call-issued", call, {"amount": call.amount_eur}, actor, now)
    return call


def issue_all(session: Session, year: int, *, actor: Actor, now: datetime) -> list[DuesCall]:
    """Issue a call for every member who owes an amount that was not called."""
    return [
        issue(session, one.line.id, actor=actor, now=now)
        for one in owing(session, year)
        if one.needs_call
    ]


def send(session: Session, post: Post, call_id: int, *, actor: Actor, now: datetime) -> Person:
    """Owe the call, with its PDF, to whoever acts for the member; again if it was sent already.

    Raises:
        NotFoundError: dues.no-call.
        StateError: dues.settled.
        InvalidInputError: mail.no-address.
    """
    call = get_call(session, call_id)
    person, member = _recipient(session, call)
    terms = dues_papers.get_terms(session)
    letter = DuesCallLetter(
        **_writer(session, person),
        member=member.name,
        year=call.year,
        reference=call.reference,
        amount=euros_and_cents(call.amount_eur * 100),
        due_on=call.due_on,
        iban=iban_groups(terms.iban),
    )
    post.send(session, letter, person, member_id=member.id, papers=[call.paper], now=now)
    session.flush()
    _record(session, "dues.call-sent", call, {"recipient": person.name}, actor, now)
    return person


def send_unsent(session: Session, post: Post, year: int, *, actor: Actor, now: datetime) -> int:
    """Send the calls of a year that no mail ever carried, where one may; return how many."""
    carried = select(DuesPaper.id).join(
        outbox_dues_paper, outbox_dues_paper.c.paper_id == DuesPaper.id
    )
    sent = set(session.scalars(carried))
    count = 0
    for one in owing(session, year):
        if one.call is not None and one.is_reachable and one.call.paper_id not in sent:
            send(session, post, one.call.id, actor=actor, now=now)
            count += 1
    return count


def remind(
    session: Session, post: Post, call_id: int, words: str, *, actor: Actor, now: datetime
) -> DuesReminder:
    """Remind whoever acts for the member of a call, with the PDF again.

    Raises:
        NotFoundError: dues.no-call.
        StateError: dues.settled; dues.reminded-enough; dues.reminded-today.
        InvalidInputError: mail.no-address, dues.too-long, members.invisible-character.
    """
    call = get_call(session, call_id)
    session.refresh(call, with_for_update=True)
    person, member = _recipient(session, call)
    terms = dues_papers.get_terms(session)
    if len(call.reminders) >= terms.most_reminders:
        raise StateError("dues.reminded-enough", limit=terms.most_reminders)
    if call.reminders and local_day(call.reminders[-1].sent_at) == local_day(now):
        raise StateError("dues.reminded-today")
    require_plain(words.replace("\n", " ").replace("\r", " "))
    if len(words) > LONGEST_WORDS:
        raise InvalidInputError("dues.too-long", limit=LONGEST_WORDS)
    reminder = DuesReminder(
        number=len(call.reminders) + 1,
        words=words.strip(),
        sent_at=now,
        sent_by=actor.name,
        recipient=person.email or "",
    )
    call.reminders.append(reminder)
    state = payments.states(session, [call.dues_id])[call.dues_id]
    letter = DuesReminderLetter(
        **_writer(session, person),
        member=member.name,
        year=call.year,
        reference=call.reference,
        amount=euros_and_cents(state.missing),
        due_on=call.due_on,
        iban=iban_groups(terms.iban),
        issued_on=call.issued_on,
        number=reminder.number,
        words=reminder.words,
    )
    post.send(session, letter, person, member_id=member.id, papers=[call.paper], now=now)
    session.flush()
    facts = {"recipient": person.name, "reminder": reminder.number}
    _record(session, "dues.reminded", call, facts, actor, now)
    return reminder


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
    acting = roll.acting_persons(session, members=[member.id for _, member in rows])
    return [
        Owing(
            member,
            line,
            worth.get(line.id) or DuesState("called", line.amount_eur),
            calls.get(line.id),
            acting.get(member.id),
        )
        for line, member in rows
    ]


def count_owing(session: Session, year: int) -> tuple[int, int]:
    """Return how many members owe dues of a year, and how many of them need a call."""
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
    owed = _owed(select(func.count(Dues.id)), year)
    uncalled = owed.where(Dues.amount_eur > 0, ~called.exists())
    return session.scalar(owed) or 0, session.scalar(uncalled) or 0


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


def _next_number(session: Session, year: int) -> int:
    """Return the next number of a year; the association's row keeps two from taking the same."""
    session.execute(select(Association.id).with_for_update())
    last = session.scalar(select(func.max(DuesCall.number)).where(DuesCall.year == year))
    return (last or 0) + 1


def _recipient(session: Session, call: DuesCall) -> tuple[Person, Member]:
    if call.dues.status != DuesStatus.CALLED:
        raise StateError("dues.settled", year=call.year)
    member = session.get_one(Member, call.dues.member_id)
    person = roll.acting_persons(session, members=[member.id]).get(member.id)
    if person is None:
        raise InvalidInputError("mail.no-address", name=member.name)
    return person, member


def _writer(session: Session, person: Person) -> dict[str, str]:
    association = associations.get(session)
    return {
        "association": association.name,
        "recipient": person.name,
        "contact": association.email,
    }


def _record(
    session: Session,
    kind: str,
    call: DuesCall,
    more: Mapping[str, object],
    actor: Actor,
    now: datetime,
) -> None:
    member = session.get_one(Member, call.dues.member_id)
    facts = {"member": member.id, "name": member.name, "year": call.year}
    facts |= {"reference": call.reference, **more}
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)
