"""The sitting of a case: who leaves with a proxy, second ballots, elections counted by ballots."""

import json
from typing import Any

from governance.rules.cases import read_case, run_case

PAID = {"category": "membre", "dues": {"2026": "paid"}}
NINE = [{"id": 1, "count": 9, **PAID}]


def ruled(value: Any) -> dict[str, Any]:
    return {"value": value, "source": "statuts", "clause": "art. 12"}


def outcome(**parts: Any) -> dict[str, Any]:
    case = {
        "title": "Une séance", "rules": "petite-association", "body": "AGO", "on": "2026-06-26",
        "members": NINE, **parts,
    }  # fmt: skip
    return run_case(*read_case(json.dumps(case).encode()))


def come(at: str, *members: int, way: str = "onsite", **more: Any) -> dict[str, Any]:
    return {"at": at, "members": list(members), "way": way, **more}


def test_who_is_represented_leaves_the_count_with_the_holder() -> None:
    found = outcome(
        attendance=[come("14:00", 1, 3), come("15:00", 3, way="away")],
        proxies=[{"principal": 2, "holder": 3}],
    )

    assert [moment["counted"] for moment in found["quorum"]] == [0, 3, 1]


def test_a_member_may_leave_and_give_a_proxy_in_the_same_minute() -> None:
    found = outcome(
        attendance=[come("14:00", 1, 2), come("15:00", 2, way="away")],
        proxies=[{"principal": 2, "holder": 1, "at": "15:00"}],
    )

    assert found["proxies"][0]["accepted"]
    assert found["quorum"][-1]["counted"] == 2


def test_a_proxy_taken_back_before_the_day_may_be_given_to_another() -> None:
    found = outcome(
        attendance=[come("14:00", 1, 2)],
        proxies=[
            {"principal": 3, "holder": 1, "on": "2026-06-01", "revoked_on": "2026-06-10"},
            {"principal": 3, "holder": 2, "on": "2026-06-11"},
        ],
        votes=[{"key": "r1", "ballots": [{"member": 2, "choice": "for"}]}],
    )

    assert [one["accepted"] for one in found["proxies"]] == [True, True]
    assert found["votes"]["r1"]["ballots"][0]["rights"] == [2, 3]


def test_an_alternate_who_leaves_does_not_take_the_representative_away() -> None:
    found = outcome(
        attendance=[
            come("14:00", 1),
            come("14:00", 1, by="alternate"),
            come("15:00", 1, way="away", by="alternate"),
        ]
    )

    assert [moment["counted"] for moment in found["quorum"]] == [0, 1, 1]


def test_the_last_of_two_secret_ballots_sent_from_afar_counts_where_the_bylaws_say_so() -> None:
    ballots = [{"member": 1, "choice": choice, "channel": "web"} for choice in ("for", "against")]
    parts: dict[str, Any] = {
        "attendance": [come("14:00", 1, 2, way="online")],
        "votes": [{"key": "r1", "secret": True, "ballots": ballots}],
    }

    once = outcome(**parts)["votes"]["r1"]
    again = outcome(changes={"vote.revote": ruled(True)}, **parts)["votes"]["r1"]

    assert (once["count"]["for"], again["count"]["against"]) == (1, 1)
    assert once["ballots"][1]["code"] == "ballot.already-used"
    assert again["ballots"][0]["replaced"] == [1]


def test_an_election_without_a_quorum_elects_nobody() -> None:
    election = {"key": "e", "seats": 1, "candidates": [{"id": "a"}],
                "rounds": [{"voices": {"a": 4}}]}  # fmt: skip
    half = ruled({"fraction": "1/2", "of": "heads"})

    found = outcome(
        changes={"quorum.first": half}, attendance=[come("14:00", 1, 2, 3, 4)], elections=[election]
    )["elections"]["e"]

    assert (found["elected"], found["vacant"]) == ([], 1)
    assert found["not_decided"]["code"] == "quorum.not-met"


def test_two_rounds_are_counted_from_their_ballots_with_proxies_and_a_tie_by_age() -> None:
    rule = {
        "method": "uninominal", "rounds": 2, "tie": "eldest",
        "thresholds": [{"share": "1/2", "strict": True, "base": "expressed"}],
    }  # fmt: skip
    held = {"ballots": [{"member": 1, "names": ["a"]}, {"member": 2, "names": ["b"]},
                        {"member": 3, "names": ["b"]}, {"member": 4}]}  # fmt: skip
    people = [{"id": "a", "born_on": "1950-01-01"}, {"id": "b", "born_on": "1960-01-01"}]

    found = outcome(
        changes={"election.rule": ruled(rule)},
        attendance=[come("14:00", 1, 2, 3, 4)],
        proxies=[{"principal": 5, "holder": 1}],
        elections=[{"key": "e", "seats": 1, "candidates": people, "rounds": [held, held]}],
    )["elections"]["e"]

    first, second = found["rounds"]
    assert first["counted"] == {"a": 2, "b": 2}
    assert (first["needed"], first["bases"]["cast"], first["bases"]["expressed"]) == (3, 5, 4)
    assert first["elected"] == []
    assert (found["elected"], second["counted"]) == (["a"], {"a": 2, "b": 2})


def test_a_proxy_without_a_name_is_refused_to_whom_any_proxy_would_be() -> None:
    board = {"proxy.blank": ruled("board_recommendation")}
    twice = [{"principal": 3}, {"principal": 3}, {"principal": 3, "holder": 1}]
    unpaid = [{"id": 1, "count": 2, **PAID}, {"id": 3, "category": "membre", "dues": {}}]

    once = outcome(changes=board, proxies=twice)["proxies"]
    nobody = outcome(changes=board, members=unpaid, proxies=[{"principal": 3}])["proxies"]
    never = outcome(changes={**board, "proxy.allowed": ruled(False)}, proxies=[{"principal": 3}])[
        "proxies"
    ]

    assert [one.get("code") for one in once] == [None, *["proxy.already-given"] * 2]
    assert nobody[0]["code"] == "proxy.principal-not-entitled"
    assert never[0]["code"] == "proxy.not-allowed"


def test_a_proxy_without_a_name_that_is_taken_back_is_not_shared_out() -> None:
    found = outcome(
        changes={"proxy.blank": ruled("share")},
        attendance=[come("14:00", 1, 2)],
        proxies=[{"principal": 3, "on": "2026-06-01", "revoked_on": "2026-06-10"}],
    )

    assert found["proxies"][0]["revocation"]["accepted"]
    assert found["quorum"][-1]["counted"] == 2


def split(when: str, **more: Any) -> dict[str, Any]:
    """Vote with seven voices, five for and two against, under a clause on splitting."""
    weights = {
        "weight.method": ruled("formula"), "weight.formula": ruled("n"),
        "weight.inputs": ruled([{"name": "n", "label": "N", "origin": "essai", "as_of": "jour"}]),
    }  # fmt: skip
    vote = {"key": "r1", "ballots": [{"member": 1, "parts": {"for": 5, "against": 2}}], **more}
    found = outcome(
        members=[{"id": 1, "inputs": {"n": 7}, **PAID}],
        changes={**weights, "vote.splitting": ruled({"when": when, "unit": 1})},
        votes=[vote],
    )
    told: dict[str, Any] = found["votes"]["r1"]
    return told


def test_a_right_is_split_only_where_the_bylaws_say_so() -> None:
    assert split("always")["count"]["against"] == 2
    assert split("secret_weighted", secret=True)["count"]["for"] == 5
    for refused in (split("never"), split("secret_weighted")):
        assert refused["ballots"][0]["code"] == "ballot.not-split"
