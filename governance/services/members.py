"""The register (registre des membres): members are added, changed, and leave; nobody is erased."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.members import ActsAs, Member, MemberKind, Person
from governance.services import journal, rulesets
from governance.services import persons as naming
from governance.services.days import local_day
from governance.services.journal import Actor
from governance.services.names import fold, require_plain


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the register says of a member itself."""

    name: str
    category: str
    region: str
    tier_code: str | None
    joined_on: date | None


def get_member(session: Session, member_id: int) -> Member:
    """Return the member.

    Raises:
        NotFoundError: members.unknown.
    """
    member = session.get(Member, member_id)
    if member is None:
        raise NotFoundError("members.unknown")
    return member


def acting(member: Member) -> Mapping[ActsAs, Person]:
    """Return who acts for the member now, by capacity."""
    return {
        ActsAs(standing.acts_as): standing.person
        for standing in member.representations
        if standing.until is None
    }


def add_member(
    session: Session,
    kind: MemberKind,
    particulars: Particulars,
    person_name: str,
    email: str,
    *,
    actor: Actor,
    now: datetime,
) -> Member:
    """Enter a member; an individual acts for herself, an institution by ``person_name``.

    An empty ``person_name`` leaves an institution without representative for now.

    Raises:
        InvalidInputError: members.name-taken, .empty-name, .too-long, .unknown-category,
            .bad-email, .email-taken, .email-without-person, .invisible-character.
    """
    _check(session, particulars, None)
    member = Member(kind=MemberKind(kind), created_at=now)
    _fill(member, particulars)
    session.add(member)
    session.flush()
    journal.record(
        session,
        "member.added",
        {"member": member.id, "name": member.name, "category": member.category},
        actor=actor,
        meeting_id=None,
        now=now,
    )
    acts_as, who = (
        (ActsAs.SELF, member.name)
        if kind == MemberKind.INDIVIDUAL
        else (ActsAs.REPRESENTATIVE, person_name)
    )
    if who or email:
        naming.name_person(session, member, acts_as, who, email, actor=actor, now=now)
    return member


def change_member(
    session: Session, member_id: int, particulars: Particulars, *, actor: Actor, now: datetime
) -> Member:
    """Correct what the register says of a member.

    Raises:
        NotFoundError: members.unknown.
        InvalidInputError: members.name-taken, .empty-name, .too-long, .unknown-category,
            .invisible-character.
    """
    member = get_member(session, member_id)
    _check(session, particulars, member)
    before = _as_text(member)
    _fill(member, particulars)
    if member.kind == MemberKind.INDIVIDUAL and ActsAs.SELF in acting(member):
        acting(member)[ActsAs.SELF].name = member.name
    session.flush()
    after = _as_text(member)
    changes = [[name, before[name], after[name]] for name in after if before[name] != after[name]]
    if changes:
        facts = {"member": member.id, "name": member.name, "changes": changes}
        journal.record(session, "member.changed", facts, actor=actor, meeting_id=None, now=now)
    return member


def mark_left(session: Session, member_id: int, on: date, *, actor: Actor, now: datetime) -> Member:
    """Write that a member left on the day ``on``; its line stays, its voice does not.

    Raises:
        NotFoundError: members.unknown.
        StateError: members.left-already.
        InvalidInputError: members.left-too-soon, members.left-in-future.
    """
    member = get_member(session, member_id)
    if member.left_on is not None:
        raise StateError("members.left-already", day=member.left_on.isoformat())
    if member.joined_on is not None and on < member.joined_on:
        raise InvalidInputError("members.left-too-soon", day=member.joined_on.isoformat())
    if on > local_day(now):
        raise InvalidInputError("members.left-in-future")
    member.left_on = on
    session.flush()
    facts = {"member": member.id, "name": member.name, "day": on.isoformat()}
    journal.record(session, "member.left", facts, actor=actor, meeting_id=None, now=now)
    return member


def _check(session: Session, wanted: Particulars, member: Member | None) -> None:
    key = fold(wanted.name)
    if not key:
        raise InvalidInputError("members.empty-name")
    for text, limit in ((key, 200), (wanted.name, 200), (wanted.region, 80)):
        require_plain(text)
        if len(text) > limit:
            raise InvalidInputError("members.too-long", limit=limit)
    other = session.scalars(select(Member).where(Member.name_key == key)).first()
    if other is not None and other is not member:
        raise InvalidInputError("members.name-taken", name=other.name)
    _, rules = rulesets.current(session)
    if wanted.category not in {category.id for category in rules.categories.value}:
        raise InvalidInputError("members.unknown-category", value=wanted.category)


def _fill(member: Member, wanted: Particulars) -> None:
    member.name, member.name_key = wanted.name.strip(), fold(wanted.name)
    member.category = wanted.category
    member.region = wanted.region.strip()
    member.tier_code = wanted.tier_code or None
    member.joined_on = wanted.joined_on


def _as_text(member: Member) -> dict[str, str]:
    return {
        "name": member.name,
        "category": member.category,
        "region": member.region,
        "tier": member.tier_code or "",
        "joined_on": member.joined_on.isoformat() if member.joined_on else "",
    }
