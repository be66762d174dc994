"""The bylaws in words: each parameter's question, its value and where it comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from flask_babel import gettext, ngettext

from governance.rules.ruleset import (
    Base,
    Caller,
    CastingVote,
    Category,
    Counting,
    ElectionRule,
    MajorityRule,
    ProxyLimit,
    QuorumRule,
    Ruled,
    RuleSet,
    Secrecy,
    Source,
    TieRule,
    Treatment,
    WeightMethod,
)
from governance.services.minutes_facts import COLLEGES
from governance.web.i18n import N_
from governance.web.register_words import euros

SOURCES = {
    Source.STATUTS: N_("statuts"),
    Source.RI: N_("règlement intérieur"),
    Source.LAW: N_("loi"),
    Source.RESOLUTION: N_("résolution"),
    Source.CASE_LAW: N_("silence des statuts, lu par les tribunaux"),
    Source.ASSUMED: N_("hypothèse"),
}
ROLES = {
    "chair": N_("la présidence"),
    "secretary": N_("le secrétariat"),
    "treasurer": N_("la trésorerie"),
}
MAJORITIES = {
    "ordinary": N_("décision ordinaire"),
    "extraordinary": N_("décision extraordinaire"),
}
BASES = {
    Base.EXPRESSED: N_("des suffrages exprimés"),
    Base.CAST: N_("des votants"),
    Base.PRESENT_OR_REPRESENTED: N_("des présents et représentés"),
    Base.PRESENT: N_("des présents"),
    Base.ROLL: N_("de toutes les voix de l’association"),
}
TREATMENTS = {
    Treatment.IGNORED: N_("ne compte pas"),
    Treatment.EXPRESSED: N_("compte comme suffrage exprimé"),
    Treatment.AGAINST: N_("compte contre"),
}
TIES = {
    TieRule.REJECTED: N_("à égalité, la résolution est rejetée"),
    TieRule.CASTING_VOTE: N_("à égalité, la voix prépondérante décide"),
    TieRule.ELDEST: N_("à égalité, la personne la plus âgée est élue"),
    TieRule.LOT: N_("à égalité, le sort décide"),
    TieRule.RUNOFF: N_("à égalité, un second tour départage"),
}
WORDS: dict[str, dict[Any, str]] = {
    "notice.counting": {
        Counting.CLEAR: N_("jours francs : ni le jour de l’envoi ni celui de l’assemblée"),
        Counting.CALENDAR: N_("jours calendaires"),
    },
    "standing.fee_year": {
        "current": N_("celle de l’année en cours"),
        "previous": N_("celle de l’année précédente"),
        "both": N_("celle de l’année en cours et celle d’avant"),
        "either": N_("celle de l’année en cours ou celle d’avant"),
    },
    "standing.at": {
        "roll_closing": N_("à l’arrêté de la liste électorale"),
        "opening": N_("à l’ouverture de l’assemblée"),
        "vote": N_("au moment du vote"),
    },
    "weight.method": {
        WeightMethod.ONE_PER_MEMBER: N_("une voix par membre"),
        WeightMethod.TABLE: N_("selon le tarif de cotisation"),
    },
    "proxy.on_presence": {
        "cancels": N_("le pouvoir tombe dès que le mandant arrive"),
        "holder_keeps": N_("le mandataire garde le pouvoir"),
    },
    "proxy.scope": {
        "same_college": N_("oui"),
        "any_member": N_("non"),
    },
    "vote.secrecy": {
        Secrecy.OPEN: N_("public"),
        Secrecy.SECRET: N_("secret"),
        Secrecy.SECRET_IF_PERSON: N_("secret quand il porte sur une personne, public sinon"),
    },
}
VOTES = {
    "deliberative": N_("voix délibérative"),
    "consultative": N_("voix consultative"),
    "none": N_("sans voix"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One rule as a page shows it."""

    key: str
    label: str
    value: tuple[str, ...]
    source: str
    source_label: str
    clause: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rules that belong together."""

    title: str
    lines: tuple[Line, ...]


CHAPTERS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        N_("Qui vote, avec combien de voix"),
        {
            "categories": N_("Catégories de membres"),
            "standing.required": N_("Cotisation exigée pour voter"),
            "standing.fee_year": N_("Quelle cotisation"),
            "standing.at": N_("Jour où l’on regarde la cotisation"),
            "weight.method": N_("Nombre de voix"),
            "weight.table": N_("Tableau des voix"),
        },
    ),
    (
        N_("Convoquer"),
        {
            "notice.days": N_("Délai de convocation"),
            "notice.counting": N_("Façon de compter les jours"),
            "body.can_be_called_by": N_("Qui convoque"),
            "agenda.locked": N_("Ordre du jour fermé après la convocation"),
            "vote.remote_allowed": N_("Participation à distance"),
        },
    ),
    (
        N_("Pouvoirs"),
        {
            "proxy.allowed": N_("Vote par pouvoir"),
            "proxy.limit": N_("Pouvoirs par mandataire"),
            "proxy.scope": N_("Mandataire du même collège"),
            "proxy.chain": N_("Transmettre un pouvoir reçu"),
            "proxy.on_presence": N_("Si le mandant vient quand même"),
        },
    ),
    (N_("Quorum"), {"quorum.first": N_("Quorum")}),
    (
        N_("Décider"),
        {
            "majority.rule": N_("Majorité, %(name)s"),
            "casting_vote": N_("Voix prépondérante"),
            "vote.secrecy": N_("Scrutin"),
            "vote.revote": N_("Changer son vote secret jusqu’à la clôture"),
            "vote.min_secret_group": N_("Plus petit groupe pour un scrutin secret"),
            "election.rule": N_("Élections"),
            "mandate.years": N_("Durée des mandats"),
        },
    ),
    (N_("Procès-verbal"), {"minutes.signers": N_("Qui signe")}),
)


def chapters(rules: RuleSet) -> list[Chapter]:
    """Return every rule in words, in the order of the bylaws."""
    ruled = rules.general()
    return [
        Chapter(
            gettext(title),
            tuple(
                _line(name, key.removeprefix(name).removeprefix("."), label, rule)
                for name, label in labels.items()
                for key, rule in ruled.items()
                if key == name or key.startswith(f"{name}.")
            ),
        )
        for title, labels in CHAPTERS
    ]


def _line(name: str, part: str, label: str, rule: Ruled[object]) -> Line:
    shown = gettext(label)
    if part:
        known = gettext(MAJORITIES[part]) if part in MAJORITIES else part
        shown = shown % {"name": known}
    return Line(
        f"{name}.{part}" if part else name,
        shown,
        tuple(_value(name, rule.value)),
        rule.source,
        gettext(SOURCES[rule.source]),
        rule.clause,
    )


def _value(name: str, value: object) -> list[str]:
    if name in WRITERS:
        return WRITERS[name](value)
    if name in WORDS:
        return [gettext(WORDS[name][value])]
    if isinstance(value, bool):
        return [gettext("oui") if value else gettext("non")]
    return [str(value)]


def _categories(categories: tuple[Category, ...]) -> list[str]:
    def shelf(category: Category) -> tuple[str, str]:
        return category.college, category.votes

    return [
        gettext(
            "Collège %(college)s, %(votes)s : %(names)s",
            college=COLLEGES.get(college, college),
            votes=gettext(VOTES[votes]),
            names=", ".join(category.label for category in members),
        )
        for (college, votes), members in groupby(categories, shelf)
    ]


def _weights(table: tuple[tuple[str, int], ...]) -> list[str]:
    return [
        ngettext("%(tier)s : %(num)s voix", "%(tier)s : %(num)s voix", voices, tier=_tier(tier))
        for tier, voices in table
    ]


def _tier(code: str) -> str:
    return gettext("autres membres") if code == "*" else euros(code)


def _days(days: int) -> list[str]:
    return [ngettext("%(num)s jour au moins", "%(num)s jours au moins", days)]


def _limit(limit: ProxyLimit | None) -> list[str]:
    if limit is None or limit.number is None:
        return [gettext("sans limite")]
    return [ngettext("%(num)s au plus", "%(num)s au plus", limit.number)]


def _roles(roles: tuple[str, ...]) -> list[str]:
    return [", ".join(gettext(ROLES[role]) if role in ROLES else role for role in roles)]


def _callers(callers: tuple[Caller, ...]) -> list[str]:
    return _roles(tuple(caller.role for caller in callers if caller.role is not None))


def _casting(casting: CastingVote | None) -> list[str]:
    return [gettext("personne")] if casting is None else _roles((casting.role,))


def _group(size: int) -> list[str]:
    return [ngettext("%(num)s votant", "%(num)s votants", size)]


def _years(years: int) -> list[str]:
    return [ngettext("%(num)s an", "%(num)s ans", years)]


def _share(share: Fraction) -> str:
    known = {Fraction(1, 2): N_("la moitié"), Fraction(2, 3): N_("les deux tiers")}
    known |= {Fraction(3, 4): N_("les trois quarts"), Fraction(1, 1): N_("la totalité")}
    known |= {Fraction(1, 3): N_("le tiers"), Fraction(1, 4): N_("le quart")}
    if share in known:
        return gettext(known[share])
    return f"{share.numerator}/{share.denominator}"


def _quorum(rule: QuorumRule) -> list[str]:
    if rule.fraction is None:
        return [gettext("aucun : les statuts n’en exigent pas")]
    words = {
        "heads": gettext("des membres"),
        "voices": gettext("des voix"),
    }
    base = (
        gettext("à jour de cotisation")
        if rule.base == "good_standing"
        else gettext("de l’association")
    )
    count = (
        gettext("présents ou représentés")
        if rule.count == "present_or_represented"
        else gettext("présents")
    )
    more = gettext(" plus un") if rule.plus_one else ""
    return [f"{_share(rule.fraction)}{more} {words[rule.of]} {base}, {count}"]


def _majority(rule: MajorityRule) -> list[str]:
    reach = gettext("plus de") if rule.strict else gettext("au moins")
    needed = f"{reach} {_share(rule.threshold)} {gettext(BASES[rule.base])}"
    return [
        needed,
        gettext("le vote blanc %(treatment)s", treatment=gettext(TREATMENTS[rule.blank])),
        gettext("l’abstention %(treatment)s", treatment=gettext(TREATMENTS[rule.abstention])),
        gettext(TIES[rule.tie]),
    ]


def _election(rule: ElectionRule) -> list[str]:
    rounds = ngettext(
        "scrutin plurinominal, %(num)s tour : les plus fortes voix l’emportent",
        "scrutin plurinominal, %(num)s tours : les plus fortes voix l’emportent",
        rule.rounds,
    )
    return [rounds, gettext(TIES[rule.tie])]


WRITERS: Mapping[str, Callable[[Any], list[str]]] = {
    "categories": _categories,
    "weight.table": _weights,
    "notice.days": _days,
    "body.can_be_called_by": _callers,
    "proxy.limit": _limit,
    "quorum.first": _quorum,
    "majority.rule": _majority,
    "casting_vote": _casting,
    "election.rule": _election,
    "vote.min_secret_group": _group,
    "mandate.years": _years,
    "minutes.signers": _roles,
}
