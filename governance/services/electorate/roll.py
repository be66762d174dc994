"""The roll (liste électorale): frozen when the notice leaves, explained at any day after."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError
from governance.models.attendance import AttendanceEvent
from governance.models.capacities import CapacityChoice
from governance.models.dues import Dues
from governance.models.meetings import Meeting
from governance.models.members import ActsAs, Member, Person, Representation
from governance.models.proxies import Proxy
from governance.models.roll import RollLine
from governance.rules import roll as rules_roll
from governance.rules import weights as rules_weights
from governance.rules.ruleset import RuleSet
from governance.rules.standing import DuesStatus, MemberFacts, standing_of
from governance.rules.steps import Step
from governance.services.bylaws import rulesets
from governance.services.dues.dues_history import DuesNow, dues_now
from governance.services.electorate import standing
from governance.services.files.rows import read_rows
from governance.services.membership.traits import UNKNOWN, Traits, asked_by, traits_on

PRECEDENCE: dict[str, int] = {ActsAs.SELF: 0, ActsAs.REPRESENTATIVE: 1, ActsAs.ALTERNATE: 2}


def facts_of(member: Member, known: Traits = UNKNOWN) -> MemberFacts:
    """Return what the rules ask of one member; ``known`` where its voices are counted."""
    return MemberFacts(
        id=member.id,
        name=member.name,
        category=member.category,
        tier=member.tier_code,
        joined_on=member.joined_on,
        left_on=member.left_on,
        dues={line.year: line.status for line in member.dues},  # type: ignore[misc]
        inputs=known.inputs_of(member.id, member.population),
    )


def explained_voices(
    session: Session, rules: RuleSet, member: MemberFacts, on: date
) -> rules_weights.Voices:
    """Return the voices of one member with their explanation, weighed among all if need be."""
    if rules_weights.is_by_member(rules):
        return weighed([member], rules)[member.id]
    body = [
        one
        for one in member_facts(session, on, rules)
        if one.id == member.id or standing_of(one, rules, on).is_of_the_body()
    ]
    return weighed(body, rules)[member.id]


def weighed(members: Sequence[MemberFacts], rules: RuleSet) -> dict[int, rules_weights.Voices]:
    """Return the voices of members for a page; where they cannot be counted, none and why."""
    try:
        return rules_weights.weigh(members, rules)
    except InvalidInputError as refusal:
        why, rule = Step(refusal.code, refusal.facts), rules.weight.method
        none = rules_weights.Voices(0, (why,), rule.clause, rule.source)
        return {member.id: none for member in members}


def member_facts(session: Session, on: date, *several: RuleSet) -> list[MemberFacts]:
    """Return what the rules ask of every member of the register.

    Args:
        on: the day whose figures are wanted; all else is as the register says now.
        several: the bylaws that say which figures.
    """
    known = traits_on(session, asked_by(*several), on)
    wanted = select(
        Member.id,
        Member.name,
        Member.category,
        Member.tier_code,
        Member.joined_on,
        Member.left_on,
        Member.population,
    ).order_by(Member.id)
    owed = _dues_now(session)
    return [
        MemberFacts(
            row[0],
            *row[1:6],
            dues=owed.get(row[0], {}),
            inputs=known.inputs_of(row[0], row.population),
        )
        for row in session.execute(wanted)
    ]


def lines_of(session: Session, meeting_id: int) -> Sequence[RollLine]:
    """Return the frozen lines, in the order they were written."""
    wanted = select(RollLine).where(RollLine.meeting_id == meeting_id).order_by(RollLine.id)
    return session.scalars(wanted).all()


def frozen_rows(session: Session, meeting_id: int) -> Sequence[Any]:
    """Return what a fingerprint covers of each frozen line: its member, name, college, voices."""
    told = RollLine.member_id, RollLine.name, RollLine.college, RollLine.voices
    wanted = select(*told).where(RollLine.meeting_id == meeting_id).order_by(RollLine.member_id)
    return read_rows(session, RollLine, wanted)


def line_numbers(session: Session, meeting_id: int) -> Mapping[int, int]:
    """Return member -> the number of its frozen line."""
    wanted = select(RollLine.member_id, RollLine.id).where(RollLine.meeting_id == meeting_id)
    return {member: number for member, number in read_rows(session, RollLine, wanted)}  # noqa: C416 - rows


def count_lines(session: Session, meeting_id: int) -> int:
    """Return how many members the frozen roll has."""
    wanted = select(func.count()).select_from(RollLine).where(RollLine.meeting_id == meeting_id)
    return session.scalars(wanted).one()


class Kept(NamedTuple):
    """What a frozen roll is drawn from at any moment: its rows by member, and the dues now."""

    rows: Sequence[Any]
    dues: DuesNow


def kept_of(session: Session, meeting_id: int) -> Kept:
    """Return the frozen lines, with what the register says of their members and dues now."""
    wanted = (
        select(
            RollLine.member_id,
            RollLine.name,
            RollLine.college,
            RollLine.voices,
            Member.category,
            Member.joined_on,
            Member.left_on,
        )
        .join(Member, Member.id == RollLine.member_id)
        .where(RollLine.meeting_id == meeting_id)
        .order_by(RollLine.member_id)
    )
    rows = read_rows(session, RollLine, wanted)
    return Kept(rows, dues_now(session, [row[0] for row in rows]))


def roll_at(
    session: Session, meeting: Meeting, now: datetime, kept: Kept | None = None
) -> rules_roll.Roll:
    """Return the frozen roll with each member's standing in a poll that opens ``now``.

    Voices and colleges are those of the freezing; dues are those of the moment at which the bylaws
    look at them (notice, opening, vote).

    Args:
        kept: what it is drawn from, where that was read already.
    """
    rules = rulesets.of_meeting(session, meeting)
    rows, dues = kept or kept_of(session, meeting.id)
    members = [standing.Judged(row[0], *row[4:]) for row in rows]
    judged = standing.standings_at(session, meeting, rules, members, now, dues)
    lines = tuple(
        rules_roll.RollLine(number, name, college, voices, judged[number])
        for number, name, college, voices, *_ in rows
    )
    drawn = rules_roll.Roll(lines, meeting.voice_scale)
    if rules.roll.two_capacities.value != "choose_one":
        return drawn
    return drawn.in_one_capacity(_set_aside(session, meeting.id, drawn), rules)


class Acting(NamedTuple):
    """Who acts for a member, as reading needs her: ten thousand of them for one page."""

    id: int
    name: str
    email: str | None


def acting(
    session: Session, meeting_id: int | None = None, members: Collection[int] | None = None
) -> Mapping[int, Acting]:
    """Return who acts for each member: whoever checked in for it, else its current person.

    A current person is the member herself, then the representative (titulaire), then the
    alternate (suppléant).

    Args:
        members: those asked for; every member when left out.
    """
    wanted = (
        select(
            Representation.member_id, Representation.acts_as, Person.id, Person.name, Person.email
        )
        .join(Person, Person.id == Representation.person_id)
        .where(Representation.until.is_(None))
    )
    if members is not None:
        wanted = wanted.where(Representation.member_id.in_(members))
    found: dict[int, Acting] = {}
    rows = read_rows(session, Representation, wanted)
    for member_id, _, number, name, email in sorted(rows, key=lambda row: PRECEDENCE[row[1]]):
        if member_id not in found:
            found[member_id] = Acting(number, name, email)
    if meeting_id is not None:
        found.update(checked_in(session, meeting_id, members))
    return found


def acting_persons(
    session: Session, meeting_id: int | None = None, members: Collection[int] | None = None
) -> Mapping[int, Person]:
    """Return who acts for each member, as the rows themselves: to write to her, or about her."""
    found = acting(session, meeting_id, members)
    wanted = select(Person)
    if members is not None:
        wanted = wanted.where(Person.id.in_({person.id for person in found.values()}))
    persons = {person.id: person for person in session.scalars(wanted)}
    return {member_id: persons[person.id] for member_id, person in found.items()}


def acting_person(session: Session, member_id: int) -> Person | None:
    """Return the person who acts for one member now, if there is one."""
    return acting_persons(session, members=[member_id]).get(member_id)


def standing_holders(session: Session, meeting_id: int) -> dict[int, int]:
    """Return principal -> holder of the proxies that stand in the meeting."""
    wanted = (
        select(Proxy.principal_id, Proxy.holder_id)
        .where(Proxy.meeting_id == meeting_id, Proxy.withdrawn_at.is_(None))
        .order_by(Proxy.id)
    )
    return {principal: holder for principal, holder in session.execute(wanted)}  # noqa: C416 - rows


def _set_aside(session: Session, meeting_id: int, drawn: rules_roll.Roll) -> dict[int, int]:
    """Return the members whose person votes in another capacity, and for which member she does.

    Until she chooses she votes for herself, else for the first of her members.
    """
    actors = acting(session, meeting_id)
    wanted = select(CapacityChoice.person_id, CapacityChoice.member_id).where(
        CapacityChoice.meeting_id == meeting_id
    )
    chosen = {person: member for person, member in session.execute(wanted)}  # noqa: C416 - rows
    alone = set(
        session.scalars(
            select(Representation.member_id).where(
                Representation.acts_as == ActsAs.SELF, Representation.until.is_(None)
            )
        )
    )
    mine: dict[int, list[int]] = {}
    for line in drawn.entitled_lines():
        if line.member_id in actors:
            mine.setdefault(actors[line.member_id].id, []).append(line.member_id)
    aside = {}
    for person, members in mine.items():
        first, *others = sorted(
            members, key=lambda number: (number != chosen.get(person), number not in alone, number)
        )
        aside.update(dict.fromkeys(others, first))
    return aside


def _dues_now(session: Session) -> dict[int, dict[int, DuesStatus]]:
    """Return the status of dues by member and year, as the lines say it now."""
    owed: dict[int, dict[int, DuesStatus]] = defaultdict(dict)
    lines = select(Dues.member_id, Dues.year, Dues.status).order_by(Dues.year)
    for member_id, year, status in session.execute(lines):
        owed[member_id][year] = cast(DuesStatus, status)
    return dict(owed)


def checked_in(
    session: Session, meeting_id: int, members: Collection[int] | None = None
) -> dict[int, Acting]:
    """Return member -> the person who last checked in for it, while she is named for it."""
    wanted = (
        select(AttendanceEvent.member_id, Person.id, Person.name, Person.email)
        .join(Person, Person.id == AttendanceEvent.person_id)
        .join(
            Representation,
            (Representation.member_id == AttendanceEvent.member_id)
            & (Representation.person_id == AttendanceEvent.person_id)
            & Representation.until.is_(None),
        )
        .where(AttendanceEvent.meeting_id == meeting_id)
        .order_by(AttendanceEvent.id)
    )
    if members is not None:
        wanted = wanted.where(AttendanceEvent.member_id.in_(members))
    return {
        member_id: Acting(number, name, email)
        for member_id, number, name, email in session.execute(wanted)
    }
