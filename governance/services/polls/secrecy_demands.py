"""Secret votes asked for in the room (scrutin secret sur demande): counted, never by name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from governance.errors import RuleBrokenError, StateError
from governance.models.meetings import Meeting
from governance.models.polls import Poll
from governance.models.secrecy_demands import SecrecyDemand
from governance.rules.agenda import SecrecyAsked, judge_secrecy_request
from governance.rules.lifecycle import (
    MeetingState,
    PollState,
    require_meeting_move,
    require_poll_move,
)
from governance.rules.roll import Roll
from governance.rules.weights.voices import shown
from governance.services.bylaws import rulesets
from governance.services.electorate import rights
from governance.services.polls import poll_rolls, polls
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.sitting import attendance


@dataclass(frozen=True, slots=True)
class Demand:
    """Where a poll stands: what was asked, of how much, and what it takes."""

    verdict: SecrecyAsked

    def to_facts(self) -> dict[str, Any]:
        """Return numbers alone, as the journal keeps them."""
        found = self.verdict
        return {
            "asked": found.asked,
            "base": shown(found.base),
            "needed": found.needed,
            "unit": found.unit,
            "granted": found.is_granted,
            "clause": found.clause,
        }


def demand_of(session: Session, poll: Poll, now: datetime) -> Demand | None:
    """Return where the demands for a secret vote stand; None where there is nothing to ask.

    Only those in the room or represented count, in the heads or voices of the clause.
    """
    rules = rulesets.of_meeting(session, poll.meeting)
    request = rules.vote.secret_on_request.value
    if request is None or poll.secret or poll.state is not PollState.PLANNED:
        return None
    drawn = poll_rolls.roll_of(session, poll, now)
    there = _there(session, poll, drawn)
    asking = _asking(session, poll.id) & there
    heads = request.unit == "heads"
    asked = len(asking) if heads else _voices(drawn, asking)
    verdict = judge_secrecy_request(int(asked), len(there), _voices(drawn, there), rules)
    return Demand(verdict) if verdict else None


def open_to(session: Session, meeting: Meeting, person_id: int) -> list[tuple[Poll, bool]]:
    """Return the public votes still to open that may be asked to be secret, and if she asks it."""
    rules = rulesets.of_meeting(session, meeting)
    if rules.vote.secret_on_request.value is None or meeting.state is not MeetingState.OPEN:
        return []
    planned = [
        poll
        for poll in polls.polls_of(session, meeting.id)
        if poll.state is PollState.PLANNED and not poll.secret
    ]
    mine = {right.member_id for right in rights.rights_of(session, meeting, person_id)}
    return [(poll, bool(mine & _asking(session, poll.id))) for poll in planned] if mine else []


def ask(session: Session, poll: Poll, person_id: int, now: datetime) -> int:
    """Ask that a vote be secret, for every right that a person exercises here; return how many.

    No name is journaled, and the rows go when the vote opens.

    Raises:
        RuleBrokenError: secrecy.not-provided, secrecy.not-there.
        StateError: meeting.not-now, poll.not-now; secrecy.already, for a secret vote.
    """
    _require_open_question(session, poll)
    drawn = poll_rolls.roll_of(session, poll, now)
    there = _there(session, poll, drawn)
    mine = [right.member_id for right in rights.rights_of(session, poll.meeting, person_id)]
    known = _asking(session, poll.id)
    able = [number for number in mine if number in there]
    if not able:
        raise RuleBrokenError("secrecy.not-there")
    session.add_all(
        SecrecyDemand(poll_id=poll.id, member_id=number, asked_at=now)
        for number in able
        if number not in known
    )
    session.flush()
    return len(able)


def take_back(session: Session, poll: Poll, person_id: int) -> None:
    """Take a demand back before the vote opens.

    Raises:
        RuleBrokenError: secrecy.not-provided.
        StateError: meeting.not-now, poll.not-now, secrecy.already.
    """
    _require_open_question(session, poll)
    mine = [right.member_id for right in rights.rights_of(session, poll.meeting, person_id)]
    session.execute(
        delete(SecrecyDemand).where(
            SecrecyDemand.poll_id == poll.id, SecrecyDemand.member_id.in_(mine)
        )
    )


def settle(session: Session, poll: Poll, *, actor: Actor, now: datetime) -> None:
    """Journal what was asked of a poll that opens or turns secret, and forget by whom.

    Raises:
        RuleBrokenError: secrecy.due, where enough ask and the poll would open in public.
    """
    demand = demand_of(session, poll, now)
    if demand is None:
        return
    if demand.verdict.is_granted:
        raise RuleBrokenError(
            "secrecy.due",
            asked=demand.verdict.asked,
            needed=demand.verdict.needed,
            clause=demand.verdict.clause,
        )
    _forget(session, poll, demand, actor, now)


def grant(session: Session, poll: Poll, *, actor: Actor, now: datetime) -> None:
    """Turn a poll secret by the secretary's press; what was asked is journaled in numbers.

    Raises:
        StateError: poll.not-now or poll.no-reserve.
    """
    polls.hold(session, poll)
    demand = demand_of(session, poll, now)
    polls.make_secret(session, poll, actor=actor, now=now)
    if demand is not None:
        _forget(session, poll, demand, actor, now)


def _forget(session: Session, poll: Poll, demand: Demand, actor: Actor, now: datetime) -> None:
    session.execute(delete(SecrecyDemand).where(SecrecyDemand.poll_id == poll.id))
    if demand.verdict.asked:
        facts = {"position": poll.item.position, **demand.to_facts()}
        journal.record(
            session, "poll.secrecy-asked", facts, actor=actor, meeting_id=poll.meeting_id, now=now
        )


def _require_open_question(session: Session, poll: Poll) -> None:
    polls.hold(session, poll)
    require_meeting_move(poll.meeting.state, "open_poll")
    require_poll_move(poll.state, "open")
    rule = rulesets.of_meeting(session, poll.meeting).vote.secret_on_request
    if rule.value is None:
        raise RuleBrokenError("secrecy.not-provided", clause=rule.clause)
    if poll.secret:
        raise StateError("secrecy.already")


def _there(session: Session, poll: Poll, drawn: Roll) -> frozenset[int]:
    """Return who is present or represented and may vote."""
    rules = rulesets.of_meeting(session, poll.meeting)
    found = attendance.attendance_of(session, poll.meeting, rules, drawn)
    return (found.onsite | found.online | found.represented) & drawn.entitled_ids()


def _asking(session: Session, poll_id: int) -> frozenset[int]:
    wanted = select(SecrecyDemand.member_id).where(SecrecyDemand.poll_id == poll_id)
    return frozenset(session.scalars(wanted))


def _voices(drawn: Roll, members: Collection[int]) -> Fraction:
    """Return the voices of these members, whole ones in a roll of parts."""
    total = sum(line.voices for line in drawn.entitled_lines() if line.member_id in members)
    return Fraction(total, drawn.scale)
