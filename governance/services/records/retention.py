"""Retention (conservation): what is due to go on a day, and its destruction with a record."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from governance.errors import NotFoundError
from governance.models.accounts import AccessLink, Account, Attempt
from governance.models.change_requests import ChangeRequest
from governance.models.contacts import Contact
from governance.models.dues_calls import DuesReminder
from governance.models.elections import Candidacy
from governance.models.electorate import RollContest
from governance.models.followups import Expectation, FollowUp
from governance.models.imports import ImportPlan
from governance.models.meetings import Meeting
from governance.models.member_documents import MemberDocument
from governance.models.members import Member, MemberKind, Person, Representation
from governance.models.office import OfficeKey, OfficeSeat
from governance.models.outbox import DeliveryState, OutboxMessage
from governance.models.polls import Poll
from governance.models.privacy import Destruction, Erasure
from governance.models.register_history import RegisterAct, RegisterFact
from governance.rules.calendar import PARIS
from governance.rules.retention import SCHEDULE, Keeping
from governance.services.files.days import local_day
from governance.services.records import erasure, journal
from governance.services.records.journal import Actor

NOTICES = ("notice",)
DELETED = ("link", "attempt")  # their rows go, and a database may give a number again


@dataclass(frozen=True, slots=True)
class Due:
    """What of one line of the schedule is due: the rows, by number."""

    keeping: Keeping
    cutoff: date
    numbers: tuple[int, ...]


def due(session: Session, now: datetime) -> list[Due]:
    """Return each line of the schedule with what is due on the day of ``now``."""
    today = local_day(now)
    return [_due(session, keeping, keeping.cutoff(today)) for keeping in SCHEDULE]


def count_due(session: Session, now: datetime) -> int:
    """Return how many rows are due."""
    return sum(len(one.numbers) for one in due(session, now))


def destroy(session: Session, *, actor: Actor, now: datetime) -> Destruction | None:
    """Erase all that is due, with a record and a journal line; nothing when nothing is.

    Neither says whose data they were.
    """
    found = [one for one in due(session, now) if one.numbers]
    if not found:
        return None
    counts = {one.keeping.code: len(one.numbers) for one in found}
    record = Destruction(day=local_day(now), at=now, by=actor.name, counts=counts)
    session.add(record)
    session.flush()
    for one in found:
        erasure.erase(session, one.keeping.code, one.numbers)
        session.add_all(
            Erasure(destruction_id=record.id, code=one.keeping.code, number=number)
            for number in one.numbers
            if one.keeping.code not in DELETED
        )
    session.flush()
    facts = {"destruction": record.id, "counts": counts, "count": sum(counts.values())}
    journal.record(session, "privacy.destroyed", facts, actor=actor, meeting_id=None, now=now)
    return record


def destructions(session: Session) -> Sequence[Destruction]:
    """Return the records, the newest first."""
    return session.scalars(select(Destruction).order_by(Destruction.id.desc())).all()


def get_destruction(session: Session, number: int) -> Destruction:
    """Return one record.

    Raises:
        NotFoundError: privacy.unknown.
    """
    record = session.get(Destruction, number)
    if record is None:
        raise NotFoundError("privacy.unknown")
    return record


def _due(session: Session, keeping: Keeping, cutoff: date) -> Due:
    erased = set(session.scalars(select(Erasure.number).where(Erasure.code == keeping.code)))
    numbers = FINDERS[keeping.code](session, cutoff)
    return Due(keeping, cutoff, tuple(sorted(set(numbers) - erased)))


def _persons(session: Session, cutoff: date) -> Sequence[int]:
    """Return who acts for nobody any more: her last mandate, or her last member, ended by then."""
    wanted = select(Representation.person_id, Representation.until, Member.left_on).join(
        Member, Member.id == Representation.member_id
    )
    rows = session.execute(wanted).all()
    last = _last_written(session)
    last |= dict.fromkeys((row.person_id for row in rows), date.min)
    for person_id, until, left_on in rows:
        end = min((day for day in (until, left_on) if day is not None), default=date.max)
        last[person_id] = max(last.get(person_id, date.min), end)
    officers = set(session.scalars(select(Account.person_id).where(Account.disabled_at.is_(None))))
    gone = {one for one, end in last.items() if end <= cutoff and one not in officers}
    return sorted(gone | _twins_of(session, Person, gone))


def _last_written(session: Session) -> dict[int, date]:
    """Return the day each person was last written of: what counts for who never acted."""
    wanted = (
        select(RegisterFact.person_id, func.max(RegisterAct.recorded_at))
        .join(RegisterAct, RegisterAct.id == RegisterFact.act_id)
        .join(Person, Person.id == RegisterFact.person_id)
        .where(Person.merged_into_id.is_(None))
        .group_by(RegisterFact.person_id)
    )
    last = {number: local_day(at) for number, at in session.execute(wanted) if number}
    closed = select(Account.person_id, Account.disabled_at).where(Account.disabled_at.is_not(None))
    for number, at in session.execute(closed):
        if number in last and at is not None:
            last[number] = max(last[number], local_day(at))
    return last


def _individuals(session: Session, cutoff: date) -> Sequence[int]:
    wanted = select(Member.id).where(
        Member.kind == MemberKind.INDIVIDUAL,
        Member.left_on <= cutoff,
        Member.merged_into_id.is_(None),
    )
    gone = set(session.scalars(wanted))
    return sorted(gone | _twins_of(session, Member, gone))


def _twins_of(
    session: Session, table: type[Person] | type[Member], gone: Collection[int]
) -> set[int]:
    """Return the duplicates that were merged into rows that go, at any remove."""
    wanted = select(table.id, table.merged_into_id).where(table.merged_into_id.is_not(None))
    kept = {row.id: row.merged_into_id or 0 for row in session.execute(wanted)}
    found = set()
    for absorbed in kept:
        last = absorbed
        while last in kept:
            last = kept[last]
        if last in gone:
            found.add(absorbed)
    return found


def _contacts(session: Session, cutoff: date) -> Sequence[int]:
    wanted = select(Contact.id).join(Member, Member.id == Contact.member_id)
    return session.scalars(
        wanted.where(or_(Contact.until <= cutoff, Member.left_on <= cutoff))
    ).all()


def _accounts(session: Session, cutoff: date) -> Sequence[int]:
    return _before(session, select(Account.id), Account.disabled_at, cutoff)


def _attendees(session: Session, cutoff: date) -> Sequence[int]:
    return session.scalars(select(FollowUp.id).where(FollowUp.held_on <= cutoff)).all()


def _points(session: Session, cutoff: date) -> Sequence[int]:
    wanted = select(FollowUp.id).join(Member, Member.id == FollowUp.member_id)
    return session.scalars(wanted.where(Member.left_on <= cutoff)).all()


def _expectations(session: Session, cutoff: date) -> Sequence[int]:
    wanted = select(Expectation.id).join(Member, Member.id == Expectation.member_id)
    return session.scalars(wanted.where(Member.left_on <= cutoff)).all()


def _recipients(session: Session, cutoff: date) -> Sequence[int]:
    return _before(session, select(DuesReminder.id), DuesReminder.sent_at, cutoff)


def _papers(session: Session, cutoff: date) -> Sequence[int]:
    wanted = select(MemberDocument.id).join(Member, Member.id == MemberDocument.member_id)
    return session.scalars(wanted.where(Member.left_on <= cutoff)).all()


def _messages(session: Session, cutoff: date, *, notices: bool) -> Sequence[int]:
    kind = OutboxMessage.kind
    wanted = select(OutboxMessage.id).where(
        OutboxMessage.queued_at < _end_of(cutoff),
        OutboxMessage.state != DeliveryState.QUEUED,
        kind.in_(NOTICES) if notices else kind.not_in(NOTICES),
    )
    return session.scalars(wanted).all()


def _server_keys(session: Session, cutoff: date) -> Sequence[int]:
    """Return the server's keys of meetings long closed, all of whose results are announced."""
    waiting = select(Poll.meeting_id).where(
        Poll.opened_at.is_not(None), Poll.announced_at.is_(None)
    )
    wanted = (
        select(OfficeKey.id)
        .join(OfficeSeat, OfficeSeat.id == OfficeKey.seat_id)
        .join(Meeting, Meeting.id == OfficeSeat.meeting_id)
        .where(
            OfficeKey.sealed_secret.is_not(None),
            Meeting.closed_at < _end_of(cutoff),
            Meeting.id.not_in(waiting),
        )
    )
    return session.scalars(wanted).all()


def _contests(session: Session, cutoff: date) -> Sequence[int]:
    return _before(session, select(RollContest.id), RollContest.decided_at, cutoff)


def _candidacies(session: Session, cutoff: date) -> Sequence[int]:
    return _before(session, select(Candidacy.id), Candidacy.received_at, cutoff)


def _requests(session: Session, cutoff: date) -> Sequence[int]:
    return _before(session, select(ChangeRequest.id), ChangeRequest.decided_at, cutoff)


def _imports(session: Session, cutoff: date) -> Sequence[int]:
    since = func.coalesce(ImportPlan.applied_at, ImportPlan.previewed_at)
    return _before(session, select(ImportPlan.id), since, cutoff)


def _links(session: Session, cutoff: date) -> Sequence[int]:
    """Return links that open nothing any more: used, revoked, run out, or of a closed meeting."""
    closed = select(Meeting.id).where(Meeting.closed_at < _end_of(cutoff))
    sign_in = AccessLink.purpose == "sign-in"
    wanted = select(AccessLink.id).where(
        or_(
            sign_in & (AccessLink.used_at < _end_of(cutoff)),
            AccessLink.revoked_at < _end_of(cutoff),
            AccessLink.expires_at < _end_of(cutoff),
            AccessLink.meeting_id.in_(closed),
        )
    )
    return session.scalars(wanted).all()


def _attempts(session: Session, cutoff: date) -> Sequence[int]:
    return _before(session, select(Attempt.id), Attempt.at, cutoff)


FINDERS: Mapping[str, Callable[[Session, date], Sequence[int]]] = {
    "person": _persons,
    "individual": _individuals,
    "contact": _contacts,
    "account": _accounts,
    "attendees": _attendees,
    "point": _points,
    "expectation": _expectations,
    "recipient": _recipients,
    "paper": _papers,
    "notice": lambda session, cutoff: _messages(session, cutoff, notices=True),
    "letter": lambda session, cutoff: _messages(session, cutoff, notices=False),
    "server-key": _server_keys,
    "contest": _contests,
    "candidacy": _candidacies,
    "request": _requests,
    "import": _imports,
    "link": _links,
    "attempt": _attempts,
}


def _before(session: Session, wanted: Select[int], moment: Any, cutoff: date) -> Sequence[int]:
    return session.scalars(wanted.where(moment < _end_of(cutoff))).all()


def _end_of(day: date) -> datetime:
    """Return the end of a day at Paris."""
    return datetime.combine(day + timedelta(1), time(), ZoneInfo(PARIS))
