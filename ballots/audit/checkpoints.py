"""Verdicts of chunks kept in a file (points de reprise): an audit that was stopped goes on.

One line of JSON per chunk, written to the disk before the next is waited for. A line counts only
for the same archive, the same chunk with everything its verdict depends on, and the same program.
The file is the auditor's own: whoever can write in it can make an audit say anything.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from ballots.audit.chunks import Chunk, ChunkVerdict
from ballots.audit.outcomes import Fault
from ballots.audit.stops import AuditStoppedError

LONGEST_LINE = 64 * 1024 * 1024  # a chunk of rankings carries every one of them
SOURCES = ("crypto", "protocol", "voting", "audit")


def program_digest() -> str:
    """Return the SHA-256, hex, of the sources that come to a verdict."""
    root = Path(__file__).parents[1]
    whole = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*.py")):
            whole.update(f"{path.relative_to(root)}\n".encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


class Checkpoints:
    """The verdicts known so far, in memory and in a file that only grows."""

    def __init__(self, path: Path, archive: str) -> None:
        """Open the file, or begin it.

        Args:
            archive: SHA-256 of the whole archive, hex.
        Raises:
            AuditStoppedError: checkpoint.no-file, when it can be neither read nor written.
        """
        self._scope = f"{archive}|{program_digest()}"
        self._known: dict[str, ChunkVerdict] = {}
        self.resumed = 0
        try:
            self._file: BinaryIO = path.open("a+b")
        except OSError as fault:
            raise AuditStoppedError("checkpoint.no-file") from fault
        self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def find(self, chunk: Chunk) -> ChunkVerdict | None:
        """Return the verdict of a chunk that was verified before."""
        verdict = self._known.get(self._key(chunk))
        self.resumed += verdict is not None
        return verdict

    def keep(self, chunk: Chunk, verdict: ChunkVerdict) -> None:
        """Write the verdict of a chunk to the disk."""
        line = json.dumps({"chunk": self._key(chunk), **_members(verdict)}) + "\n"
        self._file.write(line.encode())
        self._file.flush()
        os.fsync(self._file.fileno())

    def _key(self, chunk: Chunk) -> str:
        return hashlib.sha256(f"{self._scope}|{chunk.digest}".encode()).hexdigest()

    def _read(self) -> None:
        """Read what is there; a line that was cut, or is not ours, counts for nothing."""
        self._file.seek(0)
        cut = False
        while line := self._file.readline(LONGEST_LINE):
            cut = not line.endswith(b"\n")
            try:
                members = json.loads(line)
                self._known[members.pop("chunk")] = _verdict(members)
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                continue
        if cut:
            self._file.write(b"\n")


def _members(verdict: ChunkVerdict) -> dict[str, object]:
    faults = [{"code": one.code, "facts": dict(one.facts)} for one in verdict.faults]
    return {
        "ballots": verdict.ballots,
        "wrong": verdict.wrong,
        "faults": faults,
        "tally": verdict.tally.decode(),
        "together": verdict.together,
        "lies": verdict.lies,
    }


def _verdict(members: Mapping[str, object]) -> ChunkVerdict:
    """Read a verdict back.

    Raises:
        ValueError, TypeError or KeyError: it is none.
    """
    faults, tally = members["faults"], members["tally"]
    if not isinstance(faults, list) or not isinstance(tally, str):
        raise TypeError("not a verdict")
    numbers = [members[name] for name in ("ballots", "wrong", "together", "lies")]
    ballots_, wrong, together, lies = (_count(number) for number in numbers)
    kept = tuple(Fault(str(one["code"]), dict(one["facts"])) for one in faults)
    if bool(wrong) != bool(kept) or (wrong and tally):
        raise ValueError("not a verdict")
    return ChunkVerdict(ballots_, wrong, kept, tally.encode(), together, lies)


def _count(number: object) -> int:
    if type(number) is not int or number < 0:
        raise ValueError("not a count")
    return number
