"""The follow-up and the map of regions in a real browser: at both widths, in both themes."""

import pytest
from playwright.sync_api import Page, expect

from tests.simulators.browser import assert_accessible, picture
from tests.simulators.servers import RunningApp

pytestmark = pytest.mark.needs("chromium")
READ = ("regions", "regions/53", "suivi", "suivi/suites")
FILLED_IN = ("regions/53/dynamiques", "suivi/themes", "4/suivi/themes", "4/contacts/nouveau")


def enter(page: Page, app: RunningApp) -> None:
    """Come in as the secretary of the demonstration."""
    page.goto(f"{app.url}/demo")
    page.get_by_role("button", name="Secrétariat").first.click()
    page.wait_for_load_state()


def look(page: Page, address: str, *themes: str) -> None:
    """Judge a page in some themes, and keep a picture of each."""
    for theme in themes:
        page.emulate_media(color_scheme=theme)
        page.goto(address)
        assert_accessible(page)
        name = address.partition("/registre/")[2]
        picture(page, f"relations-{name}-{page.evaluate('window.innerWidth')}-{theme}")


def write_a_point(page: Page) -> None:
    """Fill in a point with one step, then mark the step as done."""
    page.get_by_role("link", name="Inscrire un point").first.click()
    assert_accessible(page)
    page.get_by_label("Qui était là").fill("Ana Exemple, Inès")
    page.get_by_label("Ce qui s’est dit").fill("Une phrase.\n<b>Une autre.</b>")
    page.get_by_label("À faire").first.fill("Envoyer le compte rendu")
    page.get_by_role("button", name="Inscrire le point").click()
    expect(page.get_by_text("<b>Une autre.</b>")).to_be_visible()
    page.get_by_role("button", name="C’est fait").click()
    expect(page.get_by_text("faite le")).to_be_visible()


def test_the_follow_up_and_the_map_serve_at_any_width_in_any_theme_and_by_keyboard(
    live_demo, any_page
):
    enter(any_page, live_demo)
    register = f"{live_demo.url}/registre"
    for path in READ:
        look(any_page, f"{register}/{path}", "light", "dark")
    for path in FILLED_IN:
        look(any_page, f"{register}/{path}", "light")

    any_page.goto(f"{register}/suivi?q=clermont")
    any_page.get_by_role("link", name="Clermont-Ferrand", exact=True).click()
    write_a_point(any_page)
    look(any_page, any_page.url.partition("#")[0], "dark")

    any_page.goto(f"{register}/regions")
    tiles = any_page.get_by_role("link", name="La Réunion : 2 membres")
    tiles.locator("visible=true").focus()
    any_page.keyboard.press("Enter")
    any_page.wait_for_url("**/registre?region=La+R%C3%A9union")
    expect(any_page.get_by_text("2 membres trouvés")).to_be_visible()
