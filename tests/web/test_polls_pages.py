"""The officers' pages of a poll from its readiness to its result, the office and the board."""

import hashlib
import json
import os
import re
import subprocess
from html import unescape

import pytest
from sqlalchemy import delete, update

from governance.models.accounts import Role
from governance.models.meetings import Meeting
from governance.models.roll import CredentialAssignment
from governance.models.rulesets import RuleSetVersion
from governance.rules.codes import REMEDY_CODES, STEP_CODES
from governance.rules.ruleset import digest, encode_ruleset, parse_ruleset, preset
from tests.simulators.assemblies import ACCOUNTS, ELECTION, Right, Scene
from tests.web.visits import Visit, csrf_token

FOR, AGAINST, ABSTENTION = [1, 0, 0], [0, 1, 0], [0, 0, 1]
BLANK = [1, 0, 0, 0, 0, 0]


def address(scene: Scene, position: int | None = None, rest: str = "") -> str:
    house = f"/assemblees/{scene.number}/scrutins"
    return house if position is None else f"{house}/{scene.poll_id(position)}{rest}"


def ask_for_quorum(scene: Scene, fraction: str) -> None:
    """Pin the meeting to the same bylaws with a quorum of ``fraction`` of the members."""
    document = json.loads(encode_ruleset(preset("la27eregion")))
    document["quorum.first"]["value"] |= {"fraction": fraction}
    document["quorum.first"] |= {"clause": "statuts, art. 9", "source": "statuts"}
    document["version"] = 99
    rules = parse_ruleset(json.dumps(document).encode())
    with scene.database.transaction() as session:
        version = RuleSetVersion(
            name=rules.name,
            version=rules.version,
            document=encode_ruleset(rules).decode(),
            sha256=digest(rules),
            created_at=scene.now,
        )
        session.add(version)
        session.flush()
        session.execute(
            update(Meeting).where(Meeting.id == scene.number).values(rule_set_id=version.id)
        )


def publish(scene: Scene) -> None:
    with scene.database.transaction() as session:
        moments = {"closed_at": scene.now, "published_at": scene.now}
        session.execute(update(Meeting).where(Meeting.id == scene.number).values(**moments))


def vote(scene: Scene, choices: list[list[int]]) -> list[Right]:
    """Cast one named vote per voter there, in the order of the roll, as far as choices go."""
    rights = scene.voters(ACCOUNTS)[: len(choices)]
    for right, choice in zip(rights, choices, strict=True):
        scene.vote_openly(ACCOUNTS, right, choice)
    return rights


def count_secretly(scene: Scene, voters: int = 3) -> None:
    scene.open(ELECTION)
    for right in scene.voters(ELECTION)[:voters]:
        scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, [0, 1, 1, 0, 0, 0]))
    scene.close(ELECTION, accept=True)


def test_the_list_shows_each_poll_and_opens_the_ready_ones(scene, visit):
    page = visit(Role.SECRETARY).get(address(scene)).text
    assert page.count("Ouvrir le scrutin") == 4


def test_the_list_lets_no_poll_open_unseen_when_something_is_missing(scene, visit):
    with scene.database.transaction() as session:
        session.execute(delete(CredentialAssignment).where(CredentialAssignment.roll_line_id == 1))
    page = visit(Role.SECRETARY).get(address(scene)).text
    assert page.count("Ouvrir le scrutin") == 3
    assert "Vérifier avant d’ouvrir" in page and "1 membre n’a pas de code de vote" in page


def test_before_opening_the_page_explains_who_votes_and_who_does_not(scene, visit):
    page = visit(Role.CHAIR).get(address(scene, ACCOUNTS)).text
    assert "13 sur 16" in page.replace("\u202f", " ")
    assert "Communauté urbaine de Dunkerque" in page and "Pas à jour" in page
    assert "plus de la moitié des suffrages exprimés" in page


def test_two_presses_open_then_close_and_announce(scene, visit):
    chair = visit(Role.CHAIR)
    where = address(scene, ACCOUNTS)
    opened = chair.post(f"{where}/ouverture", page=where)
    assert opened.status_code == 302
    vote(scene, [FOR, FOR, AGAINST])
    closed = chair.post(f"{where}/cloture", page=where)
    assert closed.status_code == 302
    page = chair.get(where).text
    assert "Adoptée" in page and "2 voix pour sur 3" in page


@pytest.mark.parametrize(
    ("choices", "verdict"),
    [
        ([FOR, FOR, AGAINST, ABSTENTION], "Adoptée"),
        ([FOR, AGAINST, ABSTENTION], "Rejetée"),  # a tie is no majority: strictly more than half
        ([ABSTENTION], "Rejetée"),
        ([], "Rejetée"),
    ],
)
def test_the_result_shows_the_arithmetic_of_its_majority(scene, visit, choices, verdict):
    scene.open(ACCOUNTS)
    vote(scene, choices)
    scene.close(ACCOUNTS)
    page = visit(Role.SECRETARY).get(address(scene, ACCOUNTS)).text
    assert verdict in page
    assert "hypothèse de travail" in page
    expressed = choices.count(FOR) + choices.count(AGAINST)
    assert f"{choices.count(FOR)} voix pour sur {expressed}" in page


def test_the_json_of_a_result_is_the_very_text_that_its_hash_is_of(scene, visit):
    scene.open(ACCOUNTS)
    vote(scene, [FOR])
    scene.close(ACCOUNTS)
    answer = visit(Role.SECRETARY).get(address(scene, ACCOUNTS, "/resultat.json"))
    assert hashlib.sha256(answer.data).hexdigest() == scene.poll(ACCOUNTS).result_sha256
    assert answer.json["counts"] == {"Pour": 1, "Contre": 0, "Abstention": 0}


def test_the_named_votes_are_for_members_and_officers_never_for_the_public(scene, visit):
    scene.open(ACCOUNTS)
    first, *_ = vote(scene, [FOR, AGAINST])
    scene.close(ACCOUNTS)
    where = address(scene, ACCOUNTS)
    for who in (Role.SECRETARY, first.person):
        assert "Votes nominatifs" in visit(who).get(where).text
    publish(scene)
    public = Visit(scene.app()).get(where)
    assert public.status_code == 200 and "Adoptée" not in public.text
    assert "Votes nominatifs" not in public.text and first.name not in public.text


def test_a_result_is_not_for_those_who_were_not_called_until_it_is_published(scene, visit):
    scene.open(ACCOUNTS)
    scene.close(ACCOUNTS)
    where = address(scene, ACCOUNTS)
    stranger = Visit(scene.app())
    assert stranger.get(where).status_code == 302
    assert stranger.get(f"{where}/resultat.json").status_code == 302
    assert visit(Role.TREASURER).get(where).status_code == 404
    publish(scene)
    assert stranger.get(where).status_code == 200
    assert stranger.get(f"{where}/resultat.json").status_code == 200
    assert stranger.get(address(scene, ELECTION)).status_code == 404  # never opened


def test_a_member_who_looks_before_the_result_is_led_to_her_vote(scene, visit):
    scene.open(ACCOUNTS)
    member = visit(scene.voters(ACCOUNTS)[0].person)
    assert member.get(address(scene, ACCOUNTS)).location.endswith("/vote")
    assert member.get(address(scene)).status_code == 403
    assert member.get(address(scene, ACCOUNTS, "/participation")).status_code == 403


def test_the_turnout_names_who_has_not_voted_and_nothing_else(scene, visit):
    scene.open(ACCOUNTS)
    voted, *_ = vote(scene, [AGAINST])
    secretary = visit(Role.SECRETARY)
    live = secretary.get(address(scene, ACCOUNTS, "/participation"))
    assert voted.name not in live.text and scene.rights(ACCOUNTS)[5].name in live.text
    assert "Contre" not in live.text
    tag = {"If-None-Match": live.headers["ETag"]}
    again = secretary.get(address(scene, ACCOUNTS, "/participation"), headers=tag)
    assert (again.status_code, again.data) == (304, b"")
    vote(scene, [AGAINST, FOR])
    moved = secretary.get(address(scene, ACCOUNTS, "/participation"), headers=tag)
    assert moved.status_code == 200


def test_a_lost_quorum_refuses_the_opening_with_its_arithmetic(scene, visit):
    chair = visit(Role.CHAIR)
    page = chair.get(address(scene, ACCOUNTS)).text
    ask_for_quorum(scene, "9/10")
    answer = chair.send(address(scene, ACCOUNTS, "/ouverture"), csrf_token=csrf_token(page))
    assert answer.status_code == 409
    assert "Le quorum n’est pas atteint" in answer.text
    assert "statuts, art. 9" in answer.text
    assert "Il faut 9/10" in answer.text
    assert scene.poll(ACCOUNTS).opened_at is None


def test_opening_twice_opens_once(scene, visit):
    chair = visit(Role.CHAIR)
    where = address(scene, ACCOUNTS)
    token = csrf_token(chair.get(where).text)
    chair.send(f"{where}/ouverture", csrf_token=token)
    again = chair.send(f"{where}/ouverture", csrf_token=token)
    assert again.status_code == 302
    assert "n’en est pas là" in chair.get(where).text


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SCRUTINEER, Role.TREASURER])
def test_only_who_convenes_opens_and_closes(scene, visit, role):
    officer = visit(role)
    token = csrf_token(officer.get("/demo").text)
    for act in ("ouverture", "cloture", "secret"):
        sent = officer.send(address(scene, ACCOUNTS, f"/{act}"), csrf_token=token)
        assert sent.status_code == 403


def test_an_open_poll_becomes_secret_before_it_opens(scene, visit):
    chair = visit(Role.CHAIR)
    where = address(scene, ACCOUNTS)
    assert chair.post(f"{where}/secret", page=where).status_code == 302
    page = chair.get(where).text
    assert "Scrutin secret" in page and "Le secret" in page
    assert scene.poll(ACCOUNTS).election is not None


def test_the_secrecy_check_speaks_before_a_secret_poll_opens(scene, visit):
    page = unescape(visit(Role.CHAIR).get(address(scene, ELECTION)).text)
    assert "proches de l’unanimité" in page or "tous examinés" in page
    assert "une indication, pas une preuve" in page


def test_a_closed_secret_poll_waits_for_its_scrutineer_by_name(scene, visit):
    count_secretly(scene)
    page = visit(Role.SECRETARY).get(address(scene, ELECTION)).text
    assert "On attend" in page and "Yacine Ferhat" in page
    mine = visit(Role.SCRUTINEER).get(address(scene, ELECTION)).text
    assert "Dépouiller avec ma clé" in mine


def test_the_result_of_an_election_names_the_elected_and_leads_to_the_board(scene, visit):
    count_secretly(scene)
    scene.decrypt(ELECTION)
    page = visit(Role.SECRETARY).get(address(scene, ELECTION)).text
    assert page.count("Élu·e") == 2
    assert f"/urnes/{scene.poll(ELECTION).election}" in page


def test_the_office_shows_who_holds_which_key(scene, visit):
    page = visit(Role.SECRETARY).get(f"/assemblees/{scene.number}/bureau-de-vote").text
    assert "Yacine Ferhat" in page and "Constitué" in page
    assert "data-trustee-key" not in page


def test_a_scrutineer_sends_her_public_key_and_a_false_one_is_refused(scene, visit):
    from ballots.services.trustees import DEFAULT_GROUP, new_trustee

    office = f"/assemblees/{scene.number}/bureau-de-vote"
    scrutineer = visit(Role.SCRUTINEER)
    page = scrutineer.get(office).text
    assert "data-trustee-key" in page
    headers = {"X-CSRFToken": csrf_token(page)}
    good = json.loads(new_trustee()[1])
    false = {**good, "public_key": json.loads(new_trustee()[1])["public_key"]}
    sent = {"keys": {DEFAULT_GROUP: false}}
    refused = scrutineer.client.post(f"{office}/cle", json=sent, headers=headers)
    assert (refused.status_code, refused.json["code"]) == (400, "trustee.bad-key")
    nothing = scrutineer.client.post(f"{office}/cle", json=[1], headers=headers)
    assert (nothing.status_code, nothing.json["code"]) == (422, "office.malformed")
    sent = {"keys": {DEFAULT_GROUP: good}}
    made = scrutineer.client.post(f"{office}/cle", json=sent, headers=headers)
    assert (made.status_code, made.json) == (201, {"number": 2})
    scene.open(ELECTION)
    late = scrutineer.client.post(f"{office}/cle", json=sent, headers=headers)
    assert (late.status_code, late.json["code"]) == (409, "office.closed")


def test_the_scrutineer_sends_her_part_and_the_result_is_announced(scene, visit):
    count_secretly(scene)
    scrutineer = visit(Role.SCRUTINEER)
    where = address(scene, ELECTION, "/depouillement")
    page = scrutineer.get(where).text
    assert "data-trustee-decrypt" in page and "ne quitte pas cet appareil" in page
    headers = {"X-CSRFToken": csrf_token(scrutineer.get(address(scene, ELECTION)).text)}
    part = scene.part(ELECTION)
    tampered = json.loads(part)
    proof = tampered["decryption_proofs"][0][0]
    proof["response"] = str(int(proof["response"]) ^ 1)
    sent = {"partial_decryption": json.dumps(tampered, separators=(",", ":"))}
    refused = scrutineer.client.post(where, json=sent, headers=headers)
    assert (refused.status_code, refused.json["code"]) == (400, "decryption.bad-proof")
    assert scene.poll(ELECTION).announced_at is None
    done = scrutineer.client.post(where, json={"partial_decryption": part}, headers=headers)
    assert (done.status_code, done.json) == (201, {"announced": True})
    assert scene.poll(ELECTION).announced_at is not None


def test_the_projection_follows_the_sitting(scene, visit):
    chair = visit(Role.CHAIR)
    screen = f"/assemblees/{scene.number}/projection"
    before = chair.get(screen)
    assert "Rapport moral" in before.text
    tag = {"If-None-Match": before.headers["ETag"]}
    assert chair.get(screen, headers=tag).status_code == 304
    scene.open(ACCOUNTS)
    vote(scene, [FOR, FOR])
    during = chair.get(screen, headers=tag).text
    assert "droits ont voté" in during and "Approbation des comptes 2025" in during
    assert "Pour" not in during
    scene.close(ACCOUNTS)
    assert "Adoptée" in chair.get(screen).text


def test_the_board_is_public_and_lists_the_trackers_without_a_name(scene):
    count_secretly(scene)
    scene.decrypt(ELECTION)
    names = [right.name for right in scene.rights(ELECTION)]
    board = Visit(scene.app()).get(f"/urnes/{scene.poll(ELECTION).election}")
    assert board.status_code == 200 and board.text.count("data-tracker=") == 3
    assert not any(name in board.text for name in names)
    assert "Ce que cela ne garantit pas" in board.text
    assert Visit(scene.app()).get("/urnes/nulle-part").status_code == 404


def test_the_openssl_commands_of_the_board_check_a_receipt(scene, tmp_path):
    scene.open(ELECTION)
    right = scene.voters(ELECTION)[0]
    outcome = scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, BLANK))
    stranger = Visit(scene.app())
    page = stranger.get(f"/urnes/{scene.poll(ELECTION).election}").text
    (tmp_path / "recepisse.jws").write_text(outcome.receipt + "\n")
    (tmp_path / "cle-des-recepisses.pem").write_bytes(stranger.get("/cle-des-recepisses.pem").data)

    checked = run(commands(page, "openssl-commands"), tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert "Signature Verified Successfully" in checked.stdout
    read = run(commands(page, "read-commands"), tmp_path)
    assert json.loads(read.stdout)["tracker"] == outcome.tracker

    header, payload, signature = outcome.receipt.split(".")
    forged = f"{header}.{payload[:-4]}{'A' * 4}.{signature}"
    (tmp_path / "recepisse.jws").write_text(forged)
    assert run(commands(page, "openssl-commands"), tmp_path).returncode != 0


def commands(page: str, name: str) -> str:
    found = re.search(rf'<pre id="{name}"><code>(.*?)</code></pre>', page, re.DOTALL)
    assert found
    return unescape(found[1])


def run(script: str, folder) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )


def test_every_step_and_remedy_of_the_rules_has_its_words(scene):
    from governance.rules.words.steps import STEPS
    from governance.web.messages import SENTENCES
    from governance.web.polls.step_words import REMEDIES

    assert STEPS.keys() | SENTENCES.keys() >= STEP_CODES
    assert REMEDIES.keys() == REMEDY_CODES
