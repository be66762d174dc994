"""Good standing (à jour de cotisation): who votes on a given day, and by which clause."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from governance.rules.ruleset import Category, Ruled, RuleSet, Source

DuesStatus = Literal["called", "paid", "exempt"]
OUTSIDE = frozenset(
    {
        "standing.entered-late",
        "standing.not-yet",
        "standing.left",
        "standing.unknown-category",
        "standing.no-vote",
    }
)


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What the register says of a member; ``dues`` by civil year, no entry = never called.

    ``paid_on``: the day of a payment by year, where it is known. ``inputs``: the figures that
    voices are counted from. ``group``: its federation, for proxies. ``roles``: employee, chair…
    """

    id: int
    name: str
    category: str
    tier: str | None = None
    joined_on: date | None = None
    left_on: date | None = None
    dues: Mapping[int, DuesStatus] = field(default_factory=dict)
    paid_on: Mapping[int, date] = field(default_factory=dict)
    inputs: Mapping[str, int | Fraction] = field(default_factory=dict)
    group: str = ""
    roles: frozenset[str] = frozenset()


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
    """Say whether ``member`` votes on the day ``on``: membership, category, seniority, then dues.

    Dues never called are not paid; years before the member joined are not owed; a payment that
    is known to have come after the day does not count.
    """
    return (
        _membership(member, rules, on)
        or _category(member, rules)
        or _seniority(member, rules, on)
        or _dues(member, rules, on)
    )


def standings_of(members: Iterable[MemberFacts], rules: RuleSet, on: date) -> dict[int, Standing]:
    """Return the standing of each member by its number; those who are alike are judged once."""
    judged: dict[object, Standing] = {}
    found = {}
    for member in members:
        alike = likeness_of(member)
        if alike not in judged:
            judged[alike] = standing_of(member, rules, on)
        found[member.id] = judged[alike]
    return found


def likeness_of(member: MemberFacts) -> Hashable:
    """Return all of a member that its standing depends on: those who are alike share one."""
    owed = tuple(sorted(member.dues.items())), tuple(sorted(member.paid_on.items()))
    return member.category, member.joined_on, member.left_on, owed


def standing_day(rules: RuleSet, noticed_on: date, opened_at: date, voting_on: date) -> date:
    """Return the day on which the bylaws look at the dues, the days of grace included.

    Grace (tolérance) lets dues come in later than that day, but never after the vote.
    """
    days = {"roll_closing": noticed_on, "opening": opened_at, "vote": voting_on}
    asked = days[rules.standing.at.value]
    return max(asked, min(asked + timedelta(rules.standing.grace_days.value), voting_on))


def closing_day(rules: RuleSet, noticed_on: date, meeting: date) -> date:
    """Return the day on which the roll and its voices are frozen (arrêté de la liste)."""
    closing = rules.roll.closing.value
    if closing.at == "notice":
        return noticed_on
    if closing.at == "opening":
        return meeting
    if closing.at == "days_before":
        return meeting - timedelta(closing.days or 0)
    return date.fromisoformat(f"{meeting.year}-{closing.month_day}")


def entered_late(member: MemberFacts, rules: RuleSet, closed_on: date) -> Standing | None:
    """Return the standing of a member who came in after the roll was closed; None for others."""
    joined = member.joined_on
    if joined is None or joined <= closed_on:
        return None
    told = {"joined": joined.isoformat(), "day": closed_on.isoformat()}
    return _says("standing.entered-late", False, rules.roll.closing, **told)


def kept_from_voting(standing: Standing, rules: RuleSet) -> Standing:
    """Return the standing of a member with a personal interest in an item (conflit d'intérêts)."""
    rule = rules.conflict.blocks_vote
    if not standing.votes or not rule.value:
        return standing
    return _says("standing.conflict", False, rule)


def of_other_college(standing: Standing, college: str, seats_of: str, rules: RuleSet) -> Standing:
    """Return the standing of a member in the election of another college's seats."""
    if not standing.votes:
        return standing
    rule = rules.election.per_college
    return _says("standing.other-college", False, rule, college=college, seats_of=seats_of)


def settled_late(standing: Standing, rules: RuleSet, day: date) -> Standing:
    """Return the standing of a member whose dues were settled after the bylaws looked at them.

    Args:
        day: the day on which they look.
    """
    return _says(
        "standing.settled-late",
        False,
        rules.standing.at,
        day=day.isoformat(),
        **{name: standing.facts[name] for name in ("year", "years") if name in standing.facts},
    )


def in_one_capacity(standing: Standing, rules: RuleSet, chosen: str) -> Standing:
    """Return the standing of a member whose person chose to vote in another capacity.

    Args:
        chosen: the member for which that person votes.
    """
    rule = rules.roll.two_capacities
    if not standing.votes or rule.value != "choose_one":
        return standing
    return _says("standing.other-capacity", False, rule, chosen=chosen)


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


def _seniority(member: MemberFacts, rules: RuleSet, on: date) -> Standing | None:
    rule, joined = rules.standing.seniority_days, member.joined_on
    if joined is None or joined + timedelta(rule.value) <= on:
        return None
    first = joined + timedelta(rule.value)
    return _says("standing.too-recent", False, rule, days=rule.value, day=first.isoformat())


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
    settled = [year for year in owed if _is_settled(member, year, on)]
    enough = bool(settled) if rules.standing.fee_year.value == "either" else settled == owed
    if enough:
        exempt = all(member.dues[year] == "exempt" for year in settled)
        code = "standing.exempt" if exempt else "standing.good"
        return _says(code, True, rules.standing.fee_year, year=max(settled), years=owed)
    return _unsettled(member, rules, owed, on)


def _is_settled(member: MemberFacts, year: int, on: date) -> bool:
    status, paid_on = member.dues.get(year), member.paid_on.get(year)
    return status == "exempt" or (status == "paid" and (paid_on is None or paid_on <= on))


def _unsettled(member: MemberFacts, rules: RuleSet, owed: list[int], on: date) -> Standing:
    missing = [year for year in owed if not _is_settled(member, year, on)]
    called = [year for year in missing if year in member.dues]
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
