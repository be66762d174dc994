"""Ballots (façons de voter) in words: what each asks, an example, how ties are parted."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from governance.rules.questions import BallotRule, TieBreak
from governance.web.i18n import N_

_ = lazy_gettext
BALLOTS = {  # kind: name, what it asks with an example
    "boxes": (
        _("Cases à cocher"),
        _(
            "On coche autant de noms que de sièges, au plus ; les plus cochés sont élus. "
            "Exemple : 3 sièges, 5 candidatures, on coche de un à trois noms."
        ),
    ),
    "schulze": (
        _("Classement, méthode de Schulze"),
        _(
            "On classe les candidatures ; est élue celle qu’aucune autre ne bat, une contre une. "
            "Exemple : si 6 bulletins sur 10 mettent Anne devant Paul, Anne bat Paul. "
            "Convient pour une seule place : présidence, choix d’un lieu."
        ),
    ),
    "stv": (
        _("Classement, vote unique transférable"),
        _(
            "On classe les candidatures ; qui atteint un quota est élu, et ce que ses voix avaient "
            "de trop passe aux choix suivants. Exemple : 2 sièges, 90 bulletins, quota de 31 ; "
            "avec 40 premiers choix, Anne est élue et 9 voix passent. Convient pour plusieurs "
            "sièges où chaque sensibilité doit être représentée."
        ),
    ),
    "majority-judgment": (
        _("Mentions, jugement majoritaire"),
        _(
            "On donne une mention à chaque candidature ; la meilleure mention médiane l’emporte. "
            "Exemple : la moitié des bulletins jugent Anne « Bien » ou mieux : sa mention est "
            "« Bien »."
        ),
    ),
    "lists": (
        _("Listes"),
        _(
            "On choisit une liste, et dans cette liste au moins un nom ; les sièges se partagent "
            "entre les listes. Exemple : 5 sièges, listes à 60 et 40 voix : 3 sièges et 2 sièges. "
            "Le vote blanc n’existe pas sur ce bulletin : on s’abstient en ne votant pas."
        ),
    ),
}
TIES = {
    TieBreak.ELDEST.value: N_("La plus âgée ou le plus âgé l’emporte"),
    TieBreak.LOT.value: N_("Tirage au sort public, dont la graine est engagée d’avance"),
    TieBreak.CASTING_VOTE.value: N_("La présidence départage"),
    "youngest": N_("La plus jeune ou le plus jeune l’emporte"),
    "longest_membership": N_("Le membre le plus ancien l’emporte"),
}
QUOTAS = {"droop": N_("quota de Droop"), "hare": N_("quota de Hare")}
SHARES = {
    "highest_average": N_("plus forte moyenne"),
    "largest_remainder": N_("plus fort reste"),
}


def ballot_name(kind: str) -> str:
    """Return the name of a way of voting."""
    return str(BALLOTS[kind][0])


def tie_words(rule: str) -> str:
    """Say what parts ties."""
    return gettext(TIES[rule])


def quota_words(quota: str) -> str:
    """Return the name of a quota."""
    return gettext(QUOTAS[quota])


def share_words(share: str) -> str:
    """Say how lists share the seats."""
    return gettext(SHARES[share])


def ties_offered(usual: TieBreak, *, casting_vote: bool) -> dict[str, str]:
    """Return what may part ties (key, words), that of the bylaws first."""
    keys = [usual.value, *(one.value for one in TieBreak if one is not usual)]
    lawful = (key for key in keys if casting_vote or key != TieBreak.CASTING_VOTE.value)
    return {key: tie_words(key) for key in lawful}


def rule_sentence(rule: BallotRule) -> str:
    """Describe the ballot of an item in one line."""
    kept: Mapping[str, Any] = rule.to_facts()
    said = [ballot_name(rule.kind.value)]
    if "quota" in kept:
        said.append(quota_words(kept["quota"]))
    if "share" in kept:
        said.append(share_words(kept["share"]))
    if "grades" in kept:
        said.append(gettext("mentions : %(grades)s", grades=", ".join(kept["grades"])))
    if "tie" in kept:
        said.append(gettext("égalité : %(rule)s", rule=_lower(tie_words(kept["tie"]))))
    return " ; ".join(said)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
