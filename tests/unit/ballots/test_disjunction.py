"""A proof of one of several statements, with more, fewer or larger numbers than it has branches."""

from dataclasses import replace

import pytest

from ballots.crypto.disjunction import (
    Claim,
    Encrypts,
    Opening,
    Statement,
    prove_one_of,
    verify_statement,
)
from ballots.crypto.elgamal import encrypt
from ballots.crypto.named_groups import ED25519
from ballots.crypto.proofs import Proof
from ballots.crypto.randomness import draw_exponent
from ballots.errors import InvalidProofError

G = ED25519
KEY = G.power_g(12345)


@pytest.fixture(scope="module")
def statement() -> Statement:
    """That a ciphertext of 1 encrypts 0, 1 or 2."""
    opening = Opening(draw_exponent(G), 1)
    ciphertext = encrypt(G, KEY, 1, opening.randomness)
    claims = [Claim(opening, number) for number in range(3)]
    proofs = prove_one_of(G, KEY, claims, "test")
    return Statement(("test",), (Encrypts(ciphertext, (0, 1, 2)),), proofs)


def refusal(statement: Statement) -> str:
    with pytest.raises(InvalidProofError) as refused:
        verify_statement(G, KEY, statement, check_membership=True)
    return refused.value.code


def test_a_true_statement_is_verified(statement):
    assert len(verify_statement(G, KEY, statement, check_membership=True)) == 6


def test_a_false_statement_is_not_proved():
    claims = [Claim(Opening(5, 2), number) for number in range(2)]
    with pytest.raises(ValueError, match="no branch"):
        prove_one_of(G, KEY, claims, "test")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda proofs: proofs[:-1], "proof.wrong-shape"),
        (lambda proofs: (*proofs, proofs[0]), "proof.wrong-shape"),
        (lambda proofs: (), "proof.wrong-shape"),
        (lambda proofs: (*proofs[:2], Proof(proofs[2].challenge, G.q)), "proof.out-of-range"),
        (lambda proofs: (*proofs[:2], Proof(-1, proofs[2].response)), "proof.out-of-range"),
        (lambda proofs: proofs[::-1], "proof.wrong-challenge"),
    ],
)
def test_proofs_that_do_not_fit_their_branches_are_refused(statement, change, code):
    assert refusal(replace(statement, proofs=change(tuple(statement.proofs)))) == code


def test_the_transcript_is_part_of_the_proof(statement):
    assert refusal(replace(statement, parts=("other",))) == "proof.wrong-challenge"
