"""Bylaws of an ACCA, an UDAF and the AGFPN through the pages, as the engine judges their cases."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

from app import create_app
from governance.rules.ruleset import preset
from governance.settings import Settings
from tests.web.played_case import HOUSE, Played, written

Plays = Callable[..., tuple[Played, dict[str, Any]]]


@pytest.fixture
def play(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plays]:
    """Bring a case to the opening of its vote; also give what the engine makes of it."""
    made: list[Played] = []

    def playing(name: str, votes: list[dict[str, Any]]) -> tuple[Played, dict[str, Any]]:
        case, rules, judged = written(name, votes=votes)
        app = create_app(sqlite_settings)
        made.append(Played(app, case, rules))
        monkeypatch.setattr("governance.clock.now", made[-1])
        made[-1].install()
        assert made[-1].fill_the_register().status_code == 302
        return made[-1], judged

    yield playing
    for one in made:
        one.app.extensions["database"].engine.dispose()


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ")


def same_voices(played: Played, judged: dict[str, Any]) -> dict[str, Fraction]:
    """Check the frozen voices of every member against the engine's."""
    told = {
        name: Fraction(judged["roll"]["members"][str(number)]["voices"])
        for number, name, _ in played.members()
    }
    assert played.voices() == told
    return told


def same_decision(result: dict[str, Any], vote: dict[str, Any], scale: int) -> None:
    """Check a decision against the engine's, which counts in parts of a voice."""
    told, decision = result["decision"], vote["decision"]
    assert told["adopted"] is decision["adopted"] is vote["adopted"]
    assert told["threshold"] == decision["threshold"]
    for name in ("numerator", "denominator", "needed"):
        assert Fraction(told[name]) * scale == decision[name]


def ballots(**choices: list[int]) -> list[dict[str, object]]:
    return [
        {"member": number, "choice": choice.rstrip("_")}
        for choice, numbers in choices.items()
        for number in numbers
    ]


def chosen(vote: dict[str, Any]) -> dict[int, str]:
    return {one["member"]: one["choice"] for one in vote["ballots"]}


def test_an_acca_votes_by_the_land_that_its_members_bring(play):
    vote = {"key": "comptes", "ballots": ballots(for_=[2, 3], against=[1])}
    played, judged = play("AC03-plafond", [vote])
    listed = words(played.convene())
    assert "Les chiffres dont dépendent les voix sont connus." in listed
    played.gather()
    assert same_voices(played, judged)["Apporteur de neuf"] == 7
    same_decision(played.vote(chosen(vote)), judged["votes"]["comptes"], 1)
    assert "Rejetée" in played.secretary.get(f"{HOUSE}/scrutins/1").text


def test_an_udaf_counts_parents_and_children_and_decides(play):
    vote = {"key": "comptes", "ballots": ballots(for_=[1])}
    played, judged = play("AC02-association", [vote])
    played.convene()
    played.gather()
    assert same_voices(played, judged) == {"Association de cinq familles": 31}
    result = played.vote(chosen(vote))
    same_decision(result, judged["votes"]["comptes"], 1)
    assert result["counts"]["Pour"] == 31


@pytest.mark.parametrize("majority", ["ordinary", "qualified"])
def test_the_agfpn_decides_in_exact_fractions_of_voices(play, majority):
    made = ballots(for_=[1, 2, 3, 4, 5, 13], against=[11, 12])
    vote = {"key": "simple", "opponents": 1, "majority": majority, "ballots": made}
    played, judged = play("AC09-vote-en-fractions", [vote])
    assert "2,5" in words(played.secretary.get("/registre").text)
    one = words(played.secretary.get("/registre/7").text)
    assert "la part de ce membre est de 1/4, donc 2,5 voix" in one
    played.convene(majority)
    played.gather()
    assert same_voices(played, judged)["Employeurs 25 %"] == Fraction(5, 2)
    sheet = words(played.secretary.get(f"{HOUSE}/presence").text)
    assert "2,5 voix" in sheet and "1,5 voix" in sheet
    result = played.vote(chosen(vote))
    assert (played.poll().voice_scale, result["voice_scale"]) == (2, 2)
    same_decision(result, judged["votes"]["simple"], 2)
    assert result["counts"] == {"Pour": "23/2", "Contre": "17/2", "Abstention": 0}
    page = words(played.secretary.get(f"{HOUSE}/scrutins/1").text)
    assert ("Adoptée" if majority == "ordinary" else "Rejetée") in page
    assert "Pour 11,5" in page and "Contre 8,5" in page
    assert "11,5 voix pour sur 20" in page
    assert "23" not in page.split("Empreinte")[0].replace("2026", "")


def test_what_is_missing_stops_the_notice_with_a_link_to_it(play):
    played, _ = play("AC03-plafond", [])
    visit, member = played.secretary, 1
    page = f"/registre/{member}/demande-des-statuts"
    visit.post(page, figure_supplementaires="", nature="change", since="2026-04-01")
    with pytest.raises(AssertionError):
        played.convene()
    listed = visit.get(f"{HOUSE}/convocation").text
    assert "/registre/demande-des-statuts" in listed
    assert "Apporteur de neuf" in words(listed)
    visit.post(page, figure_supplementaires="9", nature="correction")
    assert visit.post(f"{HOUSE}/convocation/envoyer").status_code == 302


def test_the_bylaws_of_these_three_are_those_of_the_presets():
    for name in ("acca", "udaf", "agfpn"):
        assert preset(name).weight.inputs.value
