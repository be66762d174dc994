"""Figures of scale-out: the same audit by a pool of processes and by two Dask workers."""

from pathlib import Path

from ballots.audit.archive import audit_archive
from ballots.audit.options import Options
from tests.bench import elections
from tests.bench.table import Figure, Section, Target
from tests.bench.timing import BUSY, in_turn, is_idle, wall_seconds

BALLOTS = 1_000
CHUNK = 125  # a second of work
SHARE = Target(0.85, 0.95)


def section(cache: Path) -> Section:
    """Verify one archive both ways, exactly, when nothing else keeps the machine busy."""
    what = f"Dask, 2 workers, beside a pool of 2: {BALLOTS:,} ballots exactly"
    return Section("Scale-out", (_figure(cache, what),))


def _figure(cache: Path, what: str) -> Figure:
    try:
        from distributed import LocalCluster
    except ImportError:
        return Figure(what, "", "the extra `cluster` is not installed")
    if not is_idle():
        return Figure(what, "", BUSY)
    path = elections.archive(cache, BALLOTS)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        times = in_turn(
            {
                "pool": lambda: audit_archive(path, Options(exact=True, workers=2, chunk=CHUNK)),
                "dask": lambda: audit_archive(
                    path, Options(exact=True, scheduler=address, chunk=CHUNK)
                ),
            },
            clock=wall_seconds,
        )
    reached = times["pool"] / times["dask"]
    told = f"{BALLOTS / times['dask']:.0f}/s; pool {BALLOTS / times['pool']:.0f}/s"
    return Figure(what, f"{reached:.2f}", told, SHARE, reached)
