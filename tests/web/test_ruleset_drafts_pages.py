"""Bylaws are written in the pages, one question at a time, and come to what the preset says."""

import io
import json

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from governance.models.rulesets import RuleSetVersion
from governance.rules.ruleset import encode_ruleset, parse_ruleset, preset
from tests.simulators.written_bylaws import AAPPMA, ASA, Written
from tests.web.forms_of_pages import PageForm
from tests.web.test_rulesets_pages import app, secretary, words  # noqa: F401 - fixtures
from tests.web.visits import Visit, csrf_token


def start(secretary: Visit, start: str = "blank") -> str:  # noqa: F811
    """Open a draft; return its address."""
    answer = secretary.post("/statuts/brouillons", start=start)
    assert answer.status_code == 302
    return answer.location


def question(secretary: Visit, at: str, number: int, body: str = "") -> PageForm:  # noqa: F811
    page = f"{at}/questions/{number}"
    return PageForm(secretary.get(f"{page}{f'?instance={body}' * bool(body)}").text, page)


def say(
    secretary: Visit,
    at: str,
    number: int,
    body: str = "",
    button: str = "save",
    **typed: str,  # noqa: F811
) -> TestResponse:
    """Answer one question as typed, and press a button."""
    form = question(secretary, at, number, body).typed(**typed)
    where = f"{at}/questions/{number}" + (f"?instance={body}" if body else "")
    return secretary.send(where, **form, **{button: "1"})


def write(secretary: Visit, written: Written) -> str:  # noqa: F811
    """Enter bylaws through the pages alone; return the address of the draft."""
    at = start(secretary)
    secretary.post(f"{at}/textes", prefix=written.prefix, whole=written.text)
    secretary.post(f"{at}/nom", **written.heading)
    for number, body, typed in written.answers:
        answer = say(secretary, at, number, body, "next", **typed)
        assert answer.status_code == 302, words(answer)
    return at


@pytest.mark.parametrize("written", [ASA, AAPPMA], ids=lambda one: one.preset)
def test_what_a_secretary_enters_equals_the_preset(
    app: Flask,
    secretary: Visit,
    written: Written,  # noqa: F811
) -> None:
    at = write(secretary, written)

    kept = secretary.get(f"{at}/document.json").data
    assert kept == encode_ruleset(preset(written.preset))


def test_a_published_draft_is_a_version_and_never_changes_again(
    app: Flask,
    secretary: Visit,  # noqa: F811
) -> None:
    at = write(secretary, ASA)
    answer = secretary.post(f"{at}/publier", adopted_on="2026-04-11")
    assert answer.status_code == 302

    with app.extensions["database"].transaction() as session:
        wanted = select(RuleSetVersion).order_by(RuleSetVersion.id.desc()).limit(1)
        version = session.scalars(wanted).one()
        assert version.document == encode_ruleset(preset("asa")).decode()
        assert str(version.adopted_on) == "2026-04-11"
    token = csrf_token(secretary.get("/statuts").text)
    form = {"csrf_token": token, "notice.days.source": "assumed", "notice.days.value": "3"}
    form |= {"notice.urgent_days.source": "assumed", "notice.counting.source": "assumed"}
    late = secretary.send(
        f"{at}/questions/5", **form, **{"notice.counting.value": "clear"}, save="1"
    )
    assert late.status_code == 409
    assert "Ce brouillon est publié" in words(late)


def test_looking_at_the_effect_saves_nothing(secretary: Visit) -> None:  # noqa: F811
    at = start(secretary)
    said = {"notice.days.source": "Les statuts", "notice.days.value": "30"}
    said["notice.days.clause"] = "art. 9"
    page = words(say(secretary, at, 5, button="look", **said))

    assert "Ce qui suit n’est pas encore enregistré." in page
    assert "une assemblée le samedi 1er août 2026 se convoque le mercredi 1er juillet 2026" in page
    kept = json.loads(secretary.get(f"{at}/document.json").data)
    assert kept["notice.days"]["value"] == 15


def test_undo_puts_back_what_stood_there(secretary: Visit) -> None:  # noqa: F811
    at = start(secretary)
    before = secretary.get(f"{at}/document.json").data
    own = {"bodies.CA.proxy.allowed.source": "Les statuts", "bodies.CA.proxy.allowed.clause": "9"}
    assert say(secretary, at, 26, "CA", **own).status_code == 302
    assert secretary.get(f"{at}/document.json").data != before

    page = words(secretary.get(at))
    assert "Annuler : Pouvoirs" in page
    token = csrf_token(secretary.get(at).text)
    secretary.send(f"{at}/annuler", csrf_token=token)

    assert secretary.get(f"{at}/document.json").data == before
    assert secretary.send(f"{at}/annuler", csrf_token=token).status_code == 409


@pytest.mark.parametrize(
    ("number", "typed", "field", "sentence"),
    [
        (5, {"notice.days.value": "quinze"}, "notice.days.value", "Un nombre entier"),
        (5, {"notice.days.value": "-1"}, "notice.days.value", "Un nombre entier"),
        (5, {"notice.days.value": "9" * 40}, "notice.days.value", "Un nombre entier"),
        (5, {"notice.days.value": ""}, "notice.days.value", "Cette réponse manque."),
        (5, {"notice.days.value": "400"}, "notice.days.value", "Un nombre de 0 à 366"),
        (5, {"notice.days.source": "Les statuts"}, "notice.days.clause", "Dites quel article"),
        (5, {"notice.days.valid_from": "demain"}, "notice.days.valid_from", "Une date"),
        (35, {"quorum.first.value.fraction": "3/2"}, "quorum.first.value.fraction", "un au plus"),
        (35, {"quorum.first.value.fraction": "1/0"}, "quorum.first.value.fraction", "Une part"),
        (38, {"majority.rule.ordinary.value.threshold": "0,5"},
         "majority.rule.ordinary.value.threshold", "Une part"),
        (12, {"categories.value[0].id": ""}, "categories.value[0].id", "Cette réponse manque."),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_beside_its_field_and_kept_as_typed(
    secretary: Visit,
    number: int,
    typed: dict[str, str],
    field: str,
    sentence: str,  # noqa: F811
) -> None:
    at = start(secretary)
    before = secretary.get(f"{at}/document.json").data
    answer = say(secretary, at, number, **typed)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert sentence in words(answer)
    assert all(typed_value in answer.text for typed_value in typed.values())
    assert secretary.get(f"{at}/document.json").data == before


def test_contradictions_are_kept_in_the_draft_but_not_published(
    secretary: Visit,  # noqa: F811
) -> None:
    at = start(secretary)
    tie = {"majority.rule.ordinary.value.tie": "à égalité, la voix prépondérante décide"}
    assert say(secretary, at, 38, **tie).status_code == 302

    page = words(secretary.get(f"{at}/publier"))
    assert "Ces règles ne peuvent pas encore être publiées" in page
    token = csrf_token(secretary.get(at).text)
    assert secretary.send(f"{at}/publier", csrf_token=token).status_code == 422


def test_a_pasted_text_is_cut_at_its_articles_and_found_again(
    secretary: Visit,  # noqa: F811
) -> None:
    at = start(secretary)
    text = "Préambule\nArticle 1 - Nom\nVilleneuve\nARTICLE 9 : Pouvoirs\nDeux <b>pouvoirs</b>."
    secretary.post(f"{at}/textes", whole=text, prefix="statuts")

    page = secretary.get(f"{at}/questions/26")
    assert "Deux &lt;b&gt;pouvoirs&lt;/b&gt;." in page.text
    assert "Laissée vide : « statuts, art. 9 »." in words(page)
    assert "Villeneuve" not in words(page)
    assert "Pouvoirs" in words(secretary.get(f"{at}/articles/2"))
    assert secretary.get(f"{at}/articles/3").status_code == 404


def test_a_text_beyond_the_limit_is_refused_whole(secretary: Visit) -> None:  # noqa: F811
    at = start(secretary)
    answer = secretary.post(f"{at}/textes", whole="Article 1\n" + "a" * 20_001, prefix="statuts")

    assert answer.status_code == 422
    assert "Ce texte est trop long" in words(answer)
    assert "Aucun texte n’est collé." in words(secretary.get(f"{at}/questions/26"))


def test_the_document_goes_out_and_comes_in_again(secretary: Visit) -> None:  # noqa: F811
    at = start(secretary, "preset:repae")
    document = secretary.get(f"{at}/document.json").data
    assert parse_ruleset(document) == preset("repae")

    token = csrf_token(secretary.get("/statuts/brouillons").text)
    sent = {"csrf_token": token, "start": "file"}
    answer = secretary.send(
        "/statuts/brouillons", **sent, document=(io.BytesIO(document), "r.json")
    )
    assert answer.status_code == 302
    assert secretary.get(f"{answer.location}/document.json").data == document


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (b"{", "Ce document n’est pas du JSON."),
        (b"[" * 300_000, "trop grand"),
        (b'{"name": "x", "version": 1, "association": "x", "notice.days": {"value": 0.5}}',
         "un nombre exact"),
        (b'{"name": "x", "version": 1, "association": "x", "notice.jours": {}}', "notice.jours"),
    ],
)  # fmt: skip
def test_a_wrong_document_is_refused_by_where_it_is_wrong(
    secretary: Visit,
    document: bytes,
    sentence: str,  # noqa: F811
) -> None:
    token = csrf_token(secretary.get("/statuts/brouillons").text)
    sent = {"csrf_token": token, "start": "file"}
    answer = secretary.send(
        "/statuts/brouillons", **sent, document=(io.BytesIO(document), "r.json")
    )

    assert answer.status_code == 422
    assert sentence in words(answer)


def test_a_discarded_draft_is_gone(secretary: Visit) -> None:  # noqa: F811
    at = start(secretary)
    token = csrf_token(secretary.get(at).text)
    secretary.send(f"{at}/jeter", csrf_token=token)

    assert secretary.get(at).status_code == 404
