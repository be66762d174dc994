"""Rule sets to play with: the association's own, with one value changed at a time."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from governance.rules.ruleset import Ruled, RuleSet, Source, preset, with_value

CLAUSE = "statuts, art. 9"


@pytest.fixture
def rules() -> RuleSet:
    return preset("la27eregion")


@pytest.fixture
def by_fee() -> RuleSet:
    return preset("la27eregion-voices-by-fee")


@pytest.fixture
def ruled(rules: RuleSet) -> Callable[..., RuleSet]:
    """Return a function that gives the rules with other values, by path."""

    def change(values: Mapping[str, Any]) -> RuleSet:
        changed = rules
        for path, value in values.items():
            changed = with_value(changed, path, Ruled(value, Source.STATUTS, CLAUSE))
        return changed

    return change
