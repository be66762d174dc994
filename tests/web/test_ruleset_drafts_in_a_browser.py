"""A secretary enters real bylaws in Chromium, from their text; she publishes the preset."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from governance.models.rulesets import RuleSetVersion
from governance.rules.ruleset import encode_ruleset, preset
from tests.simulators.assemblies import Scene
from tests.simulators.browser import OpenPage, assert_accessible
from tests.simulators.written_bylaws import AAPPMA, ASA, Typed, Written

pytestmark = pytest.mark.needs("chromium")
FIELDS, PAGES = 90, 20  # at 20 seconds a field and a minute a page: 50 minutes


@pytest.fixture
def house(scene: Scene) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, scene.app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(house: str, open_page: OpenPage) -> Page:
    """Inès's browser, signed in."""
    page = open_page("desk", base_url=house)
    page.goto("/demo")
    page.get_by_role("button", name="Secrétariat").click()
    return page


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def fill(page: Page, typed: Typed) -> None:
    """Type each answer where its label leads; choose by the words one reads."""
    for name, words in typed.items():
        control = page.locator(f'[name="{name}"]')
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(label=words)
        else:
            control.fill(words)


def open_draft(page: Page, written: Written) -> str:
    """Open an empty draft, paste the text, name it; return its address."""
    page.goto("/statuts")
    page.get_by_role("link", name="Saisir les statuts").first.click()
    page.get_by_label("D’après quoi ?").select_option("blank")
    press(page, "Ouvrir le brouillon")
    at = page.url
    page.get_by_role("link", name="Texte des statuts").click()
    page.get_by_label("Quel texte est-ce ?").fill(written.prefix)
    page.get_by_label("Texte à ajouter").fill(written.text)
    press(page, "Garder ce texte")
    page.goto(f"{at}/nom")
    fill(page, written.heading)
    press(page, "Enregistrer")
    return at


def test_a_secretary_enters_real_bylaws_and_publishes_what_the_preset_says(
    page: Page, scene: Scene
) -> None:
    at = open_draft(page, ASA)
    for number, body, typed in ASA.answers:
        page.goto(f"{at}/questions/{number}" + (f"?instance={body}" if body else ""))
        fill(page, typed)
        press(page, "Enregistrer")
        expect(page.get_by_text("est enregistré.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Publier").first.click()
    assert_accessible(page)
    press(page, "Publier")
    expect(page.get_by_text("C’est publié.")).to_be_visible()

    with scene.database.session(read_only=True) as session:
        wanted = select(RuleSetVersion).order_by(RuleSetVersion.id.desc()).limit(1)
        assert session.scalars(wanted).one().document == encode_ruleset(preset("asa")).decode()


@pytest.mark.parametrize("written", [ASA, AAPPMA], ids=lambda one: one.preset)
def test_real_bylaws_are_few_fields_on_few_pages(written: Written) -> None:
    fields = sum(len(typed) for _, _, typed in written.answers) + len(written.heading) + 2

    assert fields <= FIELDS
    assert len(written.answers) <= PAGES


def test_a_wrong_answer_takes_the_focus_and_leads_to_its_field(
    page: Page, complaints: list[str]
) -> None:
    at = open_draft(page, ASA)
    page.goto(f"{at}/questions/35")
    fill(page, {"quorum.first.value.fraction": "la moitié"})
    press(page, "Enregistrer")

    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wrong = page.locator('[name="quorum.first.value.fraction"]')
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_value("la moitié")
    assert all("422" in told for told in complaints)  # the browser tells each refused form
    complaints.clear()


def test_questions_are_read_on_a_phone(page: Page) -> None:
    at = open_draft(page, ASA)
    page.set_viewport_size({"width": 360, "height": 740})
    for number in (12, 19, 26, 38, 54):
        page.goto(f"{at}/questions/{number}")
        assert_accessible(page)
