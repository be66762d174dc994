"""Formulas of voices: read, computed exactly, refused with the place where they go wrong."""

from fractions import Fraction

import pytest

from governance.rules.ruleset import RuleSetError
from governance.rules.ruleset.formula import parse_formula

INPUTS = {"N": 25, "S": 1400, "half": Fraction(1, 2)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + N/10 + S/1000", Fraction(49, 10)),
        ("1+2*3-4/8", Fraction(13, 2)),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("100 / 5 / 2", 10),
        ("max(1, min(N, 6)) * 2", 12),
        ("floor(N/10) + ceil(N/10)", 5),
        (" half ", Fraction(1, 2)),
    ],
)
def test_a_formula_is_computed_exactly(text: str, value: Fraction) -> None:
    assert parse_formula(text, "weight.formula.value").evaluate(INPUTS) == value


def test_a_formula_names_what_it_reads() -> None:
    assert parse_formula("1 + N/10 + min(S, N)", "").names == {"N", "S"}


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "1 +", "* 2", "1 2", "(1", "1)", "N N", "1.5", "0,5", "N ^ 2", "-N", "floor(1, 2)",
        "floor 1", "min()", "max(1,)", "__import__('os')", "N; 1", "é", "1" * 13, "(" * 30 + "1",
        "+".join(["1"] * 60), "x" * 41, "min(", "1 + \u0661", "[1]",
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused_with_its_path(text: str) -> None:
    with pytest.raises(RuleSetError) as refusal:
        parse_formula(text, "weight.formula.value")

    assert refusal.value.code == "ruleset.bad-formula"
    assert refusal.value.facts["path"] == "weight.formula.value"
    assert refusal.value.facts["expected"]


def test_a_division_by_zero_is_told_to_the_caller() -> None:
    with pytest.raises(ZeroDivisionError):
        parse_formula("1 / (N - 25)", "").evaluate(INPUTS)
