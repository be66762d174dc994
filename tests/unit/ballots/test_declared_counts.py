"""The declared count in a report: its figures, its rounds, its ties, and what it is not."""

import json
from pathlib import Path

import pytest

from ballots.audit.archive import audit_archive
from ballots.audit.declared_counts import declared_count
from ballots.audit.outcomes import Report
from ballots.audit.report import as_json, as_text
from ballots.protocol.questions import RankedQuestion

VECTORS = Path(__file__).parents[2] / "vectors"
LABELS = ("Ann", "Ben", "Cat")


def ranked(**extra: object) -> RankedQuestion:
    return RankedQuestion("Qui ?", LABELS, extra)


def recorded(name: str) -> Report:
    (path,) = VECTORS.glob(f"{name}*/*.bel")
    return audit_archive(path)


def test_a_recorded_schulze_count_is_the_public_tools() -> None:
    report = recorded("v04")
    (path,) = VECTORS.glob("v04*/schulze.json")
    expected = json.loads(path.read_text())
    count = report.counted.results[1].count
    assert count is not None
    question = report.counted.results[1]
    winners = [[question.answers[i] for i in level] for level in expected["winners"]]
    assert [list(level) for level in count.levels] == winners
    assert count.valid == expected["valid"]
    assert report.counted.results[0].count is None
    for language, method in (("fr", "méthode de Schulze"), ("en", "Schulze method")):
        assert method in as_text(report, language)


def test_a_tie_stops_the_count_and_is_said() -> None:
    report = recorded("v07")
    count = report.counted.results[0].count
    assert count is not None
    assert (count.why_not, count.tied, count.has_ties) == ("counting.tie", ("Ben", "Dan"), True)
    assert "égalité entre Ben, Dan" in as_text(report)
    members = json.loads(as_json(report))["counted"]["results"][0]["count"]
    assert members["tied"] == ["Ben", "Dan"]


def test_a_transferable_vote_shows_its_rounds() -> None:
    question = ranked(type="PreferentialVoting", method="STV", blank=True, seats=1)
    count = declared_count(question, [(1, 2, 3)] * 2 + [(3, 1, 2)] * 2 + [(2, 3, 1)])
    assert (count.method, count.elected, count.quota, count.valid) == ("STV", ("Ann",), "3", 5)
    assert [(one.outcome, one.names) for one in count.rounds] == [
        ("eliminated", ("Cat",)),
        ("elected", ("Ann",)),
    ]
    assert count.rounds[1].held == (("Ann", "3"), ("Ben", "2"))
    assert not count.has_ties


def test_a_majority_judgment_shows_its_levels_and_medians() -> None:
    question = ranked(type="ScoreVoting", method="MajorityJudgment", blank=True, grades=["a", "b"])
    count = declared_count(question, [(1, 2, 2), (1, 2, 2), (0, 0, 0), (9, 1, 1)])
    assert count.levels == (("Ann",), ("Ben", "Cat"))
    assert (count.valid, count.blank, count.invalid) == (2, 1, 1)
    assert count.medians == (1, 2, 2)
    assert count.has_ties


def test_what_declares_no_method_is_not_counted() -> None:
    count = declared_count(ranked(), [(1, 2, 3)])
    assert (count.why_not, count.method) == ("counting.not-declared", "")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_method_is_said_in_both_languages(language: str) -> None:
    from ballots.audit.count_lines import count_lines

    rankings = [(1, 2, 3), (1, 2, 3), (2, 1, 3)]
    for extra in (
        {"method": "Schulze"},
        {"method": "STV", "seats": 2},
        {"method": "MajorityJudgment", "grades": ["a", "b", "c"]},
        {},
    ):
        lines = list(count_lines(declared_count(ranked(**extra), rankings), language))
        assert lines
        assert not any("—" in line for line in lines)
    level = declared_count(ranked(method="Schulze"), [(1, 1, 2)])
    said = " ".join(count_lines(level, language))
    assert ("à égalité" if language == "fr" else "tied") in said
