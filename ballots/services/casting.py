"""Casting (dépôt du bulletin): verify without the lock, then record all or nothing.

Two steps on purpose. Proofs take milliseconds of computing and need no lock; the second step looks
again at everything that may have changed meanwhile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ballots.crypto.group import Element
from ballots.crypto.hashing import sha256_hex
from ballots.errors import RefusedError
from ballots.ports import Right, Roll, Signer
from ballots.protocol.commitments import encode_record
from ballots.protocol.election import Election
from ballots.protocol.events import EventType
from ballots.services import sums
from ballots.services.elections import VOTING, OpenedElection, load_election
from ballots.store import append, read
from ballots.voting.box import next_event
from ballots.voting.casting import AcceptedBallot, BoxView, accept_ballot, tracker
from ballots.voting.receipts import Receipt
from ballots.voting.running_sums import Share, share_of

BOARD = "/urnes/{election}"  # path of the page where the trackers are published


@dataclass(frozen=True, slots=True)
class CheckedBallot:
    """A ballot whose every proof holds; it is in no box yet."""

    election: OpenedElection
    accepted: AcceptedBallot
    raw: bytes
    tracker: str
    weight: int
    share: Share  # what it adds to the running sum

    @property
    def credential(self) -> Element:
        """The public credential that signed it."""
        return self.accepted.ballot.credential

    @property
    def commitments(self) -> bytes | None:
        """Its record in the file of commitments, None where its question has none."""
        found, group = self.accepted.commitments, self.election.election.group
        return encode_record(self.tracker, found, group) if found else None


@dataclass(frozen=True, slots=True)
class BallotBox:
    """The open box of one election: where to write and whom to ask."""

    session: Session
    roll: Roll
    signer: Signer


@dataclass(frozen=True, slots=True)
class CastOutcome:
    """What the voter gets: the tracker, the signed receipt, whether it replaced a ballot."""

    tracker: str
    receipt: str
    replaced: bool


def verify_ballot(session: Session, uuid: str, raw: bytes) -> CheckedBallot:
    """Check everything about the bytes of a ballot that needs no lock.

    Raises:
        BallotsError: election.unknown, box.closed, or the ballot's own fault (ballot.*).
    """
    opened = load_election(session, uuid)
    weights = _Weights(session, opened.election)
    view = BoxView(
        opened.election, opened.fingerprint, weights, _Trackers(session, uuid), opened.is_open
    )
    accepted = accept_ballot(view, raw)
    weight = weights[accepted.ballot.credential]
    share = share_of(opened.election.group, accepted.ballot.answers, weight)
    return CheckedBallot(opened, accepted, raw, tracker(raw), weight, share)


def cast_ballot(box: BallotBox, checked: CheckedBallot, line: int, voter: int) -> CastOutcome:
    """Refuse, or append and sign the roll; the caller commits both or neither.

    Args:
        line: the host's number of the right that is exercised.
        voter: the host's number of the person who exercises it.
    Raises:
        BallotsError: box.closed, ballot.replayed, .wrong-right or .already-cast.
        StaleHeadError: worth one retry.
    """
    session, uuid = box.session, checked.election.election.uuid
    append.take_turn(session, uuid)
    right = box.roll.require_right(session, uuid, line, voter)
    stored = read.find_election(session, uuid)
    if stored.last not in VOTING:
        raise RefusedError("box.closed")
    earlier = read.last_ballot(session, uuid, checked.credential)
    _require_own_right(checked, right, has_voted=earlier is not None)
    event = next_event(stored.head, EventType.BALLOT, sha256_hex(checked.raw))
    append.append(session, uuid, event, [checked.raw])
    append.add_ballot(session, uuid, checked.accepted.ballot, checked.raw, event.height)
    if checked.commitments is not None:
        append.add_commitments(session, uuid, event.height, checked.commitments)
    change = sums.Change(checked.share, checked.weight, earlier)
    sums.fold(session, checked.election.election, stored.head, event.hash, change)
    box.roll.sign(session, uuid, line)  # sets a mark on an existing line: no time, no order
    return CastOutcome(checked.tracker, receipt_of(box.signer, checked), right.signed)


def receipt_of(signer: Signer, checked: CheckedBallot) -> str:
    """Sign the receipt of a ballot: it proves inclusion, never content."""
    return sign_receipt(signer, checked.election, checked.tracker)


def sign_receipt(signer: Signer, opened: OpenedElection, its_tracker: str) -> str:
    """Sign that a tracker is in the box of this election."""
    uuid = opened.election.uuid
    receipt = Receipt(uuid, opened.fingerprint, its_tracker, BOARD.format(election=uuid))
    return signer.sign(receipt.payload())


def repeated_receipt(session: Session, signer: Signer, uuid: str, raw: bytes) -> str | None:
    """Return the receipt of a ballot already in the box: what a lost answer would have said."""
    if not read.has_ballot(session, uuid, tracker(raw)):
        return None
    return sign_receipt(signer, load_election(session, uuid), tracker(raw))


def _require_own_right(checked: CheckedBallot, right: Right, *, has_voted: bool) -> None:
    """Raise unless the ballot's credential can be the one of this right.

    Which credential belongs to which right is forgotten when a poll opens. What remains keeps the
    box and the roll equal in number: a line signs once, with a credential that has not voted;
    to vote again, both must have.

    Raises:
        RefusedError: ballot.wrong-right or .already-cast.
    """
    if checked.weight != right.weight or has_voted != right.signed:
        raise RefusedError("ballot.wrong-right")
    if right.signed and not right.may_revote:
        raise RefusedError("ballot.already-cast")


class _Weights(Mapping[Element, int]):
    """The weights of an election, looked up one by one, each once."""

    def __init__(self, session: Session, election: Election) -> None:
        self._session, self._uuid = session, election.uuid
        self._group = election.group
        self._found: dict[Element, int | None] = {}

    def __getitem__(self, credential: Element) -> int:
        if credential not in self._found:
            self._found[credential] = read.weight_of(self._session, self._uuid, credential)
        weight = self._found[credential]
        if weight is None:
            raise KeyError
        return weight

    def __iter__(self) -> Iterator[Element]:
        return map(self._group.decode, read.weights(self._session, self._uuid))

    def __len__(self) -> int:
        return len(read.weights(self._session, self._uuid))


class _Trackers:
    """The trackers of a box, looked up one by one."""

    def __init__(self, session: Session, uuid: str) -> None:
        self._session, self._uuid = session, uuid

    def __contains__(self, wanted: object) -> bool:
        return isinstance(wanted, str) and read.has_ballot(self._session, self._uuid, wanted)
