"""The fee schedule applied: budgets, categories, negotiated floors, years begun in part."""

from datetime import date

import pytest

from governance.rules.fees import Fee, Payer, Tier, fee_of, overlapping, tier_for

SMALL = Tier("1000", 1000, budget_max_eur=1_500_000)
MIDDLE = Tier("2500", 2500, budget_min_eur=1_500_000, budget_max_eur=10_000_000)
LARGE = Tier("5000", 5000, budget_min_eur=10_000_000)
FLOOR = Tier("8000", 8000, is_floor=True)
PERSON = Tier("40", 40, categories=("personne-physique",))
TIERS = (SMALL, MIDDLE, LARGE, FLOOR, PERSON)


def told(fee: Fee) -> tuple[str, str | None, int | None]:
    return fee.why, fee.tier.code if fee.tier else None, fee.amount_eur


@pytest.mark.parametrize(
    ("budget", "code"),
    [
        (0, "1000"),
        (1_499_999, "1000"),
        (1_500_000, "2500"),
        (9_999_999, "2500"),
        (10_000_000, "5000"),
        (10**12, "5000"),
    ],
)
def test_a_budget_at_the_edge_belongs_to_the_upper_tier(budget, code):
    found = tier_for(TIERS, budget, "region")
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("payer", "expected"),
    [
        (Payer("region", "2500", 12_000_000), ("fees.budget", "5000", 5000)),
        (Payer("region", "2500"), ("fees.held", "2500", 2500)),
        (Payer("region", None), ("fees.unknown", None, None)),
        (Payer("region", "retired"), ("fees.unknown", None, None)),
        (Payer("personne-physique"), ("fees.category", "40", 40)),
        (Payer("region", "8000", 12_000_000, None, 9500), ("fees.negotiated", "8000", 9500)),
        (Payer("region", "8000", 12_000_000), ("fees.floor", "8000", 8000)),
        (Payer("region", "8000", None, None, 5000), ("fees.floor", "8000", 8000)),
    ],
)
def test_a_negotiated_amount_stays_then_the_budget_then_the_register_decides(payer, expected):
    assert told(fee_of(TIERS, "none", 2027, payer)) == expected


def test_a_tier_of_other_categories_is_not_proposed_from_a_budget():
    towns = Tier("t", 700, budget_max_eur=10**9, categories=("ville-metropole",))
    assert tier_for([towns], 5, "region") is None
    assert tier_for([towns], 5, "ville-metropole") is towns


@pytest.mark.parametrize(
    ("joined", "prorata", "amount", "months"),
    [
        (date(2027, 1, 31), "monthly", 2500, 12),
        (date(2027, 7, 1), "monthly", 1250, 6),
        (date(2027, 12, 31), "monthly", 208, 1),
        (date(2026, 7, 1), "monthly", 2500, 12),
        (date(2027, 7, 1), "none", 2500, 12),
        (None, "monthly", 2500, 12),
    ],
)
def test_who_joins_during_the_year_owes_its_months_rounded_down(joined, prorata, amount, months):
    fee = fee_of(TIERS, prorata, 2027, Payer("region", "2500", None, joined))
    assert (fee.amount_eur, fee.months) == (amount, months)


def test_a_part_of_a_small_fee_is_never_nothing():
    fee = fee_of([Tier("5", 5)], "monthly", 2027, Payer("x", "5", None, date(2027, 12, 1)))
    assert fee.amount_eur == 1


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (SMALL, MIDDLE, False),
        (SMALL, Tier("x", 1, budget_max_eur=1), True),
        (MIDDLE, Tier("x", 1, budget_min_eur=9_999_999), True),
        (MIDDLE, Tier("x", 1, budget_min_eur=9_999_999, categories=("region",)), True),
        (
            Tier("x", 1, budget_min_eur=0, categories=("region",)),
            Tier("y", 1, budget_min_eur=0, categories=("departement",)),
            False,
        ),
        (FLOOR, LARGE, False),
        (PERSON, LARGE, False),
    ],
)
def test_two_tiers_that_one_budget_falls_into_are_found(one, other, meet):
    assert overlapping([one, other]) == ((one, other) if meet else None)
