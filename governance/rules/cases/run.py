"""Run a case: from its document to its whole output, which depends on nothing else."""

from collections.abc import Mapping
from typing import Any

from governance.errors import GovernanceError
from governance.rules.cases.board import compose, judge_board, judge_candidacy
from governance.rules.cases.convening import judge_call, judge_request, judge_second_call
from governance.rules.cases.document import CaseDocument
from governance.rules.cases.elections import hold_election
from governance.rules.cases.outcomes import Outcome, plain, refused, voices_told
from governance.rules.cases.room import Room, open_room
from governance.rules.cases.votes import decide_vote
from governance.rules.roll import Roll, RollLine
from governance.rules.ruleset import RuleSet, digest
from governance.rules.weights import check_bounds

FORMAT = 1


def run_case(case: CaseDocument, rules: RuleSet) -> dict[str, Any]:
    """Return everything that the bylaws make of the case, as JSON-able facts.

    Args:
        rules: those of the case, before they are narrowed to its body.

    Raises:
        InvalidInputError: figures that cannot be weighed, rounds that cannot be.
    """
    followed = rules.of_body(case.body)
    room = open_room(case, followed)
    output: dict[str, Any] = {
        "format": FORMAT,
        "case": case.title,
        "rules": {"name": rules.name, "version": rules.version, "digest": digest(rules)},
        "body": case.body.value,
        "on": case.on,
        "roll": _roll(room),
        "bounds": _bounds(room),
        "proxies": list(room.proxies),
        "quorum": _quorum(room),
        "votes": _votes(case, room),
        "elections": {
            one.key: hold_election(one, f"elections[{place}]", room)
            for place, one in enumerate(case.elections)
        },
        "candidacies": [judge_candidacy(one, room) for one in case.candidacies],
        "item_requests": {one.key: judge_request(one, room) for one in case.item_requests},
    }
    output |= _optional(case, room)
    found: dict[str, Any] = plain(output)
    return found


def _votes(case: CaseDocument, room: Room) -> dict[str, Outcome]:
    told: dict[str, Outcome] = {}
    for place, vote in enumerate(case.votes):
        told[vote.key] = decide_vote(vote, f"votes[{place}]", room, told)
    return told


def _optional(case: CaseDocument, room: Room) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if case.contests:
        told["contests"] = list(room.contests)
    if case.composition is not None:
        told["composition"] = compose(case.composition, room)
    if case.board is not None:
        told["board"] = judge_board(case.board, room)
    if case.call is not None:
        told["call"] = judge_call(case.call, room)
    if case.second_call is not None:
        told["second_call"] = judge_second_call(case.second_call, room)
    return told


def _roll(room: Room) -> dict[str, Any]:
    roll = room.roll
    return {
        "closed_on": room.closed_on,
        "judged_on": room.judged_on,
        "heads": roll.heads,
        "voices": voices_told(roll.total_voices, roll.scale),
        "scale": roll.scale,
        "digest": roll.digest(),
        "colleges": {
            college: {"heads": heads, "voices": voices_told(voices, roll.scale)}
            for college, (heads, voices) in roll.by_college().items()
        },
        "members": {str(line.member_id): _line(line, roll) for line in roll.lines},
    }


def _line(line: RollLine, roll: Roll) -> dict[str, Any]:
    standing, why = line.standing, line.why
    return {
        "name": line.name,
        "college": line.college,
        "voices": voices_told(line.voices, roll.scale),
        "votes": line.entitled,
        "standing": {
            "code": standing.code,
            "clause": standing.clause,
            "source": standing.source.value,
            "facts": dict(standing.facts),
        },
        "weight": None
        if why is None
        else {"clause": why.clause, "steps": [step.to_facts() for step in why.steps]},
    }


def _bounds(room: Room) -> Outcome:
    voices: Mapping[str, int] = {
        college: voices for college, (_, voices) in room.roll.by_college().items()
    }
    try:
        check_bounds(voices, room.rules)
    except GovernanceError as refusal:
        return refused(refusal)
    return {"accepted": True}


def _quorum(room: Room) -> list[dict[str, Any]]:
    """Return the quorum each time that someone comes, goes or gives a proxy."""
    if not room.is_counted:
        return []
    told = []
    for moment in room.moments:
        statement = room.quorum_at(moment.at)
        steps = [step.to_facts() for step in statement.steps]
        facts = {"at": moment.at or None, **statement.to_facts(), "steps": steps}
        told.append({**facts, "hands": moment.hands} if moment.hands else facts)
    return told
