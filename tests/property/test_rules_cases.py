"""Laws of whole assemblies, whatever the bylaws: each drawn from all their parameters."""

import json
from copy import deepcopy
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from governance.errors import GovernanceError
from governance.rules.cases import encoded, read_case, run_case
from governance.rules.list_seats import ListCount, share_seats
from governance.rules.questions import Share
from governance.rules.ruleset import parse_ruleset
from governance.rules.ruleset.catalogue import PARAMETERS
from tests.simulators.bylaws import documents, ruled

MEMBERS = range(1, 8)
CHOICES = ("for", "against", "abstention", "blank", "null")
RUNS = settings(max_examples=60, deadline=None)
WHERE = ("weight.", "proxy.", "quorum.", "majority.", "casting_vote", "vote.", "conflict.", "roll.")


def is_lawful(document: dict[str, Any]) -> bool:
    try:
        parse_ruleset(json.dumps(document).encode())
    except GovernanceError:
        return False
    return True


@st.composite
def bylaws(draw: st.DrawFn) -> dict[str, Any]:
    """Draw bylaws that can be: any parameters, and some of those that decide an assembly."""
    document = draw(documents())
    paths = {path: p.kind for p in PARAMETERS.values() for path in p.defaults()}
    deciding = sorted(path for path in paths if path.startswith(WHERE))
    for path in draw(st.lists(st.sampled_from(deciding), max_size=4, unique=True)):
        document[path] = draw(ruled(path, paths[path]))
        if not is_lawful(document):
            del document[path]
    assume(is_lawful(document))
    return document


numbers = st.sampled_from(MEMBERS)


@st.composite
def assemblies(draw: st.DrawFn) -> dict[str, Any]:
    """Draw an assembly of seven: who paid, who is there, who votes for whom."""
    members = [
        {
            "id": number, "category": "m", "name": f"Membre {number}",
            "dues": {"2026": draw(st.sampled_from(["paid", "paid", "called"])), "2025": "paid"},
            "group": draw(st.sampled_from(["A", "B"])),
        }
        for number in MEMBERS
    ]  # fmt: skip
    there = draw(st.sets(numbers, min_size=1))
    voters = draw(st.sets(numbers))
    return {
        "title": "Une assemblée", "rules": draw(bylaws()), "body": "AGO", "on": "2026-06-26",
        "members": members,
        "proxies": [
            {"principal": one, "holder": other}
            for one, other in draw(st.lists(st.tuples(numbers, numbers), max_size=5))
        ],
        "attendance": [{"at": "14:00", "members": sorted(there), "way": "onsite"}],
        "votes": [
            {
                "key": "r1", "at": "15:00", "forced_reason": "essai",
                "ballots": [
                    {"member": one, "choice": draw(st.sampled_from(CHOICES))}
                    for one in sorted(voters)
                ],
            }
        ],
    }  # fmt: skip


def outcome(case: dict[str, Any]) -> dict[str, Any]:
    """Judge a case; one that the bylaws cannot weigh is left aside."""
    try:
        return run_case(*read_case(json.dumps(case).encode()))
    except GovernanceError as refusal:
        assume(refusal.code.partition(".")[0] not in ("weight", "ruleset"))
        raise


def exact(voices: int | str) -> Fraction:
    return Fraction(voices)


def rights(found: dict[str, Any]) -> list[int]:
    acts = found["votes"]["r1"].get("ballots", [])
    return [right for act in acts if act["accepted"] for right in act["rights"]]


@RUNS
@given(assemblies())
def test_voices_are_conserved_from_the_members_to_the_result(case: dict[str, Any]) -> None:
    found = outcome(case)
    roll, vote = found["roll"], found["votes"]["r1"]
    weights = {
        int(n): exact(one["voices"]) if one["votes"] else Fraction(0)
        for n, one in roll["members"].items()
    }

    assert sum(weights.values()) == exact(roll["voices"])
    assert sum(exact(one["voices"]) for one in roll["colleges"].values()) == exact(roll["voices"])
    if "count" in vote:
        capped = vote.get("voices_in_the_room", {})
        weights |= {int(n): exact(voices) for n, voices in capped.items()}
        counted = sum(exact(voices) for voices in vote["count"].values())
        assert counted == sum(weights[right] for right in rights(found))
        assert counted <= exact(roll["voices"])


@RUNS
@given(assemblies())
def test_no_right_is_used_twice_and_no_proxy_counts_beside_its_principal(
    case: dict[str, Any],
) -> None:
    found = outcome(case)
    taken = [one["principal"] for one in found["proxies"] if one["accepted"]]

    assert len(set(rights(found))) == len(rights(found))
    assert len(set(taken)) == len(taken)
    for moment in found["quorum"]:
        counted = sum(moment[f"{way}_heads"] for way in ("onsite", "online", "represented"))
        assert counted <= moment["entitled_heads"]


@RUNS
@given(assemblies(), numbers)
def test_one_more_vote_for_never_turns_adopted_into_rejected(
    case: dict[str, Any], member: int
) -> None:
    more = deepcopy(case)
    ballots = more["votes"][0]["ballots"]
    assume(all(one["member"] != member for one in ballots))
    ballots.append({"member": member, "choice": "for"})

    before, after = (outcome(one)["votes"]["r1"].get("adopted") for one in (case, more))

    assert after or not before


@RUNS
@given(assemblies(), numbers)
def test_one_more_in_the_room_never_breaks_a_quorum(case: dict[str, Any], member: int) -> None:
    more = deepcopy(case)
    there = more["attendance"][0]["members"]
    assume(member not in there)
    there.append(member)

    before, after = outcome(case)["quorum"][-1], outcome(more)["quorum"][-1]

    assert after["counted"] >= before["counted"]
    assert after["met"] or not before["met"]


caps = st.one_of(
    st.builds(lambda most: {"voices": most}, st.integers(1, 9)),
    st.builds(lambda q: {"share": f"1/{q}", "mode": "iterate"}, st.integers(2, 7)),
    st.builds(lambda q: {"share": f"1/{q}", "mode": "clamp"}, st.integers(2, 7)),
)


@RUNS
@given(assemblies(), caps, st.lists(st.integers(1, 40), min_size=7, max_size=7), st.booleans())
def test_nobody_on_the_roll_is_above_a_cap_at_its_fixed_point(
    case: dict[str, Any], cap: dict[str, Any], voices: list[int], parts: bool
) -> None:
    for member, number in zip(case["members"], voices, strict=True):
        member["inputs"] = {"v": number}
    case["changes"] = {
        path: {"value": value, "source": "statuts", "clause": "art. 6"}
        for path, value in {
            "weight.method": "formula", "weight.formula": "v", "weight.rounding": "none",
            "weight.fraction_allowed": parts, "weight.floor": 1, "weight.college_bounds": [],
            "weight.inputs": [{"name": "v", "label": "V", "origin": "o", "as_of": "j"}],
            "weight.tiers": None, "weight.items": [], "weight.colleges": [],
            "weight.cap": {"base": "roll", "scope": "own", **cap},
        }.items()
    }  # fmt: skip

    held = [exact(one["voices"]) for one in outcome(case)["roll"]["members"].values()]

    if "voices" in cap:
        assert max(held) <= cap["voices"]
    else:
        base = sum(held) if cap["mode"] == "iterate" else sum(voices)
        assert max(held) <= Fraction(cap["share"]) * base


@RUNS
@given(assemblies(), st.randoms(use_true_random=False))
def test_neither_the_order_of_the_members_nor_that_of_the_keys_matters(
    case: dict[str, Any], random: Random
) -> None:
    turned = shuffled(case, random)
    random.shuffle(turned["members"])

    assert encoded(outcome(turned)) == encoded(outcome(case))


def shuffled(value: Any, random: Random) -> Any:
    """Return the same JSON with the keys of its objects in another order."""
    if isinstance(value, list):
        return [shuffled(one, random) for one in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    random.shuffle(keys)
    return {key: shuffled(value[key], random) for key in keys}


@RUNS
@given(bylaws(), st.lists(st.integers(0, 20), min_size=4, max_size=4), st.integers(1, 3),
       st.text("abc", min_size=1, max_size=3))  # fmt: skip
def test_every_seat_is_taken_vacant_or_left_to_a_tie(
    document: dict[str, Any], voices: list[int], seats: int, seed: str
) -> None:
    names = ["a", "b", "c", "d"]
    candidates = [
        {"id": one, "born_on": f"19{60 + place}-01-01", "joined_on": "2010-01-01",
         "sex": "FM"[place % 2]}
        for place, one in enumerate(names)
    ]  # fmt: skip
    counted = dict(zip(names, voices, strict=True))
    bases = dict.fromkeys(
        ("expressed", "cast", "present", "present_or_represented", "roll"), sum(voices)
    )
    election: dict[str, Any] = {
        "key": "ca", "seats": seats, "candidates": candidates, "lot": {"seed": seed},
        "rounds": [{"voices": counted, **bases}],
    }  # fmt: skip
    case = {"title": "Une élection", "rules": document, "body": "AGO", "on": "2026-06-26",
            "elections": [election]}  # fmt: skip

    found = outcome(case)["elections"]["ca"]

    elected = found["elected"]
    assert len(set(elected)) == len(elected) <= seats
    assert found["vacant"] == seats - len(elected)
    assert all(counted[one] for one in elected)
    assert not found["tie"] or len(found["tie"]) > found["vacant"]


amounts = st.lists(st.integers(0, 40), min_size=2, max_size=5).filter(any)


def seats_held(numbers: list[int], seats: int, share: Share) -> list[int]:
    lists = [
        ListCount(str(place), number, tuple((f"{place}-{n}", 0) for n in range(20)))
        for place, number in enumerate(numbers)
    ]
    rule = parse_ruleset(json.dumps(LIST_RULES).encode()).election.rule
    return [one["seats"] for one in share_seats(lists, seats, share, rule)["lists"]]


LIST_RULES = {
    "name": "Listes", "version": 1, "association": "Essai",
    "categories": {
        "value": [{"id": "m", "label": "Membres", "votes": "deliberative", "college": "M"}],
        "source": "statuts", "clause": "art. 3",
    },
}  # fmt: skip


@given(amounts, st.integers(1, 12), st.integers(1, 9), st.sampled_from(Share))
def test_a_list_with_more_voices_never_loses_a_seat(
    numbers: list[int], seats: int, more: int, share: Share
) -> None:
    before = seats_held(numbers, seats, share)
    after = seats_held([numbers[0] + more, *numbers[1:]], seats, share)
    tied = sum(before) < seats or sum(after) < seats

    assert after[0] >= before[0] or tied


@given(st.lists(st.integers(0, 9), min_size=3, max_size=6), st.integers(0, 5), st.integers(1, 5))
def test_a_candidate_with_more_voices_never_loses_the_seat_within_the_list(
    voices: list[int], place: int, more: int
) -> None:
    place %= len(voices)
    richer = [number + more * (n == place) for n, number in enumerate(voices)]

    assert str(place) in elected_of(richer) or str(place) not in elected_of(voices)


def elected_of(voices: list[int]) -> list[str]:
    """Return who sits, of one list that has two seats."""
    one = ListCount("A", 10, tuple((str(place), number) for place, number in enumerate(voices)))
    rule = parse_ruleset(json.dumps(LIST_RULES).encode()).election.rule
    elected: list[str] = share_seats([one], 2, Share.HIGHEST_AVERAGE, rule)["elected"]
    return elected
