"""What the pages of a poll keep back, ask twice, and refuse to whom."""

import json
from html import unescape

import pytest
from sqlalchemy import delete

from ballots.services.trustees import DEFAULT_GROUP, new_trustee
from governance.models.accounts import Role
from governance.models.attendance import Movement
from governance.models.polls import PollLine
from governance.models.roll import CredentialAssignment
from governance.rules.lifecycle import PollState
from tests.simulators.assemblies import ACCOUNTS, ELECTION, Right, Scene
from tests.web.visits import Visit, csrf_token

ADA, FOR = [0, 1, 0, 0, 0, 0], [1, 0, 0]
ACCEPT = 'name="accept" value="yes"'


def address(scene: Scene, position: int, rest: str = "") -> str:
    return f"/assemblees/{scene.number}/scrutins/{scene.poll_id(position)}{rest}"


def cast(scene: Scene, voters: int) -> None:
    for right in scene.voters(ELECTION)[:voters]:
        scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, ADA))


def plain(page: str) -> str:
    return unescape(page).replace("\u00a0", " ").replace("\u202f", " ")


def leave(scene: Scene, right: Right) -> None:
    """Note that the member of a right has left; her session goes on."""
    with scene.database.session(read_only=True) as session:
        member = session.get_one(PollLine, right.line).member_id
    scene.arrive(member, movement=Movement.LEFT)


def single(scene: Scene, position: int) -> Right:
    """Return the right of somebody there who carries no proxy."""
    carried = {right.person for right in scene.rights(position) if right.by_proxy}
    return next(right for right in scene.voters(position) if right.person not in carried)


# -- closing and opening, asked twice


def test_few_ballots_are_counted_on_a_second_press_only(scene, visit):
    scene.open(ELECTION)
    cast(scene, 2)
    chair, where = visit(Role.CHAIR), address(scene, ELECTION)
    page = chair.get(where).text
    assert "2 bulletins seulement" in plain(page) and ACCEPT in page
    chair.post(f"{where}/cloture", page=where)
    assert "Bulletins dans l’urne : 2. Il en faudrait au moins 5" in plain(chair.get(where).text)
    assert scene.poll(ELECTION).state is PollState.OPEN
    assert chair.post(f"{where}/cloture", page=where, accept="yes").status_code == 302
    assert scene.poll(ELECTION).state is PollState.CLOSED


def test_enough_ballots_are_counted_on_the_first_press(scene, visit):
    scene.open(ELECTION)
    cast(scene, 5)
    chair, where = visit(Role.CHAIR), address(scene, ELECTION)
    assert ACCEPT not in chair.get(where).text
    assert chair.post(f"{where}/cloture", page=where).status_code == 302
    assert scene.poll(ELECTION).state is PollState.CLOSED


def test_a_member_without_a_code_is_named_before_the_poll_opens_without_her(scene, visit):
    with scene.database.transaction() as session:
        session.execute(delete(CredentialAssignment).where(CredentialAssignment.roll_line_id == 1))
    chair, where = visit(Role.CHAIR), address(scene, ELECTION)
    page = chair.get(where).text
    assert "Ouvrir quand même" in page and ACCEPT in page
    refused = chair.post(f"{where}/ouverture", page=where)
    assert refused.status_code == 409
    assert "n’ont pas de code de vote : Aix-Marseille Métropole" in plain(refused.text)
    assert scene.poll(ELECTION).state is PollState.PLANNED
    assert chair.post(f"{where}/ouverture", page=where, accept="yes").status_code == 302
    assert scene.poll(ELECTION).state is PollState.OPEN


# -- what is seen while a secret poll is open


def test_while_a_secret_poll_is_open_nobody_reads_who_has_not_voted(scene, visit):
    scene.open(ELECTION)
    cast(scene, 3)
    names = [right.name for right in scene.rights(ELECTION)]
    for role in (Role.SECRETARY, Role.CHAIR, Role.AUDITOR, Role.SCRUTINEER):
        officer = visit(role)
        for path in (address(scene, ELECTION, "/participation"), address(scene, ELECTION)):
            page = unescape(officer.get(path).text)
            assert not [name for name in names if name in page], (role, path)
    live = visit(Role.AUDITOR).get(address(scene, ELECTION, "/participation")).text
    assert "Tous les droits ont voté" not in live


def test_after_the_closing_of_a_secret_poll_who_has_not_voted_is_read(scene, visit):
    scene.open(ELECTION)
    cast(scene, 5)
    scene.close(ELECTION)
    last = scene.rights(ELECTION)[-1].name
    live = visit(Role.SECRETARY).get(address(scene, ELECTION, "/participation")).text
    assert last in unescape(live)


# -- the scrutineers' key is the scrutineers' alone


def test_who_runs_the_server_is_no_scrutineer(scene, visit):
    administrator = visit(Role.ADMINISTRATOR)
    office = f"/assemblees/{scene.number}/bureau-de-vote"
    page = administrator.get(office).text
    assert "data-trustee-key" in visit(Role.SCRUTINEER).get(office).text
    assert "data-trustee-key" not in page
    client, headers = administrator.client, {"X-CSRFToken": csrf_token(page)}
    key = {"keys": {DEFAULT_GROUP: json.loads(new_trustee()[1])}}
    assert client.post(f"{office}/cle", json=key, headers=headers).status_code == 403

    scene.open(ELECTION)
    cast(scene, 5)
    scene.close(ELECTION)
    where = address(scene, ELECTION, "/depouillement")
    part = {"partial_decryption": scene.part(ELECTION)}
    assert client.get(where).status_code == 403
    assert client.post(where, json=part, headers=headers).status_code == 403
    assert scene.poll(ELECTION).announced_at is None


# -- whoever is not there


def test_whoever_has_left_is_led_to_her_page_and_told_why(scene, visit):
    scene.open(ACCOUNTS)
    right = single(scene, ACCOUNTS)
    voter = visit(right.person)
    assert voter.get(address(scene, ACCOUNTS, "/vote")).status_code == 200
    leave(scene, right)
    answer = voter.get(address(scene, ACCOUNTS, "/vote"))
    assert answer.status_code == 302 and answer.location.endswith("/ma-page")
    assert "dites d’abord que vous êtes là" in plain(voter.get(answer.location).text)


def test_a_vote_sent_by_whoever_has_left_is_refused_on_its_page(scene, visit):
    scene.open(ACCOUNTS)
    right = single(scene, ACCOUNTS)
    voter = visit(right.person)
    token = csrf_token(voter.get(address(scene, ACCOUNTS, "/vote")).text)
    leave(scene, right)
    sent = {"csrf_token": token, f"choice-{right.line}": "0"}
    answer = voter.send(address(scene, ACCOUNTS, "/vote/confirmation"), **sent)
    assert answer.status_code == 409
    assert f"Le vote de {right.name} demande une présence" in plain(unescape(answer.text))
    assert not any(line.signed for line in scene.poll(ACCOUNTS).lines)


def test_whoever_leaves_during_a_secret_vote_is_told_by_the_box(scene, visit):
    scene.open(ELECTION)
    right = single(scene, ELECTION)
    voter = visit(right.person)
    token = csrf_token(voter.get(address(scene, ELECTION, "/vote")).text)
    leave(scene, right)
    answer = send_ballot(scene, voter, token, right.line, ballot_of(scene, right))
    assert (answer.status_code, answer.json["code"]) == (409, "vote.not-there")
    assert "demande une présence" in plain(answer.json["sentence"])


def test_a_copied_ballot_brings_its_receipt_to_no_other_voter(scene, visit):
    scene.open(ELECTION)
    one, other = [r for r in scene.voters(ELECTION) if not r.by_proxy][:2]
    raw = ballot_of(scene, one)
    mine = visit(one.person)
    token = csrf_token(mine.get(address(scene, ELECTION, "/vote")).text)
    first = send_ballot(scene, mine, token, one.line, raw)
    again = send_ballot(scene, mine, token, one.line, raw)
    assert first.json["receipt"] == again.json["receipt"]

    copier = visit(other.person)
    token = csrf_token(copier.get(address(scene, ELECTION, "/vote")).text)
    for line in (other.line, one.line):
        answer = send_ballot(scene, copier, token, line, raw)
        assert (answer.status_code, answer.json["code"]) == (409, "ballot.replayed")
        assert "receipt" not in answer.json


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000])
def test_a_body_of_endless_brackets_is_a_malformed_ballot(scene, visit, deep):
    scene.open(ELECTION)
    right = scene.voters(ELECTION)[0]
    voter = visit(right.person)
    token = csrf_token(voter.get(address(scene, ELECTION, "/vote")).text)
    path = f"/urnes/{scene.poll(ELECTION).election}/bulletins"
    headers = {"X-CSRFToken": token}
    answer = voter.client.post(path, data=deep, headers=headers, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, "ballot.malformed")


def ballot_of(scene: Scene, right: Right) -> str:
    return scene.ballot(ELECTION, right.code, ADA).decode()


def send_ballot(scene: Scene, visit: Visit, token: str, line: int, raw: str):
    path = f"/urnes/{scene.poll(ELECTION).election}/bulletins"
    return visit.client.post(
        path, json={"line": line, "ballot": raw}, headers={"X-CSRFToken": token}
    )
