"""Bylaws are written in the pages, one question at a time, and come to what the preset says."""

import io
import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from governance.models.accounts import Role
from governance.models.rulesets import RuleSetVersion
from governance.rules.ruleset import encode_ruleset, parse_ruleset, preset
from tests.simulators.assemblies import Scene
from tests.simulators.written_bylaws import AAPPMA, ASA, Written
from tests.web.forms_of_pages import PageForm
from tests.web.test_rulesets_pages import words
from tests.web.visits import Visit, csrf_token


@pytest.fixture
def secretary(visit: Callable[[Role], Visit]) -> Visit:
    """Inès, at an association of 16 members, 13 of them in good standing."""
    return visit(Role.SECRETARY)


def start(secretary: Visit, start: str = "blank") -> str:
    """Open a draft; return its address."""
    answer = secretary.post("/statuts/brouillons", start=start)
    assert answer.status_code == 302
    return answer.location


def question(secretary: Visit, at: str, number: int, body: str = "") -> PageForm:
    page = f"{at}/questions/{number}"
    return PageForm(secretary.get(f"{page}{f'?instance={body}' * bool(body)}").text, page)


def say(
    secretary: Visit,
    at: str,
    number: int,
    body: str = "",
    button: str = "save",
    **typed: str,
) -> TestResponse:
    """Answer one question as typed, and press a button."""
    form = question(secretary, at, number, body).typed(**typed)
    where = f"{at}/questions/{number}" + (f"?instance={body}" if body else "")
    return secretary.send(where, **form, **{button: "1"})


def write(secretary: Visit, written: Written) -> str:
    """Enter bylaws through the pages alone; return the address of the draft."""
    at = start(secretary)
    secretary.post(f"{at}/textes", prefix=written.prefix, whole=written.text)
    secretary.post(f"{at}/nom", **written.heading)
    for number, body, typed in written.answers:
        answer = say(secretary, at, number, body, "next", **typed)
        assert answer.status_code == 302, words(answer)
    return at


@pytest.mark.parametrize("written", [ASA, AAPPMA], ids=lambda one: one.preset)
def test_what_a_secretary_enters_equals_the_preset(secretary: Visit, written: Written) -> None:
    at = write(secretary, written)

    kept = secretary.get(f"{at}/document.json").data
    assert kept == encode_ruleset(preset(written.preset))


def test_a_published_draft_is_a_version_and_never_changes_again(
    scene: Scene,
    secretary: Visit,
) -> None:
    at = write(secretary, ASA)
    answer = secretary.post(f"{at}/publier", adopted_on="2026-04-11")
    assert answer.status_code == 302

    with scene.database.transaction() as session:
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


def test_looking_at_the_effect_saves_nothing(secretary: Visit) -> None:
    at = start(secretary)
    said = {"notice.days.source": "Les statuts", "notice.days.value": "30"}
    said["notice.days.clause"] = "art. 9"
    page = words(say(secretary, at, 5, button="look", **said))

    assert "Ce qui suit n’est pas encore enregistré." in page
    assert "une assemblée le mardi 25 août 2026 se convoque le samedi 25 juillet 2026" in page
    kept = json.loads(secretary.get(f"{at}/document.json").data)
    assert kept["notice.days"]["value"] == 15


def test_undo_puts_back_what_stood_there(secretary: Visit) -> None:
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
    sentence: str,
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
    secretary: Visit,
) -> None:
    at = start(secretary)
    tie = {"majority.rule.ordinary.value.tie": "à égalité, la voix prépondérante décide"}
    assert say(secretary, at, 38, **tie).status_code == 302

    page = words(secretary.get(f"{at}/publier"))
    assert "Ces règles ne peuvent pas encore être publiées" in page
    token = csrf_token(secretary.get(at).text)
    assert secretary.send(f"{at}/publier", csrf_token=token).status_code == 422


def test_a_pasted_text_is_cut_at_its_articles_and_found_again(
    secretary: Visit,
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


def test_a_text_beyond_the_limit_is_refused_whole(secretary: Visit) -> None:
    at = start(secretary)
    answer = secretary.post(f"{at}/textes", whole="Article 1\n" + "a" * 20_001, prefix="statuts")

    assert answer.status_code == 422
    assert "Ce texte est trop long" in words(answer)
    assert "Aucun texte n’est collé." in words(secretary.get(f"{at}/questions/26"))


def test_the_document_goes_out_and_comes_in_again(secretary: Visit) -> None:
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
    sentence: str,
) -> None:
    token = csrf_token(secretary.get("/statuts/brouillons").text)
    sent = {"csrf_token": token, "start": "file"}
    answer = secretary.send(
        "/statuts/brouillons", **sent, document=(io.BytesIO(document), "r.json")
    )

    assert answer.status_code == 422
    assert sentence in words(answer)


def test_a_discarded_draft_is_gone(secretary: Visit) -> None:
    at = start(secretary)
    token = csrf_token(secretary.get(at).text)
    secretary.send(f"{at}/jeter", csrf_token=token)

    assert secretary.get(at).status_code == 404


def effect(secretary: Visit, number: int, **typed: str) -> str:
    """Return what a page says of the register, the answers being only looked at."""
    at = start(secretary, "preset:la27eregion")
    page = words(say(secretary, at, number, button="look", **typed))
    return page.partition("Sur le registre d’aujourd’hui")[2].partition("Une autre règle pour")[0]


def test_who_votes_is_told_before_and_after(secretary: Visit) -> None:
    everyone = {"standing.required.source": "Les statuts", "standing.required.clause": "art. 5"}
    everyone["standing.required.value"] = "non"
    told = effect(secretary, 13, **everyone)

    assert "13 membres sur 16 votent, 13 voix" in told
    assert "16 membres sur 16 votent, 16 voix" in told


def test_a_quorum_is_told_in_members_of_the_present_register(secretary: Visit) -> None:
    half = {"quorum.first.source": "Les statuts", "quorum.first.clause": "art. 9"}
    half |= {"quorum.first.value.fraction": "1/2", "quorum.first.value.plus_one": "oui"}

    assert "il faut 7 membres sur 13" in effect(secretary, 35, **half)


@pytest.mark.parametrize(
    ("number", "typed", "sentence"),
    [
        (12, {"categories.value[0].id": "autre"}, "Le registre a des catégories"),
        (26, {"proxy.limit.value.number": "40"}, "La limite de 40 pouvoirs ne limite rien"),
        (38, {"majority.rule.ordinary.value.strict": "non"}, "adopte une résolution à égalité"),
        (53, {"vote.min_secret_group.value": "50"}, "Aucun scrutin secret ne serait permis"),
    ],
)  # fmt: skip
def test_an_unsound_answer_is_warned_of_before_it_is_saved(
    secretary: Visit, number: int, typed: dict[str, str], sentence: str
) -> None:
    at = start(secretary, "preset:la27eregion")

    assert sentence in words(say(secretary, at, number, button="look", **typed))
    assert say(secretary, at, number, **typed).status_code == 302
    assert sentence in words(secretary.get(at))


def test_the_beginning_of_a_draft_tells_what_is_assumed_and_what_was_read(
    secretary: Visit,
) -> None:
    at = start(secretary, "preset:petite-association")
    rules = preset("petite-association")

    page = words(secretary.get(at))
    assert "questions lues sur 56 0" in page
    assert f"personne n’a lu le texte {len(rules.assumed())}" in page
    assert f"les textes ne le disent pas {len(rules.silent())}" in page


def test_a_majority_is_added_by_its_name_then_taken_away(secretary: Visit) -> None:
    at = start(secretary, "preset:petite-association")
    path, where = "majority.rule.dissolution", f"{at}/questions/38?cle=dissolution"
    drawn = PageForm(secretary.get(where).text, f"{at}/questions/38")
    said = {f"{path}.source": "Les statuts", f"{path}.clause": "art. 20"}
    said |= {f"{path}.value.base": "des suffrages exprimés", f"{path}.value.threshold": "3/4"}
    said |= {f"{path}.value.strict": "non"}
    assert secretary.send(where, **drawn.typed(**said), save="1").status_code == 302
    assert path in json.loads(secretary.get(f"{at}/document.json").data)

    gone = say(secretary, at, 38, **{f"{path}.source": "Cette majorité n’existe pas"})
    assert gone.status_code == 302
    assert path not in json.loads(secretary.get(f"{at}/document.json").data)


@pytest.mark.parametrize("name", ["../B%C3%A9", "Fusion", "a.b", "x" * 41, "-", "1"])
def test_a_majority_with_a_wrong_name_is_refused(secretary: Visit, name: str) -> None:
    at = start(secretary, "preset:petite-association")
    answer = secretary.get(f"{at}/questions/38?cle={name}")

    assert answer.status_code == 422
    assert "en minuscules sans accent" in words(answer)


def test_two_who_answer_one_question_do_not_write_over_each_other_unaware(
    secretary: Visit,
) -> None:
    at = start(secretary)
    early, where = question(secretary, at, 5), f"{at}/questions/5"
    said = {"notice.days.source": "Les statuts", "notice.days.clause": "art. 9"}
    assert say(secretary, at, 5, **said, **{"notice.days.value": "21"}).status_code == 302

    mine = early.typed(**said, **{"notice.days.value": "30"})
    secretary.send(where, **mine, look="1")
    late = secretary.send(where, **mine, save="1")
    assert late.status_code == 409
    assert "Quelqu’un a changé cette partie du brouillon" in words(late)
    assert json.loads(secretary.get(f"{at}/document.json").data)["notice.days"]["value"] == 21

    again = PageForm(late.text, where)
    assert again.fields["notice.days.value"] == "30"
    assert secretary.send(where, **again.fields, save="1").status_code == 302
    assert json.loads(secretary.get(f"{at}/document.json").data)["notice.days"]["value"] == 30


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("textes", {"whole": "Article 1\nLe siège.", "prefix": "statuts"}),
        ("nom", {"name": "statuts-essai", "association": "La nôtre", "origin": "Un papier"}),
    ],
)
def test_a_text_and_a_name_read_before_somebody_changed_them_are_not_written(
    secretary: Visit, page: str, typed: dict[str, str]
) -> None:
    at = start(secretary)
    early = PageForm(secretary.get(f"{at}/{page}").text, f"{at}/{page}").fields
    assert secretary.post(f"{at}/{page}", **typed).status_code == 302
    changed = secretary.get(f"{at}/document.json").data

    late = secretary.send(f"{at}/{page}", **(early | typed | {"whole": "Article 2\nAutre."}))
    assert late.status_code == 422
    assert "Quelqu’un a changé cette partie du brouillon" in words(late)
    assert secretary.get(f"{at}/document.json").data == changed
