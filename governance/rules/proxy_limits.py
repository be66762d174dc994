"""How many proxies one hand may hold (plafond des pouvoirs): mandates, votes, exceptions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from governance.rules.ruleset import LimitException, ProxyLimit
from governance.rules.ruleset.proxy import ProxyRules
from governance.rules.steps import written

Excess = tuple[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Hand:
    """A holder, the principals it would hold for, and those it holds for already.

    ``voices`` are those of every member entitled to vote, ``members`` how many there are.
    """

    holder_id: int
    principals: tuple[int, ...]
    before: tuple[int, ...]
    voices: Mapping[int, int | Fraction]
    groups: Mapping[int, str]
    members: int

    def voices_of(self, members: Iterable[int]) -> Fraction:
        """Add up the voices of some members; a holder who is no member has none."""
        return sum((Fraction(self.voices.get(number, 0)) for number in members), Fraction(0))


def excess_of(hand: Hand, rules: ProxyRules) -> Excess | None:
    """Return the refusal of one proxy too many, with its arithmetic; None within the limit."""
    limit = rules.limit.value
    if limit is None:
        return None
    exceptions = rules.limit_exceptions.value
    counted = _counted(hand, hand.principals, exceptions)
    found = _over(hand, counted, limit, _counted(hand, hand.before, exceptions))
    if found is not None and any(_is_under(hand, exception) for exception in exceptions):
        return None
    return found


def _counted(
    hand: Hand, principals: tuple[int, ...], exceptions: tuple[LimitException, ...]
) -> tuple[int, ...]:
    """Return the principals that count: not those of the holder's own group where excepted."""
    own = hand.groups.get(hand.holder_id, "")
    if not own or all(exception.kind != "same_group" for exception in exceptions):
        return principals
    return tuple(number for number in principals if hand.groups.get(number, "") != own)


def _over(
    hand: Hand, counted: tuple[int, ...], limit: ProxyLimit, before: tuple[int, ...]
) -> Excess | None:
    own = (hand.holder_id,) if limit.own_included else ()
    if limit.unit == "mandates":
        most = (limit.number or 0) - len(own)
        facts = {"held": len(before), "limit": most}
        return ("proxy.too-many", facts) if len(counted) > most else None
    if limit.unit == "fraction_of_members":
        edge = (limit.share or Fraction(0)) * hand.members
        most = max(0, int(edge) - len(own))
        facts = {"held": len(before), "limit": most}
        return ("proxy.too-many", facts) if len(counted) > most else None
    voices = hand.voices_of((*own, *counted))
    if limit.unit == "votes":
        told = {"voices": _shown(voices), "limit": limit.number or 0}
        return ("proxy.too-many-votes", told) if voices > (limit.number or 0) else None
    share, whole = limit.share or Fraction(0), hand.voices_of(hand.voices)
    shown = {"voices": _shown(voices), "whole": _shown(whole), "share": written(share)}
    return ("proxy.too-large-share", shown) if voices > share * whole else None


def _is_under(hand: Hand, exception: LimitException) -> bool:
    """Say whether the whole hand stays under the share of votes that lifts the limit."""
    if exception.kind != "under_share_of_votes" or exception.share is None:
        return False
    held = hand.voices_of((hand.holder_id, *hand.principals))
    return held <= exception.share * hand.voices_of(hand.voices)


def _shown(value: Fraction) -> int | str:
    return int(value) if value.denominator == 1 else written(value)
