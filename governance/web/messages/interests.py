"""Sentences of the refusals around interests in an item (conflits d'intérêts) and capacities."""

from governance.web.i18n import N_

SENTENCES = {
    "interest.no-reason": N_("Dites en quelques mots quel est cet intérêt."),
    "interest.reason-too-long": N_("Dites-le en {most} caractères au plus."),
    "interest.no-vote": N_("Ce point ne donne pas lieu à un vote : il n’y a rien à déclarer."),
    "interest.too-late": N_(
        "Le vote du point {position} est ouvert, ou il a eu lieu : sa liste de votants est figée. "
        "Un intérêt se déclare avant l’ouverture ; demandez qu’il soit noté au procès-verbal."
    ),
    "interest.meeting-over": N_("L’assemblée est close : plus rien ne s’y déclare."),
    "interest.twice": N_("L’intérêt de {name} à ce point est déjà noté."),
    "interest.unknown": N_("Cette déclaration n’existe pas, ou elle a été retirée."),
    "capacity.no-choice": N_(
        "Vous n’avez pas à choisir : les statuts laissent chacun voter à tous ses titres."
    ),
    "capacity.not-yours": N_("Vous n’agissez pas pour ce membre dans cette assemblée."),
    "capacity.too-late": N_(
        "Un scrutin a déjà été ouvert : la qualité choisie vaut pour toute l’assemblée."
    ),
}
