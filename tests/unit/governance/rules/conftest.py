"""Rule sets to play with: the association's own, with one value changed at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from governance.rules.ruleset import Ruled, RuleSet, Source, preset

CLAUSE = "statuts, art. 9"


@pytest.fixture
def rules() -> RuleSet:
    return preset("la27eregion")


@pytest.fixture
def by_fee() -> RuleSet:
    return preset("la27eregion-voices-by-fee")


@pytest.fixture
def ruled(rules: RuleSet) -> Callable[..., RuleSet]:
    """Return a function that gives the rules with other values, under ``statuts, art. 9``."""

    def change(**values: Any) -> RuleSet:
        return replace(
            rules,
            **{name: Ruled(value, Source.STATUTS, CLAUSE) for name, value in values.items()},
        )

    return change
