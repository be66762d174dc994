"""Ranked, graded and lists elections through the services, on both databases."""

import json
from collections.abc import Iterator

import pytest

from ballots.audit.archive import audit_archive
from ballots.audit.outcomes import Verdict
from governance.db import Database
from governance.rules.minutes import draft_minutes
from governance.rules.questions import BallotKind, BallotRule, Quota, Share
from governance.services.convening import meetings
from governance.services.convening.agenda import Draft
from governance.services.entry.vault import Vault
from governance.services.minutes.minutes_facts import gather
from governance.services.post.post import Post
from governance.settings import Settings
from tests.integration.chosen_ballots import ChosenBallots, ranked

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


def test_seats_go_by_quota_and_surpluses_pass_on_in_exact_fractions(database, any_settings):
    item = ranked(BallotRule(BallotKind.STV, quota=Quota.DROOP), seats=2)
    played = assembly(database, any_settings, item).played([(1, 2, 3)] * 5 + [(0, 2, 1)] * 3)
    ranking = result_of(played)["ranking"]
    assert (ranking["quota"], ranking["seats"]) == ("3", 2)
    first = ranking["rounds"][0]
    assert (first["outcome"], first["candidates"], first["passed_on"]) == ("elected", [0], "2/5")
    assert ranking["rounds"][1]["held"] == [None, "2", "3"]
    assert result_of(played)["seats"]["elected"] == ["Anne Sorel", "Nadia Roux"]
    assert audit_archive(played.archive).verdict is Verdict.VERIFIED


def test_grades_are_counted_by_their_median_and_neighbours_parted_step_by_step(
    database, any_settings
):
    rule = BallotRule(BallotKind.JUDGMENT, grades=("Bien", "Passable", "À rejeter"))
    grades = [(1, 1, 3), (1, 2, 3), (2, 2, 1), (2, 2, 3), (3, 3, 2)]
    played = assembly(database, any_settings, ranked(rule)).played(grades)
    ranking = result_of(played)["ranking"]
    assert ranking["medians"] == [2, 2, 3]
    assert ranking["given"][0] == [2, 2, 1]
    assert ranking["parted"] == [{"pair": [0, 1], "removed": 1, "grades": [1, 2]}]
    assert ranking["grades"] == ["Bien", "Passable", "À rejeter"]
    assert result_of(played)["seats"]["elected"] == ["Anne Sorel"]
    assert audit_archive(played.archive).verdict is Verdict.VERIFIED


LISTS = (("Ensemble", ("Anne Sorel", "Paul Estève")), ("Territoires", ("Nadia Roux", "Luc Petit")))


def test_lists_share_the_seats_and_names_fill_them(database, any_settings):
    rule = BallotRule(BallotKind.LISTS, share=Share.HIGHEST_AVERAGE)
    item = Draft("election", "Conseil", secret=True, seats=3, ballot=rule, lists=LISTS)
    first, second = [[1, 0, 1], [0, 0, 0]], [[0, 0, 0], [1, 1, 0]]
    played = assembly(database, any_settings, item).played([first] * 5 + [second] * 3)
    result = result_of(played)
    assert result["counts"] == {"Ensemble": 5, "Territoires": 3}
    assert result["seats"]["elected"] == ["Paul Estève", "Anne Sorel", "Nadia Roux"]
    assert [one["by"] for one in result["seats"]["rounds"]] == ["5/1", "3/1", "5/2"]
    assert audit_archive(played.archive).verdict is Verdict.VERIFIED


def drafted(played: ChosenBallots) -> str:
    """Return every locked figure of the drafted minutes, tables included."""
    with played.database.session(read_only=True) as session:
        facts, entries = gather(session, meetings.get_meeting(session, played.meeting_id))
    paragraphs = [one for part in draft_minutes(facts, entries) for one in part.paragraphs]
    shown = [one for one in paragraphs if one.kind == "figures"]
    return "\n".join(
        f"{one.text} {' '.join(' '.join(row) for row in one.table or ())}" for one in shown
    ).replace("\u00a0", " ")


def test_the_minutes_say_how_it_was_counted(database, any_settings):
    played = assembly(database, any_settings, ranked(BallotRule(BallotKind.SCHULZE)))
    text = drafted(played.played(PREFERENCES))
    assert "l’assemblée élit : Anne Sorel" in text
    assert "selon la méthode de Schulze (7 bulletins comptés, 1 blanc)" in text
    assert "Anne Sorel — 4 5" in text
