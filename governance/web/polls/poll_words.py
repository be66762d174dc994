"""A poll (scrutin) in the words and shapes that its pages print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from flask_babel import gettext, ngettext

from governance.rules.lifecycle import PollState
from governance.rules.quorum import QuorumStatement
from governance.rules.ruleset import ElectionRule
from governance.rules.steps import written
from governance.web.i18n import N_, number, short_date
from governance.web.messages import say
from governance.web.polls.step_words import base_words, steps_words, threshold_words

STATES = {
    PollState.PLANNED: ("wait", N_("À ouvrir")),
    PollState.OPEN: ("open", N_("Ouvert")),
    PollState.CLOSED: ("closed", N_("Clos, à dépouiller")),
    PollState.ANNOUNCED: ("ok", N_("Proclamé")),
}
KINDS = {"Pour": "for", "Contre": "against", "Abstention": "abstention", "Blanc": "blank"}
ANSWERS = {
    "Pour": N_("Pour"),
    "Contre": N_("Contre"),
    "Abstention": N_("Abstention"),
    "Blanc": N_("Blanc"),
}
LEVELS = {
    "ok": ("ok", N_("Le secret tient")),
    "warning": ("warning", N_("Le secret est à regarder avant d’ouvrir")),
    "high": ("danger", N_("Le secret serait fragile")),
}
OUTCOMES = {
    "elected": ("ok", N_("Élu·e")),
    "tie": ("wait", N_("À égalité")),
    "not-elected": ("neutral", N_("Non élu·e")),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A value that ``ui.explain`` unfolds to its clause and its arithmetic."""

    value: str
    clause: str
    source: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the majority lies on the bar, and what the line there says."""

    share: float | None
    label: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """A quorum as ``ui.quorum_gauge`` draws it, with its explanation."""

    counted: int | Fraction
    required: int | Fraction | None
    base: int | Fraction
    met: bool
    sentence: str
    explained: Explained
    figures: tuple[tuple[str, str], ...]


def state_badge(state: PollState) -> tuple[str, str]:
    """Return the badge of a poll's state: its kind and its words."""
    kind, words = STATES[state]
    return kind, gettext(words)


def kind_words(*, secret: bool) -> str:
    """Return « Scrutin secret » or « Scrutin public »."""
    return gettext("Scrutin secret") if secret else gettext("Scrutin public")


def answer_words(answer: str) -> str:
    """Return an answer in the visitor's language; a candidate's name as it is."""
    return gettext(ANSWERS[answer]) if answer in ANSWERS else answer


def choices(counts: Mapping[str, int], question: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return the counts in the order of the ballot, the blank last, as ``ui.result_bar`` draws."""
    order = [*question["answers"], *(["Blanc"] if question["blank"] else [])]
    return [
        {"label": answer_words(name), "value": counts[name], "kind": KINDS.get(name, "other")}
        for name in order
    ]


def decision_mark(decision: Mapping[str, Any], counts: Mapping[str, int]) -> Mark:
    """Return where the bar must reach for the proposal to be adopted."""
    total, needed = sum(counts.values()), decision["needed"]
    label = gettext("Le trait : %(needed)s voix pour, nécessaires.", needed=number(needed))
    if not total or needed > total:
        return Mark(None, label)
    return Mark(float(Fraction(needed, total)), label)


def decision_sentence(decision: Mapping[str, Any]) -> str:
    """Return the announcement of a resolution in one word."""
    if decision["tie_action"] == "casting_vote" and not decision["adopted"]:
        return gettext("Partage des voix")
    return gettext("Adoptée") if decision["adopted"] else gettext("Rejetée")


def decision_explained(decision: Mapping[str, Any]) -> Explained:
    """Unfold the arithmetic of a majority."""
    asked = threshold_words(decision["threshold"], strict=decision["strict"])
    value = gettext(
        "%(numerator)s voix pour sur %(denominator)s : il en fallait %(asked)s %(base)s, soit "
        "%(needed)s",
        numerator=number(decision["numerator"]),
        denominator=number(decision["denominator"]),
        asked=asked,
        base=base_words(decision["base"]),
        needed=number(decision["needed"]),
    )
    return Explained(
        value, decision["clause"], decision["source"], tuple(steps_words(decision["steps"]))
    )


def seats_explained(seats: Mapping[str, Any]) -> Explained:
    """Unfold how the seats were filled."""
    elected = len(seats["elected"])
    names = ngettext("%(num)s personne élue", "%(num)s personnes élues", elected)
    asked = ngettext("%(num)s siège à pourvoir", "%(num)s sièges à pourvoir", seats["seats"])
    value = f"{names}, {asked}"
    return Explained(value, seats["clause"], seats["source"], tuple(steps_words(seats["steps"])))


def election_asked(rule: ElectionRule, number: int) -> str:
    """Say who is elected in a round: whoever has such a majority, or those with most voices."""
    asked = rule.thresholds[number - 1] if number <= len(rule.thresholds) else None
    if asked is None or asked.share is None or number > rule.rounds:
        return gettext("les personnes qui ont le plus de voix")
    share = threshold_words(written(asked.share), strict=asked.strict)
    return gettext(
        "les personnes qui ont %(share)s %(base)s, dans l’ordre des voix",
        share=share,
        base=base_words(asked.base.value),
    )


def seats_by_list(seats: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each list with its seats, as the room's screen shows figures."""
    return [(one["name"], number(one["seats"])) for one in seats["lists"]]


def outcome_badge(outcome: str) -> tuple[str, str]:
    """Return the badge of a candidate's outcome."""
    kind, words = OUTCOMES[outcome]
    return kind, gettext(words)


def gauge(statement: QuorumStatement) -> Gauge:
    """Return a statement of the quorum as the pages draw it."""
    steps = tuple(steps_words(statement.steps))
    figures = (
        (gettext("Sur place"), number(statement.onsite_heads)),
        (gettext("À distance"), number(statement.online_heads)),
        (gettext("Représentés"), number(statement.represented_heads)),
    )
    return Gauge(
        statement.counted,
        statement.required or None,
        statement.base,
        statement.met,
        quorum_sentence(statement),
        Explained(quorum_asked(statement), statement.clause, statement.source.value, steps),
        figures,
    )


def kept_gauge(facts: Mapping[str, Any]) -> Gauge:
    """Return a quorum that a poll keeps, as it was stated then."""
    return gauge(QuorumStatement.from_facts(facts))


def quorum_sentence(statement: QuorumStatement) -> str:
    """Say in one sentence where the quorum stands."""
    if statement.rule.fraction is None and statement.call == "second":
        return gettext("Sur deuxième convocation, les statuts ne demandent pas de quorum.")
    if statement.rule.fraction is None:
        return gettext("Les statuts ne demandent pas de quorum.")
    if statement.met:
        return gettext("Le quorum est atteint.")
    return ngettext(
        "Le quorum n’est pas atteint : il manque %(missing)s.",
        "Le quorum n’est pas atteint : il manque %(missing)s.",
        ceil(-statement.margin),
        missing=number(-statement.margin),
    )


def quorum_asked(statement: QuorumStatement) -> str:
    """Return what the quorum asks, in figures."""
    if statement.rule.fraction is None:
        return gettext("aucun")
    if statement.call == "second":
        asked = number(statement.required)
        return gettext("%(required)s nécessaires, sur deuxième convocation", required=asked)
    return gettext("%(required)s nécessaires", required=number(statement.required))


def reason(code: str, facts: Mapping[str, object]) -> str:
    """Say why a member votes or not: a standing, or an obstacle of one poll."""
    day = facts.get("day")
    told = {"day": short_date(date.fromisoformat(day))} if isinstance(day, str) else {}
    return say(code, {**facts, **told})


def secrecy_title(level: str) -> tuple[str, str]:
    """Return the kind of notice and the title of a secrecy verdict."""
    kind, words = LEVELS[level]
    return kind, gettext(words)


def exposed_sentences(voters: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say whose choice a result gives away, by weight; neither name nor choice is printed."""
    return [
        ngettext(
            "Ces totaux laissent deviner le choix du membre qui porte %(weight)s voix.",
            "Ces totaux laissent deviner le choix des %(num)s membres qui portent %(weight)s voix.",
            one["holders"],
            weight=number(one["weight"]),
        )
        for one in voters
    ]
