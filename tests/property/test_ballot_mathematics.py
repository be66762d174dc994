"""Laws of the ballot box's mathematics, held on a toy group and on BELENIOS-2048."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.crypto import powers
from ballots.crypto.blank_proof import (
    prove_blank_excludes,
    prove_blank_or_interval,
    verify_blank_excludes,
    verify_blank_or_interval,
)
from ballots.crypto.disjunction import Opening
from ballots.crypto.dlog_equality import prove_decryption, verify_decryption
from ballots.crypto.elgamal import encrypt, multiply, scale
from ballots.crypto.finite_field import FiniteField
from ballots.crypto.interval_proof import prove_interval, verify_interval
from ballots.crypto.named_groups import BELENIOS_2048
from ballots.crypto.randomness import BASE58
from ballots.crypto.schnorr import prove_key, sign_hash, verify_hash_signature, verify_key
from ballots.crypto.small_log import small_logs
from ballots.errors import InvalidProofError
from ballots.voting.credentials import normalise_code

TOY = FiniteField("TOY", p=2039, q=1019, g=4)  # toy groups live in tests only
SECRET = 77
KEY = TOY.power(TOY.g, SECRET)

nonces = st.integers(0, TOY.q - 1)
weights = st.integers(0, 40)
bits = st.integers(0, 1)
exponents = st.integers(0, int(BELENIOS_2048.q))


@given(st.lists(st.tuples(bits, weights, nonces), max_size=20))
def test_the_product_opens_to_the_weighted_sum(votes):
    product = multiply(
        TOY, [scale(TOY, encrypt(TOY, KEY, vote, r), weight) for vote, weight, r in votes]
    )

    opened = TOY.divide(product.beta, TOY.power(product.alpha, SECRET))

    assert opened == pow(TOY.g, sum(vote * weight for vote, weight, _ in votes), TOY.p)


@given(st.lists(st.integers(0, 800), min_size=1, max_size=5))
def test_a_small_logarithm_finds_the_number(numbers):
    elements = [TOY.power(TOY.g, number) for number in numbers]

    assert small_logs(TOY, elements, max(numbers)) == numbers


@given(st.integers(1, 800))
def test_a_number_beyond_the_bound_is_not_found(number):
    with pytest.raises(InvalidProofError):
        small_logs(TOY, [TOY.power(TOY.g, number)], number - 1)


@settings(max_examples=20, deadline=None)
@given(exponents, st.lists(exponents, min_size=1, max_size=4))
def test_tables_and_shared_chains_give_the_plain_power(exponent, several):
    group, p = BELENIOS_2048, int(BELENIOS_2048.p)
    base = group.power_g(12345)

    assert group.power_g(exponent) == pow(int(group.g), exponent, p)
    assert group.power_fixed(base, exponent) == pow(int(base), exponent, p)
    assert group.power_secret(base, exponent) == pow(int(base), exponent, p)
    assert group.powers(base, several) == [pow(int(base), one, p) for one in several]


@given(st.integers(2, 2**70), st.lists(st.integers(0, 2**90 - 1), min_size=2, max_size=3))
def test_a_shared_chain_is_right_for_any_base_and_length(base, several):
    modulus = 2**89 - 1

    assert powers.shared_powers(base, several, modulus, 90) == [
        pow(base, one, modulus) for one in several
    ]


@given(nonces, st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_an_honest_interval_proof_is_accepted(nonce, number, below, above):
    low, high = max(0, number - below), number + above
    choice = encrypt(TOY, KEY, number, nonce)

    proofs = prove_interval(TOY, KEY, "S", choice, Opening(nonce, number), low, high)

    verify_interval(TOY, KEY, "S", choice, low, high, proofs, check_membership=True)


@given(nonces, st.integers(0, 5), st.integers(0, 3), st.integers(0, 2))
def test_nobody_can_prove_an_interval_that_does_not_hold(nonce, number, low, span):
    if low <= number <= low + span:
        number = low + span + 1
    choice = encrypt(TOY, KEY, number, nonce)

    with pytest.raises(ValueError, match="no branch"):
        prove_interval(TOY, KEY, "S", choice, Opening(nonce, number), low, low + span)


@given(nonces, nonces, st.sampled_from([(1, 0), (0, 1), (0, 2)]))
def test_honest_blank_proofs_are_accepted(first, second, numbers):
    openings = Opening(first, numbers[0]), Opening(second, numbers[1])
    blank, rest = (encrypt(TOY, KEY, one.number, one.randomness) for one in openings)

    excludes = prove_blank_excludes(TOY, KEY, "S", *openings)
    interval = prove_blank_or_interval(TOY, KEY, "S", *openings, 1, 2)

    verify_blank_excludes(TOY, KEY, "S", blank, rest, excludes)
    verify_blank_or_interval(TOY, KEY, "S", blank, rest, 1, 2, interval)


@given(nonces, nonces)
def test_a_blank_vote_with_a_box_ticked_cannot_be_proved(first, second):
    with pytest.raises(ValueError, match="no branch"):
        prove_blank_excludes(TOY, KEY, "S", Opening(first, 1), Opening(second, 1))


@given(st.integers(1, TOY.q - 1), nonces)
def test_keys_signatures_and_decryptions_prove_themselves(secret, nonce):
    key = TOY.power(TOY.g, secret)
    choice = encrypt(TOY, key, 1, nonce)

    factor, proof = prove_decryption(TOY, "phi", secret, key, choice.alpha)

    verify_key(TOY, key, prove_key(TOY, secret, key))
    verify_hash_signature(TOY, key, "digest", sign_hash(TOY, secret, "digest"))
    verify_decryption(TOY, "phi", key, choice.alpha, factor, proof)
    assert TOY.divide(choice.beta, factor) == TOY.g


@given(st.integers(-5, 2 * TOY.p))
def test_membership_is_the_subgroup_and_nothing_else(element):
    members = {pow(TOY.g, exponent, TOY.p) for exponent in range(TOY.q)}

    assert TOY.has(element) == (element in members)
    assert TOY.has_key(element) == (element in members and element != 1)


@given(st.text(BASE58, min_size=22, max_size=22), st.sampled_from("- \u00a0–\n"))
def test_a_code_is_found_again_whatever_separates_its_pieces(bare, separator):
    code = normalise_code(bare)

    assert code.replace("-", "") == bare
    assert normalise_code(code.replace("-", separator)) == code
