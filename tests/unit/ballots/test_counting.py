"""Schulze, single transferable vote, majority judgment: recorded figures, exactness, ties."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from ballots.audit.archive import audit_archive
from ballots.errors import RefusedError
from ballots.protocol.questions import RankedQuestion
from ballots.voting.counting.declared import count_as_declared
from ballots.voting.counting.majority_judgment import Middle, count_judgments
from ballots.voting.counting.schulze import count_schulze
from ballots.voting.counting.seats import seat_levels
from ballots.voting.counting.stv import Outcome, Quota, count_stv
from ballots.voting.counting.ties import (
    TieBreak,
    TieRule,
    by_age,
    by_casting_vote,
    by_lot,
    first_then,
    lot_commitment,
    settle,
)

VECTORS = Path(__file__).parents[2] / "vectors"
STV = [(1, 2, 3, 4), (1, 3, 2, 4), (2, 1, 3, 4), (0, 0, 1, 2), (4, 3, 1, 2), (4, 3, 2, 1)]


def lists(value):
    """Return tuples as the lists that JSON has."""
    return json.loads(json.dumps(value))


@pytest.mark.parametrize(
    "name",
    ["v04-schulze-shuffles-rfc3526", "e03-schulze-shuffles-ed25519"],
)
def test_the_recorded_schulze_figures_come_out(name):
    recorded = json.loads((VECTORS / name / "schulze.json").read_text())
    (archive,) = (VECTORS / name).glob("*.bel")
    question = audit_archive(archive).counted.results[1]

    counted = count_schulze(question.rankings, 3, blank_allowed=True)

    assert lists(
        {
            "valid": counted.valid,
            "blank": counted.blank,
            "raw": counted.preferred,
            "beatpaths": counted.paths,
            "winners": counted.levels,
        }
    ) == recorded  # fmt: skip


def test_the_recorded_stv_figures_come_out():
    folder = VECTORS / "v07-stv-threshold-rfc3526"
    recorded = json.loads((folder / "stv.json").read_text())
    (archive,) = folder.glob("*.bel")
    (question,) = audit_archive(archive).counted.results

    counted = count_stv(question.rankings, 4, 2, tie_break=by_casting_vote(range(4)))

    ends = [(one.outcome, one.candidates) for one in counted.rounds]
    assert ends == [
        (Outcome.ELIMINATED, (3,)),
        (Outcome.ELECTED, (2,)),
        (Outcome.ELIMINATED, (1,)),
        (Outcome.REMAINING, (0,)),
    ]
    assert list(counted.elected) == recorded["winners"]
    assert recorded["events"][0] == ["TieLose", [3, 1]]
    assert counted.rounds[0].settled.tied == (1, 3)


def test_every_round_shows_what_each_candidate_held_exactly():
    ballots = [(1, 2, 0)] * 5 + [(0, 1, 2)] * 1 + [(0, 0, 1)] * 2
    counted = count_stv(ballots, 3, 2)

    first, second = counted.rounds
    assert (counted.quota, counted.rule) == (3, Quota.DROOP)
    assert first.held == (5, 1, 2)
    assert (first.outcome, first.candidates, first.passed_on) == (
        Outcome.ELECTED, (0,), Fraction(2, 5),
    )  # fmt: skip
    assert second.held == (None, 3, 2)
    assert (second.outcome, second.candidates) == (Outcome.ELECTED, (1,))
    assert counted.elected == (0, 1)


def test_a_surplus_passes_on_in_fractions_and_what_names_nobody_is_exhausted():
    ballots = [(1, 0, 0)] * 2 + [(1, 2, 0)] * 3 + [(0, 0, 1)] * 3
    counted = count_stv(ballots, 3, 2)

    assert counted.rounds[1].held == (None, Fraction(6, 5), 3)
    assert counted.rounds[1].exhausted == Fraction(4, 5)
    assert counted.elected == (0, 2)


def test_the_quota_is_the_declared_one():
    ballots = [(1, 2)] * 5 + [(2, 1)] * 2

    assert count_stv(ballots, 2, 1, rule=Quota.HARE).quota == 7
    assert count_stv(ballots, 2, 1, rule=Quota.DROOP).quota == 4
    assert count_stv(ballots, 2, 3, rule=Quota.HARE).quota == Fraction(7, 3)


def test_blank_and_invalid_rankings_are_set_apart():
    ballots = [(1, 2), (0, 0), (1, 1), (1, 3), (2, 0), (0, 1)]

    counted = count_stv(ballots, 2, 1, tie_break=by_casting_vote([1, 0]))
    kept = count_stv(ballots, 2, 1, blank_allowed=False, tie_break=by_casting_vote([1, 0]))

    assert (counted.valid, counted.blank) == (2, 1)
    assert counted.invalid == ((1, 1), (1, 3), (2, 0))
    assert (kept.valid, kept.blank) == (3, 0)
    assert (counted.quota, kept.quota) == (2, 2)


def test_a_candidate_whom_no_ballot_names_is_not_elected():
    counted = count_stv([(1, 0, 2)], 3, 3)

    assert (counted.elected, counted.unnamed) == ((0, 2), (1,))
    assert count_stv([], 3, 2).elected == ()
    assert count_stv([], 3, 2).rounds == ()


def test_a_tie_without_a_rule_stops_the_count():
    with pytest.raises(RefusedError) as refused:
        count_stv(STV, 4, 2)
    assert (refused.value.code, refused.value.facts) == ("counting.tie", {"tied": (1, 3)})


def test_the_rule_given_decides_and_stands_on_the_record():
    last_first = count_stv(STV, 4, 2, tie_break=by_casting_vote([3, 2, 1, 0]))

    settled = last_first.rounds[0].settled
    assert (settled.tied, settled.order, settled.rule) == ((1, 3), (3, 1), TieRule.CASTING_VOTE)
    assert last_first.rounds[0].candidates == (1,)


def test_the_eldest_comes_first_and_twins_stay_tied():
    rule = by_age([date(1980, 5, 1), date(1950, 1, 1), date(1980, 5, 1)])

    assert settle((0, 1), rule).order == (1, 0)
    with pytest.raises(RefusedError, match=r"counting\.tie"):
        settle((0, 2), rule)


def test_whom_the_dates_leave_level_the_chair_ranks_and_nobody_else():
    dates = by_age([date(1980, 5, 1), date(1950, 1, 1), date(1980, 5, 1)])
    rule = first_then(dates, by_casting_vote((2, 0, 1)))

    assert rule.rule is TieRule.ELDEST
    assert settle((0, 1, 2), rule).order == (1, 2, 0)


def test_a_lot_is_drawn_from_the_seed_committed_to_and_anyone_can_repeat_it():
    seed = b"two dice, thrown in public: 3 and 6"
    drawn = by_lot(seed, lot_commitment(seed), 5)

    assert drawn == by_lot(seed, lot_commitment(seed), 5)
    assert sorted(drawn.ranks) == [0, 1, 2, 3, 4]
    assert len({by_lot(bytes([n]), lot_commitment(bytes([n])), 5).ranks for n in range(50)}) > 30
    with pytest.raises(RefusedError, match=r"counting\.wrong-seed"):
        by_lot(b"another", lot_commitment(seed), 5)


def test_a_casting_vote_names_every_candidate_once():
    for order in ([0, 0], [1, 2], [0, 2, 1, 1]):
        with pytest.raises(ValueError, match="once"):
            by_casting_vote(order)


def test_the_condorcet_winner_wins_and_a_cycle_is_opened_at_its_weakest_link():
    winner = count_schulze([(1, 2, 3)] * 3 + [(3, 1, 2)] * 2, 3, blank_allowed=False)
    cycle = count_schulze(
        [(1, 2, 3)] * 4 + [(3, 1, 2)] * 3 + [(2, 3, 1)] * 2, 3, blank_allowed=False
    )

    assert winner.levels == ((0,), (1,), (2,))
    assert cycle.levels == ((0,), (1,), (2,))
    assert cycle.preferred[2][0] > cycle.preferred[0][2]


def test_an_unranked_candidate_is_behind_every_rank():
    counted = count_schulze([(255, 0, 0)], 3, blank_allowed=True)

    assert counted.preferred == ((0, 1, 1), (0, 0, 0), (0, 0, 0))
    assert counted.levels == ((0,), (1, 2))
    assert counted.settled == ()
    settled = count_schulze(
        [(255, 0, 0)], 3, blank_allowed=True, tie_break=by_casting_vote([2, 1, 0])
    ).settled
    assert [(one.tied, one.order) for one in settled] == [((1, 2), (2, 1))]


def test_the_best_median_wins_and_equal_ones_are_parted_by_the_grades_around_it():
    ballots = [(1, 2, 2), (2, 2, 2), (3, 2, 3), (0, 0, 0), (4, 1, 1), (1, 5, 1)]
    counted = count_judgments(ballots, 3, 4, blank_allowed=True)

    assert (counted.valid, counted.blank, counted.invalid) == (4, 1, ((1, 5, 1),))
    assert counted.given == ((1, 1, 1, 1), (1, 3, 0, 0), (1, 2, 1, 0))
    assert counted.medians == (2, 2, 2)
    assert counted.levels == ((1,), (2,), (0,))


def test_which_of_two_middle_grades_is_the_median_can_change_the_winner_and_is_recorded():
    ballots = [(1, 2), (3, 2)]

    tool = count_judgments(ballots, 2, 3, blank_allowed=False)
    authors = count_judgments(ballots, 2, 3, blank_allowed=False, middle=Middle.WORSE)

    assert (tool.levels, tool.middle) == (((0,), (1,)), Middle.BETTER)
    assert (authors.levels, authors.middle) == (((1,), (0,)), Middle.WORSE)


def test_the_same_grades_are_a_tie_and_nobody_voting_is_one_of_all():
    same = count_judgments([(1, 2), (2, 1)], 2, 2, blank_allowed=False)
    nobody = count_judgments([], 2, 2, blank_allowed=True)

    assert same.levels == nobody.levels == ((0, 1),)
    assert nobody.medians == (None, None)
    settled = count_judgments(
        [], 2, 2, blank_allowed=True, tie_break=by_age([date(1990, 1, 1), date(1960, 1, 1)])
    ).settled
    assert settled[0].order == (1, 0)


@pytest.mark.parametrize(
    "count",
    [
        lambda: count_schulze([(1, 2)], 3, blank_allowed=True),
        lambda: count_stv([(1, 2)], 3, 1),
        lambda: count_stv([(1, 2)], 2, 0),
        lambda: count_judgments([(1, 2)], 3, 2, blank_allowed=True),
    ],
)
def test_rows_of_another_length_are_a_callers_bug(count):
    with pytest.raises(ValueError, match=r"per candidate|no seat"):
        count()


def question(**counting):
    return RankedQuestion("?", ("A", "B"), counting or None)


def test_a_question_is_counted_as_it_declares():
    rankings = [(1, 2), (1, 2), (0, 0)]
    schulze = count_as_declared(question(method="Schulze", blank=True), rankings)
    stv = count_as_declared(question(method="STV", blank=True, seats=1), rankings)
    judged = count_as_declared(
        question(method="MajorityJudgment", blank=True, grades=["Bien", "Mal"]), rankings
    )

    assert (schulze.levels, schulze.blank) == (((0,), (1,)), 1)
    assert (stv.elected, stv.quota, stv.valid) == ((0,), 2, 3)
    assert (judged.levels, judged.given) == (((0,), (1,)), ((2, 0), (0, 2)))


@pytest.mark.parametrize(
    "counting",
    [
        {},
        {"method": "Borda"},
        {"method": "STV"},
        {"method": "STV", "seats": 0},
        {"method": "STV", "seats": True},
        {"method": "STV", "seats": "2"},
        {"method": "STV", "seats": 1, "quota": "imperiali"},
        {"method": "STV", "seats": 1, "quota": ["hare"]},
        {"method": "MajorityJudgment", "grades": 3},
        {"method": "MajorityJudgment", "grades": []},
    ],
)
def test_a_question_that_declares_nothing_known_is_not_counted(counting):
    with pytest.raises(RefusedError, match=r"counting\.not-declared"):
        count_as_declared(question(**counting), [(1, 2)])


def test_a_question_may_declare_the_quota_of_hare():
    votes = [(1, 2)] * 5
    hare = count_as_declared(question(method="STV", seats=2, quota="hare"), votes)
    droop = count_as_declared(question(method="STV", seats=2), votes)
    assert (hare.quota, droop.quota) == (Fraction(5, 2), 2)


def test_seats_fill_level_by_level_and_only_the_level_they_split_is_settled():
    levels = ((2,), (0, 3), (1,))
    lot = TieBreak(TieRule.LOT, (3, 0, 1, 2))
    assert seat_levels(levels, 3).elected == (2, 0, 3)
    assert seat_levels(levels, 9).elected == (2, 0, 3, 1)
    split = seat_levels(levels, 2, lot)
    assert split.elected == (2, 3)
    assert split.settled is not None and split.settled.tied == (0, 3)
    with pytest.raises(RefusedError, match=r"counting\.tie"):
        seat_levels(levels, 2)
    with pytest.raises(ValueError, match="seats"):
        seat_levels(levels, 0)
