"""Proofs that one of several statements holds, without telling which (preuve disjonctive).

A statement says that a ciphertext encrypts a given number. The prover made the ciphertexts, so
every power it needs, in true and simulated branches alike, is one of g or of the election key.

Source: belenios-format §4, `prove|`, `bproof0|`, `bproof1|`, `lproof|`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.group import Element, Exponent, Group
from ballots.crypto.hashing import challenge
from ballots.crypto.proofs import Proof, require_range
from ballots.crypto.randomness import draw_exponent
from ballots.errors import InvalidProofError

Proofs = tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """What the maker of a ciphertext knows: its randomness and the number it encrypts."""

    randomness: Exponent
    number: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One branch: the ciphertext of ``opening`` encrypts ``number`` (true when it does)."""

    opening: Opening
    number: int


@dataclass(frozen=True, slots=True)
class Encrypts:
    """Branches of a proof to check: ``ciphertext`` encrypts one of ``numbers``, a branch each.

    ``factors``: the ciphertexts it is the product of; none when it comes from outside itself.
    """

    ciphertext: Ciphertext
    numbers: Sequence[int]
    factors: tuple[Ciphertext, ...] = ()

    @property
    def received(self) -> tuple[Ciphertext, ...]:
        """Return the ciphertexts from outside that these branches speak of."""
        return self.factors or (self.ciphertext,)


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole proof to check: the first parts of its transcript, its branches, its numbers."""

    parts: tuple[str, ...]
    branches: tuple[Encrypts, ...]
    proofs: Sequence[Proof]

    def shared_out(self) -> Iterator[tuple[Encrypts, Sequence[Proof]]]:
        """Yield the branches about each ciphertext with their proofs."""
        start = 0
        for one in self.branches:
            end = start + len(one.numbers)
            yield one, self.proofs[start:end]
            start = end


def prove_one_of(group: Group, key: Element, claims: Sequence[Claim], *parts: str) -> Proofs:
    """Prove that at least one of ``claims`` is true; the transcript begins with ``parts``."""
    true = next((i for i, claim in enumerate(claims) if claim.opening.number == claim.number), None)
    if true is None:
        raise ValueError("no branch of the proof is true")
    nonce = draw_exponent(group)
    proofs = [Proof(draw_exponent(group), draw_exponent(group)) for _ in claims]
    commitments: list[Element] = []
    for i, (claim, proof) in enumerate(zip(claims, proofs, strict=True)):
        commitments += _commit(group, key, claim, Proof(0, nonce) if i == true else proof)
    others = sum(proof.challenge for i, proof in enumerate(proofs) if i != true)
    asked = (challenge(group, *parts, commitments=commitments) - others) % group.q
    response = (nonce - claims[true].opening.randomness * asked) % group.q
    proofs[true] = Proof(asked, response)
    return tuple(proofs)


def _commit(group: Group, key: Element, claim: Claim, proof: Proof) -> tuple[Element, Element]:
    """Return the commitments of one branch, from powers of g and ``key`` alone."""
    exponent = proof.response + claim.opening.randomness * proof.challenge
    shift = (claim.opening.number - claim.number) * proof.challenge
    b = group.power_fixed(key, exponent)
    return group.power_g(exponent), group.multiply(b, group.power_g(shift)) if shift else b


def commitments(
    group: Group,
    key: Element,
    ciphertext: Ciphertext,
    numbers: Iterable[int],
    proofs: Sequence[Proof],
    *,
    check_membership: bool = False,
) -> list[Element]:
    """Recompute A and B of each branch "``ciphertext`` encrypts ``numbers[j]``".

    Args:
        check_membership: the ciphertext comes from outside; refuse it outside the group.
    Raises:
        InvalidProofError: proof.not-in-group.
    """
    asked = [proof.challenge for proof in proofs]
    raised = group.member_powers if check_membership else group.powers
    alphas, betas = raised(ciphertext.alpha, asked), raised(ciphertext.beta, asked)
    found: list[Element] = []
    for number, proof, alpha, beta in zip(numbers, proofs, alphas, betas, strict=True):
        b = group.multiply(group.power_fixed(key, proof.response), beta)
        if number:
            b = group.multiply(b, group.power_g(-number * proof.challenge))
        found += (group.multiply(group.power_g(proof.response), alpha), b)
    return found


def verify_statement(
    group: Group, key: Element, statement: Statement, *, check_membership: bool = False
) -> tuple[Element, ...]:
    """Return the commitments, recomputed, when they hash to the challenges; or raise.

    Args:
        check_membership: the ciphertexts come from outside; refuse them outside the group.
    Returns:
        A and B of each branch, in order.
    Raises:
        InvalidProofError: proof.wrong-shape, .out-of-range, .not-in-group or .wrong-challenge.
    """
    require_shape(group, statement)
    found = [
        element
        for one, proofs in statement.shared_out()
        for element in commitments(
            group, key, one.ciphertext, one.numbers, proofs, check_membership=check_membership
        )
    ]
    require_sum(group, statement, found)
    return tuple(found)


def require_shape(group: Group, statement: Statement) -> None:
    """Raise unless there is one proof per branch, with numbers in range.

    Raises:
        InvalidProofError: proof.wrong-shape or .out-of-range.
    """
    branches = sum(len(one.numbers) for one in statement.branches)
    if len(statement.proofs) != branches:
        found = len(statement.proofs)
        raise InvalidProofError("proof.wrong-shape", expected=branches, found=found)
    require_range(group, statement.proofs)


def require_sum(group: Group, statement: Statement, commitments: Iterable[Element]) -> None:
    """Raise unless the challenges add up to the hash of the transcript.

    Raises:
        InvalidProofError: proof.wrong-challenge.
    """
    total = sum(proof.challenge for proof in statement.proofs) % group.q
    if challenge(group, *statement.parts, commitments=commitments) != total:
        raise InvalidProofError("proof.wrong-challenge")
