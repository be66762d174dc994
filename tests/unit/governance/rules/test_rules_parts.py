"""Parts of a voice told in voices and read again; what is counted in heads stays as it is."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.counting import Count
from governance.rules.minutes.french import number
from governance.rules.parts import in_parts, in_voices, of_parts, read_voices
from governance.rules.quorum import Attendance, QuorumStatement, state_quorum
from governance.rules.roll import Roll, RollLine
from governance.rules.ruleset import Source
from governance.rules.standing import Standing
from governance.rules.weights.voices import as_decimal, decimal_places

GOOD = Standing(True, "standing.good", "art. 1", Source.STATUTS)


def line(member: int, voices: int) -> RollLine:
    return RollLine(member, f"M{member}", "A", voices, GOOD)


def test_voices_of_facts_are_divided_and_heads_are_not():
    facts = {
        "counts": {"Pour": 23, "voices": 17},
        "voted": {"heads": 8, "voices": 40},
        "decision": {
            "numerator": 23,
            "denominator": 40,
            "threshold": "1/2",
            "adopted": True,
            "conditions": [{"kind": "by_heads", "numerator": 6, "denominator": 8, "needed": 5}],
            "steps": [
                {"code": "majority.for", "facts": {"voices": 23}},
                {"code": "majority.heads-reached", "facts": {"numerator": 6, "denominator": 8}},
            ],
        },
        "seats": {"ranking": [{"name": "A", "voices": 7}], "bases": {"cast": 40}, "elected": ["A"]},
    }
    told = in_voices(facts, 2)
    assert told["counts"] == {"Pour": "23/2", "voices": "17/2"}
    assert told["voted"] == {"heads": 8, "voices": 20}
    assert told["decision"]["numerator"] == "23/2"
    assert told["decision"]["threshold"] == "1/2"
    assert told["decision"]["adopted"] is True
    assert told["decision"]["conditions"][0]["numerator"] == 6
    assert told["decision"]["steps"][0]["facts"] == {"voices": "23/2"}
    assert told["decision"]["steps"][1]["facts"]["numerator"] == 6
    assert told["seats"] == {
        "ranking": [{"name": "A", "voices": "7/2"}],
        "bases": {"cast": 20},
        "elected": ["A"],
    }
    read = read_voices(json.loads(json.dumps(told)))
    assert read["counts"]["Pour"] == Fraction(23, 2)
    assert read["decision"]["threshold"] == "1/2"


def test_facts_of_whole_voices_are_left_alone():
    facts = {"counts": {"Pour": 3}, "voted": {"voices": 4}}
    assert in_voices(facts, 1) is facts
    assert read_voices(facts) == facts


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_parts_are_found_again_from_voices(parts, scale):
    told = in_voices({"voices": parts}, scale)
    read = read_voices(json.loads(json.dumps(told)))["voices"]
    assert in_parts(read, scale) == in_parts(told["voices"], scale) == parts
    assert read == of_parts(parts, scale)


@pytest.mark.parametrize(
    ("value", "decimal", "french"),
    [
        (Fraction(5, 2), "2.5", "2,5"),
        (Fraction(12501, 10), "1250.1", "1\u202f250,1"),
        (Fraction(7, 3), None, "7/3"),
        (Fraction(1, 10**7), None, "1/10000000"),
        (3, "3", "3"),
        (Fraction(1, 20), "0.05", "0,05"),
    ],
)
def test_a_number_is_written_exactly(value, decimal, french):
    shown = as_decimal(value)
    assert (None if shown is None else str(shown)) == decimal
    assert number(value) == french
    assert (decimal_places(value) is None) == (decimal is None)


def test_a_quorum_in_parts_is_stated_in_voices_and_kept(rules):
    drawn = Roll((line(1, 5), line(2, 3), line(3, 2)), scale=2)
    stated = state_quorum(drawn, Attendance(frozenset({1, 2})), rules, "AGO")
    told = stated.in_voices(2)
    assert (told.onsite_voices, told.entitled_voices) == (4, 5)
    assert told.onsite_heads == stated.onsite_heads == 2
    assert told.by_college["A"]["onsite_voices"] == 4
    assert QuorumStatement.from_facts(json.loads(json.dumps(told.to_facts()))) == told
    assert stated.in_voices(1) is stated


def test_a_roll_of_whole_voices_may_be_counted_without_parts():
    drawn = Roll((line(1, 4), line(2, 2)), scale=2)
    assert (drawn.voices, drawn.voices_of(drawn.lines[1])) == (3, 1)
    whole = drawn.of_whole_voices()
    assert (whole.scale, [one.voices for one in whole.lines]) == (1, [2, 1])
    halves = Roll((line(1, 5), line(2, 2)), scale=2)
    assert halves.of_whole_voices() is halves
    assert halves.voices == Fraction(7, 2)


def test_equal_weights_are_counted_as_heads():
    assert Count(6, 4, 2, 0, voters=6, present_voices=12, roll_voices=14).shared(2) == Count(
        3, 2, 1, 0, voters=6, present_voices=6, roll_voices=7
    )
    with pytest.raises(ValueError, match="not all of one weight"):
        Count(5, 4, voters=3).shared(2)
