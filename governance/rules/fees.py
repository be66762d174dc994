"""The fee schedule (barème) applied: which tier a member falls into for a year, at what amount.

Silent schedules are read so: a budget at the edge of two tiers belongs to the upper one; a part of
a year counts from the month of entry, that month included, and is rounded down to the euro.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Prorata = Literal["none", "monthly"]


@dataclass(frozen=True, slots=True)
class Tier:
    """One line of a schedule; no categories = for everyone; a floor is negotiated from there up."""

    code: str
    amount_eur: int
    is_floor: bool = False
    budget_min_eur: int | None = None
    budget_max_eur: int | None = None
    categories: tuple[str, ...] = ()

    @property
    def has_budget(self) -> bool:
        """Whether a yearly budget decides on it."""
        return self.budget_min_eur is not None or self.budget_max_eur is not None

    def is_for(self, category: str) -> bool:
        """Say whether it is meant for a category of members."""
        return not self.categories or category in self.categories

    def holds(self, budget_eur: int) -> bool:
        """Say whether a yearly budget falls into it."""
        return (self.budget_min_eur or 0) <= budget_eur and (
            self.budget_max_eur is None or budget_eur < self.budget_max_eur
        )


@dataclass(frozen=True, slots=True)
class Payer:
    """What the register knows of a member that its fee may follow from.

    ``negotiated_eur``: what it owed the year before, where its tier was negotiated.
    """

    category: str
    tier_code: str | None = None
    budget_eur: int | None = None
    joined_on: date | None = None
    negotiated_eur: int | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """What a member is asked: its tier, the amount, why; how many months where not the year."""

    why: str
    tier: Tier | None = None
    amount_eur: int | None = None
    months: int = 12


def fee_of(tiers: Sequence[Tier], prorata: Prorata, year: int, payer: Payer) -> Fee:
    """Propose the fee of a member for a year.

    A negotiated amount stays. Otherwise the budget decides, then the tier that the register holds,
    then the only tier made for the category.
    """
    held = next((tier for tier in tiers if tier.code == payer.tier_code), None)
    if held is not None and held.is_floor:
        stays = payer.negotiated_eur is not None and payer.negotiated_eur >= held.amount_eur
        if stays:
            return Fee("fees.negotiated", held, payer.negotiated_eur)
        return _in_part(Fee("fees.floor", held, held.amount_eur), prorata, year, payer)
    why, tier = _decided(tiers, held, payer)
    fee = Fee(why, tier, tier.amount_eur if tier else None)
    return _in_part(fee, prorata, year, payer)


def tier_for(tiers: Sequence[Tier], budget_eur: int, category: str) -> Tier | None:
    """Return the tier that a yearly budget falls into; negotiated floors are never proposed."""
    return next(
        (
            tier
            for tier in tiers
            if not tier.is_floor
            and tier.has_budget
            and tier.is_for(category)
            and tier.holds(budget_eur)
        ),
        None,
    )


def overlapping(tiers: Sequence[Tier]) -> tuple[Tier, Tier] | None:
    """Return two tiers into which one budget of one category would fall, if there are any."""
    bound = [tier for tier in tiers if tier.has_budget and not tier.is_floor]
    for place, one in enumerate(bound):
        for other in bound[place + 1 :]:
            if _share_a_category(one, other) and _share_a_budget(one, other):
                return one, other
    return None


def _decided(tiers: Sequence[Tier], held: Tier | None, payer: Payer) -> tuple[str, Tier | None]:
    if payer.budget_eur is not None:
        found = tier_for(tiers, payer.budget_eur, payer.category)
        if found is not None:
            return "fees.budget", found
    if held is not None:
        return "fees.held", held
    own = [tier for tier in tiers if payer.category in tier.categories and not tier.is_floor]
    if len(own) == 1 and not own[0].has_budget:
        return "fees.category", own[0]
    return "fees.unknown", None


def _in_part(fee: Fee, prorata: Prorata, year: int, payer: Payer) -> Fee:
    joined = payer.joined_on
    if prorata == "none" or fee.amount_eur is None or joined is None or joined.year != year:
        return fee
    months = 13 - joined.month
    return Fee(fee.why, fee.tier, max(1, fee.amount_eur * months // 12), months)


def _share_a_category(one: Tier, other: Tier) -> bool:
    return (
        not one.categories or not other.categories or bool({*one.categories} & {*other.categories})
    )


def _share_a_budget(one: Tier, other: Tier) -> bool:
    low = max(one.budget_min_eur or 0, other.budget_min_eur or 0)
    highs = [tier.budget_max_eur for tier in (one, other) if tier.budget_max_eur is not None]
    return not highs or low < min(highs)
