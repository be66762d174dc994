"""A member (membre) with her own device: answers, gives a pouvoir, votes, keeps her receipts."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Route, expect

from tests.flows.letters import Letter
from tests.flows.visitor import Visitor, words

COUNT_PRESSES = """addEventListener("pointerdown", ({ isTrusted }) => {
  if (isTrusted) sessionStorage.pressed = Number(sessionStorage.pressed ?? 0) + 1;
}, true);"""
SEALED_WITHIN = 20_000  # ms; a phone is faster than two busy cores


@dataclass(slots=True)
class Member(Visitor):
    """Who acts for one member of the association."""

    name: str

    def __post_init__(self) -> None:
        """Count what fingers do from here on."""
        self.page.add_init_script(COUNT_PRESSES)

    def opens_her_link(self, letter: Letter) -> None:
        """Open the personal link as the mail brought it."""
        self.page.goto(letter.link)
        expect(self.page).not_to_have_url(words(letter.token))
        self.look()
        self.press("Entrer")
        self.reads("Bonjour")

    def answers(self, answer: str) -> None:
        """Say how she will take part."""
        self.go_to_room("ma-page", "convoquee")
        self.press(answer)
        self.reads(f"Réponse notée pour {self.name}")
        self.look("repondu")

    def chooses_as_holder(self, holder: str) -> None:
        """Choose who shall vote for her, up to the page that asks for confirmation."""
        self.go_to_room("ma-page", "convoquee")
        self.follow("Je donne pouvoir")
        self.look("choisir")
        self.page.get_by_label("Chercher un nom").fill(holder)
        self.press("Chercher")
        self.page.get_by_label(holder, exact=True).check()
        self.press("Continuer")
        self.reads(f"{holder} votera pour {self.name}")
        self.look("confirmer")

    def gives_her_proxy(self, holder: str) -> None:
        """Give it, and see it noted."""
        self.chooses_as_holder(holder)
        self.press("Donner ce pouvoir")
        self.reads(f"Vous avez donné pouvoir à {holder}")
        self.look("pouvoir-donne")

    def is_refused(self, holder: str, why: str) -> None:
        """Confirm a choice that the rules no longer allow; read the reason and the clause."""
        self.press("Donner ce pouvoir")
        self.reads("Le pouvoir n’est pas donné")
        refusal = self.page.locator(".notice-danger").first
        expect(refusal).to_contain_text(words(holder))
        expect(refusal).to_contain_text(words(why))
        expect(refusal).to_contain_text(words("Règle : hypothèse de travail"))
        self.look("refuse")

    def waits_for(self, title: str) -> None:
        """Wait on her page, which renews itself, until the poll is open; go to the ballot."""
        poll = self.page.locator("article", has_text=words(title))
        with self.page.expect_navigation():
            poll.get_by_role("link", name="Voter").click(timeout=15_000)

    def chooses(self, *answers: str) -> None:
        """Tick answers for herself; they hold for her pouvoirs as well."""
        for answer in answers:
            self._own_paper().get_by_label(answer, exact=True).check()

    def chooses_otherwise_for(self, principal: str, answer: str) -> None:
        """Tick another answer for one who gave her a pouvoir."""
        self.page.locator("#others > summary").click()
        self.page.get_by_label("Même choix pour tous mes pouvoirs").uncheck()
        paper = self.page.locator("#others fieldset", has_text=words(f"Pouvoir de {principal}"))
        paper.get_by_label(answer, exact=True).check()

    def reviews(self) -> None:
        """Go on to the page that says what will be recorded."""
        self.press("Vérifier mon vote")
        asked = re.compile("Vous allez voter ainsi|Vérifiez avant d’enregistrer")
        expect(self.page.get_by_role("heading", name=asked)).to_be_visible()

    def casts_openly(self, number: int) -> None:
        """Confirm; so many votes are then recorded."""
        self.press("Confirmer")
        badge = self.page.get_by_text(words("enregistré"))
        expect(badge.first).to_be_visible()
        expect(self.page.get_by_role("link", name="Récépissé signé")).to_have_count(number)

    def casts_secretly(self) -> None:
        """Press the button that seals and sends."""
        self.page.locator("[data-cast]").click()

    def holds_receipts(self, number: int) -> list[str]:
        """Wait for so many receipts; return their trackers."""
        kept = self.page.locator("[data-receipt]")
        expect(kept).to_have_count(number, timeout=SEALED_WITHIN)
        return [one.text_content() or "" for one in kept.locator(".tracker-code").all()]

    def saves_receipts(self, folder: Path) -> list[str]:
        """Save the receipts as files; return what they hold."""
        return [self._saved(link, folder) for link in self._receipt_links()]

    def changes_her_mind(self, *answers: str) -> None:
        """Go back from the receipts and choose again."""
        self.press("Changer mon vote")
        self.chooses(*answers)
        self.reviews()

    def is_told_of_the_lost_network(self) -> None:
        """Read that nothing is recorded yet, and that nothing is lost."""
        self.reads("Le réseau ne répond pas.")
        self.look("reseau-perdu")

    @contextmanager
    def presses(self, number: int) -> Iterator[None]:
        """Hold that what is done inside takes exactly so many presses of a finger."""
        before = self._pressed()
        yield
        assert self._pressed() - before == number

    @contextmanager
    def offline(self) -> Iterator[None]:
        """Be without network for a while."""
        self.page.context.set_offline(True)
        yield
        self.page.context.set_offline(False)

    def loses_the_next_answer(self) -> None:
        """Let the server take the next ballot, and its answer get lost on the way back."""

        def lose(route: Route) -> None:
            route.fetch()
            route.abort()

        self.page.route("**/urnes/*/bulletins", lose, times=1)

    def opens_another_tab(self) -> "Member":
        """Open the same page in a second tab of the same device."""
        tab = self.page.context.new_page()
        tab.goto(self.page.url)
        return Member(tab, self.house, self.sight, self.name)

    def _own_paper(self) -> Locator:
        return self.page.locator("fieldset.choices-big")

    def _receipt_links(self) -> list[Locator]:
        return self.page.get_by_role("link", name=words("récépissé")).all()

    def _saved(self, link: Locator, folder: Path) -> str:
        with self.page.expect_download() as download:
            link.click()
        path = folder / f"{self.name}-{download.value.suggested_filename}"
        download.value.save_as(path)
        return path.read_text()

    def _pressed(self) -> int:
        return int(self.page.evaluate("sessionStorage.pressed ?? 0"))
