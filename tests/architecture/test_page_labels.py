"""The sentences that pages bring to their modules: as many as the modules use, places kept."""

import json
import re
from pathlib import Path

import pytest

from tests.architecture.catalogues import CATALOGUES
from tests.architecture.sources import ROOT

MODULES = ROOT / "static" / "js" / "booth"
PAGES = {"booth": "labels.js", "trustee": "trustee-sentences.js"}
ENTRY = re.compile(r'^  "([a-z.-]+)":\s*((?:"[^"\n]*"(?:\s*\+\s*)?)+),$', re.MULTILINE)
PLACE = re.compile(r"\{(\w+)\}")


def usual(module: str) -> dict[str, str]:
    """Return the French sentences of a module, as its source has them."""
    source = (MODULES / module).read_text("utf-8")
    return {
        key: "".join(re.findall(r'"([^"\n]*)"', pieces)) for key, pieces in ENTRY.findall(source)
    }


def brought() -> list[Path]:
    """Return the sentences of the pages in other languages."""
    return sorted(path for page in PAGES for path in CATALOGUES.glob(f"*/{page}.json"))


@pytest.mark.parametrize("path", brought(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_page_brings_every_sentence_of_its_module_with_its_places(path):
    known, said = usual(PAGES[path.stem]), json.loads(path.read_text("utf-8"))
    assert said.keys() == known.keys()
    assert {key for key in said if places(said[key]) != places(known[key])} == set()
    assert all(said.values())


def places(text: str) -> set[str]:
    """Return the names of the facts that ``text`` shows."""
    return set(PLACE.findall(text))


@pytest.mark.parametrize("module", PAGES.values())
def test_every_sentence_of_a_module_is_read(module):
    source = (MODULES / module).read_text("utf-8")
    assert len(usual(module)) == len(re.findall(r'^  "[a-z.-]+":', source, re.MULTILINE)) > 30


def test_english_is_brought_to_both_pages():
    assert {path.stem for path in brought() if path.parent.name == "en"} == PAGES.keys()
