"""cast_ballot with a host of its own: what the box asks of a roll, and what it refuses."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from ballots.errors import BallotsError, RefusedError
from ballots.services import casting, closing, setup
from ballots.store import read
from ballots.store.base import Base
from ballots.voting.receipts import verify_receipt
from tests.simulators.urns import Urn, open_urn

FOR, AGAINST = [[1, 0]], [[0, 1]]
ANNE, BOB, CLEO = 1, 2, 3  # lines; the persons who exercise them have the same numbers
WEIGHTS = {ANNE: 1, BOB: 1, CLEO: 3}


def cast(urn: Urn, line: int, secret_of: int, choices=FOR) -> casting.CastOutcome:
    return urn.put(line, urn.ballot(secret_of, choices))


def refusal(urn: Urn, line: int, secret_of: int) -> str:
    before = read.head(urn.session, urn.uuid)
    with pytest.raises(BallotsError) as refused:
        cast(urn, line, secret_of)
    assert read.head(urn.session, urn.uuid) == before
    return refused.value.code


@pytest.fixture
def urn() -> Iterator[Urn]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield open_urn(session, WEIGHTS, setup.Question("Oui ?", ("Pour", "Contre"), 1, 1))
    engine.dispose()


def test_a_ballot_goes_in_signs_its_line_and_gives_a_receipt(urn):
    outcome = cast(urn, ANNE, ANNE)
    receipt = verify_receipt(outcome.receipt, urn.signer.public_key)
    assert (receipt.tracker, receipt.election) == (outcome.tracker, urn.uuid)
    assert urn.roll.signed == {ANNE} and outcome.replaced is False


def test_a_receipt_says_nothing_of_the_choice_the_weight_or_the_voter(urn):
    from ballots.voting.receipts import verify_document

    light, heavy = cast(urn, ANNE, ANNE, FOR), cast(urn, CLEO, CLEO, AGAINST)
    said = [verify_document(one.receipt, urn.signer.public_key) for one in (light, heavy)]
    assert [set(one) for one in said] == [
        {"kind", "election", "fingerprint", "tracker", "board"}
    ] * 2
    assert {k: v for k, v in said[0].items() if k != "tracker"} == {
        k: v for k, v in said[1].items() if k != "tracker"
    }


def test_the_last_ballot_of_a_right_counts(urn):
    cast(urn, CLEO, CLEO, FOR)
    assert cast(urn, CLEO, CLEO, AGAINST).replaced is True
    cast(urn, ANNE, ANNE, FOR)
    closing.end_voting(urn.session, urn.uuid)
    urn.decrypt()
    assert closing.finish(urn.session, urn.uuid) == ((1, 3),)


def test_a_code_of_another_weight_does_not_vote_on_a_line(urn):
    assert refusal(urn, ANNE, secret_of=CLEO) == "ballot.wrong-right"
    assert refusal(urn, CLEO, secret_of=ANNE) == "ballot.wrong-right"
    assert urn.roll.signed == set()


def test_a_code_that_has_voted_does_not_vote_on_a_line_that_has_not(urn):
    cast(urn, BOB, BOB)
    assert refusal(urn, ANNE, secret_of=BOB) == "ballot.wrong-right"


def test_a_line_that_has_voted_takes_no_code_that_has_not(urn):
    cast(urn, ANNE, ANNE)
    assert refusal(urn, ANNE, secret_of=BOB) == "ballot.wrong-right"


def test_a_second_vote_is_refused_where_the_host_allows_none(urn):
    urn.roll.may_revote = False
    cast(urn, ANNE, ANNE)
    assert refusal(urn, ANNE, secret_of=ANNE) == "ballot.already-cast"


def test_the_same_bytes_are_in_the_box_once(urn):
    raw = urn.ballot(ANNE, FOR)
    first = urn.put(ANNE, raw)
    with pytest.raises(BallotsError, match=r"ballot\.replayed"):
        urn.put(ANNE, raw)
    assert casting.repeated_receipt(urn.session, urn.signer, urn.uuid, raw) == first.receipt


def test_bytes_that_are_in_no_box_get_no_receipt(urn):
    assert casting.repeated_receipt(urn.session, urn.signer, urn.uuid, b"{}") is None


def test_a_ballot_verified_before_the_closing_is_refused_after_it(urn):
    raw = urn.ballot(ANNE, FOR)
    checked = casting.verify_ballot(urn.session, urn.uuid, raw)
    closing.end_voting(urn.session, urn.uuid)
    box = casting.BallotBox(urn.session, urn.roll, urn.signer)
    with pytest.raises(RefusedError, match=r"box\.closed"):
        casting.cast_ballot(box, checked, ANNE, ANNE)
    assert urn.roll.signed == set()


def test_the_host_is_asked_before_anything_is_written(urn):
    raw = urn.ballot(ANNE, FOR)
    checked = casting.verify_ballot(urn.session, urn.uuid, raw)
    box = casting.BallotBox(urn.session, urn.roll, urn.signer)
    before = read.head(urn.session, urn.uuid)
    with pytest.raises(RefusedError, match=r"roll\.not-your-right"):
        casting.cast_ballot(box, checked, BOB, ANNE)
    assert read.head(urn.session, urn.uuid) == before
