"""Refusals around calls in words: their days as one says them, their units and forms named."""

from collections.abc import Mapping

from flask_babel import gettext

from governance.errors import GovernanceError
from governance.rules.words.telling import Language, tell
from governance.web.i18n import long_date, number
from governance.web.messages import SENTENCES, sentence

LANGUAGE = Language(gettext, number, long_date)


def told(code: str, facts: Mapping[str, object]) -> str:
    """Return the sentence of a refusal with its facts as one reads them, its clause with it."""
    text, clause = tell(SENTENCES[code], facts, LANGUAGE), facts.get("clause")
    return " ".join((text, gettext("Règle :"), f"{clause}.")) if clause else text


def refusal_words(refusal: GovernanceError) -> str:
    """Return what a refusal around a call tells the person."""
    if refusal.code not in SENTENCES:
        return sentence(refusal)
    return told(refusal.code, refusal.facts)
