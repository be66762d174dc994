"""The secretary (secrétariat), at her desk: convenes, receives, opens and closes, publishes."""

from playwright.sync_api import expect

from tests.flows.visitor import Visitor, words


class Secretary(Visitor):
    """Inès Marchetti."""

    __slots__ = ()

    def enters(self) -> None:
        """Sign in by the demonstration's button, and look around."""
        self.go("/")
        self.go("/demo")
        self.plays("Secrétariat")
        self.look("secretariat")

    def reads_the_register(self) -> None:
        """Read who is a member, who has paid, under which bylaws."""
        for path in ("/registre", "/registre/12", "/statuts", "/assemblees"):
            self.go(path)

    def reads_the_draft(self) -> None:
        """Read the meeting and its agenda."""
        self.go_to_room("", "brouillon")
        self.go_to_room("ordre-du-jour")

    def checks_the_notice(self) -> int:
        """Read the red and green list and the PDF; return how many lines are red."""
        self.go_to_room("convocation", "brouillon")
        paper = self.page.get_by_role("link", name="Lire la convocation (PDF)").first
        answer = self.page.request.get(self.house + (paper.get_attribute("href") or ""))
        assert answer.ok and answer.body().startswith(b"%PDF-")
        return self.page.locator(".check-no").count()

    def convenes(self) -> None:
        """Say yes once it is plain what that commits to."""
        self.follow("Continuer vers l’envoi")
        self.look()
        self.press("Convoquer 50 membres")
        self.reads("Membre par membre")

    def sees_all_sent(self) -> None:
        """Read that every message was taken."""
        self.go_to_room("envois")
        self.reads("Le serveur de messagerie a pris tous les messages.")
        expect(self.page.locator(".people .badge-ok")).to_have_count(50)
        self.go_to_room("", "convoquee")

    def moves_to_the_day(self) -> None:
        """Move the demonstration's clock."""
        self.go("/demo", "convoquee")
        self.press("Aller au jour de l’assemblée")
        self.reads("L’horloge de la démonstration est réglée.")
        self.look("le-jour")

    def opens_the_meeting(self) -> None:
        """Name the chair and open."""
        self.go_to_room("seance", "a-ouvrir")
        self.page.get_by_label("Préside la séance").fill("Gabriel Ortega")
        self.press("Ouvrir la séance")
        self.reads("La séance est ouverte.")
        self.look("ouverte")

    def opens_the_vote(self, title: str, state: str) -> None:
        """Check what opening asks for, then open one poll."""
        self.go_to_room("scrutins", state)
        self.follow(title)
        self.look(f"{state}-prevu")
        self.press("Ouvrir le scrutin")
        expect(self.page.get_by_role("heading", name="La participation")).to_be_visible()
        self.look(f"{state}-ouvert")

    def sees_turnout(self, signed: int) -> None:
        """Wait until so many rights have voted, on the page that renews itself."""
        expect(self.page.locator("#turnout")).to_contain_text(words(f"{signed} sur"))

    def closes_and_announces(self) -> None:
        """Close an open poll: its result is announced at once."""
        self.confirm("Clore et proclamer")
        expect(self.page.get_by_role("heading", name="Le résultat", exact=True)).to_be_visible()

    def unfolds_the_clause(self, clause: str) -> None:
        """Unfold why a figure is what it is, and read the rule behind it."""
        part = self.page.locator("details.explain").first
        part.locator("summary").click()
        expect(part).to_contain_text(words(clause))

    def cannot_close_yet(self, why: str) -> None:
        """Try to close a box that holds too few ballots to keep a secret."""
        self.confirm("Clore le scrutin")
        self.reads(why)
        self.look("trop-peu")

    def closes_the_secret_vote(self) -> None:
        """Close the box; it waits for the scrutineer."""
        self.confirm("Clore le scrutin")
        self.reads("L’urne est close.")
        self.look("secret-clos")

    def sees_the_announcement(self) -> None:
        """See the page tell by itself that the box was counted, and read the result."""
        self.reads("Le résultat est proclamé")
        self.follow("Lire le résultat")
        self.look("secret-proclame")

    def box_address(self) -> str:
        """Return the address of the public box, from the result page."""
        link = self.page.get_by_role("link", name=words("Voir l’urne publique"))
        return link.get_attribute("href") or ""

    def closes_the_meeting(self) -> None:
        """Close the meeting."""
        self.go_to_room("seance", "apres-les-votes")
        self.confirm("Clore la séance")
        self.reads("La séance est close.")
        self.reads_not("pas encore répondu")
        self.look("close")

    def words_the_minutes(self, told: str) -> None:
        """Tell what was said in the debate, and keep that version."""
        self.go_to_room("proces-verbal")
        self.page.locator("textarea[id='texte-item-7.debate']").fill(told)
        self.press("Enregistrer")
        self.reads("Version 1 enregistrée.")
        self.look("enregistre")

    def publishes(self) -> None:
        """Publish, once it is plain what that commits to."""
        self.follow("Publier…")
        self.look()
        self.press("Sceller et publier")
        self.reads("Le procès-verbal est scellé et publié")

    def checks_in(self, member: str, place: str = "Sur place") -> None:
        """Note at the desk that a member is there."""
        self.go_to_room("presence", "le-jour")
        self.page.get_by_label("Chercher un membre ou une personne").fill(member)
        self.press("Chercher")
        line = self.page.locator("article.person", has_text=words(member))
        line.get_by_role("button", name=words(place)).click()
        self.reads(f"{member} : {place.lower()}.")
        self.look("note")
