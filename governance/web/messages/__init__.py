"""The one table of sentences: a refusal's code, and what a person reads.

Each subject has its file; a code stands in exactly one of them. What the rules themselves say
stands beside them, in ``governance.rules.words``: the command without a server reads it too.
Facts fill the named places of a sentence; a test holds that every code raised has its sentence.
"""

from collections.abc import Mapping
from fractions import Fraction
from importlib import import_module
from pkgutil import iter_modules

from flask_babel import gettext

from ballots.errors import BallotsError
from governance.errors import GovernanceError
from governance.rules.parts import exact_amounts
from governance.web.i18n import number


def _gather() -> dict[str, str]:
    """Join the tables of all subjects; a code said twice is a mistake."""
    table: dict[str, str] = {}
    for module in sorted(found.name for found in iter_modules(__path__)):
        sentences: Mapping[str, str] = import_module(f"{__name__}.{module}").SENTENCES
        twice = table.keys() & sentences.keys()
        if twice:
            raise RuntimeError(f"refusal codes with two sentences: {', '.join(sorted(twice))}")
        table.update(sentences)
    return table


SENTENCES: dict[str, str] = _gather()
UNKNOWN = "Cette action a été refusée ({code})."


def say(code: str, facts: Mapping[str, object] | None = None) -> str:
    """Return the sentence of ``code`` in the visitor's language, its places filled."""
    told = exact_amounts(facts or {})
    known = {key: _number(value) for key, value in told.items() if value is not None}
    template = SENTENCES.get(code)
    if template is None:
        return gettext(UNKNOWN).format_map(_Places(code=code))
    return gettext(template).format_map(_Places(known))


def sentence(refusal: GovernanceError | BallotsError) -> str:
    """Return what a refusal tells the person, with its clause where it has one."""
    text = say(refusal.code, refusal.facts)
    clause = refusal.facts.get("clause")
    return " ".join((text, gettext("Règle :"), f"{clause}.")) if clause else text


def _number(value: object) -> object:
    return number(value) if isinstance(value, Fraction) else value


class _Places(dict[str, object]):
    """A place whose fact is missing shows a dash rather than an error."""

    def __missing__(self, key: str) -> str:
        return "—"
