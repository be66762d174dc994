"""What an audit is asked to do beside reading the archive (options)."""

from dataclasses import dataclass
from pathlib import Path

from ballots.audit.progress import Progress, silent

CHUNK = 500  # ballots verified together, one by one
BATCH_CHUNK = 2000  # ballots verified together with their commitments
SUFFIX = ".commitments"


@dataclass(frozen=True, slots=True)
class Options:
    """How to verify, and what to compare the archive with.

    ``commitments``: a file that is a hint only; None: the one beside the archive, when there is.
    ``workers``: processes here; ``scheduler``: the address of a Dask scheduler instead.
    ``checkpoint``: where the verdicts of chunks are kept, so that a restart resumes.
    ``chunk``: ballots per chunk; None: what suits.
    """

    exact: bool = False
    commitments: Path | None = None
    workers: int = 1
    scheduler: str | None = None
    checkpoint: Path | None = None
    since: Path | None = None
    receipt: Path | None = None
    receipt_key: Path | None = None
    chunk: int | None = None
    progress: Progress = silent
