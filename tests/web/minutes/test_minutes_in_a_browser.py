"""From the draft to the public page in a real browser, on a phone and on a desk."""

import shutil
from pathlib import Path

import pytest

from tests.simulators.browser import assert_accessible
from tests.web.evening import HERE

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def app(start_app, closed_instance, tmp_path):
    """The demonstration on a copy of the small assembly, running."""
    copy = Path(shutil.copyfile(closed_instance / "pleniere.sqlite", tmp_path / "copy.sqlite"))
    return start_app(f"sqlite:///{copy}", worker=False, PLENIERE_DEMO="1")


def test_the_secretary_writes_publishes_and_corrects(app, any_page):
    page = any_page
    page.goto(f"{app.url}/demo")
    page.get_by_role("button", name="Jouer : Secrétariat").click()
    page.goto(f"{app.url}{HERE}")
    assert_accessible(page)

    page.get_by_label("Point 2 : débats").fill("Une question est posée.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Version 1 enregistrée.").wait_for()
    page.get_by_text("Texte modifié : voir le texte proposé").click()
    assert_accessible(page)

    page.get_by_role("link", name="Publier…").click()
    assert_accessible(page)
    page.get_by_role("button", name="Sceller et publier").click()
    page.get_by_text("Le procès-verbal est scellé et publié").wait_for()
    assert page.url == f"{app.url}/publications/1"
    assert page.get_by_text("Une question est posée.").is_visible()
    assert_accessible(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Le procès-verbal (PDF)").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")

    page.goto(f"{app.url}{HERE}")
    assert page.get_by_role("link", name="Publier").count() == 0
    page.get_by_label("Point 4 : débats").fill("Le débat est vif.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Publier la correction…").click()
    page.get_by_role("button", name="Sceller et publier").click()
    page.get_by_role("heading", name="Édition 2").wait_for()
    assert page.get_by_role("heading", name="Édition 1").is_visible()
    assert_accessible(page)
    page.goto(f"{app.url}/publications")
    assert_accessible(page)
