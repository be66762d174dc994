"""A small register with its bylaws, for the tests of its life."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import GovernanceError
from governance.models.members import ActsAs, Member, MemberKind, Person
from governance.services.membership import members, persons, register_at
from governance.services.membership.members import Particulars
from governance.services.records.journal import Actor

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
TODAY = date(2026, 6, 2)
INES = Actor("Inès Secrétaire")
TOLD = {"actor": INES, "now": NOW}
SIRET = "24440040400129"
Transaction = Callable[[], AbstractContextManager[Session]]


def enter(
    session: Session,
    name: str,
    person: str = "",
    email: str = "",
    category: str = "region",
    **more: object,
) -> Member:
    """Enter an institution."""
    told: dict[str, object] = {"region": "", "tier_code": None, "joined_on": None}
    plain = Particulars(name, category, **(told | more))
    return members.add_member(session, MemberKind.INSTITUTION, plain, person, email, **TOLD)


def enter_individual(session: Session, name: str, email: str = "") -> Member:
    """Enter a member who acts for herself."""
    plain = Particulars(name, "personne-physique", "", None, None)
    return members.add_member(session, MemberKind.INDIVIDUAL, plain, "", email, **TOLD)


def name(
    session: Session,
    member: Member,
    person: str,
    email: str = "",
    acts_as: ActsAs = ActsAs.REPRESENTATIVE,
    **mandate: object,
):
    """Name who acts for a member."""
    told = persons.Mandate(**mandate)
    return persons.name_person(session, member, acts_as, person, email, mandate=told, **TOLD)


def find(session: Session, wanted: str) -> Member:
    """Return a member by its name."""
    return session.scalars(select(Member).where(Member.name == wanted)).one()


def acting(session: Session, member: Member, acts_as: ActsAs = ActsAs.REPRESENTATIVE) -> Person:
    """Return the person who holds a place now."""
    held = persons.current(member, acts_as)
    assert held is not None
    return held.person


def acting_on(session: Session, member: Member, day: date) -> register_at.PersonOn:
    """Return the person who acted on a day."""
    found = acting_if_any(session, member, day)
    assert found is not None
    return found


def acting_if_any(session: Session, member: Member, day: date) -> register_at.PersonOn | None:
    """Return who acted on a day: herself, else the titulaire, else the suppléant."""
    return next(iter(register_at.people_on(session, day, [member.id]).get(member.id, ())), None)


def code_of(act: Callable[[], object]) -> str:
    """Return the code of the refusal, or nothing when there is none."""
    try:
        act()
    except GovernanceError as refusal:
        return refusal.code
    return ""
