"""Results (proclamation): counts put to the rules, one canonical document per poll."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.polls import OpenVote, Poll, PollLine
from governance.rules.agenda import majority_of_item
from governance.rules.majority import Count, decide
from governance.rules.ruleset import RuleSet
from governance.rules.seats import CandidateCount, fill_seats
from governance.rules.secrecy import judge_publication
from governance.services import journal, rulesets
from governance.services.journal import Actor

FOR, AGAINST, ABSTENTION = "Pour", "Contre", "Abstention"
ANSWERS = (FOR, AGAINST, ABSTENTION)


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
    counts: Sequence[int],
    *,
    fingerprint: str | None,
    actor: Actor,
    now: datetime,
) -> dict[str, Any]:
    """Put the counts to the rules, write the result and its hash, and journal it."""
    rules = rulesets.of_meeting(session, poll.meeting)
    result = _result(poll, counts, rules, fingerprint)
    if poll.secret:
        poll.secrecy = {**(poll.secrecy or {}), "exposed": _exposed(poll, counts)}
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
    """Return the announced result as data."""
    if poll.result is None:
        return None
    result: dict[str, Any] = json.loads(poll.result)
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
    poll: Poll, counts: Sequence[int], rules: RuleSet, fingerprint: str | None
) -> dict[str, Any]:
    """Return the result: same counts, roll and rules, same bytes."""
    signed = [line for line in poll.lines if line.signed]
    named = _named(poll.question, counts)
    is_election = poll.item.kind == "election"
    return {
        "position": poll.item.position,
        "title": poll.item.title,
        "kind": poll.item.kind,
        "secret": poll.secret,
        "rules": rulesets_digest(poll),
        "entitled": _entitled(poll),
        "voted": {"heads": len(signed), "voices": sum(line.voices for line in signed)},
        "counts": named,
        "decision": None if is_election else _decision(poll, named, len(signed), rules),
        "seats": _seats(poll, counts, rules) if is_election else None,
        "quorum_at_opening": poll.quorum_at_opening,
        "quorum_at_closing": poll.quorum_at_closing,
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


def _named(question: Mapping[str, Any], counts: Sequence[int]) -> dict[str, int]:
    """Return the counts by answer; the blank box, in front where there is one, as « Blanc »."""
    names = (["Blanc"] if question["blank"] else []) + list(question["answers"])
    return dict(zip(names, counts, strict=True))


def _decision(poll: Poll, named: Mapping[str, int], voters: int, rules: RuleSet) -> dict[str, Any]:
    quorum = poll.quorum_at_closing or poll.quorum_at_opening or {}
    count = Count(
        for_=named[FOR],
        against=named[AGAINST],
        abstention=named[ABSTENTION],
        blank=named.get("Blanc", 0),
        voters=voters,
        present_voices=quorum.get("onsite_voices", 0) + quorum.get("online_voices", 0),
        represented_voices=quorum.get("represented_voices", 0),
        roll_voices=_entitled(poll)["voices"],
    )
    rule = majority_of_item(rules, poll.meeting.body, poll.majority)
    return decide(count, rule).to_facts()


def _seats(poll: Poll, counts: Sequence[int], rules: RuleSet) -> dict[str, Any]:
    voices = list(counts)[1:] if poll.question["blank"] else list(counts)
    candidates = [
        CandidateCount(str(number), name, amount)
        for number, (name, amount) in enumerate(
            zip(poll.question["answers"], voices, strict=True), 1
        )
    ]
    return fill_seats(candidates, poll.item.seats or 1, rules.election).to_facts()


def _exposed(poll: Poll, counts: Sequence[int]) -> dict[str, Any]:
    """Return whose choice this very result gives away, by weight: never what it gives away.

    Asked only where each ballot ticks one box.
    """
    weights = [line.voices for line in poll.lines if line.signed]
    if poll.question["max"] != 1 or sum(weights) != sum(counts) or not weights:
        return {"checked": False, "voters": []}
    verdict = judge_publication(weights, list(counts))
    voters = [{"weight": one.weight, "holders": one.holders} for one in verdict.exposed]
    return {"checked": True, "exact": verdict.exact, "voters": voters}
