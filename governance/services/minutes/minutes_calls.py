"""What the minutes tell of the call (convocation) and of a quorum that failed, from the rows."""

from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.meetings import Meeting
from governance.models.polls import Poll
from governance.rules.calendar import day_of
from governance.rules.calls import Called
from governance.rules.minutes import FailureFacts
from governance.rules.notices import days_asked
from governance.rules.parts import read_voices
from governance.rules.ruleset import Ruled, RuleSet
from governance.services.convening import calls, second_calls


def days_rule(session: Session, meeting: Meeting, rules: RuleSet) -> Ruled[int]:
    """Return the days of notice that the meeting needed, as it was called, with their clause."""
    call, first = calls.call_of(session, meeting.id), second_calls.first_of(session, meeting.id)
    urgent = call.urgent_reason if call is not None else ""
    called = Called(urgent=urgent, first_on=day_of(first.starts_at) if first else None)
    return days_asked(called, rules)


def particulars(session: Session, meeting: Meeting, rules: RuleSet) -> dict[str, Any]:
    """Return what was particular to the call: urgent, asked for, the second one."""
    call, told = calls.call_of(session, meeting.id), dict[str, Any]()
    askers, first = calls.askers_of(call), second_calls.first_of(session, meeting.id)
    if call is not None and call.urgent_reason:
        told["urgent"] = call.urgent_reason
    if askers is not None:
        told |= {"asked_by": askers.names, "asked_clause": rules.body.can_be_called_by.clause}
    failed = second_calls.failure_of(session, first.id) if first else None
    if first is not None and failed is not None:
        told |= {
            "first_on": day_of(first.starts_at),
            "first_counted": Fraction(failed.statement["counted"]),
            "first_required": Fraction(failed.statement["required"]),
            "second_clause": rules.second_call.clause,
        }
    return told


def is_failure(session: Session, meeting: Meeting) -> bool:
    """Return whether the quorum failed before anything was decided (carence)."""
    if second_calls.failure_of(session, meeting.id) is None:
        return False
    decided = select(Poll.id).where(Poll.meeting_id == meeting.id, Poll.announced_at.is_not(None))
    return session.scalars(decided.limit(1)).first() is None


def failure(session: Session, meeting: Meeting, rules: RuleSet) -> FailureFacts | None:
    """Return how the quorum failed and what the bylaws provide for then, if it did."""
    failed, second = second_calls.failure_of(session, meeting.id), rules.second_call
    if failed is None:
        return None
    if second.value is None or calls.which_call(session, meeting.id) == "second":
        is_second = second.value is not None
        return FailureFacts(failed.at, read_voices(failed.statement), is_second=is_second)
    called = second_calls.second_of(session, meeting.id)
    is_sent = called is not None and called.convened_at is not None
    return FailureFacts(
        at=failed.at,
        statement=read_voices(failed.statement),
        second_clause=second.clause,
        min_days=second.value.min_days,
        max_days=second.value.max_days,
        same_agenda=second.value.same_agenda,
        second_on=day_of(called.starts_at) if called is not None and is_sent else None,
    )
