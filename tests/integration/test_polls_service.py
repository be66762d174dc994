"""Polls on both databases: planned, opened on a proved quorum, closed, counted, announced."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from ballots.errors import BallotsError
from ballots.services.trustees import new_trustee
from governance.errors import NotFoundError, RuleBrokenError, StateError
from governance.models.accounts import Role
from governance.models.attendance import Movement
from governance.models.journal import JournalLine
from governance.models.meetings import Meeting
from governance.models.roll import RollLine
from governance.models.rulesets import RuleSetVersion
from governance.rules.lifecycle import PollState
from governance.rules.ruleset import digest, encode_ruleset, parse_ruleset, preset
from governance.services.entry import tour
from governance.services.office import office
from governance.services.polls import poll_closing, poll_opening, poll_rights, polls, results
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.settings import Settings
from tests.simulators.assemblies import ACCOUNTS, ELECTION, Scene, assembly_on_its_day

FOR, AGAINST = [1, 0, 0], [0, 1, 0]
CHAIR = Actor("Gabriel Ortega")


@pytest.fixture
def scene(any_settings: Settings) -> Iterator[Scene]:
    scene = assembly_on_its_day(any_settings)
    yield scene
    scene.database.engine.dispose()


def pin_rules(scene: Scene, changes: dict[str, dict[str, object]]) -> None:
    """Pin the meeting to the same bylaws with some parameters changed, by path."""
    document = json.loads(encode_ruleset(preset("la27eregion")))
    for name, change in changes.items():
        document[name] |= change
    document["version"] = 97
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


def quorum_of(fraction: str) -> dict[str, object]:
    value = json.loads(encode_ruleset(preset("la27eregion")))["quorum.first"]["value"]
    return {"value": value | {"fraction": fraction}, "clause": "statuts, art. 9"}


def journalled(scene: Scene, kind: str) -> list[dict[str, object]]:
    with scene.database.session(read_only=True) as session:
        wanted = select(JournalLine).where(JournalLine.kind == kind).order_by(JournalLine.height)
        return [line.facts for line in session.scalars(wanted)]


def test_an_opened_poll_freezes_the_entitled_with_who_exercises_each_right(scene):
    scene.open(ACCOUNTS)
    rights = scene.rights(ACCOUNTS)
    assert len(rights) == 13
    assert len([right for right in rights if right.by_proxy]) == 2
    assert "Metz Métropole" not in {right.name for right in rights}
    (facts,) = journalled(scene, "poll.opened")
    assert (facts["entitled"], facts["voices"], facts["secret"]) == (13, 13, False)


def test_the_readiness_says_who_has_no_code_and_what_the_secret_is_worth(scene):
    with scene.database.session(read_only=True) as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ELECTION))
        ready = poll_opening.readiness(session, poll, scene.now)
    assert ready.is_ready and ready.voters == 13 and ready.without_code == ()
    assert ready.secrecy is not None and ready.secrecy.voters == 13


def test_a_quorum_that_is_not_met_refuses_the_opening_with_its_arithmetic(scene):
    pin_rules(scene, {"quorum.first": quorum_of("1/1")})
    with pytest.raises(RuleBrokenError) as refused:
        scene.open(ACCOUNTS)
    assert refused.value.code == "quorum.not-met"
    facts = refused.value.facts
    assert (facts["counted"], facts["required"], facts["clause"]) == (10, 13, "statuts, art. 9")
    assert journalled(scene, "poll.opened") == []


def test_the_quorum_is_lost_when_members_leave_and_stated_at_both_ends(scene):
    pin_rules(scene, {"quorum.first": quorum_of("1/2")})
    scene.open(ACCOUNTS)
    scene.arrive(1, 3, 7, 9, 13, movement=Movement.LEFT)
    scene.close(ACCOUNTS)
    poll = scene.poll(ACCOUNTS)
    assert poll.quorum_at_opening and poll.quorum_at_opening["met"] is True
    assert poll.quorum_at_closing and poll.quorum_at_closing["met"] is False
    with pytest.raises(RuleBrokenError, match=r"quorum\.not-met"):
        scene.open(ACCOUNTS + 1)


def test_a_poll_opens_and_closes_once_and_in_that_order(scene):
    with pytest.raises(StateError, match=r"poll\.not-now"):
        scene.close(ACCOUNTS)
    scene.open(ACCOUNTS)
    with pytest.raises(StateError, match=r"poll\.not-now"):
        scene.open(ACCOUNTS)
    scene.close(ACCOUNTS)
    with pytest.raises(StateError, match=r"poll\.not-now"):
        scene.close(ACCOUNTS)
    assert scene.poll(ACCOUNTS).state is PollState.ANNOUNCED


def test_two_officers_who_press_together_open_once(scene):
    def press(_):
        try:
            return scene.open(ACCOUNTS)
        except StateError as refusal:
            return refusal.code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(map(str, pool.map(press, range(2))))
    assert answers == [str(scene.poll_id(ACCOUNTS)), "poll.not-now"]
    assert len(scene.rights(ACCOUNTS)) == 13


def test_a_poll_of_another_meeting_is_unknown(scene):
    with (
        scene.database.session(read_only=True) as session,
        pytest.raises(NotFoundError, match=r"poll\.unknown"),
    ):
        polls.get_poll(session, scene.number + 1, scene.poll_id(ACCOUNTS))


def test_an_open_poll_turned_secret_takes_an_urn_of_the_reserve_until_none_is_left(scene):
    def make_secret(position: int) -> None:
        with scene.database.transaction() as session:
            poll = polls.get_poll(session, scene.number, scene.poll_id(position))
            polls.make_secret(session, poll, actor=CHAIR, now=scene.now)

    for position in (3, 4, 5):
        make_secret(position)
    assert len({scene.poll(position).election for position in (3, 4, 5, 6)}) == 4
    scene.open(4)
    right = scene.voters(4)[0]
    scene.cast(4, right, scene.ballot(4, right.code, FOR))
    scene.close(4, accept=True)
    scene.decrypt(4)
    assert json.loads(scene.poll(4).result or "{}")["counts"]["Pour"] == 1


def test_a_secret_poll_needs_its_office(scene):
    with scene.database.transaction() as session:
        for trustee in office.trustees(session, scene.number):
            if trustee.account_id is not None:
                session.delete(trustee)
    with pytest.raises(StateError, match=r"office\.not-ready"):
        scene.open(ELECTION)
    scene.open(ACCOUNTS)  # an open one does not


def test_the_result_is_the_same_bytes_for_the_same_votes_and_its_hash_is_journalled(scene):
    scene.open(ACCOUNTS)
    for right, choice in zip(scene.voters(ACCOUNTS), [FOR, FOR, AGAINST], strict=False):
        scene.vote_openly(ACCOUNTS, right, choice)
    scene.close(ACCOUNTS)
    poll = scene.poll(ACCOUNTS)
    result = json.loads(poll.result or "{}")
    assert result["counts"] == {"Pour": 2, "Contre": 1, "Abstention": 0}
    assert result["decision"]["adopted"] is True and result["voted"] == {"heads": 3, "voices": 3}
    again = json.dumps(result, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(again.encode()).hexdigest() == poll.result_sha256
    (facts,) = journalled(scene, "poll.announced")
    assert facts["sha256"] == poll.result_sha256
    with scene.database.session(read_only=True) as session:
        assert journal.is_intact(session)
        document = results.all_results(session, scene.number)
    assert json.loads(document)["results"] == [result]


def test_a_closed_secret_poll_names_whom_it_awaits(scene):
    scene.open(ELECTION)
    scene.close(ELECTION)
    with scene.database.session(read_only=True) as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ELECTION))
        assert [name for _, name in office.awaited(session, poll)] == ["Yacine Ferhat"]
    scene.decrypt(ELECTION)
    with scene.database.session(read_only=True) as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ELECTION))
        assert office.awaited(session, poll) == []


@pytest.mark.parametrize("fault", ["not json", "other key", "changed", "twice"])
def test_a_false_decryption_is_refused_by_name_and_nothing_is_recorded(scene, fault):
    scene.open(ELECTION)
    right = scene.voters(ELECTION)[0]
    scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, [0, 1, 0, 0, 0, 0]))
    scene.close(ELECTION, accept=True)
    part = json.loads(scene.part(ELECTION))
    expected = {
        "not json": "decryption.malformed",
        "other key": "decryption.bad-proof",
        "changed": "decryption.bad-proof",
        "twice": "office.not-needed",
    }[fault]
    if fault == "changed":
        factors = part["decryption_factors"][0]
        factors[0], factors[1] = factors[1], factors[0]
    raw = {"not json": "{", "changed": json.dumps(part, separators=(",", ":"))}.get(fault)
    if fault == "other key":
        stranger = replace(scene, secret=new_trustee()[0])
        raw = stranger.part(ELECTION)
        stranger.database.engine.dispose()
    if fault == "twice":
        scene.decrypt(ELECTION)
        raw = json.dumps(part, separators=(",", ":"))
    told = len(journalled(scene, "decryption.added"))
    with pytest.raises((BallotsError, StateError)) as refused:
        scene.decrypt(ELECTION, raw)
    assert refused.value.code == expected
    assert len(journalled(scene, "decryption.added")) == told


def test_only_a_member_of_the_office_decrypts(scene):
    scene.open(ELECTION)
    scene.close(ELECTION)
    with scene.database.transaction() as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ELECTION))
        auditor = tour.account_of(session, Role.AUDITOR)
        with pytest.raises(NotFoundError, match=r"office\.not-a-member"):
            poll_closing.add_decryption(session, poll, auditor.id, "{}", actor=CHAIR, now=scene.now)


def test_the_signatures_say_who_has_voted_and_for_whom_never_when(scene):
    scene.open(ELECTION)
    right = next(right for right in scene.rights(ELECTION) if right.by_proxy)
    scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, [1, 0, 0, 0, 0, 0]))
    with scene.database.session(read_only=True) as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ELECTION))
        lines = poll_rights.signatures(session, poll)
    (signed,) = [line for line in lines if line.signed]
    assert signed.name == right.name and signed.holder and signed.person
    assert set(signed.__slots__) == {"name", "college", "voices", "person", "holder", "signed"}


def test_weights_that_expose_a_voter_are_told_with_the_result_never_what_she_chose(scene):
    """A heavy member votes apart: the totals show it, whatever the cipher hides."""
    with scene.database.transaction() as session:
        session.execute(update(RollLine).where(RollLine.member_id == 1).values(voices=7))
        poll = polls.get_poll(session, scene.number, scene.poll_id(ACCOUNTS))
        polls.make_secret(session, poll, actor=CHAIR, now=scene.now)
        ready = poll_opening.readiness(session, poll, scene.now)
    assert ready.secrecy is not None
    assert ready.secrecy.unique_weights == (7,) and ready.secrecy.level == "high"
    scene.open(ACCOUNTS, accept=True)
    for right in scene.voters(ACCOUNTS)[:4]:
        choice = AGAINST if right.voices == 7 else FOR
        scene.cast(ACCOUNTS, right, scene.ballot(ACCOUNTS, right.code, choice))
    scene.close(ACCOUNTS, accept=True)
    scene.decrypt(ACCOUNTS)
    exposed = (scene.poll(ACCOUNTS).secrecy or {})["exposed"]
    assert exposed["exact"] is True and 7 in {one["weight"] for one in exposed["voters"]}
    assert all(one.keys() == {"weight", "holders"} for one in exposed["voters"])
