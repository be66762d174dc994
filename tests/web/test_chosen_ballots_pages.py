"""Pages of ranked, graded and lists elections: the agenda's form, the mixing, the room's screen."""

import re

import pytest

from ballots.services import shuffling
from governance import clock
from governance.db import Database
from governance.models.accounts import Role
from governance.rules.questions import BallotKind, BallotRule
from governance.services.post import Post
from governance.services.vault import Vault
from tests.integration.chosen_ballots import ChosenBallots, ranked
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
