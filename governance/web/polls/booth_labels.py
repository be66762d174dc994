"""The sentences of the booth (isoloir) and of the scrutineers' pages, as their pages bring them.

The French ones are in ``static/js/booth``, where they are used; other languages are beside the
catalogues, ``translations/<language>/booth.json`` and ``trustee.json``, under the same keys.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from flask_babel import get_locale, gettext

from governance.settings import ROOT

TRANSLATIONS = ROOT / "governance" / "translations"


def booth_labels() -> Mapping[str, str]:
    """Return the booth's sentences in the visitor's language; none in French."""
    return sentences("booth", _language())


def authority_labels(authority: str) -> Mapping[str, str]:
    """Return what the booth says instead where an outside authority sends the codes."""
    return {
        "code.title": gettext("Votre code de vote"),
        "code.why": gettext(
            "Code demandé : {members}. %(authority)s l’a envoyé à part, et seule le renvoie : "
            "votre lien personnel n’en porte pas.",
            authority=authority,
        ),
        "code.wrong": gettext(
            "Ce n’est pas un code de vote : 22 caractères, tirets compris ou non."
        ),
    }


def trustee_labels() -> Mapping[str, str]:
    """Return the sentences of a scrutineer's pages in the visitor's language; none in French."""
    return sentences("trustee", _language())


@lru_cache
def sentences(page: str, language: str, folder: Path = TRANSLATIONS) -> Mapping[str, str]:
    """Return what ``page`` says in ``language``, by key."""
    path = folder / language / f"{page}.json"
    if not path.exists():
        return {}
    read: dict[str, str] = json.loads(path.read_text("utf-8"))
    return read


def _language() -> str:
    return str(get_locale() or "fr")
