"""How a figure is taken and printed: medians of repeated runs, and a reference of the same run."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    what: str
    measured: str
    reference: str = ""


def median_seconds(act: Callable[[], object], times: int = 5) -> float:
    """Return the median duration of ``act``, in seconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def milliseconds(seconds: float) -> str:
    """Print a duration."""
    return f"{seconds * 1000:,.1f} ms"


def print_table(figures: list[Figure]) -> None:
    """Print the figures as a Markdown table."""
    rows = [("what", "measured", "beside, in the same run")]
    rows += [(one.what, one.measured, one.reference) for one in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for place, row in enumerate(rows):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print(f"| {' | '.join(cells)} |")
        if place == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
