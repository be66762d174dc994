"""Sentences about the table of an agenda item."""

from governance.web.i18n import N_

SENTENCES = {
    "figures.few": N_(
        "Un tableau a au moins deux colonnes, une ligne de titres et une ligne de chiffres."
    ),
    "figures.many": N_("Le tableau est trop grand : {rows} lignes et {columns} colonnes au plus."),
    "figures.uneven": N_("Ligne {line} : cases, {cells} ; titres, {columns}. Il en faut autant."),
    "figures.long": N_("Ligne {line} : {most} caractères au plus par case."),
}
