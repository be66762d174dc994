"""The published archive (archive publique, UUID.bel): an append-only tar, byte for byte.

An ordinary tar library writes other bytes; the headers are made here and compared when read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from ballots.crypto.hashing import sha256_hex
from ballots.errors import MalformedError, UnsupportedError
from ballots.protocol import limits
from ballots.protocol.canonical import encode
from ballots.protocol.events import Event, EventType, parse_event
from ballots.protocol.tally import parse_owned, parse_sized_tally

BLOCK = 512
HEADER_NAME = "BELENIOS"
LATEST = 8**11 - 1  # the largest mtime a header can hold
RECORDS = {  # data records directly before each event
    EventType.SETUP: 4,
    EventType.BALLOT: 1,
    EventType.END_BALLOTS: 0,
    EventType.ENCRYPTED_TALLY: 2,
    EventType.SHUFFLE: 2,
    EventType.END_SHUFFLES: 0,
    EventType.PARTIAL_DECRYPTION: 2,
    EventType.RESULT: 1,
}
MOST_RECORDS = max(RECORDS.values())

_HEADER = re.compile(rb'\{"version":([0-9]{1,9}),"timestamp":"(0|[1-9][0-9]{0,10})"\}')
_NAME = re.compile(r"([0-9a-f]{64})\.(data|event)\.json")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event and the data records directly before it; ``offset`` is where they begin."""

    event: Event
    data: tuple[bytes, ...]
    offset: int = 0


def encode_setup(election: bytes, trustees: bytes, credentials: bytes) -> bytes:
    """Write the setup data: the hashes of the three files that make an election."""
    return encode(
        {
            "election": sha256_hex(election),
            "trustees": sha256_hex(trustees),
            "credentials": sha256_hex(credentials),
        }
    )


def encode_header(timestamp: int) -> bytes:
    """Write the first record; ``timestamp``, in seconds, is the mtime of every record."""
    return _record(HEADER_NAME, encode({"version": 1, "timestamp": str(timestamp)}), timestamp)


def encode_entry(event: Event, data: Sequence[bytes], timestamp: int) -> bytes:
    """Write one event after its data records; append the whole in one write."""
    if len(data) != RECORDS[event.type]:
        raise ValueError(f"{event.type} takes {RECORDS[event.type]} data records")
    records = [_record(f"{sha256_hex(one)}.data.json", one, timestamp) for one in data]
    return b"".join([*records, _record(f"{event.hash}.event.json", event.encode(), timestamp)])


def write_archive(
    stream: BinaryIO, timestamp: int, entries: Iterable[tuple[Event, Sequence[bytes]]]
) -> None:
    """Write a whole archive to ``stream``."""
    stream.write(encode_header(timestamp))
    stream.writelines(encode_entry(event, data, timestamp) for event, data in entries)


class ArchiveReader:
    """Read an archive entry by entry, holding one entry in memory at a time."""

    def __init__(self, stream: BinaryIO) -> None:
        """Read the header of ``stream``, which must be seekable.

        Raises:
            MalformedError: archive.too-large, .unreadable (not such a file at all) or .header.
            UnsupportedError: archive.unsupported, for another version.
        """
        size = stream.seek(0, 2)
        if size > limits.ARCHIVE:
            raise MalformedError("archive.too-large", size=size, most=limits.ARCHIVE)
        stream.seek(0)
        self._stream = stream
        self.size = size
        self.timestamp = self._read_header()
        self._start = stream.tell()

    def __iter__(self) -> Iterator[Entry]:
        """Yield every entry from the first, checking bytes, hashes and the chain.

        Raises:
            MalformedError: archive.*, event.* or chain.broken.
        """
        parent: str | None = None
        height = 0
        offset = self._start
        while offset < self.size:
            entry = self.read_at(offset)
            if (entry.event.parent, entry.event.height) != (parent, height):
                raise MalformedError("chain.broken", height=height, found=entry.event.height)
            offset = self._stream.tell()
            yield entry
            parent, height = entry.event.hash, height + 1

    def read_at(self, offset: int) -> Entry:
        """Read the entry that begins at ``offset``; its place in the chain is not checked.

        Raises:
            MalformedError: archive.* or event.*.
        """
        self._stream.seek(offset)
        data: list[bytes] = []
        while len(data) <= MOST_RECORDS:
            kind, content = self._read_record()
            if kind == "event":
                return _checked_entry(parse_event(content), tuple(data), offset)
            data.append(content)
        raise MalformedError("archive.orphan-record", offset=offset)

    def ballot_at(self, offset: int, size: int, digest: bytes) -> bytes:
        """Read again the bytes of a ballot whose entry has been read before.

        Args:
            offset: where the entry begins.
            digest: SHA-256 of the ballot, 32 bytes: the file may have changed meanwhile.
        Raises:
            MalformedError: archive.hash.
        """
        self._stream.seek(offset + BLOCK)
        content = self._stream.read(size)
        if sha256(content).digest() != digest:
            raise MalformedError("archive.hash", offset=offset)
        return content

    def _read_header(self) -> int:
        block = self._stream.read(BLOCK)
        if block[:100].rstrip(b"\0") != HEADER_NAME.encode() or len(block) != BLOCK:
            raise MalformedError("archive.unreadable")
        content = self._read_content(_octal(block[124:135]), limits.SMALL)
        header = _HEADER.fullmatch(content)
        if header is None:
            raise MalformedError("archive.header")
        if header[1] != b"1":
            raise UnsupportedError("archive.unsupported", part="archive", found=int(header[1]))
        timestamp = int(header[2])
        if timestamp > LATEST or block != _block(HEADER_NAME, len(content), timestamp):
            raise MalformedError("archive.header")
        return timestamp

    def _read_record(self) -> tuple[str, bytes]:
        offset = self._stream.tell()
        block = self._stream.read(BLOCK)
        if len(block) != BLOCK:
            raise MalformedError("archive.truncated", offset=offset)
        name = block[:100].rstrip(b"\0").decode("ascii", "replace")
        known = _NAME.fullmatch(name)
        size = _octal(block[124:135])
        if known is None or block != _block(name, size, self.timestamp):
            raise MalformedError("archive.record", offset=offset)
        content = self._read_content(size, limits.CREDENTIALS)
        if sha256_hex(content) != known[1]:
            raise MalformedError("archive.hash", offset=offset)
        return known[2], content

    def _read_content(self, size: int, most: int) -> bytes:
        if size > most:
            raise MalformedError("archive.too-large", size=size, most=most)
        padding = -size % BLOCK
        padded = self._stream.read(size + padding)
        if len(padded) != size + padding:
            raise MalformedError("archive.truncated", offset=self._stream.tell())
        if any(padded[size:]):
            raise MalformedError("archive.padding", offset=self._stream.tell())
        return padded[:size]


def _checked_entry(event: Event, data: tuple[bytes, ...], offset: int) -> Entry:
    """Return the entry when its records are the ones its event asks for."""
    if len(data) != RECORDS[event.type]:
        raise MalformedError("archive.orphan-record", offset=offset, height=event.height)
    if data and sha256_hex(data[-1]) != event.payload:
        raise MalformedError("archive.reference", height=event.height)
    if not _refers(event.type, data):
        raise MalformedError("archive.reference", height=event.height)
    return Entry(event, data, offset)


def _refers(kind: EventType, data: tuple[bytes, ...]) -> bool:
    """Tell whether the last record names the ones before it."""
    if kind is EventType.SETUP:
        return encode_setup(*data[:3]) == data[3]
    if kind is EventType.ENCRYPTED_TALLY:
        return parse_sized_tally(data[1]).encrypted_tally == sha256_hex(data[0])
    if kind is EventType.SHUFFLE:
        return parse_owned(data[1], "shuffle").payload == sha256_hex(data[0])
    if kind is EventType.PARTIAL_DECRYPTION:
        return parse_owned(data[1]).payload == sha256_hex(data[0])
    return True


def _record(name: str, content: bytes, timestamp: int) -> bytes:
    return _block(name, len(content), timestamp) + content + bytes(-len(content) % BLOCK)


def _block(name: str, size: int, timestamp: int) -> bytes:
    """Write the header block of one record: old-style tar, no magic, no names of people.

    Source: belenios-format §13.
    """
    block = bytearray(BLOCK)
    fields = {
        0: name,
        100: "0000644",
        108: "0000000",
        116: "0000000",
        124: f"{size:011o}",
        136: f"{timestamp:011o}",
        148: " " * 8,
        156: "0",
    }
    for offset, text in fields.items():
        block[offset : offset + len(text)] = text.encode("ascii", "replace")
    block[148:156] = f"{sum(block):06o}\0 ".encode()
    return bytes(block)


def _octal(digits: bytes) -> int:
    if re.fullmatch(rb"[0-7]{11}", digits) is None:
        raise MalformedError("archive.record")
    return int(digits, 8)
