"""The auditor (contrôle), and any stranger: checks the box and the receipts, reads the minutes."""

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.flows.visitor import Visitor, words


class Auditor(Visitor):
    """Whoever does not want to believe us; needs no account for any of this."""

    __slots__ = ()

    def enters(self) -> None:
        """Sign in by the demonstration's button, to read the journal too."""
        self.plays("Contrôle")
        self.go("/journal")

    def opens_the_box(self, path: str) -> None:
        """Open the public page of a secret poll."""
        self.go(path)

    def listed_trackers(self) -> set[str]:
        """Return the trackers of the page."""
        lines = self.page.locator("[data-tracker]").all()
        return {line.get_attribute("data-tracker") or "" for line in lines}

    def published_head(self) -> str:
        """Return the head of the box, as the page tells one to note it."""
        row = self.page.locator("dl > div", has_text="Tête de l’urne")
        return row.locator(".tracker-code").inner_text().strip()

    def takes(self, label: str, folder: Path) -> Path:
        """Download the file of that label."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=words(label)).first.click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def checks_receipt(self, token: str) -> str:
        """Let the page judge a receipt; return its verdict."""
        self.page.get_by_label("Récépissé", exact=True).fill("")
        self.page.get_by_label("Récépissé", exact=True).fill(token)
        verdict = self.page.locator("form[data-receipt-check] [role=status]")
        verdict.evaluate("part => delete part.dataset.code")
        self.press("Vérifier")
        expect(verdict).to_have_attribute("data-code", re.compile(r"receipt\."))
        return verdict.get_attribute("data-code") or ""

    def losers(self) -> list[str]:
        """Return who was not elected, on a result page."""
        rows = self.page.locator("table tbody tr", has_text="Non élu")
        return [name.strip() for name in rows.locator("th").all_inner_texts()]

    def openssl_commands(self) -> str:
        """Return the commands that the page tells one to run."""
        return self.page.locator("#openssl-commands").inner_text()

    def figures(self) -> dict[str, int]:
        """Return the figures of a result page: voices by choice or by name."""
        counted = self.page.locator("th[scope=row] + td.number")
        rows = self.page.locator("table tbody tr", has=counted).all()
        return {
            row.locator("th").inner_text().strip(): _number(row.locator("td.number").first)
            for row in rows
        }


def says_openssl(commands: str, folder: Path, token: str) -> str:
    """Run the page's commands on a receipt in a folder that holds the key; return the answer."""
    (folder / "recepisse.jws").write_text(token)
    done = subprocess.run(
        ["bash", "-c", commands], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def _number(cell: Locator) -> int:
    return int(re.sub(r"\D", "", cell.inner_text()))
