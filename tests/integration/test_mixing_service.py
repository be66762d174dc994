"""The mixing of a ranked election: by whom, in which order, what is refused and leaves no trace."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from ballots.errors import BallotsError, RefusedError
from ballots.services import archive, shuffling
from ballots.services import trustees as box_trustees
from governance.db import Database
from governance.errors import NotFoundError, StateError
from governance.models.journal import JournalLine
from governance.rules.questions import BallotKind, BallotRule
from governance.services.entry.vault import Vault
from governance.services.office import office
from governance.services.polls import poll_closing, poll_mixing
from governance.services.post.post import Post
from governance.settings import Settings
from tests.integration.chosen_ballots import ChosenBallots, ranked
from tests.integration.small_assembly import INES

VOTES = [(1, 2, 3), (2, 1, 3), (3, 2, 1), (1, 3, 2)]


@pytest.fixture
def closed(any_settings: Settings) -> Iterator[ChosenBallots]:
    """A closed ranked election of four ballots, mixed by the server alone."""
    database = Database(any_settings)
    post = Post(Vault(any_settings.vault_key), any_settings.public_url)
    made = ChosenBallots(database, post, agenda=(ranked(BallotRule(BallotKind.SCHULZE)),)).opened()
    made.cast(VOTES)
    made.close()
    yield made
    database.engine.dispose()


def box_of(closed: ChosenBallots) -> bytes:
    with closed.database.session(read_only=True) as session:
        return archive.read_archive(session, closed.poll(session).election or "")


def kinds(closed: ChosenBallots) -> list[str]:
    with closed.database.session(read_only=True) as session:
        wanted = select(JournalLine.kind).order_by(JournalLine.height)
        return list(session.scalars(wanted))


def test_the_server_mixes_first_and_the_scrutineers_are_awaited(closed):
    with closed.database.session(read_only=True) as session:
        poll = closed.poll(session)
        mixing = poll_mixing.mixing_of(session, poll)
        assert mixing is not None and mixing.mixers == (office.SERVER,)
        assert (mixing.running, mixing.may_end) == (True, False)
        assert [name for _, name in poll_mixing.awaited(session, poll)] == ["Yacine Ferhat"]
        assert office.awaited(session, poll) == []  # nobody decrypts what is not mixed


def test_nobody_decrypts_before_two_have_mixed(closed):
    with pytest.raises(RefusedError, match=r"box\.wrong-order"):
        closed.decrypt()
    with closed.database.transaction() as session, pytest.raises(RefusedError) as refused:
        poll_mixing.end_mixing(
            session, closed.post.vault, closed.poll(session), actor=INES, now=closed.now
        )
    assert (refused.value.code, refused.value.facts["mixers"]) == ("shuffle.too-few", 1)


def test_the_last_shuffle_of_the_office_ends_the_mixing_and_the_server_decrypts(closed):
    closed.mix()
    assert kinds(closed)[-2:] == ["shuffle.added", "poll.mixing-ended"]
    with closed.database.session(read_only=True) as session:
        poll = closed.poll(session)
        mixing = poll_mixing.mixing_of(session, poll)
        assert mixing is not None and not mixing.running
        assert [name for _, name in office.awaited(session, poll)] == ["Yacine Ferhat"]
    with pytest.raises(RefusedError, match=r"box\.wrong-order"):
        closed.mix(b"{}")
    with closed.database.transaction() as session, pytest.raises(StateError):
        poll_mixing.end_mixing(
            session, closed.post.vault, closed.poll(session), actor=INES, now=closed.now
        )


def tampered(raw: bytes, fault: str) -> bytes:
    made = json.loads(raw)
    if fault == "not json":
        return b"{"
    if fault == "spaces":
        return json.dumps(made).encode()
    if fault == "a ballot replaced":
        made["ciphertexts"][0][0] = made["ciphertexts"][0][1]
    if fault == "a ballot dropped":
        made["ciphertexts"][0].pop()
    if fault == "a proof changed":
        made["proofs"][0][1][0] = str(int(made["proofs"][0][1][0]) + 1)
    if fault == "two questions":
        made["ciphertexts"].append(made["ciphertexts"][0])
    return json.dumps(made, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("not json", "shuffle.malformed"),
        ("spaces", "shuffle.not-canonical"),
        ("a ballot replaced", "shuffle.bad-proof"),
        ("a ballot dropped", "shuffle.malformed"),
        ("a proof changed", "shuffle.bad-proof"),
        ("two questions", "shuffle.malformed"),
    ],
)
def test_a_false_shuffle_is_refused_by_name_and_the_box_is_unchanged(closed, fault, code):
    before, told = box_of(closed), kinds(closed)
    with closed.database.session(read_only=True) as session:
        raw = shuffling.make_shuffle(session, closed.poll(session).election or "")
    with pytest.raises(BallotsError) as refused:
        closed.mix(tampered(raw, fault))
    assert refused.value.code == code
    assert (box_of(closed), kinds(closed)) == (before, told)


def test_a_shuffle_of_what_somebody_has_mixed_meanwhile_is_refused(closed):
    with closed.database.transaction() as session:
        election = closed.poll(session).election or ""
        stale = shuffling.make_shuffle(session, election)
        shuffling.add_shuffle(session, election, 2, shuffling.make_shuffle(session, election))
    with closed.database.transaction() as session, pytest.raises(BallotsError) as refused:
        shuffling.add_shuffle(session, election, 2, stale)
    assert refused.value.code == "shuffle.already-there"
    with closed.database.transaction() as session, pytest.raises(BallotsError) as refused:
        shuffling.add_shuffle(session, election, 3, stale)
    assert refused.value.code == "shuffle.unknown-owner"


def test_only_a_member_of_the_office_sees_and_hands_in_what_is_mixed(closed):
    with closed.database.transaction() as session:
        poll, stranger = closed.poll(session), 10_000
        with pytest.raises(NotFoundError, match=r"office\.not-a-member"):
            poll_mixing.to_mix(session, poll, stranger)
        with pytest.raises(NotFoundError, match=r"office\.not-a-member"):
            poll_mixing.add_shuffle(
                session, closed.post.vault, poll, stranger, b"{}", actor=INES, now=closed.now
            )
        shown = poll_mixing.to_mix(session, poll, closed.scrutineer(session))
    assert shown["group"] == "RFC-3526-2048"
    (rankings,) = shown["ciphertexts"]
    assert len(rankings) == len(VOTES)


def test_a_part_made_before_the_mixing_does_not_open_what_was_mixed(closed):
    with closed.database.session(read_only=True) as session:
        election = closed.poll(session).election or ""
        early = box_trustees.decrypt(session, election, closed.secrets["RFC-3526-2048"]).decode()
    closed.mix()
    with closed.database.transaction() as session, pytest.raises(BallotsError) as refused:
        poll_closing.add_decryption(
            session,
            closed.poll(session),
            closed.scrutineer(session),
            early,
            actor=INES,
            now=closed.now,
        )
    assert refused.value.code == "decryption.bad-proof"
