"""How a figure is taken: medians of runs in turn, in processor time; two cores only when idle."""

import resource
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

Act = Callable[[], object]
RUNS = 3
IDLE = 0.93  # of both cores, seen for half a second
BUSY = "machine busy: not measured"


def cpu_seconds(act: Act) -> float:
    """Return the processor time that ``act`` took, its finished children's with it."""
    before = _cpu()
    act()
    return _cpu() - before


def wall_seconds(act: Act) -> float:
    """Return how long ``act`` took."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def in_turn(acts: Mapping[str, Act], runs: int = RUNS, clock: Callable[[Act], float] = cpu_seconds):
    """Run the ``acts`` in turn, so that a busy moment hits all; return each one's median."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(runs):
        for name, act in acts.items():
            taken[name].append(clock(act))
    return {name: statistics.median(all_of) for name, all_of in taken.items()}


def per_call(act: Act, calls: int, runs: int = RUNS) -> float:
    """Return the median processor time of one call, over ``runs`` loops of ``calls``."""

    def loop() -> None:
        for _ in range(calls):
            act()

    return statistics.median(cpu_seconds(loop) for _ in range(runs)) / calls


def best_of(act: Act, runs: int = 5) -> float:
    """Return the least processor time of some calls, after two to warm up."""
    act()
    act()
    return min(cpu_seconds(act) for _ in range(runs))


def is_idle(seconds: float = 0.5) -> bool:
    """Tell whether nothing else keeps the processors busy now."""
    idle, total = _processors()
    time.sleep(seconds)
    idle_later, total_later = _processors()
    return total_later > total and (idle_later - idle) / (total_later - total) >= IDLE


def when_idle(measure: Callable[[], str], patience: float = 10.0) -> str:
    """Return what ``measure`` says once the machine is idle; say that it is not otherwise."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if is_idle():
            return measure()
    return BUSY


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _processors() -> tuple[int, int]:
    """Return (idle, total) ticks of all processors since the start."""
    ticks = [int(one) for one in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)
