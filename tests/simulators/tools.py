"""The system programs that some tests need, and what happens when one is absent."""

import os
import shutil
from dataclasses import dataclass
from typing import NoReturn

import pytest


@dataclass(frozen=True, slots=True)
class Tool:
    """A program of the system: the names it goes by, and the package that brings it."""

    names: tuple[str, ...]
    package: str


TOOLS = {
    "chromium": Tool(("chromium", "chromium-browser"), "chromium"),
    "belenios-tool": Tool(("belenios-tool",), "belenios-tool"),
    "pdftotext": Tool(("pdftotext",), "poppler-utils"),
    "pdfsig": Tool(("pdfsig",), "poppler-utils"),
}


def is_everything_required() -> bool:
    """Tell whether a skip counts as a failure (``REQUIRE_ALL=1``, as in ``.ci/run``)."""
    return os.environ.get("REQUIRE_ALL") == "1"


def find(tool: str) -> str | None:
    """Return the path of ``tool``, or None when this machine has it not."""
    if tool not in TOOLS:
        raise ValueError(f"needs({tool!r}): known tools are {', '.join(TOOLS)}")
    return next(filter(None, map(shutil.which, TOOLS[tool].names)), None)


def require(tool: str) -> str:
    """Return the path of ``tool``, or skip the test with the line that installs it."""
    path = find(tool)
    if path is None:
        absent(f"{tool} absent: apt-get install {TOOLS[tool].package}")
    return path


def absent(reason: str) -> NoReturn:
    """Skip the running test with ``reason``; fail it when everything is required."""
    if is_everything_required():
        pytest.fail(f"{reason} (REQUIRE_ALL=1)", pytrace=False)
    pytest.skip(reason)
