"""What must never be committed: keys, addresses of package registries, paths of one machine."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, project_files

FORBIDDEN = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/]{16}",
    "a private JWK": r"\"d\"\s*:\s*\"[A-Za-z0-9_-]{42,}\"",
    "a filled-in secret": r"(?im)^\s*(?:export )?PLENIERE_(?:SECRET|VAULT)_KEY=[^\s$<\"'#]{8}",
    "an address of a package registry": r"(?:pythonhosted|pypi|npmjs)\.(?:org|com)",
    "an index or a folder of packages": r"(?m)^--(?:extra-)?(?:index-url|find-links)",
    "a path of a person's or a build machine": r"(?<![\w.])/(?:home|Users|work|root)/[a-z]",
}
ALLOWED = {  # file: what stands there on purpose
    "tests/architecture/test_secrets.py": "the examples below",
}
MADE_BY_RUNNING = {".sqlite", ".pem", ".key", ".p12", ".pfx", ".eml", ".mo", ".pyc", ".bel"}
EXAMPLES = {  # folders whose archives and keys are public vectors
    "tests/vectors",
}


def findings(text: str) -> list[str]:
    """Return what ``text`` holds that must not be committed."""
    return [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text)]


def test_no_committed_file_holds_a_secret_or_an_address_of_this_machine():
    found = {
        str(path.relative_to(ROOT)): findings(path.read_text(encoding="utf-8", errors="ignore"))
        for path in project_files()
        if str(path.relative_to(ROOT)) not in ALLOWED
    }
    assert {path: what for path, what in found.items() if what} == {}


def test_nothing_that_running_makes_is_committed():
    made = [
        path.relative_to(ROOT)
        for path in project_files()
        if path.suffix in MADE_BY_RUNNING or path.relative_to(ROOT).parts[0] == "instance"
    ]
    assert [str(path) for path in made if not is_example(path)] == []


def is_example(path: Path) -> bool:
    """Tell whether ``path`` is a published vector."""
    return any(path.is_relative_to(folder) for folder in EXAMPLES)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIB0aVd1aUQ1k3", "a private key"),
        ("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ", "a private key"),
        ('{"kty":"OKP","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}', "a private JWK"),
        ("PLENIERE_SECRET_KEY=c29tZXRoaW5nLXNlY3JldA", "a filled-in secret"),
        ("see https://files.pythonhosted.org/packages/", "an address of a package registry"),
        ("--index-url somewhere\n", "an index or a folder of packages"),
        ("# /home/anne/projects/pleniere", "a path of a person's or a build machine"),
    ],
)
def test_a_planted_secret_is_found(text, what):
    assert findings(text) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS",
        "PLENIERE_SECRET_KEY=${SECRET_KEY}",
        "see https://example.org/home/anne",
    ],
)
def test_what_may_be_published_is_left_alone(text):
    assert findings(text) == []
