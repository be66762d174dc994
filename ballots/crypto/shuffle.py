"""A verifiable shuffle (mélange prouvé): ciphertexts re-encrypted and permuted, with its proof.

The proof of Terelius and Wikström: commitments to a permutation matrix, a chain that shows it is
one, and the batched statement that the outputs are the inputs permuted by it. Unlike everywhere
else in the format, responses are nonce *plus* secret times challenge.
"""

from collections.abc import Iterable, Sequence

from ballots.crypto.elgamal import Ciphertext, encrypt_element
from ballots.crypto.generators import generators
from ballots.crypto.group import Element, Exponent, Group
from ballots.crypto.randomness import draw_exponent, draw_permutation
from ballots.crypto.shuffle_statement import (
    Commitments,
    Responses,
    ShuffleProof,
    Statement,
    columns,
    commit,
)
from ballots.errors import InvalidProofError

__all__ = ["Commitments", "Responses", "ShuffleProof", "shuffle", "verify_shuffle"]


def shuffle(
    group: Group, key: Element, fingerprint: str, inputs: Sequence[Ciphertext]
) -> tuple[tuple[Ciphertext, ...], ShuffleProof]:
    """Permute and re-encrypt ``inputs`` at random; return the outputs and their proof.

    Args:
        key: the election's public key.
        fingerprint: of the archived election bytes; the proof is bound to it.
    """
    order = draw_permutation(len(inputs))
    fresh = [draw_exponent(group) for _ in inputs]
    outputs = tuple(_reencrypt(group, key, inputs[i], fresh[i]) for i in order)
    statement = Statement(group, key, fingerprint, inputs, outputs)
    return outputs, _prove(statement, order, fresh)


def verify_shuffle(
    group: Group,
    key: Element,
    fingerprint: str,
    inputs: Sequence[Ciphertext],
    outputs: Sequence[Ciphertext],
    proof: ShuffleProof,
) -> None:
    """Raise unless ``outputs`` are ``inputs`` permuted and re-encrypted.

    Args:
        key, inputs: already known to be in the group.
        outputs, proof: from outside; lengths, ranges and memberships are checked here.
    Raises:
        InvalidProofError: proof.wrong-shape, .out-of-range, .not-in-group or .wrong-challenge.
    Source: belenios-format §10.
    """
    _require_shape(group, len(inputs), outputs, proof)
    for one in outputs:
        group.require(one.alpha, one.beta)
    group.require(*proof.permutation, *proof.chain)
    statement = Statement(group, key, fingerprint, inputs, outputs)
    weights = statement.weights(proof.permutation)
    asked = statement.challenge(proof.commitments, proof.permutation, proof.chain)
    if _recomputed(statement, proof, weights, asked) != proof.commitments:
        raise InvalidProofError("proof.wrong-challenge")


def _prove(statement: Statement, order: Sequence[int], fresh: Sequence[Exponent]) -> ShuffleProof:
    group, q = statement.group, statement.group.q
    number = len(order)
    h, *bases = generators(group, number)
    committed = [draw_exponent(group) for _ in order]
    permutation: list[Element] = [group.neutral] * number
    for base, i in zip(bases, order, strict=True):
        permutation[i] = group.multiply(group.power_g(committed[i]), base)
    weights = statement.weights(permutation)
    permuted = [weights[i] for i in order]
    linked = [draw_exponent(group) for _ in order]
    chain = _chain(group, h, linked, permuted)
    nonces = _draw_nonces(group, number)
    shown = commit(statement, [h, *bases], chain, nonces)
    asked = statement.challenge(shown, permutation, chain)
    secrets = (
        sum(committed),
        sum(_tail_products(linked, permuted, q)),
        _dot(committed, weights),
        _dot(fresh, weights),
    )
    responses = Responses(
        _answers(nonces.single, secrets, asked, q),
        _answers(nonces.links, linked, asked, q),
        _answers(nonces.places, permuted, asked, q),
    )
    return ShuffleProof(shown, responses, tuple(permutation), tuple(chain))


def _recomputed(
    statement: Statement, proof: ShuffleProof, weights: Sequence[Exponent], asked: Exponent
) -> Commitments:
    """Return the commitments that the responses ask for: those shown, when the proof holds."""
    group, answers = statement.group, proof.responses
    h, *bases = generators(group, len(weights))
    all_weights = 1
    for weight in weights:
        all_weights = all_weights * weight % group.q
    last = proof.chain[-1] if proof.chain else h
    alphas, betas = columns(statement.inputs)
    claims = (
        group.divide(group.product(proof.permutation), group.product(bases)),
        group.divide(last, group.power(h, all_weights)),
        group.multi_power(proof.permutation, weights),
        group.multi_power(betas, weights),
        group.multi_power(alphas, weights),
    )
    nonces = commit(statement, [h, *bases], proof.chain, answers)
    single = (
        group.divide(known, group.power(claim, asked))
        for known, claim in zip(nonces.single, claims, strict=True)
    )
    links = (
        group.divide(known, group.power(link, asked))
        for known, link in zip(nonces.links, proof.chain, strict=True)
    )
    return Commitments(tuple(single), tuple(links))


def _require_shape(
    group: Group, number: int, outputs: Sequence[Ciphertext], proof: ShuffleProof
) -> None:
    shown, answers = proof.commitments, proof.responses
    of_each = (outputs, shown.links, answers.links, answers.places, proof.permutation, proof.chain)
    single = len(shown.single) == 5 and len(answers.single) == 4
    if not single or any(len(one) != number for one in of_each):
        raise InvalidProofError("proof.wrong-shape", expected=number)
    if not group.has_exponents(*answers.single, *answers.links, *answers.places):
        raise InvalidProofError("proof.out-of-range")


def _chain(
    group: Group, h: Element, linked: Sequence[Exponent], permuted: Sequence[Exponent]
) -> list[Element]:
    chain, last = [], h
    for nonce, weight in zip(linked, permuted, strict=True):
        last = group.multiply(group.power_g(nonce), group.power(last, weight))
        chain.append(last)
    return chain


def _tail_products(
    linked: Sequence[Exponent], permuted: Sequence[Exponent], q: Exponent
) -> Iterable[Exponent]:
    """Yield each link's secret times the weights of all links after it, from the last."""
    after = 1
    for secret, weight in zip(reversed(linked), reversed(permuted), strict=True):
        yield secret * after
        after = after * weight % q


def _draw_nonces(group: Group, number: int) -> Responses:
    single, links, places = (
        tuple(draw_exponent(group) for _ in range(n)) for n in (4, number, number)
    )
    return Responses(single, links, places)


def _reencrypt(group: Group, key: Element, one: Ciphertext, randomness: Exponent) -> Ciphertext:
    mask = encrypt_element(group, key, one.beta, randomness)
    return Ciphertext(group.multiply(one.alpha, mask.alpha), mask.beta)


def _answers(
    nonces: Iterable[Exponent], secrets: Iterable[Exponent], asked: Exponent, q: Exponent
) -> tuple[Exponent, ...]:
    pairs = zip(nonces, secrets, strict=True)
    return tuple((nonce + asked * secret) % q for nonce, secret in pairs)


def _dot(left: Iterable[Exponent], right: Iterable[Exponent]) -> Exponent:
    return sum(one * other for one, other in zip(left, right, strict=True))
