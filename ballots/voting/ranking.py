"""Ranked and graded questions (classement, notes): one number 0..255 for each answer.

Nothing constrains the numbers: what cannot be counted is sorted out after the decryption. They
cannot be added up either, so ballots are mixed before they are opened, and all weigh 1.

Source: belenios-format §7 and §8.
"""

from collections.abc import Sequence

from ballots.crypto.elgamal import encrypt_element
from ballots.crypto.randomness import draw_exponent
from ballots.crypto.schnorr import prove_encryption, verify_encryption
from ballots.protocol.answers import RankedAnswer
from ballots.protocol.election import Election
from ballots.protocol.questions import RankedQuestion
from ballots.protocol.tally import HIGHEST_RANK


def may_rank(question: RankedQuestion, numbers: Sequence[int]) -> bool:
    """Tell whether ``numbers`` may answer the question: one 0..255 for each of its answers."""
    return len(numbers) == len(question.answers) and all(
        0 <= number <= HIGHEST_RANK for number in numbers
    )


def encrypt_ranking(election: Election, context: str, numbers: Sequence[int]) -> RankedAnswer:
    """Encrypt ``numbers`` in one element and prove that they are known."""
    group, key = election.group, election.public_key
    randomness = draw_exponent(group)
    choices = encrypt_element(group, key, group.embed(numbers), randomness)
    proof = prove_encryption(group, key, context, choices, randomness)
    return RankedAnswer(choices, proof)


def verify_ranking(election: Election, context: str, answer: RankedAnswer) -> None:
    """Raise unless the answer was made by someone who knew what it holds, for this ballot.

    Raises:
        InvalidProofError: proof.*.
    """
    verify_encryption(election.group, election.public_key, context, answer.choices, answer.proof)
