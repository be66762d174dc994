"""The method of Schulze (Condorcet): who is beaten by nobody, directly or through others.

A rank is better the lower it is; 0 means not ranked, which is behind every rank. Of two paths the
one with more winning votes is stronger, and of equal ones the one with fewer against.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from ballots.voting.counting.ties import Settled, TieBreak, settle_levels

Ranking = Sequence[int]
Votes = tuple[tuple[int, ...], ...]
Strength = tuple[int, int]  # votes for and against, at the weakest step
UNRANKED = 256  # behind every rank


@dataclass(frozen=True, slots=True)
class SchulzeResult:
    """The duels, the strongest paths, and the candidates level by level, the best first."""

    valid: int
    blank: int
    preferred: Votes  # [i][j]: how many rankings put i before j
    paths: tuple[tuple[Strength, ...], ...]
    levels: tuple[tuple[int, ...], ...]
    settled: tuple[Settled, ...] = ()


def count_schulze(
    rankings: Sequence[Ranking],
    candidates: int,
    *,
    blank_allowed: bool,
    tie_break: TieBreak | None = None,
) -> SchulzeResult:
    """Count ``rankings``.

    Args:
        rankings: one rank 0..255 per candidate, as decrypted; equal ranks are allowed.
        blank_allowed: then a ranking of zeros is a blank vote, not a valid one.
        tie_break: parts candidates of one level; without it they stay level, on the record.
    Raises:
        RefusedError: counting.tie, when the rule given does not part them.
    Source: Schulze, winning votes; the figures of ``belenios-tool method schulze``.
    """
    if any(len(ranking) != candidates for ranking in rankings):
        raise ValueError("a ranking has not one rank per candidate")
    blank = sum(not any(ranking) for ranking in rankings) if blank_allowed else 0
    kept = [ranking for ranking in rankings if any(ranking) or not blank_allowed]
    preferred = _duels(kept, candidates)
    paths = _strongest_paths(preferred)
    levels = _levels(paths)
    settled = settle_levels(levels, tie_break)
    return SchulzeResult(len(kept), blank, preferred, paths, levels, settled)


def _duels(rankings: Sequence[Ranking], candidates: int) -> Votes:
    ranks = [[rank or UNRANKED for rank in ranking] for ranking in rankings]
    places = range(candidates)
    return tuple(tuple(sum(one[i] < one[j] for one in ranks) for j in places) for i in places)


def _strongest_paths(preferred: Votes) -> tuple[tuple[Strength, ...], ...]:
    """Widen paths through every candidate in turn (Floyd and Warshall)."""
    places = range(len(preferred))
    paths = {(i, j): _direct(preferred[i][j], preferred[j][i]) for i, j in product(places, places)}
    for through, i, j in product(places, repeat=3):
        step = min(paths[i, through], paths[through, j], key=_strength)
        paths[i, j] = max(paths[i, j], step, key=_strength)
    return tuple(tuple(paths[i, j] for j in places) for i in places)


def _direct(won: int, lost: int) -> Strength:
    return (won, lost) if won > lost else (0, 0)


def _strength(path: Strength) -> Strength:
    return path[0], -path[1]


def _levels(paths: tuple[tuple[Strength, ...], ...]) -> tuple[tuple[int, ...], ...]:
    left = set(range(len(paths)))
    levels = []
    while left:
        best = [
            i for i in left if all(_strength(paths[i][j]) >= _strength(paths[j][i]) for j in left)
        ]
        levels.append(tuple(sorted(best)))
        left -= set(best)
    return tuple(levels)
