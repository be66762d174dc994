"""What a shuffle proves (énoncé du mélange), and what both of its sides compute of it.

The prover's commitments and the verifier's come out of one function: the one gives it nonces, the
other responses.

Source: belenios-format §10.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.group import Element, Exponent, Group


@dataclass(frozen=True, slots=True)
class Commitments:
    """The five single commitments t of the source, and one for each link of the chain."""

    single: tuple[Element, ...]  # t1, t2, t3, t41, t42
    links: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Responses:
    """The four single responses s of the source, and two for each ciphertext."""

    single: tuple[Exponent, ...]  # s1, s2, s3, s4
    links: tuple[Exponent, ...]
    places: tuple[Exponent, ...]


@dataclass(frozen=True, slots=True)
class ShuffleProof:
    """What a mixing trustee shows: that its outputs are its inputs, permuted and re-encrypted."""

    commitments: Commitments
    responses: Responses
    permutation: tuple[Element, ...]  # c of the source
    chain: tuple[Element, ...]  # c hat


@dataclass(frozen=True, slots=True)
class Statement:
    """What is proved, with the hashes that both sides compute."""

    group: Group
    key: Element
    fingerprint: str
    inputs: Sequence[Ciphertext]
    outputs: Sequence[Ciphertext]

    def hashed(self, permutation: Sequence[Element]) -> str:
        """Write inputs, outputs and permutation as every challenge hashes them."""
        return _pairs(self.inputs) + _pairs(self.outputs) + _texts(permutation)

    def weights(self, permutation: Sequence[Element]) -> list[Exponent]:
        """Return u of the source: one challenge for each input."""
        whole = _hex(f"shuffle-challenges|{self.fingerprint}|{self.hashed(permutation)}")
        places = range(len(self.inputs))
        return [int(_hex(whole + _hex(str(place))), 16) % self.group.q for place in places]

    def challenge(
        self, shown: Commitments, permutation: Sequence[Element], chain: Sequence[Element]
    ) -> Exponent:
        """Return the challenge over everything shown before it."""
        commitments = _texts(shown.single) + _texts(shown.links)
        seen = self.hashed(permutation) + _texts(chain) + str(self.key)
        return int(_hex(f"shuffle-challenge|{self.fingerprint}|{commitments}{seen}"), 16) % (
            self.group.q
        )


def commit(
    statement: Statement, bases: Sequence[Element], chain: Sequence[Element], nonces: Responses
) -> Commitments:
    """Return the commitments t of the source that ``nonces`` make.

    Args:
        bases: h, then one independent generator for each input.
        chain: the links; each commitment rests on the link before it.
    """
    group = statement.group
    first, second, third, fourth = nonces.single
    alphas, betas = columns(statement.outputs)
    h, *others = bases
    links = [
        group.multiply(group.power_g(nonce), group.power(before, place))
        for nonce, before, place in zip(nonces.links, [h, *chain], nonces.places, strict=False)
    ]
    return Commitments(
        (
            group.power_g(first),
            group.power_g(second),
            group.multiply(group.power_g(third), group.multi_power(others, nonces.places)),
            group.multiply(
                group.power_fixed(statement.key, -fourth), group.multi_power(betas, nonces.places)
            ),
            group.multiply(group.power_g(-fourth), group.multi_power(alphas, nonces.places)),
        ),
        tuple(links),
    )


def columns(ciphertexts: Iterable[Ciphertext]) -> tuple[list[Element], list[Element]]:
    """Return all alphas and all betas."""
    pairs = [(one.alpha, one.beta) for one in ciphertexts]
    return [alpha for alpha, _ in pairs], [beta for _, beta in pairs]


def _pairs(ciphertexts: Iterable[Ciphertext]) -> str:
    return "".join(f"{one.alpha},{one.beta}," for one in ciphertexts)


def _texts(elements: Iterable[Element]) -> str:
    return "".join(f"{element}," for element in elements)


def _hex(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
