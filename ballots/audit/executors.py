"""Where chunks are verified (exécuteurs): here, in processes, or by the workers of a Dask cluster.

All three are one ``concurrent.futures.Executor`` and one path.
"""

import importlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from typing import Any, TypeVar

from ballots.audit.options import Options
from ballots.audit.stops import AuditStoppedError

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")

AHEAD = 2  # chunks handed out for each worker: one at work, one waiting
SCHEDULER_TIMEOUT = "10s"


class HereExecutor(Executor):
    """Does at once, in this process, what it is given."""

    def submit(self, fn: Callable[..., Outcome], /, *args: Any, **kwargs: Any) -> "Future[Outcome]":
        """Run the call and return its future, already settled."""
        future: Future[Outcome] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as fault:  # noqa: BLE001 - the future carries it to whoever asks
            future.set_exception(fault)
        return future


@contextmanager
def open_executor(options: Options) -> Iterator[tuple[Executor, int]]:
    """Give the executor that the options ask for, and how many chunks it works on at once.

    A cluster whose every worker is gone is waited for: work goes on when one comes back.

    Raises:
        AuditStoppedError: executor.no-dask (the extra is not installed), .no-scheduler or
            .no-worker.
    """
    if options.scheduler is not None:
        with _cluster(options.scheduler) as (executor, width):
            yield executor, width
    elif options.workers > 1:
        with ProcessPoolExecutor(options.workers) as executor:
            yield executor, options.workers
    else:
        yield HereExecutor(), 1


def run_all(
    executor: Executor, width: int, run: Callable[[Job], Outcome], jobs: Iterable[Job]
) -> Iterator[tuple[Job, Outcome]]:
    """Yield each job with its outcome, as they come; only a few jobs exist at a time.

    Raises:
        AuditStoppedError: executor.lost-worker.
    """
    running: dict[Future[Outcome], Job] = {}
    most = 1 if isinstance(executor, HereExecutor) else AHEAD * width
    for job in jobs:
        running[_submitted(executor, run, job)] = job
        if len(running) >= most:
            yield from _finished(running)
    while running:
        yield from _finished(running)


def _submitted(executor: Executor, run: Callable[[Job], Outcome], job: Job) -> "Future[Outcome]":
    try:
        return executor.submit(run, job)
    except BrokenExecutor as fault:
        raise AuditStoppedError("executor.lost-worker") from fault


def _finished(running: "dict[Future[Outcome], Job]") -> Iterator[tuple[Job, Outcome]]:
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        job = running.pop(future)
        try:
            yield job, future.result()
        except BrokenExecutor as fault:
            raise AuditStoppedError("executor.lost-worker") from fault


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    try:
        distributed = importlib.import_module("distributed")
    except ImportError as fault:
        raise AuditStoppedError("executor.no-dask") from fault
    try:
        client = distributed.Client(address, timeout=SCHEDULER_TIMEOUT)
    except (OSError, ValueError) as fault:
        raise AuditStoppedError("executor.no-scheduler", address=address) from fault
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise AuditStoppedError("executor.no-worker", address=address)
        try:
            yield client.get_executor(pure=False), threads
        except (
            distributed.KilledWorker,
            distributed.comm.CommClosedError,
            CancelledError,
        ) as fault:
            raise AuditStoppedError("executor.lost-worker") from fault
