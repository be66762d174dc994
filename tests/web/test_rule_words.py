"""Every step of the engine reads as a sentence with nothing left to fill."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from governance.rules.counting import Detail
from governance.rules.majority import Count, decide
from governance.rules.ruleset import (
    Base,
    Condition,
    Fallback,
    MajorityRule,
    Ruled,
    Source,
    Tacit,
    preset,
    with_value,
)
from governance.rules.secrecy import check_before_opening
from governance.rules.standing import MemberFacts, Standing
from governance.rules.tacit import judge_silence
from governance.rules.weights import voices_of, weigh
from governance.web.membership.register_words import explain
from governance.web.polls.step_words import remedy_words, steps_words
from tests.simulators.assemblies import Scene

HALF = Fraction(1, 2)
HOLE = re.compile(r"[{}—]|%\(")


@pytest.fixture
def page(scene: Scene) -> Iterator[None]:
    with scene.app().test_request_context():
        yield


def read(sentences: list[str]) -> str:
    assert sentences
    for sentence in sentences:
        assert not HOLE.search(sentence), sentence
    return " ".join(sentences)


@pytest.mark.usefixtures("page")
def test_a_double_majority_is_told_number_by_number() -> None:
    rule = MajorityRule(
        Base.ROLL, HALF, strict=True, fallback=Fallback(Fraction(1, 3), "ordinary"),
        conditions=(
            Condition("by_heads", HALF), Condition("by_votes", HALF),
            Condition("per_college", Fraction(2, 3)), Condition("participation", HALF),
            Condition("blocking", Fraction(1, 3)),
        ),
    )  # fmt: skip
    detail = Detail(Count(3, 4, roll_voices=9), {"INST": Count(20, 5, roll_voices=40)})

    decision = decide(
        Count(34, 20, roll_voices=100), Ruled(rule, Source.STATUTS, "art. 9"), detail=detail
    )

    text = read(steps_words(decision.steps))
    assert "Collège INST" in text
    assert "second vote tout de suite" in text


@pytest.mark.usefixtures("page")
def test_silence_that_adopts_is_told_with_its_day() -> None:
    rules = with_value(
        preset("agfpn"), "majority.tacit", Ruled(Tacit(1, 15), Source.LAW, "art. R.2135-15")
    )
    for day in (date(2026, 6, 2), date(2026, 7, 1)):
        outcome = judge_silence(date(2026, 6, 1), {}, rules, day)
        assert outcome is not None
        assert "16" in read(steps_words(outcome.steps))


@pytest.mark.usefixtures("page")
def test_voices_are_told_exactly() -> None:
    members = [MemberFacts(1, "CGT", "syndicat"), MemberFacts(2, "U2P", "employeurs",
               inputs={"audience": 3}), MemberFacts(3, "CPME", "employeurs",
               inputs={"audience": 1})]  # fmt: skip
    found = weigh(members, preset("agfpn"))
    udaf = preset("udaf")
    inputs = {given.name: 4 for given in udaf.weight.inputs.value}
    families = MemberFacts(4, "AFC", "association-familiale", inputs=inputs)

    assert "1,5 voix" in read(steps_words(found[2].steps))
    assert "En tout" in read(steps_words(voices_of(families, udaf).steps))
    standing = Standing(True, "standing.no-dues-required", "art. 9", Source.STATUTS)
    assert explain(standing, found[2]).value.endswith("1,5 voix")


@pytest.mark.usefixtures("page")
def test_a_remedy_says_what_it_would_come_to() -> None:
    asked = Ruled(5, Source.STATUTS, "art. 9")
    verdict = check_before_opening([1] * 23 + [2] * 8 + [3] * 11 + [4] * 7 + [8], 3, asked)

    sentences = remedy_words(verdict.remedies, verdict.effects)

    assert "1/21" in read(sentences)
    assert "Le secret tiendrait" in sentences[0]
