"""The steps of a rule's arithmetic in sentences: majorities, seats, quorum, secrecy."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Protocol

from flask_babel import gettext

from governance.rules.ruleset import MajorityRule
from governance.web.i18n import N_, number, short_date
from governance.web.messages import say


class Stepping(Protocol):
    """A step as the rules make it."""

    @property
    def code(self) -> str: ...

    @property
    def facts(self) -> Mapping[str, object]: ...


class Effect(Protocol):
    """What a remedy would come to, as the rules count it."""

    @property
    def code(self) -> str: ...

    @property
    def exposed_share(self) -> Fraction | None: ...

    @property
    def level(self) -> str: ...


Kept = Mapping[str, object]  # a step as a result keeps it: {"code", "facts"}

STEPS = {
    "majority.for": N_("Pour : {voices} voix."),
    "majority.against": N_("Contre : {voices} voix."),
    "majority.blank-expressed": N_("Blancs, comptés parmi les suffrages exprimés : {voices} voix."),
    "majority.blank-against": N_("Blancs, comptés comme contre : {voices} voix."),
    "majority.abstention-expressed": N_(
        "Abstentions, comptées parmi les suffrages exprimés : {voices} voix."
    ),
    "majority.abstention-against": N_("Abstentions, comptées comme contre : {voices} voix."),
    "majority.null-expressed": N_("Nuls, comptés parmi les suffrages exprimés : {voices} voix."),
    "majority.null-against": N_("Nuls, comptés comme contre : {voices} voix."),
    "majority.base-cast": N_("Voix qui ont pris part au vote, quel que soit le choix : {voices}."),
    "majority.base-present": N_("Voix présentes, sur place ou à distance : {voices}."),
    "majority.base-present-or-represented": N_("Voix présentes ou représentées : {voices}."),
    "majority.base-raised": N_(
        "Plus {voices} voix qui ont voté sans être pointées sur la feuille de présence."
    ),
    "majority.base-roll": N_("Toutes les voix de la liste électorale : {voices}."),
    "majority.reached": N_(
        "Il fallait {threshold} {base}, donc au moins {needed} voix pour : "
        "{numerator} sur {denominator}, c’est atteint."
    ),
    "majority.not-reached": N_(
        "Il fallait {threshold} {base}, donc au moins {needed} voix pour : "
        "{numerator} sur {denominator}, ce n’est pas atteint."
    ),
    "majority.nobody": N_("Personne ne s’est exprimé : rien n’est adopté."),
    "majority.tie-not-decisive": N_(
        "Autant de voix pour que contre ({voices}), mais ce partage ne décide de rien ici."
    ),
    "majority.tie-favourable": N_(
        "Autant de voix pour que contre ({voices}) : à égalité, la proposition est adoptée."
    ),
    "majority.tie-rejected": N_(
        "Autant de voix pour que contre ({voices}) : à égalité, la proposition est rejetée."
    ),
    "majority.tie-awaits-casting-vote": N_(
        "Autant de voix pour que contre ({voices}) : la voix prépondérante doit départager."
    ),
    "majority.tie-casting-vote": N_(
        "Autant de voix pour que contre ({voices}) : la voix prépondérante s’est portée {casting}."
    ),
    "majority.heads-reached": N_(
        "En nombre de membres aussi, il fallait {threshold} : {numerator} sur {denominator}, "
        "c’est atteint."
    ),
    "majority.heads-not-reached": N_(
        "En nombre de membres aussi, il fallait {threshold}, donc {needed} : {numerator} sur "
        "{denominator}, ce n’est pas atteint."
    ),
    "majority.votes-reached": N_(
        "En voix aussi, il fallait {threshold} : {numerator} sur {denominator}, c’est atteint."
    ),
    "majority.votes-not-reached": N_(
        "En voix aussi, il fallait {threshold}, donc {needed} : {numerator} sur {denominator}, "
        "ce n’est pas atteint."
    ),
    "majority.college-reached": N_(
        "Collège {college} : il fallait {threshold}, {numerator} voix sur {denominator}, "
        "c’est atteint."
    ),
    "majority.college-not-reached": N_(
        "Collège {college} : il fallait {threshold}, donc {needed} voix, {numerator} sur "
        "{denominator}, ce n’est pas atteint."
    ),
    "majority.turnout-reached": N_(
        "Participation : il fallait {threshold} des voix de la liste, {numerator} sur "
        "{denominator} ont voté."
    ),
    "majority.turnout-not-reached": N_(
        "Participation : il fallait {threshold} des voix de la liste, donc {needed} ; "
        "{numerator} sur {denominator} ont voté, c’est trop peu."
    ),
    "majority.not-blocked": N_(
        "Il fallait {threshold}, donc {needed} voix contre, pour bloquer : {numerator} sur "
        "{denominator}, la décision n’est pas bloquée."
    ),
    "majority.blocked": N_(
        "Minorité de blocage : {threshold} suffisaient, {numerator} voix contre sur "
        "{denominator}, la décision est bloquée."
    ),
    "majority.second-vote-now": N_(
        "Les voix pour, {numerator} sur les {denominator} de la liste, suffisent (au moins "
        "{needed}) pour un second vote tout de suite, à une majorité plus basse."
    ),
    "majority.second-vote-later": N_(
        "Les voix pour, {numerator} sur les {denominator} de la liste, suffisent (au moins "
        "{needed}) pour un second vote à une autre réunion, à une majorité plus basse."
    ),
    "majority.no-second-vote": N_(
        "Pas de second vote : il aurait fallu {needed} voix pour sur les {denominator} de la "
        "liste, il y en a {numerator}."
    ),
    "majority.tacit-adopted": N_(
        "Réputé adopté : {opposers} opposition(s) au {day}, il en aurait fallu {needed}."
    ),
    "majority.tacit-opposed": N_(
        "{opposers} opposition(s), il en suffisait de {needed} : la proposition est mise au vote."
    ),
    "majority.tacit-pending": N_(
        "Réputé adopté après le {day} sauf opposition : {opposers} à ce jour, sur {needed}."
    ),
    "seats.most-voices": N_(
        "Sont élues les personnes qui ont le plus de voix : {elected}, pour {seats} à élire."
    ),
    "seats.tie": N_(
        "À égalité avec {voices} voix : {names}. Encore à élire : {open_seats} ; {action}."
    ),
    "seats.tie-settled": N_("Départage ({action}) : {names}."),
    "seats.lot-decided": N_(
        "Dates égales : l’assemblée a choisi le tirage au sort engagé avant le vote, graine "
        "« {seed} », qui désigne {names}."
    ),
    "seats.new-vote-decided": N_("Dates égales : l’assemblée a choisi de revoter entre {names}."),
    "seats.lot": N_("Tirage au sort, graine « {seed} » : {order}."),
    "seats.majority": N_(
        "Pour être élu à ce tour, il faut {threshold} {base} ({of} voix), donc {needed}."
    ),
    "seats.least-share": N_(
        "Pour avoir un siège, une liste doit réunir {threshold} des voix ({of}), donc {needed}. "
        "En dessous : {names}."
    ),
    "seats.college": N_("Collège {college} : {seats} sièges."),
    "seats.college-slice": N_(
        "Collège {college} : un siège par tranche de {per} membres ; {members} membres, "
        "donc {seats}."
    ),
    "seats.college-share": N_(
        "Collège {college} : {seats} sièges, à côté des {others} autres, font sa part."
    ),
    "parity.counted": N_("Parmi les élus : {women} femmes, {men} hommes."),
    "parity.share": N_("Parité : au moins {fraction} de chaque sexe, donc {required} sièges."),
    "parity.moved": N_("Parité : {enters} prend le siège de {leaves}."),
    "parity.tie": N_("Parité : {names} sont à égalité, rien n’est changé."),
    "parity.nobody-left": N_("Parité : il manque {seats} personnes, faute de candidatures."),
    "seats.vacant": N_("Sièges restés vacants, faute de voix : {seats}."),
    "quorum.silent": N_("Les statuts ne demandent pas de quorum : l’assemblée délibère."),
    "quorum.share": N_("Il faut {fraction} {base_of} ({base} {of}), donc {required}."),
    "quorum.plus-one": N_("Il faut {fraction} {base_of} ({base} {of}) plus un, donc {required}."),
    "quorum.counted": N_("{counted} {of} {count}."),
    "quorum.met": N_("Le quorum est atteint, avec {margin} de plus que nécessaire."),
    "quorum.not-met": N_("Le quorum n’est pas atteint : il manque {missing}."),
    "quorum.not-met-by-college": N_("Le quorum manque dans un collège au moins."),
    "quorum.college-met": N_(
        "Collège {college} : {counted} {of} {count} sur {base}, il en faut {required}, c’est bon."
    ),
    "quorum.college-not-met": N_(
        "Collège {college} : {counted} {of} {count} sur {base}, il en faut {required}."
    ),
    "secrecy.few-voters": N_(
        "{voters} droits de vote seulement : on voudrait au moins {min_group} votants."
    ),
    "secrecy.unique-weights": N_(
        "Un seul membre porte {weights} voix : l’archive publique montrera qu’il a voté, et un "
        "résultat serré peut montrer comment."
    ),
    "secrecy.small-group": N_(
        "Le plus petit groupe de même poids compte {group} membres, moins que {min_group}."
    ),
    "secrecy.not-counted": N_(
        "Les résultats possibles sont trop nombreux pour être tous examinés : "
        "le contrôle ne promet rien."
    ),
    "secrecy.granted": N_("Scrutin secret demandé par {asked} sur {base} {of} : {needed} suffisent."),
    "secrecy.not-granted": N_(
        "Scrutin secret demandé par {asked} sur {base} {of} : il en faut {needed}."
    ),
    "secrecy.exposing-totals": N_(
        "Au moins cela est sûr : sur {possible} totaux d’un choix proche de l’unanimité, les "
        "autres choix réunis, {exposing} montreraient le choix d’au moins un membre."
    ),
    "secrecy.exposing-results": N_(
        "Résultats proches de l’unanimité qui montreraient le choix d’au moins un membre : "
        "{exposing} sur {possible}."
    ),
}
REMEDIES = {
    "secrecy.equal-weights": N_("Voter à poids égaux sur ce point, si les statuts l’admettent."),
    "secrecy.coarser-weights": N_("Arrondir les poids pour que plusieurs membres aient le même."),
    "secrecy.no-figures-by-college": N_("Ne pas publier de chiffres par collège."),
    "secrecy.split-rights": N_(
        "Répartir un droit en plusieurs codes de poids égal, si les statuts l’admettent."
    ),
    "secrecy.named-vote": N_("Voter à scrutin public : chacun sait alors que son choix se voit."),
    "secrecy.accept-and-record": N_("Accepter le risque, et le faire écrire au procès-verbal."),
}
WORDS = {  # values of facts that are words of the rules
    "base": {
        "expressed": N_("des suffrages exprimés"),
        "cast": N_("des voix qui ont pris part au vote"),
        "present": N_("des voix présentes"),
        "present_or_represented": N_("des voix présentes ou représentées"),
        "roll": N_("de toutes les voix de la liste"),
    },
    "base_of": {
        "members": N_("de tous les membres"),
        "good_standing": N_("des membres à jour"),
    },
    "of": {"heads": N_("membres"), "voices": N_("voix")},
    "count": {
        "present": N_("présents, sur place ou à distance"),
        "present_or_represented": N_("présents ou représentés"),
        "all_channels": N_("présents, représentés ou votant par correspondance"),
    },
    "action": {
        "eldest": N_("la personne la plus âgée est élue"),
        "youngest": N_("la personne la plus jeune est élue"),
        "lot": N_("le sort décide"),
        "runoff": N_("un second tour est nécessaire"),
        "runoff_then_lot": N_("un second tour est nécessaire, puis le sort décide"),
        "longest_membership": N_("le membre le plus ancien est élu"),
    },
    "casting": {"for": N_("pour"), "against": N_("contre")},
}
FRACTIONS = {  # after « au moins », after « plus »
    "1/4": (N_("le quart"), N_("du quart")),
    "1/3": (N_("le tiers"), N_("du tiers")),
    "1/2": (N_("la moitié"), N_("de la moitié")),
    "2/3": (N_("les deux tiers"), N_("des deux tiers")),
    "3/4": (N_("les trois quarts"), N_("des trois quarts")),
}


def step_words(step: Stepping | Kept) -> str:
    """Return one step as a sentence in the visitor's language, its numbers written out."""
    code, facts = _parts(step)
    if code not in STEPS:
        return say(code, facts)
    return gettext(STEPS[code]).format_map({**_told(facts), **_derived(facts)})


def steps_words(steps: Iterable[Stepping | Kept]) -> list[str]:
    """Return the steps as ``ui.explain`` unfolds them."""
    return [step_words(step) for step in steps]


def remedy_words(codes: Iterable[str], effects: Iterable[Effect] = ()) -> list[str]:
    """Return what may be done about a weak secrecy, and what it would come to."""
    found = {effect.code: effect for effect in effects}
    return [
        " ".join((gettext(REMEDIES[code]), _effect_words(found[code])))
        if code in found
        else gettext(REMEDIES[code])
        for code in codes
    ]


def _effect_words(effect: Effect) -> str:
    if effect.exposed_share is None:
        return gettext("L’effet ne se calcule pas ici : trop de résultats possibles.")
    share = number(effect.exposed_share)
    if effect.level == "ok":
        return gettext(
            "Le secret tiendrait : %(share)s des résultats proches de l’unanimité montreraient "
            "un choix.",
            share=share,
        )
    return gettext(
        "Il resterait %(share)s des résultats proches de l’unanimité à montrer un choix.",
        share=share,
    )


def share_words(written: str) -> str:
    """Return « la moitié » for ``1/2``."""
    return gettext(FRACTIONS[written][0]) if written in FRACTIONS else written


def threshold_words(threshold: str, *, strict: bool) -> str:
    """Return « plus de la moitié » or « au moins les deux tiers »."""
    if not strict:
        return gettext("au moins %(share)s", share=share_words(threshold))
    if threshold not in FRACTIONS:
        return gettext("plus de %(share)s", share=threshold)
    return gettext("plus %(share)s", share=gettext(FRACTIONS[threshold][1]))


def base_words(base: str) -> str:
    """Return what a majority is measured against."""
    return gettext(WORDS["base"][base])


def majority_in_words(rule: MajorityRule) -> str:
    """Return « plus de la moitié des suffrages exprimés » in the visitor's language."""
    share = f"{rule.threshold.numerator}/{rule.threshold.denominator}"
    return f"{threshold_words(share, strict=rule.strict)} {base_words(rule.base.value)}"


def _parts(step: Stepping | Kept) -> tuple[str, Mapping[str, object]]:
    if not isinstance(step, Mapping):
        return step.code, step.facts
    facts = step["facts"]
    return str(step["code"]), facts if isinstance(facts, Mapping) else {}


def _told(facts: Mapping[str, object]) -> dict[str, str]:
    return {name: _value(name, value) for name, value in facts.items()}


def _derived(facts: Mapping[str, object]) -> dict[str, str]:
    """Return what a sentence says that is only implied: what is missing, the whole threshold."""
    more = {}
    margin, threshold = facts.get("margin"), facts.get("threshold")
    if isinstance(margin, int):
        more["missing"] = number(-margin)
    if isinstance(threshold, str):
        more["threshold"] = threshold_words(threshold, strict=bool(facts.get("strict")))
    return more


def _value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | Fraction):
        return number(value)
    if isinstance(value, list | tuple):
        return _listed([_value(name, one) for one in value])
    if name == "fraction":
        return share_words(str(value))
    if name == "day":
        return short_date(date.fromisoformat(str(value)))
    words = WORDS.get(name, {}).get(str(value))
    return gettext(words) if words else str(value)


def _listed(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return gettext("%(first)s et %(last)s", first=", ".join(parts[:-1]), last=parts[-1])
