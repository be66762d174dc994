"""Good standing (à jour de cotisation) in a meeting: dues judged when the bylaws look at them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from governance.models.meetings import Meeting
from governance.rules.calendar import day_of
from governance.rules.dues import Cutoff
from governance.rules.ruleset import RuleSet
from governance.rules.standing import (
    MemberFacts,
    Standing,
    closing_day,
    settled_late,
    standing_day,
    standing_of,
)
from governance.services.dues import dues_history

NOTHING: Mapping[int, str] = {}


def cutoff_of(rules: RuleSet, meeting: Meeting, now: datetime) -> Cutoff:
    """Return the moment at which the bylaws look at the dues, for a vote that opens ``now``.

    The list is closed or the meeting opened at a moment of the day: what was recorded later that
    day does not count. Where grace moves the day on, that whole day counts. As long as the moment
    has not come, dues are as they are now.
    """
    noticed_at = meeting.convened_at or now
    opened_at = min(meeting.opened_at or now, now)
    closing = closing_day(rules, day_of(noticed_at), day_of(meeting.starts_at))
    closed_on = min(closing, day_of(now))
    day = standing_day(rules, closed_on, day_of(opened_at), day_of(now))
    moments = {"roll_closing": noticed_at, "opening": opened_at, "vote": now}
    asked = moments[rules.standing.at.value]
    if day >= day_of(now):
        until = asked if day_of(asked) == day else now
        return Cutoff(day_of(now), min(until, now))
    return Cutoff(day, asked) if day_of(asked) == day else Cutoff.end_of(day)


class Judged(NamedTuple):
    """What is looked at of a member beside its dues, as the register knows it now."""

    id: int
    category: str
    joined_on: date | None
    left_on: date | None


def standings_at(
    session: Session,
    meeting: Meeting,
    rules: RuleSet,
    members: Sequence[Judged],
    now: datetime,
    known: dues_history.DuesNow | None = None,
) -> dict[int, Standing]:
    """Return whether each member votes in a poll that opens ``now``, and why.

    Membership, category and seniority are those of the day of the vote; dues are those of the
    moment at which the bylaws look at them.

    Args:
        known: the dues of these members now, where they were read already.
    """
    cutoff = cutoff_of(rules, meeting, now)
    numbers = [member.id for member in members]
    then, current = dues_history.dues_at_and_now(session, cutoff, numbers, known)
    judged: dict[object, Standing] = {}
    found = {}
    for member in members:
        number, *told = member
        owed, owes = then.get(number, NOTHING), current.get(number, NOTHING)
        alike = *told, tuple(owed.items()), tuple(owes.items())
        standing = judged.get(alike)
        if standing is None:  # those who are alike are judged once
            standing = judged[alike] = _standing(member, owed, owes, rules, cutoff, now)
        found[number] = standing
    return found


def _standing(
    member: Judged,
    owed: Mapping[int, str],
    owes: Mapping[int, str],
    rules: RuleSet,
    cutoff: Cutoff,
    now: datetime,
) -> Standing:
    found = standing_of(_facts(member, owed), rules, day_of(now))
    if found.code not in ("standing.unpaid", "standing.not-called"):
        return found
    is_settled_now = standing_of(_facts(member, owes), rules, day_of(now)).votes
    return settled_late(found, rules, cutoff.day) if is_settled_now else found


def _facts(member: Judged, owed: Mapping[int, str]) -> MemberFacts:
    number, category, joined_on, left_on = member
    return MemberFacts(
        number,
        "",  # a standing has nothing to do with the name
        category,
        joined_on=joined_on,
        left_on=left_on,
        dues=owed,  # type: ignore[arg-type]  # the database holds the words
    )
