"""Preparing a ballot (bulletin): encrypt, prove, sign; the Python twin of the booth."""

from collections.abc import Sequence

from ballots.crypto.blank_proof import prove_blank_excludes, prove_blank_or_interval
from ballots.crypto.disjunction import Opening
from ballots.crypto.elgamal import encrypt, multiply
from ballots.crypto.group import Exponent
from ballots.crypto.hashing import sha256_b64
from ballots.crypto.interval_proof import prove_interval
from ballots.crypto.randomness import draw_exponent
from ballots.crypto.schnorr import sign_hash
from ballots.errors import RefusedError
from ballots.protocol.ballot import (
    Answer,
    Signature,
    add_signature,
    answer_context,
    credential_context,
    encode_unsigned,
    write_answer,
)
from ballots.protocol.election import Election, Question


def prepare_ballot(
    election: Election, fingerprint: str, secret: Exponent, choices: Sequence[Sequence[int]]
) -> bytes:
    """Encrypt, prove and sign one voter's choices.

    Args:
        fingerprint: of the archived election bytes.
        secret: the credential's secret exponent.
        choices: per question, 0 or 1 per box, the blank box first when there is one.
    Returns: the ballot's canonical JSON; its tracker is the hash of these bytes.
    Raises:
        RefusedError: choice.not-allowed, with the question's number.
    """
    require_choices(election, choices)
    credential = election.group.power_secret(election.group.g, secret)
    context = credential_context(fingerprint, credential)
    answers = [
        write_answer(_answer(election, context, question, boxes))
        for question, boxes in zip(election.questions, choices, strict=True)
    ]
    unsigned = encode_unsigned(election.uuid, fingerprint, credential, answers)
    digest = sha256_b64(unsigned)
    return add_signature(unsigned, Signature(digest, sign_hash(election.group, secret, digest)))


def require_choices(election: Election, choices: Sequence[Sequence[int]]) -> None:
    """Raise unless every question is answered as it may be.

    Raises:
        RefusedError: choice.not-allowed, with the question's number.
    """
    if len(choices) != len(election.questions):
        raise RefusedError("choice.not-allowed", question=len(choices) + 1)
    for number, (question, boxes) in enumerate(zip(election.questions, choices, strict=True), 1):
        if not _is_allowed(question, boxes):
            raise RefusedError("choice.not-allowed", question=number)


def _is_allowed(question: Question, boxes: Sequence[int]) -> bool:
    if len(boxes) != question.boxes or any(box not in (0, 1) for box in boxes):
        return False
    if question.blank and boxes[0]:
        return sum(boxes) == 1
    return question.minimum <= sum(boxes) <= question.maximum


def _answer(election: Election, context: str, question: Question, boxes: Sequence[int]) -> Answer:
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
        overall = prove_interval(group, key, whole, total, _sum(openings), low, high)
        return Answer(choices, individual, overall)
    blank, rest = openings[0], _sum(openings[1:])
    overall = prove_blank_or_interval(group, key, whole, blank, rest, low, high)
    excludes = prove_blank_excludes(group, key, whole, blank, rest)
    return Answer(choices, individual, overall, excludes)


def _sum(openings: Sequence[Opening]) -> Opening:
    randomness = sum(one.randomness for one in openings)
    return Opening(randomness, sum(one.number for one in openings))
