"""Seats (sièges): most voices first (scrutin plurinominal), a tie left open by name."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from governance.rules.ruleset import ElectionRule, Ruled, Source
from governance.rules.steps import Step

Outcome = Literal["elected", "tie", "not-elected"]


@dataclass(frozen=True, slots=True)
class CandidateCount:
    """The voices one candidate received."""

    id: str
    name: str
    voices: int


@dataclass(frozen=True, slots=True)
class RankedCandidate:
    """A candidate with place (equal voices, equal place) and outcome."""

    id: str
    name: str
    voices: int
    place: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Seats:
    """Who is elected (by name), and between whom a tie leaves the last seats open."""

    elected: tuple[str, ...]
    ranking: tuple[RankedCandidate, ...]
    tie: tuple[str, ...]
    seats: int
    open_seats: int
    clause: str
    source: Source
    steps: tuple[Step, ...]

    @property
    def elected_ids(self) -> tuple[str, ...]:
        """Return the elected candidates by identifier, best first."""
        return tuple(ranked.id for ranked in self.ranking if ranked.outcome == "elected")

    def to_facts(self) -> dict[str, Any]:
        """Return the result as JSON-able facts."""
        return {
            "elected": list(self.elected),
            "tie": list(self.tie),
            "seats": self.seats,
            "open_seats": self.open_seats,
            "clause": self.clause,
            "source": self.source.value,
            "ranking": [asdict(ranked) for ranked in self.ranking],
            "steps": [step.to_facts() for step in self.steps],
        }


def fill_seats(
    candidates: Sequence[CandidateCount],
    seats: int,
    rule: Ruled[ElectionRule],
    settled: Sequence[str] = (),
    needed: int = 1,
) -> Seats:
    """Give the seats to the candidates with most voices; nobody is elected with less than needed.

    ``settled`` are the identifiers that the procedure of the clause (eldest, lot, runoff)
    has chosen among those whom a tie left open.
    """
    if seats < 1 or needed < 1 or any(candidate.voices < 0 for candidate in candidates):
        raise ValueError("seats and the voices needed start at one, voices at zero")
    if len({candidate.id for candidate in candidates}) < len(candidates):
        raise ValueError("a candidate is given twice")
    ordered = sorted(candidates, key=lambda c: (-c.voices, c.name, c.id))
    elected, tied = _cut(ordered, seats, needed)
    chosen = _chosen(tied, settled, seats - len(elected))
    remaining = seats - len(elected) - len(chosen)
    left_open = [c for c in tied if c not in chosen] if remaining else []
    ranking = _rank(ordered, [*elected, *chosen], left_open)
    steps = _steps(elected, tied, chosen, seats, rule.value)
    return Seats(
        elected=tuple(r.name for r in ranking if r.outcome == "elected"),
        ranking=ranking,
        tie=tuple(c.name for c in left_open),
        seats=seats,
        open_seats=remaining if left_open else 0,
        clause=rule.clause,
        source=rule.source,
        steps=steps,
    )


def _cut(
    ordered: Sequence[CandidateCount], seats: int, needed: int
) -> tuple[list[CandidateCount], list[CandidateCount]]:
    """Split off the surely elected and those who tie for the last seats."""
    supported = [candidate for candidate in ordered if candidate.voices >= needed]
    if len(supported) <= seats:
        return supported, []
    edge = supported[seats - 1].voices
    if supported[seats].voices < edge:
        return supported[:seats], []
    return (
        [candidate for candidate in supported if candidate.voices > edge],
        [candidate for candidate in supported if candidate.voices == edge],
    )


def _chosen(
    tied: Sequence[CandidateCount], settled: Sequence[str], remaining: int
) -> list[CandidateCount]:
    chosen = [candidate for candidate in tied if candidate.id in settled]
    if len(chosen) < len(set(settled)) or len(chosen) > remaining:
        raise ValueError("only those whom a tie left open can be chosen, one per seat")
    return chosen


def _rank(
    ordered: Sequence[CandidateCount],
    elected: Sequence[CandidateCount],
    tied: Sequence[CandidateCount],
) -> tuple[RankedCandidate, ...]:
    def outcome(candidate: CandidateCount) -> Outcome:
        if candidate in elected:
            return "elected"
        return "tie" if candidate in tied else "not-elected"

    return tuple(
        RankedCandidate(
            candidate.id,
            candidate.name,
            candidate.voices,
            1 + sum(other.voices > candidate.voices for other in ordered),
            outcome(candidate),
        )
        for candidate in ordered
    )


def _steps(
    elected: Sequence[CandidateCount],
    tied: Sequence[CandidateCount],
    chosen: Sequence[CandidateCount],
    seats: int,
    rule: ElectionRule,
) -> tuple[Step, ...]:
    steps = [Step("seats.most-voices", {"seats": seats, "elected": len(elected)})]
    if tied:
        steps.append(
            Step(
                "seats.tie",
                {
                    "voices": tied[0].voices,
                    "names": [c.name for c in tied],
                    "open_seats": seats - len(elected),
                    "action": rule.tie.value,
                },
            )
        )
    if chosen:
        names = [candidate.name for candidate in chosen]
        steps.append(Step("seats.tie-settled", {"names": names, "action": rule.tie.value}))
    vacant = 0 if tied else seats - len(elected)
    if vacant:
        steps.append(Step("seats.vacant", {"seats": vacant}))
    return tuple(steps)
