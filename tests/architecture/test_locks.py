"""The hash lock: it names every dependency, whole, and nothing by address."""

import re
import tomllib

import pytest

from tests.architecture.sources import ROOT

LOCKS = ("requirements-bootstrap.txt", "requirements.txt", "requirements-test.txt")
ENTRY = re.compile(
    r"(?m)^([A-Za-z0-9._-]+)==(\S+)(?: ; [^\\\n]+)? \\\n((?:    --hash=\S+(?: \\)?\n)+)"
)


def locked(name: str) -> dict[str, str]:
    """Return the packages of a lock with their versions."""
    return {found[0]: found[1] for found in ENTRY.findall((ROOT / name).read_text())}


def declared() -> dict[str, list[str]]:
    """Return the requirements of ``pyproject.toml``: the application's, and the tests'."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"]
    return {
        "requirements.txt": wanted,
        "requirements-test.txt": wanted + project["optional-dependencies"]["test"],
    }


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_a_version_with_its_hashes(name):
    assert ENTRY.sub("", (ROOT / name).read_text()).strip() == ""


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_the_lock_holds_what_pyproject_asks_for(name):
    lock = locked(name)
    for requirement in declared()[name]:
        wanted = re.match(r"([A-Za-z0-9_-]+)(?:\[\w+\])?(?:==([^;]+))?", requirement)
        assert wanted is not None
        assert wanted[1] in lock, f"re-lock: {requirement} is not in {name}"
        assert wanted[2] in {None, lock[wanted[1]]}, f"re-lock: {requirement}"


def test_tests_run_on_the_very_versions_that_are_served():
    tested = locked("requirements-test.txt")
    assert locked("requirements.txt").items() <= tested.items()
