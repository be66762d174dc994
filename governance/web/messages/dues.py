"""Sentences about dues: schedules, acts, calls."""

from governance.web.i18n import N_

SENTENCES = {
    "dues.bad-year": N_("{value} n’est pas une année de cotisation."),
    "dues.bad-amount": N_("Ligne {line} : « {value} » n’est pas un montant en euros entiers."),
    "dues.out-of-range": N_("Un montant se donne en euros entiers, de 0 à {limit}."),
    "dues.bad-floor": N_("Ligne {line} : la colonne « plancher » se remplit par oui ou non."),
    "dues.tier-twice": N_("Ligne {line} : le tarif {value} figure déjà plus haut."),
    "budgets.no-source": N_("Dites d’où vient ce budget."),
    "budgets.out-of-range": N_("Un budget va de 0 à {limit} €."),
    "dues.bad-budget": N_("Un budget se donne en euros entiers, de 0 à {limit}."),
    "dues.bad-tier": N_("Tarif {line} : indiquez un montant en euros entiers, de 1 à {limit}."),
    "dues.budget-order": N_("Tarif {line} : le budget le plus haut ne dépasse pas le plus bas."),
    "dues.no-tier": N_("Un barème compte au moins un tarif."),
    "dues.schedule-used": N_(
        "Le barème {year} ne change plus : des cotisations sont déjà appelées sous lui "
        "({count}). Copiez-le pour l’année suivante."
    ),
    "dues.tier-alike": N_("Deux tarifs portent le même nom."),
    "dues.tiers-overlap": N_(
        "Les tarifs à {first} € et à {second} € se recouvrent : un même budget tomberait dans les "
        "deux."
    ),
    "dues.too-many-tiers": N_("Un barème compte au plus {limit} tarifs."),
    "dues.schedule-there": N_("Le barème de {year} est déjà enregistré."),
    "dues.no-schedule": N_(
        "Aucun barème n’est enregistré pour {year} : il faut l’enregistrer avant d’appeler "
        "les cotisations."
    ),
    "payments.bad-sum": N_("« {value} » n’est pas une somme : écrivez par exemple 1 234,50."),
    "payments.before-payment": N_(
        "L’argent ne peut être reparti avant le {day}, jour du règlement."
    ),
    "payments.is-reversal": N_("Une contre-passation ne s’annule pas : saisissez le règlement."),
    "payments.no-reason": N_("Dites pourquoi le règlement est annulé."),
    "payments.out-of-range": N_("Une somme reçue va de 1 centime à {limit} €."),
    "payments.reversed": N_("Ce règlement est déjà annulé."),
    "payments.unknown": N_("Ce règlement n’existe pas."),
    "bank.already-told": N_("Cette somme est déjà répartie en entier, ou son relevé est annulé."),
    "bank.no-part": N_("Indiquez au moins une part de la somme."),
    "bank.too-many-parts": N_("Une somme paie au plus {limit} cotisations."),
    "bank.too-much": N_("Les parts dépassent ce qui reste de la somme : {left}."),
    "bank.untold": N_("Cette somme ne paie aucune cotisation : rien à défaire."),
    "bank.bad-day": N_("Ligne {line} : « {value} » n’est pas une date comme 26/06/2026."),
    "bank.bad-sum": N_("Ligne {line} : « {value} » n’est pas une somme comme 1 234,50."),
    "bank.empty": N_("Ce relevé ne contient aucune somme reçue. Sorties d’argent : {count}."),
    "bank.from-future": N_("Ligne {line} : le {day} est à venir."),
    "bank.huge-sum": N_("Ligne {line} : aucune cotisation ne dépasse {limit} €. Ôtez cette ligne."),
    "bank.no-columns": N_(
        "Les colonnes date, libellé et montant (ou crédit) ne sont pas reconnues dans : {columns}. "
        "Indiquez leurs noms."
    ),
    "bank.nothing-new": N_("Ces {count} lignes ont déjà été importées."),
    "bank.undone": N_("Cet import est déjà annulé."),
    "bank.unknown": N_("Ce relevé ou cette ligne n’existe pas."),
    "dues.bad-bic": N_("« {value} » n’est pas un BIC."),
    "dues.bad-delay": N_("Le délai va de 0 à 365 jours, les relances de 0 à 10."),
    "dues.bad-iban": N_("« {value} » n’est pas un IBAN : un chiffre manque ou se trompe de place."),
    "dues.called-already": N_("Cette cotisation est déjà appelée à ce montant (n° {reference})."),
    "dues.no-amount": N_("Fixez d’abord le montant de la cotisation."),
    "dues.no-call": N_("Cet appel n’existe pas."),
    "dues.no-holder": N_("Dites au nom de qui est le compte."),
    "dues.no-paper": N_("Ce document n’existe pas."),
    "dues.no-terms": N_("Dites d’abord sur quel compte les cotisations se règlent."),
    "dues.not-settled": N_("La cotisation {year} n’est pas réglée : rien à attester."),
    "dues.paper-not-mailed": N_("Un appel s’envoie depuis la page des cotisations de l’année."),
    "dues.work-running": N_("Ce travail est déjà en cours pour {year} : attendez sa fin."),
    "dues.reminded-enough": N_("Cet appel a déjà eu ses {limit} relances."),
    "dues.reminded-today": N_("Cet appel a déjà été relancé aujourd’hui."),
    "dues.settled": N_("La cotisation {year} est déjà réglée ou exonérée."),
    "dues.no-source": N_("Dites d’où vient ce barème : la décision, sa date."),
    "renewals.no-reason": N_("Dites pourquoi le membre ne peut renouveler."),
    "renewals.years": N_("La dernière année suit la première, de {limit} ans au plus."),
    "dues.bad-day": N_("Le {day} n’est pas un jour possible : il est à venir, ou trop ancien."),
    "dues.later-change": N_(
        "Un changement qui vaut depuis le {day} est déjà connu : choisissez ce jour ou un jour "
        "plus récent."
    ),
    "dues.too-long": N_("Écrivez au plus {limit} caractères."),
    "dues.undecided": N_("Dites qui a décidé l’exonération, ou pourquoi."),
    "dues.unknown": N_("Cette cotisation n’existe pas."),
}
