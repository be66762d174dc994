"""Double majorities and caps on the room, from the bylaws to the announced result."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from governance.errors import RuleBrokenError
from governance.models.meetings import Meeting
from governance.models.rulesets import RuleSetVersion
from governance.rules.ruleset import digest, encode_ruleset, parse_ruleset, preset
from governance.services.polls import open_votes, polls, results
from governance.settings import Settings
from tests.simulators.assemblies import ACCOUNTS, Scene, assembly_on_its_day

FOR, AGAINST = [1, 0, 0], [0, 1, 0]
MAJORITY = "majority.rule.ordinary"


@pytest.fixture
def scene(any_settings: Settings) -> Iterator[Scene]:
    scene = assembly_on_its_day(any_settings)
    yield scene
    scene.database.engine.dispose()


def pin(scene: Scene, path: str, change: dict[str, object] | None, **whole: object) -> None:
    """Pin the meeting to bylaws that differ at ``path``, by part of the value or by all of it."""
    document = json.loads(encode_ruleset(preset("la27eregion")))
    value = document[path]["value"]
    document[path]["value"] = whole["value"] if change is None else {**value, **change}
    document["version"] = 98
    rules = parse_ruleset(json.dumps(document).encode())
    with scene.database.transaction() as session:
        version = RuleSetVersion(
            name=rules.name,
            version=rules.version,
            document=encode_ruleset(rules).decode(),
            sha256=digest(rules),
            created_at=scene.now,
        )
        session.add(version)
        session.flush()
        session.execute(update(Meeting).values(rule_set_id=version.id))


def vote(scene: Scene, fors: int) -> dict[str, Any]:
    """Let so many rights vote for and the others against, close, and return the decision."""
    for place, right in enumerate(scene.voters(ACCOUNTS)):
        choice = FOR if place < fors else AGAINST
        with scene.database.transaction() as session:
            poll = polls.get_poll(session, scene.number, scene.poll_id(ACCOUNTS))
            open_votes.cast_all(
                session, scene.signer, poll, right.person, {right.line: choice}, scene.now
            )
    scene.close(ACCOUNTS)
    with scene.database.session(read_only=True) as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ACCOUNTS))
        result = results.read_result(poll)
    assert result is not None
    found: dict[str, Any] = result["decision"]
    return found


def test_a_resolution_that_a_college_does_not_carry_is_rejected(scene: Scene) -> None:
    pin(scene, MAJORITY, {"conditions": [{"kind": "per_college", "share": "2/3"}]})
    scene.open(ACCOUNTS)
    voters = len(scene.voters(ACCOUNTS))

    decision = vote(scene, fors=voters // 2 + 1)

    [condition] = decision["conditions"]
    assert (condition["college"], condition["is_held"]) == ("INST", False)
    assert decision["numerator"] >= decision["needed"]
    assert decision["adopted"] is False


def test_a_majority_of_members_is_counted_in_heads_beside_the_voices(scene: Scene) -> None:
    pin(scene, MAJORITY, {"conditions": [{"kind": "by_heads", "share": "1/2", "strict": True}]})
    scene.open(ACCOUNTS)

    decision = vote(scene, fors=len(scene.voters(ACCOUNTS)))

    [condition] = decision["conditions"]
    assert condition["numerator"] == condition["denominator"] == decision["numerator"]
    assert decision["adopted"] is True


def test_a_secret_vote_by_colleges_is_refused_before_it_opens(scene: Scene) -> None:
    pin(scene, MAJORITY, {"conditions": [{"kind": "per_college", "share": "1/2", "strict": True}]})
    with scene.database.transaction() as session:
        polls.get_poll(session, scene.number, scene.poll_id(ACCOUNTS)).secret = True

    with pytest.raises(RuleBrokenError, match=r"majority\.not-in-secret"):
        scene.open(ACCOUNTS)


def test_a_cap_on_a_holder_and_her_proxies_is_frozen_with_the_poll(scene: Scene) -> None:
    cap = {"voices": 1, "base": "roll", "scope": "own_plus_proxies", "mode": "clamp"}
    pin(scene, "weight.cap", None, value=cap)

    scene.open(ACCOUNTS)

    with scene.database.session(read_only=True) as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ACCOUNTS))
        assert all(line.holder_member_id is None for line in poll.lines)
        assert {line.voices for line in poll.lines} == {1}
        assert poll.electorate is not None
        assert poll.electorate["voices"] == len(poll.lines)
        assert poll.electorate["room"]["represented"] == 0
