"""Refusal codes and their sentences: each code raised can be said, each sentence is needed."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import PACKAGES, ROOT, files_under, literals, name_of, parsed, place

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+")
PLACE = re.compile(r"\{(\w+)")
SENTENCES_ARE_IN = (
    ROOT / "governance" / "web" / "messages",
    ROOT / "governance" / "rules" / "words",
)


def package_files() -> list[Path]:
    """Return the sources of both packages, without the tables of sentences themselves."""
    files = [path for package in PACKAGES for path in files_under(ROOT, package, ".py")]
    return [path for path in files if not any(map(path.is_relative_to, SENTENCES_ARE_IN))]


def our_errors() -> set[str]:
    """Return the names of our error classes: those whose family begins in an ``errors.py``."""
    known = {"GovernanceError", "BallotsError"}
    classes = [
        node for path in package_files() for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
    ]  # fmt: skip
    while True:
        more = {node.name for node in classes if known & set(map(name_of, node.bases))} - known
        if not more:
            return known
        known |= more


def refusals(tree: ast.Module, errors: set[str]) -> Iterator[ast.Call]:
    """Yield the calls that make one of our errors."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in errors:
            yield node


def codes_of(call: ast.Call) -> list[str]:
    """Return the codes a call may carry: one literal, or the branches of a condition."""
    first = call.args[0] if call.args else None
    branches = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
    return [text for text in literals(filter(None, branches)) if CODE.fullmatch(text)]


def raised() -> dict[str, list[tuple[str, ast.Call]]]:
    """Return every literal code with the places that raise it."""
    found = defaultdict(list)
    errors = our_errors()
    for path in package_files():
        for call in refusals(parsed(path), errors):
            for code in codes_of(call):
                found[code].append((place(path, call.lineno), call))
    return found


def spoken() -> set[str]:
    """Return every literal that looks like a code, raised or shown in another way."""
    texts = (text for path in package_files() for text in literals(ast.walk(parsed(path))))
    return {text for text in texts if CODE.fullmatch(text)}


def sentences() -> dict[str, str]:
    """Return the table of the web layer."""
    from governance.web.messages import SENTENCES

    return SENTENCES


def said_by_the_verifier() -> set[str]:
    """Return the codes that ``ballots.audit`` puts into words, and no page shows."""
    from ballots.audit.faults import CAUSES, FAULTS

    return FAULTS.keys() | CAUSES.keys()


def test_every_refusal_has_its_sentence():
    said = sentences().keys() | said_by_the_verifier()
    silent = {code: places[0][0] for code, places in raised().items() if code not in said}
    assert not silent, "\n".join(f"{where} raises {code}" for code, where in silent.items())


def test_every_sentence_is_of_a_code_that_exists():
    assert sorted(sentences().keys() - spoken()) == []


def test_a_sentence_names_only_facts_that_its_refusal_carries():
    lacking = [
        f"{where} raises {code} without {fact}"
        for code, places in raised().items()
        for where, call in places
        for fact in PLACE.findall(sentences().get(code, ""))
        if fact not in facts_of(call)
    ]
    assert not lacking, "\n".join(lacking)


def facts_of(call: ast.Call) -> set[str]:
    """Return the facts named at a call; one that unpacks a mapping may carry any."""
    names = {keyword.arg for keyword in call.keywords}
    return AnyFact() if None in names else {name for name in names if name}


class AnyFact(set[str]):
    """The facts of a call that does not name them."""

    def __contains__(self, _fact: object) -> bool:
        return True


def test_codes_are_read_from_every_form_of_raise():
    tree = ast.parse(
        "class SealError(StateError): pass\n"
        "raise StateError('poll.closed', at=now)\n"
        "raise errors.SealError('seal.broken' if x else 'seal.absent', **facts)\n"
        "raise ValueError('not.ours')\n"
    )
    calls = list(refusals(tree, {"StateError", "SealError"}))
    assert [codes_of(call) for call in calls] == [["poll.closed"], ["seal.broken", "seal.absent"]]
    assert facts_of(calls[0]) == {"at"}
    assert "anything" in facts_of(calls[1])


def test_the_families_of_both_packages_are_known():
    assert {"StateError", "RuleBrokenError", "MalformedError", "StaleHeadError"} <= our_errors()
