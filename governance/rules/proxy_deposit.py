"""Depositing a proxy (dépôt d'un pouvoir): deadline, form, instructions, withdrawal, no name."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from governance.errors import RuleBrokenError
from governance.rules.proxies import Mandate, ProxyContext, check_mandate
from governance.rules.ruleset import Ruled, RuleSet


@dataclass(frozen=True, slots=True)
class Clock:
    """The moments a deadline looks at: when the meeting starts, opens, and the vote opens."""

    starts_at: datetime
    opened_at: datetime | None = None
    vote_opened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """What became of proxies without a holder's name (pouvoirs en blanc).

    ``with_the_board`` vote for what the board proposes and against all else; ``refused`` found
    nobody who may hold them.
    """

    mandates: tuple[Mandate, ...]
    with_the_board: tuple[int, ...]
    refused: tuple[tuple[int, RuleBrokenError], ...]


def check_deposit(at: datetime, clock: Clock, rules: RuleSet) -> None:
    """Refuse a proxy that comes after the deadline of the bylaws.

    Raises:
        RuleBrokenError: proxy.too-late, with the deadline.
    """
    rule = rules.proxy.deposit_deadline
    if rule.value.until == "hours_before":
        deadline = clock.starts_at - timedelta(hours=rule.value.hours or 0)
        is_late = at > deadline
    elif rule.value.until == "opening":
        deadline = clock.opened_at or clock.starts_at
        is_late = clock.opened_at is not None and at > deadline
    else:
        deadline = clock.vote_opened_at or clock.starts_at
        is_late = clock.vote_opened_at is not None and at > deadline
    if is_late:
        raise _refusal("proxy.too-late", rule, deadline=deadline.isoformat())


def check_form(form: str, has_instructions: bool, rules: RuleSet) -> None:
    """Refuse a proxy in another form than the bylaws want, or with or without instructions.

    Raises:
        RuleBrokenError: proxy.wrong-form, .instructions-not-allowed, .instructions-missing.
    """
    require_form(form, rules)
    asked = rules.proxy.instructions
    if asked.value == "none" and has_instructions:
        raise _refusal("proxy.instructions-not-allowed", asked)
    if asked.value == "mandatory" and not has_instructions:
        raise _refusal("proxy.instructions-missing", asked)


def require_form(form: str, rules: RuleSet) -> None:
    """Refuse a proxy in another form than the bylaws want.

    Raises:
        RuleBrokenError: proxy.wrong-form.
    """
    if form not in rules.proxy.form.value:
        raise _refusal("proxy.wrong-form", rules.proxy.form, form=form)


def check_revocation(at: datetime, clock: Clock, rules: RuleSet) -> None:
    """Refuse to take a proxy back once it is too late for the bylaws.

    Raises:
        RuleBrokenError: proxy.not-revocable.
    """
    rule = rules.proxy.revocation
    ended = clock.opened_at if rule.value == "until_open" else clock.vote_opened_at
    if ended is not None and at > ended:
        raise _refusal("proxy.not-revocable", rule, deadline=ended.isoformat())


def assign_blank(
    principals: Iterable[int],
    standing: Collection[Mandate],
    rules: RuleSet,
    context: ProxyContext,
    president_id: int | None = None,
    order: Sequence[int] = (),
) -> Assigned:
    """Give proxies without a name to whom the bylaws say, in the order of their deposit.

    ``share`` gives each to the member present who holds the fewest, the first of the order among
    equals. Every limit holds as for any other proxy.

    Args:
        order: the members who come first among equals, as the board set it; the others follow in
            the order of the roll.
    """
    rule = rules.proxy.blank
    mandates: list[Mandate] = []
    board: list[int] = []
    refused: list[tuple[int, RuleBrokenError]] = []
    for principal in principals:
        if rule.value == "board_recommendation":
            board.append(principal)
            continue
        taken = [*standing, *mandates]
        holders = _holders(rule.value, taken, context, president_id, order)
        found = _first_allowed(principal, holders, taken, rules, context)
        if isinstance(found, Mandate):
            mandates.append(found)
        else:
            refused.append((principal, found))
    return Assigned(tuple(mandates), tuple(board), tuple(refused))


def votes_with_the_board(is_recommended: bool) -> str:
    """Return how a blank proxy votes on a resolution where it follows the board."""
    return "for" if is_recommended else "against"


def hand_that_votes(available: Collection[str], rules: RuleSet) -> str | None:
    """Return who votes for an institution: the first of the bylaws' order who is available.

    Args:
        available: those of representative, alternate, proxy who are there.
    """
    return next((who for who in rules.proxy.substitution.value if who in available), None)


def outranks(who: str, other: str, rules: RuleSet) -> bool:
    """Say whether one who may act for an institution comes before another (ordre de substitution).

    A member who acts for herself comes before everybody; whom the order leaves out, after all.
    """
    order = ("self", *rules.proxy.substitution.value)
    places = {name: place for place, name in enumerate(order)}
    return places.get(who, len(order)) <= places.get(other, len(order))


def is_in_order(who: str, rules: RuleSet) -> bool:
    """Say whether a person may act in this capacity: for herself always, else by the order."""
    return who == "self" or who in rules.proxy.substitution.value


def check_named_by(who: str, rules: RuleSet) -> None:
    """Refuse the proxy of an institution whose bylaws let no proxy vote in its place.

    Args:
        who: in what capacity the person acts who gives it.
    Raises:
        RuleBrokenError: proxy.not-in-order.
    """
    if who != "self" and "proxy" not in rules.proxy.substitution.value:
        raise _refusal("proxy.not-in-order", rules.proxy.substitution)


def check_comes(who: str, rules: RuleSet) -> None:
    """Refuse an alternate whom the bylaws do not let act in the place of the representative.

    Raises:
        RuleBrokenError: proxy.alternate-not-in-order.
    """
    if not is_in_order(who, rules):
        raise _refusal("proxy.alternate-not-in-order", rules.proxy.substitution)


def _holders(
    blank: str,
    standing: Collection[Mandate],
    context: ProxyContext,
    president_id: int | None,
    order: Sequence[int],
) -> list[int]:
    if blank == "refuse":
        return []
    if blank == "president":
        return [] if president_id is None else [president_id]
    held = {member: 0 for member in sorted(context.present) if member in context.entitled}
    for mandate in standing:
        if mandate.holder_id in held:
            held[mandate.holder_id] += 1
    places = {member: place for place, member in enumerate(order)}
    last = len(places)
    return sorted(held, key=lambda member: (held[member], places.get(member, last), member))


def _first_allowed(
    principal: int,
    holders: Iterable[int],
    standing: Collection[Mandate],
    rules: RuleSet,
    context: ProxyContext,
) -> Mandate | RuleBrokenError:
    refusal = _refusal("proxy.no-holder", rules.proxy.blank)
    for holder in holders:
        mandate = Mandate(principal, holder)
        try:
            check_mandate(mandate, standing, rules, context)
        except RuleBrokenError as found:
            refusal = found
        else:
            return mandate
    return refusal


def _refusal(code: str, rule: Ruled[object], **facts: object) -> RuleBrokenError:
    return RuleBrokenError(code, clause=rule.clause, source=rule.source.value, **facts)
