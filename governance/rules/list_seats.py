"""Seats between lists (scrutin de listes): highest averages or largest remainders, exact.

Within a list the seats go to its candidates with most voices, equal ones in the list's order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from governance.rules.questions import Share
from governance.rules.ruleset import Ruled
from governance.rules.steps import written


@dataclass(frozen=True, slots=True)
class ListCount:
    """The voices of a list, and of each of its candidates in its order."""

    name: str
    voices: int
    candidates: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """One seat and why: the average or the remainder that won it; 1 for a whole quota."""

    place: int
    by: Fraction


def share_seats(
    lists: Sequence[ListCount],
    seats: int,
    share: Share,
    rule: Ruled[Any],
    settled: Sequence[str] = (),
) -> dict[str, Any]:
    """Return who is elected and every step, as facts; a tie between lists is left open by name.

    ``settled`` are the lists that the procedure of the clause has chosen among those tied.
    """
    if seats < 1 or any(one.voices < 0 for one in lists):
        raise ValueError("seats start at one and voices at zero")
    divide = _highest_average if share is Share.HIGHEST_AVERAGE else _largest_remainder
    given, tied = divide([one.voices for one in lists], seats)
    if settled:
        given, tied = _settled(given, tied, [lists[place].name for place in tied], settled, seats)
    held = [sum(one.place == place for one in given) for place in range(len(lists))]
    shown = [_list_facts(one, mine) for one, mine in zip(lists, held, strict=True)]
    elected = [name for one in shown for name in one["elected"]]
    return {
        "elected": elected,
        "tie": [lists[place].name for place in tied],
        "seats": seats,
        "open_seats": seats - len(given) if tied else 0,
        "vacant": seats - len(elected) - (seats - len(given) if tied else 0),
        "share": share.value,
        "clause": rule.clause,
        "source": rule.source.value,
        "lists": shown,
        "rounds": [{"list": lists[one.place].name, "by": written(one.by)} for one in given],
        "ranking": [],
        "steps": [],
    }


def _highest_average(voices: Sequence[int], seats: int) -> tuple[list[Given], list[int]]:
    """Give seat after seat to the list with most voices for each seat it would then have."""
    given: list[Given] = []
    held = [0] * len(voices)
    averages = [Fraction(votes) for votes in voices]
    while len(given) < seats and any(voices):
        best = _first(averages, voices)
        if len(best) > seats - len(given):
            return given, best
        for place in best:
            given.append(Given(place, averages[place]))
            held[place] += 1
            averages[place] = Fraction(voices[place], held[place] + 1)
    return given, []


def _largest_remainder(voices: Sequence[int], seats: int) -> tuple[list[Given], list[int]]:
    """Give a seat for each whole quota (voices / seats), then one for each largest remainder."""
    if not any(voices):
        return [], []
    quota = Fraction(sum(voices), seats)
    whole = [votes // quota for votes in voices]
    given = [Given(place, Fraction(1)) for place, mine in enumerate(whole) for _ in range(mine)]
    left = [votes - mine * quota for votes, mine in zip(voices, whole, strict=True)]
    while len(given) < seats:
        best = _first(left, voices)
        if len(best) > seats - len(given):
            return given, best
        for place in best:
            given.append(Given(place, left[place]))
            left[place] = Fraction(-1)
    return given, []


def _settled(
    given: Sequence[Given],
    tied: Sequence[int],
    names: Sequence[str],
    settled: Sequence[str],
    seats: int,
) -> tuple[list[Given], list[int]]:
    """Give the seats that a tie left open to the lists chosen among the tied, one each."""
    if set(settled) - set(names) or len(settled) != seats - len(given):
        raise ValueError("only lists that tie can be chosen, one for each seat left open")
    chosen = [place for place, name in zip(tied, names, strict=True) if name in settled]
    return [*given, *(Given(place, Fraction(0)) for place in chosen)], []


def _first(values: Sequence[Fraction], voices: Sequence[int]) -> list[int]:
    """Return the places of the highest value; of equal ones, those with most voices in all."""
    keys = list(zip(values, voices, strict=True))
    best = max(keys)
    return [place for place, key in enumerate(keys) if key == best]


def _list_facts(one: ListCount, seats: int) -> dict[str, Any]:
    ordered = sorted(one.candidates, key=lambda candidate: -candidate[1])
    elected = [name for name, _ in ordered[:seats]]
    return {
        "name": one.name,
        "voices": one.voices,
        "seats": seats,
        "elected": elected,
        "candidates": [
            {"name": name, "voices": voices, "elected": name in elected}
            for name, voices in one.candidates
        ],
    }
