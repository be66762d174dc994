"""The scrutineer (scrutatrice): makes her key in her browser, keeps its file, takes her part."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from tests.flows.visitor import Visitor

PHRASE = "cheval agrafe lanterne rivière"


@dataclass(slots=True)
class Scrutineer(Visitor):
    """Yacine Ferhat, who keeps the second key of every box."""

    key: Path

    def enters(self) -> None:
        """Sign in by the demonstration's button."""
        self.plays("Scrutateur")

    def makes_her_key(self) -> None:
        """Make it under a passphrase, keep its file, rehearse the count with that file."""
        self.go_to_room("bureau-de-vote", "sans-cle")
        for field in ("#trustee-new-phrase", "#trustee-new-phrase-again"):
            self.page.locator(field).fill(PHRASE)
        with self.page.expect_download() as download:
            self.page.locator("[data-make-key]").click()
        download.value.save_as(self.key)
        self.reads("Votre clé est prête.")
        self.look("cle-faite")
        self.gives_her_file()
        self.page.locator("[data-rehearse]").click()
        self.reads("La répétition est réussie")
        self.page.reload()
        self.look("cle-remise")

    def gives_her_file(self) -> None:
        """Choose the file and type its passphrase."""
        self.page.locator("[data-key-input]").first.set_input_files(self.key)
        self.page.locator("[data-phrase]").first.fill(PHRASE)

    def adds_her_part(self) -> None:
        """Open the closed box's total with the file she kept."""
        self.go_to_room("bureau-de-vote", "urne-close")
        self.follow("Dépouiller avec ma clé")
        self.gives_her_file()
        self.look()
        self.page.locator("[data-decrypt]").click()
        expect(self.page.locator("[data-decrypted]")).to_be_focused(timeout=20_000)
        self.look("part-faite")
