"""Cases that would never end, or that say what cannot be: refused by name, or judged in seconds."""

import copy
import json
import time
from typing import Any

import pytest

from governance.errors import GovernanceError
from governance.rules.__main__ import main
from governance.rules.cases import read_case, run_case
from governance.rules.ruleset import Ruled, Source
from governance.rules.secrecy import check_before_opening, judge_publication
from governance.rules.words import told
from tests.unit.governance.rules.test_cases_hostile import GOOD, put, ruled

FIVE = Ruled(5, Source.STATUTS, "art. 12")
SECONDS = 20  # of work, on a machine that is busy
FORMULA = {
    "weight.method": ruled("formula"),
    "weight.formula": ruled("n"),
    "weight.fraction_allowed": ruled(True),
    "weight.inputs": ruled([{"name": "n", "label": "N", "origin": "essai", "as_of": "jour"}]),
}


def outcome(**parts: Any) -> dict[str, Any]:
    return run_case(*read_case(json.dumps({**copy.deepcopy(GOOD), **parts}).encode()))


def refusal(**parts: Any) -> GovernanceError:
    with pytest.raises(GovernanceError) as found:
        outcome(**parts)
    assert told(found.value)
    assert not told(found.value).startswith(found.value.code)
    return found.value


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("levels", [45, 400, 900])
@pytest.mark.parametrize("where", ["rules", "changes", "expected"])
def test_deep_nesting_is_refused_wherever_it_stands(where: str, levels: int) -> None:
    parts = {
        "rules": {"rules": {"name": nested(levels)}},
        "changes": {"changes": {"proxy.limit": nested(levels)}},
        "expected": {"expected": nested(levels)},
    }

    assert refusal(**parts[where]).code == "ruleset.too-deep"


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "place", ["on", "board.whole_since", "call.sent_on", "members.0.joined_on"]
)
def test_a_day_at_the_end_of_the_calendar_is_refused(place: str, day: str) -> None:
    case = copy.deepcopy(GOOD)
    if place.startswith("board"):
        case["board"] = {"directors": [{"id": "a", "elected_on": "2020-01-01"}]}
    put(place, day)(case)

    found = refusal(**case)

    assert found.code == "ruleset.out-of-range"
    assert found.facts["path"] == place.replace(".0.", "[0].")


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_are_judged(day: str) -> None:
    found = outcome(
        on=day,
        call={"sent_on": day},
        second_call={"first_on": day},
        item_requests=[{"key": "r", "received_on": day, "form": "email"}],
        board={"whole_since": day, "directors": [{"id": "a", "elected_on": day}]},
    )

    assert found["on"] == day


@pytest.mark.parametrize("method", ["formula", "proportional"])
def test_parts_of_a_voice_too_small_to_count_are_refused(method: str) -> None:
    members = [
        {
            "id": n + 1,
            "category": "membre",
            "dues": {"2026": "paid"},
            "inputs": {"n": f"{10**11 + n}/{3 * 10**6 + 2 * n + 7}"},
        }
        for n in range(500)
    ]
    colleges = [{"college": "MEMBRES", "total": 100, "split": "proportional", "input": "n"}]
    changes = {**FORMULA, "weight.method": ruled(method), "weight.colleges": ruled(colleges)}

    found = refusal(members=members, changes=changes, attendance=[], votes=[])

    assert found.code == "weight.too-fine"


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"others": [{"id": 1, "name": "Un tiers"}]}, "ruleset.duplicate", "others[0].id"),
    (
        {"others": [{"id": 9, "name": "Un"}, {"id": 9, "name": "Deux"}]},
        "ruleset.duplicate",
        "others",
    ),
    (
        {"capacities": [{"members": [1, 2], "votes_for": 3}]},
        "ruleset.unknown-value",
        "capacities[0].votes_for",
    ),
    (
        {
            "capacities": [
                {"members": [1, 2], "votes_for": 1},
                {"members": [2, 3], "votes_for": 3},
            ]
        },
        "ruleset.duplicate",
        "capacities",
    ),
    (
        {"proxies": [{"principal": 1, "holder": 2, "on": "2026-06-27"}]},
        "ruleset.out-of-order",
        "proxies[0].on",
    ),
    (
        {
            "proxies": [
                {"principal": 1, "holder": 2, "at": "15:00"},
                {"principal": 2, "holder": 3, "at": "14:59"},
            ]
        },
        "ruleset.out-of-order",
        "proxies[1]",
    ),
    (
        {"proxies": [{"principal": 1, "holder": 2, "at": "15:00", "revoked_at": "15:00"}]},
        "ruleset.out-of-order",
        "proxies[0].revoked_at",
    ),
    ({"votes": [{"key": "a", "after": "b"}]}, "ruleset.unknown-value", "votes[0].after"),
    ({"votes": [{"key": "a", "concerned": [8]}]}, "case.unknown-member", "votes[0].concerned"),
    (
        {"votes": [{"key": "a", "secret_askers": ["1-8"]}]},
        "case.unknown-member",
        "votes[0].secret_askers",
    ),
    (
        {"contests": [{"member": 8, "on": "2026-06-26", "is_accepted": True}]},
        "case.unknown-member",
        "contests[0].member",
    ),
    ({"blank_order": [8]}, "case.unknown-member", "blank_order"),
    (
        {
            "elections": [
                {
                    "key": "e", "seats": 1, "candidates": [{"id": "a"}],
                    "rounds": [{"ballots": [{"member": 1, "names": ["a", "a"]}]}],
                }
            ]
        },
        "ruleset.duplicate",
        "elections[0].rounds[0].ballots[0].names",
    ),
    (
        {
            "elections": [
                {
                    "key": "e", "seats": 1, "candidates": [{"id": "a"}],
                    "rounds": [{"voices": {"a": 1}, "ballots": [{"member": 1}]}],
                }
            ]
        },
        "case.counted-twice",
        "elections[0].rounds[0]",
    ),
    (
        {
            "members": [
                {"id": 1, "category": "membre", "name": "Oakland"},
                {"id": 2, "category": "membre", "name": "Оakland"},
                {"id": 3, "category": "membre"},
            ]
        },
        "ruleset.mixed-script",
        "members",
    ),
    (
        {
            "members": [
                {"id": 1, "category": "membre", "name": "COP"},
                {"id": 2, "category": "membre", "name": "СОР"},
                {"id": 3, "category": "membre"},
            ]
        },
        "ruleset.look-alike",
        "members",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "code", "path"), WRONG)
def test_what_cannot_be_is_refused_where_it_stands(
    parts: dict[str, Any], code: str, path: str
) -> None:
    found = refusal(**parts)

    assert (found.code, found.facts["path"]) == (code, path)


def test_proxies_that_follow_the_board_want_to_know_what_it_proposes() -> None:
    found = refusal(
        changes={"proxy.blank": ruled("board_recommendation")},
        proxies=[{"principal": 3}],
        votes=[{"key": "r1", "ballots": [{"member": 1, "choice": "for"}]}],
    )

    assert (found.code, found.facts["path"]) == ("ruleset.missing", "votes[0].recommended")


def test_a_deadline_in_hours_wants_the_time_of_the_notice() -> None:
    deadline = ruled({"until": "hours_before", "hours": 24})
    proxies = [{"principal": 3, "holder": 1, "on": "2026-06-20"}]

    found = refusal(changes={"proxy.deposit_deadline": deadline}, proxies=proxies)

    assert (found.code, found.facts["path"]) == ("ruleset.missing", "starts_at")


def test_two_members_of_one_name_are_no_homographs() -> None:
    members = [{"id": n, "category": "membre", "name": "Jean Martin"} for n in (1, 2, 3)]

    assert outcome(members=members, votes=[])["roll"]["members"]["2"]["name"] == "Jean Martin"


@pytest.mark.parametrize("chain", [False, True])
def test_two_thousand_proxies_are_judged_in_seconds(chain: bool) -> None:
    pairs = ((n, n + 1) if chain else (2000 + n, n) for n in range(1, 2001))
    began = time.process_time()

    found = outcome(
        members=[{"id": 1, "count": 4000, "category": "membre", "dues": {"2026": "paid"}}],
        proxies=[{"principal": one, "holder": other} for one, other in pairs],
        attendance=[{"at": "14:00", "members": [2001] if chain else ["1-2000"], "way": "onsite"}],
        changes={"proxy.chain": ruled(chain), "proxy.limit": ruled(None)},
    )

    assert time.process_time() - began < SECONDS
    assert found["quorum"][-1]["represented_heads"] == 2000


def test_two_hundred_lists_share_a_thousand_seats_in_seconds() -> None:
    names = [f"c{n}" for n in range(1000)]
    lists = [
        {"id": f"l{n}", "voices": 10**11 - n, "candidates": names[5 * n : 5 * n + 5]}
        for n in range(200)
    ]
    rule = {"method": "list", "rounds": 1, "tie": "lot", "seat_method": "highest_average"}
    election = {"key": "e", "seats": 1000, "lists": lists,
                "candidates": [{"id": one} for one in names]}  # fmt: skip
    began = time.process_time()

    found = outcome(changes={"election.rule": ruled(rule)}, elections=[election])

    assert time.process_time() - began < SECONDS
    assert len(found["elections"]["e"]["elected"]) == 1000


@pytest.mark.parametrize(
    ("weights", "options"),
    [
        ([17 * place % 1000 + 1 for place in range(50)], 3),
        ([997 * place + 1 for place in range(50)], 6),
        (list(range(1, 51)), 4),
        ([1] * 10_000, 6),
    ],
)
def test_the_secrecy_check_never_takes_long(weights: list[int], options: int) -> None:
    totals = [0] * options
    for place, weight in enumerate(weights):
        totals[place % options] += weight
    began = time.process_time()

    check_before_opening(weights, options, FIVE)
    judge_publication(weights, totals)

    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe{}", b"\xef\xbb\xbf{}", b'{"title": "\\ud800"}', b'{"on": -Infinity}',
        b'{"on": 1e400}', b"[" * 100_000, b'{"a":' * 20_000, b"null", b"true", b"1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["fr", "en"])
def test_bytes_that_are_no_case_are_one_sentence_and_the_code_two(
    raw: bytes, language: str, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(raw)

    assert main([str(path), "--lang", language]) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert "ruleset." not in printed.err
