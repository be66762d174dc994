"""The ten members of ``called_members`` under bylaws of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from governance.rules.ruleset import (
    Ruled,
    RuleSet,
    Source,
    encode_ruleset,
    parse_ruleset,
    preset,
    with_value,
)
from governance.settings import Settings
from tests.integration.called_members import Called, call_members

CLAUSE = "statuts, art. 7"


def bylaws(values: Mapping[str, object]) -> RuleSet:
    """Return La 27e Région's bylaws where the statutes say these values, as they would be read."""
    rules = preset("la27eregion")
    for path, value in values.items():
        rules = with_value(rules, path, Ruled(value, Source.STATUTS, CLAUSE))
    return parse_ruleset(encode_ruleset(rules))


@contextmanager
def called_under(settings: Settings, values: Mapping[str, object]) -> Iterator[Called]:
    """Yield an assembly convened under these values."""
    made = call_members(settings, bylaws(values))
    try:
        yield made
    finally:
        made.database.engine.dispose()
