"""Majority judgment (jugement majoritaire): the best median grade, then the grades around it.

Grade 1 is the best. Equal medians are parted as Balinski and Laraki do: one grade of the common
median is taken from each candidate, and the medians of what is left are compared, until they
differ. Of an even number of grades two are in the middle: Balinski and Laraki take the worse, the
public tool the better, which can change the winner. So the choice is an argument, on the record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ballots.voting.counting.ties import Settled, TieBreak, settle_levels

Grades = Sequence[int]


class Middle(StrEnum):
    """Which grade is the median of an even number of grades."""

    BETTER = "better"  # as the public tool counts
    WORSE = "worse"  # as Balinski and Laraki define it


@dataclass(frozen=True, slots=True)
class JudgmentResult:
    """How often each candidate got each grade, its median, and the levels, the best first."""

    valid: int
    blank: int
    invalid: tuple[tuple[int, ...], ...]
    middle: Middle
    given: tuple[tuple[int, ...], ...]  # [candidate][grade - 1]
    medians: tuple[int | None, ...]  # None when nobody graded
    compared: tuple[tuple[int, ...], ...]  # the grades in the order in which they are compared
    levels: tuple[tuple[int, ...], ...]
    settled: tuple[Settled, ...] = ()


def count_judgments(
    ballots: Sequence[Grades],
    candidates: int,
    grades: int,
    *,
    blank_allowed: bool,
    middle: Middle = Middle.BETTER,
    tie_break: TieBreak | None = None,
) -> JudgmentResult:
    """Count ``ballots``.

    Args:
        ballots: one number per candidate, as decrypted; valid when each is in 1..``grades``.
        blank_allowed: then a ballot of zeros is a blank vote, not an invalid one.
        tie_break: parts candidates of exactly the same grades; without it they stay level.
    Raises:
        RefusedError: counting.tie, when the rule given does not part them.
    Source: Balinski and Laraki; with the better middle, ``belenios-tool method
        majority-judgment``.
    """
    if any(len(ballot) != candidates for ballot in ballots):
        raise ValueError("a ballot has not one grade per candidate")
    kept = [one for one in ballots if all(1 <= grade <= grades for grade in one)]
    others = [tuple(one) for one in ballots if not all(1 <= grade <= grades for grade in one)]
    invalid = [one for one in others if any(one)] if blank_allowed else others
    columns = [sorted(ballot[i] for ballot in kept) for i in range(candidates)]
    compared = tuple(_in_order_of_comparison(column, middle) for column in columns)
    levels = _levels(compared)
    return JudgmentResult(
        valid=len(kept),
        blank=len(others) - len(invalid),
        invalid=tuple(invalid),
        middle=middle,
        given=tuple(tuple(column.count(n) for n in range(1, grades + 1)) for column in columns),
        medians=tuple(order[0] if order else None for order in compared),
        compared=compared,
        levels=levels,
        settled=settle_levels(levels, tie_break),
    )


def _in_order_of_comparison(column: Sequence[int], middle: Middle) -> tuple[int, ...]:
    """Take the median away again and again: the grades as candidates are compared by them."""
    left = list(column)
    back = 1 if middle is Middle.BETTER else 0
    return tuple(left.pop((len(left) - back) // 2) for _ in column)


def _levels(compared: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
    by_grades: dict[tuple[int, ...], list[int]] = {}
    for candidate, order in enumerate(compared):
        by_grades.setdefault(order, []).append(candidate)
    return tuple(tuple(by_grades[order]) for order in sorted(by_grades))
