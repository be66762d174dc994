"""The table of codes holds exactly what the rules can utter."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from governance.rules import codes
from governance.rules.ruleset.catalogue import PARAMETERS

CODE = re.compile(
    r"(agenda|ballot|call|candidacy|case|cooptation|item-request|lot|majority|meeting|member|notice"
    r"|parity|poll|proxy|quorum|removal|ruleset|seats|second-call|secrecy|standing|weight)\.[a-z]+(-[a-z]+)*"
)
RULESET_CODE = re.compile(r"ruleset\.[a-z]+(-[a-z]+)*")  # its other dotted names are parameters
FOLDER = Path(codes.__file__).parent


def uttered() -> Iterator[str]:
    """Yield the codes written in the rules: not the tables, the minutes' keys, the parameters."""
    for path in FOLDER.rglob("*.py"):
        if path.name == "codes.py" or path.parent.name in ("minutes", "words"):
            continue
        code = RULESET_CODE if path.parent.name == "ruleset" else CODE
        for node in ast.walk(ast.parse(path.read_text())):
            text = getattr(node, "value", None)
            if isinstance(text, str) and code.fullmatch(text):
                yield text


def test_every_code_uttered_is_in_the_table() -> None:
    assert sorted(set(uttered()) - codes.ALL_CODES - PARAMETERS.keys()) == []


def test_every_code_of_the_table_is_uttered() -> None:
    assert sorted(codes.ALL_CODES - set(uttered())) == []


def test_a_code_that_the_minutes_look_for_is_in_the_table() -> None:
    looked_for = {
        node.value
        for path in (FOLDER / "minutes").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith(("majority.", "seats.", "quorum."))
    }

    assert looked_for
    assert looked_for <= codes.ALL_CODES
