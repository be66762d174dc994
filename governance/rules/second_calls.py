"""The second call (deuxième convocation): between which days, with how much notice."""

from dataclasses import dataclass
from datetime import date, timedelta

from governance.errors import RuleBrokenError
from governance.rules.calendar import earliest_meeting_day
from governance.rules.ruleset import Ruled, RuleSet


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a second meeting may be held; no ``latest``: the bylaws set no end."""

    earliest: date
    latest: date | None
    clause: str

    @property
    def is_open(self) -> bool:
        """Whether any day is left."""
        return self.latest is None or self.earliest <= self.latest


def notice_of_second_call(rules: RuleSet, first_on: date) -> Ruled[int]:
    """Return the days of notice that a second call needs.

    They are those of any meeting, unless the days between the two meetings would leave no room
    for them: then the clause on the second call, made for it, says alone how soon it may be held.
    """
    usual, second = rules.notice.days, rules.second_call
    most = None if second.value is None else second.value.max_days
    if most is None:
        return usual
    soonest = earliest_meeting_day(first_on, usual.value, rules.notice.counting.value)
    if soonest <= first_on + timedelta(most):
        return usual
    return Ruled(0, second.source, second.clause)


def second_call_window(rules: RuleSet, first_on: date, sending_on: date) -> Window:
    """Return the days left for a second meeting whose notice leaves on ``sending_on``.

    Raises:
        RuleBrokenError: second-call.not-provided.
    """
    ruled = rules.second_call
    second = ruled.value
    if second is None:
        raise RuleBrokenError(
            "second-call.not-provided", clause=ruled.clause, source=ruled.source.value
        )
    days = notice_of_second_call(rules, first_on).value
    noticed = earliest_meeting_day(sending_on, days, rules.notice.counting.value)
    earliest = max(first_on + timedelta(second.min_days), noticed, sending_on + timedelta(1))
    latest = None if second.max_days is None else first_on + timedelta(second.max_days)
    return Window(earliest, latest, ruled.clause)
