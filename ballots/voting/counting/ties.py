"""Ties (égalités): settled by a rule that was given beforehand, on the record, or not at all.

Every rule is a rank per candidate, the lower the better; the result names the rule and whom it
parted. Two candidates of equal rank stay tied, and the count refuses to go on.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ballots.errors import RefusedError


class TieRule(StrEnum):
    """Where the ranks of a tie-break come from."""

    CASTING_VOTE = "casting-vote"  # voix prépondérante: the chair's own order
    ELDEST = "eldest"  # au bénéfice de l’âge
    LOT = "lot"  # a public lot, its seed committed to beforehand


@dataclass(frozen=True, slots=True)
class TieBreak:
    """A rule and the rank it gives each candidate, the lower the better."""

    rule: TieRule
    ranks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A tie that was settled: who was tied, who came first of them, by which rule."""

    tied: tuple[int, ...]
    order: tuple[int, ...]  # the same candidates, the preferred first
    rule: TieRule


def by_casting_vote(order: Sequence[int]) -> TieBreak:
    """Rank candidates as the chair ordered all of them, the preferred first."""
    if sorted(order) != list(range(len(order))):
        raise ValueError("the order does not name each candidate once")
    return TieBreak(TieRule.CASTING_VOTE, tuple(map(list(order).index, range(len(order)))))


def by_age(births: Sequence[date]) -> TieBreak:
    """Rank candidates by their dates of birth, the eldest first; equal dates stay tied."""
    dates = sorted(set(births))
    return TieBreak(TieRule.ELDEST, tuple(map(dates.index, births)))


def first_then(first: TieBreak, second: TieBreak) -> TieBreak:
    """Rank candidates by one rule, and those whom it leaves level by another."""
    pairs = list(zip(first.ranks, second.ranks, strict=True))
    return TieBreak(first.rule, tuple(map(sorted(set(pairs)).index, pairs)))


def lot_commitment(seed: bytes) -> str:
    """Return what to publish before the vote: the SHA-256 of the seed, hex.

    The assembly's rules draw lots too, and import nothing of the box, as the box imports nothing of
    theirs: ``governance/rules/seats/parting.py`` says the same, and a test holds the two together.
    """
    return hashlib.sha256(seed).hexdigest()


def by_lot(seed: bytes, commitment: str, candidates: int) -> TieBreak:
    """Rank candidates by the hash of the seed and their number, which anyone can repeat.

    Raises:
        RefusedError: counting.wrong-seed, unless the seed is the one committed to.
    """
    if lot_commitment(seed) != commitment:
        raise RefusedError("counting.wrong-seed")
    drawn = [hashlib.sha256(seed + f"|{i}".encode()).hexdigest() for i in range(candidates)]
    return TieBreak(TieRule.LOT, tuple(map(sorted(drawn).index, drawn)))


def settle(tied: Collection[int], tie_break: TieBreak | None) -> Settled:
    """Order candidates that are tied.

    Raises:
        RefusedError: counting.tie, with the candidates, when no rule parts them.
    """
    if tie_break is None or len({tie_break.ranks[one] for one in tied}) != len(tied):
        raise RefusedError("counting.tie", tied=tuple(sorted(tied)))
    order = sorted(tied, key=lambda one: tie_break.ranks[one])
    return Settled(tuple(sorted(tied)), tuple(order), tie_break.rule)


def settle_levels(
    levels: Sequence[Sequence[int]], tie_break: TieBreak | None
) -> tuple[Settled, ...]:
    """Settle every tie of a ranking by levels; without a rule its ties are left as they are."""
    if tie_break is None:
        return ()
    return tuple(settle(level, tie_break) for level in levels if len(level) > 1)
