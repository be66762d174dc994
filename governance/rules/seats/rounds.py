"""Elections by rounds (tours de scrutin): a majority asked first, then the most voices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from governance.rules.ruleset import Base, ElectionRule, RoundThreshold, Ruled, TieRule
from governance.rules.seats.parting import Lot, Parted, Person, part
from governance.rules.seats.plurality import CandidateCount, Seats, fill_seats
from governance.rules.steps import Step, written


@dataclass(frozen=True, slots=True)
class Ballots:
    """One round: the voices of each candidate, and the voices that each base counts.

    With several seats a ballot names several persons, so that the voices of the candidates do
    not add up to the ballots: ``bases`` are counted apart. ``settled``: those whom an act on the
    record (dates, lot) has chosen among the tied of this round; None where the rule is to part.
    """

    counts: tuple[CandidateCount, ...]
    bases: Mapping[Base, int]
    settled: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class RoundOutcome:
    """What one round gave: the seats it filled among those left, by which majority."""

    number: int
    is_runoff: bool
    threshold: RoundThreshold
    base: int
    needed: int
    filled: Seats
    settled: tuple[str, ...] = ()

    def to_facts(self) -> dict[str, Any]:
        """Return the round as JSON-able facts."""
        asked = self.threshold
        share = None if asked.share is None else written(asked.share)
        rule = {"share": share, "strict": asked.strict, "of": asked.base.value}
        return {
            "number": self.number,
            "runoff": self.is_runoff,
            "majority": rule,
            "base": self.base,
            "needed": self.needed,
            "settled": list(self.settled),
            **self.filled.to_facts(),
        }


@dataclass(frozen=True, slots=True)
class Election:
    """Who is elected, after all the rounds held; ``next_round``: another must be voted.

    ``tie`` are those whom no rule has parted for the last seats.
    """

    elected: tuple[str, ...]
    rounds: tuple[RoundOutcome, ...]
    seats: int
    tie: tuple[str, ...]
    next_round: bool
    clause: str

    @property
    def vacant(self) -> int:
        """Count the seats that nobody has taken yet."""
        return self.seats - len(self.elected)


def elect(
    rounds: Sequence[Ballots],
    seats: int,
    rule: Ruled[ElectionRule],
    people: Mapping[str, Person],
    lot: Lot | None = None,
) -> Election:
    """Fill ``seats`` round after round, as the clause says.

    A round beyond those of the clause is the runoff between those whom the last one left tied,
    less those who withdraw.

    Raises:
        ValueError: no round, a round after everyone is elected or of someone who is, a runoff of
            other persons.
    """
    if not rounds:
        raise ValueError("an election has a round")
    held: list[RoundOutcome] = []
    elected: list[str] = []
    tie: tuple[str, ...] = ()
    for number, ballots in enumerate(rounds, 1):
        if len(elected) == seats:
            raise ValueError("everyone is elected already")
        if any(count.id in elected for count in ballots.counts):
            raise ValueError("a candidate is elected already")
        is_runoff = number > rule.value.rounds
        if is_runoff and not {count.id for count in ballots.counts} <= set(tie):
            raise ValueError("a runoff is between those whom the last round left tied")
        found, tie = _round(number, ballots, seats - len(elected), rule, people, lot)
        held.append(found)
        elected.extend(found.filled.elected_ids)
    return Election(
        elected=tuple(elected),
        rounds=tuple(held),
        seats=seats,
        tie=tie,
        next_round=len(elected) < seats and _is_to_follow(len(rounds), rule.value, tie),
        clause=rule.clause,
    )


def needed_in(threshold: RoundThreshold, base: int) -> int:
    """Return the fewest voices that elect in a round; one where it asks for no share."""
    if threshold.share is None:
        return 1
    edge = threshold.share * base
    if threshold.strict:
        return int(edge) + 1
    return max(1, -int(-edge // 1))


def _is_to_follow(held: int, rule: ElectionRule, tie: Sequence[str]) -> bool:
    if held < rule.rounds:
        return True
    is_runoff = rule.tie in (TieRule.RUNOFF, TieRule.RUNOFF_THEN_LOT)
    return bool(tie) and is_runoff and held == rule.rounds


def _round(
    number: int,
    ballots: Ballots,
    seats: int,
    rule: Ruled[ElectionRule],
    people: Mapping[str, Person],
    lot: Lot | None,
) -> tuple[RoundOutcome, tuple[str, ...]]:
    is_runoff = number > rule.value.rounds
    threshold = _threshold(number, rule.value)
    base = ballots.bases.get(threshold.base, 0)
    needed = needed_in(threshold, base)
    filled = fill_seats(ballots.counts, seats, rule, needed=needed)
    parted = Parted(ballots.settled or (), ())
    if ballots.settled is None:
        parted = _parted(filled, seats, rule.value, people, lot, is_runoff=is_runoff)
    if parted.chosen:
        filled = fill_seats(ballots.counts, seats, rule, parted.chosen, needed)
    steps = (*_needed_steps(threshold, base, needed), *filled.steps, *parted.steps)
    filled = replace(filled, steps=tuple(step for step in steps if step.code != "seats.vacant"))
    outcome = RoundOutcome(number, is_runoff, threshold, base, needed, filled, parted.chosen)
    return outcome, tuple(one.id for one in filled.ranking if one.outcome == "tie")


def _threshold(number: int, rule: ElectionRule) -> RoundThreshold:
    if number <= min(len(rule.thresholds), rule.rounds):
        return rule.thresholds[number - 1]
    return RoundThreshold()


def _parted(
    filled: Seats,
    seats: int,
    rule: ElectionRule,
    people: Mapping[str, Person],
    lot: Lot | None,
    *,
    is_runoff: bool,
) -> Parted:
    tied = [people[one.id] for one in filled.ranking if one.outcome == "tie"]
    votes_again = rule.tie is TieRule.RUNOFF_THEN_LOT and not is_runoff
    if not tied or votes_again:
        return Parted((), tuple(person.id for person in tied))
    found = part(tied, seats - len(filled.elected), rule.tie, lot)
    return replace(found, steps=tuple(s for s in found.steps if s.code == "seats.lot"))


def _needed_steps(threshold: RoundThreshold, base: int, needed: int) -> tuple[Step, ...]:
    if threshold.share is None:
        return ()
    told = {
        "threshold": written(threshold.share),
        "strict": threshold.strict,
        "base": threshold.base.value,
        "of": base,
        "needed": needed,
    }
    return (Step("seats.majority", told),)
