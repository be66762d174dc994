"""One person, several members (double qualité): the one capacity in which she votes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import NotFoundError, RuleBrokenError, StateError
from governance.models.capacities import CapacityChoice
from governance.models.meetings import Meeting
from governance.models.members import Person
from governance.models.polls import Poll
from governance.rules.lifecycle import require_meeting_move
from governance.rules.ruleset import Ruled
from governance.services.bylaws import rulesets
from governance.services.electorate import roll
from governance.services.records import journal
from governance.services.records.journal import Actor


@dataclass(frozen=True, slots=True)
class Title:
    """One capacity in which a person could vote, and whether it is the one she votes in."""

    member_id: int
    name: str
    votes: bool


@dataclass(frozen=True, slots=True)
class Titles:
    """The capacities among which a person chooses, the clause, and whether she still may."""

    titles: tuple[Title, ...]
    rule: Ruled[str]
    may_choose: bool


def titles_of(session: Session, meeting: Meeting, person_id: int, now: datetime) -> Titles | None:
    """Return the capacities among which a person must choose; None where she has one or all."""
    rule = rulesets.of_meeting(session, meeting).roll.two_capacities
    if rule.value != "choose_one":
        return None
    acting = roll.acting(session, meeting.id)
    mine = {number for number, person in acting.items() if person.id == person_id}
    found = tuple(
        Title(line.member_id, line.name, line.entitled)
        for line in roll.roll_at(session, meeting, now).lines
        if line.member_id in mine
        and (line.entitled or line.standing.code == "standing.other-capacity")
    )
    if len(found) < 2:
        return None
    return Titles(found, rule, may_choose=not _has_voted(session, meeting.id))


def choose(
    session: Session,
    meeting: Meeting,
    person_id: int,
    member_id: int,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Note in which capacity a person votes in the meeting, from its first vote to its last.

    Raises:
        RuleBrokenError: capacity.no-choice, where the bylaws keep capacities apart.
        StateError: capacity.too-late once a vote has opened; meeting.not-now.
        NotFoundError: capacity.not-yours.
    """
    session.refresh(meeting, with_for_update=True)
    require_meeting_move(meeting.state, "give_proxy")
    rule = rulesets.of_meeting(session, meeting).roll.two_capacities
    if rule.value != "choose_one":
        raise RuleBrokenError("capacity.no-choice", clause=rule.clause, source=rule.source.value)
    if _has_voted(session, meeting.id):
        raise StateError("capacity.too-late")
    acting = roll.acting_persons(session, meeting.id, [member_id]).get(member_id)
    line = next(
        (one for one in roll.lines_of(session, meeting.id) if one.member_id == member_id), None
    )
    if acting is None or acting.id != person_id or line is None:
        raise NotFoundError("capacity.not-yours")
    wanted = select(CapacityChoice).where(
        CapacityChoice.meeting_id == meeting.id, CapacityChoice.person_id == person_id
    )
    row = session.scalars(wanted).first() or CapacityChoice(
        meeting_id=meeting.id, person_id=person_id
    )
    row.member_id, row.chosen_at = member_id, now
    session.add(row)
    session.flush()
    facts = {"person": session.get_one(Person, person_id).name, "member": line.name}
    journal.record(session, "capacity.chosen", facts, actor=actor, meeting_id=meeting.id, now=now)


def _has_voted(session: Session, meeting_id: int) -> bool:
    wanted = select(Poll.id).where(Poll.meeting_id == meeting_id, Poll.opened_at.is_not(None))
    return session.scalar(wanted.limit(1)) is not None
