"""Seats between lists (scrutin de listes): the counts of a poll put to the clause of the bylaws."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from governance.models.polls import Poll
from governance.rules.list_seats import ListCount, share_seats
from governance.rules.questions import Share
from governance.rules.ruleset import RuleSet
from governance.rules.seats import Person, draw_lots, elect_lists
from governance.services.polls.seating import lot_of

Rows = Sequence[Sequence[int]]  # of each list: its voices, then those of its candidates


def seats_of(poll: Poll, rows: Rows, rules: RuleSet) -> dict[str, Any]:
    """Return how the seats were shared, as the result keeps it."""
    settled = (poll.tie or {}).get("settled", ())
    facts = judge(poll, rows, rules, settled=settled)
    facts["steps"] += (poll.tie or {}).get("told", [])
    return facts


def judge(
    poll: Poll,
    rows: Rows,
    rules: RuleSet,
    dates: Mapping[str, date] | None = None,
    settled: Sequence[str] = (),
) -> dict[str, Any]:
    """Share the seats by the clause of lists, or as the item says where the bylaws have none.

    Args:
        dates: by list, the date of birth or of entry of its candidate whose turn is next.
        settled: lists already chosen among the tied.
    """
    lists, rule = _lists(poll, rows), rules.election.rule
    seats = poll.item.seats or 1
    if rule.value.method != "list":
        share = Share(poll.question["counting"]["share"])
        return share_seats(lists, seats, share, rule, settled)
    people = {
        name: Person(name, name, dates.get(one.name), dates.get(one.name))
        for one in lists
        for name, _ in one.candidates
        if dates
    }
    return elect_lists(lists, seats, rule, people, lot_of(poll), settled)


def next_of(poll: Poll, facts: Mapping[str, Any]) -> dict[str, str]:
    """Return, for each list that ties, its candidate whose turn is next."""
    held = {one["name"]: one["seats"] for one in facts["lists"]}
    names = {one["name"]: one["candidates"] for one in poll.question["lists"]}
    return {name: names[name][held[name]] for name in facts["tie"] if held[name] < len(names[name])}


def draw(poll: Poll, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the lists that the lot gives the seats left open."""
    lot = lot_of(poll)
    return () if lot is None else draw_lots(facts["tie"], lot)[: facts["open_seats"]]


def open_rows(poll: Poll, counts: Sequence[int]) -> list[list[int]]:
    """Return the rows of an open vote: one chooses a list whole, its voices are its names' too."""
    lists = poll.question["lists"]
    voices = counts[1:] if poll.question["blank"] else counts
    return [
        [amount, *[amount] * len(one["candidates"])]
        for one, amount in zip(lists, voices, strict=True)
    ]


def _lists(poll: Poll, rows: Rows) -> list[ListCount]:
    return [
        ListCount(one["name"], row[0], tuple(zip(one["candidates"], row[1:], strict=True)))
        for one, row in zip(poll.question["lists"], rows, strict=True)
    ]
