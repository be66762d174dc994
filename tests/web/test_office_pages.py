"""The pages of the polling office: its form, a scrutineer's exchanges, the words of each form."""

import json

import pytest

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.named_groups import BELENIOS_2048
from ballots.protocol.canonical import encode
from ballots.protocol.election import Election
from ballots.protocol.tally import encode_decryption, encode_tally
from ballots.services.rehearsal import QUESTION, fingerprint_of
from ballots.services.trustees import DEFAULT_GROUP, new_trustee
from ballots.voting.tally import partial_decryption
from governance.models.accounts import Account, AccountRole, Role
from governance.models.office import OfficeForm
from governance.services.office import office
from governance.services.records import journal
from governance.web.records.journal_words import sentence
from tests.simulators.assemblies import ELECTION, Scene
from tests.simulators.offices import seat_office
from tests.web.visits import Visit, csrf_token

KEYS = {"all": "toutes", "server": "seule", "threshold": "n’importe quelles 2 parts sur 2"}


def house(scene: Scene, rest: str = "") -> str:
    return f"/assemblees/{scene.number}/bureau-de-vote{rest}"


def headers(visit: Visit, scene: Scene) -> dict[str, str]:
    page = visit.get(house(scene)).text
    return {"X-CSRFToken": page.partition('data-csrf="')[2].partition('"')[0]}


def add_scrutineer(scene: Scene, name: str = "Nour Haddad") -> int:
    with scene.database.transaction() as session:
        account = Account(email="nour@region.example", name=name)
        account.roles.append(AccountRole(role=Role.SCRUTINEER))
        session.add(account)
        session.flush()
        return account.id


def choose(visit: Visit, scene: Scene, **fields: object):
    token = csrf_token(visit.get(house(scene)).text)
    return visit.send(house(scene, "/forme"), csrf_token=token, **fields)


def yacine(scene: Scene) -> int:
    with scene.database.session(read_only=True) as session:
        trustees = office.trustees(session, scene.number)[1:]
        return next(one.account_id for one in trustees if one.account_id is not None)


def form(scene: Scene) -> office.Form:
    with scene.database.session(read_only=True) as session:
        return office.form_of(session, scene.number)


def rehearsed(scene: Scene, secret: bytes) -> dict[str, str]:
    """Make what a browser sends when it rehearses, with this secret."""
    group = BELENIOS_2048
    thrown = Ciphertext(group.power_g(5), group.power_g(7))
    key = group.power_g(int(secret))
    election = Election("", "", "", group, key, (QUESTION,))
    place = fingerprint_of(str(scene.number))
    part = partial_decryption(election, place, ((thrown,),), int(secret))
    return {
        "ciphertext": encode_tally(((thrown,),)).decode(),
        "part": encode_decryption(part).decode(),
    }


@pytest.mark.parametrize("kind", list(OfficeForm))
def test_the_secretary_chooses_the_form_and_the_page_says_what_it_means(scene, visit, kind):
    secretary, other = visit(Role.SECRETARY), add_scrutineer(scene)
    named = {"scrutineers": [yacine(scene), other], "threshold": 2}
    done = choose(secretary, scene, kind=kind.value, **named)
    assert done.status_code == 302
    assert form(scene).kind is kind
    assert KEYS[kind.value] in secretary.get(house(scene)).text.replace("\u202f", " ")
    with scene.database.session(read_only=True) as session:
        line = journal.lines_of(session, scene.number)[-1]
    assert line.kind == "office.form-chosen"
    assert "{" not in sentence_of(scene, line)


def sentence_of(scene: Scene, line) -> str:
    with scene.app().test_request_context():
        return sentence(line.kind, line.facts)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": "threshold", "threshold": 1}, "au moins deux personnes"),
        ({"kind": "threshold", "scrutineers": [2, 999], "threshold": 2}, "999"),
        ({"kind": "threshold", "scrutineers": ["x"], "threshold": 2}, ""),
        ({"kind": "nothing"}, ""),
        ({}, ""),
    ],
)
def test_a_form_that_cannot_be_comes_back_with_its_reason(scene, visit, fields, told):
    add_scrutineer(scene)
    before = form(scene)
    answer = choose(visit(Role.SECRETARY), scene, **fields)
    assert answer.status_code == 400
    assert told in answer.text
    assert form(scene) == before


@pytest.mark.parametrize("role", [Role.SCRUTINEER, Role.AUDITOR, Role.TREASURER])
def test_only_who_convenes_chooses_the_form_or_begins_anew(scene, visit, role):
    visitor = visit(role)
    token = csrf_token(visitor.get("/demo").text)
    for act in ("/forme", "/recommencer"):
        sent = visitor.send(house(scene, act), csrf_token=token, kind="server")
        assert sent.status_code == 403
    assert form(scene).kind is OfficeForm.ALL


def test_beginning_anew_voids_the_keys_and_asks_for_them_again(scene, visit):
    secretary = visit(Role.SECRETARY)
    done = secretary.post(house(scene, "/recommencer"), page=house(scene))
    assert done.status_code == 302
    assert "Il manque une clé" in secretary.get(house(scene)).text
    assert form(scene).round == 2


def test_a_closed_office_is_changed_by_nobody(scene, visit):
    secretary = visit(Role.SECRETARY)
    token = csrf_token(secretary.get(house(scene)).text)
    scene.open(ELECTION)
    for act in ("/forme", "/recommencer"):
        refused = secretary.send(house(scene, act), csrf_token=token, kind="server")
        assert refused.status_code == 409
    assert "Choisir la forme" not in secretary.get(house(scene)).text


def test_a_rehearsed_part_is_verified_and_the_page_shows_it(scene, visit):
    scrutineer = visit(Role.SCRUTINEER)
    safe = headers(scrutineer, scene)
    where = house(scene, "/repetition")
    good = rehearsed(scene, scene.secret)
    other = rehearsed(scene, new_trustee()[0])
    for parts, status, code in (
        ({DEFAULT_GROUP: other}, 400, "decryption.bad-proof"),
        ({DEFAULT_GROUP: good | {"part": other["part"]}}, 400, "decryption.bad-proof"),
        ({DEFAULT_GROUP: good | {"part": "{"}}, 400, "decryption.malformed"),
        ({DEFAULT_GROUP: good | {"ciphertext": "[]"}}, 400, "tally.malformed"),
        ({DEFAULT_GROUP: good | {"ciphertext": outside()}}, 400, "decryption.bad-proof"),
        ({DEFAULT_GROUP: good | {"part": "x" * 20_000_000}}, 413, None),
        ({DEFAULT_GROUP: {"part": 3, "ciphertext": None}}, 422, "office.malformed"),
        ({"Ed25519": good}, 422, "office.malformed"),
        ({}, 422, "office.malformed"),
        ([], 422, "office.malformed"),
    ):
        refused = scrutineer.client.post(where, json={"parts": parts}, headers=safe)
        assert refused.status_code == status
        assert code is None or refused.json["code"] == code
    assert "réussie" not in scrutineer.get(house(scene)).text
    done = scrutineer.client.post(where, json={"parts": {DEFAULT_GROUP: good}}, headers=safe)
    assert done.status_code == 201
    assert "réussie" in visit(Role.SECRETARY).get(house(scene)).text


def outside() -> str:
    """A ciphertext whose alpha lies outside the group."""
    wrong = {"alpha": str(BELENIOS_2048.p - 1), "beta": "1"}
    return encode([[wrong]]).decode()


def test_the_page_follows_the_ceremony_and_hands_over_what_is_due(scene, visit):
    held = seat_office(scene)
    scrutineer = visit(Role.SCRUTINEER)  # has no seat in this office
    told = scrutineer.get(house(scene, "/ceremonie")).json
    assert (told["form"], told["step"], told["index"]) == ("threshold", "certificates", None)
    assert told["awaited"] == [one.name for one in held.members]
    assert scrutineer.get(house(scene, "/ceremonie/pieces")).status_code == 404
    safe = headers(scrutineer, scene)
    sent = {"round": told["round"], "step": "certificates", "messages": {DEFAULT_GROUP: "{}"}}
    late = scrutineer.client.post(house(scene, "/ceremonie"), json=sent, headers=safe)
    assert (late.status_code, late.json["code"]) == (404, "office.not-a-member")
    for broken in (
        sent | {"step": "done"},
        sent | {"step": None},
        sent | {"round": True},
        sent | {"messages": [1]},
        sent | {"messages": {DEFAULT_GROUP: 3}},
    ):
        refused = scrutineer.client.post(house(scene, "/ceremonie"), json=broken, headers=safe)
        assert (refused.status_code, refused.json["code"]) == (422, "office.malformed")


def test_an_administrator_takes_no_part_in_a_ceremony(scene, visit):
    seat_office(scene)
    administrator = visit(Role.ADMINISTRATOR)
    token = {"X-CSRFToken": csrf_token(administrator.get("/demo").text)}
    for rest in ("/ceremonie", "/ceremonie/pieces"):
        assert administrator.get(house(scene, rest)).status_code == 403
    for rest in ("/ceremonie", "/cle", "/repetition"):
        sent = administrator.client.post(house(scene, rest), json={}, headers=token)
        assert sent.status_code == 403


def test_single_keys_are_not_taken_where_a_key_is_shared(scene, visit):
    scrutineer = visit(Role.SCRUTINEER)
    safe = headers(scrutineer, scene)
    seat_office(scene)
    keys = {"keys": {DEFAULT_GROUP: json.loads(new_trustee()[1])}}
    refused = scrutineer.client.post(house(scene, "/cle"), json=keys, headers=safe)
    assert (refused.status_code, refused.json["code"]) == (409, "office.other-form")


def test_every_page_says_that_the_server_alone_keeps_the_key(scene, visit):
    secretary = visit(Role.SECRETARY)
    choose(secretary, scene, kind="server")
    poll = f"/assemblees/{scene.number}/scrutins/{scene.poll_id(ELECTION)}"
    alone = "bulletins un à un"
    assert alone in secretary.get(house(scene)).text
    assert alone in secretary.get(poll).text
    scene.open(ELECTION)
    right = scene.voters(ELECTION)[0]
    assert alone in visit(right.person).get(f"{poll}/vote").text
    scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, [0, 1, 0, 0, 0, 0]))
    scene.close(ELECTION, accept=True)
    board = secretary.get(f"/urnes/{scene.poll(ELECTION).election}").text
    assert alone in board and "Une seule clé" in board
    assert alone in secretary.get(poll).text  # the result


def test_the_public_urn_names_who_holds_a_part_and_how_many_are_enough(scene, visit):
    held = seat_office(scene)
    held.hold()
    scene.open(ELECTION)
    board = Visit(scene.app()).get(f"/urnes/{scene.poll(ELECTION).election}").text
    assert "n’importe quelles 2 parts sur 3" in board
    assert all(one.name in board for one in held.members)
