"""Sentences about terms of office (mandats des élus): ended, empty, co-opted, drawn, voted on."""

from governance.web.i18n import N_

SENTENCES = {
    "cooptation.election-first": N_(
        "Il reste trop peu de personnes en fonction ({body}) : les statuts veulent une élection."
    ),
    "term.already-proposed": N_("Ce vote sur le mandat de {name} est déjà à un ordre du jour."),
    "term.draw-committed": N_("L’empreinte du tirage est déjà publiée : il reste à tirer."),
    "term.motion-applied": N_("Ce vote est déjà appliqué au mandat de {name}."),
    "term.name": N_("Donnez un nom de {most} caractères au plus."),
    "term.no-commitment": N_("Publiez d’abord l’empreinte du tirage."),
    "term.no-draw": N_(
        "Rien n’est à tirer au sort ici : tous sortent ensemble, ou l’ordre est déjà connu."
    ),
    "term.no-motion": N_("Ce scrutin ne porte sur aucun mandat, ou n’est pas proclamé."),
    "term.nobody-elected": N_("Aucun élu de ce scrutin n’est à inscrire aux mandats en cours."),
    "term.not-vacant": N_("Le siège de {name} n’est pas vacant."),
    "term.nothing-to-ratify": N_("La cooptation de {name} n’attend pas de ratification."),
    "term.nothing-to-renew": N_("Aucun de ces sièges n’est à renouveler à cette date."),
    "term.over": N_("Le mandat de {name} est déjà terminé."),
    "term.reason": N_("{most} caractères au plus."),
    "term.too-early": N_("Ce mandat a commencé le {day} : il ne peut finir avant."),
    "term.too-late": N_("Donnez un jour passé ou celui d’aujourd’hui."),
    "term.unknown": N_("Ce mandat n’existe pas."),
}
