"""Bylaws and cases that cannot be read, in French; the pages say the same."""

from collections.abc import Mapping

from governance.rules.msgid import N_

READING: Mapping[str, str] = {
    "case.counted-twice": N_("{path} : « {value} » a des voix déjà comptées et des bulletins."),
    "case.impossible-round": N_("{path} : ce tour ne peut avoir lieu ({expected})."),
    "case.needs-ballots": N_(
        "{path} : cette majorité se compte aussi par tête ou par collège ({value}) : donnez les "
        "bulletins."
    ),
    "case.not-lists": N_("{path} : les statuts ne prévoient pas de scrutin de listes ({value})."),
    "case.too-large": N_(
        "Ce document est trop grand pour être un cas ({value} octets, {expected} au plus)."
    ),
    "case.unknown-candidate": N_("{path} : {value} n’est pas candidat ({expected})."),
    "case.unknown-member": N_("{path} : le membre {value} n’est pas dans le cas."),
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
