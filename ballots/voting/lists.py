"""Lists questions (scrutin de listes): one list, and at least one of its candidates."""

from collections.abc import Sequence

from ballots.crypto.disjunction import Opening
from ballots.crypto.elgamal import encrypt, multiply
from ballots.crypto.interval_proof import prove_interval, verify_interval
from ballots.crypto.list_proof import prove_list, prove_nonzero, verify_list, verify_nonzero
from ballots.crypto.randomness import draw_exponent
from ballots.protocol.answers import ListsAnswer
from ballots.protocol.ballot import answer_context
from ballots.protocol.election import Election
from ballots.protocol.questions import ListsQuestion
from ballots.voting.boxes import add_up

Openings = Sequence[Opening]


def may_choose(question: ListsQuestion, lists: Sequence[Sequence[int]]) -> bool:
    """Tell whether ``lists``, 0 or 1 per box and the list's own box first, may answer."""
    if list(map(len, lists)) != list(map(len, question.lists)):
        return False
    if any(box not in (0, 1) for boxes in lists for box in boxes):
        return False
    chosen = [boxes for boxes in lists if any(boxes)]
    return len(chosen) == 1 and chosen[0][0] == 1 and any(chosen[0][1:])


def encrypt_lists(election: Election, context: str, lists: Sequence[Sequence[int]]) -> ListsAnswer:
    """Encrypt and prove ``lists``, which may answer the question."""
    group, key = election.group, election.public_key
    openings = [[Opening(draw_exponent(group), box) for box in boxes] for boxes in lists]
    choices = tuple(
        tuple(encrypt(group, key, one.number, one.randomness) for one in row) for row in openings
    )
    individual = tuple(
        tuple(
            prove_interval(group, key, context, choice, opening, 0, 1)
            for choice, opening in zip(row, opened, strict=True)
        )
        for row, opened in zip(choices, openings, strict=True)
    )
    whole = answer_context(context, tuple(one for row in choices for one in row))
    one_list = multiply(group, (row[0] for row in choices))
    chosen = add_up([row[0] for row in openings])
    (overall,) = prove_interval(group, key, whole, one_list, chosen, 1, 1)
    lists_proofs = tuple(prove_list(group, key, whole, row[0], add_up(row[1:])) for row in openings)
    candidates = multiply(group, (one for row in choices for one in row[1:]))
    opened = add_up([one for row in openings for one in row[1:]])
    nonzero = prove_nonzero(group, key, whole, candidates, opened)
    return ListsAnswer(choices, individual, overall, lists_proofs, nonzero)


def verify_lists(election: Election, context: str, answer: ListsAnswer) -> None:
    """Raise unless one list is chosen, with some of its candidates and no other's.

    Raises:
        InvalidProofError: proof.*.
    Source: belenios-format §8.
    """
    group, key = election.group, election.public_key
    for row, shown in zip(answer.choices, answer.individual_proofs, strict=True):
        for choice, proofs in zip(row, shown, strict=True):
            verify_interval(group, key, context, choice, 0, 1, proofs, check_membership=True)
    whole = answer_context(context, answer.ciphertexts)
    one_list = multiply(group, (row[0] for row in answer.choices))
    verify_interval(group, key, whole, one_list, 1, 1, (answer.overall_proof,))
    for row, proofs in zip(answer.choices, answer.list_proofs, strict=True):
        verify_list(group, key, whole, row[0], multiply(group, row[1:]), proofs)
    candidates = multiply(group, (one for row in answer.choices for one in row[1:]))
    verify_nonzero(group, key, whole, candidates, answer.nonzero_proof)
