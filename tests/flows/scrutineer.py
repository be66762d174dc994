"""The scrutineer (scrutatrice): makes her key in her browser, keeps its file, takes her part."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from tests.flows.visitor import Visitor


@dataclass(slots=True)
class Scrutineer(Visitor):
    """Yacine Ferhat, who keeps the second key of every box."""

    key: Path

    def enters(self) -> None:
        """Sign in by the demonstration's button."""
        self.plays("Scrutateur")

    def makes_her_key(self) -> None:
        """Make it, save its file, open the file again, hand over the public half."""
        self.go_to_room("bureau-de-vote", "sans-cle")
        self.page.locator("[data-make-key]").click()
        with self.page.expect_download() as download:
            self.page.locator("[data-key-file]").click()
        download.value.save_as(self.key)
        self.page.locator("#trustee-rehearsal").set_input_files(self.key)
        self.reads("Le fichier s’ouvre et contient bien votre clé.")
        self.look("cle-faite")
        self.page.locator("[data-send-key]").click()
        self.reads("Votre clé est prête.")
        self.page.reload()
        self.look("cle-remise")

    def adds_her_part(self) -> None:
        """Open the closed box's total with the file she kept."""
        self.go_to_room("bureau-de-vote", "urne-close")
        self.follow("Dépouiller avec ma clé")
        self.page.get_by_label("Choisissez le fichier de votre clé").set_input_files(self.key)
        self.look()
        self.page.locator("[data-decrypt]").click()
        expect(self.page.locator("[data-decrypted]")).to_be_focused(timeout=20_000)
        self.look("part-faite")
