"""The words of the register on pages: kinds, capacities, dues, fields, and why a member votes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask_babel import gettext, ngettext

from governance.models.dues import DuesStatus
from governance.models.members import ActsAs, MemberKind
from governance.models.register_history import Membership
from governance.rules.standing import Standing
from governance.rules.weights import Voices
from governance.services.membership.traits import FIGURE, Asked, words_of
from governance.web.i18n import N_, number, short_date
from governance.web.messages import say

KINDS = {
    MemberKind.INSTITUTION: N_("institution"),
    MemberKind.INDIVIDUAL: N_("personne physique"),
}
CAPACITIES = {
    ActsAs.REPRESENTATIVE: N_("titulaire"),
    ActsAs.ALTERNATE: N_("suppléant·e"),
    ActsAs.SELF: N_("pour elle-même"),
}
DUES = {
    DuesStatus.CALLED: ("wait", N_("appelée")),
    DuesStatus.PAID: ("ok", N_("payée")),
    DuesStatus.EXEMPT: ("neutral", N_("exonérée")),
}
MEMBERSHIPS = {
    Membership.MEMBER: N_("membre"),
    Membership.RESIGNATION: N_("démission"),
    Membership.EXCLUSION: N_("exclusion"),
    Membership.DISSOLUTION: N_("dissolution"),
    Membership.DEATH: N_("décès"),
    Membership.DEPARTURE: N_("départ"),
    Membership.MERGED: N_("réuni à une autre fiche"),
}
FIELDS = {
    "kind": N_("Type"),
    "name": N_("Nom"),
    "category": N_("Catégorie"),
    "region": N_("Région"),
    "department": N_("Département"),
    "siren": N_("SIREN"),
    "siret": N_("SIRET"),
    "population": N_("Population"),
    "membership": N_("Adhésion"),
    "since": N_("Mandat depuis"),
    "ends_on": N_("Fin prévue du mandat"),
    "tier": N_("Tarif"),
    "joined_on": N_("Adhérent depuis"),
    "left_on": N_("Parti le"),
    "representative": N_("Titulaire"),
    "representative_email": N_("Adresse du titulaire"),
    "alternate": N_("Suppléant·e"),
    "alternate_email": N_("Adresse du suppléant·e"),
    "self": N_("Personne"),
    "self_email": N_("Adresse e-mail"),
    "person": N_("Personne"),
    "group": N_("Fédération"),
    "posts": N_("Fonctions"),
    "kin": N_("Proches"),
    "email": N_("Adresse e-mail"),
}
POST_WORDS = {
    "president": N_("présidence"),
    "chair": N_("présidence"),
    "secretary": N_("secrétariat"),
    "treasurer": N_("trésorerie"),
    "employee": N_("salarié de l’association"),
    "auditor": N_("contrôle des comptes"),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What ``ui.explain`` unfolds about a member's vote."""

    value: str
    clause: str
    source: str
    steps: tuple[str, ...]


def kind(value: str) -> str:
    """Return what kind of member it is."""
    return gettext(KINDS[MemberKind(value)])


def capacity(value: str) -> str:
    """Return in what capacity a person acts."""
    return gettext(CAPACITIES[ActsAs(value)])


def dues(status: str | None) -> tuple[str, str]:
    """Return the badge of a year's dues: its kind and its word."""
    if status is None:
        return "neutral", gettext("non appelée")
    badge, word = DUES[DuesStatus(status)]
    return badge, gettext(word)


def field(name: str) -> str:
    """Return the label of a field of the register."""
    if name.startswith(FIGURE):
        return gettext("Chiffre « %(name)s »", name=name.removeprefix(FIGURE))
    if name.startswith("dues_"):
        return gettext("Cotisation %(year)s", year=name.removeprefix("dues_"))
    return gettext(FIELDS[name]) if name in FIELDS else name


def asked_labels(asked: Asked) -> dict[str, str]:
    """Return the label of each field that bylaws ask, figures by the words of the bylaws."""
    figures = {FIGURE + one.name: one.label for one in asked.figures}
    return {name: figures.get(name) or field(name) for name in asked.fields}


def value(name: str, text: str, categories: Mapping[str, str]) -> str:
    """Return a field's value as people write it; a dash for nothing."""
    if not text:
        return "—"
    if name.startswith("dues_"):
        return dues(text)[1]
    if name == "category":
        return categories.get(text, text)
    if name.startswith(FIGURE):
        return number(text)
    words = WORDED.get(name)
    return words(text) if words else text


def membership(state: str) -> str:
    """Return whether a member is one, or how it left."""
    return gettext(MEMBERSHIPS[Membership(state)]) if state in set(Membership) else state


def company_number(digits: str) -> str:
    """Return a SIREN or a SIRET in groups, as it is printed."""
    head, tail = digits[:9], digits[9:]
    groups = [head[place : place + 3] for place in range(0, len(head), 3)]
    return "\u00a0".join([*groups, tail] if tail else groups)


def euros(amount: str) -> str:
    """Return a tier of the schedule as an amount of money."""
    figure = number(int(amount)) if amount.isdecimal() else amount
    return gettext("%(amount)s €", amount=figure)


def explain(standing: Standing, voices: Voices) -> Explanation:
    """Say whether a member votes, with how many voices, and by which sentences."""
    steps = [say(standing.code, _with_days(standing.facts))]
    if standing.votes:
        steps += [say(step.code, step.facts) for step in voices.steps]
        words = _vote_words(voices.value)
    else:
        words = gettext("Ne vote pas")
    return Explanation(words, standing.clause, standing.source, tuple(steps))


def _vote_words(voices: int | Fraction) -> str:
    if isinstance(voices, Fraction):
        return gettext("Vote : %(voices)s voix", voices=number(voices))
    return ngettext("Vote : %(num)s voix", "Vote : %(num)s voix", voices)


def _with_days(facts: Mapping[str, object]) -> dict[str, object]:
    day = facts.get("day")
    shown = {"day": short_date(date.fromisoformat(day))} if isinstance(day, str) else {}
    return {**facts, **shown}


def figure_text(text: str) -> str:
    """Return a figure as people write it, and as the form reads it back: 12, 2,5 or 7/3."""
    return number(text).replace("\u202f", "").replace("\u00a0", "") if text else ""


def post_word(post: str) -> str:
    """Return a post that bylaws name, in a word."""
    return gettext(POST_WORDS[post]) if post in POST_WORDS else post


def _posts(text: str) -> str:
    return ", ".join(post_word(post) for post in words_of(text))


def _kin(text: str) -> str:
    return ngettext("%(num)s membre", "%(num)s membres", len(words_of(text)))


def _day(text: str) -> str:
    return short_date(date.fromisoformat(text))


def _people(text: str) -> str:
    return number(int(text)) if text.isdecimal() else text


WORDED: Mapping[str, Callable[[str], str]] = {
    "tier": euros,
    "membership": membership,
    "population": _people,
    "siren": company_number,
    "siret": company_number,
    "joined_on": _day,
    "left_on": _day,
    "since": _day,
    "ends_on": _day,
    "posts": _posts,
    "kin": _kin,
}
