"""Questions with boxes to tick (cases à cocher): how an answer is made, proved and verified."""

from collections.abc import Sequence

from ballots.crypto.blank_proof import (
    prove_blank_excludes,
    prove_blank_or_interval,
    verify_blank_excludes,
    verify_blank_or_interval,
)
from ballots.crypto.disjunction import Opening
from ballots.crypto.elgamal import encrypt, multiply
from ballots.crypto.interval_proof import prove_interval, verify_interval
from ballots.crypto.randomness import draw_exponent
from ballots.protocol.answers import BoxesAnswer
from ballots.protocol.ballot import answer_context
from ballots.protocol.election import Election
from ballots.protocol.questions import Question


def may_tick(question: Question, boxes: Sequence[int]) -> bool:
    """Tell whether ``boxes``, 0 or 1 each and the blank box first, may answer the question."""
    if len(boxes) != question.boxes or any(box not in (0, 1) for box in boxes):
        return False
    if question.blank and boxes[0]:
        return sum(boxes) == 1
    return question.minimum <= sum(boxes) <= question.maximum


def encrypt_boxes(
    election: Election, context: str, question: Question, boxes: Sequence[int]
) -> BoxesAnswer:
    """Encrypt and prove ``boxes``, which may answer the question."""
    group, key = election.group, election.public_key
    openings = [Opening(draw_exponent(group), box) for box in boxes]
    choices = tuple(encrypt(group, key, one.number, one.randomness) for one in openings)
    individual = tuple(
        prove_interval(group, key, context, choice, opening, 0, 1)
        for choice, opening in zip(choices, openings, strict=True)
    )
    whole = answer_context(context, choices)
    low, high = question.minimum, question.maximum
    if not question.blank:
        total = multiply(group, choices)
        overall = prove_interval(group, key, whole, total, add_up(openings), low, high)
        return BoxesAnswer(choices, individual, overall)
    blank, rest = openings[0], add_up(openings[1:])
    overall = prove_blank_or_interval(group, key, whole, blank, rest, low, high)
    excludes = prove_blank_excludes(group, key, whole, blank, rest)
    return BoxesAnswer(choices, individual, overall, excludes)


def verify_boxes(election: Election, context: str, question: Question, answer: BoxesAnswer) -> None:
    """Raise unless every box holds 0 or 1 and as many are ticked as may be.

    Raises:
        InvalidProofError: proof.*.
    """
    group, key = election.group, election.public_key
    for choice, proofs in zip(answer.choices, answer.individual_proofs, strict=True):
        verify_interval(group, key, context, choice, 0, 1, proofs, check_membership=True)
    whole = answer_context(context, answer.choices)
    low, high = question.minimum, question.maximum
    if answer.blank_proof is None:
        total = multiply(group, answer.choices)
        verify_interval(group, key, whole, total, low, high, answer.overall_proof)
        return
    blank, rest = answer.choices[0], multiply(group, answer.choices[1:])
    verify_blank_excludes(group, key, whole, blank, rest, answer.blank_proof)
    verify_blank_or_interval(group, key, whole, blank, rest, low, high, answer.overall_proof)


def add_up(openings: Sequence[Opening]) -> Opening:
    """Return the opening of a product of ciphertexts."""
    randomness = sum(one.randomness for one in openings)
    return Opening(randomness, sum(one.number for one in openings))
