"""``python -m tests.fuzz --seconds N [TARGET ...]``: fuzz the parsers, guided by coverage.

Without a target, all of them in one run. Exit status 0 when every input was refused or read back
equal; 1 with the input that was not, to be kept under ``tests/fuzz/found/TARGET.NAME``.
"""

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
START = 120  # seconds granted to a run besides its own: imports, seeds, the last input


@dataclass(frozen=True)
class Run:
    """How a run ended: its words, and the input that broke the law, if one did."""

    words: str
    status: int
    finding: bytes | None

    @property
    def inputs(self) -> int:
        """How many inputs were tried."""
        mark = "stat::number_of_executed_units:"
        lines = [line for line in self.words.splitlines() if line.startswith(mark)]
        return int(lines[-1].removeprefix(mark)) if lines else 0


def is_installed() -> bool:
    """Return whether the fuzzer is here; it is made for Linux and CPython up to 3.13."""
    return importlib.util.find_spec("atheris") is not None


def fuzz(targets: Sequence[str], seconds: int) -> Run:
    """Fuzz ``targets`` for so many seconds, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        command = [sys.executable, "-m", "tests.fuzz.worker", "--seconds", str(seconds)]
        done = subprocess.run(
            [*command, "--corpus", str(corpus), *targets],
            cwd=ROOT,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=seconds + START,
        )
        findings = sorted(Path(folder).glob("finding-*"))
        finding = findings[0].read_bytes() if findings else None
    return Run(done.stdout + done.stderr, done.returncode, finding)


def main() -> int:
    """Fuzz what the command line asks for."""
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    asked = parser.parse_args()
    unknown = [name for name in asked.targets if name not in TARGETS]
    if unknown:
        parser.error(f"no such target: {', '.join(unknown)}")
    if not is_installed():
        print("atheris is not installed: pip install atheris", file=sys.stderr)
        return 1
    targets = asked.targets or list(TARGETS)
    run = fuzz(targets, asked.seconds)
    if run.finding is not None or run.status:
        print(run.words)
    if run.finding is not None:
        name = targets[run.finding[0] % len(targets)] if run.finding else targets[0]
        kept = Path(f"finding.{name}")
        kept.write_bytes(run.finding[1:])
        print(f"target {name} breaks the law on the bytes in {kept}")
    print(f"inputs: {run.inputs}")
    return 1 if run.finding is not None or run.status else 0


if __name__ == "__main__":
    sys.exit(main())
