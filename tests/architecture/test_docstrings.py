"""What a docstring of the pure layers must say: that it is there, what it raises, its source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architecture.sources import ROOT, files_under, literals, name_of, parsed, place

PURE = ("ballots/crypto", "ballots/protocol", "ballots/voting", "ballots/audit")
OF_A_CLAUSE = ("ballots/crypto", "ballots/protocol", "ballots/voting")
ERRORS = {
    "BallotsError", "MalformedError", "InvalidProofError", "RefusedError", "StaleHeadError",
    "UnsupportedError",
}  # fmt: skip
SOURCE = re.compile(r"Source: \S")
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+")
OUR_OWN = {  # modules that no clause of the format asks for, and why
    "ballots/protocol/commitments.py": "a hint beside the archive",
    "ballots/protocol/complaint.py": "what a voter hands in",
    "ballots/protocol/limits.py": "the format knows no size",
    "ballots/voting/counting/seats.py": "who sits, of those whom a count ranks alike or not",
    "ballots/voting/counting/ties.py": "a rule given beforehand parts them",
    "ballots/voting/running_sums.py": "the tally, computed as ballots come",
}  # fmt: skip

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Public(NamedTuple):
    """A public function, method or class, and where it stands."""

    path: Path
    node: Function | ast.ClassDef
    docstring: str

    @property
    def place(self) -> str:
        return f"{place(self.path, self.node.lineno)} {self.node.name}"


def public(folder: str, root: Path = ROOT) -> Iterator[Public]:
    """Yield what other modules may call: no name with an underscore, and no override."""
    for path in files_under(root, folder, ".py"):
        for node in members(parsed(path)):
            yield Public(path, node, ast.get_docstring(node) or "")


def members(tree: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            if node.name.startswith("_"):
                continue
            yield node
            if isinstance(node, ast.ClassDef) and not has_bases(node):
                yield from members(node)


def has_bases(node: ast.ClassDef) -> bool:
    """Return whether a class fulfils another's interface, where its methods are described."""
    return bool(node.bases)


def raised_codes(node: ast.AST) -> set[str]:
    """Return the literal codes that a function raises itself, and that leave it as they are."""
    found: set[str] = set()
    for one in ast.iter_child_nodes(node):
        if isinstance(one, ast.With) and any(map(renaming, one.items)):
            continue
        if isinstance(one, ast.Raise) and isinstance(one.exc, ast.Call):
            found |= codes_of(one.exc)
        found |= raised_codes(one)
    return found


def codes_of(call: ast.Call) -> set[str]:
    if name_of(call.func) not in ERRORS or not call.args:
        return set()
    return {text for text in literals(ast.walk(call.args[0])) if CODE.fullmatch(text)}


def renaming(item: ast.withitem) -> str:
    """Return in whose name ``with reading(…)`` or ``with blaming(…)`` refuses, if it is one."""
    call = item.context_expr
    if isinstance(call, ast.Call) and name_of(call.func) in {"reading", "blaming"}:
        return next(literals(call.args[:1]), "another's")
    return ""


def reads(node: Function) -> set[str]:
    """Return the subjects and codes in whose name a function refuses."""
    items = (item for one in ast.walk(node) if isinstance(one, ast.With) for item in one.items)
    return set(filter(None, map(renaming, items))) - {"another's"}


def section(docstring: str, name: str) -> str:
    """Return what a docstring says under ``name``."""
    found = re.search(rf"^ *{name}:(.*?)(?=^ *(?:Args|Returns|Raises|Source):|\Z)", docstring,
                      re.DOTALL | re.MULTILINE)  # fmt: skip
    return found[1] if found else ""


def is_named(code: str, told: str) -> bool:
    """Return whether a section names a code, whole, by its last part, or by its family."""
    family, _, last = code.rpartition(".")
    if not family:  # a subject: one of its codes stands there
        return f"{code}." in told
    return code in told or f".{last}" in told or f"{family}.*" in told


@pytest.mark.parametrize("folder", PURE)
def test_everything_public_says_what_it_is(folder):
    assert [one.place for one in public(folder) if not one.docstring] == []


@pytest.mark.parametrize("folder", PURE)
def test_whatever_refuses_says_with_which_codes(folder):
    silent = [
        f"{one.place} raises {code}"
        for one in public(folder)
        if not isinstance(one.node, ast.ClassDef)
        for code in sorted(raised_codes(one.node))
        if not is_named(code, section(one.docstring, "Raises"))
    ]
    assert not silent, "\n".join(silent)


@pytest.mark.parametrize("folder", PURE)
def test_whatever_reads_says_how_it_refuses(folder):
    silent = [
        f"{one.place} reads {subject}"
        for one in public(folder)
        if not isinstance(one.node, ast.ClassDef)
        for subject in sorted(reads(one.node))
        if not is_named(subject, section(one.docstring, "Raises"))
    ]
    assert not silent, "\n".join(silent)


def modules() -> list[str]:
    """Return the modules that implement a clause."""
    paths = (path for folder in OF_A_CLAUSE for path in files_under(ROOT, folder, ".py"))
    return [path.relative_to(ROOT).as_posix() for path in paths if path.stem != "__init__"]


def test_every_module_names_the_section_it_implements():
    silent = [
        name for name in modules()
        if name not in OUR_OWN and not SOURCE.search((ROOT / name).read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert not silent, "\n".join(silent)


def test_no_module_is_called_our_own_that_names_a_section():
    known = set(modules())
    assert [
        name for name in OUR_OWN
        if name not in known or SOURCE.search((ROOT / name).read_text(encoding="utf-8"))
    ] == []  # fmt: skip


def test_codes_are_read_where_they_leave_the_function():
    tree = ast.parse(
        "def read(raw):\n"
        "    with reading('ballot'):\n"
        "        raise MalformedError('json.shape')\n"
        "    with blaming('threshold.bad-key', index):\n"
        "        check(raw)\n"
        "    if raw:\n"
        "        raise RefusedError('box.closed' if raw else 'box.stale', at=1)\n"
        "    raise ValueError('not.ours')\n"
    ).body[0]
    assert isinstance(tree, ast.FunctionDef)
    assert raised_codes(tree) == {"box.closed", "box.stale"}
    assert reads(tree) == {"ballot", "threshold.bad-key"}


def test_a_code_is_named_whole_by_its_end_or_by_its_family():
    told = section(
        "Do.\n\nRaises:\n    E: ballot.malformed, .too-large or shuffle.*.\nSource: x", "Raises"
    )
    assert is_named("ballot.malformed", told) and is_named("ballot.too-large", told)
    assert is_named("shuffle.bad-proof", told) and is_named("ballot", told)
    assert not is_named("ballot.replayed", told) and not is_named("tally", told)
