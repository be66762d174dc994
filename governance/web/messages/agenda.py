"""Sentences of the refusals around an agenda."""

from governance.web.i18n import N_

SENTENCES = {
    "agenda.unknown": N_("Ce point n’est pas, ou n’est plus, à l’ordre du jour."),
    "agenda.locked": N_(
        "La convocation est partie : on ne peut plus ajouter un point à voter, seulement un débat."
    ),
    "agenda.kind": N_("Choisissez un rapport, une résolution, une élection ou un débat."),
    "agenda.title": N_("Donnez au point un titre d’au plus {most} caractères."),
    "agenda.too-long": N_("Ce texte est trop long : {most} caractères au plus."),
    "agenda.majority": N_("Les statuts ne connaissent pas cette majorité."),
    "agenda.seats": N_("Indiquez le nombre de sièges, de 1 à {most}."),
    "agenda.candidates": N_(
        "Écrivez un nom par ligne, chacun une seule fois et d’au plus {most} caractères."
    ),
}
