"""The notice of meeting (convocation): the red and green list before it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from governance.rules.agenda import must_be_voted, secrecy_of_item
from governance.rules.calendar import clear_days, latest_notice_day
from governance.rules.calls import Called, asks_enough
from governance.rules.ruleset import Ruled, RuleSet, Secrecy, Source
from governance.rules.ruleset.honoured import not_applied
from governance.rules.second_calls import notice_of_second_call

CUSTOM = Ruled(None, Source.CASE_LAW, "usage des assemblées")


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the notice must know of an agenda item."""

    position: int
    title: str
    kind: str
    has_text: bool
    majority: str | None
    secret: bool
    candidates: int = 0
    seats: int = 0
    one_voice_each: bool = False  # a ranking or grades: a ballot of several voices has no meaning

    @property
    def is_voted(self) -> bool:
        """Say whether the item ends in a vote."""
        return must_be_voted(self.kind) or (self.kind == "report" and self.majority is not None)


@dataclass(frozen=True, slots=True)
class Reason:
    """A refusal that would come later: its code and facts."""

    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ConvocationFacts:
    """A meeting about to be convened."""

    body: str
    meeting_on: date
    sending_on: date
    convener_role: str
    has_place: bool
    has_remote_link: bool
    items: tuple[ItemFacts, ...]
    recipients: int
    recipients_without_address: tuple[str, ...] = ()
    papers_missing: tuple[str, ...] = ()
    scrutineer_ready: bool = True
    several_voices: tuple[str, ...] = ()  # members whose right weighs another number than one
    uncounted: Reason | None = None  # why the voices cannot be counted
    out_of_bounds: Reason | None = None  # which part of the voices colleges may not hold
    without_figures: tuple[str, ...] = ()  # members whose voices need figures nobody has entered
    figures_on: date | None = None  # the day whose figures count; that of the notice if left out
    called: Called = field(default_factory=Called)


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list: green or red; a blocking red forbids the sending."""

    code: str
    ok: bool
    blocking: bool
    clause: str
    source: Source
    facts: Mapping[str, object] = field(default_factory=dict)


def check_convocation(facts: ConvocationFacts, rules: RuleSet) -> tuple[Check, ...]:
    """Examine a convocation, in the order in which a secretary reads it."""
    followed = rules.of_body(facts.body)
    found = tuple(examine(facts, followed) for examine in CHECKS)
    return found + _not_applied(facts, followed)


def is_ready(checks: tuple[Check, ...]) -> bool:
    """Say whether nothing blocking is red."""
    return all(check.ok or not check.blocking for check in checks)


def days_asked(called: Called, rules: RuleSet) -> Ruled[int]:
    """Return the days of notice that a meeting called in this way needs, with their clause."""
    urgent = rules.notice.urgent_days
    if called.urgent and urgent.value is not None:
        return Ruled(urgent.value, urgent.source, urgent.clause)
    if called.first_on is not None:
        return notice_of_second_call(rules, called.first_on)
    return rules.notice.days


def _notice_days(facts: ConvocationFacts, rules: RuleSet) -> Check:
    rule, counting = days_asked(facts.called, rules), rules.notice.counting.value
    asked = rule.value
    given = clear_days(facts.sending_on, facts.meeting_on, counting)
    latest = latest_notice_day(facts.meeting_on, asked, counting)
    return _check(
        "notice.days",
        given >= asked and facts.sending_on < facts.meeting_on,
        rule,
        given=given,
        required=asked,
        counting=counting.value,
        latest_day=latest.isoformat(),
        sending_on=facts.sending_on.isoformat(),
        meeting_on=facts.meeting_on.isoformat(),
    )


def _convener(facts: ConvocationFacts, rules: RuleSet) -> Check:
    ruled, allowed = rules.body.can_be_called_by, rules.body.convening_roles()
    called = facts.called
    asked = called.asked is not None and asks_enough(called.asked, called.whole, rules) is not None
    return _check(
        "notice.convener",
        facts.convener_role in allowed or asked,
        ruled,
        role=facts.convener_role,
        allowed=list(allowed),
    )


def _place(facts: ConvocationFacts, _: RuleSet) -> Check:
    return _check("notice.place", facts.has_place or facts.has_remote_link, CUSTOM)


def _remote(facts: ConvocationFacts, rules: RuleSet) -> Check:
    lawful = rules.vote.remote_allowed.value or not facts.has_remote_link
    return _check(
        "notice.remote", lawful, rules.vote.remote_allowed, has_link=facts.has_remote_link
    )


def _agenda(facts: ConvocationFacts, rules: RuleSet) -> Check:
    return _check("notice.agenda", bool(facts.items), rules.agenda.locked, items=len(facts.items))


def _texts(facts: ConvocationFacts, rules: RuleSet) -> Check:
    without = _where(facts, lambda item: item.kind == "resolution" and not item.has_text)
    return _check("notice.texts", not without, rules.agenda.locked, positions=without)


def _majorities(facts: ConvocationFacts, rules: RuleSet) -> Check:
    known = rules.majority.rule.keys() | {None}
    without = _where(facts, lambda item: item.is_voted and item.majority not in known)
    rule = rules.majority.rule["extraordinary" if facts.body == "AGE" else "ordinary"]
    return _check("notice.majorities", not without, rule, positions=without)


def _secrecy(facts: ConvocationFacts, rules: RuleSet) -> Check:
    too_open = _where(
        facts,
        lambda item: (
            item.is_voted
            and not item.secret
            and (secrecy_of_item(item.kind, rules) is Secrecy.SECRET)
        ),
    )
    return _check("notice.secrecy", not too_open, rules.vote.secrecy, positions=too_open)


def _seats(facts: ConvocationFacts, rules: RuleSet) -> Check:
    without = _where(facts, lambda item: item.kind == "election" and item.seats < 1)
    return _check("notice.seats", not without, rules.election.rule, positions=without)


def _candidates(facts: ConvocationFacts, rules: RuleSet) -> Check:
    few = _where(facts, lambda item: item.kind == "election" and item.candidates < item.seats)
    return _warning("notice.candidates", not few, rules.election.rule, positions=few)


def _scrutineer(facts: ConvocationFacts, rules: RuleSet) -> Check:
    secret = _where(facts, lambda item: item.secret)
    ready = facts.scrutineer_ready or not secret
    return _warning("notice.scrutineer", ready, rules.vote.secrecy, positions=secret)


def _one_voice(facts: ConvocationFacts, rules: RuleSet) -> Check:
    mixed = _where(facts, lambda item: item.one_voice_each)
    names = list(facts.several_voices)
    told = {"positions": mixed, "names": names, "count": len(names)}
    return _check("notice.one-voice", not (mixed and names), rules.weight.method, **told)


def _voices(facts: ConvocationFacts, rules: RuleSet) -> Check:
    return _because("notice.voices", facts.uncounted, rules.weight.method)


def _bounds(facts: ConvocationFacts, rules: RuleSet) -> Check:
    return _because("notice.bounds", facts.out_of_bounds, rules.weight.college_bounds)


def _figures(facts: ConvocationFacts, rules: RuleSet) -> Check:
    names = list(facts.without_figures)
    on = (facts.figures_on or facts.sending_on).isoformat()
    told = {"names": names, "count": len(names), "figures_on": on}
    return _check("notice.figures", not names, rules.weight.inputs, **told)


def _not_applied(facts: ConvocationFacts, rules: RuleSet) -> tuple[Check, ...]:
    """Return a line for each rule that a text sets and no meeting applies, a green one for none."""
    every, paths = rules.general(), not_applied(rules, facts.body)
    found = tuple(_warning("notice.not-applied", False, every[path], path=path) for path in paths)
    return found or (_warning("notice.not-applied", True, CUSTOM),)


def _recipients(facts: ConvocationFacts, _: RuleSet) -> Check:
    return _check("notice.recipients", facts.recipients > 0, CUSTOM, recipients=facts.recipients)


def _addresses(facts: ConvocationFacts, _: RuleSet) -> Check:
    names = list(facts.recipients_without_address)
    return _warning("notice.addresses", not names, CUSTOM, names=names, count=len(names))


def _papers(facts: ConvocationFacts, rules: RuleSet) -> Check:
    missing, rule = list(facts.papers_missing), rules.notice.mandatory_fields
    told: dict[str, object] = {"papers": missing, "count": len(missing)}
    if "documents" in rule.value and rule.source is not Source.ASSUMED:
        return _check("notice.papers", not missing, rule, **told)
    return _warning("notice.papers", not missing, CUSTOM, **told)


def _assumptions(_: ConvocationFacts, rules: RuleSet) -> Check:
    assumed = rules.assumed()
    ruled = rules.parameters()[assumed[0]] if assumed else CUSTOM
    return _warning("notice.assumed", not assumed, ruled, names=list(assumed), count=len(assumed))


CHECKS: tuple[Callable[[ConvocationFacts, RuleSet], Check], ...] = (
    _notice_days,
    _convener,
    _place,
    _remote,
    _agenda,
    _texts,
    _majorities,
    _secrecy,
    _seats,
    _candidates,
    _scrutineer,
    _one_voice,
    _voices,
    _bounds,
    _figures,
    _recipients,
    _addresses,
    _papers,
    _assumptions,
)


def _where(facts: ConvocationFacts, wrong: Callable[[ItemFacts], bool]) -> list[int]:
    return [item.position for item in facts.items if wrong(item)]


def _check(code: str, ok: bool, rule: Ruled[object], **facts: object) -> Check:
    return Check(code, ok, True, rule.clause, rule.source, facts)


def _because(code: str, why: Reason | None, rule: Ruled[object]) -> Check:
    """Return a check that another refusal makes red: its code and facts tell the sentence."""
    told = {"why": why.code, "told": dict(why.facts)} if why else {}
    return _check(code, why is None, rule, **told)


def _warning(code: str, ok: bool, rule: Ruled[object], **facts: object) -> Check:
    return Check(code, ok, False, rule.clause, rule.source, facts)
