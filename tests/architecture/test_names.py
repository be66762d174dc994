"""Names that say something, and files and functions that fit in a head."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT, parsed, place, project_files

EMPTY_WORDS = {"utils", "helpers", "common", "manager", "handler", "data", "info", "process"}
LINES_PER_FILE = 400
LINES_PER_TEST_FILE = 600  # tables of cases are long, and read one row at a time
LINES_PER_FUNCTION = 80
READ = {".py", ".js", ".html", ".typ"}
LONGER = {  # file or function: why it may be longer
    "bootstrap.py": "one file on purpose: it runs before anything else is there to import",
}


def sources():
    """Return the files that people write and read, from the root; migrations are history."""
    paths = (path.relative_to(ROOT) for path in project_files() if path.suffix in READ)
    return [path for path in paths if "versions" not in path.parts]


def says_nothing(name: str) -> bool:
    """Tell whether a file or folder name holds a word that says nothing."""
    return bool(EMPTY_WORDS & set(re.split(r"[_.\-]", name)))


def test_no_file_or_folder_has_a_name_that_says_nothing():
    assert [str(path) for path in sources() if any(map(says_nothing, path.parts))] == []


@pytest.mark.parametrize("name", ["utils", "date_utils.py", "vote-manager.js", "data.html"])
def test_a_name_that_says_nothing_is_found(name):
    assert says_nothing(name)


@pytest.mark.parametrize("name", ["proxies.py", "database.py", "handlers_of_wood.py"])
def test_a_name_that_says_something_is_left_alone(name):
    assert not says_nothing(name)


def test_no_file_is_too_long():
    lengths = {str(path): count_lines(path) for path in sources() if str(path) not in LONGER}
    assert {path: n for path, n in lengths.items() if n > limit_of(path)} == {}


def limit_of(path: str) -> int:
    """Return how many lines the file at ``path`` may have."""
    return LINES_PER_TEST_FILE if path.startswith("tests/") else LINES_PER_FILE


def test_no_function_is_too_long():
    found = [
        f"{place(ROOT / path, node.lineno)} {node.name}: {length} lines"
        for path in sources()
        if path.suffix == ".py"
        for node, length in functions(parsed(ROOT / path))
        if length > LINES_PER_FUNCTION and node.name not in LONGER
    ]
    assert found == []


def test_the_length_of_a_function_is_measured_with_its_decorators_and_inner_ones():
    tree = ast.parse("@wraps\ndef outer():\n    def inner():\n        pass\n    return inner\n")
    assert [(node.name, length) for node, length in functions(tree)] == [("outer", 5), ("inner", 2)]


def functions(tree: ast.Module):
    """Yield each function with the number of lines it takes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield node, (node.end_lineno or first) - first + 1


def count_lines(path) -> int:
    """Return the number of lines of a file of the project."""
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())
