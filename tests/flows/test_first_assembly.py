"""The first assembly, end to end: from the register to the published minutes, with real parts."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.archives import TAMPERINGS, our_verdict, their_verdict, without_last
from tests.flows.assembly import Assembly
from tests.flows.auditor import Auditor, says_openssl
from tests.flows.letters import wait_for_letter
from tests.flows.scrutineer import Scrutineer
from tests.flows.secretary import Secretary

pytestmark = [pytest.mark.needs("chromium", "belenios-tool", "pdftotext", "pdfsig")]
ADA, BEA, CLEO, DORA, EVE = "Nantes Métropole", "Isère", "Paris", "Nancy", "Lyon"
ACCOUNTS, SCHEDULE, BOARD = "Approbation des comptes", "Grille d’adhésion", "Renouvellement partiel"
CANDIDATE = "Claire Dubreuil (institution, Pays de la Loire)"
OTHER = "Jeanne Morvan (membre individuel)"
BLANK = "Vote blanc"
DEBATE = "Plusieurs membres souhaitent que la stratégie serve d’abord les petites communes."


def test_an_assembly_is_convened_held_voted_counted_and_published(assembly: Assembly) -> None:
    secretary, scrutineer = assembly.secretary(), assembly.scrutineer()
    auditor, stranger = assembly.auditor(), assembly.auditor("phone")

    the_notice_leaves(assembly, secretary, scrutineer)
    members_answer_and_give_proxies(assembly)
    the_day_begins(assembly, secretary)
    an_open_vote_with_a_choice_for_each_right(assembly, secretary)
    an_open_vote_in_three_presses(assembly, secretary)
    the_secret_vote_opens_and_a_phone_loses_its_network(assembly, secretary)
    a_lost_answer_a_changed_mind_and_too_few_ballots(assembly, secretary)
    the_box_is_counted(assembly, secretary, scrutineer)

    auditor.enters()
    auditor.go(secretary.here())
    figures = auditor.figures()
    assert figures == {CANDIDATE: 3, OTHER: 1, "Blanc": 1} | dict.fromkeys(auditor.losers(), 0)

    stranger.go(secretary.box_address())
    anyone_verifies_the_archive(assembly, stranger)
    anyone_verifies_the_receipts(assembly, stranger)
    the_minutes_are_published(assembly, secretary)
    anyone_reads_the_minutes(assembly, stranger, figures)
    no_log_tells_a_secret(assembly)


def the_notice_leaves(assembly: Assembly, secretary: Secretary, scrutineer: Scrutineer) -> None:
    secretary.enters()
    secretary.reads_the_register()
    secretary.reads_the_draft()
    scrutineer.enters()
    scrutineer.makes_her_key()
    assert secretary.checks_the_notice() == 0
    secretary.convenes()
    assembly.mailboxes.wait_for(50, seconds=60)
    secretary.sees_all_sent()
    for letter in assembly.letters():
        assert {"application/pdf", "text/calendar"} <= letter.attached
        assert letter.token and letter.codes
    assert len({letter.link for letter in assembly.letters()}) == 50
    assembly.reads_mail(assembly.notice(ADA), "convocation")


def members_answer_and_give_proxies(assembly: Assembly) -> None:
    ada, bea, dora = assembly.member(ADA), assembly.member(BEA), assembly.member(DORA)
    ada.opens_her_link(assembly.notice(ADA))
    ada.answers("Je viens sur place")
    dora.opens_her_link(assembly.notice(DORA))
    dora.chooses_as_holder(BEA)
    bea.opens_her_link(assembly.notice(BEA))
    bea.gives_her_proxy(ADA)
    dora.is_refused(BEA, "donné pouvoir à quelqu’un d’autre")
    assembly.forgive("409")
    renewed = wait_for_letter(assembly.mailboxes, f"{BEA} vous donne pouvoir")
    assembly.reads_mail(renewed, "pouvoir")
    ada.opens_her_link(renewed)
    ada.reads(BEA)
    ada.look("porte-un-pouvoir")


def the_day_begins(assembly: Assembly, secretary: Secretary) -> None:
    secretary.moves_to_the_day()
    for name in (ADA, DORA):
        secretary.checks_in(name)
    cleo = assembly.member(CLEO, "desk")
    cleo.opens_her_link(assembly.notice(CLEO))
    cleo.reads(f"Présence à distance notée pour {CLEO}")
    secretary.opens_the_meeting()


def an_open_vote_with_a_choice_for_each_right(assembly: Assembly, secretary: Secretary) -> None:
    ada, cleo = assembly.member(ADA), assembly.member(CLEO)
    ada.go_to_room("ma-page", "en-seance")
    secretary.opens_the_vote(ACCOUNTS, "public")
    ada.waits_for(ACCOUNTS)
    ada.look("public")
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
    secretary.reads("2 voix pour sur 3 : il en fallait plus de la moitié des suffrages exprimés")
    secretary.unfolds_the_clause("hypothèse de travail")
    secretary.look("public-proclame")


def an_open_vote_in_three_presses(assembly: Assembly, secretary: Secretary) -> None:
    ada = assembly.member(ADA)
    secretary.opens_the_vote(SCHEDULE, "public")
    ada.go_to_room("ma-page")
    ada.waits_for(SCHEDULE)
    with ada.presses(3):
        ada.chooses("Abstention")
        ada.reviews()
        ada.casts_openly(2)
    secretary.sees_turnout(2)
    secretary.closes_and_announces()
    ada.go_to_room("ma-page", "apres-deux-votes")


def the_secret_vote_opens_and_a_phone_loses_its_network(
    assembly: Assembly, secretary: Secretary
) -> None:
    ada = assembly.member(ADA)
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
    assembly.forgive("ERR_")
    ada.look("isoloir-recepisses")
    ada.page.reload()
    assert ada.holds_receipts(2) == trackers
    assert ada.opens_another_tab().holds_receipts(2) == trackers
    secretary.sees_turnout(2)
    assembly.trackers += trackers
    assembly.receipts += ada.saves_receipts(assembly.folder)


def a_lost_answer_a_changed_mind_and_too_few_ballots(
    assembly: Assembly, secretary: Secretary
) -> None:
    cleo = assembly.member(CLEO)
    cleo.go_to_room("ma-page")
    cleo.waits_for(BOARD)
    cleo.chooses(CANDIDATE, OTHER)
    cleo.reviews()
    cleo.loses_the_next_answer()
    cleo.casts_secretly()
    cleo.holds_receipts(1)
    assembly.forgive("ERR_")
    cleo.changes_her_mind(OTHER)
    cleo.casts_secretly()
    cleo.reads("Ce vote remplace le précédent.")
    assembly.trackers += cleo.holds_receipts(1)
    assembly.receipts += cleo.saves_receipts(assembly.folder)
    secretary.sees_turnout(3)
    secretary.cannot_close_yet("3 bulletins seulement")
    assembly.forgive("409")


def the_box_is_counted(assembly: Assembly, secretary: Secretary, scrutineer: Scrutineer) -> None:
    assembly.member(EVE, "desk").opens_her_link(assembly.notice(EVE))
    for name, choice in ((DORA, BLANK), (EVE, CANDIDATE)):
        voter = assembly.member(name)
        voter.go_to_room("ma-page")
        voter.waits_for(BOARD)
        voter.chooses(choice)
        voter.reviews()
        voter.casts_secretly()
        assembly.trackers += voter.holds_receipts(1)
    secretary.sees_turnout(5)
    secretary.closes_the_secret_vote()
    scrutineer.adds_her_part()
    secretary.sees_the_announcement()


def anyone_verifies_the_archive(assembly: Assembly, stranger: Auditor) -> None:
    archive = stranger.takes("L’archive de l’urne", assembly.folder)
    assert our_verdict(archive).status == 0
    assert their_verdict(archive).status == 0
    head = stranger.published_head()
    assert head in our_verdict(archive).said
    for name, tamper in TAMPERINGS.items():
        changed = changed_copy(archive, assembly.folder / name, tamper)
        assert our_verdict(changed).status != 0, name
        assert their_verdict(changed).status != 0, name
    earlier = our_verdict(changed_copy(archive, assembly.folder / "earlier", without_last)).said
    assert "n’est pas dépouillé" in earlier and head not in earlier


def anyone_verifies_the_receipts(assembly: Assembly, stranger: Auditor) -> None:
    assert set(assembly.trackers) <= stranger.listed_trackers()
    key = stranger.takes("La clé publique des récépissés", assembly.folder)
    assert key.name == "cle-des-recepisses.pem"
    commands = stranger.openssl_commands()
    for token in assembly.receipts:
        assert stranger.checks_receipt(token) == "receipt.good"
        assert "Signature Verified Successfully" in says_openssl(commands, key.parent, token)
    stranger.look("recepisse-bon")
    forged = assembly.receipts[0][:-8] + "AAAAAAAA"
    assert stranger.checks_receipt(forged) == "receipt.bad-signature"
    assert "Signature Verified Successfully" not in says_openssl(commands, key.parent, forged)


def the_minutes_are_published(assembly: Assembly, secretary: Secretary) -> None:
    secretary.closes_the_meeting()
    secretary.words_the_minutes(DEBATE)
    secretary.publishes()
    assembly.mailboxes.wait_for(101, seconds=60)  # a notice and a letter each, and one pouvoir
    assembly.reads_mail(assembly.letters()[-1], "proces-verbal")


def anyone_reads_the_minutes(
    assembly: Assembly, stranger: Auditor, figures: dict[str, int]
) -> None:
    stranger.go("/publications")
    stranger.follow("Assemblée générale ordinaire 2026")
    stranger.look()
    minutes = stranger.takes("Le procès-verbal", assembly.folder)
    sealed = output("pdfsig", minutes)
    assert "Signature is Valid" in sealed and "Total document signed" in sealed
    text = output("pdftotext", "-layout", minutes, "-")
    said = " ".join(text.split())
    assert DEBATE in said
    assert "2 voix pour sur 3 suffrages exprimés" in said
    assert f"dont {figures['Blanc']} voix en blanc" in said
    for name in figures.keys() - {"Blanc"}:
        assert re.search(rf"{re.escape(name)}\s+{figures[name]}\s", text), name


def no_log_tells_a_secret(assembly: Assembly) -> None:
    told = assembly.app.log("server") + assembly.app.log("worker")
    secrets = {part for letter in assembly.letters() for part in letter.secrets}
    assert len(secrets) > 100
    hidden = (*secrets, *assembly.trackers, *assembly.receipts)
    assert not [one for one in hidden if one in told]
    assert not re.search(r"\b(?:Pour|Contre|Abstention|Blanc)\b|Dubreuil|Morvan", told)


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
