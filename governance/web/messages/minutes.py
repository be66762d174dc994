"""Sentences of the refusals around the minutes and their publication."""

from governance.web.i18n import N_

SENTENCES = {
    "minutes.locked": N_(
        "Ces chiffres viennent du journal : ils ne se modifient pas. Rien n’a été enregistré."
    ),
    "minutes.too-long": N_("Un paragraphe tient en {most} caractères au plus."),
    "minutes.unknown": N_("Cette version du procès-verbal n’existe pas."),
    "minutes.changed": N_(
        "La version {number} a été enregistrée entre-temps par {by}. Relisez ce qui suit, puis "
        "recommencez."
    ),
    "minutes.nothing-new": N_(
        "La dernière version enregistrée est déjà publiée : modifiez d’abord le texte."
    ),
    "publication.unknown": N_(
        "Rien n’est publié à cette adresse : une assemblée devient publique avec son procès-verbal."
    ),
}
