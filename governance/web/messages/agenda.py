"""Sentences of the refusals around an agenda."""

from governance.web.i18n import N_

SENTENCES = {
    "agenda.college": N_(
        "Les statuts donnent des sièges à chaque collège : choisissez le collège ({known})."
    ),
    "seats.too-many": N_(
        "{seats} sièges à pourvoir, c’est trop : les statuts en donnent {most}, dont {staying} "
        "restent occupés."
    ),
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
    "agenda.lists": N_(
        "Écrivez au plus {lists} listes, séparées par une ligne vide : le nom de la liste, puis "
        "ses candidatures, un nom par ligne, chacun une seule fois et d’au plus {most} caractères."
    ),
    "agenda.grades": N_(
        "Écrivez de 2 à {most} mentions différentes, une par ligne, de la meilleure à la moins "
        "bonne, d’au plus {longest} caractères."
    ),
    "agenda.too-many-ranked": N_(
        "On ne classe ni ne juge plus de {most} candidatures sur un bulletin : choisissez des "
        "cases à cocher."
    ),
    "agenda.casting-vote": N_(
        "Les statuts ne donnent de voix prépondérante à personne : choisissez l’âge ou le tirage "
        "au sort."
    ),
    "agenda.secret-only": N_(
        "Un classement ou des mentions se votent à scrutin secret : cochez « À scrutin secret », "
        "ou choisissez des cases à cocher ou des listes."
    ),
}
