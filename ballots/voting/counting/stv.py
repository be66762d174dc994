"""The single transferable vote (vote unique transférable): seats by quota, surpluses passed on.

Round after round: whoever reaches the quota is elected, the first of them first, and every ballot
that elected passes on at the share of its value that was not needed (weighted inclusive Gregory);
when nobody reaches it, the last is eliminated and its ballots pass on whole; when no more
candidates are left than seats, they are elected. A candidate whom no ballot names is never in.

Source: belenios-format §10, counting after the decryption.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from ballots.voting.counting.ties import Settled, TieBreak, settle

Preferences = tuple[int, ...]  # candidates, the preferred first


class Quota(StrEnum):
    """How many votes elect."""

    DROOP = "droop"  # the whole part of votes / (seats + 1), plus 1
    HARE = "hare"  # votes / seats


class Outcome(StrEnum):
    """What a round ends with."""

    ELECTED = "elected"  # by the quota
    ELIMINATED = "eliminated"
    REMAINING = "remaining"  # elected because no more are left than seats


@dataclass(frozen=True, slots=True)
class Round:
    """One round: what each candidate still in held, and what became of whom."""

    held: tuple[Fraction | None, ...]  # per candidate; None when no longer in
    exhausted: Fraction  # the value of ballots that name nobody still in
    outcome: Outcome
    candidates: tuple[int, ...]
    passed_on: Fraction  # the share of their value at which the ballots go on
    settled: Settled | None = None


@dataclass(frozen=True, slots=True)
class StvResult:
    """The quota, every round, and who is elected, in that order."""

    valid: int
    blank: int
    invalid: tuple[tuple[int, ...], ...]
    unnamed: tuple[int, ...]  # candidates of no ballot, who are out from the start
    seats: int
    quota: Fraction
    rule: Quota
    rounds: tuple[Round, ...]
    elected: tuple[int, ...]


@dataclass
class _Count:
    """Where the count stands: the value of every ballot, and who is still in."""

    ballots: list[Preferences]
    quota: Fraction
    seats: int
    candidates: int
    inside: list[int]
    tie_break: TieBreak | None
    values: list[Fraction] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    elected: list[int] = field(default_factory=list)


def count_stv(
    rankings: Sequence[Sequence[int]],
    candidates: int,
    seats: int,
    *,
    rule: Quota = Quota.DROOP,
    blank_allowed: bool = True,
    tie_break: TieBreak | None = None,
) -> StvResult:
    """Count ``rankings``.

    Args:
        rankings: one rank per candidate, as decrypted; 0 means not ranked. Valid when the ranks
            are 1, 2, 3 … each once; a ranking of zeros is blank, or valid and empty.
        tie_break: settles who is elected or eliminated first of equals.
    Raises:
        RefusedError: counting.tie, when no rule is given for a tie that has to be settled.
    """
    if seats < 1 or any(len(ranking) != candidates for ranking in rankings):
        raise ValueError("no seat, or a ranking has not one rank per candidate")
    kept = [ranking for ranking in rankings if any(ranking) or not blank_allowed]
    ballots = [order for order in map(_preferences, kept) if order is not None]
    invalid = [tuple(ranking) for ranking in kept if _preferences(ranking) is None]
    quota = _quota(rule, len(ballots), seats)
    named = sorted({candidate for order in ballots for candidate in order})
    count = _Count(ballots, quota, seats, candidates, list(named), tie_break)
    count.values = [Fraction(1)] * len(ballots)
    while count.inside and len(count.elected) < seats:
        _play_round(count)
    return StvResult(
        valid=len(ballots),
        blank=len(rankings) - len(kept),
        invalid=tuple(invalid),
        unnamed=tuple(one for one in range(candidates) if one not in named),
        seats=seats,
        quota=quota,
        rule=rule,
        rounds=tuple(count.rounds),
        elected=tuple(count.elected),
    )


def _preferences(ranking: Sequence[int]) -> Preferences | None:
    """Return the candidates in the voter's order, None when the ranks do not run from 1."""
    ranked = sorted((rank, candidate) for candidate, rank in enumerate(ranking) if rank)
    if [rank for rank, _ in ranked] != list(range(1, len(ranked) + 1)):
        return None
    return tuple(candidate for _, candidate in ranked)


def _quota(rule: Quota, votes: int, seats: int) -> Fraction:
    if rule is Quota.HARE:
        return Fraction(votes, seats)
    return Fraction(votes // (seats + 1) + 1)


def _play_round(count: _Count) -> None:
    heads = [_head(order, count.inside) for order in count.ballots]
    held = dict.fromkeys(count.inside, Fraction(0))
    exhausted = Fraction(0)
    for head, value in zip(heads, count.values, strict=True):
        if head is None:
            exhausted += value
        else:
            held[head] += value
    if len(count.inside) <= count.seats - len(count.elected):
        _record(count, held, exhausted, Outcome.REMAINING, tuple(count.inside), Fraction(0))
        count.elected += count.inside
        count.inside.clear()
        return
    most, least = max(held.values()), min(held.values())
    reached = most >= count.quota and most > 0
    wanted = most if reached else least
    tied = [one for one in count.inside if held[one] == wanted]
    settled = settle(tied, count.tie_break) if len(tied) > 1 else None
    order = settled.order if settled else tuple(tied)
    chosen = order[0] if reached else order[-1]
    share = (most - count.quota) / most if reached else Fraction(1)
    outcome = Outcome.ELECTED if reached else Outcome.ELIMINATED
    _record(count, held, exhausted, outcome, (chosen,), share, settled)
    count.values = [
        value * share if head == chosen else value
        for head, value in zip(heads, count.values, strict=True)
    ]
    count.inside.remove(chosen)
    if reached:
        count.elected.append(chosen)


def _head(order: Preferences, inside: Sequence[int]) -> int | None:
    return next((candidate for candidate in order if candidate in inside), None)


def _record(
    count: _Count,
    held: dict[int, Fraction],
    exhausted: Fraction,
    outcome: Outcome,
    candidates: tuple[int, ...],
    share: Fraction,
    settled: Settled | None = None,
) -> None:
    row = tuple(held.get(candidate) for candidate in range(count.candidates))
    count.rounds.append(Round(row, exhausted, outcome, candidates, share, settled))
