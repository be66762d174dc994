"""The JSON Schema of cases, made from their types; ``case-schema.json`` is this, written."""

import json
from pathlib import Path

from governance.rules.cases.document import CASE
from governance.rules.ruleset.json_schema import DIALECT
from governance.rules.ruleset.kinds import Schema

WRITTEN = Path(__file__).parent / "case-schema.json"


def schema() -> Schema:
    """Return the JSON Schema of a case; that of its rules is another document."""
    return {
        "$schema": DIALECT,
        "title": "Cas d’assemblée pour le moteur de règles",
        **CASE.schema(),
    }


def written_schema() -> str:
    """Return the schema as the file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
