"""The count that a ranked question declares (décompte annoncé), run on the verified rankings.

A figure, not a check: the archive publishes no such count, so there is nothing to hold it against.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ballots.errors import RefusedError
from ballots.protocol.questions import RankedQuestion
from ballots.voting.counting.declared import Counted, count_as_declared
from ballots.voting.counting.majority_judgment import JudgmentResult
from ballots.voting.counting.schulze import SchulzeResult
from ballots.voting.counting.stv import Round

Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """One round of a single transferable vote: who held what, and what became of whom."""

    outcome: str  # elected, eliminated or remaining
    names: Labels
    held: tuple[tuple[str, str], ...]  # name and votes, an exact fraction


@dataclass(frozen=True, slots=True)
class DeclaredCount:
    """What the declared method gives; ``levels`` put the best first, equals side by side.

    ``why_not``: the code of what kept it from being counted: no method that is known is declared,
    or a tie has to be settled (``tied``) by a rule that the archive does not hold.
    """

    method: str = ""
    valid: int = 0
    blank: int = 0
    invalid: int = 0
    levels: tuple[Labels, ...] = ()
    elected: Labels = ()
    quota: str = ""
    medians: tuple[int | None, ...] = ()  # by answer, of a majority judgment
    rounds: tuple[RoundSummary, ...] = ()
    tied: Labels = ()
    why_not: str | None = None

    @property
    def has_ties(self) -> bool:
        """Tell whether candidates are left level."""
        return bool(self.tied) or any(len(level) > 1 for level in self.levels)


def declared_count(question: RankedQuestion, rankings: Sequence[Sequence[int]]) -> DeclaredCount:
    """Count verified ``rankings`` as their question declares, settling no tie."""
    try:
        return _summed_up(question, count_as_declared(question, rankings))
    except RefusedError as refusal:
        tied = refusal.facts.get("tied", ())
        names = _names(question, tied) if isinstance(tied, tuple) else ()
        return DeclaredCount(tied=names, why_not=refusal.code)


def _summed_up(question: RankedQuestion, counted: Counted) -> DeclaredCount:
    if isinstance(counted, SchulzeResult):
        levels = tuple(_names(question, level) for level in counted.levels)
        return DeclaredCount("Schulze", counted.valid, counted.blank, levels=levels)
    if isinstance(counted, JudgmentResult):
        return DeclaredCount(
            "MajorityJudgment",
            counted.valid,
            counted.blank,
            len(counted.invalid),
            tuple(_names(question, level) for level in counted.levels),
            medians=counted.medians,
        )
    return DeclaredCount(
        "STV",
        counted.valid,
        counted.blank,
        len(counted.invalid),
        elected=_names(question, counted.elected),
        quota=str(counted.quota),
        rounds=tuple(_round(question, one) for one in counted.rounds),
    )


def _round(question: RankedQuestion, played: Round) -> RoundSummary:
    held = tuple(
        (name, _exact(votes))
        for name, votes in zip(question.answers, played.held, strict=True)
        if votes is not None
    )
    return RoundSummary(played.outcome.value, _names(question, played.candidates), held)


def _names(question: RankedQuestion, places: Sequence[int]) -> Labels:
    return tuple(question.answers[place] for place in places)


def _exact(votes: Fraction) -> str:
    return str(votes)
