"""Results (proclamation): counts put to the rules, one canonical document per poll."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.polls import OpenVote, Poll, PollLine
from governance.rules.agenda import majority_of_item
from governance.rules.majority import Count, Detail, decide
from governance.rules.parts import in_voices, of_parts, read_voices
from governance.rules.questions import YES_NO, kind_of, names_of
from governance.rules.ruleset import Ruled, RuleSet
from governance.rules.secrecy import judge_publication
from governance.rules.weights.voices import shown
from governance.services.bylaws import rulesets
from governance.services.electorate import room_voices
from governance.services.polls import seating, seating_lists, vote_details
from governance.services.records import journal
from governance.services.records.journal import Actor

FOR, AGAINST, ABSTENTION = YES_NO
BLANK = "Blanc"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a poll came to: voices per box, list by list, or the count of its rankings as data."""

    counts: Sequence[int] = ()  # the blank first where the question has one
    lists: Sequence[Sequence[int]] = ()  # the list's own voices first, then its candidates'
    ranking: dict[str, Any] | None = None
    rankings: Sequence[Sequence[int]] = ()  # every ballot by itself, never written in the result


def open_counts(session: Session, poll: Poll) -> list[int]:
    """Add up the named votes of an open poll, box by box, in voices."""
    boxes = len(poll.question["answers"]) + bool(poll.question["blank"])
    totals = [0] * boxes
    wanted = (
        select(OpenVote.choice, PollLine.voices).join(PollLine).where(PollLine.poll_id == poll.id)
    )
    for choice, voices in session.execute(wanted):
        totals = [total + mark * voices for total, mark in zip(totals, choice, strict=True)]
    return totals


def announce(
    session: Session,
    poll: Poll,
    opened: Opened,
    *,
    fingerprint: str | None,
    actor: Actor,
    now: datetime,
) -> dict[str, Any]:
    """Put the counts to the rules, write the result and its hash, and journal it."""
    rules = rulesets.of_meeting(session, poll.meeting)
    detail = vote_details.detail_of(session, poll)
    result = _result(session, poll, opened, rules, fingerprint, detail)
    if poll.secret:
        poll.secrecy = {**(poll.secrecy or {}), "exposed": _exposed(poll, opened)}
    poll.announced_at = now
    poll.result = json.dumps(result, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    poll.result_sha256 = hashlib.sha256(poll.result.encode()).hexdigest()
    session.flush()
    facts = {
        "position": poll.item.position,
        "title": poll.item.title,
        "counts": result["counts"],
        "adopted": (result["decision"] or {}).get("adopted"),
        "elected": (result["seats"] or {}).get("elected"),
        "sha256": poll.result_sha256,
    }
    journal.record(
        session, "poll.announced", facts, actor=actor, meeting_id=poll.meeting_id, now=now
    )
    return result


def read_result(poll: Poll) -> dict[str, Any] | None:
    """Return the announced result as data; parts of a voice are exact fractions."""
    if poll.result is None:
        return None
    result: dict[str, Any] = read_voices(json.loads(poll.result))
    return result


def all_results(session: Session, meeting_id: int) -> bytes:
    """Return every announced result of a meeting as one canonical JSON document."""
    wanted = (
        select(Poll)
        .where(Poll.meeting_id == meeting_id, Poll.announced_at.is_not(None))
        .order_by(Poll.id)
    )
    results = [json.loads(poll.result) for poll in session.scalars(wanted) if poll.result]
    plain = json.dumps({"results": results}, ensure_ascii=False, sort_keys=True, indent=1)
    return plain.encode() + b"\n"


def _result(
    session: Session,
    poll: Poll,
    opened: Opened,
    rules: RuleSet,
    fingerprint: str | None,
    detail: Detail,
) -> dict[str, Any]:
    """Return the result: same counts, roll and rules, same bytes."""
    signed = [line for line in poll.lines if line.signed]
    named = _named(poll.question, opened)
    is_election = poll.item.kind == "election"
    decision = None if is_election else _decision(poll, named, len(signed), rules, detail)
    seats = _seats(session, poll, opened, rules) if is_election else None
    told = {
        "entitled": _entitled(poll),
        "voted": {"heads": len(signed), "voices": sum(line.voices for line in signed)},
        "counts": named,
        "decision": decision,
        "seats": seats,
    }
    return {
        "position": poll.item.position,
        "title": poll.item.title,
        "kind": poll.item.kind,
        "secret": poll.secret,
        "rules": rulesets_digest(poll),
        **in_voices(told, poll.voice_scale),
        "ranking": _ranking(poll, opened),
        **({"voice_scale": poll.voice_scale} if poll.voice_scale != 1 else {}),
        "quorum_at_opening": poll.quorum_at_opening,
        "quorum_at_closing": poll.quorum_at_closing,
        **({"quorum_basis": poll.quorum_basis} if poll.quorum_basis else {}),
        "election": poll.election,
        "fingerprint": fingerprint,
    }


def _entitled(poll: Poll) -> dict[str, int]:
    """Return who was entitled when the poll opened, those without a code included."""
    kept = poll.electorate or {}
    return {"heads": kept.get("heads", 0), "voices": kept.get("voices", 0)}


def rulesets_digest(poll: Poll) -> str:
    """Return the hash of the rule set that the meeting pins."""
    return poll.meeting.rule_set.sha256


def _named(question: Mapping[str, Any], opened: Opened) -> dict[str, int]:
    """Return the voices by answer or by list; of rankings, only how many were blank."""
    if opened.ranking is not None:
        return {BLANK: opened.ranking["blank"]}
    if kind_of(question) == "lists":
        rows = zip(question["lists"], opened.lists, strict=True)
        blank = {BLANK: opened.counts[0]} if opened.counts else {}
        return {one["name"]: row[0] for one, row in rows} | blank
    return dict(zip(names_of(question), opened.counts, strict=True))


def _ranking(poll: Poll, opened: Opened) -> dict[str, Any] | None:
    """Return every round of a count of rankings, and what anyone needs to repeat it."""
    if opened.ranking is None:
        return None
    shown = {"candidates": poll.question["answers"], "tie": _tie(poll)}
    if kind_of(poll.question) == "graded":
        shown["grades"] = poll.question["grades"]
    return {**opened.ranking, **shown}


def _tie(poll: Poll) -> dict[str, Any]:
    """Return the rule that parts ties, with the lot's seed where a lot was drawn."""
    rule, kept = poll.question["counting"]["tie"], poll.tie or {}
    shown = ("seed", "commitment") if kept.get("drawn") else ("seed",) * ("commitment" in rule)
    return {**rule, **{name: kept[name] for name in shown if name in kept}}


def _decision(
    poll: Poll, named: Mapping[str, int], voters: int, rules: RuleSet, detail: Detail
) -> dict[str, Any]:
    present, represented = room_voices.kept_in_room(poll)
    count = Count(
        for_=named[FOR],
        against=named[AGAINST],
        abstention=named[ABSTENTION],
        blank=named.get(BLANK, 0),
        voters=voters,
        present_voices=present,
        represented_voices=represented,
        roll_voices=_entitled(poll)["voices"],
    )
    rule = majority_of_item(rules, poll.meeting.body, poll.majority)
    if poll.secret and all(line.voices == poll.voice_scale for line in poll.lines):
        detail = Detail(heads=count.shared(poll.voice_scale))
    casting = rules.casting_vote.value
    return decide(count, rule, detail=detail, casting_vote=casting).to_facts()


def _seats(session: Session, poll: Poll, opened: Opened, rules: RuleSet) -> dict[str, Any]:
    seats, rule = poll.item.seats or 1, rules.election.rule
    if opened.ranking is not None:
        return _ranked_seats(poll, opened.ranking, seats, rule)
    if kind_of(poll.question) == "lists":
        return seating_lists.seats_of(poll, opened.lists, rules)
    return seating.seats_of(session, poll, opened.counts, rules)


def _ranked_seats(
    poll: Poll, ranking: Mapping[str, Any], seats: int, rule: Ruled[Any]
) -> dict[str, Any]:
    elected = [poll.question["answers"][place] for place in ranking["elected"]]
    return {
        "elected": elected,
        "tie": [],
        "seats": seats,
        "open_seats": 0,
        "vacant": seats - len(elected),
        "clause": rule.clause,
        "source": rule.source.value,
        "ranking": [],
        "steps": [],
    }


def _exposed(poll: Poll, opened: Opened) -> dict[str, Any]:
    """Return whose choice this very result gives away, by weight: never what it gives away.

    Asked only where each ballot ticks one box, chooses one list, or is opened by itself.
    """
    weights = [line.voices for line in poll.lines if line.signed]
    counts = _choices(poll, opened)
    if sum(weights) != sum(counts) or not weights:
        return {"checked": False, "voters": []}
    verdict = judge_publication(weights, counts)
    voters = [
        {"weight": shown(of_parts(one.weight, poll.voice_scale)), "holders": one.holders}
        for one in verdict.exposed
    ]
    return {"checked": True, "exact": verdict.exact, "voters": voters}


def _choices(poll: Poll, opened: Opened) -> list[int]:
    """Return how many voices made each choice, nothing where a ballot makes several."""
    if opened.ranking is not None:
        alike = Counter(map(tuple, opened.rankings))
        most = max(alike.values(), default=0)
        return [most, alike.total() - most]  # equal voices: only unanimity shows a choice
    if opened.lists:
        return [row[0] for row in opened.lists]
    return list(opened.counts) if poll.question["max"] == 1 else []
