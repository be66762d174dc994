"""A refusal of bylaws in words: the rule by its name rather than by its path."""

import re

from flask_babel import gettext

from governance.rules.ruleset import RuleSetError
from governance.rules.ruleset.catalogue import PARAMETERS, parameter_of
from governance.web.i18n import N_
from governance.web.messages import say
from governance.web.ruleset_words.chapters import label_of

BOUNDS = re.compile(r"([0-9]+)[.]{2}([0-9]+)")
EXPECTED = {
    "integer": N_("Un nombre entier est attendu, en chiffres, par exemple 15."),
    "fraction p/q": N_("Une part est attendue, par exemple 1/2, 2/3 ou 75 %."),
    "0 < p/q <= 1": N_("Une part est plus que zéro et un au plus, par exemple 2/3."),
    "date YYYY-MM-DD": N_("Une date est attendue, par exemple 2026-11-22."),
    "month and day MM-DD": N_("Un mois et un jour sont attendus, par exemple 01-31."),
    "the name of an input": N_("Des lettres sans accent et des chiffres sont attendus."),
    "the key of a majority": N_("Le nom d’une majorité est attendu, tel que ci-dessous."),
}


def told_refusal(refusal: RuleSetError) -> str:
    """Return the sentence of a refusal; a path that names no parameter stays as it is."""
    path = str(refusal.facts.get("path") or "")
    found = parameter_in(path)
    named = f"{label_of(found)} ({path})" if found else path
    return say(refusal.code, {**refusal.facts, "path": named or gettext("le document")})


def parameter_in(path: str) -> str:
    """Return the parameter that a path stands in, ``bodies.CA.`` before it kept; or nothing."""
    at = ""
    if path.startswith("bodies."):
        at = ".".join(path.split(".")[:2]) + "."
    names = path.removeprefix(at).split("[")[0].split(".")
    for length in range(len(names), 0, -1):
        inner = ".".join(names[:length])
        if inner in PARAMETERS or parameter_of(inner) is not None:
            return f"{at}{inner}" if parameter_of(inner) else ""
    return ""


def told_field(refusal: RuleSetError) -> str:
    """Return what to type instead, beside the field that was refused."""
    facts = refusal.facts
    path, expected = str(facts.get("path") or ""), str(facts.get("expected") or "")
    if path.endswith(".clause"):
        return gettext("Dites quel article le dit, par exemple « statuts, art. 9 ».")
    if refusal.code == "ruleset.missing" or (
        refusal.code in ("ruleset.wrong-type", "ruleset.unknown-value") and not facts.get("value")
    ):
        return gettext("Cette réponse manque.")
    if expected in EXPECTED:
        return gettext(EXPECTED[expected])
    bounds = BOUNDS.fullmatch(expected)
    if bounds is not None:
        return gettext(
            "Un nombre de %(low)s à %(high)s est attendu.", low=bounds[1], high=bounds[2]
        )
    return say(refusal.code, {**facts, "path": gettext("cette réponse")})
