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
    has_ranking,
)
from ballots.voting.boxes import verify_boxes
from ballots.voting.lists import verify_lists
from ballots.voting.ranking import verify_ranking

__all__ = ["BoxView", "check_ballot", "tracker", "verify_answers", "verify_signature"]


@dataclass(frozen=True, slots=True)
class BoxView:
    """What a ballot is checked against: the verified election and the state of its box."""

    election: Election
    fingerprint: str
    weights: Mapping[Element, int]  # public credential -> weight; memberships already verified
    seen: Container[str]  # trackers of every ballot already in the box
    is_open: bool = True


def check_ballot(box: BoxView, raw: bytes) -> Ballot:
    """Accept the bytes of a ballot for ``box``, or raise.

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
    verify_signature(box.election, ballot, raw)
    verify_answers(box.election, box.fingerprint, ballot)
    return ballot


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


def verify_signature(election: Election, ballot: Ballot, raw: bytes) -> None:
    """Raise unless the ballot's credential signed exactly these bytes.

    Raises:
        InvalidProofError: ballot.bad-signature.
    """
    signature = ballot.signature
    if signature.digest != signed_digest(raw):
        raise InvalidProofError("ballot.bad-signature", cause="hash")
    try:
        verify_hash_signature(election.group, ballot.credential, signature.digest, signature.proof)
    except InvalidProofError as fault:
        raise InvalidProofError("ballot.bad-signature", cause=fault.code) from fault


def verify_answers(election: Election, fingerprint: str, ballot: Ballot) -> None:
    """Raise unless every question is answered as it may be.

    Raises:
        InvalidProofError: ballot.not-in-group or .bad-proof, with question and cause.
    """
    context = credential_context(fingerprint, ballot.credential)
    pairs = zip(election.questions, ballot.answers, strict=True)
    for number, (question, answer) in enumerate(pairs, 1):
        try:
            _verify_answer(election, context, question, answer)
        except InvalidProofError as fault:
            outside = fault.code == "proof.not-in-group"
            code = "ballot.not-in-group" if outside else "ballot.bad-proof"
            raise InvalidProofError(code, question=number, cause=fault.code) from fault


def _verify_answer(election: Election, context: str, question: AnyQuestion, answer: Answer) -> None:
    match question, answer:
        case Question(), BoxesAnswer():
            verify_boxes(election, context, question, answer)
        case RankedQuestion(), RankedAnswer():
            verify_ranking(election, context, answer)
        case ListsQuestion(), ListsAnswer():
            verify_lists(election, context, answer)
        case _:
            raise ValueError("the answer is not of the question's kind")
