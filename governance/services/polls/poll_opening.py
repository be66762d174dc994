"""Opening polls (ouverture): what is missing, then the frozen roll and the box, on a quorum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from ballots.services import counting, setup
from ballots.services.shuffling import ENOUGH_MIXERS
from governance.errors import RuleBrokenError, StateError
from governance.models.meetings import Meeting
from governance.models.polls import Poll, PollLine
from governance.models.roll import ElectionSlot, RollLine
from governance.rules.agenda import majority_of_item
from governance.rules.conditions import check_countable
from governance.rules.lifecycle import require_meeting_move, require_poll_move
from governance.rules.outlook import Outlook, check_outlook
from governance.rules.parts import of_parts
from governance.rules.questions import is_mixed, options_of
from governance.rules.quorum import QuorumStatement
from governance.rules.roll import Roll
from governance.rules.ruleset import RuleSet
from governance.rules.seats import check_alternate
from governance.rules.secrecy import SecrecyVerdict, check_before_opening
from governance.rules.weights import is_for_the_room
from governance.rules.weights.voices import shown
from governance.services.bylaws import associations, rulesets
from governance.services.electorate import rights, roll, room_voices
from governance.services.office import credentials, office
from governance.services.polls import poll_rolls, polls, secrecy_demands
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.sitting import attendance, quorums


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the secretary sees before opening: who may vote, who has no code, what is missing."""

    roll: Roll
    without_code: tuple[str, ...]
    office_ready: bool
    quorum: QuorumStatement
    outlook: Outlook
    secrecy: SecrecyVerdict | None

    @property
    def quorum_met(self) -> bool:
        """Whether no missing quorum stops the vote: it holds, or the bylaws look at the opening."""
        return self.outlook.may_open

    @property
    def voters(self) -> int:
        """How many rights would be on the poll's roll: entitled, and with a code if secret."""
        return self.roll.heads - len(self.without_code)

    @property
    def is_ready(self) -> bool:
        """Whether nothing on the poll's side stands against opening it."""
        return self.office_ready and self.quorum_met and self.voters > 0


def readiness(session: Session, poll: Poll, now: datetime, whole: Roll | None = None) -> Readiness:
    """Return what is known before ``poll`` opens.

    Args:
        whole: the roll of the meeting at ``now``, where it was drawn already.
    """
    meeting = poll.meeting
    whole = whole or roll.roll_at(session, meeting, now)
    drawn = poll_rolls.roll_of(session, poll, now, whole)
    quorum = poll_rolls.quorum_of(session, poll, now, whole)
    found = quorums.outlook_of(session, meeting, quorum)
    if not poll.secret:
        return Readiness(drawn, (), True, quorum, found, None)
    slot = credentials.slot_of(session, poll)
    with_code = credentials.lines_with_code(session, slot) if slot else frozenset()
    numbers = roll.line_numbers(session, meeting.id)
    entitled = drawn.entitled_lines()
    without = tuple(line.name for line in entitled if numbers[line.member_id] not in with_code)
    weights = [line.voices for line in entitled if numbers[line.member_id] in with_code]
    verdict = _secrecy(session, poll, weights, drawn.scale) if weights else None
    return Readiness(drawn, without, _is_office_ready(session, poll, slot), quorum, found, verdict)


def open_poll(
    session: Session,
    poll: Poll,
    *,
    actor: Actor,
    now: datetime,
    accept: bool = False,
    reason: str = "",
) -> None:
    """Freeze the electorate and open the poll, on a quorum as the bylaws look at it.

    Args:
        reason: why the vote is held without its quorum, where the bylaws let one go on.
        accept: the officer was told what the secrecy check fears and who has no code, and opens
            all the same; the journal keeps it.
    Raises:
        StateError: meeting.not-now, poll.not-now, office.not-ready.
        RuleBrokenError: quorum.not-met, with the arithmetic and the clause; quorum.reason-missing;
            poll.nobody; majority.not-in-secret; candidacy.sexes-missing, .not-alternate; unless
            accepted, poll.without-code, secrecy.too-exposed, or poll.without-code-and-exposed.
    """
    polls.hold(session, poll)
    meeting = poll.meeting
    require_meeting_move(meeting.state, "open_poll")
    require_poll_move(poll.state, "open")
    secrecy_demands.settle(session, poll, actor=actor, now=now)
    rules = rulesets.of_meeting(session, meeting)
    quorum = poll_rolls.quorum_of(session, poll, now)
    found = quorums.outlook_of(session, meeting, quorum)
    check_outlook(found, reason)
    entitled = poll_rolls.roll_of(session, poll, now)
    drawn = room_voices.capped_roll(session, meeting, entitled, rules)
    if is_mixed(poll.question):
        drawn = drawn.of_whole_voices()
    poll.voice_scale = drawn.scale
    _require_countable(poll, drawn, rules)
    _require_sexes(poll, rules)
    poll.quorum_at_opening = quorum.to_facts()
    poll.quorum_basis = quorums.basis_of(found, reason)
    ready = readiness(session, poll, now)
    poll.electorate = {
        "heads": drawn.heads,
        "voices": drawn.total_voices,
        "without_code": list(ready.without_code),
        **_room(session, meeting, drawn, rules),
    }
    fingerprint = None
    if poll.secret:
        if not accept:
            _require_unquestioned(ready)
        fingerprint = _open_box(session, poll, drawn, actor=actor, now=now)
    else:
        _freeze(session, poll, drawn, roll.lines_of(session, meeting.id))
    poll.opened_at = now
    session.flush()
    session.expire(poll, ["lines"])
    facts = _told(poll, drawn, ready, accepted=poll.secret and accept)
    facts["fingerprint"] = fingerprint
    journal.record(session, "poll.opened", facts, actor=actor, meeting_id=meeting.id, now=now)


def _told(poll: Poll, drawn: Roll, ready: Readiness, *, accepted: bool) -> dict[str, Any]:
    return {
        "position": poll.item.position,
        "title": poll.item.title,
        "secret": poll.secret,
        "entitled": len(poll.lines),
        "voices": shown(of_parts(sum(line.voices for line in poll.lines), poll.voice_scale)),
        "roll": drawn.digest(),
        "election": poll.election,
        "without_code": list(ready.without_code),
        "secrecy": (poll.secrecy or {}).get("level"),
        "accepted": accepted,
        "quorum": poll.quorum_basis,
    }


def _room(session: Session, meeting: Meeting, drawn: Roll, rules: RuleSet) -> dict[str, Any]:
    """Return the voices in the room, where a cap makes them other than those of the roll."""
    if not is_for_the_room(rules):
        return {}
    there = attendance.attendance_of(session, meeting, rules, drawn)
    return {"room": room_voices.room_of(drawn, there)}


def _require_countable(poll: Poll, drawn: Roll, rules: RuleSet) -> None:
    """Refuse a secret vote on a resolution whose majority looks at heads or colleges."""
    if poll.item.kind == "election":
        return
    rule = majority_of_item(rules, poll.meeting.body, poll.majority)
    equal = all(line.voices == drawn.scale for line in drawn.entitled_lines())
    check_countable(rule, secret=poll.secret, equal_voices=equal)


def _require_sexes(poll: Poll, rules: RuleSet) -> None:
    """Refuse to open an election under a clause of parity: a sex unknown, lists that do not follow.

    Raises:
        RuleBrokenError: candidacy.sexes-missing, candidacy.not-alternate.
    """
    rule = rules.election.parity
    unknown = [one.name for one in poll.item.candidates if not one.sex]
    if poll.item.kind == "election" and rule.value.rule != "none" and unknown:
        names = ", ".join(unknown)
        raise RuleBrokenError("candidacy.sexes-missing", names=names, clause=rule.clause)
    lists: dict[str, list[str]] = {}
    for one in poll.item.candidates:
        if one.list_name:
            lists.setdefault(one.list_name, []).append(one.sex)
    for name, sexes in lists.items():
        check_alternate(name, sexes, rule)


def _require_unquestioned(ready: Readiness) -> None:
    """Raise when something must be accepted before a secret poll opens, naming all of it.

    Raises:
        RuleBrokenError: poll.without-code, secrecy.too-exposed, poll.without-code-and-exposed.
    """
    names = ", ".join(ready.without_code)
    verdict = ready.secrecy
    if verdict is None or verdict.level != "high":
        if names:
            raise RuleBrokenError("poll.without-code", names=names)
        return
    facts = {"voters": verdict.voters, "clause": verdict.clause}
    if names:
        raise RuleBrokenError("poll.without-code-and-exposed", names=names, **facts)
    raise RuleBrokenError("secrecy.too-exposed", **facts)


def _open_box(session: Session, poll: Poll, drawn: Roll, *, actor: Actor, now: datetime) -> str:
    """Open the ballot box of a secret poll for every entitled right that has a code."""
    slot = credentials.slot_of(session, poll)
    if slot is None:
        raise StateError("poll.no-reserve")
    if not _is_office_ready(session, poll, slot):
        raise StateError("office.not-ready")
    public = credentials.take_assignments(session, poll, slot, actor=actor, now=now)
    lines = [line for line in roll.lines_of(session, poll.meeting_id) if line.id in public]
    frozen = _freeze(session, poll, drawn, lines)
    weights = {public[line.id]: voices for line, voices in frozen}
    held = list(weights.values())
    poll.secrecy = _secrecy(session, poll, held, poll.voice_scale).to_facts()
    new = setup.NewElection(
        uuid=slot.election,
        name=f"{poll.meeting.title} — {poll.item.position}. {poll.item.title}",
        description=_description(poll),
        question=counting.asked(poll.question),
        trustees=office.trustees_for(session, poll.meeting_id, slot.group),
        group=slot.group,
        weights=weights,
        administrator=associations.get(session).name,
        credential_authority=credentials.authority_of(poll.meeting),
    )
    return setup.open_election(session, new, int(now.timestamp()))


def _description(poll: Poll) -> str:
    """Return what the archive says of the poll: its text, and in what its weights are counted."""
    if poll.voice_scale == 1:
        return poll.item.resolution
    said = f"Les poids de cette urne comptent des parts de voix : {poll.voice_scale} font une voix."
    return "\n\n".join(text for text in (poll.item.resolution, said) if text)


def _is_office_ready(session: Session, poll: Poll, slot: ElectionSlot | None) -> bool:
    """Return whether the office has its keys in the poll's group, and can mix where it must."""
    group = slot.group if slot else None
    if is_mixed(poll.question) and len(office.trustees(session, poll.meeting_id)) < ENOUGH_MIXERS:
        return False
    return office.is_ready(session, poll.meeting_id, group)


def _freeze(
    session: Session, poll: Poll, drawn: Roll, lines: Sequence[RollLine]
) -> list[tuple[RollLine, int]]:
    """Write the poll's lines: the entitled among ``lines``, with who exercises each right now."""
    acting = roll.acting_persons(session, poll.meeting_id)
    forbidden = poll_rolls.forbidden_hands(session, poll)
    bound = rights.bound_holders(session, poll.meeting)
    holders = {one: holder for one, holder in bound.items() if holder not in forbidden}
    voices = {line.member_id: line.voices for line in drawn.entitled_lines()}
    frozen = []
    for place, line in enumerate((one for one in lines if one.member_id in voices), 1):
        holder = holders.get(line.member_id)
        person = acting.get(line.member_id if holder is None else holder)
        session.add(
            PollLine(
                poll_id=poll.id,
                position=place,
                member_id=line.member_id,
                name=line.name,
                college=line.college,
                voices=voices[line.member_id],
                exercised_by_id=person.id if person else None,
                holder_member_id=holder,
            )
        )
        frozen.append((line, voices[line.member_id]))
    if not frozen:
        raise RuleBrokenError("poll.nobody")
    return frozen


def _secrecy(session: Session, poll: Poll, weights: list[int], scale: int) -> SecrecyVerdict:
    options = options_of(poll.question)
    rules = rulesets.of_meeting(session, poll.meeting)
    verdict = check_before_opening(weights, options, rules.vote.min_secret_group)
    return verdict.in_voices(scale)
