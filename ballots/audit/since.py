"""Whether an archive goes on from an older copy of itself (continuité): nothing removed or changed.

Byte for byte, the older file must be the beginning of the newer one, and a whole archive itself.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from ballots.audit.stops import AuditStoppedError
from ballots.errors import BallotsError, InvalidProofError
from ballots.protocol.archive import ArchiveReader, Entry

CHECKED_SINCE = "since"
PIECE = 1 << 16


def check_since(older: Path, newer: BinaryIO, reader: ArchiveReader) -> Mapping[str, object]:
    """Hold an archive against an older copy.

    Args:
        newer: the archive, the very bytes ``reader`` reads.
    Returns:
        How many events the older copy has; the bytes that were added.
    Raises:
        AuditStoppedError: since.no-file or .unreadable, about the older copy.
        InvalidProofError: since.other-header, .changed or .removed, with the height of the first
            event that differs; .changed-bytes.
    """
    try:
        stream = older.open("rb")
    except OSError as fault:
        raise AuditStoppedError("since.no-file") from fault
    with stream:
        before = _opened(stream)
        if before.timestamp != reader.timestamp:
            raise InvalidProofError("since.other-header")
        events = _compare_events(before, reader)
        _compare_bytes(stream, newer, before.size)
    return {"events": events, "added_bytes": reader.size - before.size}


def _opened(stream: BinaryIO) -> ArchiveReader:
    try:
        return ArchiveReader(stream)
    except BallotsError as fault:
        raise AuditStoppedError("since.unreadable", cause=fault.code) from fault


def _compare_events(before: ArchiveReader, now: ArchiveReader) -> int:
    """Walk along both, event by event; return how many the older one has."""
    events = 0
    following = iter(now)
    for entry in _entries_before(before):
        later = _next(following, entry)
        if later.event.hash != entry.event.hash or later.data != entry.data:
            raise InvalidProofError("since.changed", height=entry.event.height)
        events += 1
    if not events:
        raise AuditStoppedError("since.unreadable", cause="box.empty")
    return events


def _entries_before(before: ArchiveReader) -> Iterator[Entry]:
    try:
        yield from before
    except BallotsError as fault:
        raise AuditStoppedError("since.unreadable", cause=fault.code) from fault


def _next(following: Iterator[Entry], entry: Entry) -> Entry:
    height = entry.event.height
    try:
        later = next(following, None)
    except BallotsError as fault:
        raise InvalidProofError("since.changed", height=height) from fault
    if later is None:
        raise InvalidProofError("since.removed", height=height)
    return later


def _compare_bytes(older: BinaryIO, newer: BinaryIO, size: int) -> None:
    """Compare the files themselves, as far as the older one goes."""
    older.seek(0)
    newer.seek(0)
    for start in range(0, size, PIECE):
        length = min(PIECE, size - start)
        if older.read(length) != newer.read(length):
            raise InvalidProofError("since.changed-bytes")
