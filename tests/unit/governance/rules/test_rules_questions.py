"""What a ballot asks, as data; how lists share the seats, exactly."""

from fractions import Fraction

import pytest

from governance.errors import InvalidInputError
from governance.rules.list_seats import ListCount, share_seats
from governance.rules.questions import (
    BallotKind,
    BallotRule,
    Quota,
    Share,
    TieBreak,
    ballot_rule,
    check_ballot_rule,
    election_question,
    is_mixed,
    kind_of,
    names_of,
    options_of,
    resolution_question,
    usual_tie_break,
)
from governance.rules.ruleset import Ruled, Source, TieRule

NAMES = [("", ["Ada", "Bob", "Cléo"])]
RULE = Ruled(None, Source.ASSUMED, "art. 9")


def test_an_item_that_keeps_nothing_is_voted_by_boxes():
    assert ballot_rule(None) == BallotRule()
    question = election_question(ballot_rule(None), "Conseil", NAMES, 2)
    assert question == {
        "kind": "boxes",
        "text": "Conseil",
        "answers": ["Ada", "Bob", "Cléo"],
        "min": 1,
        "max": 2,
        "blank": True,
    }
    assert names_of(question) == ["Blanc", "Ada", "Bob", "Cléo"]
    assert not is_mixed(question)


def test_a_poll_kept_before_there_were_kinds_asks_boxes():
    old = {"text": "?", "answers": ["Pour", "Contre"], "min": 1, "max": 1, "blank": False}
    assert (kind_of(old), options_of(old)) == ("boxes", 2)


@pytest.mark.parametrize(
    "rule",
    [
        BallotRule(),
        BallotRule(BallotKind.SCHULZE, tie=TieBreak.ELDEST),
        BallotRule(BallotKind.STV, quota=Quota.HARE),
        BallotRule(BallotKind.JUDGMENT, grades=("Oui", "Non")),
        BallotRule(BallotKind.LISTS, share=Share.LARGEST_REMAINDER),
    ],
)
def test_a_rule_is_read_back_as_it_was_kept(rule):
    assert ballot_rule(rule.to_facts()) == rule


def test_a_ranking_declares_its_count_and_the_hash_of_its_lot():
    rule = BallotRule(BallotKind.STV, tie=TieBreak.LOT)
    question = election_question(rule, "Conseil", NAMES, 2, "ab" * 32)
    assert question["kind"] == "ranked" and is_mixed(question)
    assert question["counting"] == {
        "method": "stv",
        "seats": 2,
        "quota": "droop",
        "tie": {"rule": "lot", "commitment": "ab" * 32},
    }


def test_lists_keep_their_names_and_a_resolution_asks_for_or_against():
    lists = [("Une", ["Ada"]), ("Deux", ["Bob", "Cléo"])]
    question = election_question(BallotRule(BallotKind.LISTS), "Conseil", lists, 3)
    assert question["lists"][1] == {"name": "Deux", "candidates": ["Bob", "Cléo"]}
    assert names_of(question) == ["Une", "Ada", "Deux", "Bob", "Cléo"]
    assert names_of(resolution_question("?")) == ["Pour", "Contre", "Abstention"]


@pytest.mark.parametrize(
    ("rule", "candidates", "code"),
    [
        (BallotRule(BallotKind.JUDGMENT, grades=("Bien",)), 3, "agenda.grades"),
        (BallotRule(BallotKind.JUDGMENT, grades=("Bien", "Bien")), 3, "agenda.grades"),
        (BallotRule(BallotKind.JUDGMENT, grades=("Bien", "")), 3, "agenda.grades"),
        (BallotRule(BallotKind.JUDGMENT, grades=("a" * 61, "b")), 3, "agenda.grades"),
        (BallotRule(BallotKind.SCHULZE), 61, "agenda.too-many-ranked"),
        (BallotRule(BallotKind.STV, tie=TieBreak.CASTING_VOTE), 3, "agenda.casting-vote"),
    ],
)
def test_a_ballot_that_could_not_be_printed_or_counted_is_refused(rule, candidates, code):
    with pytest.raises(InvalidInputError) as refused:
        check_ballot_rule(rule, candidates=candidates, casting_vote=False)
    assert refused.value.code == code


def test_the_bylaws_own_rule_comes_first_where_it_can_part_a_ranking():
    assert usual_tie_break(TieRule.ELDEST) is TieBreak.ELDEST
    assert usual_tie_break(TieRule.RUNOFF) is TieBreak.LOT


def shared(share: Share, seats: int, *voices: int) -> dict:
    lists = [
        ListCount(f"L{place}", votes, tuple((f"{place}{one}", votes) for one in "abcde"))
        for place, votes in enumerate(voices, 1)
    ]
    return share_seats(lists, seats, share, RULE)


def held(facts: dict) -> list[int]:
    return [one["seats"] for one in facts["lists"]]


def test_highest_averages_and_largest_remainders_can_differ():
    """Six seats between 41, 29, 17 and 13 voices: the last remainder goes to the smallest list."""
    voices = (41, 29, 17, 13)
    assert held(shared(Share.HIGHEST_AVERAGE, 6, *voices)) == [3, 2, 1, 0]
    assert held(shared(Share.LARGEST_REMAINDER, 6, *voices)) == [2, 2, 1, 1]


def test_each_seat_tells_the_exact_average_that_won_it():
    rounds = shared(Share.HIGHEST_AVERAGE, 3, 60, 40)["rounds"]
    assert rounds == [
        {"list": "L1", "by": "60/1"},
        {"list": "L2", "by": "40/1"},
        {"list": "L1", "by": "30/1"},
    ]
    assert Fraction(rounds[2]["by"]) == Fraction(60, 2)


@pytest.mark.parametrize("share", Share)
def test_lists_of_equal_voices_leave_the_last_seat_open_by_name(share):
    facts = shared(share, 1, 10, 10)
    assert (facts["tie"], facts["open_seats"], facts["elected"]) == (["L1", "L2"], 1, [])


@pytest.mark.parametrize("share", Share)
def test_nobody_voted_and_no_seat_is_given(share):
    facts = shared(share, 3, 0, 0)
    assert (facts["elected"], facts["vacant"]) == ([], 3)


def test_a_list_shorter_than_its_seats_leaves_them_vacant():
    facts = share_seats(
        [ListCount("Une", 9, (("Ada", 9),)), ListCount("Deux", 1, (("Bob", 1),))],
        3,
        Share.HIGHEST_AVERAGE,
        RULE,
    )
    assert (facts["elected"], facts["vacant"]) == (["Ada"], 2)


def test_within_a_list_the_most_ticked_come_first_then_the_order_of_the_list():
    one = ListCount("Une", 9, (("Ada", 3), ("Bob", 9), ("Cléo", 3)))
    assert share_seats([one], 2, Share.HIGHEST_AVERAGE, RULE)["elected"] == ["Bob", "Ada"]
