"""What every test may ask for; the components themselves are started by ``tests/simulators``."""

from collections.abc import Generator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TypeVar

import hypothesis
import pytest

from tests.simulators import tools
from tests.simulators.loops import apart_from_the_browser

pytest_plugins = [
    "tests.simulators.databases",
    "tests.simulators.postgres",
    "tests.simulators.smtp",
    "tests.simulators.servers",
    "tests.simulators.browser",
]

ROOT = Path(__file__).parents[1]
# The same commit gives the same verdict, on a busy machine too; `--hypothesis-profile=default`
# draws other examples each time.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis.settings.load_profile("suite")
LONG_FIRST = ("flows", "fuzz", "integration", "js", "web", "property", "unit")  # folders of tests
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put long tests first; let PostgreSQL take one case of each test, and SQLite all of them."""
    met: set[str] = set()
    again = [item for item in items if _is_met_again(item, met)]
    config.hook.pytest_deselected(items=again)
    left_out = set(again)
    items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: _rank(item.path))


def _is_met_again(item: pytest.Item, met: set[str]) -> bool:
    """Tell whether PostgreSQL has taken another case of the same test: words refused, say."""
    cases = getattr(item, "callspec", None)
    if cases is None or cases.params.get("any_database") != "postgresql":
        return False
    test = item.nodeid.partition("[")[0]
    is_again = test in met
    met.add(test)
    return is_again


def _rank(path: Path) -> int:
    folders = (
        place for place, name in enumerate(LONG_FIRST) if ROOT / "tests" / name in path.parents
    )
    return next(folders, len(LONG_FIRST))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Hold the marker ``needs(tool)``; prepare a test without a browser apart from an open one."""
    for marker in item.iter_markers("needs"):
        for tool in marker.args:
            tools.require(tool)
    with _apart(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Run a test without a browser apart from one that other tests have left open."""
    with _apart(item):
        return (yield)


def _apart(item: pytest.Item) -> AbstractContextManager[None]:
    has_browser = "chromium" in getattr(item, "fixturenames", ())
    return nullcontext() if has_browser else apart_from_the_browser()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep each phase's report on the item, and let no skip pass where all is required."""
    report = yield
    setattr(item, f"report_{report.when}", report)
    return _without_skip(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let no whole file be skipped where all is required."""
    return _without_skip((yield))


def _without_skip(report: Report) -> Report:
    expected = hasattr(report, "wasxfail")
    if report.skipped and not expected and tools.is_everything_required():
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason} (and REQUIRE_ALL=1 lets nothing be skipped)"
    return report
