"""Questions with boxes to tick (cases à cocher): how an answer is made, proved and verified."""

from collections.abc import Sequence

from ballots.crypto.blank_proof import (
    blank_excludes_statement,
    blank_or_interval_statement,
    prove_blank_excludes,
    prove_blank_or_interval,
)
from ballots.crypto.disjunction import Encrypts, Opening, Statement, verify_statement
from ballots.crypto.elgamal import encrypt, multiply
from ballots.crypto.group import Element, Group
from ballots.crypto.interval_proof import interval_statement, prove_interval
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


def verify_boxes(
    election: Election,
    context: str,
    question: Question,
    answer: BoxesAnswer,
    *,
    check_membership: bool = True,
) -> tuple[Element, ...]:
    """Return every commitment, recomputed, when each box holds 0 or 1 and enough are ticked.

    Args:
        check_membership: False only when the ciphertexts are known to be in the group.
    Returns:
        The commitments of ``boxes_statements``, in their order.
    Raises:
        InvalidProofError: proof.*.
    """
    group, key = election.group, election.public_key
    individual, others = boxes_statements(group, context, question, answer)
    found: tuple[Element, ...] = ()
    for statement in individual:
        found += verify_statement(group, key, statement, check_membership=check_membership)
    for statement in others:
        found += verify_statement(group, key, statement)
    return found


def boxes_statements(
    group: Group, context: str, question: Question, answer: BoxesAnswer
) -> tuple[list[Statement], list[Statement]]:
    """Return what an answer must prove: of each box by itself, then of all together.

    Source: belenios-format §8.
    """
    individual = [
        interval_statement(context, choice, 0, 1, proofs)
        for choice, proofs in zip(answer.choices, answer.individual_proofs, strict=True)
    ]
    whole = answer_context(context, answer.choices)
    low, high = question.minimum, question.maximum
    if answer.blank_proof is None:
        total, choices = multiply(group, answer.choices), answer.choices
        overall = interval_statement(whole, total, low, high, answer.overall_proof, choices)
        return individual, [overall]
    blank, *others = answer.choices
    rest, factors = multiply(group, others), tuple(others)
    empty, within = Encrypts(rest, (0,), factors), Encrypts(rest, range(low, high + 1), factors)
    return individual, [
        blank_excludes_statement(whole, blank, empty, answer.blank_proof),
        blank_or_interval_statement(whole, blank, within, answer.overall_proof),
    ]


def add_up(openings: Sequence[Opening]) -> Opening:
    """Return the opening of a product of ciphertexts."""
    randomness = sum(one.randomness for one in openings)
    return Opening(randomness, sum(one.number for one in openings))
