"""Counting for hosts (décompte): a question as data, the count it declares, every round as data.

Counts are JSON-able: candidates are positions from 0, votes are integers or exact fractions
written as text (``7/3``).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ballots.crypto.randomness import draw_base58
from ballots.protocol.questions import AnyQuestion, ListsQuestion, Question, RankedQuestion
from ballots.voting.counting.declared import count_as_declared
from ballots.voting.counting.majority_judgment import JudgmentResult
from ballots.voting.counting.schulze import SchulzeResult
from ballots.voting.counting.seats import Seated, seat_levels
from ballots.voting.counting.stv import Round, StvResult
from ballots.voting.counting.ties import (
    Settled,
    TieBreak,
    by_age,
    by_casting_vote,
    by_lot,
    first_then,
    lot_commitment,
)

__all__ = [
    "AnyQuestion",
    "TieBreak",
    "asked",
    "by_age",
    "by_casting_vote",
    "count",
    "first_then",
    "lot",
    "new_lot",
]

SEED_LENGTH = 32  # Base58 characters: anyone can type it and hash it again
METHODS = {  # as the public tool names them
    "schulze": ("PreferentialVoting", "Schulze"),
    "stv": ("PreferentialVoting", "STV"),
    "majority-judgment": ("ScoreVoting", "MajorityJudgment"),
}
Data = dict[str, Any]


def asked(question: Mapping[str, Any]) -> AnyQuestion:
    """Return a host's question as the election publishes it; no kind means boxes to tick."""
    kind, text = question.get("kind", "boxes"), question["text"]
    if kind == "lists":
        lists = ((one["name"], *one["candidates"]) for one in question["lists"])
        return ListsQuestion(text, tuple(lists))
    answers = tuple(question["answers"])
    if kind == "boxes":
        return Question(text, answers, question["min"], question["max"], question["blank"])
    return _ranked(question)


def new_lot() -> tuple[bytes, str]:
    """Draw the seed of a public lot; return it with its hash, which is published beforehand."""
    seed = draw_base58(SEED_LENGTH).encode()
    return seed, lot_commitment(seed)


def lot(seed: bytes, commitment: str, candidates: int) -> TieBreak:
    """Rank candidates by lot.

    Raises:
        RefusedError: counting.wrong-seed.
    """
    return by_lot(seed, commitment, candidates)


def count(
    question: Mapping[str, Any], rankings: Sequence[Sequence[int]], tie_break: TieBreak | None
) -> Data:
    """Count verified rankings or grades as their question declares; return every round as data.

    Raises:
        RefusedError: counting.tie, with the candidates whom the rule given does not part.
    """
    published = _ranked(question)
    seats = question["counting"]["seats"]
    parts_now = tie_break if question["counting"]["method"] == "stv" else None
    counted = count_as_declared(published, rankings, parts_now)  # levels are parted where seats end
    if isinstance(counted, StvResult):
        return _of_stv(counted)
    seated = seat_levels(counted.levels, seats, tie_break)
    if isinstance(counted, SchulzeResult):
        return _of_schulze(counted, seated)
    return _of_judgment(counted, seated)


def _ranked(question: Mapping[str, Any]) -> RankedQuestion:
    return RankedQuestion(question["text"], tuple(question["answers"]), _declared(question))


def _declared(question: Mapping[str, Any]) -> Data:
    """Return what the election publishes of the count; a public tool reads the first members."""
    counting = question["counting"]
    kind, method = METHODS[counting["method"]]
    declared: Data = {"type": kind, "method": method, "blank": bool(question["blank"])}
    if method == "STV":
        declared |= {"seats": counting["seats"], "quota": counting["quota"]}
    if method == "MajorityJudgment":
        declared["grades"] = list(question["grades"])
    return declared | {"tie": dict(counting["tie"])}


def _of_schulze(counted: SchulzeResult, seated: Seated) -> Data:
    return {
        "method": "schulze",
        "valid": counted.valid,
        "blank": counted.blank,
        "invalid": 0,
        "preferred": _lists(counted.preferred),
        "paths": [[list(strength) for strength in row] for row in counted.paths],
        "levels": _lists(counted.levels),
        **_seated(seated),
    }


def _of_judgment(counted: JudgmentResult, seated: Seated) -> Data:
    return {
        "method": "majority-judgment",
        "valid": counted.valid,
        "blank": counted.blank,
        "invalid": len(counted.invalid),
        "middle": counted.middle.value,
        "given": _lists(counted.given),
        "medians": list(counted.medians),
        "parted": _parted(counted),
        "levels": _lists(counted.levels),
        **_seated(seated),
    }


def _parted(counted: JudgmentResult) -> list[Data]:
    """Say how neighbours of one median were parted: after how many grades were taken away.

    ``removed`` counts the middle grades taken from each of the two; None when all were alike.
    """
    order = [candidate for level in counted.levels for candidate in level]
    parted = []
    for first, second in pairwise(order):
        if counted.medians[first] != counted.medians[second] or counted.medians[first] is None:
            continue
        pairs = zip(counted.compared[first], counted.compared[second], strict=True)
        apart = next(((n, list(two)) for n, two in enumerate(pairs) if two[0] != two[1]), None)
        removed, grades = apart or (None, [])
        parted.append({"pair": [first, second], "removed": removed, "grades": grades})
    return parted


def _of_stv(counted: StvResult) -> Data:
    return {
        "method": "stv",
        "valid": counted.valid,
        "blank": counted.blank,
        "invalid": len(counted.invalid),
        "unnamed": list(counted.unnamed),
        "seats": counted.seats,
        "quota": str(counted.quota),
        "rule": counted.rule.value,
        "rounds": [_round(one) for one in counted.rounds],
        "elected": list(counted.elected),
        "settled": [_settled(one.settled) for one in counted.rounds if one.settled],
    }


def _round(one: Round) -> Data:
    return {
        "held": [_exact(value) for value in one.held],
        "exhausted": _exact(one.exhausted),
        "outcome": one.outcome.value,
        "candidates": list(one.candidates),
        "passed_on": _exact(one.passed_on),
        "settled": _settled(one.settled) if one.settled else None,
    }


def _seated(seated: Seated) -> Data:
    settled = [_settled(seated.settled)] if seated.settled else []
    return {"elected": list(seated.elected), "settled": settled}


def _settled(one: Settled) -> Data:
    return {"tied": list(one.tied), "order": list(one.order), "rule": one.rule.value}


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _lists(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    return [list(row) for row in rows]
