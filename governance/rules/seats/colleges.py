"""Seats by college (sièges par collège): how many each has, who stands and votes for them."""

from collections.abc import Mapping
from dataclasses import dataclass

from governance.errors import InvalidInputError, RuleBrokenError
from governance.rules.ruleset import CollegeSeats, RuleSet
from governance.rules.steps import Step
from governance.rules.weights import seats_for


@dataclass(frozen=True, slots=True)
class Composition:
    """The seats of each college, and how they came about."""

    seats: Mapping[str, int]
    steps: tuple[Step, ...]

    @property
    def total(self) -> int:
        """Add up the seats of all colleges."""
        return sum(self.seats.values())


def compose_seats(
    members: Mapping[str, int], rules: RuleSet, chosen: Mapping[str, int] | None = None
) -> Composition:
    """Count the seats of each college of the body.

    First those fixed by themselves (so many, or one for each slice of members), then the
    colleges that hold a share of all the seats beside those.

    Args:
        members: how many members each college has.
        chosen: by college, the number decided within its bounds (three to five seats).

    Raises:
        InvalidInputError: seats.not-fixed where the bylaws give bounds and nobody chose.
        RuleBrokenError: seats.out-of-bounds for a choice outside them.
    """
    decided = dict(chosen or {})
    seats: dict[str, int] = {}
    steps: list[Step] = []
    for row in rules.election.per_college.value:
        seats[row.college] = _own(row, members.get(row.college, 0), decided, rules)
        told: dict[str, object] = {"college": row.college, "seats": seats[row.college]}
        if row.per_members is not None:
            told |= {"members": members.get(row.college, 0), "per": row.per_members}
        steps.append(Step("seats.college-slice" if row.per_members else "seats.college", told))
    for bound in rules.weight.college_bounds.value:
        if bound.of != "seats" or len(bound.colleges) != 1 or bound.colleges[0] in seats:
            continue
        college, others = bound.colleges[0], sum(seats.values())
        least, most = seats_for(bound, others)
        seats[college] = decided.get(college, least)
        _check_within(college, seats[college], least, most, rules)
        steps.append(
            Step("seats.college-share", {"college": college, "seats": least, "others": others})
        )
    return Composition(seats, tuple(steps))


def check_same_college(own: str, seats_of: str, rules: RuleSet, *, stands: bool) -> None:
    """Refuse a vote or a candidacy for the seats of another college.

    Raises:
        RuleBrokenError: candidacy.other-college, ballot.other-college.
    """
    rule = rules.election.per_college
    if own != seats_of:
        raise RuleBrokenError(
            "candidacy.other-college" if stands else "ballot.other-college",
            college=own,
            seats_of=seats_of,
            clause=rule.clause,
            source=rule.source.value,
        )


def _own(row: CollegeSeats, members: int, decided: Mapping[str, int], rules: RuleSet) -> int:
    if row.per_members is not None:
        slices = -(-members // row.per_members) if row.slices == "started" else (
            members // row.per_members
        )  # fmt: skip
        return min(max(slices, row.min), row.max)
    if row.min == row.max:
        return row.min
    if row.college not in decided:
        raise InvalidInputError("seats.not-fixed", college=row.college, least=row.min, most=row.max)
    _check_within(row.college, decided[row.college], row.min, row.max, rules)
    return decided[row.college]


def _check_within(college: str, seats: int, least: int, most: int | None, rules: RuleSet) -> None:
    if seats < least or (most is not None and seats > most):
        rule = rules.election.per_college
        raise RuleBrokenError(
            "seats.out-of-bounds",
            college=college,
            seats=seats,
            least=least,
            most=most if most is not None else "",
            clause=rule.clause,
            source=rule.source.value,
        )
