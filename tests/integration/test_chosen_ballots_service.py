"""Ranked, graded and lists elections through the services, on both databases."""

import json
from collections.abc import Iterator

import pytest

from ballots.audit.archive import audit_archive
from ballots.audit.outcomes import Verdict
from governance.db import Database
from governance.rules.questions import BallotKind, BallotRule, Quota, TieBreak
from governance.services.post import Post
from governance.services.vault import Vault
from governance.settings import Settings
from tests.integration.chosen_ballots import CANDIDATES, ChosenBallots, ranked

PREFERENCES = [(1, 2, 3)] * 3 + [(2, 1, 3)] * 2 + [(3, 2, 1), (0, 0, 0), (2, 3, 1)]


@pytest.fixture
def database(any_settings: Settings) -> Iterator[Database]:
    database = Database(any_settings)
    yield database
    database.engine.dispose()


def assembly(database: Database, settings: Settings, *agenda) -> ChosenBallots:
    post = Post(Vault(settings.vault_key), settings.public_url)
    return ChosenBallots(database, post, agenda=agenda)


def result_of(played: ChosenBallots) -> dict:
    with played.database.session(read_only=True) as session:
        return json.loads(played.poll(session).result or "null")


def test_a_schulze_election_goes_from_the_agenda_to_its_result(database, any_settings):
    item = ranked(BallotRule(BallotKind.SCHULZE))
    played = assembly(database, any_settings, item).played(PREFERENCES)
    result = result_of(played)
    assert result["seats"]["elected"] == ["Anne Sorel"]
    ranking = result["ranking"]
    assert (ranking["valid"], ranking["blank"]) == (7, 1)
    assert ranking["preferred"][0] == [0, 4, 5]
    assert ranking["levels"] == [[0], [1], [2]]
    report = audit_archive(played.archive)
    assert report.verdict is Verdict.VERIFIED
    assert report.check("shuffles").facts == {"shuffles": 2, "trustees": 2}
