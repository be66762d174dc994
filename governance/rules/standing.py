"""Good standing (à jour de cotisation): who votes on a given day, and by which clause."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from governance.rules.ruleset import Category, Ruled, RuleSet, Source

DuesStatus = Literal["called", "paid", "exempt"]
OUTSIDE = frozenset(
    {
        "standing.not-yet",
        "standing.left",
        "standing.unknown-category",
        "standing.no-vote",
    }
)


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What the register says of a member; ``dues`` by civil year, no entry = never called."""

    id: int
    name: str
    category: str
    tier: str | None = None
    joined_on: date | None = None
    left_on: date | None = None
    dues: Mapping[int, DuesStatus] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a member votes, and why."""

    votes: bool
    code: str
    clause: str
    source: Source
    facts: Mapping[str, object] = field(default_factory=dict)

    def is_of_the_body(self) -> bool:
        """Say whether the member belongs to the assembly, in good standing or not."""
        return self.code not in OUTSIDE


def category_of(category: str, rules: RuleSet) -> Category | None:
    """Return the category of that id, or None when the bylaws do not know it."""
    return next((known for known in rules.categories.value if known.id == category), None)


def standing_of(member: MemberFacts, rules: RuleSet, on: date) -> Standing:
    """Say whether ``member`` votes on the day ``on``: membership, category, then dues.

    Dues never called are not paid; years before the member joined are not owed.
    """
    return _membership(member, rules, on) or _category(member, rules) or _dues(member, rules, on)


def standing_day(rules: RuleSet, noticed_on: date, opened_at: date, voting_on: date) -> date:
    """Return the day on which the bylaws look at the dues."""
    days = {"roll_closing": noticed_on, "opening": opened_at, "vote": voting_on}
    return days[rules.standing.at.value]


def _membership(member: MemberFacts, rules: RuleSet, on: date) -> Standing | None:
    _require_day(on)
    if member.joined_on is not None and member.joined_on > on:
        return _says("standing.not-yet", False, rules.categories, day=member.joined_on.isoformat())
    if member.left_on is not None and member.left_on <= on:
        return _says("standing.left", False, rules.categories, day=member.left_on.isoformat())
    return None


def _category(member: MemberFacts, rules: RuleSet) -> Standing | None:
    category = category_of(member.category, rules)
    if category is None:
        return _says("standing.unknown-category", False, rules.categories, category=member.category)
    if category.votes != "deliberative":
        return _says(
            "standing.no-vote",
            False,
            rules.categories,
            category=category.label,
            right=category.votes,
        )
    return None


def _dues(member: MemberFacts, rules: RuleSet, on: date) -> Standing:
    if not rules.standing.required.value:
        return _says("standing.no-dues-required", True, rules.standing.required)
    owed = [
        year
        for year in _years(rules, on)
        if member.joined_on is None or member.joined_on.year <= year
    ]
    if not owed:
        years = list(_years(rules, on))
        return _says("standing.not-owed", True, rules.standing.fee_year, years=years)
    settled = [year for year in owed if member.dues.get(year) in ("paid", "exempt")]
    enough = bool(settled) if rules.standing.fee_year.value == "either" else settled == owed
    if enough:
        exempt = all(member.dues[year] == "exempt" for year in settled)
        code = "standing.exempt" if exempt else "standing.good"
        return _says(code, True, rules.standing.fee_year, year=max(settled), years=owed)
    return _unsettled(member, rules, owed)


def _unsettled(member: MemberFacts, rules: RuleSet, owed: list[int]) -> Standing:
    missing = [year for year in owed if member.dues.get(year) not in ("paid", "exempt")]
    called = [year for year in missing if member.dues.get(year) == "called"]
    code = "standing.unpaid" if called else "standing.not-called"
    return _says(code, False, rules.standing.fee_year, year=max(called or missing), years=owed)


def _years(rules: RuleSet, on: date) -> tuple[int, ...]:
    current, previous = on.year, on.year - 1
    years = {"current": (current,), "previous": (previous,)}
    return years.get(rules.standing.fee_year.value, (previous, current))


def _says(code: str, votes: bool, rule: Ruled[object], **facts: object) -> Standing:
    return Standing(votes, code, rule.clause, rule.source, facts)


def _require_day(on: date) -> None:
    if isinstance(on, datetime):
        raise ValueError("a standing is that of a day: give a date, not a datetime")
