"""``python -m tests.bench``: the figures of this machine, printed as tables.

Times depend on the machine; what is held against a floor and an aim is a ratio between two figures
of the same run, in processor time, the median of runs in turn. Figures of two processes are taken
only while nothing else keeps the machine busy. Nothing here fails: the last column says where a
figure stands.
"""

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.table import Section, as_text, write_markdown
from tests.bench.timing import is_idle

Part = Callable[[Path, argparse.Namespace], Section]


def _ballot(_folder: Path, _asked: argparse.Namespace) -> Section:
    from tests.bench import ballots

    return ballots.section()


def _audit(_folder: Path, asked: argparse.Namespace) -> Section:
    from tests.bench import archives

    return archives.section(asked.cache, asked.sizes)


def _cast(folder: Path, asked: argparse.Namespace) -> Section:
    from tests.bench import casting

    return casting.section(folder, asked.voters)


def _tally(folder: Path, asked: argparse.Namespace) -> Section:
    from tests.bench import tallying

    return tallying.section(folder, asked.closed)


def _booth(_folder: Path, _asked: argparse.Namespace) -> Section:
    from tests.bench import booth

    return booth.section()


def _cluster(_folder: Path, asked: argparse.Namespace) -> Section:
    from tests.bench import cluster

    return cluster.section(asked.cache)


def _services(folder: Path, _asked: argparse.Namespace) -> Section:
    from tests.bench import services

    return services.section(folder)


def _register(folder: Path, asked: argparse.Namespace) -> Section:
    from tests.bench import register

    return register.section(folder, asked.members)


def _meeting(folder: Path, asked: argparse.Namespace) -> Section:
    from tests.bench import large_meeting

    return large_meeting.section(folder, asked.members)


def _secrecy(_folder: Path, _asked: argparse.Namespace) -> Section:
    from tests.bench import secrecy

    return secrecy.section()


PARTS: dict[str, Part] = {  # imported when asked for: each needs its own programs
    "ballot": _ballot,
    "audit": _audit,
    "cast": _cast,
    "tally": _tally,
    "booth": _booth,
    "cluster": _cluster,
    "services": _services,
    "register": _register,
    "meeting": _meeting,
    "secrecy": _secrecy,
}


def main() -> None:
    """Measure what is asked for and print it."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        asked = _parser(Path(folder) / "archives").parse_args()
        sections = []
        for name in asked.only:
            sections.append(PARTS[name](Path(folder) / name, asked))
            print(as_text(sections[-1]), flush=True)
    took = f"{time.perf_counter() - begun:.0f} s in all."
    print(f"\n{took}")
    if asked.markdown:
        write_markdown(asked.markdown, [*_head(asked.only), took], sections)


def _parser(cache: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", type=_parts, default=list(PARTS), help=",".join(PARTS))
    parser.add_argument(
        "--sizes", type=_numbers, default=[100, 1_000, 10_000], help="ballots of audited archives"
    )
    parser.add_argument(
        "--voters", type=int, default=330, help="members of the poll cast over HTTP"
    )
    parser.add_argument("--closed", type=int, default=2_000, help="ballots of the poll stopped")
    parser.add_argument(
        "--members", type=int, default=10_000, help="of the large register and meeting"
    )
    parser.add_argument(
        "--cache", type=Path, default=cache, help="keep the archives there for the next run"
    )
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables there too")
    return parser


def _head(only: Sequence[str]) -> list[str]:
    """Say of what machine and state the figures are."""
    state = "idle" if is_idle() else "busy with other things"
    cores = os.cpu_count()
    today = datetime.now(UTC).date().isoformat()
    command = f"python -m tests.bench --only {','.join(only)}"
    machine = f"{cores} cores, {platform.machine()}, Python {platform.python_version()}"
    return [
        f"Measured on {today} by `{command}`: {machine}, {state} at the end.",
        "Ratios are between processor times of the same run, medians of runs in turn.",
    ]


def _parts(text: str) -> list[str]:
    wanted = text.split(",")
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}")
    return wanted


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


if __name__ == "__main__":
    main()
