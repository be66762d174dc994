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
VALUE = re.compile(r"\{[^{}]*\}")
GETTEXT = {"N_", "_", "gettext", "lazy_gettext", "ngettext", "pgettext"}
ENDS = r"(?=[\s\"'<)\\]|$)"
SPACES = [  # a space that ought to be narrower or firmer: what it becomes
    (re.compile(rf"(?<=[\w»)}}%’…°]) (?=:{ENDS})"), WIDE),
    (re.compile(rf"(?<=[\w»)}}%’…°]) (?=[;!?]{ENDS})"), THIN),
    (re.compile(r"(?<=«) "), WIDE),
    (re.compile(r" (?=»)"), WIDE),
    (re.compile(r"(?<=[\d}]) (?=[%€](?!\}))"), THIN),
    (re.compile(r"⍽(?![;!?%€])"), WIDE),  # signs that papers on typography write for the two
    (re.compile(r"[⍽⍾]"), THIN),
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
    """A string of a Python source: its node, its text, and whether gettext marks it as French."""

    node: ast.Constant | ast.JoinedStr
    text: str
    is_french: bool


def python_words(tree: ast.Module) -> Iterator[Words]:
    """Yield the strings of a source, docstrings left out; a value in one of them reads ``{}``."""
    inside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    french = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in GETTEXT:
            french |= set(map(id, node.args))
        elif isinstance(node, ast.JoinedStr):
            inside |= set(map(id, node.values))
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in inside:
                yield Words(node, text, id(node) in french)
            case ast.JoinedStr(values=pieces):
                yield Words(node, "".join(map(_piece, pieces)), False)


def _piece(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else "{}"


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
    """Return a Python source with the spaces of its strings set; code and comments as they were."""
    lines = source.splitlines(keepends=True)
    strings = [words.node for words in python_words(ast.parse(source))]
    for node in sorted(strings, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        last = node.end_lineno or node.lineno
        for number in range(node.lineno, last + 1):
            raw = lines[number - 1].encode()
            start = node.col_offset if number == node.lineno else 0
            end = node.end_col_offset if number == last else len(raw)
            string = _set_around_values(raw[start:end].decode())
            lines[number - 1] = (raw[:start] + string.encode() + raw[end:]).decode()
    return "".join(lines)


def _set_around_values(string: str) -> str:
    """Set a string as it is written, the code between its braces excepted."""
    masked = VALUE.sub(lambda value: "{" + "_" * (len(value[0]) - 2) + "}", string)
    pairs = zip(string, masked, well_set(masked), strict=True)  # one space for one space
    return "".join(new if old == mask else old for old, mask, new in pairs)


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
