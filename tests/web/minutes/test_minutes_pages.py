"""The minutes through their pages: worded, previewed, confirmed, published; tampered forms."""

import html
import re

import pytest

from app import create_app
from governance.web.post.post import post_of
from tests.integration.small_assembly import SmallAssembly
from tests.web.evening import FIELD, HERE, NOW, TOLD, enter, fields_of, publish, saved
from tests.web.visits import csrf_token


def test_the_page_shows_wording_to_edit_and_figures_locked(secretary):
    page = secretary.get(HERE).text

    names = [name for name, _ in FIELD.findall(page)]
    assert "texte-opening.told" in names
    assert "texte-item-2.debate" in names
    assert not [name for name in names if "count" in name or "decision" in name]
    assert "Ces chiffres viennent du journal\u00a0: ils ne se modifient pas." in page
    assert "La résolution est adoptée" in html.unescape(page)
    assert re.search(r"\d\d\u202f%", page)


def test_only_what_differs_from_the_draft_is_kept(app, secretary):
    fields = fields_of(secretary.get(HERE).text)
    sent = fields | {"texte-item-2.debate": TOLD.replace("\n", "\r\n")}

    answer = secretary.send(HERE, **sent)

    assert answer.headers["Location"] == HERE
    assert saved(app) == [{"item-2.debate": TOLD}]
    page = html.unescape(secretary.get(HERE).text)
    assert "Version 1 enregistrée." in page
    assert "Deux questions sont posées." in page


def test_one_may_go_back_to_the_text_proposed(app, secretary):
    secretary.send(HERE, **(fields_of(secretary.get(HERE).text) | {"texte-item-2.debate": TOLD}))

    fields = fields_of(secretary.get(HERE).text)
    secretary.send(HERE, **fields, **{"retablir-item-2.debate": "y"})

    assert saved(app) == [{"item-2.debate": TOLD}, {}]


@pytest.mark.parametrize(
    "forged",
    [
        {"texte-item-2.decision": "La résolution est rejetée."},
        {"texte-item-2.count": ""},
        {"texte-annex-attendance.rows": "Personne"},
        {"texte-item-42.debate": "Un point de plus."},
        {"texte-": "sans nom"},
    ],
)
def test_a_forged_field_is_refused_and_nothing_typed_is_lost(app, secretary, forged):
    fields = fields_of(secretary.get(HERE).text) | {"texte-item-2.debate": TOLD}

    answer = secretary.send(HERE, **fields, **forged)

    assert answer.status_code == 422
    assert "ils ne se modifient pas. Rien n’a été enregistré." in html.unescape(answer.text)
    assert "Deux questions sont posées." in answer.text
    assert saved(app) == []


def test_a_text_too_long_is_refused_with_what_was_typed(app, secretary):
    endless = "Un mot. " * 3000
    fields = fields_of(secretary.get(HERE).text) | {"texte-item-4.debate": endless}

    answer = secretary.send(HERE, **fields | {"texte-item-2.debate": TOLD})

    assert answer.status_code == 422
    assert "20\u202f000 caractères au plus" in answer.text or "20000 caractères" in answer.text
    assert endless.strip() in answer.text
    assert "Deux questions sont posées." in answer.text
    assert saved(app) == []


def test_a_second_tab_does_not_write_over_the_first(app, secretary):
    tab = fields_of(secretary.get(HERE).text)
    secretary.send(HERE, **(tab | {"texte-item-2.debate": "Écrit par la première."}))

    answer = secretary.send(HERE, **(tab | {"texte-item-2.debate": "Écrit par la seconde."}))

    assert answer.status_code == 409
    page = html.unescape(answer.text)
    assert "La version 1 a été enregistrée entre-temps par Inès Marchetti." in page
    assert "Écrit par la première." in page
    again = fields_of(answer.text)
    assert (again["base"], again["texte-item-2.debate"]) == ("1", "Écrit par la seconde.")
    assert len(saved(app)) == 1
    secretary.send(HERE, **again)
    assert saved(app)[1] == {"item-2.debate": "Écrit par la seconde."}


def test_the_auditor_reads_and_changes_nothing(app):
    auditor = enter(app, "auditor")
    page = auditor.get(HERE)

    assert page.status_code == 200
    assert "<textarea" not in page.text
    assert auditor.get(f"{HERE}/apercu.pdf").data.startswith(b"%PDF")
    token = csrf_token(page.text)
    assert auditor.send(HERE, csrf_token=token, base="0").status_code == 403
    assert auditor.send(f"{HERE}/publication", csrf_token=token, base="0").status_code == 403
    assert enter(app, "treasurer").get(HERE).status_code == 403
    assert saved(app) == []


def test_reading_and_previewing_keep_nothing(app, secretary):
    for path in (HERE, f"{HERE}/apercu.pdf", f"{HERE}/publication"):
        assert secretary.get(path).status_code == 200

    assert saved(app) == []
    assert not (app.extensions["settings"].instance / "seal.pem").exists()


def test_the_confirmation_says_what_it_commits_to(secretary):
    page = html.unescape(secretary.get(f"{HERE}/publication").text)

    assert "contient la feuille de présence" in page
    assert "5 membres" in page.replace("\u00a0", " ")
    assert "5 personnes reçoivent un message" in page
    assert "restera téléchargeable" in page


def test_a_version_saved_since_the_confirmation_is_not_published_unread(app, secretary):
    page = secretary.get(f"{HERE}/publication").text
    secretary.send(HERE, **(fields_of(secretary.get(HERE).text) | {"texte-item-2.debate": TOLD}))

    answer = secretary.send(f"{HERE}/publication", csrf_token=csrf_token(page), base="0")

    assert answer.status_code == 409
    assert "enregistrée entre-temps" in answer.text


def test_an_earlier_version_can_be_read_again(secretary):
    secretary.send(HERE, **(fields_of(secretary.get(HERE).text) | {"texte-item-2.debate": TOLD}))
    draft = secretary.get(f"{HERE}/versions/1/apercu.pdf")
    assert publish(secretary) == "/publications/1"

    sealed = secretary.get(f"{HERE}/versions/1/apercu.pdf")

    assert b"ETSI.CAdES.detached" in sealed.data
    assert b"ETSI.CAdES.detached" not in draft.data
    assert secretary.get(f"{HERE}/versions/9/apercu.pdf").status_code == 404
    assert secretary.get(f"{HERE}/publication").status_code == 409


def test_before_the_closing_the_page_says_what_is_missing(sqlite_settings, monkeypatch):
    monkeypatch.setattr("governance.clock.now", lambda: NOW)
    app = create_app(sqlite_settings)
    database = app.extensions["database"]
    assembly = SmallAssembly(database, post_of(sqlite_settings))
    assembly.convene()
    secretary = enter(app, "Inès Marchetti")
    assert "La séance n’est pas encore ouverte" in html.unescape(secretary.get(HERE).text)
    assert secretary.get(f"{HERE}/apercu.pdf").status_code == 409

    assembly.gather()
    page = html.unescape(secretary.get(HERE).text)
    assert "Point 2 pas encore mis aux voix" in page
    assert secretary.get(f"{HERE}/apercu.pdf").data.startswith(b"%PDF")
    assert secretary.get(f"{HERE}/publication").status_code == 409
    database.dispose()
