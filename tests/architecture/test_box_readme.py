"""What ballots/README.md claims is held by something: its tests, files and rooms are there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

BOX = ROOT / "ballots"
TEXT = (BOX / "README.md").read_text(encoding="utf-8")
TEST = re.compile(r"`(test_\w+\.py|[\w-]+\.test\.js)(?:: (\w+))?`")
FILE = re.compile(r"`([\w/.-]+/[\w.-]*\.(?:py|js|md)|docs/[\w/.-]+)`")
DECISION = re.compile(r"decision (00\d\d)")
ROOM = re.compile(r"^  ([\w.]+/?)\s{2,}\S", re.MULTILINE)


@cache
def names_in(path: Path) -> frozenset[str]:
    """Return the names of the tests of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in found if name.startswith("test_"))


@pytest.mark.parametrize(("name", "test"), sorted(set(TEST.findall(TEXT))))
def test_every_test_that_is_named_exists(name: str, test: str) -> None:
    files = list((ROOT / "tests").rglob(name))
    assert files
    assert not test or any(f"test_{test}" in names_in(file) for file in files)


@pytest.mark.parametrize("name", sorted(set(FILE.findall(TEXT))))
def test_every_file_that_is_named_exists(name: str) -> None:
    assert (BOX / name).exists() or (ROOT / name).exists()


@pytest.mark.parametrize("number", sorted(set(DECISION.findall(TEXT))))
def test_every_decision_that_is_named_exists(number: str) -> None:
    assert len(list((ROOT / "docs" / "decisions").glob(f"{number}-*.md"))) == 1


def test_the_rooms_are_the_real_ones() -> None:
    here = (one for one in BOX.iterdir() if one.name not in {"__pycache__", "__init__.py"})
    real = {one.name + ("/" if one.is_dir() else "") for one in here} - {"README.md"}
    assert set(ROOM.findall(TEXT.split("## 9. ")[1])) == real


def test_the_figures_stand_between_their_marks() -> None:
    assert TEXT.index("<!-- bench -->") < TEXT.index("<!-- /bench -->")


def test_every_vector_of_the_comparison_is_kept() -> None:
    section = TEXT.split("## 5. ")[1].split("## 6. ")[0]
    told = set(re.findall(r"\ba\d\d\b", section))
    kept = {one.name[:3] for one in (ROOT / "tests" / "vectors" / "lenient").iterdir()}
    assert told == kept
