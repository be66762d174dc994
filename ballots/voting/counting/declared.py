"""The count that a ranked question declares (mode de décompte), as the public tool would do it."""

from collections.abc import Mapping, Sequence

from ballots.errors import RefusedError
from ballots.protocol.questions import RankedQuestion
from ballots.voting.counting.majority_judgment import JudgmentResult, count_judgments
from ballots.voting.counting.schulze import SchulzeResult, count_schulze
from ballots.voting.counting.stv import Quota, StvResult, count_stv
from ballots.voting.counting.ties import TieBreak

MOST_SEATS = 255
Counted = SchulzeResult | JudgmentResult | StvResult


def count_as_declared(
    question: RankedQuestion,
    rankings: Sequence[Sequence[int]],
    tie_break: TieBreak | None = None,
) -> Counted:
    """Count verified ``rankings`` by the method that their question declares.

    A single transferable vote takes a ranking of zeros as a valid one that names nobody: it weighs
    in the quota, as it does in the public tool. The tool knows one quota, Droop's; a question may
    declare another, in ``quota``.

    Raises:
        RefusedError: counting.not-declared, or counting.tie when a tie has to be settled.
    Source: belenios-format §7, ``extra``.
    """
    number = len(question.answers)
    declared = question.counting if isinstance(question.counting, Mapping) else {}
    blank = declared.get("blank") is True
    method = declared.get("method")
    if method == "Schulze":
        return count_schulze(rankings, number, blank_allowed=blank, tie_break=tie_break)
    if method == "STV" and _is_count(declared.get("seats")):
        seats, rule = int(declared["seats"]), _quota(declared)
        return count_stv(
            rankings, number, seats, rule=rule, blank_allowed=False, tie_break=tie_break
        )
    grades = declared.get("grades")
    if method == "MajorityJudgment" and isinstance(grades, list) and grades:
        return count_judgments(
            rankings, number, len(grades), blank_allowed=blank, tie_break=tie_break
        )
    raise RefusedError("counting.not-declared")


def _quota(declared: Mapping[str, object]) -> Quota:
    named = declared.get("quota", Quota.DROOP.value)
    if not isinstance(named, str) or named not in set(Quota):
        raise RefusedError("counting.not-declared")
    return Quota(named)


def _is_count(value: object) -> bool:
    return type(value) is int and 1 <= value <= MOST_SEATS
