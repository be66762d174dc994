"""What the notice says of proxies, under bylaws that differ."""

import pytest

from governance.rules.ruleset import Deposit
from governance.services.convening.proxy_notice import has_form, how_to_proxy
from tests.integration.own_bylaws import bylaws


def told(**values: object) -> str:
    rules = bylaws({path.replace("__", "."): value for path, value in values.items()})
    return how_to_proxy(rules).replace("\u202f", " ").replace("\u00a0", " ")


def test_where_proxies_are_not_admitted_there_is_nothing_to_say_nor_to_sign():
    rules = bylaws({"proxy.allowed": False})
    assert how_to_proxy(rules) == "" and not has_form(rules)


def test_the_form_is_printed_only_where_a_signed_paper_is_admitted():
    assert has_form(bylaws({"proxy.form": ("signed_paper",)}))
    assert not has_form(bylaws({"proxy.form": ("electronic",)}))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"proxy__form": ("registered_post",)}, "par lettre recommandée."),
        ({"proxy__form": ("electronic", "email")}, "votre lien personnel ou par courriel."),
        ({"proxy__scope": "any_member"}, "donner pouvoir à un autre membre,"),
        ({"proxy__deposit_deadline": Deposit("opening")}, "jusqu’à l’ouverture de la séance."),
        ({"proxy__deposit_deadline": Deposit("vote")}, "jusqu’à l’ouverture de chaque vote."),
        ({"proxy__deposit_deadline": Deposit("hours_before", 48)}, "48 heures avant la réunion."),
        ({"proxy__revocation": "until_open"}, "Il se reprend jusqu’à l’ouverture de la séance ;"),
        ({"proxy__revocation": "until_vote"}, "Il se reprend à tout moment ;"),
        ({"proxy__on_presence": "holder_keeps"}, "il tient même si vous venez."),
        ({"proxy__blank": "share"}, "il est confié à l’un des présents."),
        ({"proxy__blank": "president"}, "il revient à la présidence."),
        ({"proxy__instructions": "mandatory"}, "Il dit comment voter sur chaque point."),
    ],
)
def test_each_rule_has_its_sentence(values, sentence):
    assert sentence in told(**values)


def test_what_is_refused_is_not_offered():
    said = told(proxy__blank="refuse", proxy__instructions="none")
    assert "ne nomme personne" not in said and "comment voter" not in said
