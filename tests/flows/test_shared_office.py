"""Three scrutineers share a key, each in her browser; two open the urn, one is absent."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from werkzeug.serving import make_server

from ballots.services import archive
from governance.models.accounts import Account, AccountRole, Role
from governance.services.entry import passwords
from tests.flows.archives import our_verdict, their_verdict
from tests.flows.visitor import words
from tests.simulators.assemblies import ELECTION, Scene, Template
from tests.simulators.browser import OpenPage, assert_accessible, picture

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.needs("belenios-tool")]
PASSWORD = "un mot de passe assez long"
PHRASE = "cheval agrafe lanterne rivière"


@pytest.fixture(scope="module")
def template(sqlite_template, tmp_path_factory) -> Template:
    return Template(sqlite_template, tmp_path_factory.mktemp("shared-office"))


@pytest.fixture
def scene(template, tmp_path) -> Scene:
    return template.copy(tmp_path)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the application on a free port of this machine and return its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


@pytest.fixture
def house(scene: Scene) -> Iterator[str]:
    with serving(scene.app()) as url:
        yield url


@dataclass
class Keeper:
    """One scrutineer before her own browser."""

    page: Page
    house: str
    scene: Scene
    name: str
    key: Path

    @property
    def office(self) -> str:
        return f"{self.house}/assemblees/{self.scene.number}/bureau-de-vote"

    def enters(self) -> None:
        """Open an account with the role, then sign in with password and code."""
        secret = pyotp.random_base32()
        email = f"{self.name.split()[0].lower()}@scrutin.example"
        with self.scene.database.transaction() as session:
            account = Account(email=email, name=self.name)
            account.password_hash = passwords.hash_password(PASSWORD)
            account.sealed_totp = self.scene.vault.seal(secret.encode())
            account.roles.append(AccountRole(role=Role.SCRUTINEER))
            session.add(account)
        self.page.goto(f"{self.house}/connexion/mot-de-passe")
        self.page.locator("[name=email]").fill(email)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("main form [type=submit]").first.click()
        self.page.locator("[name=code]").fill(pyotp.TOTP(secret).now())
        self.page.locator("main form [type=submit]").first.click()
        self.page.wait_for_url(re.compile(r"/$"))

    def scene_is(self, name: str) -> None:
        """Wait until her page shows this part of the way."""
        expect(self.page.locator(f"[data-scene='{name}']")).to_be_visible(timeout=20_000)

    def prepares(self) -> None:
        """The first press: the file is saved by itself."""
        self.page.goto(self.office)
        self.page.locator("#trustee-new-phrase").fill(PHRASE)
        self.page.locator("#trustee-new-phrase-again").fill(PHRASE)
        with self.page.expect_download() as download:
            self.page.locator("[data-make-key]").click()
        download.value.save_as(self.key)

    def finishes(self) -> None:
        """The second press."""
        self.scene_is("finish")
        self.page.locator("[data-finish-key]").click()
        self.scene_is("rehearse")

    def opens_with(self, phrase: str, file: Path | None = None) -> None:
        """Give the file and the passphrase."""
        if file is not None:
            self.page.locator("[data-key-input]").set_input_files(file)
        self.page.locator("[data-phrase]").fill(phrase)

    def rehearses(self) -> None:
        self.opens_with(PHRASE, self.key)
        self.page.locator("[data-rehearse]").click()
        expect(self.page.locator("[data-rehearsed]")).to_be_visible(timeout=20_000)

    def goes_to_the_urn(self) -> None:
        self.page.goto(self.office)
        self.page.get_by_role("link", name="Dépouiller avec ma clé").first.click()

    def decrypts(self) -> None:
        self.opens_with(PHRASE, self.key)
        self.page.locator("[data-decrypt]").click()

    def reads(self, text: str) -> None:
        found = self.page.locator("main").get_by_text(words(text)).first
        expect(found).to_be_visible(timeout=20_000)


def look(page: Page, name: str) -> None:
    """Judge the page and keep its picture at both widths."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        picture(page, f"bureau-{name}-{width}")


def choose_two_of_three(page: Page, house: str, scene: Scene) -> None:
    """The secretary gives the office its form."""
    page.goto(f"{house}/demo")
    page.get_by_role("button", name=words("Jouer : Secrétariat")).click()
    page.goto(f"{house}/assemblees/{scene.number}/bureau-de-vote")
    page.get_by_label(words("Le serveur et une partie du bureau")).check()
    page.get_by_label("Yacine Ferhat").uncheck()
    page.get_by_label(words("2 : n’importe quelles")).check()
    look(page, "forme")
    page.get_by_role("button", name=words("Fixer cette forme")).click()
    page.get_by_role("dialog").get_by_role("button", name=words("Fixer cette forme")).click()
    expect(page.get_by_text(words("n’importe quelles 2 parts sur 3")).first).to_be_visible()


def tampered(route: Route) -> None:
    """Change one digit of a part on its way."""
    body = json.loads(route.request.post_data or "{}")
    part = json.loads(body["partial_decryption"])
    proof = part["decryption_proofs"][0][0]
    proof["response"] = str(int(proof["response"]) ^ 1)
    body["partial_decryption"] = json.dumps(part, separators=(",", ":"))
    route.continue_(post_data=json.dumps(body))


def box_of(scene: Scene) -> bytes:
    with scene.database.session(read_only=True) as session:
        return archive.read_archive(session, scene.poll(ELECTION).election or "")


def test_two_of_three_scrutineers_open_an_urn_with_keys_made_in_their_browsers(
    scene: Scene, house: str, open_page: OpenPage, complaints: list[str], tmp_path: Path
) -> None:
    ada, bea, chloe = keepers = [
        Keeper(open_page("desk"), house, scene, f"{name} Scrutin", tmp_path / f"{name}.json")
        for name in ("Ada", "Bea", "Chloé")
    ]
    for one in keepers:
        one.enters()
    choose_two_of_three(open_page("desk"), house, scene)

    ada.page.goto(ada.office)
    ada.page.locator("#trustee-new-phrase").fill("court")
    ada.reads("Trop courte")
    ada.page.locator("[data-make-key]").click()
    ada.reads("Choisissez une phrase plus longue")
    look(ada.page, "preparer")
    bea.prepares()
    bea.page.goto(bea.house)  # she leaves, and comes back later
    ada.prepares()
    chloe.prepares()
    assert PHRASE not in ada.key.read_text() and "seed" not in ada.key.read_text()
    look(ada.page, "attente")
    ada.reads("On attend que ces personnes ouvrent cette page")
    ada.reads("Bea Scrutin")
    bea.page.goto(bea.office)
    look(bea.page, "reprendre")
    bea.opens_with("une autre phrase secrète")
    bea.page.locator("[data-open-key]").click()
    bea.reads("La phrase secrète n’ouvre pas ce fichier")
    bea.opens_with(PHRASE)  # with the copy that this browser kept
    bea.page.locator("[data-open-key]").click()
    look(chloe.page, "terminer")
    for one in keepers:
        one.finishes()
    ada.rehearses()
    look(ada.page, "repetee")
    chloe.rehearses()
    bea.page.close()

    scene.open(ELECTION)
    for right in scene.voters(ELECTION)[:3]:
        scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, [0, 1, 1, 0, 0, 0]))
    scene.close(ELECTION, accept=True)
    before = box_of(scene)
    ada.goes_to_the_urn()
    look(ada.page, "depouiller")
    ada.opens_with(PHRASE, chloe.key)
    ada.page.locator("[data-decrypt]").click()
    ada.reads("Ce n’est pas la clé qui a été remise")
    ada.page.route("**/depouillement", tampered)
    ada.decrypts()
    ada.reads("rien n’est enregistré")
    assert box_of(scene) == before
    complaints[:] = [one for one in complaints if "400" not in one]
    ada.page.unroute("**/depouillement")
    ada.decrypts()
    ada.reads("Votre part du dépouillement est faite")
    chloe.goes_to_the_urn()
    chloe.reads("Il manque encore une part")
    chloe.decrypts()
    chloe.reads("Votre part du dépouillement est faite")

    poll = scene.poll(ELECTION)
    assert poll.announced_at is not None
    late = Keeper(bea.page.context.new_page(), house, scene, bea.name, bea.key)
    late.page.goto(f"{house}/assemblees/{scene.number}/scrutins/{poll.id}/depouillement")
    late.reads("2 parts sur 3 suffisent")
    late.page.goto(f"{house}/urnes/{poll.election}")
    late.reads("n’importe quelles 2 parts sur 3")
    look(late.page, "urne")
    path = tmp_path / f"{poll.election}.bel"
    path.write_bytes(box_of(scene))
    for verdict in (our_verdict(path), their_verdict(path)):
        assert verdict.status == 0, verdict.said
