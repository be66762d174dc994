"""A published archive under two verifiers, and what someone might do to it on the way."""

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ballots.protocol.archive import ArchiveReader, Entry
from ballots.protocol.events import EventType

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a verifier ended: 0 when all holds, and what it said."""

    status: int
    said: str


def our_verdict(archive: Path) -> Verdict:
    """Ask ``python -m ballots.audit``."""
    return _run(sys.executable, "-m", "ballots.audit", str(archive))


def their_verdict(archive: Path) -> Verdict:
    """Ask belenios-tool, which nobody here wrote."""
    folder = archive.parent / f"alone-{archive.stem}"
    folder.mkdir(exist_ok=True)
    shutil.copy(archive, folder)
    return _run("belenios-tool", "election", "verify", "--dir", str(folder))


def entries_of(raw: bytes) -> list[Entry]:
    """Return the events of an archive with their data."""
    return list(ArchiveReader(io.BytesIO(raw)))


def flipped(kind: EventType, name: bytes) -> Callable[[bytes], bytes]:
    """Return the tampering that changes one bit of a digit after ``name``, in that event's data."""

    def tamper(raw: bytes) -> bytes:
        start = next(entry.offset for entry in entries_of(raw) if entry.event.type is kind)
        found = re.compile(re.escape(name) + rb'[^0-9]*"([0-9]{3})').search(raw, start)
        assert found, f"no {name!r} in {kind}"
        changed = bytearray(raw)
        changed[found.start(1) + 1] ^= 1
        return bytes(changed)

    return tamper


def without_last(raw: bytes) -> bytes:
    """Drop the last event, the result: what is left is the box of a moment earlier."""
    return raw[: entries_of(raw)[-1].offset]


def without_first_ballot(raw: bytes) -> bytes:
    """Drop the first ballot."""
    start, middle, _ = _first_ballots(raw)
    return raw[:start] + raw[middle:]


def swapped(raw: bytes) -> bytes:
    """Let the first two ballots change places."""
    start, middle, end = _first_ballots(raw)
    return raw[:start] + raw[middle:end] + raw[start:middle] + raw[end:]


TAMPERINGS: dict[str, Callable[[bytes], bytes]] = {
    "a trustee’s key": flipped(EventType.SETUP, b"public_key"),
    "a ballot’s proof": flipped(EventType.BALLOT, b"individual_proofs"),
    "a part of the count": flipped(EventType.PARTIAL_DECRYPTION, b"decryption_factors"),
    "a ballot dropped": without_first_ballot,
    "two ballots swapped": swapped,
}


def _first_ballots(raw: bytes) -> tuple[int, int, int]:
    """Return where the first two ballots begin, and where the second ends."""
    entries = entries_of(raw)
    first = next(n for n, entry in enumerate(entries) if entry.event.type is EventType.BALLOT)
    start, middle, end = (entry.offset for entry in entries[first : first + 3])
    return start, middle, end


def _run(*command: str) -> Verdict:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return Verdict(done.returncode, done.stdout + done.stderr)
