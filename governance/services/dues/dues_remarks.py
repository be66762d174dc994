"""What explains a member's dues beside the rule (remarques): decisions, parts, words on renewal."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from governance.models.dues import Dues, DuesEvent, DuesStatus
from governance.models.dues_calls import DuesCall, Renewal
from governance.rules.dues import Cutoff, DuesState
from governance.services.dues import dues_history
from governance.services.files.days import PARIS


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know, as a code and its facts; sums in cents, days as days."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def remarks_on(
    session: Session, day: date, members: Collection[int]
) -> Mapping[int, Sequence[Remark]]:
    """Return what explains the dues of some members on a day, for its year and the one before.

    A waiver tells its decision, a part what is missing, a call its number; then what the member
    said of renewing, which changes neither its dues nor its vote.
    """
    found: dict[int, list[Remark]] = {}
    wanted = select(Dues).where(
        Dues.member_id.in_(members), Dues.year.between(day.year - 1, day.year)
    )
    lines = session.scalars(wanted.order_by(Dues.year)).all()
    ids = [line.id for line in lines]
    states = dues_history.states_at(session, ids, Cutoff.end_of(day))
    events = _last_events(session, ids, day)
    calls = _last_calls(session, ids, day)
    for line in lines:
        told = _of_line(line, states.get(line.id), events.get(line.id), calls.get(line.id))
        if told is not None:
            found.setdefault(line.member_id, []).append(told)
    for member_id, told in _of_renewals(session, day, members):
        found.setdefault(member_id, []).append(told)
    return found


def _of_line(
    line: Dues, state: DuesState | None, event: DuesEvent | None, call: DuesCall | None
) -> Remark | None:
    if state is None:
        return None
    if state.status == "exempt" and event is not None:
        by = event.decided_by or event.reason
        reason = event.reason if event.decided_by else ""
        return Remark("remarks.waived", {"year": line.year, "by": by, "reason": reason})
    if state.status == "called" and state.received > 0:
        facts: dict[str, object] = {"received": state.received, "missing": state.missing}
        return Remark("remarks.partly", {"year": line.year, **facts})
    if state.status == "called" and call is not None:
        facts = {"reference": call.reference, "due_on": call.due_on}
        return Remark("remarks.called", {"year": line.year, **facts})
    return None


def _last_events(session: Session, ids: Collection[int], day: date) -> dict[int, DuesEvent]:
    held = [
        event
        for event in dues_history.events_of(session, ids)
        if event.status == DuesStatus.EXEMPT and (event.holds_from or date.min) <= day
    ]
    held.sort(key=lambda event: (event.holds_from or date.min, event.id))
    return {event.dues_id: event for event in held}


def _last_calls(session: Session, ids: Collection[int], day: date) -> dict[int, DuesCall]:
    wanted = select(DuesCall).where(DuesCall.dues_id.in_(ids), DuesCall.issued_on <= day)
    return {call.dues_id: call for call in session.scalars(wanted.order_by(DuesCall.number))}


def _of_renewals(
    session: Session, day: date, members: Collection[int]
) -> Iterator[tuple[int, Remark]]:
    end = datetime.combine(day, time.max, PARIS)
    wanted = (
        select(Renewal)
        .where(
            Renewal.member_id.in_(members),
            Renewal.last_year >= day.year,
            Renewal.recorded_at <= end,
            or_(Renewal.replaced_at.is_(None), Renewal.replaced_at > end),
        )
        .order_by(Renewal.first_year, Renewal.id)
    )
    for told in session.scalars(wanted):
        facts = {"first": told.first_year, "last": told.last_year, "reason": told.reason}
        yield told.member_id, Remark(f"remarks.{told.answer}", facts)
