"""The votes of a case: who voted for whom, the count, the decision, secrecy that was asked for."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import Any

from governance.rules.agenda import casting_role, judge_secrecy_request, majority_of_item
from governance.rules.cases.document import BallotFacts, VoteFacts
from governance.rules.cases.outcomes import Outcome, voices_told
from governance.rules.cases.room import Moment, Room
from governance.rules.counting import Count, Detail
from governance.rules.majority import decide
from governance.rules.proxies import effective_mandates
from governance.rules.quorum import Attendance
from governance.rules.roll import Roll
from governance.rules.tacit import judge_silence
from governance.rules.tally import Choice, add_up
from governance.rules.weights import is_for_the_room, voices_in_room
from governance.rules.weights.voices import shown

ALREADY = "ballot.already-used"
NO_RIGHT = "ballot.not-entitled"
NOT_THERE = "ballot.not-there"
NOT_HELD = "ballot.not-held"


def decide_vote(vote: VoteFacts, room: Room) -> Outcome:
    """Return what one vote came to, with all that led there."""
    told: Outcome = {}
    if vote.opponents is not None:
        told["tacit"], is_voted = _tacit(vote.opponents, room)
        if not is_voted:
            return {**told, "adopted": told["tacit"]["state"] == "adopted"}
    secret = vote.secret
    if vote.secret_asked_by is not None:
        told["secret_request"] = _secret_request(vote, room)
        secret = secret or told["secret_request"]["granted"]
    told["secret"] = secret
    if room.is_counted:
        quorum = room.quorum_at(vote.at)
        told["quorum"] = {"met": quorum.met, "counted": quorum.counted, "required": quorum.required}
        if not quorum.met and not room.rules.quorum.forced_continue.value:
            refused = {"code": "quorum.not-met", "clause": quorum.clause}
            return {**told, "adopted": False, "not_decided": refused}
    return {**told, **_decision(vote, room, secret=secret)}


def _decision(vote: VoteFacts, room: Room, *, secret: bool) -> Outcome:
    if vote.counts is None and not vote.ballots:
        return {}
    moment, roll = room.at(vote.at), room.roll
    told: Outcome = {}
    if vote.counts is not None:
        count, detail = _counted(vote.counts, room, moment.attendance), Detail()
    else:
        votes, acts = cast_all(vote.ballots, room, moment)
        attendance = _attendance(room, moment, votes)
        roll, capped = _in_the_room(room, moment, attendance)
        tally = add_up(votes, roll, attendance, capped)
        count, detail = tally.count, tally.detail
        told = {"ballots": acts, "members": {c: list(m) for c, m in tally.members.items()}}
        if capped is not None:
            told["voices_in_the_room"] = {
                str(number): voices_told(voices, roll.scale)
                for number, voices in sorted(capped.items())
            }
    rule = majority_of_item(room.rules, room.case.body, vote.majority)
    role = casting_role(room.rules, secret)
    decision = decide(
        count,
        rule,
        vote.casting if role else None,
        detail=detail,
        casting_vote=room.rules.casting_vote.value,
    )
    scale = roll.scale
    counted = {"for": count.for_, "against": count.against, "abstention": count.abstention,
               "blank": count.blank, "null": count.null}  # fmt: skip
    voices = {choice: voices_told(amount, scale) for choice, amount in counted.items()}
    return {
        **told,
        "adopted": decision.adopted,
        "count": voices,
        "casting_role": role,
        "scale": scale,
        "decision": decision.to_facts(),
    }


def _in_the_room(
    room: Room, moment: Moment, attendance: Attendance
) -> tuple[Roll, dict[int, int] | None]:
    """Return what each right weighs under a cap that looks at the room; None without one."""
    roll = room.roll
    if not is_for_the_room(room.rules):
        return roll, None
    there = attendance.onsite | attendance.online
    held: dict[int, list[int]] = {}
    for mandate in effective_mandates(moment.mandates, there, room.rules):
        if mandate.holder_id in there:
            held.setdefault(mandate.holder_id, []).append(mandate.principal_id)
    exact = {
        line.member_id: (line.college, Fraction(line.voices, roll.scale))
        for line in roll.entitled_lines()
    }
    found = voices_in_room(exact, there, held, room.rules)
    scale = lcm(roll.scale, found.scale)
    voices = {number: int(value * scale) for number, value in found.voices.items()}
    return roll.rescaled(scale), voices


def _counted(counts: Mapping[str, int], room: Room, attendance: Attendance) -> Count:
    scale = room.roll.scale
    made = {choice: amount * scale for choice, amount in counts.items()}
    there = attendance.onsite | attendance.online
    return Count(
        made.get("for", 0),
        made.get("against", 0),
        made.get("abstention", 0),
        made.get("blank", 0),
        made.get("null", 0),
        present_voices=_voices(room.roll, there),
        represented_voices=_voices(room.roll, attendance.represented),
        roll_voices=room.roll.total_voices,
    )


def _voices(roll: Roll, members: frozenset[int]) -> int:
    return sum(line.voices for line in roll.entitled_lines() if line.member_id in members)


def _attendance(room: Room, moment: Moment, votes: Mapping[int, Choice]) -> Attendance:
    """Return who is there; where the case does not say, those whose right was used."""
    return moment.attendance if room.is_counted else replace(Attendance(), onsite=frozenset(votes))


def cast_all(
    ballots: tuple[BallotFacts, ...], room: Room, moment: Moment
) -> tuple[dict[int, Choice], list[Outcome]]:
    """Return the choice made for each right, and what became of each act of voting.

    A member votes for itself and for all whom it represents, but for those about whom it says
    otherwise; a right is used once.
    """
    there = moment.attendance.onsite | moment.attendance.online
    mandates = effective_mandates(moment.mandates, there, room.rules)
    held = {mandate.principal_id: mandate.holder_id for mandate in mandates}
    apart = frozenset(ballot.principal for ballot in ballots)
    votes: dict[int, Choice] = {}
    acts: list[Outcome] = []
    for ballot in ballots:
        code, rights = _rights(ballot, room, there, held, apart)
        if code is None and any(right in votes for right in rights):
            code = ALREADY
        if code is None:
            votes.update(dict.fromkeys(rights, ballot.choice))
        acts.append(_told(ballot, code, rights, room))
    return votes, acts


def _rights(
    ballot: BallotFacts,
    room: Room,
    there: frozenset[int],
    held: Mapping[int, int],
    apart: frozenset[int | None],
) -> tuple[str | None, list[int]]:
    entitled = room.roll.entitled_ids()
    if room.is_counted and ballot.member not in there:
        return NOT_THERE, []
    if ballot.principal is not None:
        is_held = held.get(ballot.principal) == ballot.member
        return (None if is_held else NOT_HELD), [ballot.principal]
    own = [ballot.member] if ballot.member in entitled else []
    others = [one for one, holder in held.items() if holder == ballot.member and one not in apart]
    rights = [*own, *(one for one in others if one in entitled)]
    return (None if rights else NO_RIGHT), rights


def _told(ballot: BallotFacts, code: str | None, rights: list[int], room: Room) -> Outcome:
    told: Outcome = {"member": ballot.member, "accepted": code is None}
    if ballot.by is not None:
        told["by"] = ballot.by
    if code is not None:
        return {**told, "code": code}
    voices = _voices(room.roll, frozenset(rights))
    return {**told, "rights": rights, "voices": voices_told(voices, room.roll.scale)}


def _tacit(opponents: int, room: Room) -> tuple[dict[str, Any], bool]:
    """Return what silence came to, and whether a vote is opened by itself."""
    day = room.case.on
    found = judge_silence(day, dict.fromkeys(range(opponents), day), room.rules, day)
    if found is None:
        return {"state": "not-provided", "clause": room.rules.majority.tacit.clause}, True
    told = {
        "state": found.state,
        "opponents": opponents,
        "needed": found.needed,
        "clause": found.clause,
        "vote_opened": found.state == "opposed",
    }
    return told, found.state == "opposed"


def _secret_request(vote: VoteFacts, room: Room) -> dict[str, Any]:
    """Return whether those who asked for a secret vote are enough, of those in the room."""
    roll, rule = room.roll, room.rules.vote.secret_on_request
    attendance = room.at(vote.at).attendance
    everyone = attendance.onsite | attendance.online | attendance.represented
    there = (everyone if room.is_counted else roll.entitled_ids()) & roll.entitled_ids()
    voices = Fraction(_voices(roll, there), roll.scale)
    asked = vote.secret_asked_by or 0
    found = judge_secrecy_request(asked, len(there), voices, room.rules)
    if found is None:
        return {"granted": False, "asked": asked, "clause": rule.clause, "code": "not-provided"}
    return {
        "granted": found.is_granted,
        "asked": asked,
        "base": shown(found.base),
        "needed": found.needed,
        "unit": found.unit,
        "clause": found.clause,
    }
