"""``python -m ballots.audit FILE.bel``: verify a published archive, offline.

Exit status: 0 verified, and the receipt's ballot is there if one was asked about; 1 a check
failed, or that ballot is missing, or its election was changed; 2 unreadable, not supported yet, or
the audit could not be run; 3 verified, but the receipt proves nothing here (forged, of another
election, or not there yet).
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from ballots.audit.archive import audit_archive
from ballots.audit.options import Options
from ballots.audit.outcomes import Report, Standing, Verdict
from ballots.audit.progress import Progress, ProgressBar, silent
from ballots.audit.report import LANGUAGES, as_json, as_text, stop_as_json, stop_sentence
from ballots.audit.sentences import STEPS, say
from ballots.audit.stops import AuditStoppedError

STATUS = {
    Verdict.VERIFIED: 0,
    Verdict.FAILED: 1,
    Verdict.UNREADABLE: 2,
    Verdict.UNSUPPORTED: 2,
}
STOPPED = 2
PROVES_NOTHING = 3
MOST_WORKERS = 256


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify the archive named on the command line and print the report."""
    asked = _parser().parse_args(arguments)
    progress, clear = _progress(asked)
    try:
        report = audit_archive(asked.file, _options(asked, progress))
    except AuditStoppedError as stop:
        clear()
        print(stop_as_json(stop) if asked.json else stop_sentence(stop, asked.lang))
        return STOPPED
    clear()
    print(as_json(report) if asked.json else as_text(report, asked.lang))
    return exit_status(report)


def exit_status(report: Report) -> int:
    """Return what the program ends with."""
    status = STATUS[report.verdict]
    if status or report.receipt is None:
        return status
    standing = report.receipt.standing
    if standing in (Standing.MISSING, Standing.CHANGED_ELECTION):
        return STATUS[Verdict.FAILED]
    return 0 if standing in (Standing.INCLUDED, Standing.SUPERSEDED) else PROVES_NOTHING


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ballots.audit", description=__doc__)
    parser.add_argument("file", help="the archive (UUID.bel)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.add_argument("--lang", choices=LANGUAGES, default="fr", help="language of the text")
    how = parser.add_argument_group("how")
    how.add_argument("--exact", action="store_true", help="verify each ballot by itself")
    how.add_argument(
        "--commitments",
        type=Path,
        metavar="FILE",
        help="hints that make it faster (default: the .commitments file beside the archive)",
    )
    how.add_argument("--workers", type=_workers, default=1, metavar="N", help="processes")
    how.add_argument(
        "--scheduler", metavar="tcp://…", help="a Dask scheduler, on a network of yours"
    )
    how.add_argument(
        "--checkpoint",
        type=Path,
        metavar="FILE",
        help="keep what is verified there, and go on from it when run again",
    )
    how.add_argument("--progress", action="store_true", help="show a bar even off a terminal")
    what = parser.add_argument_group("what else")
    what.add_argument(
        "--since", type=Path, metavar="OLDER.bel", help="an older copy that must be a prefix"
    )
    what.add_argument("--receipt", type=Path, metavar="FILE", help="a receipt, or a complaint")
    what.add_argument("--key", type=Path, metavar="PEM", help="the public key of receipts")
    return parser


def _workers(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST_WORKERS:
        raise ValueError(text)
    return number


def _options(asked: argparse.Namespace, progress: Progress) -> Options:
    return Options(
        exact=asked.exact,
        commitments=asked.commitments,
        workers=asked.workers,
        scheduler=asked.scheduler,
        checkpoint=asked.checkpoint,
        since=asked.since,
        receipt=asked.receipt,
        receipt_key=asked.key,
        progress=progress,
    )


def _progress(asked: argparse.Namespace) -> tuple[Progress, Callable[[], None]]:
    if not asked.progress and not sys.stderr.isatty():
        return silent, lambda: None
    bar = ProgressBar(lambda step: say(STEPS[step], asked.lang))
    return bar, bar.clear


if __name__ == "__main__":
    sys.exit(main())
