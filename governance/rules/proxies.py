"""Proxies (pouvoirs): who may give one to whom, and which ones count in the room."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from governance.errors import RuleBrokenError
from governance.rules.ruleset import Ruled, RuleSet, Source

CIVIL_CODE = Ruled(None, Source.LAW, "Code civil, art. 1984")


@dataclass(frozen=True, slots=True)
class Mandate:
    """The proxy of a principal (mandant) to a holder (mandataire)."""

    principal_id: int
    holder_id: int


@dataclass(frozen=True, slots=True)
class ProxyContext:
    """What a proxy is judged against: colleges by member, who may vote, who is in the room."""

    colleges: Mapping[int, str]
    entitled: Collection[int]
    present: Collection[int]


def check_mandate(
    new: Mandate, standing: Collection[Mandate], rules: RuleSet, context: ProxyContext
) -> None:
    """Accept ``new`` beside the mandates that stand in the same meeting, or raise.

    Raises:
        RuleBrokenError: proxy.not-allowed, .to-oneself, .principal-not-entitled,
            .holder-not-entitled, .already-given, .principal-present, .other-college,
            .chained, .principal-holds, .circular or .too-many; facts name the clause.
    """
    if not rules.proxy.allowed.value:
        raise _refusal("proxy.not-allowed", rules.proxy.allowed)
    if new.principal_id == new.holder_id:
        raise _refusal("proxy.to-oneself", CIVIL_CODE)
    _check_entitled(new, rules, context)
    if any(mandate.principal_id == new.principal_id for mandate in standing):
        raise _refusal("proxy.already-given", rules.proxy.allowed)
    if new.principal_id in context.present and rules.proxy.on_presence.value == "cancels":
        raise _refusal("proxy.principal-present", rules.proxy.on_presence)
    _check_college(new, rules, context)
    _check_chain(new, standing, rules)
    _check_limit(new, standing, rules)


def effective_mandates(
    standing: Collection[Mandate], present: Collection[int], rules: RuleSet
) -> tuple[Mandate, ...]:
    """Return the mandates that still bind, each to the one who finally holds it.

    The presence of the principal cancels a mandate where the bylaws say so. Whether the
    holder is in the room is not looked at here: see represented_members.
    """
    cancels = rules.proxy.on_presence.value == "cancels"
    bound = [m for m in standing if not (cancels and m.principal_id in present)]
    return tuple(
        Mandate(m.principal_id, _final_holder(m.principal_id, bound))
        for m in sorted(bound, key=lambda m: m.principal_id)
    )


def represented_members(
    standing: Collection[Mandate], present: Collection[int], rules: RuleSet
) -> frozenset[int]:
    """Return the absent members for whom someone in the room holds a proxy."""
    return frozenset(
        mandate.principal_id
        for mandate in effective_mandates(standing, present, rules)
        if mandate.holder_id in present and mandate.principal_id not in present
    )


def _check_entitled(new: Mandate, rules: RuleSet, context: ProxyContext) -> None:
    if new.principal_id not in context.entitled:
        raise _refusal("proxy.principal-not-entitled", rules.standing.required)
    if new.holder_id not in context.entitled:
        raise _refusal("proxy.holder-not-entitled", rules.standing.required)


def _check_college(new: Mandate, rules: RuleSet, context: ProxyContext) -> None:
    principal = context.colleges.get(new.principal_id, "")
    holder = context.colleges.get(new.holder_id, "")
    if rules.proxy.scope.value == "same_college" and principal != holder:
        raise _refusal(
            "proxy.other-college",
            rules.proxy.scope,
            principal_college=principal,
            holder_college=holder,
        )


def _check_chain(new: Mandate, standing: Collection[Mandate], rules: RuleSet) -> None:
    if rules.proxy.chain.value:
        if _final_holder(new.holder_id, standing) == new.principal_id:
            raise _refusal("proxy.circular", CIVIL_CODE)
        return
    if any(mandate.principal_id == new.holder_id for mandate in standing):
        raise _refusal("proxy.chained", rules.proxy.chain)
    held = sum(mandate.holder_id == new.principal_id for mandate in standing)
    if held:
        raise _refusal("proxy.principal-holds", rules.proxy.chain, held=held)


def _check_limit(new: Mandate, standing: Collection[Mandate], rules: RuleSet) -> None:
    limit = rules.proxy.most_mandates()
    if limit is None:
        return
    holder = _final_holder(new.holder_id, standing)
    after = [*standing, new]
    held = sum(_final_holder(m.principal_id, after) == holder for m in after)
    if held > limit:
        brought = sum(_final_holder(m.principal_id, standing) == holder for m in standing)
        raise _refusal("proxy.too-many", rules.proxy.limit, held=brought, limit=limit)


def _final_holder(member_id: int, standing: Collection[Mandate]) -> int:
    """Follow the mandates from ``member_id``; one's own self where none starts."""
    next_of = {mandate.principal_id: mandate.holder_id for mandate in standing}
    seen: set[int] = set()
    while member_id in next_of and member_id not in seen:
        seen.add(member_id)
        member_id = next_of[member_id]
    return member_id


def _refusal(code: str, rule: Ruled[object], **facts: object) -> RuleBrokenError:
    return RuleBrokenError(code, clause=rule.clause, source=rule.source.value, **facts)
