"""Sentences about drafts of bylaws."""

from governance.web.i18n import N_

SENTENCES = {
    "ruleset-draft.unknown": N_("Ce brouillon n’existe pas, ou a été jeté."),
    "ruleset-draft.published": N_(
        "Ce brouillon est publié : il ne change plus. Commencez-en un autre d’après la version "
        "publiée."
    ),
    "ruleset-draft.changed": N_(
        "Quelqu’un a changé cette partie du brouillon depuis que vous l’avez ouverte. Rien n’a été "
        "enregistré ; ce que vous avez écrit est encore ci-dessous. Comparez avec le brouillon, "
        "puis enregistrez de nouveau pour le remplacer."
    ),
    "ruleset-draft.nothing-to-undo": N_("Il n’y a rien à annuler dans ce brouillon."),
    "ruleset-draft.text-too-long": N_(
        "Ce texte est trop long : {articles} articles au plus, {one} signes par article, {total} "
        "en tout. Rien n’a été enregistré."
    ),
    "ruleset-draft.article-without-name": N_(
        "Chaque article a un nom de {most} signes au plus, par exemple « statuts, art. 9 »."
    ),
    "ruleset-draft.article-twice": N_("Deux articles s’appellent « {name} »."),
    "ruleset-draft.no-article": N_("Ce texte n’a pas d’article à cette place."),
    "ruleset-draft.no-file": N_("Choisissez le fichier JSON à lire."),
    "ruleset-draft.no-question": N_("Il n’y a pas de telle question sur les statuts."),
    "ruleset-draft.no-start": N_("Choisissez d’où partir."),
    "ruleset-draft.bad-majority": N_(
        "Le nom d’une majorité s’écrit en minuscules sans accent, avec des traits d’union."
    ),
    "ruleset-draft.bad-day": N_("Ce n’est pas une date (attendu : 2026-11-22)."),
    "ruleset-draft.adopted-later": N_("Le jour de l’adoption est dans le futur."),
}
