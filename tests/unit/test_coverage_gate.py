"""The gate on coverage: it names what no test takes and fails the run, on one core or several."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.coverage_gate import FOLDER

ROOT = Path(__file__).parents[2]
MEASURED = "def parity(number):\n    if number % 2:\n        return 'odd'\n    return 'even'\n"
ODD = "from measured import parity\n\ndef test_odd():\n    assert parity(1) == 'odd'\n"
EVEN = "from measured import parity\n\ndef test_even():\n    assert parity(2) == 'even'\n"


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of a small project under the gate."""
    (folder / "measured.py").write_text(MEASURED)
    (folder / "pyproject.toml").write_text(
        '[tool.pytest]\npythonpath = ["."]\n[tool.coverage.run]\nbranch = true\n'
        'source = ["."]\nomit = ["tests/*"]\n[tool.coverage.report]\nshow_missing = true\n'
    )
    environment = {key: value for key, value in os.environ.items() if key != FOLDER}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.coverage_gate", "--import-mode=importlib",
         "-p", "no:cacheprovider", *options],
        cwd=folder, env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def write(folder: Path, path: str, content: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(content)


@pytest.mark.parametrize("cores", [(), ("-n", "2", "--dist", "loadfile")])
def test_a_branch_that_no_test_takes_fails_the_run_and_is_named(tmp_path, cores):
    write(tmp_path, "tests/unit/ballots/test_odd.py", ODD)
    write(tmp_path, "tests/web/test_even.py", EVEN)  # taken, but not by a test that counts
    done = run(tmp_path, *cores)
    assert "2 passed" in done.stdout
    assert done.returncode == 1
    assert "measured.py" in done.stdout and " 4" in done.stdout.split("measured.py")[1]


@pytest.mark.parametrize("cores", [(), ("-n", "2", "--dist", "loadfile")])
def test_what_several_processes_take_together_is_enough(tmp_path, cores):
    write(tmp_path, "tests/unit/ballots/test_odd.py", ODD)
    write(tmp_path, "tests/property/test_even.py", EVEN)
    done = run(tmp_path, *cores)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no unit or property test" not in done.stdout


def test_a_failed_test_stays_the_reason(tmp_path):
    write(tmp_path, "tests/unit/ballots/test_odd.py", ODD.replace("'odd'", "'even'"))
    done = run(tmp_path)
    assert done.returncode == 1 and "1 failed" in done.stdout
