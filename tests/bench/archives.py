"""Figures of the audit beside belenios-tool: exact and with commitments, one and two processes."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ballots.audit.archive import audit_archive
from ballots.audit.options import Options
from tests.bench import elections
from tests.bench.table import Figure, Section, Target, milliseconds, ratio
from tests.bench.timing import BUSY, Act, in_turn, is_idle, wall_seconds

REFERENCE = 200  # ballots that belenios-tool verifies; its cost grows with their number alone
LARGE = 5_000  # from here on, one run instead of three
EXACT = {1: Target(2.0, 2.3), 2: Target(3.6, 4.4)}
BATCHED = {1: Target(8.5, 11), 2: Target(13, 19)}
BATCHED_FROM = 1_000  # the targets with commitments are set at this size
RFC = Target(2.2, 2.5)
RFC_BALLOTS = 20


def section(cache: Path, sizes: Sequence[int]) -> Section:
    """Audit archives of several sizes; give each as a ratio to the public tool of the same run."""
    figures: list[Figure] = []
    for size in sizes:
        figures += _one_size(cache, size)
    figures.append(_rfc(cache))
    return Section("Verifying an archive, 3 choices", tuple(figures))


def _one_size(cache: Path, size: int) -> list[Figure]:
    path = elections.archive(cache, size)
    runs = 1 if size >= LARGE else 3
    theirs_path = elections.archive(cache, min(size, REFERENCE))
    acts: dict[str, Act] = {
        "exact": lambda: _audit(path, exact=True),
        "batched": lambda: _audit(path),
    }
    if shutil.which("belenios-tool"):
        acts["theirs"] = lambda: belenios_verify(theirs_path)
    times = in_turn(acts, runs)
    theirs = times["theirs"] / min(size, REFERENCE) if "theirs" in times else None
    kinds = (("exact", EXACT, times["exact"]), ("batched", BATCHED, times["batched"]))
    figures = []
    for kind, targets, seconds in kinds:
        figures.append(_figure(size, kind, 1, seconds / size, theirs, targets[1]))
        figures.append(_two_processes(path, size, kind, theirs, targets[2], runs))
    return figures


def _two_processes(
    path: Path, size: int, kind: str, theirs: float | None, target: Target, runs: int
) -> Figure:
    if not is_idle():
        return Figure(_name(size, kind, 2), "", BUSY)
    exact = kind == "exact"
    act = {"ours": lambda: _audit(path, exact=exact, workers=2)}
    seconds = in_turn(act, runs, wall_seconds)["ours"]
    return _figure(size, kind, 2, seconds / size, theirs, target)


def _figure(
    size: int, kind: str, processes: int, each: float, theirs: float | None, target: Target
) -> Figure:
    told = f"{milliseconds(each)} a ballot"
    if theirs is None:
        return Figure(_name(size, kind, processes), milliseconds(each), "belenios-tool absent")
    reached = theirs / each
    held = target if kind == "exact" or size >= BATCHED_FROM else None
    beside = f"{told}; belenios-tool {milliseconds(theirs)}"
    return Figure(_name(size, kind, processes), ratio(reached), beside, held, reached)


def _name(size: int, kind: str, processes: int) -> str:
    how = "exact" if kind == "exact" else "with commitments"
    return f"{size:,} ballots, {how}, {processes} process{'es' if processes > 1 else ''}"


def _rfc(cache: Path) -> Figure:
    path = elections.archive(cache, RFC_BALLOTS, group_name="RFC-3526-2048")
    what = f"RFC-3526-2048, {RFC_BALLOTS} ballots, exact, 1 process"
    if shutil.which("belenios-tool") is None:
        return Figure(what, "", "belenios-tool absent")
    acts = {"ours": lambda: _audit(path, exact=True), "theirs": lambda: belenios_verify(path)}
    times = in_turn(acts)
    each = {name: seconds / RFC_BALLOTS for name, seconds in times.items()}
    reached = each["theirs"] / each["ours"]
    told = f"{milliseconds(each['ours'])} a ballot; belenios-tool {milliseconds(each['theirs'])}"
    return Figure(what, ratio(reached), told, RFC, reached)


def _audit(path: Path, *, exact: bool = False, workers: int = 1) -> None:
    report = audit_archive(path, Options(exact=exact, workers=workers))
    if report.verdict != "verified":
        raise RuntimeError(f"{path.name}: {report.verdict}")


def belenios_verify(path: Path) -> None:
    """Run the public verifier on the folder of an archive."""
    command = ["belenios-tool", "election", "verify", "--dir", str(path.parent)]
    subprocess.run(command, check=True, capture_output=True)
