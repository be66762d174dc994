"""Elections and boards of a case: who could not stand, which list, what comes of a removal."""

import json
from typing import Any

import pytest

from governance.rules.cases import differences, read_case, run_case
from governance.rules.ruleset import RuleSetError

MEMBERS = [{"id": 1, "count": 3, "category": "membre", "dues": {"2026": "paid"}}]


def ruled(value: Any) -> dict[str, Any]:
    return {"value": value, "source": "statuts", "clause": "art. 12"}


def outcome(**parts: Any) -> dict[str, Any]:
    case = {
        "title": "Un cas", "rules": "petite-association", "body": "AGO", "on": "2026-06-26",
        "members": MEMBERS, **parts,
    }  # fmt: skip
    return run_case(*read_case(json.dumps(case).encode()))


def lists(**change: Any) -> dict[str, Any]:
    rule = {"method": "list", "rounds": 1, "tie": "lot", "seat_method": "highest_average"}
    names = [{"id": one, "sex": sex} for one, sex in zip("abcd", "FMFF", strict=True)]
    two = [
        {"id": "A", "voices": 6, "candidates": ["a", "b"]},
        {"id": "B", "voices": 4, "candidates": ["c", "d"]},
    ]
    election = {"key": "ca", "seats": 2, "candidates": names, "lists": two}
    return {"changes": {"election.rule": ruled(rule), **change}, "elections": [election]}


def test_lists_share_the_seats() -> None:
    assert outcome(**lists())["elections"]["ca"]["elected"] == ["a", "c"]


def test_a_list_that_does_not_alternate_is_set_aside_with_its_clause() -> None:
    found = outcome(**lists(**{"election.parity": ruled({"rule": "alternate"})}))["elections"]["ca"]

    assert found["elected"] == ["a", "b"]
    refusal = found["refused_lists"]["B"]
    assert (refusal["code"], refusal["clause"]) == ("candidacy.not-alternate", "art. 12")


def test_lists_where_the_bylaws_know_none_are_refused() -> None:
    parts = lists()
    with pytest.raises(RuleSetError) as refusal:
        outcome(elections=parts["elections"])

    assert refusal.value.code == "case.not-lists"


def election(voices: dict[str, int], seats: int = 1, **more: Any) -> dict[str, Any]:
    candidates = [{"id": one, "sex": "F" if one in "fg" else "M"} for one in "mnfg"]
    return {
        "key": "ca", "seats": seats, "candidates": candidates,
        "rounds": [{"voices": voices, **more}],
    }  # fmt: skip


def test_a_share_of_each_sex_moves_a_seat() -> None:
    parity = {"election.parity": ruled({"rule": "share", "share": "1/2"})}

    found = outcome(changes=parity, elections=[election({"m": 9, "n": 8, "f": 3}, seats=2)])

    assert found["elections"]["ca"]["elected"] == ["m", "f"]
    assert found["elections"]["ca"]["parity"][-1]["code"] == "parity.moved"


def test_voices_of_a_stranger_are_refused_where_they_stand() -> None:
    with pytest.raises(RuleSetError) as refusal:
        outcome(elections=[election({"z": 1})])

    assert refusal.value.facts["path"] == "elections[0].rounds[0].voices"


def test_a_majority_of_ballots_with_several_names_wants_the_ballots_counted() -> None:
    rule = {
        "method": "plurinominal", "rounds": 2, "tie": "lot",
        "thresholds": [{"share": "1/2", "strict": True, "base": "expressed"}],
    }  # fmt: skip
    changes = {"election.rule": ruled(rule)}

    with pytest.raises(RuleSetError) as refusal:
        outcome(changes=changes, elections=[election({"m": 6}, seats=2)])
    found = outcome(changes=changes, elections=[election({"m": 6, "f": 5}, seats=2, expressed=10)])

    assert refusal.value.facts["path"] == "elections[0].rounds[0].expressed"
    assert found["elections"]["ca"]["elected"] == ["m"]
    assert found["elections"]["ca"]["next_round"]


def test_a_stranger_to_the_roll_votes_for_nobody() -> None:
    unpaid = [{"id": 9, "category": "membre", "dues": {"2026": "called"}}]

    found = outcome(members=unpaid, elections=[{**election({"m": 1}), "voters": [9]}])

    assert found["elections"]["ca"]["refused_voters"]["9"]["code"] == "ballot.not-entitled"


def test_a_candidacy_for_another_college_is_refused() -> None:
    candidacy = {
        "member": 1,
        "received_on": "2026-06-01",
        "form": "electronic",
        "seats_of": "AUTRE",
    }

    found = outcome(candidacies=[candidacy])

    assert found["candidacies"][0]["code"] == "candidacy.other-college"


def test_a_removal_tells_its_majority() -> None:
    board = {"whole_since": "2025-06-26", "directors": [], "removal_on_agenda": True}

    assert outcome(board=board)["board"]["removal"]["majority"] == "ordinary"


@pytest.mark.parametrize(
    ("expected", "found", "told"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, []),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, ["a.b: 2, expected 1"]),
        ({"a": True}, {"a": 1}, ["a: 1, expected True"]),
        ([1, 2], [1], [": 1 entries, expected 2"]),
        ([1, 2], [1, 3], ["[1]: 3, expected 2"]),
        ({"a": 1}, {}, ["a: nothing, expected 1"]),
        ({"a": {}}, {"a": []}, ["a: [], expected {}"]),
    ],
)
def test_what_differs_is_told_place_by_place(expected: Any, found: Any, told: list[str]) -> None:
    assert list(differences(expected, found)) == told
