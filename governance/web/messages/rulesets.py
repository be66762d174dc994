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
    "ruleset.bad-formula": N_("{path} : formule illisible à {value} (attendu : {expected})."),
    "ruleset.bounds-too-high": N_(
        "{path} : les parts minimales des collèges font {value} de l’ensemble ; aucune liste de "
        "membres ne peut les satisfaire."
    ),
    "ruleset.bounds-too-low": N_(
        "{path} : les parts maximales des collèges ne font que {value} de l’ensemble ; aucune "
        "liste de membres ne peut les satisfaire."
    ),
    "ruleset.circular": N_("{path} : ces majorités renvoient l’une à l’autre sans fin ({value})."),
    "ruleset.incomplete": N_("{path} : {value} n’est pas complet (attendu : {expected})."),
    "ruleset.look-alike": N_(
        "{path} : {value} se confond à l’œil avec un autre nom ({expected}) : choisissez-en un qui "
        "s’en distingue."
    ),
    "ruleset.mixed-script": N_(
        "{path} : {value} mêle des lettres de plusieurs alphabets qui se ressemblent."
    ),
    "ruleset.out-of-order": N_("{path} : {value} n’est pas dans l’ordre ({expected})."),
    "ruleset.unknown-college": N_("{path} : aucun collège ne s’appelle {value} ({expected})."),
    "ruleset.unknown-input": N_("{path} : aucune donnée ne s’appelle {value} ({expected})."),
    "ruleset.unknown-majority": N_("{path} : aucune majorité ne s’appelle {value} ({expected})."),
    "ruleset.dates-out-of-order": N_("{path} : la fin, {value}, précède le début ({expected})."),
    "ruleset.not-silent": N_("{path} : les statuts ne peuvent pas se taire là-dessus."),
    "ruleset.unknown-value": N_("{path} : {value} est inconnu (attendu : {expected})."),
    "ruleset.duplicate": N_("{path} : {value} y est deux fois."),
    "ruleset.no-voting-category": N_("Aucune catégorie n’a voix délibérative."),
    "ruleset.no-default-voices": N_("Le tableau des voix n’a pas de ligne par défaut (*)."),
    "ruleset.no-casting-role": N_("{path} : personne n’a la voix prépondérante."),
}
