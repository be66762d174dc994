"""Hold that unit and property tests take every line and branch of the pure layers (couverture).

``pytest -p tests.coverage_gate``: each process measures while it imports, and while it runs the
tests of MEASURED; whichever leads then joins what all of them saw, names the lines that nobody
took, and fails the run. What is measured is said in ``pyproject.toml``.
"""

import io
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest

MEASURED = (  # the last one alone has a cluster to work on
    "tests/unit/ballots/",
    "tests/property/",
    "tests/integration/test_audit_cluster.py",
)
FOLDER = "COVERAGE_GATE_FOLDER"  # where the processes of one run leave what they saw
WHOLE = 100.0

if FOLDER not in os.environ:
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="coverage-gate-")

MEASURE = coverage.Coverage(data_file=Path(os.environ[FOLDER], "seen"), data_suffix=True)
MEASURE.start()  # before anything of ours is imported


class Verdict:
    """What the joined measurement says; empty while it is not known, or all is taken."""

    report = ""


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Go on only inside tests that count: everything is imported now."""
    MEASURE.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure a test that counts."""
    if not item.nodeid.startswith(MEASURED):
        return (yield)
    MEASURE.start()
    try:
        return (yield)
    finally:
        MEASURE.stop()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave what this process saw; whichever leads joins it and judges."""
    MEASURE.stop()
    MEASURE.save()
    if hasattr(session.config, "workerinput"):  # of a core that another process leads
        return
    Verdict.report = judged()
    if Verdict.report and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the lines."""
    if Verdict.report:
        terminalreporter.section("lines and branches that no unit or property test takes")
        terminalreporter.write(Verdict.report)


def judged() -> str:
    """Return the report of what was not taken, nothing when all was."""
    joined = coverage.Coverage(data_file=Path(os.environ[FOLDER], "seen"))
    joined.combine([os.environ[FOLDER]])
    written = io.StringIO()
    share = joined.report(file=written)
    shutil.rmtree(os.environ[FOLDER])
    return written.getvalue() if share < WHOLE else ""
