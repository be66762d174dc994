"""Why a member votes or not (à jour, catégorie, ancienneté), in French."""

from governance.rules.msgid import N_

SENTENCES = {
    "standing.good": N_("À jour : la cotisation {year} est payée."),
    "standing.exempt": N_("À jour : la cotisation {year} est exonérée."),
    "standing.no-dues-required": N_("Les statuts n’exigent pas de cotisation pour voter."),
    "standing.not-owed": N_("Aucune cotisation n’est encore due par ce membre."),
    "standing.unpaid": N_("Pas à jour : la cotisation {year} est appelée et n’est pas payée."),
    "standing.not-called": N_("Pas à jour : la cotisation {year} n’a été ni appelée ni payée."),
    "standing.settled-late": N_(
        "Pas à jour : la cotisation {year} a été réglée après le {day}, quand les statuts la "
        "regardent."
    ),
    "standing.left": N_("Ce membre a quitté l’association le {day}."),
    "standing.not-yet": N_("Ce membre n’entre dans l’association que le {day}."),
    "standing.unknown-category": N_("Les statuts ne connaissent pas la catégorie « {category} »."),
    "standing.no-vote": N_("La catégorie « {category} » n’a pas voix délibérative."),
    "standing.too-recent": N_(
        "Membre depuis moins de {days} jours : ne vote qu’à partir du {day}."
    ),
    "standing.other-college": N_(
        "Ce vote remplit les sièges du collège {seats_of} : le collège {college} n’y prend "
        "pas part."
    ),
    "standing.entered-late": N_(
        "Entré le {joined}, après l’arrêté de la liste du {day} : ne vote pas à cette assemblée."
    ),
    "standing.conflict": N_("Personnellement intéressé par ce point : ne prend pas part au vote."),
    "standing.other-capacity": N_(
        "La même personne vote déjà pour {chosen} : les statuts demandent de choisir."
    ),
    "contest.out-of-time": N_("La liste se conteste de la convocation à l’ouverture."),
}
