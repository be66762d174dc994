"""The catalogue of the parameters: every value that bylaws may set, in the order of rules.md §6.

For pages that show or edit bylaws: PARAMETERS by path, each with its number, label, kind (which
reads it and tells its JSON Schema), default, examples; READINGS of silence by path.
"""

from collections.abc import Iterator

from governance.rules.ruleset import (
    convening,
    deciding,
    electing,
    membership,
    proxy,
    records,
    voting,
    weighing,
)
from governance.rules.ruleset.readings import READINGS
from governance.rules.ruleset.ruled import Parameter, Reading, Ruled, Source

__all__ = ["ASSUMED_CLAUSE", "PARAMETERS", "READINGS", "default_of", "parameter_of", "reading_of"]
ASSUMED_CLAUSE = "valeur par défaut, à confirmer"
SILENT_CLAUSE = "silence des statuts"
PARAMETERS: dict[str, Parameter] = {
    parameter.path: parameter
    for group in (convening, membership, weighing, proxy, deciding, voting, electing, records)
    for parameter in group.PARAMETERS
}
TABLES: dict[str, Parameter] = {
    path: parameter for path, parameter in PARAMETERS.items() if parameter.required_keys
}


def parameter_of(path: str) -> Parameter | None:
    """Return the parameter of a path, ``majority.rule.dissolution`` included, or None.

    Args:
        path: without ``bodies.CA.`` before it.
    """
    table, _, key = path.rpartition(".")
    if table in TABLES:
        return TABLES[table] if key else None
    return None if path in TABLES else PARAMETERS.get(path)


def reading_of(path: str) -> Reading | None:
    """Return how silence on the parameter is read, None where no reading is known."""
    return READINGS.get(path)


def default_of(path: str) -> Ruled[object] | None:
    """Return the product's default, flagged as assumed; None where nothing can stand for it."""
    return DEFAULTS.get(path)


def silence_of(path: str, clause: str) -> Ruled[object] | None:
    """Return what silence on the parameter means; without a known reading, the default, assumed."""
    reading, default = READINGS.get(path), DEFAULTS.get(path)
    if reading is not None:
        return Ruled(reading.value, Source.CASE_LAW, clause, is_silent=True)
    if default is None:
        return None
    return Ruled(default.value, Source.ASSUMED, clause, is_silent=True)


def _defaults() -> Iterator[tuple[str, Ruled[object]]]:
    for parameter in PARAMETERS.values():
        if not parameter.is_required:
            for path, value in parameter.defaults().items():
                yield path, Ruled(value, Source.ASSUMED, ASSUMED_CLAUSE)


DEFAULTS: dict[str, Ruled[object]] = dict(_defaults())
