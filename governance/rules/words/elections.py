"""Ballots, candidacies, seats, lots, vacancies and removals refused, in French."""

from governance.rules.msgid import N_

SENTENCES = {
    "ballot.already-used": N_("Le vote de ce membre est déjà utilisé."),
    "ballot.not-entitled": N_("Ce membre n’a pas le droit de vote."),
    "ballot.not-held": N_("Ce pouvoir n’est pas à cette personne."),
    "ballot.not-split": N_(
        "Ce droit ne se partage pas ainsi : les statuts ne le permettent pas à ce vote, ou les "
        "parts ne font pas toutes ses voix."
    ),
    "ballot.not-there": N_("Ce membre n’est pas dans l’assemblée."),
    "ballot.against-instructions": N_("Ce vote n’est pas celui que le pouvoir demande."),
    "ballot.no-such-channel": N_("Les statuts ne permettent pas de voter de cette façon."),
    "ballot.too-late": N_("Ce vote par correspondance est arrivé trop tard."),
    "ballot.other-college": N_(
        "Le collège {college} ne vote pas pour les sièges du collège {seats_of}."
    ),
    "candidacy.left": N_("{name} n’est plus membre le jour de l’élection."),
    "candidacy.no-vote": N_("{name} ne peut se présenter : « {category} » n’a pas droit de vote."),
    "candidacy.not-alternate": N_(
        "La liste {list} ne fait pas alterner femmes et hommes à sa place n° {place}."
    ),
    "candidacy.other-college": N_(
        "Un membre du collège {college} ne peut se présenter aux sièges du collège {seats_of}."
    ),
    "candidacy.too-late": N_(
        "La candidature de {name}, reçue le {received_on}, devait l’être le {latest_day} au plus "
        "tard ({required} jours avant)."
    ),
    "candidacy.too-many-terms": N_(
        "{name} a déjà fait {terms} mandats de suite : {most} au plus sont permis."
    ),
    "candidacy.too-recent": N_(
        "{name} doit être membre depuis {days} jours pour se présenter : à partir du {day}."
    ),
    "candidacy.unpaid": N_(
        "{name} n’a pas payé la cotisation demandée pour se présenter ({years})."
    ),
    "candidacy.wrong-form": N_(
        "La candidature de {name} est venue par {given} : il faut {required}."
    ),
    "cooptation.not-provided": N_("Les statuts ne permettent pas de coopter ({method})."),
    "cooptation.too-many": N_(
        "Déjà {coopted} personnes cooptées : {most} au plus sont permises avant l’assemblée."
    ),
    "lot.missing": N_("Il faut tirer au sort entre {names} : aucune graine n’est donnée."),
    "lot.wrong-seed": N_(
        "La graine n’est pas celle dont l’empreinte a été publiée ({commitment})."
    ),
    "removal.not-secret": N_("Une révocation se vote à scrutin secret."),
    "removal.off-agenda": N_("Une révocation ne se vote que si l’ordre du jour l’annonce."),
    "removal.wrong-body": N_("C’est à {required} de révoquer, et non à {body}."),
    "seats.not-fixed": N_(
        "Le nombre de sièges du collège {college} reste à fixer, entre {least} et {most}."
    ),
    "seats.out-of-bounds": N_(
        "{seats} sièges pour le collège {college} : les statuts en veulent au moins {least}, au "
        "plus {most}."
    ),
}
