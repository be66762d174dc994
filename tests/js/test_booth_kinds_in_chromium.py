"""Ranking, grading and choosing a list in the booth, and mixing, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ballots.crypto.hashing import sha256_hex
from ballots.protocol.questions import ListsQuestion, RankedQuestion
from tests.js.booth_stand import Fault, Stand
from tests.js.booth_visits import Open, enter, heading
from tests.simulators.browser import OpenPage, assert_accessible, picture

pytestmark = pytest.mark.needs("chromium")

NAMES = ("Prévost", "Nguyen", "Ben Saïd", "Lefèvre-Dumontier", "Okafor")
GRADES = ["Excellent", "Très bien", "Bien", "Assez bien", "Passable", "Insuffisant", "À rejeter"]
LISTS = [
    {"name": "Territoires en commun", "candidates": ["Prévost", "Nguyen", "Ben Saïd"]},
    {"name": "Un autre élan", "candidates": ["Lefèvre-Dumontier", "Okafor"]},
]


def ranked(method: str, published: str, *, blank: bool = True) -> dict[str, Any]:
    """Return the facts of a stand that asks for a ranking."""
    text = "Élire la présidence"
    counting = {"type": "PreferentialVoting", "method": published, "blank": blank}
    asked = {"kind": "ranked", "text": text, "answers": list(NAMES), "blank": blank}
    return {
        "question": RankedQuestion(text, NAMES, counting),
        "asked": asked | {"counting": {"method": method, "seats": 1}},
    }


def graded() -> dict[str, Any]:
    """Return the facts of a stand that asks for grades."""
    text = "Juger les projets"
    counting = {
        "type": "ScoreVoting",
        "method": "MajorityJudgment",
        "blank": True,
        "grades": GRADES,
    }
    asked = {"kind": "graded", "text": text, "answers": list(NAMES[:3]), "blank": True}
    return {
        "question": RankedQuestion(text, NAMES[:3], counting),
        "asked": asked | {"grades": GRADES, "counting": {"method": "majority-judgment"}},
    }


def lists() -> dict[str, Any]:
    """Return the facts of a stand that asks for a list."""
    text = "Élire le conseil d’administration"
    rows = tuple((one["name"], *one["candidates"]) for one in LISTS)
    asked = {"kind": "lists", "text": text, "lists": LISTS}
    return {"question": ListsQuestion(text, rows), "asked": asked}


def review(page: Page) -> None:
    page.get_by_role("button", name="Vérifier mon vote").click()


def cast(page: Page, title: str) -> None:
    page.locator("[data-cast]").click()
    heading(page, title)


def name(page: Page, text: str) -> Any:
    return page.get_by_role("button", name=text, exact=True).first


def said(page: Page) -> Any:
    return page.locator("[role=status]").last


def test_names_are_ranked_by_pressing_them_in_order(any_page: Page, serve: Open) -> None:
    stand, page = Stand(**ranked("schulze", "Schulze")), any_page
    width = page.evaluate("innerWidth")
    enter(page, serve(stand), stand)
    review(page)
    error = page.locator("#choice-12-error")
    expect(error).to_contain_text("Donnez un rang à un nom au moins, ou choisissez le vote blanc")
    expect(page.get_by_label("Rang de Prévost").first).to_be_focused()
    assert_accessible(page)
    for pressed in ("Okafor", "Prévost", "Nguyen"):
        name(page, pressed).click()
    expect(said(page)).to_have_text("Nguyen, rang 3 sur 5.")
    expect(error).to_have_count(0)
    assert page.get_by_label("Rang de Prévost").first.get_attribute("aria-invalid") is None
    page.get_by_label("Rang de Nguyen").first.select_option("2")
    expect(said(page)).to_have_text("Nguyen, rang 2 sur 5, à égalité avec Prévost.")
    assert_accessible(page)
    picture(page, f"booth-ranked-{width}")
    review(page)
    heading(page, "Vérifiez avant d’enregistrer")
    assert page.locator("[data-review='12'] li").all_text_contents() == [
        "Rang 1\u00a0: Okafor",
        "Rang 2\u00a0: Prévost, Nguyen",
        "Sans rang, après tous les autres\u00a0: Ben Saïd, Lefèvre-Dumontier",
    ]
    assert_accessible(page)
    picture(page, f"booth-ranked-review-{width}")
    cast(page, "3 votes sont enregistrés")
    assert stand.opened() == (((2, 2, 0, 0, 1),) * 3,)


def test_strict_ranks_make_room_and_each_pouvoir_may_rank_otherwise(
    open_page: OpenPage, serve: Open
) -> None:
    facts = ranked("stv", "STV")
    stand, page = Stand(members=("Lyon", "Nantes"), **facts), open_page("phone")
    enter(page, serve(stand), stand)
    for pressed in ("Okafor", "Prévost"):
        name(page, pressed).click()
    page.get_by_label("Rang de Nguyen").first.select_option("1")
    expect(page.get_by_label("Rang de Okafor").first).to_have_value("2")
    expect(page.get_by_label("Rang de Prévost").first).to_have_value("3")
    page.get_by_label("Même choix pour tous").uncheck()
    second = page.locator("#right-13")
    second.get_by_label("Vote blanc").check()
    second.get_by_role("button", name="Ben Saïd").click()
    expect(second.get_by_label("Vote blanc")).not_to_be_checked()
    second.get_by_role("button", name="Ben Saïd").click()
    expect(said(page)).to_have_text("Ben Saïd, sans rang.")
    review(page)
    expect(page.locator("#choice-13-error")).to_be_visible()
    second.get_by_label("Vote blanc").check()
    review(page)
    expect(page.locator("[data-review='13']")).to_contain_text("Vote blanc")
    cast(page, "2 votes sont enregistrés")
    assert sorted(stand.opened()[0]) == [(0, 0, 0, 0, 0), (3, 1, 0, 0, 2)]


def test_a_ranking_is_made_cleared_and_cast_by_keyboard(open_page: OpenPage, serve: Open) -> None:
    stand, page = Stand(members=("Lyon",), **ranked("schulze", "Schulze")), open_page()
    enter(page, serve(stand), stand)
    for key in ("Tab", "ArrowDown", "Tab", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(said(page)).to_have_text("Nguyen, rang 2 sur 5.")
    page.get_by_role("button", name="Effacer le classement").press("Enter")
    expect(said(page)).to_have_text("Plus aucun rang.")
    name(page, "Okafor").press("Space")
    review(page)
    heading(page, "Vérifiez avant d’enregistrer")
    for key in ("Tab", "Enter"):
        page.keyboard.press(key)
    heading(page, "Votre vote est enregistré")
    page.get_by_role("button", name="Changer mon vote").click()
    expect(page.get_by_label("Rang de Okafor")).to_have_value("0")
    expect(name(page, "Okafor")).to_have_attribute("aria-pressed", "false")
    assert stand.opened() == (((0, 0, 0, 0, 1),),)


def test_every_name_is_graded(any_page: Page, serve: Open) -> None:
    stand, page = Stand(**graded()), any_page
    width = page.evaluate("innerWidth")
    enter(page, serve(stand), stand)
    first = page.locator("#right-12")
    for candidate, grade in (("Prévost", "Bien"), ("Ben Saïd", "À rejeter")):
        first.get_by_role("group", name=candidate).get_by_label(grade, exact=True).check()
    review(page)
    error = page.locator("#choice-12-error")
    expect(error).to_have_text("Donnez une mention à Nguyen, pour Lyon.")
    group = first.get_by_role("group", name="Nguyen")
    expect(group.get_by_label("Excellent")).to_be_focused()
    assert_accessible(page)
    group.get_by_label("Excellent").check()
    picture(page, f"booth-graded-{width}")
    review(page)
    assert page.locator("[data-review='13'] li").all_text_contents() == [
        "Prévost\u00a0: Bien",
        "Nguyen\u00a0: Excellent",
        "Ben Saïd\u00a0: À rejeter",
    ]
    assert_accessible(page)
    cast(page, "3 votes sont enregistrés")
    assert stand.opened() == (((3, 1, 7),) * 3,)


def test_a_blank_vote_takes_the_grades_away(open_page: OpenPage, serve: Open) -> None:
    stand, page = Stand(members=("Lyon",), **graded()), open_page()
    enter(page, serve(stand), stand)
    page.get_by_label("Passable").first.check()
    page.get_by_label("Vote blanc").check()
    expect(page.get_by_label("Passable").first).not_to_be_checked()
    review(page)
    expect(page.locator("[data-review]")).to_contain_text("Vote blanc")
    cast(page, "Votre vote est enregistré")
    assert stand.opened() == (((0, 0, 0),),)


def test_a_list_is_chosen_whole_or_name_by_name(any_page: Page, serve: Open) -> None:
    stand, page = Stand(**lists()), any_page
    width = page.evaluate("innerWidth")
    enter(page, serve(stand), stand)
    review(page)
    expect(page.locator("#choice-12-error")).to_have_text("Choisissez une liste, pour Lyon.")
    first = page.locator("#right-12")
    first.get_by_label("Territoires en commun").check()
    review(page)
    expect(page.locator("#choice-12-error")).to_contain_text("Cochez un nom au moins")
    expect(first.get_by_label("Prévost", exact=True)).to_be_focused()
    assert_accessible(page)
    first.get_by_role("button", name="Toute la liste").click()
    expect(said(page)).to_contain_text("noms cochés\u00a0: 3")
    first.get_by_label("Nguyen", exact=True).uncheck()
    picture(page, f"booth-lists-{width}")
    page.get_by_label("Même choix pour tous").uncheck()
    second, third = page.locator("#right-13"), page.locator("#right-14")
    second.get_by_label("Territoires en commun").check()
    second.get_by_role("button", name="Toute la liste").click()
    second.get_by_label("Un autre élan").check()
    expect(second.get_by_label("Nguyen", exact=True)).to_have_count(1)
    expect(second.get_by_label("Nguyen", exact=True)).to_be_hidden()
    second.get_by_role("button", name="Toute la liste").click()
    third.get_by_label("Un autre élan").check()
    third.get_by_label("Okafor", exact=True).check()
    review(page)
    told = [page.locator(f"[data-review='{line}'] strong").text_content() for line in (12, 13, 14)]
    assert told == [
        "Territoires en commun\u00a0: Prévost, Ben Saïd",
        "Un autre élan, toute la liste\u00a0: Lefèvre-Dumontier, Okafor",
        "Un autre élan\u00a0: Okafor",
    ]
    assert_accessible(page)
    cast(page, "3 votes sont enregistrés")
    assert stand.opened() == (((1, 1, 0, 1), (2, 1, 2)),)


def test_a_ranking_to_be_counted_otherwise_than_announced_is_not_made(
    open_page: OpenPage, serve: Open, complaints: list[str]
) -> None:
    stand, page = Stand(members=("Lyon",), **ranked("schulze", "STV")), open_page()
    enter(page, serve(stand), stand)
    heading(page, "Le vote ne peut pas se faire ici")
    assert [one for one in complaints if "booth.other-question" not in one] == []
    complaints.clear()


def test_a_scrutineer_mixes_again_when_another_was_first(
    any_page: Page, serve: Open, complaints: list[str]
) -> None:
    stand, page = Stand(members=("Lyon", "Nantes"), **ranked("stv", "STV")), any_page
    width = page.evaluate("innerWidth")
    url = serve(stand)
    enter(page, url, stand)
    for pressed in NAMES[:2]:
        name(page, pressed).click()
    review(page)
    cast(page, "2 votes sont enregistrés")
    page.goto(f"{url}/melange")
    assert_accessible(page)
    stand.faults += [Fault.OVERTAKEN, Fault.ANSWER_LOST]
    page.locator("[data-shuffle]").click()
    expect(page.locator("[data-shuffled]")).to_be_focused(timeout=60_000)
    expect(page.get_by_text("Votre mélange est fait et vérifié.")).to_be_visible()
    assert_accessible(page)
    picture(page, f"booth-mixed-{width}")
    assert len(stand.shuffles) == 1
    assert stand.opened() == (((1, 2, 0, 0, 0),) * 2,)
    complaints[:] = [one for one in complaints if "409" not in one and "ERR_" not in one]


def test_a_shuffle_that_is_refused_says_why_and_may_be_tried_again(
    open_page: OpenPage, serve: Open, complaints: list[str]
) -> None:
    stand, page = Stand(members=("Lyon",), **ranked("stv", "STV")), open_page()
    url = serve(stand)
    enter(page, url, stand)
    name(page, "Okafor").click()
    review(page)
    cast(page, "Votre vote est enregistré")
    page.goto(f"{url}/melange")
    right, stand.fingerprint = stand.fingerprint, "A" * 43
    page.route("**/mix.json", lambda route: route.fulfill(body=handed(stand, right)))
    page.locator("[data-shuffle]").click()
    expect(page.get_by_text("Refus\u00a0: shuffle.bad-proof.")).to_be_visible()
    assert stand.shuffles == []
    stand.fingerprint = right
    page.locator("[data-shuffle]").click()
    expect(page.locator("[data-shuffled]")).to_be_visible(timeout=60_000)
    kept = page.evaluate("name => localStorage.getItem(name)", f"pleniere.mix.{right}")
    assert kept == sha256_hex(stand.shuffles[0])  # without it, her key opens nothing here later
    complaints[:] = [one for one in complaints if "409" not in one]


def handed(stand: Stand, fingerprint: str) -> bytes:
    """Return what is to be mixed, under the right fingerprint."""
    return stand.to_mix().replace(stand.fingerprint.encode(), fingerprint.encode())
