"""Elections of lists (scrutin de listes) under the bylaws: least share, seats, ties parted."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from governance.rules.list_seats import ListCount, share_seats
from governance.rules.questions import Share
from governance.rules.ruleset import ElectionRule, Ruled
from governance.rules.seats.parting import Lot, Person, part
from governance.rules.seats.rounds import needed_in
from governance.rules.steps import Step, written


def elect_lists(
    lists: Sequence[ListCount],
    seats: int,
    rule: Ruled[ElectionRule],
    people: Mapping[str, Person],
    lot: Lot | None = None,
    settled: Sequence[str] = (),
) -> dict[str, Any]:
    """Share the seats between the lists that reach the least share, as facts.

    The threshold of the first round is that least share of the voices of all lists. The age or
    the seniority of a list is that of its candidate whose turn is next.

    Args:
        settled: lists that an act on the record has chosen among the tied, one for each seat.
    Raises:
        ValueError: a list is given twice, or the clause is not one of lists.
    """
    if len({one.name for one in lists}) < len(lists):
        raise ValueError("a list is given twice")
    share = Share(rule.value.seat_method)
    admitted, steps = _admitted(lists, rule.value)
    facts = share_seats(admitted, seats, share, rule)
    if facts["tie"] and settled:
        facts = share_seats(admitted, seats, share, rule, settled)
    elif facts["tie"]:
        held = {one["name"]: one["seats"] for one in facts["lists"]}
        tied = [_next(one, held[one.name], people) for one in admitted if one.name in facts["tie"]]
        parted = part(tied, facts["open_seats"], rule.value.tie, lot)
        if not parted.left_open:
            facts = share_seats(admitted, seats, share, rule, parted.chosen)
        steps += parted.steps
    return {**facts, "steps": [step.to_facts() for step in steps]}


def _admitted(
    lists: Sequence[ListCount], rule: ElectionRule
) -> tuple[list[ListCount], tuple[Step, ...]]:
    if not rule.thresholds or rule.thresholds[0].share is None:
        return list(lists), ()
    threshold, whole = rule.thresholds[0], sum(one.voices for one in lists)
    needed = needed_in(threshold, whole)
    admitted = [one for one in lists if one.voices >= needed]
    told = {
        "threshold": written(rule.thresholds[0].share),
        "strict": threshold.strict,
        "of": whole,
        "needed": needed,
        "names": [one.name for one in lists if one.voices < needed],
    }
    return admitted, (Step("seats.least-share", told),)


def _next(one: ListCount, held: int, people: Mapping[str, Person]) -> Person:
    """Return the list as a person: that of its candidate whose turn is next."""
    names = [name for name, _ in one.candidates]
    head = people.get(names[held]) if held < len(names) else None
    born: date | None = head.born_on if head else None
    return Person(one.name, one.name, born, head.joined_on if head else None)
