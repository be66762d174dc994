"""Everything held on one person (droit d'accès): gathered for her, without anybody else's data."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, inspect, or_, select
from sqlalchemy.orm import Session

from governance.errors import NotFoundError
from governance.models.accounts import AccessLink, Account, AccountRole
from governance.models.attendance import AttendanceEvent
from governance.models.base import Base
from governance.models.change_requests import ChangeRequest
from governance.models.contacts import Contact
from governance.models.dues_calls import DuesReminder
from governance.models.electorate import RollContest
from governance.models.followups import FollowUp
from governance.models.journal import JournalLine
from governance.models.members import Member, Person, Representation
from governance.models.notices import NoticeAnswer
from governance.models.outbox import OutboxMessage
from governance.models.polls import OpenVote, PollLine
from governance.models.register_history import RegisterFact
from governance.services import journal, names_in_texts
from governance.services.journal import Actor

Told = list[dict[str, Any]]


def search(session: Session, text: str, limit: int = 30) -> Sequence[Person]:
    """Return persons by a part of their name or address."""
    wanted = select(Person).where(Person.merged_into_id.is_(None)).order_by(Person.name)
    if text:
        held = Person.name.icontains(text, autoescape=True)
        wanted = wanted.where(held | Person.email.icontains(text, autoescape=True))
    return session.scalars(wanted.limit(limit)).all()


def everything_on(session: Session, person_id: int) -> dict[str, Told]:
    """Return what the house holds on a person, by subject; secrets are counted, never shown.

    Raises:
        NotFoundError: privacy.unknown-person.
    """
    person = session.get(Person, person_id)
    if person is None:
        raise NotFoundError("privacy.unknown-person")
    own = Representation.person_id == person_id
    lines = PollLine.exercised_by_id == person_id
    voted = select(PollLine.id).where(lines)
    accounts = session.scalars(select(Account).where(Account.person_id == person_id)).all()
    numbers = [account.id for account in accounts]
    return {
        "person": _rows([person]),
        "facts": _of(session, RegisterFact, RegisterFact.person_id == person_id),
        "representations": _representations(session, own),
        "contacts": _contacts(session, person),
        "points": _points(session, person),
        "reminders": _reminders(session, person),
        "requests": _of(session, ChangeRequest, ChangeRequest.person_id == person_id),
        "contests": _of(session, RollContest, RollContest.person_id == person_id),
        "answers": _of(session, NoticeAnswer, NoticeAnswer.person_id == person_id),
        "attendance": _of(session, AttendanceEvent, AttendanceEvent.person_id == person_id),
        "signings": _of(session, PollLine, lines),
        "open_votes": _of(session, OpenVote, OpenVote.line_id.in_(voted), "receipt"),
        "messages": _of(
            session, OutboxMessage, OutboxMessage.person_id == person_id, "sealed_body"
        ),
        "links": _of(session, AccessLink, AccessLink.person_id == person_id, "token_hash"),
        "accounts": _rows(accounts, "password_hash", "sealed_totp", "totp_last_step"),
        "roles": _of(session, AccountRole, AccountRole.account_id.in_(numbers)),
        "acts": _of(session, JournalLine, JournalLine.actor == person.name, "facts", "previous"),
    }


def hand_over(session: Session, person_id: int, *, actor: Actor, now: datetime) -> None:
    """Journal that a person was given what is held on her."""
    facts = {"person": person_id}
    journal.record(session, "privacy.access-given", facts, actor=actor, meeting_id=None, now=now)


def as_json(told: Mapping[str, Told]) -> dict[str, Told]:
    """Return the same with moments and days as ISO text."""
    return {
        subject: [{name: _plain(value) for name, value in row.items()} for row in rows]
        for subject, rows in told.items()
    }


def _representations(session: Session, own: ColumnElement[bool]) -> Told:
    rows = session.execute(
        select(Representation, Member.name)
        .join(Member, Member.id == Representation.member_id)
        .where(own)
        .order_by(Representation.id)
    )
    return [_row(place) | {"member": name} for place, name in rows]


def _contacts(session: Session, person: Person) -> Told:
    """Return the contacts with her address, or with her name at a member she acts or acted for."""
    hers = select(Representation.member_id).where(Representation.person_id == person.id)
    same_name = func.lower(Contact.name).in_({person.name.lower(), person.name})
    same_address = func.lower(Contact.email) == (person.email or "").lower()
    which = or_(same_name & Contact.member_id.in_(hers), same_address & (Contact.email != ""))
    return _of(session, Contact, which)


def _points(session: Session, person: Person) -> Told:
    """Return the points where her name stands: only the passages that say it."""
    told = []
    for point in session.scalars(select(FollowUp).order_by(FollowUp.held_on, FollowUp.id)):
        texts = (point.attendees, point.said, *(step.carried_by for step in point.steps))
        passages = names_in_texts.passages(texts, [person.name, person.email or ""])
        if passages:
            row = {"held_on": point.held_on, "member": point.member.name}
            told.append(row | {"passages": " · ".join(passages)})
    return told


def _reminders(session: Session, person: Person) -> Told:
    which = DuesReminder.recipient == (person.email or None)
    return _of(session, DuesReminder, which)


def _of(session: Session, table: type[Base], which: ColumnElement[bool], *but: str) -> Told:
    wanted: Select[Any] = select(table).where(which).order_by(*inspect(table).primary_key)
    return _rows(session.scalars(wanted), *but)


def _rows(found: Iterable[Base], *but: str) -> Told:
    return [_row(row, *but) for row in found]


def _row(row: Base, *but: str) -> dict[str, Any]:
    names = [attribute.key for attribute in inspect(type(row)).column_attrs]
    return {name: getattr(row, name) for name in names if name not in but}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
