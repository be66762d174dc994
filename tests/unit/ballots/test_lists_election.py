"""Lists questions from the ballot to the audit, on two groups; each proof tampered with."""

from dataclasses import replace

import pytest

from ballots.audit.archive import audit_archive
from ballots.audit.outcomes import Verdict
from ballots.crypto.disjunction import Opening
from ballots.crypto.elgamal import encrypt, multiply
from ballots.crypto.hashing import sha256_b64
from ballots.crypto.list_proof import NonzeroProof, prove_list, prove_nonzero, verify_nonzero
from ballots.crypto.named_groups import BELENIOS_2048, ED25519
from ballots.crypto.proofs import Proof
from ballots.crypto.schnorr import sign_hash
from ballots.errors import BallotsError, InvalidProofError, RefusedError
from ballots.protocol.ballot import Signature, encode_ballot, parse_ballot
from ballots.protocol.questions import ListsQuestion, Question
from ballots.voting.casting import check_ballot
from ballots.voting.lists import encrypt_lists
from tests.unit.ballots.whole_election import WholeElection

LISTS = ListsQuestion("Quelle liste ?", (("L1", "Ann", "Ben"), ("L2", "Cat")))
TICKED = Question("Quitus ?", ("Oui", "Non"), 1, 1)
FIRST, SECOND = ((1, 1, 0), (0, 0)), ((0, 0, 0), (1, 1))
BOTH_OF_FIRST = ((1, 1, 1), (0, 0))


@pytest.mark.parametrize("group", [ED25519, BELENIOS_2048], ids=lambda group: group.name)
def test_lists_are_added_up_with_their_weights_and_the_audit_holds_all_of_it(group):
    made = WholeElection(group, [TICKED, LISTS], (5, 1, 7))
    made.play([(0, [(1, 0), FIRST]), (1, [(1, 0), SECOND]), (2, [(0, 1), BOTH_OF_FIRST])])

    report = audit_archive(made.archive)

    assert report.verdict is Verdict.VERIFIED
    assert report.counted.results[1].counts == (
        ("L1", 12), ("Ann", 12), ("Ben", 7), ("L2", 1), ("Cat", 1),
    )  # fmt: skip
    assert made.chain[-1][1] == (b'{"result":[[6,7],[[12,12,7],[1,1]]]}',)


@pytest.mark.parametrize(
    "lists",
    [
        ((0, 0, 0), (0, 0)),  # no list
        ((1, 0, 0), (0, 0)),  # nobody of it
        ((1, 1, 0), (1, 1)),  # two lists
        ((1, 1, 0), (0, 1)),  # a candidate of another
        ((0, 1, 0), (0, 0)),  # a candidate without the list
        ((1, 2, 0), (0, 0)),
        ((1, 1), (0, 0)),
        ((1, 1, 0),),
        (1, 0),
    ],
)
def test_a_choice_that_the_question_does_not_allow_is_not_prepared(lists):
    made = WholeElection(ED25519, [LISTS], (1,))
    with pytest.raises(RefusedError, match=r"choice\.not-allowed"):
        made.prepare(0, [lists])


def forged(made, lists):
    """Encrypt lists that may not be chosen, as far as proofs can be made at all."""
    return encrypt_lists(made.election, "unused", lists)


@pytest.mark.parametrize(
    "lists",
    [((0, 0, 0), (0, 0)), ((1, 0, 0), (0, 0)), ((1, 1, 0), (1, 1)), ((1, 1, 0), (0, 1))],
)
def test_what_is_not_allowed_cannot_be_proved(lists):
    made = WholeElection(ED25519, [LISTS], (1,))
    with pytest.raises(ValueError, match=r"no branch|is zero"):
        forged(made, lists)


@pytest.fixture(scope="module")
def made() -> WholeElection:
    return WholeElection(ED25519, [LISTS], (3,))


@pytest.fixture(scope="module")
def ballot(made):
    return parse_ballot(made.prepare(0, [FIRST]), made.election)


def resigned(made, ballot):
    unsigned = encode_ballot(ballot)
    unsigned = unsigned[: unsigned.rindex(b',"signature":')] + b"}"
    digest = sha256_b64(unsigned)
    signature = Signature(digest, sign_hash(made.group, made.voters[0], digest))
    return encode_ballot(replace(ballot, signature=signature))


def raised(proof):
    return Proof(proof.challenge, (proof.response + 1) % ED25519.q)


def spoilt_answers(answer):
    individual = answer.individual_proofs
    first = (raised(individual[0][0][0]), individual[0][0][1])
    yield replace(answer, individual_proofs=((first, *individual[0][1:]), *individual[1:]))
    yield replace(answer, overall_proof=raised(answer.overall_proof))
    for place in (0, 1):
        proofs = list(answer.list_proofs)
        proofs[place] = (raised(proofs[place][0]), proofs[place][1])
        yield replace(answer, list_proofs=tuple(proofs))
    yield replace(answer, list_proofs=answer.list_proofs[::-1])
    choices = answer.choices
    yield replace(answer, choices=((choices[0][0], *choices[0][:0:-1]), *choices[1:]))
    nonzero = answer.nonzero_proof
    t1, t2 = nonzero.responses
    q, g = ED25519.q, ED25519.g
    for one in (
        replace(nonzero, responses=((t1 + 1) % q, t2)),
        replace(nonzero, responses=(t1, (t2 + 1) % q)),
        replace(nonzero, challenge=(nonzero.challenge + 1) % q),
        replace(nonzero, commitment=ED25519.multiply(nonzero.commitment, g)),
    ):
        yield replace(answer, nonzero_proof=one)


def test_an_answer_with_any_proof_changed_is_refused(made, ballot):
    spoilt = list(spoilt_answers(ballot.answers[0]))

    assert len(spoilt) == 10
    for one in spoilt:
        with pytest.raises(InvalidProofError, match=r"ballot\.bad-proof"):
            check_ballot(made.view, resigned(made, replace(ballot, answers=(one,))))
    check_ballot(made.view, resigned(made, ballot))


def test_a_number_outside_the_group_is_refused(made, ballot):
    (answer,) = ballot.answers
    order_two = ED25519.decode(f"{2**255 - 20:064x}")
    nonzero = answer.nonzero_proof
    away = ED25519.multiply(nonzero.commitment, order_two)
    row = answer.choices[1]
    alpha = ED25519.multiply(row[1].alpha, order_two)
    for one in (
        replace(answer, nonzero_proof=replace(nonzero, commitment=away)),
        replace(answer, choices=(answer.choices[0], (row[0], replace(row[1], alpha=alpha)))),
    ):
        with pytest.raises(InvalidProofError, match=r"ballot\.not-in-group"):
            check_ballot(made.view, resigned(made, replace(ballot, answers=(one,))))


@pytest.mark.parametrize("number", [1, 2, 9])
def test_a_number_that_is_not_zero_is_proved(number):
    group, key = ED25519, ED25519.power_g(77)
    opening = Opening(1234, number)
    choice = encrypt(group, key, number, 1234)

    proof = prove_nonzero(group, key, "S", choice, opening)

    verify_nonzero(group, key, "S", choice, proof)
    with pytest.raises(InvalidProofError, match="wrong-challenge"):
        verify_nonzero(group, key, "T", choice, proof)


def test_zero_is_not_proved_to_be_something_else():
    """With a number of zero the equations do hold, for a neutral commitment: it is refused."""
    group, key = ED25519, ED25519.power_g(77)
    zero = encrypt(group, key, 0, 1234)
    one = encrypt(group, key, 1, 99)
    honest = prove_nonzero(group, key, "S", one, Opening(99, 1))

    with pytest.raises(ValueError, match="zero"):
        prove_nonzero(group, key, "S", zero, Opening(1234, 0))
    neutral = NonzeroProof(group.neutral, honest.challenge, honest.responses)
    with pytest.raises(InvalidProofError, match=r"proof\.zero"):
        verify_nonzero(group, key, "S", zero, neutral)
    with pytest.raises(InvalidProofError, match=r"proof\.out-of-range"):
        verify_nonzero(group, key, "S", one, replace(honest, responses=(group.q, 0)))


def test_a_list_proof_does_not_serve_another_list(made, ballot):
    """The proof of an empty list does not pass for a list that has a candidate ticked."""
    group, key = made.group, made.election.public_key
    empty = Opening(5, 0)
    proofs = prove_list(group, key, "S", empty, Opening(6, 0))
    (answer,) = ballot.answers
    changed = replace(answer, list_proofs=(proofs, answer.list_proofs[1]))

    with pytest.raises(InvalidProofError):
        check_ballot(made.view, resigned(made, replace(ballot, answers=(changed,))))
    assert multiply(group, answer.choices[0]) != multiply(group, answer.choices[1])


def test_an_answer_of_another_shape_is_refused(made, ballot):
    raw = resigned(made, ballot)
    for spoil in (
        (b'"overall_proof":{', b'"overall_proof":[{'),
        (b'"nonzero_proof":', b'"nonzero":'),
        (b'"response":["', b'"response":["1","'),
        (b'"choices":[[', b'"choices":[['[:-1]),
    ):
        with pytest.raises(BallotsError, match=r"ballot\.malformed"):
            check_ballot(made.view, raw.replace(*spoil, 1))
