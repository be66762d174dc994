"""An audit on a real cluster: a scheduler and two workers over TCP, one of which is killed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack
from pathlib import Path

import pytest

from ballots.audit.archive import audit_archive
from ballots.audit.executors import open_executor
from ballots.audit.options import Options
from ballots.audit.outcomes import Verdict
from ballots.audit.stops import AuditStoppedError
from ballots.crypto.named_groups import ED25519
from ballots.protocol.questions import Question
from tests.unit.ballots.whole_election import WholeElection

distributed = pytest.importorskip("distributed")

ROOT = Path(__file__).parents[2]
PATIENCE = 40  # seconds
BALLOTS = 60


def started(stack: ExitStack, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a process of the cluster that dies with the test."""
    process = stack.enter_context(
        subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    )
    stack.callback(process.kill)
    return process


class Cluster:
    """The address of a scheduler and its two workers' processes."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        found = folder / "scheduler.json"
        started(
            stack, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
            "--no-dashboard", "--scheduler-file", str(found),
        )  # fmt: skip
        self.workers = [
            started(
                stack, "distributed.cli.dask_worker", "--scheduler-file", str(found),
                "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder),
            )
            for _ in range(2)
        ]  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while not found.exists():
            assert time.monotonic() < deadline, "the scheduler does not start"
            time.sleep(0.1)
        with distributed.Client(scheduler_file=str(found), timeout=PATIENCE) as client:
            self.address = client.scheduler.address
            client.wait_for_workers(2, timeout=PATIENCE)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(stack, tmp_path_factory.mktemp("cluster"))


@pytest.fixture(scope="module")
def archive() -> bytes:
    made = WholeElection(ED25519, [Question("?", ("Oui", "Non"), 1, 1)], [1, 2, 10])
    made.play([(count % 3, [(1, 0) if count % 2 else (0, 1)]) for count in range(BALLOTS)])
    return made.archive


@pytest.mark.parametrize("fault", [distributed.KilledWorker("x", None, 3), CancelledError()])
def test_a_chunk_that_no_worker_survives_stops_the_audit(
    cluster: Cluster, fault: Exception
) -> None:
    def run() -> None:
        with open_executor(Options(scheduler=cluster.address)) as (executor, width):
            assert (executor.submit(abs, -2).result(PATIENCE), width) == (2, 2)
            raise fault

    with pytest.raises(AuditStoppedError) as stop:
        run()
    assert stop.value.code == "executor.lost-worker"


def test_a_cluster_comes_to_the_same_verdict_though_a_worker_dies(
    cluster: Cluster, archive: bytes
) -> None:
    seen: list[int] = []

    def kill_one(step: str, done: int, _total: int) -> None:
        if step == "ballots":
            seen.append(done)
            if len(seen) == 2:
                cluster.workers[0].kill()

    options = Options(scheduler=cluster.address, chunk=5, progress=kill_one)
    report = audit_archive(archive, options)
    alone = audit_archive(archive)
    assert report.verdict is Verdict.VERIFIED
    assert (report.checks, report.counted) == (alone.checks, alone.counted)
    assert seen[-1] == BALLOTS
    cluster.workers[0].wait(PATIENCE)


def test_a_cluster_without_workers_is_named(tmp_path: Path, archive: bytes) -> None:
    with ExitStack() as stack:
        cluster = Cluster(stack, tmp_path)
        for worker in cluster.workers:
            worker.kill()
            worker.wait(PATIENCE)
        time.sleep(1)
        with pytest.raises(AuditStoppedError) as stop:
            audit_archive(archive, Options(scheduler=cluster.address))
    assert stop.value.code == "executor.no-worker"
