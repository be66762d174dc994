"""Which rules meetings apply: every parameter is told, and the set ones that wait are named."""

from dataclasses import replace

import pytest

from governance.rules.ruleset import Ruled, RuleSet, Source, preset, with_value
from governance.rules.ruleset.catalogue import PARAMETERS
from governance.rules.ruleset.honoured import (
    MEETINGS,
    RECORD,
    USES,
    WHERE,
    is_applied,
    not_applied,
)
from governance.rules.ruleset.presets import PRESETS


def told(rules: RuleSet, path: str, value: object) -> RuleSet:
    return with_value(rules, path, Ruled(value, Source.STATUTS, "art. 7"))


def test_every_parameter_of_the_catalogue_is_told_once():
    assert set(USES) == set(PARAMETERS)
    assert len(USES) == sum(map(len, (MEETINGS, WHERE, RECORD)))


@pytest.mark.parametrize("name", PRESETS)
def test_the_values_of_every_preset_can_be_told(name):
    rules = preset(name)
    answers = {path: is_applied(path, ruled.value) for path, ruled in rules.parameters().items()}
    assert set(not_applied(rules)) <= {path for path, applied in answers.items() if not applied}


@pytest.mark.parametrize("path", sorted(WHERE))
def test_a_rule_applied_for_some_values_has_a_value_in_the_catalogue_it_can_judge(path):
    default = PARAMETERS[path].default
    assert is_applied(path, default) in (True, False)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("udaf", "vote.splitting"),
        ("aappma", "removal"),
        ("agfpn", "majority.tacit"),
    ],
)
def test_what_a_real_text_asks_and_no_meeting_does_is_named(name, path):
    assert path in not_applied(preset(name))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("asa", "proxy.limit"),
        ("asa", "proxy.revocation"),
        ("ars", "second_call"),
        ("asa", "quorum.first"),
        ("asa", "quorum.second"),
        ("asa", "notice.urgent_days"),
        ("federation-chasseurs", "agenda.member_request"),
        ("asa", "majority.rule.ordinary"),
        ("acca", "weight.formula"),
        ("udaf", "proxy.limit"),
        ("udaf", "proxy.limit_exceptions"),
        ("udaf", "weight.inputs"),
        ("acca", "weight.inputs"),
        ("agfpn", "weight.fraction_allowed"),
    ],
)
def test_what_meetings_do_is_not_named(name, path):
    assert path in preset(name).parameters()
    assert path not in not_applied(preset(name))


def test_an_assumption_and_a_silence_are_nobodys_demand():
    rules = preset("petite-association")
    assumed = replace(rules.vote.option_order, value="lot", source=Source.ASSUMED)
    silent = Ruled("lot", Source.STATUTS, "silence", is_silent=True)
    for ruled in (assumed, silent):
        found = with_value(rules, "vote.option_order", ruled)
        assert "vote.option_order" not in not_applied(found)


def test_a_rule_of_one_body_is_named_with_its_body_and_applied_to_it_alone():
    rules = told(preset("la27eregion"), "bodies.CA.vote.option_order", "lot")
    assert not_applied(rules) == ("bodies.CA.vote.option_order",)
    assert not_applied(rules, "CA") == ("vote.option_order",)
    assert not_applied(rules, "AGO") == ()


def test_an_unknown_path_is_the_callers_bug():
    with pytest.raises(ValueError, match="no such parameter"):
        is_applied("proxy.colour", "blue")
