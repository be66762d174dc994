"""The register (registre des membres): members enter, change, leave, come back; none is erased."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.members import ActsAs, Member, MemberKind, Person
from governance.models.register_history import ActKind, Membership
from governance.services.bylaws import rulesets
from governance.services.files.days import local_day
from governance.services.membership import history
from governance.services.membership import persons as naming
from governance.services.membership.company_numbers import (
    checked_department,
    checked_siren,
    checked_siret,
)
from governance.services.membership.history import UNSAID, Because
from governance.services.membership.names import fold, require_plain
from governance.services.records import journal
from governance.services.records.journal import Actor

MOST_PEOPLE = 100_000_000


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the register says of a member itself."""

    name: str
    category: str
    region: str
    tier_code: str | None
    joined_on: date | None
    department: str = ""
    siren: str = ""
    siret: str = ""
    population: int | None = None


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
    because: Because = UNSAID,
    actor: Actor,
    now: datetime,
) -> Member:
    """Enter a member; an individual acts for herself, an institution by ``person_name``.

    An empty ``person_name`` leaves an institution without representative for now.

    Raises:
        InvalidInputError: members.name-taken, .empty-name, .too-long, .unknown-category,
            .bad-siret, .bad-siren, .siren-not-of-siret, .bad-department, .bad-population,
            .too-early, .bad-email, .email-taken, .email-without-person, .invisible-character.
    """
    wanted = _checked(session, particulars, None)
    member = Member(kind=MemberKind(kind), created_at=now)
    _fill(member, wanted)
    member.joined_on = wanted.joined_on
    session.add(member)
    act = history.begin(session, ActKind.ENTERED, because, actor=actor, now=now)
    history.write_new(session, act, member, history.fields_of(member))
    history.write_membership(session, act, member, Membership.MEMBER, wanted.joined_on)
    facts = {"member": member.id, "name": member.name, "category": member.category}
    facts |= history.said(because)
    journal.record(session, "member.added", facts, actor=actor, meeting_id=None, now=now)
    acts_as, who = (
        (ActsAs.SELF, member.name)
        if kind == MemberKind.INDIVIDUAL
        else (ActsAs.REPRESENTATIVE, person_name)
    )
    if who or email:
        naming.name_person(session, member, acts_as, who, email, actor=actor, now=now)
    return member


def change_member(
    session: Session,
    member_id: int,
    particulars: Particulars,
    *,
    since: date | None = None,
    because: Because = UNSAID,
    actor: Actor,
    now: datetime,
) -> Member:
    """Change what the register says of a member from the day ``since``; no day = a correction.

    A correction says that the value before was wrong all along. The day of entry is corrected.

    Raises:
        NotFoundError: members.unknown.
        InvalidInputError: what entering a member raises; members.from-in-future, .later-change,
            .dates-out-of-order.
    """
    member = get_member(session, member_id)
    wanted = _checked(session, particulars, member)
    if since is not None:
        history.require_day(since, now)
    before = history.fields_of(member) | _joined(member.joined_on)
    joined_before = member.joined_on
    _fill(member, wanted)
    after = history.fields_of(member) | _joined(wanted.joined_on)
    changed = {name: after[name] for name in after if before[name] != after[name]}
    if not changed:
        return member
    kind = ActKind.CORRECTED if since is None else ActKind.CHANGED
    act = history.begin(session, kind, because, actor=actor, now=now)
    fields = {name: text for name, text in changed.items() if name != "joined_on"}
    if since is None:
        history.write_correction(session, act, member, fields)
    else:
        history.write_change(session, act, member, fields, since)
    if wanted.joined_on != joined_before:
        history.correct_entry(session, act, member, wanted.joined_on)
    session.flush()
    person = acting(member).get(ActsAs.SELF)
    if person is not None and "name" in fields:
        naming.rename(session, act, person, member.name, since)
    changes = [[name, before[name], after[name]] for name in changed]
    facts = {"member": member.id, "name": member.name, "changes": changes, **history.said(because)}
    journal.record(session, "member.changed", facts, actor=actor, meeting_id=None, now=now)
    return member


def mark_left(
    session: Session,
    member_id: int,
    on: date,
    *,
    how: Membership = Membership.DEPARTURE,
    because: Because = UNSAID,
    actor: Actor,
    now: datetime,
) -> Member:
    """Write that a member left on the day ``on``; its line stays, its voice does not.

    Raises:
        NotFoundError: members.unknown.
        StateError: members.left-already.
        InvalidInputError: members.left-too-soon, members.left-in-future, members.too-early;
            members.exclusion-unsaid when an exclusion lacks who decided it or why.
    """
    if how in (Membership.MEMBER, Membership.MERGED):
        raise ValueError("a member leaves in one of the ways the register knows")
    member = get_member(session, member_id)
    if member.left_on is not None:
        raise StateError("members.left-already", day=member.left_on.isoformat())
    if member.joined_on is not None and on < member.joined_on:
        raise InvalidInputError("members.left-too-soon", day=member.joined_on.isoformat())
    if on > local_day(now):
        raise InvalidInputError("members.left-in-future")
    history.require_day(on, now)
    if how is Membership.EXCLUSION and not (because.decided_by.strip() and because.reason.strip()):
        raise InvalidInputError("members.exclusion-unsaid")
    act = history.begin(session, ActKind.LEFT, because, actor=actor, now=now)
    history.write_membership(session, act, member, how, on)
    member.left_on = on
    session.flush()
    facts = {"member": member.id, "name": member.name, "day": on.isoformat(), "how": how.value}
    facts |= history.said(because)
    journal.record(session, "member.left", facts, actor=actor, meeting_id=None, now=now)
    return member


def readmit(
    session: Session,
    member_id: int,
    on: date,
    *,
    because: Because = UNSAID,
    actor: Actor,
    now: datetime,
) -> Member:
    """Write that a former member is a member again from the day ``on``.

    Raises:
        NotFoundError: members.unknown.
        StateError: members.not-left, members.merged-away.
        InvalidInputError: members.back-too-soon, members.from-in-future, members.too-early.
    """
    member = _gone(session, member_id)
    history.require_day(on, now)
    if member.left_on is not None and on < member.left_on:
        raise InvalidInputError("members.back-too-soon", day=member.left_on.isoformat())
    act = history.begin(session, ActKind.READMITTED, because, actor=actor, now=now)
    history.write_membership(session, act, member, Membership.MEMBER, on)
    member.left_on, member.joined_on = None, on
    session.flush()
    facts = {"member": member.id, "name": member.name, "day": on.isoformat()}
    facts |= history.said(because)
    journal.record(session, "member.readmitted", facts, actor=actor, meeting_id=None, now=now)
    return member


def cancel_departure(
    session: Session, member_id: int, *, because: Because, actor: Actor, now: datetime
) -> Member:
    """Write that a departure was recorded by mistake: the member never left.

    Raises:
        NotFoundError: members.unknown.
        StateError: members.not-left, members.merged-away.
    """
    member = _gone(session, member_id)
    act = history.begin(session, ActKind.UNDONE, because, actor=actor, now=now)
    facts = [fact for fact in history.live_facts(session, member) if fact.field == "membership"]
    history.retract(session, act, [facts[-1].id])
    history.restore(session, member)
    told = {"member": member.id, "name": member.name, **history.said(because)}
    journal.record(session, "member.stayed", told, actor=actor, meeting_id=None, now=now)
    return member


def _gone(session: Session, member_id: int) -> Member:
    member = get_member(session, member_id)
    if member.merged_into_id is not None:
        raise StateError("members.merged-away")
    if member.left_on is None:
        raise StateError("members.not-left")
    return member


def _checked(session: Session, wanted: Particulars, member: Member | None) -> Particulars:
    """Return the particulars as they are kept, or refuse them."""
    key = fold(wanted.name)
    if not key:
        raise InvalidInputError("members.empty-name")
    for text, limit in ((key, 200), (wanted.name, 200), (wanted.region, 80)):
        if len(text) > limit:
            raise InvalidInputError("members.too-long", limit=limit)
        require_plain(text)
    other = session.scalars(select(Member).where(Member.name_key == key)).first()
    if other is not None and other is not member:
        raise InvalidInputError("members.name-taken", name=other.name)
    _, rules = rulesets.current(session)
    if wanted.category not in {category.id for category in rules.categories.value}:
        raise InvalidInputError("members.unknown-category", value=wanted.category)
    if wanted.population is not None and not 0 <= wanted.population <= MOST_PEOPLE:
        raise InvalidInputError("members.bad-population", limit=MOST_PEOPLE)
    if wanted.joined_on is not None and wanted.joined_on < history.OLDEST:
        raise InvalidInputError("members.too-early", day=history.OLDEST.isoformat())
    siret = checked_siret(wanted.siret)
    return replace(
        wanted,
        name=wanted.name.strip(),
        region=wanted.region.strip(),
        tier_code=wanted.tier_code or None,
        siret=siret,
        siren=checked_siren(wanted.siren, siret),
        department=checked_department(wanted.department),
    )


def _fill(member: Member, wanted: Particulars) -> None:
    """Write the particulars to the row; the day of entry follows from the history."""
    member.name, member.name_key = wanted.name, fold(wanted.name)
    member.category, member.region = wanted.category, wanted.region
    member.department, member.population = wanted.department, wanted.population
    member.siren, member.siret = wanted.siren, wanted.siret
    member.tier_code = wanted.tier_code


def _joined(day: date | None) -> dict[str, str]:
    return {"joined_on": day.isoformat() if day else ""}
