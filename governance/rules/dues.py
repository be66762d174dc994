"""Dues (cotisations) in time: what a member's dues of one year are worth at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

Status = Literal["called", "paid", "exempt"]
EVER = date.min  # an act without a day was always so


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A moment at which dues are looked at: a day, and how much of that day has passed.

    What took effect on an earlier day counts, whenever it was recorded: a transfer is of its value
    day. What took effect on the day itself counts if it was recorded by ``until``.
    """

    day: date
    until: datetime

    @classmethod
    def end_of(cls, day: date) -> "Cutoff":
        """Return the cutoff for which the whole day counts."""
        return cls(day, datetime.max.replace(tzinfo=UTC))

    def counts(self, effective: date | None, recorded_at: datetime) -> bool:
        """Say whether what takes effect on a day and was recorded at a moment counts."""
        day = effective or EVER
        return day < self.day or (day == self.day and recorded_at <= self.until)


@dataclass(frozen=True, slots=True)
class DuesAct:
    """Dues are called, waived, or said to be paid, from a day on; ``number`` is its order."""

    number: int
    status: Status
    amount_eur: int | None
    holds_from: date | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Paid:
    """Money that came in, or went back (negative); cents."""

    cents: int
    paid_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class DuesState:
    """What dues are worth at a moment: their status, what is owed, what came in; cents."""

    status: Status
    amount_eur: int | None
    received: int = 0
    settled_on: date | None = None

    @property
    def missing(self) -> int:
        """The cents that are still owed; none where dues are settled, or not priced."""
        if self.status != "called" or self.amount_eur is None:
            return 0
        return self.amount_eur * 100 - self.received

    @property
    def excess(self) -> int:
        """The cents received beyond what was owed."""
        owed = 0 if self.status == "exempt" else (self.amount_eur or 0) * 100
        return max(0, self.received - owed) if self.amount_eur is not None else 0


def state_at(acts: Iterable[DuesAct], payments: Iterable[Paid], cutoff: Cutoff) -> DuesState | None:
    """Replay acts and payments up to a cutoff; None where nothing had been called.

    The last act by its day decides; dues that are called become paid on the day on which the money
    received first reaches the amount, and are called again if it goes back.
    """
    known = [act for act in acts if cutoff.counts(act.holds_from, act.recorded_at)]
    if not known:
        return None
    last = max(known, key=lambda act: (act.holds_from or EVER, act.number))
    came = [one for one in payments if cutoff.counts(one.paid_on, one.recorded_at)]
    received = sum(one.cents for one in came)
    if last.status != "called":
        since = last.holds_from if last.status == "paid" else None
        return DuesState(last.status, last.amount_eur, received, since)
    if last.amount_eur is None or received <= 0 or received < last.amount_eur * 100:
        return DuesState("called", last.amount_eur, received)
    return DuesState("paid", last.amount_eur, received, _day_reached(came, last.amount_eur * 100))


def _day_reached(came: Iterable[Paid], owed: int) -> date:
    """Return the first day from which the money never fell below what is owed."""
    total, reached = 0, None
    for day in sorted(by_day := _by_day(came)):
        total += by_day[day]
        if total < owed:
            reached = None
        else:
            reached = reached or day
    if reached is None:
        raise ValueError("the money does not reach what is owed")
    return reached


def _by_day(came: Iterable[Paid]) -> dict[date, int]:
    found: dict[date, int] = {}
    for one in came:
        found[one.paid_on] = found.get(one.paid_on, 0) + one.cents
    return found
