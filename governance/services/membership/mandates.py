"""Mandates (mandats) of titulaires and suppléants: ended by elections, run out, or lacking."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from governance.errors import InvalidInputError
from governance.models.members import ActsAs, Member, MemberKind, Person, Representation
from governance.models.register_history import ActKind
from governance.services.files.days import local_day
from governance.services.membership import history
from governance.services.membership.history import Because
from governance.services.records import journal
from governance.services.records.journal import SYSTEM, Actor

SOON = timedelta(days=90)
FARTHEST = timedelta(days=366 * 7)  # a municipal mandate lasts six years


@dataclass(frozen=True, slots=True)
class Place:
    """A place held by a person for an institution."""

    representation_id: int
    member_id: int
    member: str
    acts_as: ActsAs
    person: str
    since: date
    ends_on: date | None
    reference: str


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An institution for which nobody holds a valid mandate; who held the last one, until when."""

    member_id: int
    member: str
    person: str
    until: date | None


def places(session: Session, categories: Collection[str], day: date) -> list[Place]:
    """Return the places that elections on a day would end: held by then, in these categories."""
    return [
        _place(row, member, person)
        for row, member, person in session.execute(
            _standing().where(Member.category.in_(list(categories)), Representation.since < day)
        )
        if row.ends_on is None or row.ends_on > day
    ]


def end_by_elections(
    session: Session,
    categories: Collection[str],
    day: date,
    *,
    spared: Collection[int] = (),
    reason: str,
    actor: Actor,
    now: datetime,
) -> int:
    """End the mandates of whole categories on the day of elections, in one act.

    A day to come is noted as the planned end; the mandates end when it is there.

    Args:
        spared: numbers of representations that go on.
    Returns:
        How many mandates end.
    Raises:
        InvalidInputError: mandates.no-reason, mandates.nobody, mandates.too-far,
            members.too-early.
    """
    if not reason.strip():
        raise InvalidInputError("mandates.no-reason")
    if day < history.OLDEST:
        raise InvalidInputError("members.too-early", day=history.OLDEST.isoformat())
    if day > local_day(now) + FARTHEST:
        raise InvalidInputError("mandates.too-far")
    ending = [
        place for place in places(session, categories, day) if place.representation_id not in spared
    ]
    if not ending:
        raise InvalidInputError("mandates.nobody")
    act = history.begin(session, ActKind.RENEWED, Because(reason), actor=actor, now=now)
    rows = {
        row.id: row
        for row in session.scalars(
            select(Representation).where(
                Representation.id.in_([place.representation_id for place in ending])
            )
        )
    }
    for row in rows.values():
        row.ends_on = day
        row.ended_by_id = act.id
        if day <= local_day(now):
            row.until = day
    session.flush()
    facts = {
        "count": len(ending),
        "day": day.isoformat(),
        "reason": reason.strip(),
        "categories": sorted(categories),
        "members": sorted({place.member_id for place in ending}),
    }
    journal.record(session, "mandates.ended", facts, actor=actor, meeting_id=None, now=now)
    return len(ending)


def count_due(session: Session, now: datetime) -> int:
    """Return how many mandates reached their planned end and still stand."""
    return len(_due(session, now))


def end_due(session: Session, now: datetime) -> int:
    """End the mandates whose planned end is there; return how many."""
    due = _due(session, now)
    if not due:
        return 0
    act = history.begin(session, ActKind.ENDED, history.UNSAID, actor=SYSTEM, now=now)
    for row in due:
        row.until = row.ends_on
        row.ended_by_id = row.ended_by_id or act.id
    session.flush()
    facts = {
        "count": len(due),
        "day": local_day(now).isoformat(),
        "reason": "",
        "members": sorted({row.member_id for row in due}),
    }
    journal.record(session, "mandates.ended", facts, actor=SYSTEM, meeting_id=None, now=now)
    return len(due)


def ending_soon(session: Session, today: date) -> list[Place]:
    """Return the mandates whose planned end comes within three months, the nearest first."""
    wanted = _standing().where(Representation.ends_on > today)
    found = [
        _place(row, member, person)
        for row, member, person in session.execute(
            wanted.where(Representation.ends_on <= today + SOON)
        )
    ]
    return sorted(found, key=lambda place: (place.ends_on or date.max, place.member))


def vacancies(session: Session, today: date) -> list[Vacancy]:
    """Return the institutions for which nobody holds a valid mandate today, by name."""
    held = select(Representation.member_id).where(
        Representation.until.is_(None),
        Representation.ends_on.is_(None) | (Representation.ends_on > today),
    )
    wanted = (
        select(Member)
        .where(
            Member.kind == MemberKind.INSTITUTION, Member.left_on.is_(None), Member.id.not_in(held)
        )
        .options(selectinload(Member.representations).selectinload(Representation.person))
        .order_by(Member.name_key)
    )
    return [_vacancy(member) for member in session.scalars(wanted)]


def _vacancy(member: Member) -> Vacancy:
    last = max(member.representations, key=lambda row: row.until or date.max, default=None)
    return Vacancy(
        member.id,
        member.name,
        last.person.name if last else "",
        (last.until or last.ends_on) if last else None,
    )


def _standing() -> Select[Representation, Member, Person]:
    """Select the standing places of institutions that are members, by name."""
    return (
        select(Representation, Member, Person)
        .join(Member, Member.id == Representation.member_id)
        .join(Person, Person.id == Representation.person_id)
        .where(
            Representation.until.is_(None),
            Representation.acts_as != ActsAs.SELF,
            Member.left_on.is_(None),
        )
        .order_by(Member.name_key, Representation.id)
    )


def _due(session: Session, now: datetime) -> Sequence[Representation]:
    wanted = select(Representation).where(
        Representation.until.is_(None), Representation.ends_on <= local_day(now)
    )
    return session.scalars(wanted.order_by(Representation.id)).all()


def _place(row: Representation, member: Member, person: Person) -> Place:
    return Place(
        row.id,
        member.id,
        member.name,
        ActsAs(row.acts_as),
        person.name,
        row.since,
        row.ends_on,
        row.mandate_reference,
    )
