"""The JSON Schema of rule sets, made from the catalogue; ``schema.json`` is this, written.

``python -m governance.rules.ruleset.json_schema`` prints it. The parser is stricter: it also sees
fractions above one, contradictions, look-alikes; what the schema refuses, the parser refuses.
"""

import json
from pathlib import Path

from governance.rules.ruleset.catalogue import PARAMETERS, READINGS, TABLES
from governance.rules.ruleset.convening import BodyKind
from governance.rules.ruleset.deciding import MAJORITY_KEY
from governance.rules.ruleset.encode import SILENT
from governance.rules.ruleset.kinds import TEXT, Day, Optional, Schema
from governance.rules.ruleset.parse import HEADING
from governance.rules.ruleset.ruled import Parameter, Source

WRITTEN = Path(__file__).parent / "schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> Schema:
    """Return the JSON Schema of a rule set in today's form."""
    parameters, tables = _places()
    bodies = {
        "type": "object",
        "properties": {body: _at("own-rules") for body in BodyKind},
        "additionalProperties": False,
    }
    heading = {name: kind.schema() for name, kind in HEADING.items()}
    heading["origin"] = {"type": "string", "maxLength": 2000}
    return {
        "$schema": DIALECT,
        "title": "Statuts et règlement intérieur comme données",
        "type": "object",
        "properties": {**heading, **parameters, "bodies": bodies},
        "patternProperties": tables,
        "required": ["name", "version", "association", *_required()],
        "additionalProperties": False,
        "$defs": {
            "clause": TEXT.schema(),
            "day": Optional(Day()).schema(),
            **{parameter.path: _ruled(parameter) for parameter in PARAMETERS.values()},
            "own-rules": {
                "type": "object",
                "properties": parameters,
                "patternProperties": tables,
                "additionalProperties": False,
            },
        },
    }


def written_schema() -> str:
    """Return the schema as the file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _places() -> tuple[Schema, Schema]:
    """Return where each parameter stands: by name, and by the pattern of a table's keys."""
    named, tables = {}, {}
    for path in PARAMETERS:
        reference = _at(path)
        if path in TABLES:
            tables[f"^{path.replace('.', '[.]')}[.]{MAJORITY_KEY}$"] = reference
        else:
            named[path] = reference
    return named, tables


def _required() -> list[str]:
    return [path for path, parameter in PARAMETERS.items() if parameter.is_required]


def _ruled(parameter: Parameter) -> Schema:
    """Return a value with its clause, or silence with the source that its reading has."""
    said = {"value": parameter.kind.schema(), "source": {"enum": list(Source)}}
    shapes = [said]
    if not parameter.is_required:
        shapes.append({"value": {"const": SILENT}, "source": {"const": _silent(parameter)}})
    around = {"clause": _at("clause"), "valid_from": _at("day"), "valid_to": _at("day")}
    closed = {"required": ["value", "source", "clause"], "additionalProperties": False}
    return {
        "title": parameter.label,
        "description": f"Paramètre {parameter.number}",
        "type": "object",
        "anyOf": [{"properties": {**shape, **around}, **closed} for shape in shapes],
    }


def _at(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _silent(parameter: Parameter) -> str:
    read = any(path in READINGS for path in parameter.defaults())
    return Source.CASE_LAW if read else Source.ASSUMED


if __name__ == "__main__":
    print(written_schema(), end="")  # noqa: T201
