"""Sentences about dues: schedules, acts, calls."""

from governance.web.i18n import N_

SENTENCES = {
    "dues.bad-year": N_("{value} n’est pas une année de cotisation."),
    "dues.bad-amount": N_("Ligne {line} : « {value} » n’est pas un montant en euros entiers."),
    "dues.out-of-range": N_("Un montant se donne en euros entiers, de 0 à {limit}."),
    "dues.bad-floor": N_("Ligne {line} : la colonne « plancher » se remplit par oui ou non."),
    "dues.tier-twice": N_("Ligne {line} : le tarif {value} figure déjà plus haut."),
    "dues.schedule-there": N_("Le barème de {year} est déjà enregistré."),
    "dues.no-schedule": N_(
        "Aucun barème n’est enregistré pour {year} : il faut l’enregistrer avant d’appeler "
        "les cotisations."
    ),
    "dues.bad-day": N_("Le {day} n’est pas un jour possible : il est à venir, ou trop ancien."),
    "dues.later-change": N_(
        "Un changement qui vaut depuis le {day} est déjà connu : choisissez ce jour ou un jour "
        "plus récent."
    ),
    "dues.too-long": N_("Écrivez au plus {limit} caractères."),
    "dues.undecided": N_("Dites qui a décidé l’exonération, ou pourquoi."),
    "dues.unknown": N_("Cette cotisation n’existe pas."),
}
