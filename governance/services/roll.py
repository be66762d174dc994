"""The roll (liste électorale): frozen when the notice leaves, explained at any day after."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

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
from governance.rules.calendar import day_of
from governance.rules.ruleset import RuleSet
from governance.rules.standing import DuesStatus, MemberFacts, Standing, standing_of
from governance.rules.steps import Step
from governance.services import journal, rulesets, standing
from governance.services.journal import Actor
from governance.services.roll_fingerprint import fingerprint
from governance.services.traits import UNKNOWN, Traits, asked_by, traits_on

PRECEDENCE = {ActsAs.SELF: 0, ActsAs.REPRESENTATIVE: 1, ActsAs.ALTERNATE: 2}


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
    owed: dict[int, dict[int, DuesStatus]] = {}
    lines = select(Dues.member_id, Dues.year, Dues.status).order_by(Dues.year)
    for member_id, year, status in session.execute(lines):
        owed.setdefault(member_id, {})[year] = cast(DuesStatus, status)
    return [
        MemberFacts(
            row[0],
            *row[1:6],
            dues=owed.get(row[0], {}),
            inputs=known.inputs_of(row[0], row.population),
        )
        for row in session.execute(wanted)
    ]


def freeze_roll(
    session: Session, meeting: Meeting, *, actor: Actor, now: datetime
) -> list[RollLine]:
    """Write the roll of the meeting: every member of the body today, in standing or not yet."""
    rules, today = rulesets.of_meeting(session, meeting), day_of(now)
    drawn = rules_roll.draw_up_roll(member_facts(session, today, rules), rules, today)
    meeting.voice_scale = drawn.scale
    lines = [
        RollLine(
            meeting_id=meeting.id,
            member_id=line.member_id,
            name=line.name,
            college=line.college,
            voices=line.voices,
        )
        for line in drawn.lines
        if line.standing.is_of_the_body()
    ]
    session.add_all(lines)
    session.flush()
    digest = fingerprint(lines, drawn.scale)
    facts = {"lines": len(lines), "covers": "lines", "digest": digest, "scale": drawn.scale}
    journal.record(session, "roll.frozen", facts, actor=actor, meeting_id=meeting.id, now=now)
    return lines


def lines_of(session: Session, meeting_id: int) -> Sequence[RollLine]:
    """Return the frozen lines, in the order they were written."""
    wanted = select(RollLine).where(RollLine.meeting_id == meeting_id).order_by(RollLine.id)
    return session.scalars(wanted).all()


def roll_at(session: Session, meeting: Meeting, now: datetime) -> rules_roll.Roll:
    """Return the frozen roll with each member's standing in a poll that opens ``now``.

    Voices and colleges are those of the freezing; dues are those of the moment at which the bylaws
    look at them (notice, opening, vote).
    """
    rules = rulesets.of_meeting(session, meeting)
    wanted = (
        select(RollLine, Member)
        .join(Member, Member.id == RollLine.member_id)
        .where(RollLine.meeting_id == meeting.id)
        .options(selectinload(Member.dues))
        .order_by(Member.id)
    )
    rows = [(line, facts_of(member)) for line, member in session.execute(wanted)]
    judged = standing.standings_at(session, meeting, rules, [facts for _, facts in rows], now)
    lines = tuple(_explained(line, judged[line.member_id]) for line, _ in rows)
    drawn = rules_roll.Roll(lines, meeting.voice_scale)
    if rules.roll.two_capacities.value != "choose_one":
        return drawn
    return drawn.in_one_capacity(_set_aside(session, meeting.id, drawn), rules)


def acting_persons(
    session: Session, meeting_id: int | None = None, members: Collection[int] | None = None
) -> Mapping[int, Person]:
    """Return who acts for each member: whoever checked in for it, else its current person.

    A current person is the member herself, then the representative (titulaire), then the
    alternate (suppléant).

    Args:
        members: those asked for; every member when left out.
    """
    wanted = (
        select(Representation)
        .where(Representation.until.is_(None))
        .options(selectinload(Representation.person))
    )
    if members is not None:
        wanted = wanted.where(Representation.member_id.in_(members))
    found = sorted(session.scalars(wanted), key=lambda row: PRECEDENCE[ActsAs(row.acts_as)])
    acting: dict[int, Person] = {}
    for row in found:
        acting.setdefault(row.member_id, row.person)
    if meeting_id is not None:
        acting.update(_checked_in(session, meeting_id, members))
    return acting


def acting_person(session: Session, member_id: int) -> Person | None:
    """Return the person who acts for one member now, if there is one."""
    return acting_persons(session).get(member_id)


def standing_holders(session: Session, meeting_id: int) -> dict[int, int]:
    """Return principal -> holder of the proxies that stand in the meeting."""
    wanted = (
        select(Proxy)
        .where(Proxy.meeting_id == meeting_id, Proxy.withdrawn_at.is_(None))
        .order_by(Proxy.id)
    )
    return {proxy.principal_id: proxy.holder_id for proxy in session.scalars(wanted)}


def _set_aside(session: Session, meeting_id: int, drawn: rules_roll.Roll) -> dict[int, int]:
    """Return the members whose person votes in another capacity, and for which member she does.

    Until she chooses she votes for herself, else for the first of her members.
    """
    acting = acting_persons(session, meeting_id)
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
        if line.member_id in acting:
            mine.setdefault(acting[line.member_id].id, []).append(line.member_id)
    aside = {}
    for person, members in mine.items():
        first, *others = sorted(
            members, key=lambda number: (number != chosen.get(person), number not in alone, number)
        )
        aside.update(dict.fromkeys(others, first))
    return aside


def _explained(line: RollLine, judged: Standing) -> rules_roll.RollLine:
    return rules_roll.RollLine(line.member_id, line.name, line.college, line.voices, judged)


def _checked_in(
    session: Session, meeting_id: int, members: Collection[int] | None
) -> dict[int, Person]:
    """Return member -> the person who last checked in for it, while she is named for it."""
    wanted = (
        select(AttendanceEvent)
        .join(
            Representation,
            (Representation.member_id == AttendanceEvent.member_id)
            & (Representation.person_id == AttendanceEvent.person_id)
            & Representation.until.is_(None),
        )
        .where(AttendanceEvent.meeting_id == meeting_id)
        .options(selectinload(AttendanceEvent.person))
        .order_by(AttendanceEvent.id)
    )
    if members is not None:
        wanted = wanted.where(AttendanceEvent.member_id.in_(members))
    return {row.member_id: row.person for row in session.scalars(wanted) if row.person}
