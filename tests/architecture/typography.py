"""French as it is printed: what is wrong in a sentence, and the same sentence set well.

``python -m tests.architecture.typography`` sets the project's own sentences in place.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.markup import sentences, templates
from tests.architecture.sources import PACKAGES, ROOT, files_under, name_of

WIDE = "\u00a0"  # before a colon, inside « »
THIN = "\u202f"  # before ; ! ? and before the sign of a unit
GETTEXT = {"N_", "_", "gettext", "lazy_gettext", "ngettext", "pgettext"}
ENDS = r"(?=[\s\"'<)\\]|$)"
SPACES = [  # an ordinary space that ought to be a narrower or firmer one: what it becomes
    (re.compile(rf"(?<=[\w»)}}%’…°]) (?=:{ENDS})"), WIDE),
    (re.compile(rf"(?<=[\w»)}}%’…°]) (?=[;!?]{ENDS})"), THIN),
    (re.compile(r"(?<=«) "), WIDE),
    (re.compile(r" (?=»)"), WIDE),
    (re.compile(r"(?<=[\d}]) (?=[%€](?!\}))"), THIN),
]
SLIPS = {  # in sentences known to be French
    "a straight apostrophe": re.compile(r"[^\W\d_]'[^\W\d_]"),
    "straight quotation marks": re.compile(r"(?:^|[\s(])\"\w"),
    "no space before ; ! ?": re.compile(r"\w[;!?](?=\s|$)"),
    "no space inside « »": re.compile(r"«\S|\S»"),
    "three dots for one …": re.compile(r"\.\.\."),
}


def well_set(text: str) -> str:
    """Return ``text`` with the spaces that a printer would use."""
    for pattern, space in SPACES:
        text = pattern.sub(space, text)
    return text


def faults(text: str, *, is_french: bool = True) -> list[str]:
    """Return what a printer would correct in ``text``."""
    found = [] if well_set(text) == text else ["an ordinary space where the line must not break"]
    return found + [what for what, slip in SLIPS.items() if is_french and slip.search(text)]


@dataclass(frozen=True)
class Words:
    """A string of a Python source: its node, its text, and what marks it."""

    node: ast.Constant
    text: str
    is_french: bool  # by gettext
    is_piece: bool  # of a formatted string, whose places in the source are not all told


def python_words(tree: ast.Module) -> Iterator[Words]:
    """Yield the strings of a source, docstrings left out."""
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    french = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node.func) in GETTEXT
        for argument in node.args
    }
    pieces = {
        id(piece)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for piece in ast.walk(node)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in silent:
                yield Words(node, text, id(node) in french, id(node) in pieces)


def package_sources() -> list[Path]:
    """Return the Python files whose sentences people read."""
    return [path for package in PACKAGES for path in files_under(ROOT, package, ".py")]


def all_faults() -> Iterator[str]:
    """Yield every fault of the project as ``file:line what: the beginning of the sentence``."""
    for path in templates():
        for line, text in sentences(path.read_text(encoding="utf-8")):
            yield from (_told(path, line, what, text) for what in faults(text))
    for path in package_sources():
        for words in python_words(ast.parse(path.read_text(encoding="utf-8"))):
            for what in faults(words.text, is_french=words.is_french):
                yield _told(path, words.node.lineno, what, words.text)


def _told(path: Path, line: int, what: str, text: str) -> str:
    return f"{path.relative_to(ROOT)}:{line} {what}: {text.strip()[:60]}"


def with_spaces_set(source: str) -> str:
    """Return a Python source with the spaces of its plain strings set, all else as it was."""
    lines = source.splitlines(keepends=True)
    strings = [words.node for words in python_words(ast.parse(source)) if not words.is_piece]
    for node in sorted(strings, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        last = node.end_lineno or node.lineno
        for number in range(node.lineno, last + 1):
            raw = lines[number - 1].encode()
            start = node.col_offset if number == node.lineno else 0
            end = node.end_col_offset if number == last else len(raw)
            string = well_set(raw[start:end].decode())
            lines[number - 1] = (raw[:start] + string.encode() + raw[end:]).decode()
    return "".join(lines)


def main() -> None:
    """Set every template and every source, and name those that changed."""
    work: list[tuple[list[Path], Callable[[str], str]]] = [
        (templates(), well_set),
        (package_sources(), with_spaces_set),
    ]
    for paths, correct in work:
        for path in paths:
            before = path.read_text(encoding="utf-8")
            after = correct(before)
            if after != before:
                path.write_text(after, encoding="utf-8")
                print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
