"""The commitments given beside an archive (engagements), as far as they can be used at all."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from ballots.audit.inspection import Inspection
from ballots.audit.options import SUFFIX
from ballots.audit.outcomes import Fault
from ballots.errors import BallotsError
from ballots.protocol.commitments import CommitmentsReader
from ballots.voting.batch import is_batched


class GivenCommitments:
    """A file of commitments read along with the box; without one, every ballot has none."""

    def __init__(self, found: Inspection) -> None:
        """Choose the file: the one asked for, or the one beside the archive."""
        options = found.options
        self._found = found
        self._path = None if options.exact else options.commitments or _beside(found.path)
        self._stack = ExitStack()
        self._reader: CommitmentsReader | None = None
        self._cause: str | None = None

    def __enter__(self) -> Self:
        if self._path is None:
            return self
        if not is_batched(self._found.election):
            self._cause = "commitments.not-batched"
            return self
        try:
            stream = self._stack.enter_context(self._path.open("rb"))
            self._reader = CommitmentsReader(stream, self._found.election, self._found.fingerprint)
        except OSError:
            self._cause = "commitments.no-file"
        except BallotsError as refusal:
            self._cause = refusal.code
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def is_used(self) -> bool:
        """Tell whether there is a file that can be used."""
        return self._reader is not None

    def take(self, tracker: bytes) -> bytes | None:
        """Return the commitments of the next ballot, None when the file has none for it."""
        return self._reader.take(tracker) if self._reader else None

    def remarks(self, lies: int) -> list[Fault]:
        """Say what was wrong with the file, which changes no verdict.

        Args:
            lies: how many of its records are not the commitments of their ballot.
        """
        if self._cause is not None:
            return [Fault("remark.commitments-unused", {"cause": self._cause})]
        if self._reader is None:
            return []
        remarks = []
        missing = len(self._found.scan.box) - self._reader.taken
        if missing:
            remarks.append(Fault("remark.commitments-missing", {"number": missing}))
        if lies:
            remarks.append(Fault("remark.commitments-wrong", {"number": lies}))
        if not self._reader.is_used_up:
            remarks.append(Fault("remark.commitments-besides", {}))
        return remarks


def _beside(archive: Path | None) -> Path | None:
    if archive is None:
        return None
    beside = archive.with_suffix(SUFFIX)
    return beside if beside.is_file() else None
