"""Sentences of the refusals around secret votes asked for in the room (demandes de secret)."""

from governance.web.i18n import N_

SENTENCES = {
    "secrecy.not-provided": N_(
        "Les statuts ne disent pas qui peut demander un scrutin secret : le secrétariat et la "
        "présidence peuvent toujours le décider."
    ),
    "secrecy.not-there": N_(
        "Seuls les membres présents ou représentés qui votent peuvent demander un scrutin secret."
    ),
    "secrecy.already": N_("Ce scrutin est déjà secret."),
    "secrecy.due": N_(
        "Le scrutin secret est demandé par {asked}, il en fallait {needed} : rendez ce scrutin "
        "secret avant de l’ouvrir."
    ),
}
