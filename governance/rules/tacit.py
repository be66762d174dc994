"""Adoption without a vote (réputé adopté): adopted unless enough members object in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from governance.rules.ruleset import Ruled, RuleSet, Source, Tacit
from governance.rules.steps import Step


@dataclass(frozen=True, slots=True)
class TacitOutcome:
    """What became of a proposal put without a vote; ``opposed`` opens a vote by itself.

    ``opposers`` are the members who objected in time.
    """

    state: Literal["pending", "adopted", "opposed"]
    opposers: tuple[int, ...]
    needed: int
    deadline: date
    clause: str
    source: Source
    steps: tuple[Step, ...]


def judge_silence(
    proposed_on: date, oppositions: Mapping[int, date], rules: RuleSet, today: date
) -> TacitOutcome | None:
    """Return what a proposal has come to by ``today``; None where the bylaws want a vote.

    Args:
        oppositions: the day on which each member entitled to it objected.
    """
    rule = rules.majority.tacit
    if rule.value is None:
        return None
    return _judged(proposed_on, oppositions, rule.value, rule, today)


def _judged(
    proposed_on: date,
    oppositions: Mapping[int, date],
    tacit: Tacit,
    rule: Ruled[Tacit | None],
    today: date,
) -> TacitOutcome:
    deadline = proposed_on + timedelta(tacit.deadline_days)
    in_time = tuple(
        sorted(m for m, day in oppositions.items() if proposed_on <= day <= min(deadline, today))
    )
    facts = {"opposers": len(in_time), "needed": tacit.opposers, "day": deadline.isoformat()}
    if len(in_time) >= tacit.opposers:
        return _outcome("opposed", in_time, deadline, tacit, rule, "majority.tacit-opposed", facts)
    if today <= deadline and tacit.deadline_days:
        return _outcome("pending", in_time, deadline, tacit, rule, "majority.tacit-pending", facts)
    return _outcome("adopted", in_time, deadline, tacit, rule, "majority.tacit-adopted", facts)


def _outcome(
    state: Literal["pending", "adopted", "opposed"],
    opposers: tuple[int, ...],
    deadline: date,
    tacit: Tacit,
    rule: Ruled[Tacit | None],
    code: str,
    facts: Mapping[str, object],
) -> TacitOutcome:
    step = Step(code, facts)
    return TacitOutcome(
        state, opposers, tacit.opposers, deadline, rule.clause, rule.source, (step,)
    )
