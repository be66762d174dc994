"""Sentences about members, the persons who act for them, and dues."""

from governance.web.i18n import N_

SENTENCES = {
    "members.unknown": N_("Ce membre n’est pas dans le registre."),
    "members.empty-name": N_("Indiquez le nom du membre."),
    "members.name-taken": N_("Le registre a déjà un membre de ce nom : {name}."),
    "members.too-long": N_("Ce texte est trop long : {limit} caractères au plus."),
    "members.unknown-category": N_(
        "Les statuts en vigueur ne connaissent pas la catégorie « {value} »."
    ),
    "members.bad-email": N_("« {value} » n’est pas une adresse e-mail : vérifiez-la."),
    "members.email-taken": N_(
        "L’adresse {value} est déjà celle de {person} : une adresse ne sert qu’à une personne. "
        "Demandez son adresse personnelle."
    ),
    "members.email-without-person": N_("Indiquez le nom de la personne qui agit pour ce membre."),
    "members.invisible-character": N_(
        "Ce texte contient un caractère invisible ({value}) : retapez-le à la main."
    ),
    "members.left-already": N_("Ce membre est déjà parti, le {day}."),
    "members.left-too-soon": N_("Ce membre n’est arrivé que le {day} : il ne peut partir avant."),
    "members.left-in-future": N_("Un départ s’enregistre le jour venu, pas à l’avance."),
    "members.nobody-there": N_("Personne ne tient cette place pour ce membre."),
    "member.unknown-category": N_("Les statuts ne connaissent pas la catégorie « {value} »."),
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
}
