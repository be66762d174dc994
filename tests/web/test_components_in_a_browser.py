"""What the small scripts add, seen in Chromium under the project's own security policy."""

import threading

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from tests.simulators.browser import assert_accessible
from tests.web.gallery import gallery_app

TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"""
MEASURE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def app():
    return gallery_app()


@pytest.fixture(scope="module")
def address(app):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["/", "/?wrong=1", "/projection", "/errors/404"])
def test_every_component_is_accessible(any_page: Page, address, path):
    any_page.goto(address + path)
    assert_accessible(any_page)


@pytest.mark.parametrize(
    "taste",
    [
        {"color_scheme": "dark"},
        {"contrast": "more"},
        {"color_scheme": "dark", "contrast": "more"},
        {"forced_colors": "active"},
        {"java_script_enabled": True, "reduced_motion": "reduce"},
    ],
    ids=lambda taste: " ".join(map(str, taste.values())),
)
def test_every_theme_is_accessible(open_page, address, taste):
    page = open_page("desk", **taste)
    page.goto(address)
    assert_accessible(page)


def test_nothing_is_lost_at_320_px_with_wide_text_spacing(open_page, address):
    page = open_page("phone", bypass_csp=True)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    page.add_style_tag(content=TEXT_SPACING)
    assert page.evaluate(MEASURE) <= 0
    clipped = page.evaluate(
        """() => [...document.querySelectorAll("a, button, label, th, td, dd, summary, p")]
          .filter((e) => e.offsetParent && !e.closest(".visually-hidden, .table-frame"))
          .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline")
          .map((e) => e.outerHTML.slice(0, 90))"""  # noqa: E501
    )
    assert clipped == []


def test_what_one_presses_is_large_enough_for_a_thumb(open_page, address):
    page = open_page("phone")
    page.goto(address)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .button, .menu a, .choice label, select")]
          .filter((e) => e.offsetParent)
          .filter((e) => e.getBoundingClientRect().height < 44)
          .map((e) => e.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_without_scripts_the_menu_and_the_dialogs_still_open(open_page, address):
    page = open_page("phone", java_script_enabled=False)
    page.goto(address)
    registry = page.get_by_role("link", name="Registre", exact=True)
    expect(registry).to_be_hidden()
    page.get_by_text("Menu", exact=True).click()
    expect(registry).to_be_visible()
    page.get_by_text("Qu’est-ce qu’un récépissé").click()
    expect(page.get_by_text("jamais ce qu’il contient")).to_be_visible()
    expect(page.get_by_role("button", name="Copier")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_wide_screen_the_menu_is_open(open_page, address, scripts):
    page = open_page("desk", java_script_enabled=scripts)
    page.goto(address)
    expect(page.get_by_role("link", name="Registre", exact=True)).to_be_visible()


def test_the_first_tab_stop_leads_to_the_content(open_page, address):
    page = open_page("desk")
    page.goto(address)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_an_act_with_consequences_is_asked_twice(open_page, address):
    page = open_page("phone")
    page.goto(address)
    page.get_by_role("button", name="Clore et annoncer").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Plus aucun bulletin ne sera reçu")
    dialog.get_by_role("button", name="Annuler").click()
    expect(dialog).to_be_hidden()
    assert page.url == address + "/"
    page.get_by_role("button", name="Clore et annoncer").click()
    dialog.get_by_role("button", name="Clore et annoncer").click()
    page.wait_for_url("**/clore")


def test_a_live_region_is_renewed_only_when_something_moved(open_page, address, app):
    page = open_page("phone")
    app.extensions["turns"] = 34
    page.goto(f"{address}/?live=/live")
    expect(page.locator("#live-sample")).to_have_text("34 personnes", timeout=8000)
    with page.expect_response(lambda answer: answer.status == 304, timeout=8000):
        pass
    app.extensions["turns"] = 35
    expect(page.locator("#live-sample")).to_have_text("35 personnes", timeout=8000)
    expect(page.locator("#live-status")).to_have_text("35 personnes")


def test_a_lost_connection_is_told_and_forgiven(open_page, address, complaints):
    page = open_page("phone")
    page.goto(f"{address}/?live=/live")
    page.context.set_offline(True)
    expect(page.locator("#live-status")).to_contain_text("Connexion perdue", timeout=8000)
    page.context.set_offline(False)
    expect(page.locator("#live-status")).to_contain_text("Connexion rétablie", timeout=12000)
    complaints.clear()  # the browser reports each request that failed: meant here


def test_a_code_is_copied_whole(open_page, address):
    page = open_page("desk", permissions=["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.get_by_role("button", name="Copier").first.click()
    expect(page.get_by_role("button", name="Copié").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "uGVQ8T7b1xYkPz4nDwR2sLhJ6mCfEaK9vNqB3gXiMtU"


def test_a_wrong_form_is_read_from_its_summary(open_page, address):
    page = open_page("phone")
    page.goto(f"{address}/?wrong=1")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Comptes 2025").click()
    expect(page.locator("#w-choice-0")).to_be_in_viewport()
