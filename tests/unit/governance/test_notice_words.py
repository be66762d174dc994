"""The rules in the words of the notice: limits and voices as the text gives them."""

from dataclasses import replace
from fractions import Fraction

import pytest

from governance.rules.ruleset import ProxyLimit, RuleSet, preset, with_value
from governance.services.convening.notice_words import rule_lines


def said(rules: RuleSet, label: str) -> str:
    return next(line.value for line in rule_lines(rules, "AGO") if line.label == label)


def changed(rules: RuleSet, path: str, value: object) -> RuleSet:
    return with_value(rules, path, replace(rules.parameters()[path], value=value))


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (None, "sans limite, même collège"),
        (ProxyLimit(2), "2 au plus par personne, même collège"),
        (ProxyLimit(30, unit="votes"), "30 voix au plus par personne, même collège"),
        (
            ProxyLimit(3, own_included=True),
            "3 au plus par personne, son propre vote compris, même collège",
        ),
        (
            ProxyLimit(share=Fraction(1, 20), unit="fraction_of_votes"),
            "1/20 des voix au plus par personne, même collège",
        ),
    ],
)
def test_a_limit_of_proxies_is_said_in_its_own_unit(limit, words):
    assert said(changed(preset("acca"), "proxy.limit", limit), "Pouvoirs") == words


def test_a_share_of_the_members_is_no_absence_of_limit():
    assert said(preset("asa"), "Pouvoirs").startswith("1/5 des membres au plus par personne")


@pytest.mark.parametrize(
    ("scope", "end"), [("same_category", "même catégorie"), ("any_member", "par personne")]
)
def test_who_may_hold_a_proxy_is_said(scope, end):
    assert said(changed(preset("acca"), "proxy.scope", scope), "Pouvoirs").endswith(end)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("petite-association", "une voix par membre"),
        ("la27eregion-voices-by-fee", "voix selon la tranche de cotisation"),
        ("acca", "voix calculées comme le dit le texte cité"),
        ("udaf", "voix calculées comme le dit le texte cité"),
    ],
)
def test_voices_are_said_to_come_from_dues_only_where_they_do(name, words):
    assert said(preset(name), "Voix") == words
