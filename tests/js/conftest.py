"""The JavaScript runtime of these tests: the one that comes with Playwright's package."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from tests.js.booth_pages import serving
from tests.js.booth_visits import Open

HERE = Path(__file__).parent
TOO_LONG = 120  # seconds
Run = Callable[[str, object], str]


@pytest.fixture(scope="session")
def node() -> str:
    """The path of a node that no system package has to bring."""
    return str(compute_driver_executable()[0])


@pytest.fixture
def run_command(node: str) -> Run:
    """Run one of the commands of this folder: ``run_command("make-ballot.js", facts)``."""

    def run(script: str, facts: object) -> str:
        done = subprocess.run(
            [node, HERE / script],
            check=False,
            input=json.dumps(facts),
            capture_output=True,
            text=True,
            timeout=TOO_LONG,
            env={**os.environ, "NODE_NO_WARNINGS": "1"},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def serve() -> Iterator[Open]:
    """Open a stand: ``url = serve(stand)``."""
    with ExitStack() as stack:
        yield lambda stand: stack.enter_context(serving(stand))
