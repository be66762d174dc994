"""Sentences about the bylaws as data."""

from governance.rules.refusals import READING
from governance.web.i18n import N_

SENTENCES = {
    "ruleset.none": N_("Aucun jeu de règles n’est encore installé : voyez la page Statuts."),
    "ruleset.unknown": N_("Cette version des règles n’existe pas."),
    "ruleset.no-such-preset": N_("Aucun jeu de règles fourni ne s’appelle « {name} »."),
    "ruleset.altered": N_(
        "Les règles « {name} », version {version}, ne correspondent plus à leur empreinte : "
        "prévenez l’exploitant, rien ne peut être décidé avec elles."
    ),
    "ruleset.version-taken": N_(
        "« {name} », version {version}, est déjà installée avec un autre contenu."
    ),
    **READING,
}
