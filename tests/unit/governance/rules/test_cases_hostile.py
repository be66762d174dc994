"""Cases made to break the engine: each gets one sentence that says where and why."""

import copy
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from governance.errors import GovernanceError
from governance.rules.__main__ import main
from governance.rules.cases import MAX_CASE_BYTES, encoded, read_case, run_case
from governance.rules.ruleset import RuleSetError
from governance.rules.words import told

GOOD: dict[str, Any] = {
    "title": "Un cas",
    "rules": "petite-association",
    "body": "AGO",
    "on": "2026-06-26",
    "members": [{"id": 1, "count": 3, "category": "membre", "dues": {"2026": "paid"}}],
    "attendance": [{"at": "14:00", "members": ["1-2"], "way": "onsite"}],
    "votes": [{"key": "r1", "counts": {"for": 2}}],
    "elections": [{"key": "e1", "seats": 1, "candidates": [{"id": "a"}]}],
}
Change = Callable[[dict[str, Any]], None]


def ruled(value: Any) -> dict[str, Any]:
    return {"value": value, "source": "statuts", "clause": "art. 1"}


def put(path: str, value: Any) -> Change:
    """Return a change that puts ``value`` at a path such as ``members.0.id``."""

    def change(case: dict[str, Any]) -> None:
        *way, last = path.split(".")
        at: Any = case
        for part in way:
            at = at[int(part)] if isinstance(at, list) else at.setdefault(part, {})
        if isinstance(at, list):
            at.insert(int(last), value)
        else:
            at[last] = value

    return change


def colleges(number: int) -> list[dict[str, str]]:
    return [
        {"id": f"c{n}", "label": f"Catégorie {n}", "votes": "deliberative", "college": f"COL{n}"}
        for n in range(number)
    ]


WRONG: list[tuple[Change, str, str]] = [
    (
        put("changes", {"categories": ruled(colleges(1000))}),
        "out-of-range",
        "rules.categories.value",
    ),
    (put("rules", "statuts-inconnus"), "unknown-value", "rules"),
    (put("rules", {"name": "x"}), "missing", "rules.version"),
    (put("changes", {"bodies.CA": 1}), "unknown-field", "rules.bodies.CA"),
    (put("changes", {"proxy.colour": ruled(1)}), "unknown-field", "rules"),
    (put("changes", {"bodies.CA.proxy.colour": ruled(1)}), "unknown-field", "rules.bodies.CA"),
    (put("members.0.count", 10_001), "out-of-range", "members[0].count"),
    (put("members.0.count", 0), "out-of-range", "members[0].count"),
    (put("members.0.id", -1), "out-of-range", "members[0].id"),
    (put("members.1", {"id": 3, "category": "membre"}), "duplicate", "members[1].id"),
    (put("members.1", {"id": 9, "count": 9999, "category": "a"}), "out-of-range", "members"),
    (put("members.0.inputs", {"hectares": -5}), "out-of-range", "members[0].inputs.hectares"),
    (put("members.0.inputs", {"hectares": "1/0"}), "wrong-type", "members[0].inputs.hectares"),
    (put("members.0.inputs", {"hectares": "9" * 40}), "wrong-type", "members[0].inputs.hectares"),
    (put("members.0.dues", {"MMXXVI": "paid"}), "out-of-range", "members[0].dues"),
    (put("members.0.dues", {"2026": "maybe"}), "unknown-value", "members[0].dues.2026"),
    (put("members.0.joined_on", "2026-02-30"), "bad-date", "members[0].joined_on"),
    (put("members.0.colour", "red"), "unknown-field", "members[0]"),
    (put("noticed_on", "2026-06-27"), "out-of-order", "on"),
    (
        put(
            "members.1",
            {"id": 9, "category": "a", "joined_on": "2026-01-02", "left_on": "2026-01-01"},
        ),
        "out-of-order",
        "members[1].left_on",
    ),
    (
        put("members.0.changes", [{"on": "2026-02-02"}, {"on": "2026-02-01"}]),
        "out-of-order",
        "members[0].changes[1].on",
    ),
    (
        put("attendance.1", {"at": "13:00", "members": [], "way": "away"}),
        "out-of-order",
        "attendance[1].at",
    ),
    (put("attendance.0.at", "25:00"), "out-of-range", "attendance[0].at"),
    (put("attendance.0.members", ["1-99999"]), "out-of-range", "attendance[0].members[0]"),
    (put("attendance.0.members", ["2-1"]), "out-of-range", "attendance[0].members[0]"),
    (put("attendance.0.members", [1, "1-2"]), "duplicate", "attendance[0].members[1]"),
    (put("attendance.0.members", [4]), "case.unknown-member", "attendance[0].members"),
    (put("proxies", [{"principal": 1, "holder": 8}]), "case.unknown-member", "proxies[0].holder"),
    (put("second_call", {"first_on": "2026-07-01"}), "out-of-order", "on"),
    (put("votes.0.majority", "imaginary"), "unknown-majority", "votes[0].majority"),
    (put("votes.0.counts", {"for": -1}), "out-of-range", "votes[0].counts.for"),
    (put("votes.0.counts", {"for": 10**13}), "out-of-range", ""),
    (put("votes.0.counts", {"perhaps": 1}), "out-of-range", "votes[0].counts"),
    (put("votes.0.ballots", [{"member": 1, "choice": "for"}]), "case.counted-twice", "votes[0]"),
    (
        put(
            "changes",
            {
                "majority.rule.ordinary": ruled(
                    {
                        "base": "expressed",
                        "threshold": "1/2",
                        "strict": True,
                        "conditions": [{"kind": "by_heads", "share": "1/2"}],
                    }
                )
            },
        ),
        "case.needs-ballots",
        "votes[0].counts",
    ),
    (put("votes.1", {"key": "r1"}), "duplicate", "votes"),
    (put("elections.0.candidates.1", {"id": "a"}), "duplicate", "elections[0].candidates"),
    (
        put("elections.0.lists", [{"id": "L", "voices": 1, "candidates": ["z"]}]),
        "case.unknown-candidate",
        "elections[0].lists[0].candidates",
    ),
    (put("elections.0.seats", 0), "out-of-range", "elections[0].seats"),
    (put("body", "COMITE"), "unknown-value", "body"),
    (put("title", 7), "wrong-type", "title"),
    (put("members", [[]] * 10_001), "out-of-range", "members"),
]


@pytest.mark.parametrize(("change", "code", "path"), WRONG)
def test_a_case_that_cannot_be_is_refused_where_it_stands(
    change: Change, code: str, path: str
) -> None:
    case = copy.deepcopy(GOOD)
    change(case)

    with pytest.raises(RuleSetError) as refusal:
        read_case(json.dumps(case).encode())

    expected = code if code.startswith("case.") else f"ruleset.{code}"
    assert (refusal.value.code, refusal.value.facts["path"]) == (expected, path)
    assert path in told(refusal.value)
    assert not told(refusal.value).startswith(expected)


def test_the_case_that_the_others_break_is_good() -> None:
    case, rules = read_case(json.dumps(GOOD).encode())

    assert run_case(case, rules)["votes"]["r1"]["adopted"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not-json"),
        (b"\xff\xfe", "not-json"),
        (b'{"title": "a", "title": "b"}', "duplicate-key"),
        (b'{"on": 1.5}', "not-exact"),
        (b'{"on": NaN}', "not-exact"),
        (b'{"on": ' + b"9" * 4000 + b"}", "out-of-range"),
        (b"[" * 100_000, "too-deep"),
        (b"[]", "wrong-type"),
    ],
)
def test_bytes_that_are_no_case_are_refused(raw: bytes, code: str) -> None:
    with pytest.raises(RuleSetError) as refusal:
        read_case(raw)

    assert refusal.value.code == f"ruleset.{code}"


def test_a_file_of_a_hundred_megabytes_is_refused_without_being_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.json"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    began = time.perf_counter()

    assert main([str(path)]) == 2

    assert time.perf_counter() - began < 1
    told_there = capsys.readouterr()
    assert told_there.out == ""
    assert "trop grand" in told_there.err
    assert str(100 * 1024 * 1024) in told_there.err
    assert str(MAX_CASE_BYTES) in told_there.err


def test_a_file_that_is_not_there_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nothing.json")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def outcome(**parts: Any) -> dict[str, Any]:
    case, rules = read_case(json.dumps({**copy.deepcopy(GOOD), **parts}).encode())
    return run_case(case, rules)


@pytest.mark.parametrize("chain", [False, True])
def test_proxies_in_a_circle_are_refused_and_nobody_is_represented_twice(chain: bool) -> None:
    circle = [
        {"principal": 1, "holder": 2},
        {"principal": 2, "holder": 3},
        {"principal": 3, "holder": 1},
    ]
    found = outcome(
        proxies=circle,
        attendance=[{"at": "14:00", "members": [3], "way": "onsite"}],
        changes={"proxy.chain": ruled(chain), "proxy.limit": ruled(None)},
    )

    taken = [one["accepted"] for one in found["proxies"]]
    assert not all(taken)
    assert not taken[2] or not chain
    assert found["quorum"][-1]["represented_heads"] <= 2
    refusals = {one["code"] for one in found["proxies"] if not one["accepted"]}
    assert refusals <= {"proxy.circular", "proxy.chained", "proxy.principal-holds"}


def test_weights_that_overflow_name_the_member() -> None:
    case, rules = read_case(
        json.dumps(
            {
                **GOOD,
                "members": [{"id": 1, "category": "membre", "inputs": {"n": 10**11}}],
                "attendance": [],
                "changes": {
                    "weight.method": ruled("formula"),
                    "weight.formula": ruled("n * n"),
                    "weight.inputs": ruled(
                        [{"name": "n", "label": "N", "origin": "essai", "as_of": "jamais"}]
                    ),
                },
            }
        ).encode()
    )

    with pytest.raises(GovernanceError) as refusal:
        run_case(case, rules)

    assert refusal.value.code == "weight.too-many"
    assert refusal.value.facts["member"] == "Membre 1"


def test_a_round_after_everyone_is_elected_is_refused() -> None:
    twice = [{"voices": {"a": 3}}, {"voices": {"a": 3}}]
    election = {"key": "e1", "seats": 1, "candidates": [{"id": "a"}], "rounds": twice}

    with pytest.raises(RuleSetError) as refusal:
        outcome(elections=[election])

    assert refusal.value.code == "case.impossible-round"
    assert refusal.value.facts["path"] == "elections[0].rounds"


def test_ten_thousand_members_are_judged_in_seconds() -> None:
    everyone = [{"id": 1, "count": 10_000, "category": "membre", "dues": {"2026": "paid"}}]
    arrivals = [
        {
            "at": f"14:{minute:02}",
            "members": [f"{minute * 100 + 1}-{minute * 100 + 100}"],
            "way": "onsite",
        }
        for minute in range(60)
    ]
    began = time.perf_counter()

    found = outcome(members=everyone, attendance=arrivals)

    assert time.perf_counter() - began < 30
    assert found["quorum"][-1]["onsite_heads"] == 6000


def test_the_output_is_the_same_bytes_whatever_the_order_of_the_members() -> None:
    lines = [
        {"id": n, "category": "membre", "dues": {"2026": "paid" if n % 2 else "called"}}
        for n in range(1, 12)
    ]

    assert encoded(outcome(members=lines)) == encoded(outcome(members=lines[::-1]))
