"""The commitments of an election (engagements des preuves, UUID.commitments), beside its archive.

What the server recomputed when it verified each ballot: with it a verifier can check many ballots
at once. It is a hint and nothing else: it is never trusted, and a verifier that has none, or a
wrong one, comes to the same verdict, only later.

One line of canonical JSON, then one record per ballot in the order of the box, all of one length:
32 bytes of tracker, then each commitment in as many bytes as an element of the group takes.
"""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Sequence
from typing import BinaryIO

from ballots.crypto.group import Element, Group
from ballots.errors import MalformedError, RefusedError, UnsupportedError
from ballots.protocol import limits
from ballots.protocol.canonical import decode, encode, read_object, read_small, reading
from ballots.protocol.election import Election
from ballots.protocol.questions import AnyQuestion, Question

VERSION = 1
TRACKER_BYTES = 32
FIELDS = ("commitments", "election_uuid", "election_hash", "group", "per_ballot")


def commitments_per_ballot(questions: Sequence[AnyQuestion]) -> int:
    """Count the commitments of one ballot: 0 unless every question is one of boxes.

    One of the signature; two of each branch of each proof.
    """
    proofs = [one.proofs for one in questions if isinstance(one, Question)]
    return 1 + 2 * sum(proofs) if len(proofs) == len(questions) else 0


def record_bytes(election: Election) -> int:
    """Return the length of one record."""
    return TRACKER_BYTES + commitments_per_ballot(election.questions) * election.group.width


def encode_header(election: Election, fingerprint: str) -> bytes:
    """Write the first line; only of an election whose ballots have commitments.

    Args:
        fingerprint: of the election bytes, 43 characters.
    """
    members = (VERSION, election.uuid, fingerprint, election.group.name)
    number = commitments_per_ballot(election.questions)
    if not number:
        raise ValueError("the ballots of this election have no commitments")
    return encode(dict(zip(FIELDS, (*members, number), strict=True))) + b"\n"


def encode_record(tracker: str, commitments: Sequence[Element], group: Group) -> bytes:
    """Write the record of one ballot.

    Args:
        tracker: of the ballot, 43 characters.
        commitments: as ``accept_ballot`` returns them.
    """
    return tracker_digest(tracker) + b"".join(map(group.to_bytes, commitments))


def decode_commitments(content: bytes, group: Group) -> tuple[Element, ...]:
    """Read what follows the tracker in a record; no element is known to be of the group."""
    width = group.width
    return tuple(
        group.from_bytes(content[start : start + width]) for start in range(0, len(content), width)
    )


def tracker_digest(tracker: str) -> bytes:
    """Return the 32 bytes that a tracker spells."""
    try:
        digest = b64decode(f"{tracker}=", validate=True)
    except (Base64Error, ValueError) as fault:
        raise ValueError("not a tracker") from fault
    if len(digest) != TRACKER_BYTES:
        raise ValueError("not a tracker")
    return digest


class CommitmentsReader:
    """Read a file of commitments ballot by ballot, holding one record at a time."""

    def __init__(self, stream: BinaryIO, election: Election, fingerprint: str) -> None:
        """Read the first line of ``stream``, which must be of this election.

        Raises:
            MalformedError: commitments.malformed, .not-canonical or .too-large.
            UnsupportedError: archive.unsupported, for another version.
            RefusedError: commitments.other-election.
        """
        self._stream = stream
        self._length = record_bytes(election)
        _require_header(stream.readline(limits.SMALL + 1), election, fingerprint)
        self._record = b""
        self.is_cut = False  # the last record is not whole
        self.taken = 0
        self._next()

    def take(self, tracker: bytes) -> bytes | None:
        """Return the commitments of the ballot whose turn it is, None when the file skips it.

        Args:
            tracker: the 32 bytes it spells; ballots are asked for in the order of the box.
        """
        if self._record[:TRACKER_BYTES] != tracker:
            return None
        content = self._record[TRACKER_BYTES:]
        self.taken += 1
        self._next()
        return content

    @property
    def is_used_up(self) -> bool:
        """Tell whether every record was taken and the last one was whole."""
        return not self._record and not self.is_cut

    def _next(self) -> None:
        record = self._stream.read(self._length)
        self.is_cut = 0 < len(record) < self._length
        self._record = b"" if self.is_cut else record


def _require_header(line: bytes, election: Election, fingerprint: str) -> None:
    with reading("commitments"):
        if not line.endswith(b"\n"):
            raise MalformedError("json.too-large" if len(line) > limits.SMALL else "json.not-json")
        found = read_object(decode(line[:-1], limits.SMALL), *FIELDS)
        version = read_small(found[0])
    if version != VERSION:
        raise UnsupportedError("archive.unsupported", part="commitments", found=version)
    number = commitments_per_ballot(election.questions)
    if not number or found[1:] != [election.uuid, fingerprint, election.group.name, number]:
        raise RefusedError("commitments.other-election")
