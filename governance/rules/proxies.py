"""Proxies (pouvoirs): who may give one to whom, and which ones count in the room."""

from collections import ChainMap
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from governance.errors import RuleBrokenError
from governance.rules.proxy_limits import Hand, excess_of
from governance.rules.ruleset import Ruled, RuleSet, Source

CIVIL_CODE = Ruled(None, Source.LAW, "Code civil, art. 1984")


@dataclass(frozen=True, slots=True)
class Mandate:
    """The proxy of a principal (mandant) to a holder (mandataire)."""

    principal_id: int
    holder_id: int


@dataclass(frozen=True, slots=True)
class ProxyContext:
    """What a proxy is judged against: colleges by member, who may vote, who is in the room.

    Args:
        voices: of every member entitled to vote; one each where nothing is said.
        groups: the federation of a member, empty or absent for none.
        roles: what a member or a third person is: employee, person_concerned…
        relatives: pairs (member, spouse or kin who may hold its proxy).
        members: how many members are in office, the entitled ones where nothing is said.
    """

    colleges: Mapping[int, str]
    entitled: Collection[int]
    present: Collection[int]
    voices: Mapping[int, int | Fraction] = field(default_factory=dict)
    categories: Mapping[int, str] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[int, Collection[str]] = field(default_factory=dict)
    relatives: Collection[tuple[int, int]] = ()
    members: int | None = None


@dataclass(frozen=True, slots=True)
class Sifted:
    """Proxies put to the bylaws one after the other: those that bind, and why others do not."""

    kept: tuple[Mandate, ...]
    refused: tuple[tuple[Mandate, RuleBrokenError], ...]


def check_mandate(
    new: Mandate, standing: Collection[Mandate], rules: RuleSet, context: ProxyContext
) -> None:
    """Accept ``new`` beside the mandates that stand in the same meeting, or raise.

    Raises:
        RuleBrokenError: proxy.not-allowed, .to-oneself, .principal-not-entitled,
            .holder-not-entitled, .already-given, .principal-present, .other-college,
            .other-category, .not-family, .forbidden-holder, .chained, .principal-holds,
            .circular, .too-many, .too-many-votes or .too-large-share; facts name the clause.
    """
    given = _Given.of(standing)
    _check_but_limit(new, given, rules, context)
    if rules.proxy.excess.value == "refuse":
        _check_limit(new, given, rules, context)


def check_principal(
    principal_id: int, standing: Collection[Mandate], rules: RuleSet, context: ProxyContext
) -> None:
    """Accept that a member gives a proxy, whoever is to hold it, or raise.

    Raises:
        RuleBrokenError: proxy.not-allowed, .principal-not-entitled, .already-given or
            .principal-present; facts name the clause.
    """
    _check_principal(principal_id, _next_of(standing), rules, context)


def sift(asked: Sequence[Mandate], rules: RuleSet, context: ProxyContext) -> Sifted:
    """Put proxies to the bylaws in the order of their deposit.

    Proxies beyond the limit count for neither quorum nor votes, whether the bylaws refuse them
    at the desk or keep the first ones.
    """
    kept: list[Mandate] = []
    refused: list[tuple[Mandate, RuleBrokenError]] = []
    given = _Given()
    for new in asked:
        try:
            _check_but_limit(new, given, rules, context)
            _check_limit(new, given, rules, context)
        except RuleBrokenError as refusal:
            refused.append((new, refusal))
        else:
            given.add(new)
            kept.append(new)
    return Sifted(tuple(kept), tuple(refused))


def effective_mandates(
    standing: Collection[Mandate],
    present: Collection[int],
    rules: RuleSet,
    context: ProxyContext | None = None,
) -> tuple[Mandate, ...]:
    """Return the mandates that still bind, each to the one who finally holds it.

    The presence of the principal cancels a mandate where the bylaws say so. Whether the
    holder is in the room is not looked at here: see represented_members.

    Args:
        standing: in the order of their deposit: where the first ones are kept, later ones beyond
            the limit do not bind.
        context: what limits in votes or shares look at; without it only mandates are counted.
    """
    cancels = rules.proxy.on_presence.value == "cancels"
    bound = [m for m in standing if not (cancels and m.principal_id in present)]
    if rules.proxy.excess.value == "keep_first":
        bound = _first_ones(bound, rules, context)
    next_of = _next_of(bound)
    return tuple(
        Mandate(m.principal_id, _final_holder(m.principal_id, next_of))
        for m in sorted(bound, key=lambda m: m.principal_id)
    )


def represented_members(
    standing: Collection[Mandate],
    present: Collection[int],
    rules: RuleSet,
    context: ProxyContext | None = None,
) -> frozenset[int]:
    """Return the absent members for whom someone in the room holds a proxy."""
    return frozenset(
        mandate.principal_id
        for mandate in effective_mandates(standing, present, rules, context)
        if mandate.holder_id in present and mandate.principal_id not in present
    )


@dataclass(slots=True)
class _Given:
    """Mandates that stand, by principal and by holder: a long list is not walked for each."""

    next_of: dict[int, int] = field(default_factory=dict)
    held_by: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, standing: Iterable[Mandate]) -> "_Given":
        given = cls()
        for mandate in standing:
            given.add(mandate)
        return given

    def add(self, mandate: Mandate) -> None:
        self.next_of[mandate.principal_id] = mandate.holder_id
        self.held_by.setdefault(mandate.holder_id, []).append(mandate.principal_id)

    def behind(self, member_id: int) -> set[int]:
        """Return every principal whose proxy comes to a member, passed on or not."""
        found: set[int] = set()
        waiting = [member_id]
        while waiting:
            new = set(self.held_by.get(waiting.pop(), ())) - found
            found |= new
            waiting += new
        return found


def _first_ones(
    bound: Sequence[Mandate], rules: RuleSet, context: ProxyContext | None
) -> list[Mandate]:
    looked_at = context or ProxyContext({}, {m.principal_id for m in bound}, ())
    kept: list[Mandate] = []
    given = _Given()
    for mandate in bound:
        if _excess(mandate, given, rules, looked_at) is None:
            given.add(mandate)
            kept.append(mandate)
    return kept


def _check_but_limit(new: Mandate, given: _Given, rules: RuleSet, context: ProxyContext) -> None:
    if rules.proxy.allowed.value and new.principal_id == new.holder_id:
        raise _refusal("proxy.to-oneself", CIVIL_CODE)
    _check_principal(new.principal_id, given.next_of, rules, context)
    _check_entitled(new, rules, context)
    _check_scope(new, rules, context)
    _check_forbidden(new, rules, context)
    _check_chain(new, given, rules)


def _check_principal(
    principal_id: int, principals: Container[int], rules: RuleSet, context: ProxyContext
) -> None:
    if not rules.proxy.allowed.value:
        raise _refusal("proxy.not-allowed", rules.proxy.allowed)
    if principal_id not in context.entitled:
        raise _refusal("proxy.principal-not-entitled", rules.standing.required)
    if principal_id in principals:
        raise _refusal("proxy.already-given", rules.proxy.allowed)
    if principal_id in context.present and rules.proxy.on_presence.value == "cancels":
        raise _refusal("proxy.principal-present", rules.proxy.on_presence)


def _check_entitled(new: Mandate, rules: RuleSet, context: ProxyContext) -> None:
    if new.principal_id not in context.entitled:
        raise _refusal("proxy.principal-not-entitled", rules.standing.required)
    if new.holder_id in context.entitled or rules.proxy.scope.value == "third_party":
        return
    if rules.proxy.scope.value == "family":
        if (new.principal_id, new.holder_id) not in context.relatives:
            raise _refusal("proxy.not-family", rules.proxy.scope)
        return
    raise _refusal("proxy.holder-not-entitled", rules.standing.required)


def _check_scope(new: Mandate, rules: RuleSet, context: ProxyContext) -> None:
    scope = rules.proxy.scope
    if scope.value not in ("same_college", "same_category"):
        return
    is_college = scope.value == "same_college"
    groups = context.colleges if is_college else context.categories
    principal, holder = groups.get(new.principal_id, ""), groups.get(new.holder_id, "")
    if principal == holder:
        return
    if is_college:
        raise _refusal(
            "proxy.other-college", scope, principal_college=principal, holder_college=holder
        )
    raise _refusal(
        "proxy.other-category", scope, principal_category=principal, holder_category=holder
    )


def _check_forbidden(new: Mandate, rules: RuleSet, context: ProxyContext) -> None:
    forbidden = rules.proxy.forbidden_holders
    found = sorted(set(forbidden.value) & set(context.roles.get(new.holder_id, ())))
    if found:
        raise _refusal("proxy.forbidden-holder", forbidden, role=found[0])


def _check_chain(new: Mandate, given: _Given, rules: RuleSet) -> None:
    if rules.proxy.chain.value:
        if _final_holder(new.holder_id, given.next_of) == new.principal_id:
            raise _refusal("proxy.circular", CIVIL_CODE)
        return
    if new.holder_id in given.next_of:
        raise _refusal("proxy.chained", rules.proxy.chain)
    held = len(given.held_by.get(new.principal_id, ()))
    if held:
        raise _refusal("proxy.principal-holds", rules.proxy.chain, held=held)


def _check_limit(new: Mandate, given: _Given, rules: RuleSet, context: ProxyContext) -> None:
    excess = _excess(new, given, rules, context)
    if excess is not None:
        code, facts = excess
        raise _refusal(code, rules.proxy.limit, **facts)


def _excess(
    new: Mandate, given: _Given, rules: RuleSet, context: ProxyContext
) -> tuple[str, Mapping[str, object]] | None:
    """Return how ``new`` would take its final holder beyond the limit, None where it does not."""
    if rules.proxy.limit.value is None:
        return None
    holder = _final_holder(new.holder_id, given.next_of)
    after = ChainMap({new.principal_id: new.holder_id}, given.next_of)
    known = given.behind(holder)
    coming = known | {new.principal_id} | given.behind(new.principal_id)
    hand = [one for one in coming if _final_holder(one, after) == holder]
    before = [one for one in known if _final_holder(one, given.next_of) == holder]
    voices = context.voices or dict.fromkeys(context.entitled, 1)
    heads = len(context.entitled) if context.members is None else context.members
    held = Hand(holder, tuple(hand), tuple(before), voices, context.groups, heads)
    return excess_of(held, rules.proxy)


def _next_of(standing: Collection[Mandate]) -> dict[int, int]:
    """Return by principal the holder it chose."""
    return {mandate.principal_id: mandate.holder_id for mandate in standing}


def _final_holder(member_id: int, next_of: Mapping[int, int]) -> int:
    """Follow the mandates from ``member_id``; one's own self where none starts."""
    first = next_of.get(member_id, member_id)
    if first not in next_of:  # as nearly always: one step at most
        return first
    seen: set[int] = set()
    while member_id in next_of and member_id not in seen:
        seen.add(member_id)
        member_id = next_of[member_id]
    return member_id


def _refusal(code: str, rule: Ruled[object], **facts: object) -> RuleBrokenError:
    return RuleBrokenError(code, clause=rule.clause, source=rule.source.value, **facts)
