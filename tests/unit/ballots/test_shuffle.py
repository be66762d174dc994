"""Shuffles: what is proved, and that nothing else passes for it."""

from dataclasses import replace

import pytest

from ballots.crypto.edwards import Point
from ballots.crypto.elgamal import Ciphertext, encrypt, multiply
from ballots.crypto.generators import generators
from ballots.crypto.named_groups import BELENIOS_2048, ED25519, RFC_3526_2048
from ballots.crypto.randomness import draw_exponent, draw_permutation
from ballots.crypto.shuffle import Commitments, Responses, shuffle, verify_shuffle
from ballots.errors import InvalidProofError

G = ED25519
SECRET = 4321
KEY = G.power_g(SECRET)
PHI = "A" * 43
NUMBERS = [3, 1, 2, 1]


def ciphertexts(group=G, key=KEY, numbers=NUMBERS):
    return [encrypt(group, key, number, draw_exponent(group)) for number in numbers]


def opened(group, secret, ciphertext):
    return group.divide(ciphertext.beta, group.power(ciphertext.alpha, secret))


@pytest.fixture(scope="module")
def inputs():
    return ciphertexts()


@pytest.fixture(scope="module")
def mixed(inputs):
    return shuffle(G, KEY, PHI, inputs)


@pytest.mark.parametrize(
    "group", [BELENIOS_2048, RFC_3526_2048, ED25519], ids=lambda group: group.name
)
def test_a_shuffle_hides_the_order_keeps_the_numbers_and_proves_it(group):
    key = group.power_g(SECRET)
    given = ciphertexts(group, key, [5, 6, 7])

    outputs, proof = shuffle(group, key, PHI, given)

    verify_shuffle(group, key, PHI, given, outputs, proof)
    assert not {one.alpha for one in outputs} & {one.alpha for one in given}
    assert sorted(map(str, (opened(group, SECRET, one) for one in outputs))) == sorted(
        str(group.power_g(number)) for number in (5, 6, 7)
    )


@pytest.mark.parametrize("number", [0, 1])
def test_nothing_and_one_ciphertext_are_shuffled_too(number):
    given = ciphertexts()[:number]
    outputs, proof = shuffle(G, KEY, PHI, given)

    verify_shuffle(G, KEY, PHI, given, outputs, proof)
    assert len(outputs) == number


def test_every_order_comes_up():
    assert {tuple(draw_permutation(3)) for _ in range(400)} == {
        (0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0),
    }  # fmt: skip


def test_generators_are_distinct_and_a_group_that_has_too_few_is_refused(toy):
    assert len(set(generators(G, 20))) == 21
    with pytest.raises(ValueError, match="not independent"):
        generators(toy, 400)


def plus_one(numbers, place):
    numbers = list(numbers)
    numbers[place] = (numbers[place] + 1) % G.q
    return tuple(numbers)


def times_g(elements, place):
    elements = list(elements)
    elements[place] = G.multiply(elements[place], G.g)
    return tuple(elements)


def exchanged(row):
    return (row[1], row[0], *row[2:])


def spoilt_proofs(proof):
    """Return the proof with each of its parts changed, one at a time."""
    shown, answers = proof.commitments, proof.responses
    for i in range(5):
        yield replace(proof, commitments=replace(shown, single=times_g(shown.single, i)))
    for i in range(4):
        yield replace(proof, responses=replace(answers, single=plus_one(answers.single, i)))
    for i in range(len(NUMBERS)):
        yield replace(proof, commitments=replace(shown, links=times_g(shown.links, i)))
        yield replace(proof, responses=replace(answers, links=plus_one(answers.links, i)))
        yield replace(proof, responses=replace(answers, places=plus_one(answers.places, i)))
        yield replace(proof, permutation=times_g(proof.permutation, i))
        yield replace(proof, chain=times_g(proof.chain, i))
    yield replace(proof, permutation=exchanged(proof.permutation))
    yield replace(proof, chain=exchanged(proof.chain))


def refusal(*arguments):
    with pytest.raises(InvalidProofError) as refused:
        verify_shuffle(G, *arguments)
    return refused.value.code


def test_a_proof_with_any_part_changed_is_refused(inputs, mixed):
    outputs, proof = mixed
    spoilt = list(spoilt_proofs(proof))

    assert len(spoilt) == 31
    for one in spoilt:
        assert refusal(KEY, PHI, inputs, outputs, one) == "proof.wrong-challenge"


def reencrypted(one, number=0):
    return multiply(G, (one, encrypt(G, KEY, number, 77)))


def test_other_outputs_are_refused(inputs, mixed):
    outputs, proof = mixed
    for other in (
        exchanged(outputs),
        (outputs[1], *outputs[1:]),  # a vote replaced by a copy of another
        (reencrypted(outputs[0]), *outputs[1:]),
        (reencrypted(outputs[0], 1), *outputs[1:]),
        tuple(inputs),
    ):
        assert refusal(KEY, PHI, inputs, other, proof) == "proof.wrong-challenge"


def test_a_proof_holds_for_its_inputs_its_key_and_its_election_only(inputs, mixed):
    outputs, proof = mixed
    for key, phi, given in (
        (G.power_g(9), PHI, inputs),
        (KEY, "B" * 43, inputs),
        (KEY, PHI, exchanged(inputs)),
        (KEY, PHI, [reencrypted(inputs[0]), *inputs[1:]]),
    ):
        assert refusal(key, phi, given, outputs, proof) == "proof.wrong-challenge"


def test_the_simulated_proof_of_a_lie_is_refused(inputs):
    """A prover who replaced a vote and runs the protocol all the same is not believed."""
    outputs, _ = shuffle(G, KEY, PHI, inputs)
    _, proof = shuffle(G, KEY, PHI, [reencrypted(inputs[0], 1), *inputs[1:]])

    assert refusal(KEY, PHI, inputs, outputs, proof) == "proof.wrong-challenge"


def test_lengths_that_do_not_agree_are_refused(inputs, mixed):
    outputs, proof = mixed
    shown, answers = proof.commitments, proof.responses
    for given, made, shorter in (
        (inputs[:-1], outputs, proof),
        (inputs, outputs[:-1], proof),
        (inputs, outputs, replace(proof, chain=proof.chain[:-1])),
        (inputs, outputs, replace(proof, permutation=(*proof.permutation, G.g))),
        (inputs, outputs, replace(proof, commitments=Commitments(shown.single[:-1], shown.links))),
        (inputs, outputs, replace(proof, commitments=Commitments(shown.single, shown.links[:-1]))),
        (inputs, outputs, replace(proof, responses=replace(answers, single=answers.single[:-1]))),
        (inputs, outputs, replace(proof, responses=replace(answers, links=()))),
        (inputs, outputs, replace(proof, responses=replace(answers, places=()))),
    ):
        assert refusal(KEY, PHI, given, made, shorter) == "proof.wrong-shape"


def test_responses_beyond_the_order_are_refused(inputs, mixed):
    outputs, proof = mixed
    answers = proof.responses
    beyond = [
        Responses((answers.single[0] + G.q, *answers.single[1:]), answers.links, answers.places),
        Responses(answers.single, (answers.links[0] + G.q, *answers.links[1:]), answers.places),
        Responses(answers.single, answers.links, (answers.places[0] - G.q, *answers.places[1:])),
    ]
    for one in beyond:
        changed = replace(proof, responses=one)
        assert refusal(KEY, PHI, inputs, outputs, changed) == "proof.out-of-range"


def test_elements_outside_the_group_are_refused(inputs, mixed):
    outputs, proof = mixed
    minus_one = Point((2**255 - 20).to_bytes(32, "little"))  # the point of order 2
    outside = G.multiply(outputs[0].alpha, minus_one)

    assert refusal(
        KEY, PHI, inputs, (Ciphertext(outside, outputs[0].beta), *outputs[1:]), proof
    ) == ("proof.not-in-group")
    assert refusal(
        KEY, PHI, inputs, (Ciphertext(outputs[0].alpha, outside), *outputs[1:]), proof
    ) == ("proof.not-in-group")
    for changed in (
        replace(proof, permutation=(outside, *proof.permutation[1:])),
        replace(proof, chain=(outside, *proof.chain[1:])),
    ):
        assert refusal(KEY, PHI, inputs, outputs, changed) == "proof.not-in-group"
