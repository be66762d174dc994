"""A refusal of bylaws in words: the rule by its name rather than by its path."""

from flask_babel import gettext

from governance.rules.ruleset import RuleSetError
from governance.rules.ruleset.catalogue import PARAMETERS, parameter_of
from governance.web.messages import say
from governance.web.ruleset_words.chapters import label_of


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


def told_field(refusal: RuleSetError, shown: str) -> str:
    """Return the sentence of a refusal beside its field, which ``shown`` names."""
    return say(refusal.code, {**refusal.facts, "path": shown})
