"""The README's tree is the real tree."""

import re

from tests.architecture.sources import ROOT, project_files

UNTOLD = {  # what a newcomer need not be told
    "LICENSE", "README.md", "babel.cfg",
    "requirements-bootstrap.txt", "requirements-test.txt", "requirements.txt",
}  # fmt: skip
TOLD_WHOLE = ("governance", "ballots", "tests")  # whose folders are all named


def tree_of(readme: str) -> set[str]:
    """Return the paths of the fenced block that begins with ``app.py``.

    A line is indented under the folder it stands in; several names may share a line when two
    spaces or more do not yet part them from what is said of them.
    """
    block = re.search(r"```\w*\n(app\.py.*?)```", readme, re.DOTALL)
    assert block is not None, "README.md has no block of the tree that begins with app.py"
    paths: set[str] = set()
    parents: list[tuple[int, str]] = []
    for line in block[1].splitlines():
        indent = len(line) - len(line.lstrip())
        names = re.split(r"\s{2,}", line.strip())[0].split()
        while parents and parents[-1][0] >= indent:
            parents.pop()
        above = parents[-1][1] if parents else ""
        paths |= {above + name for name in names}
        if names and names[0].endswith("/"):
            parents.append((indent, above + names[0]))
    return paths


def real_tree() -> set[str]:
    """Return what the README must name: the top, and the folders of the packages."""
    top, inner = set(), set()
    for path in project_files():
        parts = path.relative_to(ROOT).parts
        top.add(parts[0] + ("/" if len(parts) > 1 else ""))
        if parts[0] in TOLD_WHOLE and len(parts) > 2:
            inner.add(f"{parts[0]}/{parts[1]}/")
    told = {name for name in top if not name.startswith(".") and name not in UNTOLD}
    return told | inner


def test_the_tree_of_the_readme_names_nothing_that_is_not_there():
    told = tree_of((ROOT / "README.md").read_text(encoding="utf-8"))
    assert sorted(name for name in told if not (ROOT / name).exists()) == []


def test_the_tree_of_the_readme_leaves_nothing_out():
    told = tree_of((ROOT / "README.md").read_text(encoding="utf-8"))
    assert sorted(real_tree() - told) == []


def test_the_readme_says_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 bootstrap.py demo" in readme
    assert "python3 bootstrap.py test" in readme


def test_a_tree_is_read_with_its_folders_and_its_words_left_out():
    readme = """
```
app.py              what is plugged
docs/               guides
governance/         the assembly
  rules/  models/   layers
  services/
    proxies.py      one subject
static/  tests/     the rest
```
"""
    assert tree_of(readme.replace("rules/  models/", "rules/ models/")) == {
        "app.py", "docs/", "governance/", "governance/rules/", "governance/models/",
        "governance/services/", "governance/services/proxies.py", "static/",
    }  # fmt: skip
