"""Sentences about contacts, points, themes, expectations and regions."""

from governance.web.i18n import N_

SENTENCES = {
    "contacts.unknown": N_("Ce contact n’est pas dans la fiche de ce membre."),
    "contacts.not-an-institution": N_(
        "Une personne physique est son propre contact : corrigez plutôt son adresse."
    ),
    "contacts.too-many": N_(
        "Ce membre a déjà {limit} contacts : mettez fin à ceux qui n’en sont plus."
    ),
    "contacts.there": N_("{name} est déjà un contact de ce membre : corrigez sa ligne."),
    "contacts.bad-phone": N_(
        "« {value} » n’est pas un numéro de téléphone : des chiffres, par exemple 01 23 45 67 89."
    ),
    "contacts.before-present": N_(
        "{name} est en place depuis le {day} : choisissez ce jour ou un jour plus tardif."
    ),
    "contacts.ended": N_("{name} n’est plus un contact de ce membre."),
    "contacts.permanent-already": N_("{name} est déjà le contact permanent."),
    "points.unknown": N_("Ce point n’est pas dans le suivi de ce membre."),
    "points.no-step": N_("Cette suite n’est pas dans le suivi de ce membre."),
    "points.from-future": N_(
        "Ce point porte une date à venir : inscrivez-le une fois qu’il a eu lieu."
    ),
    "points.nobody": N_("Dites qui était là."),
    "points.nothing-said": N_("Écrivez ce qui s’est dit, même en une phrase."),
    "points.empty-step": N_("Dites ce qu’il y a à faire, ou laissez toute la ligne vide."),
    "points.due-before": N_(
        "Une suite ne peut pas être attendue avant le point lui-même, du {day}."
    ),
    "points.too-many-steps": N_("Un point a {limit} suites au plus."),
    "points.withdrawn": N_("Ce point a été retiré : il ne change plus."),
    "points.no-reason": N_("Dites pourquoi ce point est retiré."),
    "themes.empty": N_("Donnez un nom à ce thème."),
    "themes.there": N_("« {label} » est déjà un thème."),
    "themes.too-many": N_("Il y a déjà {limit} thèmes : retirez ceux qui ne servent plus."),
    "themes.unknown": N_("Ce thème n’existe pas, ou il a été retiré."),
    "expectations.empty": N_("Écrivez ce que ce membre attend."),
    "expectations.too-many": N_("Ce membre a déjà {limit} attentes au dossier."),
    "expectations.unknown": N_("Cette attente n’est pas au dossier, ou elle est déjà close."),
    "regions.unknown": N_("Cette région n’est pas sur la liste officielle."),
}
