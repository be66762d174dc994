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


def check_since(older: Path, newer: BinaryIO, size: int) -> Mapping[str, object]:
    """Hold an archive of ``size`` bytes against an older copy.

    Returns:
        How many events the older copy has; the bytes that were added.
    Raises:
        AuditStoppedError: since.no-file or .unreadable, about the older copy.
        InvalidProofError: since.other-header, .changed or .removed, with the height of the first
            event that differs.
    """
    try:
        stream = older.open("rb")
    except OSError as fault:
        raise AuditStoppedError("since.no-file") from fault
    with stream:
        before = _opened(stream)
        events = sum(1 for _ in _entries(before))
        if not events:
            raise AuditStoppedError("since.unreadable", cause="box.empty")
        differs = _first_difference(stream, newer, before.size)
        if differs is not None:
            raise _fault(before, differs, size)
    return {"events": events, "added_bytes": size - before.size}


def _opened(stream: BinaryIO) -> ArchiveReader:
    try:
        return ArchiveReader(stream)
    except BallotsError as fault:
        raise AuditStoppedError("since.unreadable", cause=fault.code) from fault


def _entries(before: ArchiveReader) -> Iterator[Entry]:
    try:
        yield from before
    except BallotsError as fault:
        raise AuditStoppedError("since.unreadable", cause=fault.code) from fault


def _first_difference(older: BinaryIO, newer: BinaryIO, size: int) -> int | None:
    """Return the first byte of the older file that the newer one has not, or has otherwise."""
    older.seek(0)
    newer.seek(0)
    for start in range(0, size, PIECE):
        before, now = older.read(PIECE), newer.read(PIECE)[: size - start]
        if before != now:
            pairs = zip(before, now, strict=False)
            equal = next((i for i, (one, other) in enumerate(pairs) if one != other), len(now))
            return start + equal
    return None


def _fault(before: ArchiveReader, differs: int, size: int) -> InvalidProofError:
    """Name the event of the older copy in which the first difference lies."""
    begun = [entry.event.height for entry in _entries(before) if entry.offset <= differs]
    if not begun:
        return InvalidProofError("since.other-header")
    code = "since.removed" if differs == size else "since.changed"
    return InvalidProofError(code, height=begun[-1])
