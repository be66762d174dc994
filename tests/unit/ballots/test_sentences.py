"""Every refusal of the pure layers can be said by the audit, in both languages."""

import ast
import re
from pathlib import Path

from ballots.audit.archive import NAMES
from ballots.audit.faults import CAUSES, FAULTS, PARTS
from ballots.audit.outcomes import Standing, State, Verdict
from ballots.audit.receipt_sentences import STANDINGS
from ballots.audit.sentences import CHECKS, LABELS, NOT_CHECKED, REMARKS, STATES, VERDICTS
from ballots.audit.since import CHECKED_SINCE

BALLOTS = Path(__file__).parents[3] / "ballots"
ERRORS = {"MalformedError", "InvalidProofError", "RefusedError", "UnsupportedError"}
CODE = re.compile(r"[a-z-]+\.[a-z-]+")
PLACE = re.compile(r"\{(\w+)\}")


def raised() -> set[str]:
    codes = set()
    for layer in ("crypto", "protocol", "voting", "audit"):
        for path in (BALLOTS / layer).glob("*.py"):
            if path.name == "authority.py":  # an outside authority's files: no archive holds them
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS:
                    codes |= {
                        str(one.value)
                        for one in ast.walk(node.args[0])
                        if isinstance(one, ast.Constant) and CODE.fullmatch(str(one.value))
                    }
    return codes


def test_every_code_has_its_sentence():
    assert len(raised()) > 40
    assert raised() - FAULTS.keys() - CAUSES.keys() == set()


def test_both_languages_name_the_same_facts():
    tables = (FAULTS, CAUSES, PARTS, CHECKS, REMARKS, NOT_CHECKED, VERDICTS, STATES, LABELS)
    for table in tables:
        for code, pair in table.items():
            assert set(PLACE.findall(pair.fr)) == set(PLACE.findall(pair.en)), code


def test_every_check_state_and_verdict_has_its_words():
    assert {*NAMES, CHECKED_SINCE} == set(CHECKS)
    assert {state.value for state in State} == set(STATES)
    assert {verdict.value for verdict in Verdict} == set(VERDICTS)
    assert {standing.value for standing in Standing} == set(STANDINGS)
