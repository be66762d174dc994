"""Ties of an election (égalités) parted by a person's act: dates, the chair, a lot, a new vote."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy.orm import Session

from ballots.errors import RefusedError
from ballots.services import closing, counting
from governance.errors import InvalidInputError, StateError
from governance.models.polls import Poll
from governance.rules.questions import TieBreak, is_mixed, kind_of
from governance.rules.seats import decided_step
from governance.services.bylaws import rulesets
from governance.services.polls import poll_counting, polls, results, seating, seating_lists
from governance.services.polls.poll_counting import tie_rule, waiting_tie
from governance.services.records import journal
from governance.services.records.journal import Actor


class Otherwise(StrEnum):
    """What parts those whom the dates leave level, since the clause goes no further."""

    NOTHING = ""
    LOT = "lot"  # that of the poll, its seed committed to before the opening
    NEW_VOTE = "new-vote"


def has_lot(poll: Poll) -> bool:
    """Say whether the poll committed to a lot before it opened."""
    kept = poll.tie or {}
    return "seed" in kept and "commitment" in kept


def settle_by_dates(
    session: Session,
    poll: Poll,
    dates: Sequence[date],
    *,
    otherwise: Otherwise = Otherwise.NOTHING,
    actor: Actor,
    now: datetime,
) -> None:
    """Part the tied by their dates, of birth or of entry as the rule says, and announce.

    Args:
        dates: one for each candidate of a ranking in the order of the ballot, one for each of the
            tied of boxes; kept nowhere.
        otherwise: what the assembly chose for those whom these very dates leave level.
    Raises:
        StateError: poll.no-tie, tie.no-lot.
        InvalidInputError: tie.births; tie.same-day, when the dates part too few.
    """
    _require_tie(session, poll, *(rule.value for rule in seating.BY_DATES))
    mixed = is_mixed(poll.question)
    named = poll.question["answers"] if mixed else waiting_tie(poll)
    if len(dates) != len(named) or not all(day < now.date() for day in dates):
        raise InvalidInputError("tie.births")
    if otherwise is Otherwise.LOT and not has_lot(poll):
        raise StateError("tie.no-lot")
    if kind_of(poll.question) == "lists":
        known = dict(zip(named, dates, strict=True))
        _seat_lists_by_dates(session, poll, known, otherwise, actor=actor, now=now)
    elif mixed:
        _rank_by_age(session, poll, dates, otherwise, actor=actor, now=now)
    else:
        known = dict(zip(named, dates, strict=True))
        _seat_by_dates(session, poll, known, otherwise, actor=actor, now=now)


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
    _count_with(session, poll, counting.by_casting_vote(order), {}, actor=actor, now=now)


def _require_tie(session: Session, poll: Poll, *rules: str) -> None:
    polls.hold(session, poll)
    if not waiting_tie(poll) or tie_rule(session, poll) not in rules:
        raise StateError("poll.no-tie")


def _rank_by_age(
    session: Session,
    poll: Poll,
    births: Sequence[date],
    otherwise: Otherwise,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Part a ranking by age; where dates are equal the lot decides, if the assembly chose it."""
    by_age = counting.by_age(births)
    try:
        _count_with(session, poll, by_age, {}, actor=actor, now=now)
    except InvalidInputError:
        if otherwise is not Otherwise.LOT:
            raise
        kept = poll.tie or {}
        lot = counting.lot(kept["seed"].encode(), kept["commitment"], len(births))
        poll.tie = {**kept, "drawn": True}
        told = {"then": "lot"}
        _count_with(session, poll, counting.first_then(by_age, lot), told, actor=actor, now=now)


def _count_with(
    session: Session,
    poll: Poll,
    tie_break: counting.TieBreak,
    told: Mapping[str, str],
    *,
    actor: Actor,
    now: datetime,
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
        tied = cast("Sequence[int]", refusal.facts["tied"])
        names = ", ".join(poll.question["answers"][place] for place in tied)
        raise InvalidInputError("tie.same-day", names=names) from refusal
    facts = {"rule": tie_rule(session, poll), "settled": counted["settled"], **told}
    _record(session, poll, facts, actor, now)
    opened = results.Opened(ranking=counted, rankings=rankings)
    poll_counting.announce(session, poll, opened, actor=actor, now=now)


def _seat_by_dates(
    session: Session,
    poll: Poll,
    dates: Mapping[str, date],
    otherwise: Otherwise,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    counts = _counts(session, poll)
    rules = rulesets.of_meeting(session, poll.meeting)
    judged = seating.judge(session, poll, counts, rules, dates)
    settled, level = judged.settled, [judged.names[one] for one in judged.election.tie]
    if level and otherwise is Otherwise.NOTHING:
        raise InvalidInputError("tie.same-day", names=", ".join(level))
    told: list[dict[str, Any]] = []
    if level and otherwise is Otherwise.LOT:
        settled = seating.draw(judged, poll)
        drawn = [judged.names[one] for one in settled if judged.names[one] in level]
        told = [decided_step(drawn, seating.lot_of(poll)).to_facts()]
    elif level:
        told = [decided_step(level, None).to_facts()]
    poll.tie = {**(poll.tie or {}), "settled": list(settled), "told": told}
    facts = {
        "rule": rules.election.rule.value.tie.value,
        "settled": [judged.names[one] for one in settled],
        **({"then": otherwise.value, "level": level} if level else {}),
    }
    _record(session, poll, facts, actor, now)
    opened = results.Opened(counts=counts)
    poll_counting.announce(session, poll, opened, actor=actor, now=now)


def _seat_lists_by_dates(
    session: Session,
    poll: Poll,
    dates: Mapping[str, date],
    otherwise: Otherwise,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    opened = _opened_lists(session, poll)
    rules = rulesets.of_meeting(session, poll.meeting)
    before = set(_seats_held(seating_lists.judge(poll, opened.lists, rules)))
    facts = seating_lists.judge(poll, opened.lists, rules, dates)
    if facts["tie"] and otherwise is not Otherwise.LOT:
        raise InvalidInputError("tie.same-day", names=", ".join(facts["tie"]))
    level, told = list(facts["tie"]), []
    if level:
        settled = list(seating_lists.draw(poll, facts))
        told = [decided_step(settled, seating.lot_of(poll)).to_facts()]
    else:
        settled = sorted({name for name, _ in set(_seats_held(facts)) - before})
    poll.tie = {**(poll.tie or {}), "settled": settled, "told": told}
    said = {"rule": rules.election.rule.value.tie.value, "settled": settled}
    _record(session, poll, said | ({"then": "lot", "level": level} if level else {}), actor, now)
    poll_counting.announce(session, poll, opened, actor=actor, now=now)


def asked_of(session: Session, poll: Poll) -> dict[str, str]:
    """Return of whom a date is asked, by what is level: of a list, its candidate to come."""
    named = poll.question["answers"] if is_mixed(poll.question) else waiting_tie(poll)
    if kind_of(poll.question) != "lists":
        return {name: name for name in named}
    rules = rulesets.of_meeting(session, poll.meeting)
    facts = seating_lists.judge(poll, _opened_lists(session, poll).lists, rules)
    return {name: seating_lists.next_of(poll, facts).get(name, name) for name in named}


def _seats_held(facts: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(one["name"], one["seats"]) for one in facts["lists"]]


def _opened_lists(session: Session, poll: Poll) -> results.Opened:
    if not poll.secret:
        counts = results.open_counts(session, poll)
        return results.Opened(counts=counts, lists=seating_lists.open_rows(poll, counts))
    rows = closing.result_rows(session, polls.election_of(poll))
    if rows is None:
        raise StateError("poll.no-tie")
    return results.Opened(lists=cast("Sequence[Sequence[int]]", rows[0]))


def _counts(session: Session, poll: Poll) -> Sequence[int]:
    if not poll.secret:
        return results.open_counts(session, poll)
    rows = closing.result_rows(session, polls.election_of(poll))
    if rows is None:
        raise StateError("poll.no-tie")
    return cast("Sequence[int]", rows[0])


def _record(
    session: Session, poll: Poll, facts: Mapping[str, Any], actor: Actor, now: datetime
) -> None:
    told = {"position": poll.item.position, **facts}
    journal.record(
        session, "poll.tie-settled", told, actor=actor, meeting_id=poll.meeting_id, now=now
    )
