"""Pages of ranked, graded and lists elections: the agenda's form, the mixing, the room's screen."""

import re
from dataclasses import replace

import pytest

from ballots.protocol import limits
from ballots.services import shuffling
from governance import clock
from governance.db import Database
from governance.models.accounts import Role
from governance.rules.questions import BallotKind, BallotRule
from governance.services.convening import agenda
from governance.services.entry.vault import Vault
from governance.services.post.post import Post
from tests.integration.chosen_ballots import ChosenBallots, ranked
from tests.integration.small_assembly import load_register, prepared
from tests.simulators.databases import settings_for
from tests.web.visits import Visit, csrf_token

VOTES = [(1, 2, 3), (2, 1, 3), (1, 3, 2), (1, 2, 3), (1, 2, 3)]


@pytest.fixture
def settings(sqlite_url, tmp_path):
    return settings_for(sqlite_url, tmp_path, PLENIERE_DEMO="1")


@pytest.fixture
def election(settings):
    database = Database(settings)
    post = Post(Vault(settings.vault_key), settings.public_url)
    made = ChosenBallots(database, post, agenda=(ranked(BallotRule(BallotKind.SCHULZE)),)).opened()
    clock.move_demo_clock(settings, made.now)
    yield made
    database.engine.dispose()


@pytest.fixture
def enter(settings, election):
    from app import create_app

    app = create_app(settings)

    def enter(role: Role) -> Visit:
        visit = Visit(app)
        visit.post(f"/demo/role/{role.value}", page="/demo")
        return visit

    return enter


def poll_path(election: ChosenBallots) -> str:
    with election.database.session(read_only=True) as session:
        return f"/assemblees/{election.meeting_id}/scrutins/{election.poll(session).id}"


def text_of(response) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", response.text)


def test_the_pages_follow_a_ranked_vote_from_the_mixing_to_the_result(election, enter):
    election.cast(VOTES)
    path = poll_path(election)
    secretary, scrutineer = enter(Role.SECRETARY), enter(Role.SCRUTINEER)
    screen = f"/assemblees/{election.meeting_id}/projection"
    assert "Le scrutin est clos" not in secretary.get(screen).text
    assert "n’est pas clos" in scrutineer.get(f"{path}/melange").text

    election.close()
    assert "L’urne est close et se mélange" in text_of(secretary.get(path))
    assert "on mélange les bulletins" in secretary.get(screen).text
    assert "Terminer le mélange" not in secretary.get(path).text
    office = scrutineer.get(f"/assemblees/{election.meeting_id}/bureau-de-vote")
    assert "Des bulletins attendent votre mélange" in office.text

    page = scrutineer.get(f"{path}/melange")
    shown = scrutineer.get(f"{path}/melange.json").json
    assert len(shown["ciphertexts"][0]) == len(VOTES)
    headers = {
        "X-CSRFToken": csrf_token(page.text),
        "Content-Type": "application/json",
    }
    false = scrutineer.client.post(f"{path}/melange", data=b"{}", headers=headers)
    assert (false.status_code, false.json["code"]) == (400, "shuffle.malformed")
    assert "rien n’est enregistré" in false.json["sentence"].replace("\u00a0", " ")
    with election.database.session(read_only=True) as session:
        made = shuffling.make_shuffle(session, election.poll(session).election or "")
    sent = scrutineer.client.post(f"{path}/melange", data=made, headers=headers)
    assert (sent.status_code, sent.json) == (201, {"ended": True})

    election.decrypt()
    result = text_of(secretary.get(path))
    assert "Élu·e : Anne Sorel." in result and "Chemins les plus forts" in result
    assert "Anne Sorel" in secretary.get(screen).text
    with election.database.session(read_only=True) as session:
        box = secretary.get(f"/urnes/{election.poll(session).election}").text
    assert (
        box.count("a mélangé") == 2 and "5 bulletins ouverts" in text_of(secretary.get(path)) + box
    )


def test_a_mix_of_thousands_of_ballots_is_not_too_large_for_who_may_send_it(election, enter):
    election.cast(VOTES)
    election.close()
    path = f"{poll_path(election)}/melange"
    scrutineer, stranger = enter(Role.SCRUTINEER), enter(Role.MEMBER)
    headers = {"X-CSRFToken": csrf_token(scrutineer.get(path).text)}
    usual = scrutineer.client.application.config["MAX_CONTENT_LENGTH"]

    def send(visit, size):
        sent = visit.client.post(
            path, data=bytes(size), headers=headers, content_type="application/json"
        )
        return sent.status_code, sent.json and sent.json.get("code")

    assert usual < limits.SHUFFLE
    assert send(scrutineer, usual + 1) == (400, "shuffle.malformed")
    assert send(scrutineer, limits.SHUFFLE + 1)[0] == 413
    assert send(stranger, usual + 1)[0] == 413


def test_a_shuffle_without_its_token_or_by_another_role_is_refused(election, enter):
    election.cast(VOTES)
    election.close()
    path = poll_path(election)
    scrutineer, secretary = enter(Role.SCRUTINEER), enter(Role.SECRETARY)
    assert scrutineer.client.post(f"{path}/melange", data=b"{}").status_code == 400
    assert secretary.get(f"{path}/melange").status_code == 403
    assert secretary.get(f"{path}/melange.json").status_code == 403
    ended = secretary.post(f"{path}/melange/fin", page=path)
    assert ended.status_code >= 400 and "Il en faut au moins 2" in text_of(ended)


def test_a_tie_page_is_there_only_for_a_tie(election, enter):
    assert enter(Role.SECRETARY).get(f"{poll_path(election)}/egalite").status_code == 404


@pytest.mark.parametrize("kind", [BallotKind.STV, BallotKind.JUDGMENT, BallotKind.LISTS])
def test_the_page_before_the_opening_says_how_one_votes_and_what_parts_a_tie(settings, kind):
    from app import create_app

    lists = (("Ensemble", ("Anne Sorel",)), ("Autrement", ("Paul Estève",)))
    item = ranked(BallotRule(kind))
    if kind is BallotKind.LISTS:
        item = replace(item, candidates=(), lists=lists)
    database = Database(settings)
    post = Post(Vault(settings.vault_key), settings.public_url)
    made = ChosenBallots(database, post, agenda=(item,))
    made.convene()
    made.gather()
    clock.move_demo_clock(settings, made.now)
    visit = Visit(create_app(settings))
    visit.post("/demo/role/secretary", page="/demo")
    page = text_of(visit.get(poll_path(made)))
    assert "Ouvrir" in page and "Anne Sorel" in page
    agenda = text_of(visit.get(f"/assemblees/{made.meeting_id}/ordre-du-jour"))
    if kind is BallotKind.LISTS:
        assert "version 3" in page and "Autrement" in page and "plus forte moyenne" in agenda
    else:
        with database.session(read_only=True) as session:
            commitment = made.poll(session).question["counting"]["tie"]["commitment"]
        assert commitment[:4] in page and "tirage au sort" in page.lower()
        assert "égalité : tirage au sort" in agenda
    database.engine.dispose()


def test_the_form_keeps_the_ballot_of_an_item_and_blames_the_right_field(settings):
    from app import create_app

    database = Database(settings)
    post = Post(Vault(settings.vault_key), settings.public_url)
    made = ChosenBallots(database, post, agenda=())
    with database.transaction() as session:
        load_register(session, made.now)
        made.meeting_id = prepared(session, (), made.now).id
    clock.move_demo_clock(settings, made.now)
    visit = Visit(create_app(settings))
    visit.post("/demo/role/secretary", page="/demo")
    place = f"/assemblees/{made.meeting_id}/ordre-du-jour/nouveau/election"
    form = {"title": "Conseil", "seats": 2, "ballot": "majority-judgment", "tie": "lot"}
    refused = visit.post(place, **form, candidates="Ada\nBob", grades="Bien\nBien")
    assert refused.status_code == 422 and 'id="grades-error"' in refused.text
    refused = visit.post(place, **{**form, "ballot": "lists"}, candidates="Une\n\nDeux\nBob")
    assert refused.status_code == 422 and 'id="candidates-error"' in refused.text
    refused = visit.post(place, **{**form, "ballot": "dice"}, candidates="Ada")
    assert refused.status_code == 422
    kept = visit.post(place, **form, candidates="Ada\nBob", grades="Bien\nPassable\nNon")
    assert kept.status_code == 302
    with database.session(read_only=True) as session:
        (item,) = agenda.items_of(session, made.meeting_id)
        assert item.ballot == {
            "kind": "majority-judgment",
            "grades": ["Bien", "Passable", "Non"],
            "tie": "lot",
        }
        address = f"/assemblees/{made.meeting_id}/ordre-du-jour/{item.id}"
    again = visit.get(address).text
    assert "Bien\nPassable\nNon" in again.replace("\r\n", "\n")
    database.engine.dispose()
