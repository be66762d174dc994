"""Counting an opened box (dépouillement): announced at once, unless a tie needs a person's act."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from ballots.errors import RefusedError
from ballots.services import closing, counting
from ballots.services.elections import load_election
from governance.models.polls import Poll
from governance.rules.questions import TieBreak, is_mixed, kind_of
from governance.services.bylaws import rulesets
from governance.services.polls import polls, results, seating, seating_lists
from governance.services.records import journal
from governance.services.records.journal import Actor


def open_box(session: Session, poll: Poll, *, actor: Actor, now: datetime) -> None:
    """Open the box and announce what it held, if the parts it has are enough."""
    election = polls.election_of(poll)
    if not closing.has_enough(session, election):
        return
    row = closing.finish(session, election)[0]
    if is_mixed(poll.question):
        _count(session, poll, cast("Sequence[Sequence[int]]", row), actor=actor, now=now)
    elif kind_of(poll.question) == "lists":
        rows = cast("Sequence[Sequence[int]]", row)
        _count_lists(session, poll, results.Opened(lists=rows), actor=actor, now=now)
    else:
        count_boxes(session, poll, cast("Sequence[int]", row), actor=actor, now=now)


def waiting_tie(poll: Poll) -> list[str]:
    """Return the names between whom an opened poll waits for a person's act."""
    tied = (poll.tie or {}).get("tied", ())
    return [] if poll.announced_at or not tied else [names_on(poll)[place] for place in tied]


def count_boxes(
    session: Session, poll: Poll, counts: Sequence[int], *, actor: Actor, now: datetime
) -> None:
    """Announce a poll by boxes, unless only dates of birth or of entry part who is level."""
    if kind_of(poll.question) == "lists":
        whole = results.Opened(counts=counts, lists=seating_lists.open_rows(poll, counts))
        _count_lists(session, poll, whole, actor=actor, now=now)
        return
    if poll.item.kind == "election":
        rules = rulesets.of_meeting(session, poll.meeting)
        rule = rules.election.rule.value.tie
        judged = seating.judge(session, poll, counts, rules)
        if judged.election.tie and rule in seating.BY_DATES:
            names = [judged.names[one] for one in judged.election.tie]
            places = [poll.question["answers"].index(name) for name in names]
            _wait(session, poll, places, actor=actor, now=now)
            return
    announce(session, poll, results.Opened(counts=counts), actor=actor, now=now)


def _count_lists(
    session: Session, poll: Poll, opened: results.Opened, *, actor: Actor, now: datetime
) -> None:
    """Announce a vote on lists, unless only dates part the lists that are level."""
    rules = rulesets.of_meeting(session, poll.meeting)
    rule = rules.election.rule.value
    tied = seating_lists.judge(poll, opened.lists, rules)["tie"]
    if tied and rule.method == "list" and rule.tie in seating.BY_DATES:
        places = [one["name"] for one in poll.question["lists"]]
        waiting = [places.index(name) for name in tied]
        _wait(session, poll, waiting, actor=actor, now=now)
        return
    announce(session, poll, opened, actor=actor, now=now)


def names_on(poll: Poll) -> list[str]:
    """Return what a ballot chooses between: candidates, or lists."""
    if kind_of(poll.question) == "lists":
        return [one["name"] for one in poll.question["lists"]]
    return list(poll.question["answers"])


def tie_rule(session: Session, poll: Poll) -> str:
    """Return what parts those who are level in an election: the ballot's rule, or the clause's."""
    if is_mixed(poll.question):
        return str(poll.question["counting"]["tie"]["rule"])
    return rulesets.of_meeting(session, poll.meeting).election.rule.value.tie.value


def announce(
    session: Session, poll: Poll, opened: results.Opened, *, actor: Actor, now: datetime
) -> None:
    """Announce what was counted, with the fingerprint of the box where there is one."""
    fingerprint = load_election(session, poll.election).fingerprint if poll.election else None
    results.announce(session, poll, opened, fingerprint=fingerprint, actor=actor, now=now)


def _count(
    session: Session, poll: Poll, rankings: Sequence[Sequence[int]], *, actor: Actor, now: datetime
) -> None:
    """Run the declared count; a tie that needs a person leaves the poll closed, waiting."""
    try:
        counted = counting.count(poll.question, rankings, _lot(poll))
    except RefusedError as refusal:
        if refusal.code != "counting.tie":
            raise
        places = cast("Sequence[int]", refusal.facts["tied"])
        _wait(session, poll, places, actor=actor, now=now)
        return
    opened = results.Opened(ranking=counted, rankings=rankings)
    announce(session, poll, opened, actor=actor, now=now)


def _lot(poll: Poll) -> counting.TieBreak | None:
    """Return the lot that the poll committed to, None where a person parts the tied."""
    tie = poll.question["counting"]["tie"]
    if tie["rule"] != TieBreak.LOT:
        return None
    seed = str((poll.tie or {})["seed"]).encode()
    return counting.lot(seed, tie["commitment"], len(poll.question["answers"]))


def _wait(
    session: Session, poll: Poll, places: Sequence[int], *, actor: Actor, now: datetime
) -> None:
    """Leave a poll closed until a person parts the candidates at these places of the ballot."""
    poll.tie = {**(poll.tie or {}), "tied": list(places)}
    names = ", ".join(names_on(poll)[place] for place in places)
    facts = {"position": poll.item.position, "names": names}
    journal.record(session, "poll.tied", facts, actor=actor, meeting_id=poll.meeting_id, now=now)
