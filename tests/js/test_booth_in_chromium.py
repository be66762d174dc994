"""The booth in a real browser, under the application's own headers, before a real ballot box."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ballots.protocol.election import Question
from ballots.protocol.trustees import TrusteePublicKey
from ballots.voting.receipts import verify_receipt
from tests.js.booth_pages import ROLL
from tests.js.booth_stand import Fault, Stand
from tests.js.booth_visits import Open, enter, heading, link_of, trackers
from tests.simulators.browser import OpenPage, assert_accessible, picture

pytestmark = pytest.mark.needs("chromium")


def choose(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_label(label, exact=True).first.check()
    page.get_by_role("button", name="Vérifier mon vote").click()


def kept(page: Page, store: str, prefix: str) -> dict[str, Any]:
    script = f"prefix => Object.entries({store}).filter(([key]) => key.startsWith(prefix))"
    entries = page.evaluate(script, prefix)
    return {key: json.loads(value) for key, value in entries}


def test_a_voter_with_two_pouvoirs_votes_in_three_presses(any_page: Page, serve: Open) -> None:
    stand, page = Stand(), any_page
    width = page.evaluate("innerWidth")
    url = serve(stand)
    enter(page, url, stand)
    assert_accessible(page)
    choose(page, "Contre")
    heading(page, "Vérifiez avant d’enregistrer")
    expect(page.get_by_text("Votre vote n’est pas encore enregistré.")).to_be_visible()
    assert page.locator("[data-review]").count() == 3
    assert "Étape 2 sur 3" in page.title()
    assert_accessible(page)
    picture(page, f"booth-review-{width}")
    page.get_by_role("button", name="Enregistrer ces 3 votes").click()
    heading(page, "3 votes sont enregistrés")
    assert_accessible(page)
    picture(page, f"booth-receipts-{width}")
    assert sorted(trackers(page)) == sorted(stand.ballots)
    assert stand.voted() == set(stand.codes)
    assert stand.requests == 3


def test_each_pouvoir_may_vote_differently(open_page: OpenPage, serve: Open) -> None:
    stand, page = Stand(), open_page("phone")
    url = serve(stand)
    enter(page, url, stand)
    page.get_by_label("Même choix pour tous").uncheck()
    choose(page)
    expect(page.locator("#choice-12-error")).to_have_text("Choisissez une réponse pour Lyon.")
    expect(page.locator("#choice-12-0")).to_be_focused()
    assert page.locator("#choice-12-0").get_attribute("aria-describedby") == "choice-12-error"
    assert_accessible(page)
    picture(page, "booth-errors")
    for line, value in ((12, "0"), (13, "blank"), (14, "2")):
        page.locator(f"#choice-{line}-{value}").check()
    choose(page)
    expect(page.locator("[data-review='13']")).to_contain_text("Vote blanc")
    expect(page.locator("[data-review='14']")).to_contain_text("Abstention")
    page.get_by_role("button", name="Enregistrer ces 3 votes").click()
    heading(page, "3 votes sont enregistrés")


def test_the_codes_never_reach_the_server_and_leave_the_address(
    open_page: OpenPage, serve: Open
) -> None:
    stand, page = Stand(), open_page()
    url = serve(stand)
    seen: list[str] = []
    page.on("request", lambda one: seen.append(one.url + (one.post_data or "")))
    enter(page, url, stand)
    assert "#" not in page.url
    choose(page, "Pour")
    page.locator("[data-cast]").click()
    heading(page, "3 votes sont enregistrés")
    said = "\n".join(seen)
    assert not [code for code in stand.codes.values() if code in said]
    assert kept(page, "localStorage", "pleniere.codes.") == {
        "pleniere.codes.7": {str(line + ROLL): code for line, code in stand.codes.items()}
    }


def test_the_token_is_posted_by_a_press(open_page: OpenPage, serve: Open) -> None:
    stand, page = Stand(), open_page()
    url = serve(stand)
    page.goto(link_of(url, stand))
    expect(page.get_by_text("Bienvenue.")).to_be_visible()
    assert page.url.endswith("/lien")
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_text("token=jeton_personnel")).to_be_visible()
    page.goto(f"{url}/assemblees/7/lien")
    expect(page.get_by_role("button", name="Entrer")).to_be_disabled()
    expect(page.get_by_text("Rouvrez le lien")).to_be_visible()


def test_a_lost_answer_is_asked_for_again_and_nothing_counts_twice(
    open_page: OpenPage, serve: Open, complaints: list[str]
) -> None:
    stand, page = Stand(faults=[Fault.ANSWER_LOST, Fault.DROPPED]), open_page("phone")
    url = serve(stand)
    enter(page, url, stand)
    choose(page, "Pour")
    page.locator("[data-cast]").click()
    expect(page.get_by_text("Le réseau ne répond pas.").first).to_be_visible()
    page.locator("[data-retry]").click()
    heading(page, "3 votes sont enregistrés")
    assert len(stand.ballots) == 3
    assert stand.requests >= 5
    assert kept(page, "sessionStorage", "pleniere.pending.") == {}
    forgive(complaints, "ERR_")


def test_a_reload_in_the_middle_resumes_with_the_same_ballots(
    open_page: OpenPage, serve: Open, complaints: list[str]
) -> None:
    stand, page = Stand(faults=[Fault.ANSWER_LOST, *[Fault.DROPPED] * 50]), open_page()
    url = serve(stand)
    enter(page, url, stand)
    choose(page, "Pour")
    page.locator("[data-cast]").click()
    expect(page.locator("[data-retry]")).to_be_visible()
    (waiting,) = kept(page, "sessionStorage", "pleniere.pending.").values()
    page.on("dialog", lambda dialog: dialog.accept())  # “leave this page?”
    stand.faults.clear()
    page.reload()
    heading(page, "3 votes sont enregistrés")
    assert set(stand.ballots) == {one["tracker"] for one in waiting.values()}
    forgive(complaints, "ERR_")


def test_an_expired_form_keeps_the_sealed_ballots_until_the_page_is_back(
    open_page: OpenPage, serve: Open, complaints: list[str]
) -> None:
    stand, page = Stand(faults=[Fault.STALE]), open_page()
    url = serve(stand)
    enter(page, url, stand)
    choose(page, "Pour")
    page.locator("[data-cast]").click()
    page.locator("[data-reload]").click()
    heading(page, "3 votes sont enregistrés")
    assert len(stand.ballots) == 3
    forgive(complaints, "400")


def test_a_refusal_says_why_and_whether_an_earlier_vote_stands(
    open_page: OpenPage, serve: Open, complaints: list[str]
) -> None:
    stand, page = Stand(members=("Lyon",)), open_page()
    url = serve(stand)
    enter(page, url, stand)
    choose(page, "Pour")
    page.get_by_role("button", name="Enregistrer mon vote").click()
    heading(page, "Votre vote est enregistré")
    first = trackers(page)
    page.get_by_role("button", name="Changer mon vote").click()
    expect(page.locator("[data-standing]")).to_contain_text("Un vote est déjà enregistré")
    stand.faults.append(Fault.CLOSED)
    choose(page, "Contre")
    expect(page.locator("[data-review]")).to_contain_text("remplace le vote déjà enregistré")
    page.locator("[data-cast]").click()
    heading(page, "Le vote n’est pas enregistré")
    expect(page.get_by_text("Refus\u00a0: box.closed.")).to_be_visible()
    expect(page.get_by_text("Le vote enregistré auparavant reste valable.")).to_be_visible()
    assert list(stand.ballots) == first
    page.reload()
    heading(page, "Votre vote est enregistré")
    assert trackers(page) == first
    forgive(complaints, "409")


def test_a_second_vote_replaces_the_first(open_page: OpenPage, serve: Open) -> None:
    stand, page = Stand(members=("Lyon",)), open_page()
    url = serve(stand)
    enter(page, url, stand)
    for answer in ("Pour", "Vote blanc"):
        choose(page, answer)
        page.locator("[data-cast]").click()
        heading(page, "Votre vote est enregistré")
        page.get_by_role("button", name="Changer mon vote").click()
    assert len(stand.ballots) == 2
    assert stand.voted() == {12}


def test_a_second_tab_follows_and_a_final_vote_stays(open_page: OpenPage, serve: Open) -> None:
    stand, page = Stand(members=("Lyon",), revote=False), open_page()
    url = serve(stand)
    enter(page, url, stand)
    second = page.context.new_page()
    second.goto(f"{url}/isoloir")
    choose(page, "Pour")
    page.locator("[data-cast]").click()
    heading(page, "Votre vote est enregistré")
    expect(page.get_by_role("button", name="Changer mon vote")).to_have_count(0)
    expect(second.get_by_role("heading", name="Votre vote est enregistré")).to_be_visible()
    assert trackers(second) == trackers(page)
    assert stand.requests == 1


def test_a_device_without_codes_says_so_and_takes_a_code_or_a_link(
    open_page: OpenPage, serve: Open
) -> None:
    stand, page = Stand(), open_page("phone")
    url = serve(stand)
    page.goto(f"{url}/isoloir")
    expect(page.get_by_text("Ce téléphone n’a pas votre code de vote").first).to_be_visible()
    assert_accessible(page)
    picture(page, "booth-without-codes")
    choose(page, "Pour")
    expect(page.locator("#code-12")).to_be_focused()
    expect(page.locator("#code-12-error")).to_be_visible()
    page.locator("#code-12").fill("bonjour")
    page.locator("#code-12").blur()
    expect(page.locator("#code-12-error")).to_contain_text("ni un code de vote")
    page.locator("#code-12").fill(stand.codes[12].replace("-", " "))
    page.locator("#code-12").blur()
    expect(page.get_by_text("Code reçu pour")).to_have_count(1)
    page.locator("#code-13").fill(link_of(url, stand, [12, 13]))
    page.locator("#code-13").blur()
    expect(page.get_by_text("Code reçu pour")).to_have_count(2)
    page.locator("#skip-14").check()
    choose(page, "Pour")
    expect(page.get_by_text("Aucun vote pour l’instant\u00a0: Ada Byron.")).to_be_visible()
    page.get_by_role("button", name="Enregistrer ces 2 votes").click()
    heading(page, "2 votes sont enregistrés")
    assert stand.voted() == {12, 13}


def test_the_code_of_another_right_is_refused_and_forgotten(
    open_page: OpenPage, serve: Open, complaints: list[str]
) -> None:
    stand, page = Stand(members=("Lyon", "Nantes")), open_page()
    url = serve(stand)
    stand.codes[12], right = stand.codes[13], stand.codes[12]
    enter(page, url, stand)
    choose(page, "Pour")
    page.locator("[data-cast]").click()
    heading(page, "Votes enregistrés\u00a0: 1, refusés\u00a0: 1")
    expect(page.get_by_text("Aucun vote n’est enregistré pour Lyon.")).to_be_visible()
    page.get_by_role("button", name="Revenir au vote").click()
    page.locator("#code-12").fill(right)
    page.locator("#code-12").blur()
    choose(page, "Pour")
    page.locator("[data-cast]").click()
    heading(page, "2 votes sont enregistrés")
    forgive(complaints, "409")


def test_several_names_are_chosen_within_bounds(open_page: OpenPage, serve: Open) -> None:
    question = Question("Élire le conseil", ("Ada", "Bea", "Cléo"), 1, 2, blank=True)
    stand, page = Stand(members=("Lyon",), question=question), open_page()
    url = serve(stand)
    enter(page, url, stand)
    choose(page, "Ada", "Bea", "Cléo")
    expect(page.locator("#choice-12-error")).to_contain_text("au plus 2 réponses")
    page.get_by_label("Vote blanc").check()
    expect(page.get_by_label("Ada")).not_to_be_checked()
    choose(page, "Ada", "Cléo")
    expect(page.locator("[data-review]")).to_contain_text("Ada, Cléo")
    page.locator("[data-cast]").click()
    heading(page, "Votre vote est enregistré")


def test_a_page_that_asks_something_else_than_the_election_is_not_voted_on(
    open_page: OpenPage, serve: Open, complaints: list[str]
) -> None:
    stand, page = Stand(members=("Lyon",)), open_page()
    url = serve(stand)
    other = Stand(members=("Lyon",), question=Stand().question)
    stand.raw = other.raw.replace(b'"Abstention"', b'"Abstention","Autre"')
    enter(page, url, stand)
    heading(page, "Le vote ne peut pas se faire ici")
    expect(page.get_by_text("ne sont pas celles du scrutin publié")).to_have_count(2)
    forgive(complaints, "booth.other-question")


def test_the_whole_vote_works_by_keyboard(open_page: OpenPage, serve: Open) -> None:
    stand, page = Stand(), open_page()
    url = serve(stand)
    enter(page, url, stand)
    for key in ("Tab", "Space", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    heading(page, "Vérifiez avant d’enregistrer")
    for key in ("Tab", "Enter"):
        page.keyboard.press(key)
    heading(page, "3 votes sont enregistrés")


def test_a_receipt_is_checked_on_the_public_page(
    open_page: OpenPage, serve: Open, tmp_path: Path
) -> None:
    stand, page = Stand(members=("Lyon",)), open_page()
    url = serve(stand)
    enter(page, url, stand)
    choose(page, "Pour")
    page.locator("[data-cast]").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Garder le récépissé").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    token = saved.read_text()
    (tracker,) = stand.ballots
    assert verify_receipt(token, stand.published_key).tracker == tracker
    page.goto(f"{url}/tableau")
    verdict = page.get_by_role("status")
    for text, code in ((token, "receipt.good"), (token[:-8] + "AAAAAAAA", "receipt.bad-signature")):
        page.get_by_label("Récépissé").fill(text)
        page.get_by_role("button", name="Vérifier").click()
        expect(verdict).to_have_attribute("data-code", code)


PHRASE = "cheval agrafe lanterne rivière"


def test_a_scrutineer_makes_a_key_rehearses_and_later_counts(
    open_page: OpenPage, serve: Open, tmp_path: Path, complaints: list[str]
) -> None:
    before, page = Stand(), open_page("phone")
    key = make_key(page, serve(before), tmp_path)
    assert_accessible(page)
    text = key.read_text()
    assert json.loads(text)["version"] == 2 and "private_key" not in text
    for phrase, told in (("", "Entrez votre phrase"), ("une autre phrase", "n’ouvre pas ce")):
        open_key(page, key, phrase)
        page.locator("[data-rehearse]").click()
        expect(page.get_by_text(told)).to_be_visible()
    open_key(page, key)
    page.locator("[data-rehearse]").click()
    expect(page.locator("[data-rehearsed]")).to_be_focused()
    assert before.rehearsed == 1
    forgive(complaints, "409")
    count(page, serve, tuple(before.keys), key)


def make_key(page: Page, url: str, folder: Path, *, keep: bool = False) -> Path:
    """Make a key: its file comes by itself."""
    page.goto(f"{url}/cle")
    page.locator("#trustee-new-phrase").fill("court")
    expect(page.get_by_text("Trop courte")).to_be_visible()
    page.locator("#trustee-new-phrase").fill(PHRASE)
    page.locator("#trustee-new-phrase-again").fill(PHRASE + "s")
    page.locator("[data-make-key]").click()
    expect(page.get_by_text("Les deux phrases ne sont pas les mêmes.")).to_be_visible()
    page.locator("#trustee-new-phrase-again").fill(PHRASE)
    page.locator("#trustee-on-device").set_checked(keep)
    with page.expect_download() as download:
        page.locator("[data-make-key]").click()
    assert download.value.suggested_filename == "cle-de-depouillement-7.json"
    key = folder / "key.json"
    download.value.save_as(key)
    expect(page.locator("[data-scene='rehearse']")).to_be_visible()
    return key


def open_key(page: Page, key: Path | None, phrase: str = PHRASE) -> None:
    """Choose the file and type the passphrase."""
    if key is not None:
        page.locator("[data-key-input]").first.set_input_files(key)
    page.locator("[data-phrase]").first.fill(phrase)


def count(page: Page, serve: Open, trustees: tuple[TrusteePublicKey, ...], key: Path) -> None:
    """Vote in an election for this key, then decrypt with it."""
    stand = Stand(trustees=trustees)
    url = serve(stand)
    enter(page, url, stand)
    choose(page, "Contre")
    page.locator("[data-cast]").click()
    heading(page, "3 votes sont enregistrés")
    page.goto(f"{url}/depouillement")
    page.locator("[data-decrypt]").click()
    expect(page.get_by_text("Choisissez d’abord le fichier")).to_be_visible()
    wrong = key.with_name("wrong.json")
    wrong.write_text(key.read_text().replace('"sealed": "', '"sealed": "00'))
    open_key(page, wrong)
    page.locator("[data-decrypt]").click()
    expect(page.get_by_text("n’ouvre pas ce fichier")).to_be_visible()
    open_key(page, key)
    assert_accessible(page)
    page.locator("[data-decrypt]").click()
    expect(page.locator("[data-decrypted]")).to_be_focused()
    expect(page.get_by_text("Bulletins comptés\u00a0: 3, pour 3 voix.")).to_be_visible()
    assert stand.counts == ((0, 0, 3, 0),)


def test_a_key_left_in_the_browser_opens_with_its_passphrase_alone(
    open_page: OpenPage, serve: Open, tmp_path: Path
) -> None:
    before, page = Stand(), open_page()
    url = serve(before)
    make_key(page, url, tmp_path, keep=True)
    page.reload()
    open_key(page, None)
    page.locator("[data-rehearse]").click()
    expect(page.locator("[data-rehearsed]")).to_be_focused()


def test_a_key_never_opens_one_ballot_handed_over_as_the_sum(
    open_page: OpenPage, serve: Open, tmp_path: Path
) -> None:
    before, page = Stand(), open_page()
    key = make_key(page, serve(before), tmp_path)
    stand = Stand(trustees=tuple(before.keys), is_curious=True)
    url = serve(stand)
    enter(page, url, stand)
    choose(page, "Pour")
    page.locator("[data-cast]").click()
    heading(page, "3 votes sont enregistrés")
    page.goto(f"{url}/depouillement")
    open_key(page, key)
    page.locator("[data-decrypt]").click()
    expect(page.get_by_text("n’est pas celle de l’urne publiée")).to_be_visible()
    assert stand.counts == ()


def forgive(complaints: list[str], expected: str) -> None:
    """Take the complaints that this test meant to provoke out of the list."""
    assert [one for one in complaints if expected not in one] == []
    complaints.clear()
