"""Laws of the shared key: any t shares open, t-1 say nothing, and no wrong share passes."""

from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ballots.crypto.elgamal import encrypt
from ballots.crypto.finite_field import FiniteField
from ballots.crypto.named_groups import BELENIOS_2048, ED25519
from ballots.crypto.schnorr import sign_text, verify_text_signature
from ballots.crypto.shamir import (
    commit,
    committed_share,
    draw_polynomial,
    evaluate,
    interpolate,
    lagrange,
    verify_share,
)
from ballots.errors import BallotsError, InvalidProofError
from ballots.voting.key_share import SEED_LENGTH
from ballots.voting.tally import combine
from tests.simulators.ceremonies import COUNTS, hold_ceremony, vote

TOY = FiniteField("TOY", p=2039, q=1019, g=4)  # toy groups live in tests only

exponents = st.integers(0, TOY.q - 1)
polynomials = st.lists(exponents, min_size=1, max_size=6).map(tuple)


@st.composite
def shared(draw):
    """A polynomial and the indices of more trustees than its coefficients, or as many."""
    coefficients = draw(polynomials)
    size = draw(st.integers(len(coefficients), 9))
    indices = draw(st.permutations(range(1, size + 1)))
    return coefficients, indices[: len(coefficients)]


@given(shared(), st.integers(0, 1018))
def test_any_t_shares_open_what_was_encrypted_for_the_shared_key(found, randomness):
    coefficients, indices = found
    key = TOY.power_g(coefficients[0])
    choice = encrypt(TOY, key, 7, randomness)

    parts = {j: TOY.power(choice.alpha, evaluate(TOY, coefficients, j)) for j in indices}

    assert TOY.divide(choice.beta, interpolate(TOY, parts)) == TOY.power_g(7)


@given(shared(), exponents)
def test_t_minus_one_shares_agree_with_every_secret(found, other):
    """For any other secret there is a polynomial that gives the same t-1 shares."""
    coefficients, indices = found
    known = {j: evaluate(TOY, coefficients, j) for j in indices[:-1]}
    last = indices[-1]
    weights = {j: lagrange(TOY, j, indices) for j in indices}
    needed = (other - sum(weights[j] * share for j, share in known.items())) % TOY.q

    completed = known | {last: needed * pow(int(weights[last]), -1, TOY.q) % TOY.q}

    assert sum(weights[j] * share for j, share in completed.items()) % TOY.q == other


@given(shared())
def test_the_weights_of_a_set_sum_to_one_and_depend_on_no_order(found):
    _, indices = found
    weights = {j: lagrange(TOY, j, indices) for j in indices}

    assert sum(weights.values()) % TOY.q == 1
    assert weights == {j: lagrange(TOY, j, sorted(indices)) for j in indices}


@pytest.mark.parametrize("indices", [[], [2], [1, 1, 2], [1, 2, 2]])
def test_a_set_without_the_share_or_with_one_twice_is_a_callers_bug(indices):
    with pytest.raises(ValueError, match="distinct"):
        lagrange(TOY, 1, indices)


@given(polynomials, st.integers(1, 100))
def test_commitments_give_everyones_public_share(coefficients, index):
    elements = commit(TOY, coefficients)
    share = evaluate(TOY, coefficients, index)

    assert committed_share(TOY, elements, index) == TOY.power_g(share)
    verify_share(TOY, elements, index, share)


@given(polynomials, st.integers(1, 100), st.integers(-(10**6), 10**6))
def test_no_other_number_passes_for_a_share(coefficients, index, other):
    assume(other != evaluate(TOY, coefficients, index))

    with pytest.raises(InvalidProofError):
        verify_share(TOY, commit(TOY, coefficients), index, other)


@given(st.lists(polynomials.filter(lambda one: len(one) == 3), min_size=2, max_size=5))
def test_shares_of_several_polynomials_add_up_to_shares_of_their_sum(dealt):
    total = tuple(sum(row[k] for row in dealt) % TOY.q for k in range(3))
    for index in range(1, 6):
        assert sum(evaluate(TOY, row, index) for row in dealt) % TOY.q == evaluate(
            TOY, total, index
        )


@given(st.integers(1, TOY.q - 1), st.text(max_size=40))
def test_a_signed_text_verifies(secret, text):
    public = TOY.power_g(secret)

    verify_text_signature(TOY, public, text, sign_text(TOY, secret, text))


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_a_signature_is_of_one_text_and_one_key(text, other):
    assume(text != other)
    group = ED25519
    (secret,) = draw_polynomial(group, 1)
    public, proof = group.power_g(secret), sign_text(group, secret, text)

    with pytest.raises(InvalidProofError):
        verify_text_signature(group, public, other, proof)
    with pytest.raises(InvalidProofError):
        verify_text_signature(group, group.power_g(secret + 1), text, proof)


@settings(max_examples=6, deadline=None)
@given(st.integers(1, 4), st.data())
def test_a_whole_ceremony_opens_with_any_t_and_never_with_fewer(size, data):
    threshold = data.draw(st.integers(1, size))
    held = hold_ceremony(size, threshold, ED25519)
    small = vote([held.parameters], held.secrets(), ED25519)
    partials = {owner: small.verified(owner) for owner in small.secrets}

    def opened(owners):
        chosen = {owner: partials[owner] for owner in owners}
        return combine(small.election, small.tally.encrypted, chosen, small.entries, 100)

    for owners in combinations(partials, threshold):
        assert opened(owners).counts == COUNTS
    for owners in combinations(partials, threshold - 1):
        with pytest.raises(BallotsError) as refused:
            opened(owners)
        assert refused.value.code == "tally.too-few-decryptions"


def test_a_polynomial_is_drawn_afresh_and_over_the_whole_range():
    drawn = [one for _ in range(40) for one in draw_polynomial(BELENIOS_2048, 3)]

    assert len(set(drawn)) == len(drawn)
    assert all(0 <= one < BELENIOS_2048.q for one in drawn)
    assert max(drawn) > BELENIOS_2048.q // 2 > min(drawn)


def test_a_seed_carries_at_least_128_bits():
    assert 58**SEED_LENGTH > 2**128
