"""Proxies (pouvoirs) in words: until when, in what form, to whom, with which instructions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext

from governance.rules.ruleset import Ruled, RuleSet
from governance.services.proxies.deposits import ELECTRONIC, deadline_of
from governance.web.i18n import clock, short_date
from governance.web.messages import say
from governance.web.ruleset_words.chapters import label_of, value_words
from governance.web.ruleset_words.phrases import told_of


@dataclass(frozen=True, slots=True)
class Term:
    """One condition of a proxy, with the clause it comes from."""

    text: str
    clause: str
    source: str


def terms(meeting: Any, rules: RuleSet) -> list[Term]:
    """Return what a proxy must be to be taken, and until when it may be given and taken back."""
    proxy = rules.proxy
    told = [
        _term(deposit_words(meeting, rules), proxy.deposit_deadline),
        _term(said("proxy.form", proxy.form.value), proxy.form),
        _term(revocation_words(meeting, rules), proxy.revocation),
        _term(said("proxy.scope", proxy.scope.value), proxy.scope),
        _term(said("proxy.blank", proxy.blank.value), proxy.blank),
        _term(said("proxy.instructions", proxy.instructions.value), proxy.instructions),
        _term(said("proxy.on_presence", proxy.on_presence.value), proxy.on_presence),
        _term(said("proxy.substitution", proxy.substitution.value), proxy.substitution),
    ]
    if proxy.excess.value == "keep_first":
        told.append(_term(said("proxy.excess", proxy.excess.value), proxy.excess))
    if proxy.chain.value:
        told.append(_term(said("proxy.chain", proxy.chain.value), proxy.chain))
    if proxy.forbidden_holders.value:
        told.append(
            _term(
                said("proxy.forbidden_holders", proxy.forbidden_holders.value),
                proxy.forbidden_holders,
            )
        )
    return told


def deposit_words(meeting: Any, rules: RuleSet) -> str:
    """Say until when a proxy may be deposited in this meeting."""
    until = deadline_of(meeting, rules)
    if until is None:
        return gettext("Se donne jusqu’à l’ouverture de chaque scrutin")
    if rules.proxy.deposit_deadline.value.until == "opening" and meeting.opened_at is None:
        return gettext("Se donne jusqu’à l’ouverture de la séance")
    return gettext("Se donne jusqu’au %(day)s à %(hour)s", day=short_date(until), hour=clock(until))


def revocation_words(meeting: Any, rules: RuleSet) -> str:
    """Say until when a proxy may be taken back in this meeting."""
    if rules.proxy.revocation.value == "until_vote":
        return gettext("Se reprend à tout moment ; un scrutin déjà ouvert garde ses votants")
    if meeting.opened_at is None:
        return gettext("Se reprend jusqu’à l’ouverture de la séance")
    return gettext("Ne se reprend plus : la séance est ouverte")


def may_take_back(meeting: Any, rules: RuleSet) -> bool:
    """Say whether a proxy may still be taken back without coming in person."""
    return rules.proxy.revocation.value == "until_vote" or meeting.opened_at is None


@dataclass(frozen=True, slots=True)
class OwnProxy:
    """What a member may do about her own proxy now, as her page says it."""

    may_give: bool
    why_not: Term  # the rule that stands against it where she may not
    may_take_back: bool
    cancels: bool  # her presence ends it
    revocation_words: str
    deadline_clause: str
    blanks: frozenset[int]  # the members whose proxy without a name waits


def own_proxy(meeting: Any, rules: RuleSet, blanks: Iterable[int], now: datetime) -> OwnProxy:
    """Return what may be done about proxies on a member's page."""
    until = deadline_of(meeting, rules)
    at_opening = rules.proxy.deposit_deadline.value.until == "opening"
    is_late = until is not None and now > until and not (at_opening and meeting.opened_at is None)
    return OwnProxy(
        not is_late and ELECTRONIC in rules.proxy.form.value,
        _term(said("proxy.form", rules.proxy.form.value), rules.proxy.form)
        if ELECTRONIC not in rules.proxy.form.value
        else _term(deposit_words(meeting, rules), rules.proxy.deposit_deadline),
        may_take_back(meeting, rules),
        rules.proxy.on_presence.value == "cancels",
        revocation_words(meeting, rules),
        rules.proxy.deposit_deadline.clause,
        frozenset(blanks),
    )


def forms_at_the_desk(rules: RuleSet) -> list[tuple[str, str]]:
    """Return the forms that the bylaws admit, those on paper first, with their words."""
    admitted = sorted(rules.proxy.form.value, key=lambda form: form == "electronic")
    return [(form, form_words(form)) for form in admitted]


def form_words(form: str) -> str:
    """Return one form in words; old proxies have none."""
    return ", ".join(value_words("proxy.form", (form,))) if form else gettext("forme non notée")


def said(path: str, value: object) -> str:
    """Return a rule as the pages of the bylaws say it."""
    return told_of(label_of(path), ", ".join(value_words(path, value)))


def told(code: str) -> str:
    """Return the sentence of a refusal of which only the code was kept."""
    return say(code) if code else ""


def _term(text: str, rule: Ruled[object]) -> Term:
    return Term(text, rule.clause, rule.source.value)
