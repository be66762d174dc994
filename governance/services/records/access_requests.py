"""Everything held on one person (droit d'accès): gathered for her, without anybody else's data."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from governance.errors import NotFoundError
from governance.models.agenda import Candidate
from governance.models.contacts import Contact
from governance.models.dues_calls import DuesReminder
from governance.models.followups import FollowUp
from governance.models.journal import JournalLine
from governance.models.members import Member, Person, Representation
from governance.services.records import journal, journal_pages, names_in_texts, own_rows
from governance.services.records.journal import Actor

ACTS, PASSAGES = "acts", "passages"  # subjects that are no table
Told = list[dict[str, Any]]


def search(session: Session, text: str, limit: int = 30) -> Sequence[Person]:
    """Return persons by a part of their name or address."""
    wanted = select(Person).where(Person.merged_into_id.is_(None)).order_by(Person.name)
    if text:
        held = Person.name.icontains(text, autoescape=True)
        wanted = wanted.where(held | Person.email.icontains(text, autoescape=True))
    return session.scalars(wanted.limit(limit)).all()


def everything_on(session: Session, person_id: int) -> dict[str, Told]:
    """Return what the house holds on a person, by table; secrets are counted, never shown.

    Where she is a member herself, all that is held on that member is hers. Besides rows that point
    to her: cards, reminders and candidacies that bear her name or address, ``passages`` of points
    that name her, and ``acts``: journal lines of hers, and about her.

    Raises:
        NotFoundError: privacy.unknown-person.
    """
    person = session.get(Person, person_id)
    if person is None:
        raise NotFoundError("privacy.unknown-person")
    found = own_rows.rows_of(session, person_id)
    told = {name: own_rows.told(found, name) for name in subjects() if name not in (ACTS, PASSAGES)}
    told["representation"] = _with_members(session, told["representation"])
    for table, which in (
        (Contact, _is_her_card(person)),
        (DuesReminder, DuesReminder.recipient == (person.email or None)),
        (Candidate, _is_called(Candidate.name, person)),
    ):
        named = set(session.scalars(select(table.id).where(which)))
        told[table.__tablename__] = _united(session, table, told[table.__tablename__], named)
    told[PASSAGES] = _points(session, person)
    told[ACTS] = _acts(session, person, {row["id"] for row in told["member"]})
    return told


def subjects() -> list[str]:
    """Return what an answer is divided into: herself first, then the tables, then the journal."""
    tables = [name for name in own_rows.tables() if name != "person"]
    named = {Contact.__tablename__, DuesReminder.__tablename__, Candidate.__tablename__}
    return ["person", *sorted({*tables, *named}), PASSAGES, ACTS]


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


def _with_members(session: Session, places: Told) -> Told:
    """Return places with the names of the members."""
    wanted = select(Member.id, Member.name).where(
        Member.id.in_({place["member_id"] for place in places})
    )
    names = dict(session.execute(wanted).all())
    return [place | {"member": names[place["member_id"]]} for place in places]


def _is_called(column: InstrumentedAttribute[str], person: Person) -> ColumnElement[bool]:
    """Compare with both spellings: SQLite lowers no accented letter."""
    return column.in_({person.name}) | (func.lower(column) == person.name.lower())


def _is_her_card(person: Person) -> ColumnElement[bool]:
    """Tell the contacts with her address, or with her name at a member she acts or acted for."""
    hers = select(Representation.member_id).where(Representation.person_id == person.id)
    same_address = func.lower(Contact.email) == (person.email or "").lower()
    named = _is_called(Contact.name, person) & Contact.member_id.in_(hers)
    return or_(named, same_address & (Contact.email != ""))


def _united(session: Session, table: Any, rows: Told, numbers: Collection[int]) -> Told:
    """Return rows with those of other numbers, each once."""
    seen = {row["id"] for row in rows}
    columns = table.__table__.columns
    added = select(*columns).where(table.id.in_(set(numbers) - seen)).order_by(table.id)
    bound = session.connection(bind_arguments={"mapper": table})
    return rows + [dict(row) for row in bound.execute(added).mappings()]


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


def _acts(session: Session, person: Person, members: Collection[int]) -> Told:
    """Return the lines of the journal that she made, and those about her, without their facts."""
    about = JournalLine.facts["person"].as_integer() == person.id
    hers = session.scalars(select(JournalLine).where((JournalLine.actor == person.name) | about))
    lines = {line.height: line for line in hers}
    for member in members:
        told = journal_pages.about_member(session, member, limit=None)
        lines |= {line.height: line for line in told}
    return [
        {"height": line.height, "at": line.at, "kind": line.kind, "actor": line.actor}
        for _, line in sorted(lines.items())
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
