"""Sentences about members and the persons who act for them."""

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
    "members.exclusion-unsaid": N_(
        "Une exclusion se décide : indiquez qui l’a prononcée et pour quel motif."
    ),
    "members.not-left": N_("Ce membre n’a pas quitté l’association."),
    "members.merged-away": N_(
        "Cette fiche est un doublon déjà réuni à une autre : agissez sur celle qui reste."
    ),
    "members.back-too-soon": N_("Ce membre est parti le {day} : il ne peut revenir avant."),
    "members.too-early": N_("Cette date est trop ancienne : le {day} au plus tôt."),
    "members.from-in-future": N_(
        "Cette date est à venir : un changement s’inscrit le jour venu, pas à l’avance."
    ),
    "members.later-change": N_(
        "Le registre connaît déjà une valeur plus récente, depuis le {day}. Choisissez cette date "
        "ou une date ultérieure, ou inscrivez une correction."
    ),
    "members.dates-out-of-order": N_(
        "Ces dates se contredisent : une entrée vient avant le départ qui la suit et après celui "
        "qui la précède."
    ),
    "members.bad-siret": N_(
        "« {value} » n’est pas un SIRET : il a quatorze chiffres, dont une clé de contrôle."
    ),
    "members.bad-siren": N_(
        "« {value} » n’est pas un SIREN : il a neuf chiffres, dont une clé de contrôle."
    ),
    "members.siren-not-of-siret": N_(
        "Le SIREN {siren} n’est pas celui du SIRET {siret} : corrigez l’un ou l’autre."
    ),
    "members.bad-department": N_(
        "« {value} » n’est pas un département : écrivez son code, par exemple 01, 2A ou 974."
    ),
    "members.bad-population": N_("La population se donne en habitants, de 0 à {limit}."),
    "members.bad-figure": N_(
        "« {value} » n’est pas un chiffre du registre : un nombre de 0 à {most}, par exemple 12, "
        "2,5 ou 7/3."
    ),
    "members.no-such-kin": N_(
        "Un proche est un autre membre du registre, écrit comme au registre : « {name} » ne l’est "
        "pas."
    ),
    "members.nothing-asked": N_(
        "Les statuts en vigueur ne demandent ni chiffre, ni fédération, ni fonction des membres."
    ),
    "members.mandate-ends-first": N_(
        "Ce mandat finirait avant de commencer : sa fin vient après le {day}."
    ),
    "members.mandate-before-last": N_(
        "Ce mandat commencerait avant le précédent, qui court depuis ou jusqu’au {day}."
    ),
    "members.nobody-there": N_("Personne ne tient cette place pour ce membre."),
    "member.unknown-category": N_("Les statuts ne connaissent pas la catégorie « {value} »."),
}
