"""Many ballots at once (vérification par lots): given their commitments, or to test membership.

Source: Bellare, Garay, Rabin, "Fast batch verification" (EUROCRYPT 1998), small exponents.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from ballots.crypto.batch_equations import Equations
from ballots.crypto.finite_field import FiniteField
from ballots.crypto.group import Element, Group
from ballots.errors import InvalidProofError
from ballots.protocol.answers import BoxesAnswer
from ballots.protocol.ballot import Ballot, credential_context
from ballots.protocol.commitments import commitments_per_ballot
from ballots.protocol.election import Election
from ballots.protocol.questions import Question
from ballots.voting.boxes import boxes_statements
from ballots.voting.casting import require_digest


def is_batched(election: Election) -> bool:
    """Tell whether ballots of this election can be verified in batches with their commitments.

    On the curve a membership test costs half a power and a point cannot be multiplied without one,
    so a batch would gain nothing.
    """
    return isinstance(election.group, FiniteField) and bool(
        commitments_per_ballot(election.questions)
    )


def equations_of(
    election: Election,
    fingerprint: str,
    ballot: Ballot,
    raw: bytes,
    commitments: Sequence[Element],
) -> Equations | None:
    """Check every hash of a ballot exactly, and return the equations that are left.

    Args:
        ballot: of this election and of a listed credential.
        commitments: from outside, as many as a ballot of this election has.
    Returns:
        None when a hash is wrong: of the ballot, or because these are not its commitments.
    """
    equations = Equations(finite(election.group))
    signature = ballot.signature
    signed, *rest = commitments
    given = iter(rest)
    try:
        require_digest(ballot, raw)
        equations.add_signature(ballot.credential, signature.digest, signature.proof, signed)
        for question, answer, context in _answers(election, fingerprint, ballot):
            individual, others = boxes_statements(election.group, context, question, answer)
            for statement in (*individual, *others):
                mine = islice(given, 2 * len(statement.proofs))
                equations.add_statement(statement, tuple(mine))
    except InvalidProofError:
        return None
    return equations


def parts_of(ballots: Sequence[Ballot]) -> list[Element]:
    """Return alpha and beta of every ciphertext that the membership test must see."""
    return [
        element
        for ballot in ballots
        for answer in ballot.answers
        for one in answer.ciphertexts
        for element in (one.alpha, one.beta)
    ]


def finite(group: Group) -> FiniteField:
    """Return a group as the finite field it is."""
    if not isinstance(group, FiniteField):
        raise ValueError(f"{group.name} is no finite field")
    return group


def _answers(
    election: Election, fingerprint: str, ballot: Ballot
) -> Iterator[tuple[Question, BoxesAnswer, str]]:
    context = credential_context(fingerprint, ballot.credential)
    for question, answer in zip(election.questions, ballot.answers, strict=True):
        if not isinstance(question, Question) or not isinstance(answer, BoxesAnswer):
            raise ValueError("a batch holds questions of boxes only")
        yield question, answer, context
