"""Casting (dépôt du bulletin): refuse a ballot cheaply first, then prove every claim it makes."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from ballots.crypto.group import Element
from ballots.crypto.schnorr import verify_hash_signature
from ballots.errors import InvalidProofError, RefusedError
from ballots.protocol.answers import BoxesAnswer, ListsAnswer, RankedAnswer
from ballots.protocol.ballot import (
    Answer,
    Ballot,
    credential_context,
    parse_ballot,
    signed_digest,
    tracker,
)
from ballots.protocol.election import Election
from ballots.protocol.questions import (
    AnyQuestion,
    ListsQuestion,
    Question,
    RankedQuestion,
    has_boxes_only,
    has_ranking,
)
from ballots.voting.boxes import verify_boxes
from ballots.voting.lists import verify_lists
from ballots.voting.ranking import verify_ranking

__all__ = [
    "AcceptedBallot",
    "BoxView",
    "accept_ballot",
    "check_ballot",
    "require_place",
    "tracker",
    "verify_answers",
    "verify_signature",
]


@dataclass(frozen=True, slots=True)
class BoxView:
    """What a ballot is checked against: the verified election and the state of its box."""

    election: Election
    fingerprint: str
    weights: Mapping[Element, int]  # public credential -> weight; memberships already verified
    seen: Container[str]  # trackers of every ballot already in the box
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class AcceptedBallot:
    """A ballot whose every proof holds, and the commitments recomputed on the way.

    ``commitments``: the signature's, then those of each question in the order of
    ``boxes_statements``; empty unless every question is one of boxes. Anyone who has the ballot
    can compute them: they say nothing more, and spare a later verifier most of the work.
    """

    ballot: Ballot
    commitments: tuple[Element, ...]


def check_ballot(box: BoxView, raw: bytes) -> Ballot:
    """Accept the bytes of a ballot for ``box``, or raise as ``accept_ballot`` does."""
    return accept_ballot(box, raw).ballot


def accept_ballot(box: BoxView, raw: bytes) -> AcceptedBallot:
    """Accept the bytes of a ballot for ``box``, and keep the commitments of its proofs; or raise.

    Raises:
        RefusedError: box.closed, ballot.wrong-election, .unknown-credential, .weighted-ranking or
            .replayed.
        MalformedError: ballot.too-large, .malformed or .not-canonical.
        InvalidProofError: ballot.bad-signature, .not-in-group or .bad-proof, with the cause.
    Source: belenios-format §14 step 5; §18 traps 17, 25, 30.
    """
    if not box.is_open:
        raise RefusedError("box.closed")
    ballot = parse_ballot(raw, box.election)
    require_place(box, ballot, raw)
    signed = verify_signature(box.election, ballot, raw)
    answered = verify_answers(box.election, box.fingerprint, ballot)
    return AcceptedBallot(ballot, (signed, *answered) if answered else ())


def require_place(box: BoxView, ballot: Ballot, raw: bytes) -> None:
    """Raise unless the ballot is for this election, by a known credential, and new.

    Raises:
        RefusedError: ballot.wrong-election, .unknown-credential, .weighted-ranking or .replayed.
    Source: belenios-format §6; §18 trap 17.
    """
    if ballot.election_uuid != box.election.uuid or ballot.election_hash != box.fingerprint:
        raise RefusedError("ballot.wrong-election")
    if ballot.credential not in box.weights:
        raise RefusedError("ballot.unknown-credential")
    if has_ranking(box.election.questions) and box.weights[ballot.credential] != 1:
        raise RefusedError("ballot.weighted-ranking")
    if tracker(raw) in box.seen:
        raise RefusedError("ballot.replayed")


def verify_signature(election: Election, ballot: Ballot, raw: bytes) -> Element:
    """Return the commitment of the signature when the credential signed exactly these bytes.

    Raises:
        InvalidProofError: ballot.bad-signature.
    """
    signature, public = ballot.signature, ballot.credential
    require_digest(ballot, raw)
    try:
        return verify_hash_signature(election.group, public, signature.digest, signature.proof)
    except InvalidProofError as fault:
        raise InvalidProofError("ballot.bad-signature", cause=fault.code) from fault


def require_digest(ballot: Ballot, raw: bytes) -> None:
    """Raise unless what the ballot's signature signs is the hash of these bytes.

    Raises:
        InvalidProofError: ballot.bad-signature.
    """
    if ballot.signature.digest != signed_digest(raw):
        raise InvalidProofError("ballot.bad-signature", cause="hash")


def verify_answers(
    election: Election, fingerprint: str, ballot: Ballot, *, check_membership: bool = True
) -> tuple[Element, ...]:
    """Return the commitments of every answer, recomputed, when all are as they may be.

    Args:
        check_membership: False only when the ballot's ciphertexts are known to be in the group.
    Returns:
        Empty unless every question is one of boxes.
    Raises:
        InvalidProofError: ballot.not-in-group or .bad-proof, with question and cause.
    """
    context = credential_context(fingerprint, ballot.credential)
    found: tuple[Element, ...] = ()
    pairs = zip(election.questions, ballot.answers, strict=True)
    for number, (question, answer) in enumerate(pairs, 1):
        try:
            found += _verify_answer(election, context, question, answer, check_membership)
        except InvalidProofError as fault:
            outside = fault.code == "proof.not-in-group"
            code = "ballot.not-in-group" if outside else "ballot.bad-proof"
            raise InvalidProofError(code, question=number, cause=fault.code) from fault
    return found if has_boxes_only(election.questions) else ()


def _verify_answer(
    election: Election,
    context: str,
    question: AnyQuestion,
    answer: Answer,
    check_membership: bool,
) -> tuple[Element, ...]:
    match question, answer:
        case Question(), BoxesAnswer():
            return verify_boxes(
                election, context, question, answer, check_membership=check_membership
            )
        case RankedQuestion(), RankedAnswer():
            verify_ranking(election, context, answer)
        case ListsQuestion(), ListsAnswer():
            verify_lists(election, context, answer)
        case _:
            raise ValueError("the answer is not of the question's kind")
    return ()
