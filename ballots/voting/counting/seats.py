"""Filling seats from a ranking by levels (attribution des sièges): the best first, ties by rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.voting.counting.ties import Settled, TieBreak, settle


@dataclass(frozen=True, slots=True)
class Seated:
    """Who is elected, the best first, and the tie that had to be settled for the last seats."""

    elected: tuple[int, ...]
    settled: Settled | None = None


def seat_levels(
    levels: Sequence[Sequence[int]], seats: int, tie_break: TieBreak | None = None
) -> Seated:
    """Give ``seats`` to the best levels; only the level that they split has to be settled.

    Raises:
        RefusedError: counting.tie, with the candidates of that level, when no rule parts them.
    """
    if seats < 1:
        raise ValueError("seats start at one")
    elected: list[int] = []
    for level in levels:
        left = seats - len(elected)
        if len(level) > left > 0:
            settled = settle(level, tie_break)
            return Seated((*elected, *settled.order[:left]), settled)
        elected += level[:left]
    return Seated(tuple(elected))
