"""The follow-up and the map of regions in a real browser: at both widths, in both themes."""

import pytest
from playwright.sync_api import Page, expect

from tests.simulators.browser import assert_accessible, picture
from tests.simulators.servers import RunningApp

pytestmark = pytest.mark.needs("chromium")


def enter(page: Page, app: RunningApp) -> None:
    """Come in as the secretary of the demonstration."""
    page.goto(f"{app.url}/demo")
    page.get_by_role("button", name="Secrétariat").first.click()
    page.wait_for_load_state()


def test_pages_of_the_follow_up_are_read_at_any_width_and_in_the_dark(live_demo, any_page):
    enter(any_page, live_demo)
    for path in ("regions", "regions/53", "regions/53/dynamiques", "suivi", "suivi/suites"):
        for theme in ("light", "dark"):
            any_page.emulate_media(color_scheme=theme)
            any_page.goto(f"{live_demo.url}/registre/{path}")
            assert_accessible(any_page)
            width = any_page.evaluate("window.innerWidth")
            picture(any_page, f"relations-{path}-{width}-{theme}")


def test_a_tile_leads_to_the_members_of_its_region_with_the_keyboard(live_demo, open_page):
    page = open_page("desk")
    enter(page, live_demo)
    page.goto(f"{live_demo.url}/registre/regions")
    tile = page.get_by_role("link", name="La Réunion : 2 membres").first
    tile.focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/registre?region=La+R%C3%A9union")
    expect(page.get_by_text("2 membres trouvés")).to_be_visible()


def test_a_point_is_written_and_its_step_is_done(live_demo, any_page):
    enter(any_page, live_demo)
    any_page.goto(f"{live_demo.url}/registre/suivi?q=clermont")
    any_page.get_by_role("link", name="Clermont-Ferrand", exact=True).click()
    assert_accessible(any_page)
    any_page.get_by_role("link", name="Inscrire un point").first.click()
    assert_accessible(any_page)
    any_page.get_by_label("Qui était là").fill("Ana Exemple, Inès")
    any_page.get_by_label("Ce qui s’est dit").fill("Une phrase.\n<b>Une autre.</b>")
    any_page.get_by_label("À faire").first.fill("Envoyer le compte rendu")
    any_page.get_by_role("button", name="Inscrire le point").click()

    expect(any_page.get_by_text("<b>Une autre.</b>")).to_be_visible()
    any_page.get_by_role("button", name="C’est fait").click()
    expect(any_page.get_by_text("faite le")).to_be_visible()
    assert_accessible(any_page)
    picture(any_page, f"relations-member-{any_page.evaluate('window.innerWidth')}")
