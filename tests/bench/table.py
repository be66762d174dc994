"""The table of figures: what was measured, beside what of the same run, and the target if any."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HEADS = ("what", "measured", "beside, in the same run", "floor", "aim", "")


@dataclass(frozen=True, slots=True)
class Target:
    """What a ratio is held against; ``more`` is better, unless it is a time or a cost."""

    floor: float
    aim: float
    more: bool = True

    def verdict(self, reached: float) -> str:
        """Say where a figure stands: at the aim, between, or below the floor."""
        sign = 1 if self.more else -1
        if sign * reached >= sign * self.aim:
            return "aim"
        return "floor" if sign * reached >= sign * self.floor else "BELOW"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; ``reached`` is the number that its target speaks of."""

    what: str
    measured: str
    beside: str = ""
    target: Target | None = None
    reached: float | None = None

    def cells(self) -> tuple[str, ...]:
        """Return the line as texts."""
        if self.target is None:
            return (self.what, self.measured, self.beside, "", "", "")
        verdict = "" if self.reached is None else self.target.verdict(self.reached)
        bounds = f"{self.target.floor:g}", f"{self.target.aim:g}"
        return (self.what, self.measured, self.beside, *bounds, verdict)


@dataclass(frozen=True, slots=True)
class Section:
    """The figures of one subject."""

    title: str
    figures: tuple[Figure, ...]


def milliseconds(seconds: float) -> str:
    """Write a duration."""
    if seconds >= 10:
        return f"{seconds:,.1f} s"
    return f"{seconds * 1000:,.2f} ms" if seconds < 0.1 else f"{seconds * 1000:,.0f} ms"


def ratio(number: float) -> str:
    """Write how many times."""
    return f"{number:.2f}x"


def as_text(section: Section) -> str:
    """Write one section as a Markdown table in columns."""
    rows = [HEADS, *(figure.cells() for figure in section.figures)]
    used = [place for place in range(len(HEADS)) if any(row[place] for row in rows[1:])]
    widths = {place: max(len(row[place]) for row in rows) for place in used}
    lines = [
        "| " + " | ".join(row[place].ljust(widths[place]) for place in used) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (widths[place] + 2) for place in used) + "|")
    return "\n".join([f"\n### {section.title}\n", *lines])


def write_markdown(path: Path, head: Iterable[str], sections: Iterable[Section]) -> None:
    """Write every section below the lines of ``head``."""
    text = "\n".join([*head, *(as_text(section) for section in sections)])
    path.write_text(f"{text}\n")
