"""Figures of the secrecy check: before opening (remedies counted too) and before publishing."""

from collections.abc import Callable
from functools import partial

from governance.rules.ruleset import Ruled, Source
from governance.rules.secrecy import (
    PublicationVerdict,
    SecrecyVerdict,
    check_before_opening,
    judge_publication,
)
from tests.bench.table import Figure, Section, Target, milliseconds
from tests.bench.timing import per_call

FIVE = Ruled(5, Source.STATUTS, "bench")
ROLLS = {  # weights as federations and associations of towns have them
    "50 members, fees": ([1] * 23 + [2] * 8 + [3] * 11 + [4] * 8, Target(0.2, 0.1, more=False)),
    "50 members, population": (
        [1] * 20 + [2] * 12 + [4] * 8 + [7] * 6 + [10] * 4,
        Target(0.2, 0.1, more=False),
    ),
    "50 members, hectares": (
        [17 * place % 1000 + 1 for place in range(50)],
        Target(0.2, 0.1, more=False),
    ),
    "500 members, fees": ([1] * 300 + [2] * 90 + [3] * 70 + [4] * 40, Target(2, 1, more=False)),
    "500 members, population": (
        [1] * 250 + [2] * 100 + [3] * 60 + [5] * 50 + [8] * 30 + [12] * 10,
        Target(2, 1, more=False),
    ),
}


def section() -> Section:
    """Return a line for each roll and number of options, before opening and before publishing."""
    figures = [
        figure
        for name, (weights, target) in ROLLS.items()
        for options in (3, 4)
        for figure in _figures(name, weights, options, target)
    ]
    return Section("Secrecy check", tuple(figures))


def _figures(name: str, weights: list[int], options: int, target: Target) -> list[Figure]:
    totals = [0] * options
    for place, weight in enumerate(weights):
        totals[(place * place) % 7 % options] += weight
    acts: dict[str, Callable[[], SecrecyVerdict | PublicationVerdict]] = {
        "before opening": partial(check_before_opening, weights, options, FIVE),
        "before publishing": partial(judge_publication, weights, totals),
    }
    found = []
    for moment, act in acts.items():
        exact = "exact" if act().exact else "a bound, and says so"
        seconds = per_call(act, 3)
        what = f"{moment}, {name}, {options} options"
        found.append(Figure(what, milliseconds(seconds), exact, target, seconds))
    return found
