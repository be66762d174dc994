"""Sentences of the refusals around the papers of a meeting."""

from governance.web.i18n import N_

SENTENCES = {
    "meeting-paper.unknown": N_("Ce document n’existe pas, ou plus, dans cette assemblée."),
    "meeting-paper.title": N_("Donnez au document un titre d’au plus {most} caractères."),
    "meeting-paper.many": N_("Une assemblée a {most} documents au plus."),
    "meeting-paper.taken": N_("« {title} » est déjà annoncé : choisissez un autre titre."),
    "meeting-paper.too-large": N_("Le fichier dépasse {limit} Mo."),
    "meeting-paper.not-pdf": N_("Ce fichier n’est pas un PDF entier."),
}
