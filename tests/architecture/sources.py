"""The project's own files, as the laws of this folder read them."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("governance", "ballots")


@lru_cache
def project_files() -> tuple[Path, ...]:
    """Return every file that is, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    names = listed.stdout.decode().rstrip("\0").split("\0")
    return tuple(sorted(ROOT / name for name in names if (ROOT / name).is_file()))


def files_under(root: Path, folder: str, suffix: str) -> list[Path]:
    """Return the files with ``suffix`` in ``folder`` (or the one file of that name) below root."""
    place = root / folder
    return [place] if place.is_file() else sorted(place.rglob(f"*{suffix}"))


@lru_cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of ``path``."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name, dotted and absolute, and where it stands."""

    name: str
    line: int

    def is_of(self, prefix: str) -> bool:
        """Tell whether this is ``prefix`` or something inside it."""
        return f"{self.name}.".startswith(f"{prefix}.")


def imports(path: Path, root: Path = ROOT) -> Iterator[Import]:
    """Yield what ``path`` imports: at its top, inside functions, for type checkers, by string."""
    package = list(path.relative_to(root).parent.parts)
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            outside = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*outside, *([node.module] if node.module else [])])
            yield from (Import(f"{base}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and name_of(node.func) in {"import_module", "__import__"}:
            yield from (Import(text, node.lineno) for text in literals(node.args[:1]))


def name_of(node: ast.expr) -> str:
    """Return the last part of a name or attribute, nothing for other expressions."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def literals(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the plain strings among ``nodes``."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def place(path: Path, line: int, root: Path = ROOT) -> str:
    """Return ``file:line`` from the root, as editors understand it."""
    return f"{path.relative_to(root)}:{line}"
