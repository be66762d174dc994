"""The votes of a case: silence, secrecy, quorum, then the count and what it decides."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Any, Literal

from governance.errors import GovernanceError
from governance.rules.agenda import casting_role, majority_of_item
from governance.rules.cases.casting import Poll, absent_voters, cast_all
from governance.rules.cases.outcomes import Outcome, refused, voices_told
from governance.rules.cases.petitions import (
    judge_oppositions,
    judge_secret_request,
    voices_of,
)
from governance.rules.cases.room import Room
from governance.rules.cases.sitting import Moment
from governance.rules.cases.splitting import Split, check_split, with_splits
from governance.rules.cases.vote_facts import BallotFacts, VoteFacts
from governance.rules.counting import Count, Detail
from governance.rules.majority import Decision, decide
from governance.rules.outlook import check_outlook, outlook
from governance.rules.proxies import effective_mandates
from governance.rules.quorum import Attendance, QuorumStatement
from governance.rules.roll import Roll
from governance.rules.ruleset.kinds import refuse
from governance.rules.tally import CHOICES, Choice, add_up
from governance.rules.weights import is_for_the_room, voices_in_room

Told = dict[str, Outcome]
Side = Literal["for", "against"]
FOR: Side = "for"
AGAINST: Side = "against"


@dataclass(frozen=True, slots=True)
class Held:
    """A vote about to be taken: who may vote, who is there, and by what number of voices."""

    vote: VoteFacts
    path: str
    poll: Poll[Choice | Split]
    attendance: Attendance
    secret: bool


def decide_vote(vote: VoteFacts, path: str, room: Room, earlier: Told) -> Outcome:
    """Return what one vote came to, with all that led there.

    Args:
        path: of the vote in the document, for refusals.
        earlier: what the votes before it came to, by key.
    """
    told: Outcome = {}
    if vote.after is not None:
        told["second_vote"], is_open = _second_vote(vote, room, earlier.get(vote.after, {}))
        if not is_open:
            return {**told, "adopted": False}
    if vote.opponents is not None or vote.oppositions or vote.proposed_on is not None:
        told["tacit"], is_voted = judge_oppositions(vote, room)
        if not is_voted:
            return {**told, "adopted": told["tacit"]["state"] == "adopted"}
    secret = vote.secret
    if vote.secret_asked_by is not None or vote.secret_askers:
        told["secret_request"] = judge_secret_request(vote, room)
        secret = secret or told["secret_request"]["granted"]
    told["secret"] = secret
    held = _held(vote, path, room, secret=secret)
    if room.is_counted:
        quorum, stopped = judge_quorum(held.attendance, vote, room)
        told["quorum"] = quorum
        if stopped is not None:
            return {**told, "adopted": False, "not_decided": stopped}
    return {**told, **_decision(held, room)}


def judge_quorum(attendance: Attendance, vote: Any, room: Room) -> tuple[Outcome, Outcome | None]:
    """Return the quorum of a vote, and why it may not be taken.

    Args:
        vote: a vote on a resolution or an election: its reason to go on, who is concerned.
    """
    concerned = frozenset(getattr(vote, "concerned", ()))
    now = room.quorum_of(attendance, concerned)
    opening: QuorumStatement | None = None
    if room.case.opened_at is not None:
        opening = room.quorum_at(room.case.opened_at)
    found = outlook(opening, now, room.rules)
    told: Outcome = {
        "met": now.met,
        "counted": now.counted,
        "required": now.required,
        "outlook": found.code,
        "scale": room.roll.scale,
        "steps": [step.to_facts() for step in now.steps],
    }
    try:
        check_outlook(found, vote.forced_reason or "")
    except GovernanceError as refusal:
        return told, refused(refusal)
    if found.needs_reason:
        told["forced"] = {"reason": vote.forced_reason, "clause": found.clause}
    return told, None


def _second_vote(vote: VoteFacts, room: Room, first: Outcome) -> tuple[Outcome, bool]:
    """Return whether the clause of the vote that failed offers this second one."""
    offered = first.get("decision", {}).get("second_vote")
    rule = majority_of_item(room.rules, room.case.body, vote.majority)
    key = vote.majority or ("extraordinary" if room.case.body == "AGE" else "ordinary")
    is_open = bool(offered and offered["is_open"] and offered["then"] == key)
    told = {"after": vote.after, "majority": key, "accepted": is_open, "clause": rule.clause}
    closed: Outcome = {} if is_open else {"code": "majority.second-vote-closed"}
    return {**told, **closed}, is_open


def _held(vote: VoteFacts, path: str, room: Room, *, secret: bool) -> Held:
    concerned = frozenset(vote.concerned)
    roll = room.roll.for_item(concerned, room.rules)
    moment = room.for_item(vote.at, concerned)
    majority = majority_of_item(room.rules, room.case.body, vote.majority).value

    def check(choice: Choice | Split, rights: list[int]) -> str | None:
        if not isinstance(choice, Split):
            return None
        return check_split(choice, rights, roll, room.rules, majority, secret)

    poll: Poll[Choice | Split] = Poll(
        room.rules,
        roll,
        moment,
        room.case.on,
        room.is_counted,
        may_revote=secret and room.rules.vote.revote.value,
        instructed=_instructed(vote.key, room, moment),
        check=check,
    )
    afar = absent_voters(vote.ballots, poll) - moment.attendance.represented
    attendance = replace(moment.attendance, correspondence=afar)
    return Held(vote, path, poll, attendance, secret)


def _instructed(key: str, room: Room, moment: Moment) -> dict[int, Choice | Split]:
    """Return by principal the choice that its proxy has to make in this vote."""
    standing = {(one.principal_id, one.holder_id) for one in moment.mandates}
    return {
        proxy.principal: proxy.instructions[key]
        for proxy, told in zip(room.case.proxies, room.proxies, strict=True)
        if key in proxy.instructions and (proxy.principal, told["holder"]) in standing
    }


def _decision(held: Held, room: Room) -> Outcome:
    vote, roll = held.vote, held.poll.roll
    if vote.counts is None and not vote.ballots:
        return {}
    told: Outcome = {}
    votes: dict[int, Choice] = {}
    if vote.counts is not None:
        count, detail = _counted(vote.counts, roll, held.attendance), Detail()
    else:
        cast, acts = cast_all([(one, _choice(one)) for one in vote.ballots], held.poll)
        splits = {right: one for right, one in cast.items() if isinstance(one, Split)}
        votes = {right: one.main if isinstance(one, Split) else one for right, one in cast.items()}
        told |= _with_the_board(votes, held)
        attendance = _attendance(room, held.attendance, votes)
        roll, capped = in_the_room(room, held.poll, attendance)
        tally = add_up(votes, roll, attendance, capped)
        count, detail = with_splits(tally.count, tally.detail, splits, roll)
        told |= {"ballots": acts, "members": {c: list(m) for c, m in tally.members.items()}}
        if capped is not None:
            told["voices_in_the_room"] = {
                str(number): voices_told(voices, roll.scale)
                for number, voices in sorted(capped.items())
            }
    decision, role = _decided(held, room, votes, count, detail)
    counted = {"for": count.for_, "against": count.against, "abstention": count.abstention,
               "blank": count.blank, "null": count.null}  # fmt: skip
    return {
        **told,
        "adopted": decision.adopted,
        "count": {choice: voices_told(amount, roll.scale) for choice, amount in counted.items()},
        "casting_role": role,
        "scale": roll.scale,
        "decision": decision.to_facts(),
    }


def _choice(ballot: BallotFacts) -> Choice | Split:
    """Return the choice of a ballot, or the parts that it splits the right in."""
    if ballot.choice is not None:
        return ballot.choice
    return Split(tuple((one, ballot.parts[one]) for one in CHOICES if ballot.parts.get(one)))


def _decided(
    held: Held, room: Room, votes: Mapping[int, Choice], count: Count, detail: Detail
) -> tuple[Decision, str | None]:
    vote = held.vote
    role = casting_role(room.rules, held.secret)
    decision = decide(
        count,
        majority_of_item(room.rules, room.case.body, vote.majority),
        (vote.casting or _casting(role, room, votes)) if role else None,
        detail=detail,
        casting_vote=room.rules.casting_vote.value,
    )
    return decision, role


def _casting(role: str | None, room: Room, votes: Mapping[int, Choice]) -> Side | None:
    """Return how the one who has the casting vote voted, where exactly one member has the role."""
    holders = room.roles(role) if role else ()
    choice = votes.get(holders[0]) if len(holders) == 1 else None
    return {"for": FOR, "against": AGAINST}.get(choice or "")


def _with_the_board(votes: dict[int, Choice], held: Held) -> Outcome:
    """Let the proxies that name nobody vote as the board proposes; a right is used once."""
    entitled = held.poll.roll.entitled_ids()
    free = sorted((held.poll.moment.with_the_board & entitled) - votes.keys())
    free = [number for number in free if number not in held.poll.there]
    if not free:
        return {}
    if held.vote.recommended is None:
        expected = "true or false: proxies without a name follow the board"
        raise refuse("ruleset.missing", f"{held.path}.recommended", None, expected)
    choice: Choice = "for" if held.vote.recommended else "against"
    votes.update(dict.fromkeys(free, choice))
    clause = held.poll.rules.proxy.blank.clause
    return {"with_the_board": {"members": free, "choice": choice, "clause": clause}}


def in_the_room(
    room: Room, poll: Poll[Any], attendance: Attendance
) -> tuple[Roll, dict[int, int] | None]:
    """Return what each right weighs under a cap that looks at the room; None without one."""
    roll = poll.roll
    if not is_for_the_room(room.rules):
        return roll, None
    there = attendance.onsite | attendance.online | attendance.correspondence
    held: dict[int, list[int]] = {}
    for mandate in effective_mandates(poll.moment.mandates, there, room.rules):
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


def _counted(counts: Mapping[str, int], roll: Roll, attendance: Attendance) -> Count:
    made = {choice: amount * roll.scale for choice, amount in counts.items()}
    there = attendance.onsite | attendance.online
    return Count(
        made.get("for", 0),
        made.get("against", 0),
        made.get("abstention", 0),
        made.get("blank", 0),
        made.get("null", 0),
        present_voices=voices_of(roll, there),
        represented_voices=voices_of(roll, attendance.represented | attendance.correspondence),
        roll_voices=roll.total_voices,
    )


def _attendance(room: Room, attendance: Attendance, votes: Mapping[int, Choice]) -> Attendance:
    """Return who is there; where the case does not say, those whose right was used."""
    return attendance if room.is_counted else replace(Attendance(), onsite=frozenset(votes))
