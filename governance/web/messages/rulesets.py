"""Sentences about the bylaws as data."""

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
    "ruleset.too-large": N_("Ce document est trop grand pour être des statuts ({value} octets)."),
    "ruleset.too-deep": N_("Ce document est trop imbriqué pour être lu."),
    "ruleset.not-json": N_("Ce document n’est pas du JSON."),
    "ruleset.duplicate-key": N_("La clé {value} y est deux fois."),
    "ruleset.not-exact": N_("{value} : un nombre exact est attendu ({expected})."),
    "ruleset.missing": N_("Il manque {path}."),
    "ruleset.unknown-field": N_("{path} : champ inconnu {value}."),
    "ruleset.wrong-type": N_("{path} : {value} n’est pas du type attendu ({expected})."),
    "ruleset.out-of-range": N_("{path} : {value} est hors des limites ({expected})."),
    "ruleset.bad-fraction": N_("{path} : {value} n’est pas une fraction p/q."),
    "ruleset.bad-date": N_("{path} : {value} n’est pas une date (attendu : {expected})."),
    "ruleset.dates-out-of-order": N_("{path} : la fin, {value}, précède le début ({expected})."),
    "ruleset.not-silent": N_("{path} : les statuts ne peuvent pas se taire là-dessus."),
    "ruleset.unknown-value": N_("{path} : {value} est inconnu (attendu : {expected})."),
    "ruleset.duplicate": N_("{path} : {value} y est deux fois."),
    "ruleset.no-voting-category": N_("Aucune catégorie n’a voix délibérative."),
    "ruleset.no-default-voices": N_("Le tableau des voix n’a pas de ligne par défaut (*)."),
    "ruleset.no-casting-role": N_("{path} : personne n’a la voix prépondérante."),
}
