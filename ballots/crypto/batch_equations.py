"""The equations of many proofs, checked all at once (vérification par lots).

Who is *given* the commitments of a proof hashes them, and what is left are equations between group
elements: A = g^r * alpha^c, B = y^r * (beta / g^n)^c. Each is raised to a random 128-bit number and
all are multiplied; a wrong equation survives with probability 2^-128.

That holds for elements of the group only, of prime order q. Elsewhere an error of small order
(-1, or an element of order 3) survives half or a third of the time. So every element that enters,
ciphertexts *and* commitments, passes the subset test too. The bits of the random exponents choose
the subsets, so one pass serves both; ciphertexts get a random exponent of their own, on both sides
of the combination. For data that are fixed beforehand, either an element is outside and the subsets
tell, or all are inside and the combination tells: an error of 2^-128 each, over the same draw.

Source: performance notes §3.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from ballots.crypto.batch_membership import SUBSETS, are_reduced, products_belong
from ballots.crypto.buckets import product_and_subsets, product_of_powers
from ballots.crypto.disjunction import Statement, require_shape, require_sum
from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.finite_field import FiniteField
from ballots.crypto.group import Element, Exponent
from ballots.crypto.proofs import Proof
from ballots.crypto.randomness import draw_bits
from ballots.crypto.schnorr import require_hash_challenge

BITS = SUBSETS


@dataclass(frozen=True, slots=True)
class _Branch:
    """A = g^r * alpha^c and B = y^r * (beta / g^number)^c, alpha and beta products of received."""

    a: Element
    b: Element
    proof: Proof
    number: int
    received: Sequence[Ciphertext]


@dataclass(frozen=True, slots=True)
class _Signature:
    """A = g^r * public^c, the public key a verified one of the list."""

    a: Element
    proof: Proof
    public: Element


@dataclass(slots=True)
class Equations:
    """The equations of one ballot, collected once their hashes have been checked."""

    group: FiniteField
    branches: list[_Branch] = field(default_factory=list)
    signatures: list[_Signature] = field(default_factory=list)

    def add_statement(self, statement: Statement, commitments: Sequence[Element]) -> None:
        """Check the hash of given ``commitments`` exactly, and keep their equations for later.

        Args:
            commitments: A and B of each branch, from outside, as many as the statement has.
        Raises:
            InvalidProofError: proof.wrong-shape, .out-of-range or .wrong-challenge.
        """
        if len(commitments) != 2 * len(statement.proofs):
            raise ValueError("two commitments for each branch")
        require_shape(self.group, statement)
        require_sum(self.group, statement, commitments)
        pairs = iter(zip(commitments[::2], commitments[1::2], strict=True))
        for one, proofs in statement.shared_out():
            for number, proof in zip(one.numbers, proofs, strict=True):
                self.branches.append(_Branch(*next(pairs), proof, number, one.received))

    def add_signature(
        self, public: Element, digest: str, proof: Proof, commitment: Element
    ) -> None:
        """Check the hash of a ballot's signature exactly, and keep its equation for later.

        Args:
            public: known to be in the group.
            commitment: from outside.
        Raises:
            InvalidProofError: proof.out-of-range or .wrong-challenge.
        """
        require_hash_challenge(self.group, digest, proof, commitment)
        self.signatures.append(_Signature(commitment, proof, public))


def all_hold(group: FiniteField, key: Element, ballots: Sequence[Equations]) -> bool:
    """Tell whether every element belongs to the group and every equation of ``ballots`` holds.

    An error of either kind has probability 2^-128: all random numbers are drawn here, after
    everything they bear on is fixed.
    """
    branches = [branch for ballot in ballots for branch in ballot.branches]
    signatures = [signature for ballot in ballots for signature in ballot.signatures]
    given = [element for one in branches for element in (one.a, one.b)]
    given += [one.a for one in signatures]
    received = {one for branch in branches for one in branch.received}
    parts = list({element for one in received for element in (one.alpha, one.beta)})
    if not given or not are_reduced(group, (*given, *parts)):
        return not given
    if group.is_safe:
        if not group.has(*given, *parts):
            return False
        drawn = draw_bits(len(given), BITS)
        left: Element = product_of_powers(cast("list[int]", given), drawn, group.p)
        return left == _right(group, key, branches, signatures, drawn, {})
    every = cast("list[int]", [*given, *parts])
    drawn = draw_bits(len(every), BITS)
    left, subsets = product_and_subsets(every, drawn, group.p, BITS)
    besides = dict(zip(parts, drawn[len(given) :], strict=True))
    return products_belong(group, subsets) and left == _right(
        group, key, branches, signatures, drawn[: len(given)], besides
    )


def _right(
    group: FiniteField,
    key: Element,
    branches: Sequence[_Branch],
    signatures: Sequence[_Signature],
    drawn: Sequence[int],
    besides: Mapping[Element, Exponent],
) -> Element:
    """Return what the product must be, from the bases of the equations.

    Args:
        besides: powers of received elements that stand on both sides.
    """
    of_g = of_key = 0
    exponents: defaultdict[Element, Exponent] = defaultdict(int, besides)
    draws = iter(drawn)
    for one in branches:
        first, second = next(draws), next(draws)
        c, r = one.proof.challenge, one.proof.response
        of_g += first * r - second * one.number * c
        of_key += second * r
        for ciphertext in one.received:
            exponents[ciphertext.alpha] += first * c
            exponents[ciphertext.beta] += second * c
    for signature, only in zip(signatures, draws, strict=True):
        of_g += only * signature.proof.response
        exponents[signature.public] += only * signature.proof.challenge
    reduced = [exponent % group.q for exponent in exponents.values()]
    known = group.multiply(group.power_g(of_g), group.power_fixed(key, of_key))
    return group.multiply(known, group.multi_power(list(exponents), reduced))
