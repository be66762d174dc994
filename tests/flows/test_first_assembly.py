"""The first assembly, end to end: from the register to the published minutes, with real parts."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.archives import TAMPERINGS, our_verdict, their_verdict, without_last
from tests.flows.auditor import Auditor, says_openssl
from tests.flows.letters import letters, notice_of, wait_for_letter
from tests.flows.member import Member
from tests.flows.scrutineer import Scrutineer
from tests.flows.secretary import Secretary
from tests.flows.sight import Sight
from tests.simulators.browser import OpenPage
from tests.simulators.servers import StartApp
from tests.simulators.smtp import Mailboxes

pytestmark = [pytest.mark.needs("chromium", "belenios-tool", "pdftotext", "pdfsig")]
ADA, BEA, CLEO, DORA, EVE = "Nantes Métropole", "Isère", "Paris", "Nancy", "Lyon"
ACCOUNTS, SCHEDULE, BOARD = "Approbation des comptes", "Grille d’adhésion", "Renouvellement partiel"
CANDIDATE = "Claire Dubreuil (institution, Pays de la Loire)"
BLANK = "Vote blanc"
OTHER = "Jeanne Morvan (membre individuel)"
DEBATE = "Plusieurs membres souhaitent que la stratégie serve d’abord les petites communes."
PHONE = {"has_touch": True}


def test_an_assembly_is_convened_held_voted_counted_and_published(
    postgresql_url: str,
    smtp_server: Mailboxes,
    start_app: StartApp,
    open_page: OpenPage,
    sight: Sight,
    complaints: list[str],
    tmp_path: Path,
) -> None:
    app = start_app(postgresql_url, PLENIERE_DEMO="1", PLENIERE_MAIL=smtp_server.url)
    app.run("governance", "demo-load")
    secretary = Secretary(open_page("desk"), app.url, sight)
    scrutineer = Scrutineer(open_page("desk"), app.url, sight, tmp_path / "key.json")
    ada = Member(open_page("phone", **PHONE), app.url, sight, ADA)
    bea = Member(open_page("phone", **PHONE), app.url, sight, BEA)
    cleo = Member(open_page("desk"), app.url, sight, CLEO)
    dora = Member(open_page("phone", **PHONE), app.url, sight, DORA)
    eve = Member(open_page("desk"), app.url, sight, EVE)
    auditor = Auditor(open_page("desk"), app.url, sight)
    stranger = Auditor(open_page("phone"), app.url, sight)

    # The notice
    secretary.enters()
    secretary.reads_the_register()
    secretary.reads_the_draft()
    scrutineer.enters()
    scrutineer.makes_her_key()
    assert secretary.checks_the_notice() == 0
    secretary.convenes()
    smtp_server.wait_for(50, seconds=60)
    secretary.sees_all_sent()
    for one in letters(smtp_server):
        assert {"application/pdf", "text/calendar"} <= one.attached
        assert one.token and one.codes
    assert len({one.link for one in letters(smtp_server)}) == 50

    # Answers and pouvoirs
    ada.opens_her_link(notice_of(smtp_server, ADA))
    ada.answers("Je viens sur place")
    dora.opens_her_link(notice_of(smtp_server, DORA))
    dora.chooses_as_holder(BEA)
    bea.opens_her_link(notice_of(smtp_server, BEA))
    bea.gives_her_proxy(ADA)
    dora.is_refused("donné pouvoir à quelqu’un d’autre")
    forgive(complaints, "409")
    renewed = wait_for_letter(smtp_server, f"{BEA} vous donne pouvoir")
    ada.opens_her_link(renewed)
    ada.reads(BEA)
    ada.look("porte-un-pouvoir")

    # The day
    secretary.moves_to_the_day()
    for name in (ADA, DORA):
        secretary.checks_in(name)
    cleo.opens_her_link(notice_of(smtp_server, CLEO))
    cleo.reads(f"Présence à distance notée pour {CLEO}")
    secretary.opens_the_meeting()

    # Two open votes
    ada.go_to_room("ma-page", "en-seance")
    secretary.opens_the_vote(ACCOUNTS, "public")
    ada.waits_for(ACCOUNTS)
    ada.look("public")
    with ada.presses(6):
        ada.chooses("Pour")
        ada.chooses_otherwise_for(BEA, "Contre")
        ada.reviews()
        ada.look("public-confirmer")
        ada.casts_openly(2)
    ada.look("public-recepisses")
    cleo.go_to_room("ma-page")
    cleo.waits_for(ACCOUNTS)
    cleo.chooses("Pour")
    cleo.reviews()
    cleo.casts_openly(1)
    secretary.sees_turnout(3)
    secretary.closes_and_announces()
    secretary.look("public-proclame")

    # The same choice for all: three presses
    secretary.opens_the_vote(SCHEDULE, "public")
    ada.go_to_room("ma-page", "en-seance")
    ada.waits_for(SCHEDULE)
    with ada.presses(3):
        ada.chooses("Abstention")
        ada.reviews()
        ada.casts_openly(2)
    secretary.sees_turnout(2)
    secretary.closes_and_announces()
    ada.go_to_room("ma-page", "apres-deux-votes")

    # The secret vote
    secretary.opens_the_vote(BOARD, "secret")
    ada.waits_for(BOARD)
    ada.look("isoloir")
    with ada.presses(3):
        ada.chooses(CANDIDATE)
        ada.reviews()
        ada.look("isoloir-verifier")
        with ada.offline():
            ada.casts_secretly()
            ada.is_told_of_the_lost_network()
        trackers = ada.holds_receipts(2)
    forgive(complaints, "ERR_")
    ada.look("isoloir-recepisses")
    ada.page.reload()
    assert ada.holds_receipts(2) == trackers
    assert ada.opens_another_tab().holds_receipts(2) == trackers
    receipts = ada.saves_receipts(tmp_path)

    cleo.go_to_room("ma-page")
    cleo.waits_for(BOARD)
    cleo.chooses(CANDIDATE, OTHER)
    cleo.reviews()
    cleo.loses_the_next_answer()
    cleo.casts_secretly()
    cleo.holds_receipts(1)
    forgive(complaints, "ERR_")
    cleo.changes_her_mind(OTHER)
    cleo.casts_secretly()
    cleo.reads("Ce vote remplace le précédent.")
    trackers += cleo.holds_receipts(1)
    receipts += cleo.saves_receipts(tmp_path)
    secretary.sees_turnout(3)
    secretary.cannot_close_yet("3 bulletins seulement")
    forgive(complaints, "409")
    eve.opens_her_link(notice_of(smtp_server, EVE))
    for voter, choice in ((dora, BLANK), (eve, CANDIDATE)):
        voter.go_to_room("ma-page")
        voter.waits_for(BOARD)
        voter.chooses(choice)
        voter.reviews()
        voter.casts_secretly()
        trackers += voter.holds_receipts(1)
    secretary.sees_turnout(5)
    secretary.closes_the_secret_vote()
    scrutineer.adds_her_part()
    secretary.sees_the_announcement()
    auditor.enters()
    auditor.go(secretary.here())
    figures = auditor.figures()
    assert (figures[CANDIDATE], figures[OTHER], figures["Blanc"]) == (3, 1, 1)

    # The proof
    stranger.go(secretary.box_address())
    archive = stranger.takes("L’archive de l’urne", tmp_path)
    assert our_verdict(archive).status == 0
    assert their_verdict(archive).status == 0
    head = stranger.published_head()
    assert head in our_verdict(archive).said
    for name, tamper in TAMPERINGS.items():
        changed = changed_copy(archive, tmp_path / name, tamper)
        assert our_verdict(changed).status != 0, name
        assert their_verdict(changed).status != 0, name
    earlier = our_verdict(changed_copy(archive, tmp_path / "earlier", without_last)).said
    assert "n’est pas dépouillé" in earlier and head not in earlier
    assert set(trackers) <= stranger.listed_trackers()
    key = stranger.takes("La clé publique des récépissés", tmp_path)
    assert key.name == "cle-des-recepisses.pem"
    commands = stranger.openssl_commands()
    for token in receipts:
        assert stranger.checks_receipt(token) == "receipt.good"
        assert "Signature Verified Successfully" in says_openssl(commands, tmp_path, token)
    stranger.look("recepisse-bon")
    forged = receipts[0][:-8] + "AAAAAAAA"
    assert stranger.checks_receipt(forged) == "receipt.bad-signature"
    assert "Signature Verified Successfully" not in says_openssl(commands, tmp_path, forged)

    # The minutes
    secretary.closes_the_meeting()
    secretary.words_the_minutes(DEBATE)
    secretary.publishes()
    smtp_server.wait_for(101, seconds=60)
    stranger.go("/publications")
    stranger.follow("Assemblée générale ordinaire 2026")
    stranger.look()
    minutes = stranger.takes("Le procès-verbal", tmp_path)
    sealed = output("pdfsig", minutes)
    assert "Signature is Valid" in sealed and "Total document signed" in sealed
    text = output("pdftotext", "-layout", minutes, "-")
    assert DEBATE in " ".join(text.split())
    assert f"dont {figures.pop('Blanc')} voix en blanc" in " ".join(text.split())
    for name, voices in figures.items():
        assert re.search(rf"{re.escape(name)}\s+{voices}\s", text), name

    # Nothing of it in any log
    told = app.log("server") + app.log("worker")
    secrets = {part for one in letters(smtp_server) for part in one.secrets}
    assert not [one for one in (*secrets, *trackers, *receipts) if one in told]
    assert not re.search(r"\b(?:Pour|Contre|Abstention|Blanc)\b|Dubreuil|Morvan", told)


def forgive(complaints: list[str], expected: str) -> None:
    """Take the complaints that this flow meant to provoke out of the list."""
    assert [one for one in complaints if expected not in one] == []
    complaints.clear()


def changed_copy(archive: Path, folder: Path, tamper: Callable[[bytes], bytes]) -> Path:
    """Return a copy of the archive, under its own name, that someone has changed."""
    folder.mkdir()
    changed = folder / archive.name
    changed.write_bytes(tamper(archive.read_bytes()))
    return changed


def output(*command: object) -> str:
    """Run a program of the system and return what it says."""
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True, check=True)
    return done.stdout
