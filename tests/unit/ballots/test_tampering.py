"""Whoever sends anything wrong learns which check failed, and the box is byte for byte as before.

Voters, mixers, decrypters and whoever opens the election, over the services that pages call. The
messages of the key ceremony have their tables in ``test_key_ceremony``, an outside authority's
lists in ``test_outside_codes_service``.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from ballots.crypto.group import Element
from ballots.crypto.hashing import sha256_b64
from ballots.crypto.named_groups import ED25519
from ballots.crypto.proofs import Proof
from ballots.crypto.schnorr import sign_hash
from ballots.errors import BallotsError
from ballots.protocol import limits
from ballots.protocol.ballot import (
    Signature,
    add_signature,
    encode_unsigned,
    parse_ballot,
    write_answer,
)
from ballots.protocol.canonical import encode
from ballots.protocol.questions import AnyQuestion, Question, RankedQuestion
from ballots.services import archive, casting, closing, setup, shuffling
from ballots.services.elections import OpenedElection, load_election
from ballots.services.signer import KeySigner, new_receipt_key
from ballots.services.trustees import decrypt, new_trustee, trustee_list
from ballots.store.base import Base
from ballots.store.box import BoxElection, BoxEvent
from ballots.voting.prepare import prepare_ballot
from ballots.voting.setup import new_election_uuid, new_trustee_secret
from tests.simulators.urns import ListedRoll

G = ED25519
ANNE, BOB, CLEO = 1, 2, 3  # lines; the persons who exercise them have the same numbers
WEIGHTS = {ANNE: 1, BOB: 1, CLEO: 3}
EQUAL = dict.fromkeys(WEIGHTS, 1)
BOXES = Question("Oui ?", ("Pour", "Contre"), 1, 1)
RANKED = RankedQuestion("Qui d’abord ?", ("Ada", "Bob"))
BAD_ORDER = str(G.power_g(0))  # neutral: a key that anybody can sign with


@dataclass
class Urn:
    """An election over a database in memory, two trustees, three voters."""

    session: Session
    question: AnyQuestion
    uuid: str
    secrets: dict[int, int]
    trustees: tuple[bytes, bytes]
    roll: ListedRoll
    signer: KeySigner

    @property
    def opened(self) -> OpenedElection:
        return load_election(self.session, self.uuid)

    def archived(self) -> bytes:
        return archive.read_archive(self.session, self.uuid)

    def ballot(self, voter: int, secret: int | None = None) -> bytes:
        choice = [[1, 2]] if isinstance(self.question, RankedQuestion) else [[1, 0]]
        used = self.secrets[voter] if secret is None else secret
        return prepare_ballot(self.opened.election, self.opened.fingerprint, used, choice)

    def put(self, line: int, raw: bytes, voter: int | None = None) -> None:
        checked = casting.verify_ballot(self.session, self.uuid, raw)
        box = casting.BallotBox(self.session, self.roll, self.signer)
        casting.cast_ballot(box, checked, line, line if voter is None else voter)

    def part(self, place: int) -> bytes:
        return decrypt(self.session, self.uuid, self.trustees[place])

    def refuses(self, act: Callable[[], object]) -> str:
        """Return the code of the refusal; nothing of the box may have moved."""
        before = self.archived()
        with pytest.raises(BallotsError) as refused, self.session.begin_nested():
            act()
        assert self.archived() == before
        return refused.value.code


def new_election(question: AnyQuestion, secrets: dict[int, int], **changes) -> setup.NewElection:
    weights = weights_of(question)
    public = {line: str(G.power_g(secret)) for line, secret in secrets.items()}
    usual = setup.NewElection(
        uuid=new_election_uuid(), name="Essai", description="", question=question, trustees="[]",
        weights={public[line]: weights[line] for line in secrets},
        administrator="A", credential_authority="B", group=G.name,
    )  # fmt: skip
    return replace(usual, **changes)


def weights_of(question: AnyQuestion) -> dict[int, int]:
    return EQUAL if isinstance(question, RankedQuestion) else WEIGHTS


def make_urn(
    session: Session, question: AnyQuestion, voters: Sequence[int] = tuple(WEIGHTS)
) -> Urn:
    """Open a box and let these vote."""
    secrets = {line: new_trustee_secret(G) for line in WEIGHTS}
    (one, key_one), (two, key_two) = new_trustee(G.name), new_trustee(G.name)
    trustees = trustee_list([(key_one, "A"), (key_two, "B")], group_name=G.name)
    new = new_election(question, secrets, trustees=trustees)
    setup.open_election(session, new, 1_800_000_000)
    roll, signer = ListedRoll(weights_of(question)), KeySigner(new_receipt_key())
    urn = Urn(session, question, new.uuid, secrets, (one, two), roll, signer)
    for voter in voters:
        urn.put(voter, urn.ballot(voter))
    return urn


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def urn(session) -> Urn:
    """Open, with one ballot in it."""
    return make_urn(session, BOXES, (ANNE,))


@pytest.fixture
def closed(session) -> Urn:
    """Closed, no part of the office yet."""
    urn = make_urn(session, BOXES)
    closing.end_voting(session, urn.uuid)
    return urn


@pytest.fixture
def unmixed(session) -> Urn:
    """A closed box of rankings, mixed by nobody."""
    urn = make_urn(session, RANKED)
    closing.end_voting(session, urn.uuid)
    return urn


# -- whoever opens the election


KEY = json.loads(new_trustee(G.name)[1])
SETUPS = {
    "no trustee": ({"trustees": "[]"}, "trustees.malformed"),
    "trustees that are no JSON": ({"trustees": "["}, "trustees.malformed"),
    "a key without its proof": (
        {"trustees": encode([["Single", {"public_key": KEY["public_key"]}]]).decode()},
        "trustees.malformed",
    ),
    "a key with another's proof": (
        {"trustees": encode(
            [["Single", KEY | {"pok": json.loads(new_trustee(G.name)[1])["pok"]}]]
        ).decode()},
        "trustee.bad-key",
    ),
    "a neutral key": (
        {"trustees": encode([["Single", KEY | {"public_key": BAD_ORDER}]]).decode()},
        "trustee.bad-key",
    ),
    "no voter": ({"weights": {}}, "election.no-credential"),
    "weights nobody could count": ({"weights": {KEY["public_key"]: 10**12}}, "election.too-heavy"),
    "a credential that is no element": ({"weights": {"12": 1}}, "json.number"),
    "a group nobody knows": ({"group": "Toy"}, "archive.unsupported"),
    "more to choose than there is": (
        {"question": Question("?", ("A",), 1, 2)}, "election.questions"
    ),
    "rankings with weights": (
        {"question": RANKED, "weights": {KEY["public_key"]: 2}}, "ballot.weighted-ranking"
    ),
}  # fmt: skip


@pytest.mark.parametrize("deed", SETUPS)
def test_an_election_that_is_not_sound_is_not_opened(session, deed):
    changes, code = SETUPS[deed]
    secrets = {ANNE: new_trustee_secret(G)}
    sound = new_election(BOXES, secrets, trustees=encode([["Single", KEY]]).decode())
    with pytest.raises(BallotsError) as refused:
        setup.open_election(session, replace(sound, **changes), 1_800_000_000)
    assert refused.value.code == code
    for table in (BoxElection, BoxEvent):
        assert session.scalar(select(func.count()).select_from(table)) == 0


# -- voters


def changed(urn: Urn, change: Callable[[dict], object]) -> bytes:
    """Return Bob's ballot with one change, its signature as it was."""
    members = json.loads(urn.ballot(BOB))
    change(members)
    return encode(members)


def signed_again(urn: Urn, change) -> bytes:
    """Return Bob's ballot with its answer changed, signed by Bob."""
    ballot = parse_ballot(urn.ballot(BOB), urn.opened.election)
    answer = change(ballot.answers[0])
    unsigned = encode_unsigned(
        ballot.election_uuid, ballot.election_hash, ballot.credential, [write_answer(answer)]
    )
    digest = sha256_b64(unsigned)
    return add_signature(unsigned, Signature(digest, sign_hash(G, urn.secrets[BOB], digest)))


def of_small_order(answer):
    """Shift the first ciphertext by a point of order two: every equation would still hold."""
    first = answer.choices[0]
    return replace(
        answer, choices=(replace(first, alpha=shifted(first.alpha)), *answer.choices[1:])
    )


def shifted(point: Element) -> Element:
    order_two = G.decode((2**255 - 20).to_bytes(32).hex())
    return G.multiply(point, order_two)


def next_response(answer):
    first, *rest = answer.overall_proof
    proof = Proof(first.challenge, (first.response + 1) % G.q)
    return replace(answer, overall_proof=(proof, *rest))


BALLOTS: dict[str, tuple[Callable[[Urn], bytes], str]] = {
    "no JSON": (lambda urn: b"{", "ballot.malformed"),
    "a field too many": (
        lambda urn: changed(urn, lambda ballot: ballot.update(more=1)), "ballot.malformed"
    ),
    "a blank in front": (lambda urn: b" " + urn.ballot(BOB), "ballot.not-canonical"),
    "fields in another order": (
        lambda urn: encode(dict(reversed(json.loads(urn.ballot(BOB)).items()))),
        "ballot.not-canonical",
    ),
    "a megabyte": (lambda urn: bytes(1 << 20), "ballot.too-large"),
    "another election": (
        lambda urn: changed(urn, lambda ballot: ballot.update(election_uuid=new_election_uuid())),
        "ballot.wrong-election",
    ),
    "another fingerprint": (
        lambda urn: changed(urn, lambda ballot: ballot.update(election_hash="A" * 43)),
        "ballot.wrong-election",
    ),
    "a code nobody issued": (
        lambda urn: urn.ballot(BOB, new_trustee_secret(G)), "ballot.unknown-credential"
    ),
    "another's credential": (
        lambda urn: changed(
            urn, lambda ballot: ballot.update(credential=str(G.power_g(urn.secrets[CLEO])))
        ),
        "ballot.bad-signature",
    ),
    "another hash": (
        lambda urn: changed(urn, lambda ballot: ballot["signature"].update(hash="A" * 43)),
        "ballot.bad-signature",
    ),
    "an answer beside the signature": (
        lambda urn: changed(
            urn, lambda ballot: ballot.update(answers=json.loads(urn.ballot(BOB))["answers"])
        ),
        "ballot.bad-signature",
    ),
    "a point outside the group": (
        lambda urn: signed_again(urn, of_small_order), "ballot.not-in-group"
    ),
    "a proof that does not hold": (
        lambda urn: signed_again(urn, next_response), "ballot.bad-proof"
    ),
}  # fmt: skip


@pytest.mark.parametrize("deed", BALLOTS)
def test_a_wrong_ballot_is_named_and_the_box_is_as_before(urn, deed):
    make, code = BALLOTS[deed]
    raw = make(urn)
    assert urn.refuses(lambda: urn.put(BOB, raw)) == code
    assert urn.roll.signed == {ANNE}


def test_a_right_ballot_at_the_wrong_place_or_moment_changes_nothing(urn):
    anne, bob, cleo = (urn.ballot(voter) for voter in (ANNE, BOB, CLEO))
    assert urn.refuses(lambda: urn.put(BOB, anne)) == "ballot.wrong-right"
    assert urn.refuses(lambda: urn.put(CLEO, bob)) == "ballot.wrong-right"
    assert urn.refuses(lambda: urn.put(BOB, bob, voter=CLEO)) == "roll.not-your-right"
    urn.put(BOB, bob)
    assert urn.refuses(lambda: urn.put(BOB, bob)) == "ballot.replayed"
    urn.roll.may_revote = False
    assert urn.refuses(lambda: urn.put(BOB, urn.ballot(BOB))) == "ballot.already-cast"
    closing.end_voting(urn.session, urn.uuid)
    assert urn.refuses(lambda: urn.put(CLEO, cleo)) == "box.closed"
    assert urn.refuses(lambda: closing.end_voting(urn.session, urn.uuid)) == "box.wrong-order"


# -- the office: parts


def with_factor(urn: Urn, change: Callable[[str], str]) -> bytes:
    members = json.loads(urn.part(0))
    row = members["decryption_factors"][0]
    row[0] = change(row[0])
    return encode(members)


PARTS: dict[str, tuple[Callable[[Urn], bytes], str]] = {
    "no JSON": (lambda urn: b"[", "decryption.malformed"),
    "the other's part": (lambda urn: urn.part(1), "decryption.bad-proof"),
    "a factor too few": (
        lambda urn: encode(json.loads(urn.part(0)) | {"decryption_factors": [[]]}),
        "decryption.malformed",
    ),
    "another factor": (
        lambda urn: with_factor(urn, lambda _: str(G.power_g(7))),
        "decryption.bad-proof",
    ),
    "a factor outside the group": (
        lambda urn: with_factor(urn, lambda one: str(shifted(G.decode(one)))),
        "decryption.bad-proof",
    ),
    "a blank at the end": (lambda urn: urn.part(0) + b" ", "decryption.not-canonical"),
    "the fields turned": (
        lambda urn: encode(dict(reversed(json.loads(urn.part(0)).items()))),
        "decryption.not-canonical",
    ),
    "beyond its size": (lambda urn: bytes(limits.TALLY + 1), "decryption.too-large"),
}


@pytest.mark.parametrize("deed", PARTS)
def test_a_wrong_part_is_named_and_the_box_is_as_before(closed, deed):
    make, code = PARTS[deed]
    raw = make(closed)

    def act() -> None:
        closing.add_decryption(closed.session, closed.uuid, 1, raw)

    assert closed.refuses(act) == code


def test_a_part_of_nobody_twice_or_too_early_changes_nothing(urn, closed):
    session, uuid, part = closed.session, closed.uuid, closed.part(0)

    def add(owner: int) -> None:
        closing.add_decryption(session, uuid, owner, part)

    assert closed.refuses(lambda: add(0)) == "decryption.unknown-owner"
    assert closed.refuses(lambda: add(3)) == "decryption.unknown-owner"
    assert closed.refuses(lambda: closing.finish(session, uuid)) == "box.wrong-order"
    add(1)
    assert closed.refuses(lambda: add(1)) == "decryption.already-there"
    assert closed.refuses(lambda: closing.finish(session, uuid)) == "tally.missing-decryption"
    early = urn.refuses(lambda: closing.add_decryption(urn.session, urn.uuid, 1, part))
    assert early == "box.wrong-order"


# -- the office: mixes


def with_output(raw: bytes, change: Callable[[list], object]) -> bytes:
    members = json.loads(raw)
    change(members["ciphertexts"][0])
    return encode(members)


def swap(row: list) -> None:
    row[0], row[1] = row[1], row[0]


def repeat(row: list) -> None:
    row[0] = row[1]


def leave_group(row: list) -> None:
    row[0]["alpha"] = str(shifted(G.decode(row[0]["alpha"])))


MIXES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no JSON": (lambda raw: b"{", "shuffle.malformed"),
    "a ranking too few": (
        lambda raw: with_output(raw, lambda row: row.pop()), "shuffle.malformed"
    ),
    "a ranking in the place of another": (
        lambda raw: with_output(raw, repeat), "shuffle.bad-proof"
    ),
    "outputs turned after the proof": (lambda raw: with_output(raw, swap), "shuffle.bad-proof"),
    "a point outside the group": (
        lambda raw: with_output(raw, leave_group), "shuffle.bad-proof"
    ),
    "a blank at the end": (lambda raw: raw + b" ", "shuffle.not-canonical"),
    "the fields turned": (
        lambda raw: encode(dict(reversed(json.loads(raw).items()))), "shuffle.not-canonical"
    ),
    "beyond its size": (lambda raw: bytes(limits.SHUFFLE + 1), "shuffle.too-large"),
}  # fmt: skip


def test_a_wrong_mix_is_named_and_the_box_is_as_before(unmixed):
    session, uuid = unmixed.session, unmixed.uuid
    good = shuffling.make_shuffle(session, uuid)
    for deed, (tamper, code) in MIXES.items():
        raw = tamper(good)
        found = unmixed.refuses(lambda raw=raw: shuffling.add_shuffle(session, uuid, 1, raw))
        assert found == code, deed


def test_a_mix_of_nobody_twice_too_few_or_of_an_older_state_changes_nothing(unmixed):
    session, uuid = unmixed.session, unmixed.uuid
    first = shuffling.make_shuffle(session, uuid)

    def add(owner: int, raw: bytes) -> str:
        return unmixed.refuses(lambda: shuffling.add_shuffle(session, uuid, owner, raw))

    def part() -> None:
        closing.add_decryption(session, uuid, 1, unmixed.part(0))

    assert add(3, first) == "shuffle.unknown-owner"
    assert unmixed.refuses(part) == "box.wrong-order"
    shuffling.add_shuffle(session, uuid, 1, first)
    assert add(1, shuffling.make_shuffle(session, uuid)) == "shuffle.already-there"
    assert add(2, first) == "shuffle.bad-proof"  # of what nobody mixed, not of the first mix
    assert unmixed.refuses(lambda: shuffling.end_mixing(session, uuid)) == "shuffle.too-few"
    shuffling.add_shuffle(session, uuid, 2, shuffling.make_shuffle(session, uuid))
    shuffling.end_mixing(session, uuid)
    assert add(2, first) == "box.wrong-order"


def test_boxes_have_nothing_to_mix(closed):
    def mix() -> None:
        shuffling.add_shuffle(closed.session, closed.uuid, 1, b"{}")

    assert closed.refuses(mix) == "shuffle.nothing-to-mix"
