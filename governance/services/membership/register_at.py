"""The register as it was on a day (registre à une date): replayed from its facts."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from governance.models.members import ActsAs, Member, Person, Representation
from governance.models.register_history import Membership, RegisterFact
from governance.services.files.rows import read_rows
from governance.services.membership.history import Told, membership_on, replay
from governance.services.membership.names import fold

PRECEDENCE: dict[str, int] = {ActsAs.SELF: 0, ActsAs.REPRESENTATIVE: 1, ActsAs.ALTERNATE: 2}
CAPACITIES = {capacity.value: capacity for capacity in ActsAs}
FEW = 200  # up to so many members are asked for by number, more by whole tables


class MemberOn(NamedTuple):
    """What the register said of a member on a day; ``left_on`` is the last departure by then.

    A tuple: a page makes one of each member, four times faster than an object with slots.
    """

    id: int
    kind: str
    name: str
    category: str
    region: str
    department: str
    siren: str
    siret: str
    population: int | None
    tier: str | None
    joined_on: date | None
    left_on: date | None
    state: str
    name_key: str

    @property
    def is_member(self) -> bool:
        """Whether it was a member on that day."""
        return self.state == Membership.MEMBER


class PersonOn(NamedTuple):
    """Who acted for a member on a day, and in what capacity; a tuple as above."""

    person_id: int
    name: str
    email: str | None
    acts_as: ActsAs


def register_as_of(
    session: Session, day: date, members: Collection[int] | None = None
) -> list[MemberOn]:
    """Return every member that the register knew of on a day, former ones too, by name.

    A member whose day of entry is unknown is taken to have been one from the beginning. Fields
    that nothing changed after the day are read from the row, the others are replayed.

    Args:
        members: those asked for, few; every member when left out.
    """
    later = _later_facts(session, RegisterFact.member_id, day)
    wanted = select(
        Member.id,
        Member.kind,
        Member.name,
        Member.category,
        Member.region,
        Member.department,
        Member.siren,
        Member.siret,
        Member.population,
        Member.tier_code,
        Member.joined_on,
        Member.left_on,
        Member.merged_into_id,
        Member.name_key,
    ).order_by(Member.name_key)
    if members is not None:
        wanted = wanted.where(Member.id.in_(members))
    ways: dict[int, str] | None = None
    found = []
    for *told, merged_into, name_key in read_rows(session, Member, wanted):
        state = _state(told[10], told[11], merged_into, day)
        if state == Membership.DEPARTURE:
            ways = _ways_of_leaving(session) if ways is None else ways
            state = ways.get(told[0], state)
        member = MemberOn(*told, state, name_key)  # type: ignore[call-arg]  # columns in order
        if later and member.id in later:
            member = _replayed(member, later[member.id], day)
        if member.state:
            found.append(member)
    return sorted(found, key=lambda member: member.name_key) if later else found


def people_on(
    session: Session, day: date, members: Collection[int] | None = None
) -> Mapping[int, list[PersonOn]]:
    """Return who acted for each member on a day: herself, the titulaire, then the suppléant."""
    wanted = (
        select(
            Representation.member_id,
            Representation.person_id,
            Person.name,
            Person.email,
            Representation.acts_as,
        )
        .join(Person, Person.id == Representation.person_id)
        .where(stands_on(day))
    )
    if members is not None and len(members) <= FEW:
        wanted = wanted.where(Representation.member_id.in_(members))
    later = _later_facts(session, RegisterFact.person_id, day)
    found: dict[int, list[PersonOn]] = {}
    rows = read_rows(session, Representation, wanted)
    ordered = sorted(rows, key=lambda row: PRECEDENCE[row[4]])
    for member_id, person_id, name, email, acts_as in ordered:
        told = name, email or None
        if person_id in later:
            held = {"name": name, "email": email or ""} | replay(later[person_id], day)
            told = held["name"], held["email"] or None
        person = PersonOn(person_id, *told, CAPACITIES[acts_as])
        found.setdefault(member_id, []).append(person)
    return found


def members_of_people_named(session: Session, day: date, text: str) -> Collection[int] | None:
    """Return the members one of whose people may have borne a word of a text on a day.

    All those who acted for the others bore other names: they need not be read. Whoever was named
    otherwise since is not looked at closer.

    Returns: None where such people are many: all members are then as soon read.
    """
    words = fold(text).split()
    if not words:
        return frozenset()
    rows = read_rows(session, Person, select(Person.id, Person.name))
    named = {number for number, name in rows if any(word in fold(name) for word in words)}
    named.update(_later_facts(session, RegisterFact.person_id, day))
    if len(named) > FEW:
        return None
    wanted = select(Representation.member_id).where(Representation.person_id.in_(named))
    return frozenset(session.scalars(wanted))


def stands_on(day: date) -> ColumnElement[bool]:
    """Select the representations that stand on a day: begun, not ended, mandate not run out."""
    return and_(
        Representation.since <= day,
        or_(Representation.until.is_(None), Representation.until > day),
        or_(Representation.ends_on.is_(None), Representation.ends_on > day),
    )


def count_undated(session: Session) -> int:
    """Return how many members entered on a day that nobody knows."""
    wanted = select(func.count()).select_from(Member).where(Member.joined_on.is_(None))
    return session.scalar(wanted.where(Member.merged_into_id.is_(None))) or 0


def _state(joined_on: date | None, left_on: date | None, merged: int | None, day: date) -> str:
    if joined_on is not None and joined_on > day:
        return ""
    if left_on is None or left_on > day:
        return Membership.MEMBER
    return Membership.MERGED if merged is not None else Membership.DEPARTURE


def _ways_of_leaving(session: Session) -> dict[int, str]:
    """Return how each former member last left."""
    wanted = (
        select(RegisterFact.member_id, RegisterFact.value)
        .join(Member, Member.id == RegisterFact.member_id)
        .where(
            Member.left_on.is_not(None),
            RegisterFact.field == "membership",
            RegisterFact.value != Membership.MEMBER,
            RegisterFact.retracted_by_id.is_(None),
        )
        .order_by(RegisterFact.holds_from, RegisterFact.id)
    )
    return {member_id or 0: value for member_id, value in session.execute(wanted)}


def _replayed(member: MemberOn, facts: Iterable[Told], day: date) -> MemberOn:
    facts = list(facts)
    held = replay(facts, day)
    told = {fact.field for fact in facts}
    state, joined_on, left_on = member.state, member.joined_on, member.left_on
    if "membership" in told:
        state, joined_on, left_on = membership_on(facts, day)

    def text(field: str, now: str) -> str:
        return held.get(field, "") if field in told else now

    people = member.population
    if "population" in told:
        people = int(held["population"]) if held.get("population") else None
    return MemberOn(
        member.id,
        member.kind,
        held.get("name", member.name),
        held.get("category", member.category),
        text("region", member.region),
        text("department", member.department),
        text("siren", member.siren),
        text("siret", member.siret),
        people,
        text("tier", member.tier or "") or None,
        joined_on,
        left_on,
        state,
        fold(held["name"]) if "name" in held else member.name_key,
    )


def _later_facts(
    session: Session, subject: InstrumentedAttribute[int | None], day: date
) -> dict[int, list[Told]]:
    """Return all facts of the fields that changed after a day, by subject."""
    any_later = select(RegisterFact.id).where(RegisterFact.holds_from > day).limit(1)
    if session.scalars(any_later).first() is None:  # as on nearly every day: no table is walked
        return {}
    later = aliased(RegisterFact)
    of_later = later.member_id if subject is RegisterFact.member_id else later.person_id
    changed = (
        select(of_later, later.field)
        .where(
            later.holds_from > day,
            later.retracted_by_id.is_(None),
        )
        .distinct()
        .subquery()
    )
    wanted = (
        select(
            subject,
            RegisterFact.id,
            RegisterFact.field,
            RegisterFact.value,
            RegisterFact.holds_from,
        )
        .join(changed, and_(subject == changed.c[0], RegisterFact.field == changed.c.field))
        .where(RegisterFact.retracted_by_id.is_(None))
    )
    found: dict[int, list[Told]] = {}
    for owner, number, field, value, holds_from in session.execute(wanted):
        found.setdefault(owner or 0, []).append(Told(number, field, value, holds_from))
    return found
