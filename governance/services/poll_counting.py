"""Counting an opened box (dépouillement): announced at once, unless a tie needs a person's act."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from ballots.errors import RefusedError
from ballots.services import closing, counting
from ballots.services.elections import load_election
from governance.errors import InvalidInputError, StateError
from governance.models.polls import Poll
from governance.rules.questions import TieBreak, is_mixed, kind_of
from governance.services import journal, polls, results
from governance.services.journal import Actor


def open_box(session: Session, poll: Poll, *, actor: Actor, now: datetime) -> None:
    """Open the box and announce what it held, if the parts it has are enough."""
    election = polls.election_of(poll)
    if not closing.has_enough(session, election):
        return
    row = closing.finish(session, election)[0]
    if is_mixed(poll.question):
        _count(session, poll, cast("Sequence[Sequence[int]]", row), actor=actor, now=now)
    elif kind_of(poll.question) == "lists":
        lists = results.Opened(lists=cast("Sequence[Sequence[int]]", row))
        _announce(session, poll, lists, actor=actor, now=now)
    else:
        boxes = results.Opened(counts=cast("Sequence[int]", row))
        _announce(session, poll, boxes, actor=actor, now=now)


def waiting_tie(poll: Poll) -> list[str]:
    """Return the names between whom an opened poll waits for a person's act."""
    tied = (poll.tie or {}).get("tied", ())
    return [] if poll.announced_at else [poll.question["answers"][place] for place in tied]


def settle_by_age(
    session: Session, poll: Poll, births: Sequence[date], *, actor: Actor, now: datetime
) -> None:
    """Part the tied by their dates of birth, the eldest first, and announce.

    Args:
        births: one for each candidate, in the order of the ballot; kept nowhere.
    Raises:
        StateError: poll.no-tie.
        InvalidInputError: tie.births; tie.same-day, when two of the tied were born on one day.
    """
    _require_tie(session, poll, TieBreak.ELDEST)
    if len(births) != len(poll.question["answers"]):
        raise InvalidInputError("tie.births")
    if not all(born < now.date() for born in births):
        raise InvalidInputError("tie.births")
    _settle(session, poll, counting.by_age(births), actor=actor, now=now)


def settle_by_casting_vote(
    session: Session, poll: Poll, ranks: Sequence[int], *, actor: Actor, now: datetime
) -> None:
    """Part the tied as the chair ranks all candidates, and announce.

    Args:
        ranks: 1 for the first, each number once, in the order of the ballot.
    Raises:
        StateError: poll.no-tie.
        InvalidInputError: tie.ranks.
    """
    _require_tie(session, poll, TieBreak.CASTING_VOTE)
    if sorted(ranks) != list(range(1, len(poll.question["answers"]) + 1)):
        raise InvalidInputError("tie.ranks", most=len(poll.question["answers"]))
    order = sorted(range(len(ranks)), key=lambda place: ranks[place])
    _settle(session, poll, counting.by_casting_vote(order), actor=actor, now=now)


def _require_tie(session: Session, poll: Poll, rule: TieBreak) -> None:
    polls.hold(session, poll)
    if not waiting_tie(poll) or poll.question["counting"]["tie"]["rule"] != rule:
        raise StateError("poll.no-tie")


def _settle(
    session: Session, poll: Poll, tie_break: counting.TieBreak, *, actor: Actor, now: datetime
) -> None:
    rows = closing.result_rows(session, polls.election_of(poll))
    if rows is None:
        raise StateError("poll.no-tie")
    rankings = cast("Sequence[Sequence[int]]", rows[0])
    try:
        counted = counting.count(poll.question, rankings, tie_break)
    except RefusedError as refusal:
        if refusal.code != "counting.tie":
            raise
        raise InvalidInputError("tie.same-day", names=_names(poll, refusal.facts)) from refusal
    facts = {
        "position": poll.item.position,
        "rule": poll.question["counting"]["tie"]["rule"],
        "settled": counted["settled"],
    }
    journal.record(
        session, "poll.tie-settled", facts, actor=actor, meeting_id=poll.meeting_id, now=now
    )
    opened = results.Opened(ranking=counted, rankings=rankings)
    _announce(session, poll, opened, actor=actor, now=now)


def _count(
    session: Session, poll: Poll, rankings: Sequence[Sequence[int]], *, actor: Actor, now: datetime
) -> None:
    """Run the declared count; a tie that needs a person leaves the poll closed, waiting."""
    try:
        counted = counting.count(poll.question, rankings, _lot(poll))
    except RefusedError as refusal:
        if refusal.code != "counting.tie":
            raise
        poll.tie = {**(poll.tie or {}), "tied": list(cast("Sequence[int]", refusal.facts["tied"]))}
        facts = {"position": poll.item.position, "names": _names(poll, refusal.facts)}
        journal.record(
            session, "poll.tied", facts, actor=actor, meeting_id=poll.meeting_id, now=now
        )
        return
    opened = results.Opened(ranking=counted, rankings=rankings)
    _announce(session, poll, opened, actor=actor, now=now)


def _lot(poll: Poll) -> counting.TieBreak | None:
    """Return the lot that the poll committed to, None where a person parts the tied."""
    tie = poll.question["counting"]["tie"]
    if tie["rule"] != TieBreak.LOT:
        return None
    seed = str((poll.tie or {})["seed"]).encode()
    return counting.lot(seed, tie["commitment"], len(poll.question["answers"]))


def _names(poll: Poll, facts: Mapping[str, Any]) -> str:
    return ", ".join(poll.question["answers"][place] for place in facts["tied"])


def _announce(
    session: Session, poll: Poll, opened: results.Opened, *, actor: Actor, now: datetime
) -> None:
    fingerprint = load_election(session, polls.election_of(poll)).fingerprint
    results.announce(session, poll, opened, fingerprint=fingerprint, actor=actor, now=now)
