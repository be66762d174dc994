"""What members ask for before a vote of a case: a vote at all, or a secret one."""

from datetime import date
from fractions import Fraction
from typing import Any

from governance.rules.agenda import judge_secrecy_request
from governance.rules.cases.room import Room
from governance.rules.cases.vote_facts import VoteFacts
from governance.rules.roll import Roll
from governance.rules.steps import Step
from governance.rules.tacit import judge_silence
from governance.rules.weights.voices import shown


def judge_oppositions(vote: VoteFacts, room: Room) -> tuple[dict[str, Any], bool]:
    """Return what silence came to, and whether a vote is opened by itself.

    Members who may not vote cannot oppose; one who objects twice counts once.
    """
    proposed = vote.proposed_on or room.case.on
    opposed = _oppositions(vote, room, proposed)
    found = judge_silence(proposed, opposed, room.rules, room.case.on)
    if found is None:
        return {"state": "not-provided", "clause": room.rules.majority.tacit.clause}, True
    told = {
        "state": found.state,
        "opponents": len(found.opposers),
        "needed": found.needed,
        "deadline": found.deadline,
        "clause": found.clause,
        "vote_opened": found.state == "opposed",
        "steps": [step.to_facts() for step in found.steps],
    }
    return told, found.state == "opposed"


def _oppositions(vote: VoteFacts, room: Room, proposed: date) -> dict[int, date]:
    if vote.opponents is not None:
        return dict.fromkeys(range(vote.opponents), proposed)
    entitled = room.roll.entitled_ids()
    found: dict[int, date] = {}
    for one in vote.oppositions:
        if one.member in entitled:
            found[one.member] = min(one.on, found.get(one.member, one.on))
    return found


def judge_secret_request(vote: VoteFacts, room: Room) -> dict[str, Any]:
    """Return whether those who asked for a secret vote are enough, of those in the room."""
    roll, rule = room.roll, room.rules.vote.secret_on_request
    attendance = room.at(vote.at).attendance
    everyone = attendance.onsite | attendance.online | attendance.represented
    there = (everyone if room.is_counted else roll.entitled_ids()) & roll.entitled_ids()
    unit = None if rule.value is None else rule.value.unit
    asked = _asked(vote, room, there, unit)
    voices = Fraction(voices_of(roll, there), roll.scale)
    found = judge_secrecy_request(asked, len(there), voices, room.rules)
    if found is None:
        return {"granted": False, "asked": asked, "clause": rule.clause, "code": "not-provided"}
    told: dict[str, object] = {
        "asked": asked,
        "base": shown(found.base),
        "needed": found.needed,
        "unit": found.unit,
    }
    code = "secrecy.granted" if found.is_granted else "secrecy.not-granted"
    steps = [Step(code, {**told, "of": found.unit}).to_facts()]
    return {"granted": found.is_granted, **told, "clause": found.clause, "steps": steps}


def _asked(vote: VoteFacts, room: Room, there: frozenset[int], unit: str | None) -> int:
    """Return how many ask, in the unit of the clause; of those named, who are there.

    Voices are rounded down: a part of a voice does not reach a whole one that is missing.
    """
    if vote.secret_asked_by is not None:
        return vote.secret_asked_by
    askers = there & frozenset(vote.secret_askers)
    if unit == "heads":
        return len(askers)
    return voices_of(room.roll, askers) // room.roll.scale


def voices_of(roll: Roll, members: frozenset[int]) -> int:
    """Add up the voices of some members of a roll, in its parts of a voice."""
    return sum(line.voices for line in roll.entitled_lines() if line.member_id in members)
