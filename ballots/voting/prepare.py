"""Preparing a ballot (bulletin): encrypt, prove, sign; the Python twin of the booth.

Source: belenios-format §8.
"""

from collections.abc import Sequence
from typing import cast

from ballots.crypto.group import Exponent
from ballots.crypto.hashing import sha256_b64
from ballots.crypto.schnorr import sign_hash
from ballots.errors import RefusedError
from ballots.protocol.ballot import (
    Answer,
    Signature,
    add_signature,
    credential_context,
    encode_unsigned,
    write_answer,
)
from ballots.protocol.election import Election
from ballots.protocol.questions import AnyQuestion, ListsQuestion, RankedQuestion
from ballots.voting.boxes import encrypt_boxes, may_tick
from ballots.voting.lists import encrypt_lists, may_choose
from ballots.voting.ranking import encrypt_ranking, may_rank

Choice = Sequence[int] | Sequence[Sequence[int]]


def prepare_ballot(
    election: Election, fingerprint: str, secret: Exponent, choices: Sequence[Choice]
) -> bytes:
    """Encrypt, prove and sign one voter's choices.

    Args:
        fingerprint: of the archived election bytes.
        secret: the credential's secret exponent.
        choices: per question, 0 or 1 per box, the blank box first when there is one; a number
            0..255 per answer of a ranked question; 0 or 1 per box of each list, its own first.
    Returns: the ballot's canonical JSON; its tracker is the hash of these bytes.
    Raises:
        RefusedError: choice.not-allowed, with the question's number.
    """
    require_choices(election, choices)
    credential = election.group.power_secret(election.group.g, secret)
    context = credential_context(fingerprint, credential)
    answers = [
        write_answer(_answer(election, context, question, choice))
        for question, choice in zip(election.questions, choices, strict=True)
    ]
    unsigned = encode_unsigned(election.uuid, fingerprint, credential, answers)
    digest = sha256_b64(unsigned)
    return add_signature(unsigned, Signature(digest, sign_hash(election.group, secret, digest)))


def require_choices(election: Election, choices: Sequence[Choice]) -> None:
    """Raise unless every question is answered as it may be.

    Raises:
        RefusedError: choice.not-allowed, with the question's number.
    """
    if len(choices) != len(election.questions):
        raise RefusedError("choice.not-allowed", question=len(choices) + 1)
    for number, (question, choice) in enumerate(zip(election.questions, choices, strict=True), 1):
        if not _is_allowed(question, choice):
            raise RefusedError("choice.not-allowed", question=number)


def _is_allowed(question: AnyQuestion, choice: Choice) -> bool:
    if isinstance(question, ListsQuestion):
        return all(isinstance(one, Sequence) for one in choice) and may_choose(
            question, cast("Sequence[Sequence[int]]", choice)
        )
    if not all(isinstance(one, int) for one in choice):
        return False
    numbers = cast("Sequence[int]", choice)
    if isinstance(question, RankedQuestion):
        return may_rank(question, numbers)
    return may_tick(question, numbers)


def _answer(election: Election, context: str, question: AnyQuestion, choice: Choice) -> Answer:
    if isinstance(question, ListsQuestion):
        return encrypt_lists(election, context, cast("Sequence[Sequence[int]]", choice))
    numbers = cast("Sequence[int]", choice)
    if isinstance(question, RankedQuestion):
        return encrypt_ranking(election, context, numbers)
    return encrypt_boxes(election, context, question, numbers)
