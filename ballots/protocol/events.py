"""The events (événements) of a ballot box: an append-only chain, each naming the one before."""

import re
from dataclasses import dataclass
from enum import StrEnum

from ballots.crypto.hashing import sha256_hex
from ballots.errors import MalformedError
from ballots.protocol import limits
from ballots.protocol.canonical import decode, encode, read_member, read_small, read_text, reading

SHA256_HEX = re.compile(r"[0-9a-f]{64}")


class EventType(StrEnum):
    """What an event records, in the format's own words."""

    SETUP = "Setup"
    BALLOT = "Ballot"
    END_BALLOTS = "EndBallots"
    ENCRYPTED_TALLY = "EncryptedTally"
    SHUFFLE = "Shuffle"
    END_SHUFFLES = "EndShuffles"
    PARTIAL_DECRYPTION = "PartialDecryption"
    RESULT = "Result"


WITHOUT_PAYLOAD = frozenset({EventType.END_BALLOTS, EventType.END_SHUFFLES})


@dataclass(frozen=True, slots=True)
class Event:
    """One link of the chain; ``payload`` is the hash of what it records."""

    parent: str | None
    height: int
    type: EventType
    payload: str | None

    @property
    def hash(self) -> str:
        """Return the hash the next event names as its parent."""
        return sha256_hex(self.encode())

    def encode(self) -> bytes:
        """Write the event in its one canonical form."""
        members: dict[str, object] = {} if self.parent is None else {"parent": self.parent}
        members |= {"height": self.height, "type": self.type.value}
        if self.payload is not None:
            members["payload"] = self.payload
        return encode(members)


def parse_event(raw: bytes) -> Event:
    """Read an event.

    Raises:
        MalformedError: event.malformed, .not-canonical or .too-large.
    Source: belenios-format §13.
    """
    with reading("event"):
        value = decode(raw, limits.SMALL)
        kind = read_text(read_member(value, "type"))
        if kind not in {known.value for known in EventType}:
            raise MalformedError("json.shape", field="type")
        event = Event(
            parent=_optional_hash(value, "parent"),
            height=read_small(read_member(value, "height")),
            type=EventType(kind),
            payload=_optional_hash(value, "payload"),
        )
        if (event.payload is None) != (event.type in WITHOUT_PAYLOAD):
            raise MalformedError("json.shape", field="payload")
        if event.encode() != raw:  # the order of the fields, or others besides
            raise MalformedError("event.not-canonical")
        return event


def _optional_hash(value: object, name: str) -> str | None:
    if not isinstance(value, dict) or name not in value:
        return None
    digest = read_text(value[name])
    if not SHA256_HEX.fullmatch(digest):
        raise MalformedError("json.shape", field=name)
    return digest
