"""cast_ballot with a host of its own: what the box asks of a roll, and what it refuses."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from ballots.errors import BallotsError, RefusedError
from ballots.ports import Right
from ballots.services import casting, closing, setup
from ballots.services.elections import load_election
from ballots.services.signer import KeySigner, new_receipt_key
from ballots.services.trustees import decrypt, new_trustee, trustee_list
from ballots.store import read
from ballots.store.base import Base
from ballots.voting.prepare import prepare_ballot
from ballots.voting.receipts import verify_receipt
from ballots.voting.setup import new_election_uuid, new_trustee_secret, trustee_public_key

FOR, AGAINST = [[1, 0]], [[0, 1]]
ANNE, BOB, CLEO = 1, 2, 3  # lines; the persons who exercise them have the same numbers
WEIGHTS = {ANNE: 1, BOB: 1, CLEO: 3}


@dataclass
class ListedRoll:
    """A host's roll in memory."""

    signed: set[int] = field(default_factory=set)
    may_revote: bool = True

    def require_right(self, session: Session, election: str, line: int, voter: int) -> Right:
        if line != voter:
            raise RefusedError("roll.not-your-right")
        return Right(WEIGHTS[line], line in self.signed, self.may_revote)

    def has_signed(self, session: Session, election: str, line: int, voter: int) -> bool:
        return line == voter and line in self.signed

    def sign(self, session: Session, election: str, line: int) -> None:
        self.signed.add(line)


@dataclass
class Urn:
    """An open box over a database in memory, with its voters' secrets."""

    session: Session
    uuid: str
    secrets: dict[int, int]
    trustee: bytes
    roll: ListedRoll
    signer: KeySigner

    def cast(self, line: int, secret_of: int, choices=FOR) -> casting.CastOutcome:
        opened = load_election(self.session, self.uuid)
        raw = prepare_ballot(opened.election, opened.fingerprint, self.secrets[secret_of], choices)
        return self.put(line, raw)

    def put(self, line: int, raw: bytes) -> casting.CastOutcome:
        checked = casting.verify_ballot(self.session, self.uuid, raw)
        box = casting.BallotBox(self.session, self.roll, self.signer)
        return casting.cast_ballot(box, checked, line, line)

    def refusal(self, line: int, secret_of: int) -> str:
        before = read.head(self.session, self.uuid)
        with pytest.raises(BallotsError) as refused:
            self.cast(line, secret_of)
        assert read.head(self.session, self.uuid) == before
        return refused.value.code


@pytest.fixture
def urn() -> Iterator[Urn]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    secrets = {line: new_trustee_secret() for line in WEIGHTS}
    weights = {
        str(trustee_public_key(secret).public_key): WEIGHTS[line]
        for line, secret in secrets.items()
    }
    trustee, public_key = new_trustee()
    uuid = new_election_uuid()
    new = setup.NewElection(
        uuid=uuid,
        name="Essai",
        description="",
        question=setup.Question("Oui ?", ("Pour", "Contre"), 1, 1),
        trustees=trustee_list([(public_key, "A")]),
        weights=weights,
        administrator="A",
        credential_authority="B",
    )
    with Session(engine) as session:
        setup.open_election(session, new, 1_800_000_000)
        yield Urn(session, uuid, secrets, trustee, ListedRoll(), KeySigner(new_receipt_key()))
    engine.dispose()


def test_a_ballot_goes_in_signs_its_line_and_gives_a_receipt(urn):
    outcome = urn.cast(ANNE, ANNE)
    receipt = verify_receipt(outcome.receipt, urn.signer.public_key)
    assert (receipt.tracker, receipt.election) == (outcome.tracker, urn.uuid)
    assert urn.roll.signed == {ANNE} and outcome.replaced is False


def test_a_receipt_says_nothing_of_the_choice_the_weight_or_the_voter(urn):
    from ballots.voting.receipts import verify_document

    light, heavy = urn.cast(ANNE, ANNE, FOR), urn.cast(CLEO, CLEO, AGAINST)
    said = [verify_document(one.receipt, urn.signer.public_key) for one in (light, heavy)]
    assert [set(one) for one in said] == [
        {"kind", "election", "fingerprint", "tracker", "board"}
    ] * 2
    assert {k: v for k, v in said[0].items() if k != "tracker"} == {
        k: v for k, v in said[1].items() if k != "tracker"
    }


def test_the_last_ballot_of_a_right_counts(urn):
    urn.cast(CLEO, CLEO, FOR)
    assert urn.cast(CLEO, CLEO, AGAINST).replaced is True
    urn.cast(ANNE, ANNE, FOR)
    closing.end_voting(urn.session, urn.uuid)
    closing.add_decryption(urn.session, urn.uuid, 1, decrypt(urn.session, urn.uuid, urn.trustee))
    assert closing.finish(urn.session, urn.uuid) == ((1, 3),)


def test_a_code_of_another_weight_does_not_vote_on_a_line(urn):
    assert urn.refusal(ANNE, secret_of=CLEO) == "ballot.wrong-right"
    assert urn.refusal(CLEO, secret_of=ANNE) == "ballot.wrong-right"
    assert urn.roll.signed == set()


def test_a_code_that_has_voted_does_not_vote_on_a_line_that_has_not(urn):
    urn.cast(BOB, BOB)
    assert urn.refusal(ANNE, secret_of=BOB) == "ballot.wrong-right"


def test_a_line_that_has_voted_takes_no_code_that_has_not(urn):
    urn.cast(ANNE, ANNE)
    assert urn.refusal(ANNE, secret_of=BOB) == "ballot.wrong-right"


def test_a_second_vote_is_refused_where_the_host_allows_none(urn):
    urn.roll.may_revote = False
    urn.cast(ANNE, ANNE)
    assert urn.refusal(ANNE, secret_of=ANNE) == "ballot.already-cast"


def test_the_same_bytes_are_in_the_box_once(urn):
    opened = load_election(urn.session, urn.uuid)
    raw = prepare_ballot(opened.election, opened.fingerprint, urn.secrets[ANNE], FOR)
    first = urn.put(ANNE, raw)
    with pytest.raises(BallotsError, match=r"ballot\.replayed"):
        urn.put(ANNE, raw)
    assert casting.repeated_receipt(urn.session, urn.signer, urn.uuid, raw) == first.receipt


def test_bytes_that_are_in_no_box_get_no_receipt(urn):
    assert casting.repeated_receipt(urn.session, urn.signer, urn.uuid, b"{}") is None


def test_a_ballot_verified_before_the_closing_is_refused_after_it(urn):
    opened = load_election(urn.session, urn.uuid)
    raw = prepare_ballot(opened.election, opened.fingerprint, urn.secrets[ANNE], FOR)
    checked = casting.verify_ballot(urn.session, urn.uuid, raw)
    closing.end_voting(urn.session, urn.uuid)
    box = casting.BallotBox(urn.session, urn.roll, urn.signer)
    with pytest.raises(RefusedError, match=r"box\.closed"):
        casting.cast_ballot(box, checked, ANNE, ANNE)
    assert urn.roll.signed == set()


def test_the_host_is_asked_before_anything_is_written(urn):
    opened = load_election(urn.session, urn.uuid)
    raw = prepare_ballot(opened.election, opened.fingerprint, urn.secrets[ANNE], FOR)
    checked = casting.verify_ballot(urn.session, urn.uuid, raw)
    box = casting.BallotBox(urn.session, urn.roll, urn.signer)
    before = read.head(urn.session, urn.uuid)
    with pytest.raises(RefusedError, match=r"roll\.not-your-right"):
        casting.cast_ballot(box, checked, BOB, ANNE)
    assert read.head(urn.session, urn.uuid) == before
