"""What a missing quorum means for the next vote, in words, with the clause that says so."""

from dataclasses import dataclass

from flask_babel import gettext

from governance.rules.outlook import FORCED, HELD, MET, STOPPED, Outlook
from governance.web.i18n import N_

SENTENCES = {
    HELD: (
        "info",
        N_("Les votes peuvent s’ouvrir"),
        N_(
            "Le quorum était réuni à l’ouverture de la séance, et les statuts ne le vérifient "
            "qu’à ce moment."
        ),
    ),
    FORCED: (
        "warning",
        N_("Un vote demande un motif"),
        N_(
            "Le quorum manque ; les statuts laissent procéder au vote en disant pourquoi. Le "
            "procès-verbal dira le motif."
        ),
    ),
    STOPPED: (
        "danger",
        N_("Aucun vote ne peut s’ouvrir"),
        N_(
            "Le quorum manque. Si personne d’autre ne doit venir, constatez-le : la séance sera "
            "close et ses points resteront sans décision."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A boxed remark: its kind, title and text, and the clause behind it."""

    kind: str
    title: str
    text: str
    clause: str
    source: str


def outlook_words(found: Outlook) -> Told | None:
    """Return what is said of a quorum that is missing; nothing where it is there."""
    if found.code == MET:
        return None
    kind, title, text = SENTENCES[found.code]
    return Told(kind, gettext(title), gettext(text), found.clause, found.source.value)
