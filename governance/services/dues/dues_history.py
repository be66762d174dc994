"""The memory of dues (historique des cotisations): dated acts, payments, and any past moment."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError
from governance.models.dues import Dues, DuesEvent, DuesStatus
from governance.models.payments import Payment
from governance.rules.dues import Cutoff, DuesAct, DuesState, Paid, state_at
from governance.services.files.days import local_day
from governance.services.files.rows import read_rows
from governance.services.records.journal import Actor

LONGEST = {"reason": 500, "decided_by": 200}
SOME = 500  # ids in one query
OLDEST = date(2000, 1, 1)


class DuesNow(NamedTuple):
    """The lines of dues as they are now: number, member, year and status; and by member, year."""

    rows: Sequence[Any]
    statuses: dict[int, dict[int, str]]


def write(
    session: Session,
    line: Dues,
    status: DuesStatus,
    amount_eur: int | None,
    holds_from: date,
    *,
    reason: str = "",
    decided_by: str = "",
    actor: Actor,
    now: datetime,
) -> DuesEvent:
    """Write an act on a line of dues, and make the line say what it says now.

    Raises:
        InvalidInputError: dues.later-change when a later act is known; dues.bad-day for a day to
            come or out of time; dues.too-long.
    """
    require_day(holds_from, now)
    for text, limit in ((reason, LONGEST["reason"]), (decided_by, LONGEST["decided_by"])):
        if len(text) > limit:
            raise InvalidInputError("dues.too-long", limit=limit)
    session.flush()
    last = last_event(session, line.id)
    if last is not None and last.holds_from is not None and last.holds_from > holds_from:
        raise InvalidInputError("dues.later-change", day=last.holds_from.isoformat())
    event = DuesEvent(
        dues_id=line.id,
        status=DuesStatus(status).value,
        amount_eur=amount_eur,
        holds_from=holds_from,
        recorded_at=now,
        recorded_by=actor.name,
        reason=reason.strip(),
        decided_by=decided_by.strip(),
    )
    session.add(event)
    session.flush()
    refresh(session, [line.id])
    return event


def require_day(day: date, now: datetime) -> None:
    """Refuse a day to come, or before anyone kept these accounts.

    Raises:
        InvalidInputError: dues.bad-day.
    """
    if not OLDEST <= day <= local_day(now):
        raise InvalidInputError("dues.bad-day", day=day.isoformat())


def write_first(
    session: Session,
    holds_from: date | None,
    recorded_by: str,
    act_id: int | None,
    now: datetime,
    *,
    members: Sequence[int] | None = None,
) -> None:
    """Write the first act of every line of dues that has none, whole tables at once.

    Args:
        members: those whose lines are meant; their numbers may leave no gap. All when left out.
    """
    names = ["dues_id", "status", "amount_eur", "holds_from", "recorded_at", "recorded_by"]
    names += ["reason", "decided_by", "act_id"]
    known = select(DuesEvent.id).where(DuesEvent.dues_id == Dues.id)
    rows = select(
        Dues.id,
        Dues.status,
        Dues.amount_eur,
        literal(holds_from, DuesEvent.holds_from.type),
        literal(now, DuesEvent.recorded_at.type),
        literal(recorded_by),
        literal(""),
        literal(""),
        literal(act_id, DuesEvent.act_id.type),
    ).where(~known.exists())
    if members is not None:
        if not members:
            return
        rows = rows.where(Dues.member_id.between(min(members), max(members)))
    session.execute(insert(DuesEvent).from_select(names, rows))


def write_changed(
    session: Session,
    lines: Iterable[Dues],
    holds_from: date,
    recorded_by: str,
    act_id: int,
    now: datetime,
) -> None:
    """Write what a register import made of lines that were there."""
    rows = [
        {
            "dues_id": line.id,
            "status": line.status,
            "amount_eur": line.amount_eur,
            "holds_from": holds_from,
            "recorded_at": now,
            "recorded_by": recorded_by,
            "act_id": act_id,
        }
        for line in lines
    ]
    if rows:
        session.execute(insert(DuesEvent), rows)


def retract_import(session: Session, act_id: int, now: datetime) -> None:
    """Take back the acts that an import wrote; the lines it made are erased by the import."""
    taken = update(DuesEvent).where(DuesEvent.act_id == act_id, DuesEvent.retracted_at.is_(None))
    session.execute(taken.values(retracted_at=now))


def last_event(session: Session, dues_id: int) -> DuesEvent | None:
    """Return the act that holds now on a line."""
    found = events_of(session, [dues_id])
    return max(found, key=lambda event: (event.holds_from or date.min, event.id), default=None)


def events_of(session: Session, dues_ids: Collection[int]) -> Sequence[DuesEvent]:
    """Return the acts on some lines that nobody took back, in the order they were recorded."""
    wanted = select(DuesEvent).where(
        DuesEvent.dues_id.in_(dues_ids), DuesEvent.retracted_at.is_(None)
    )
    return session.scalars(wanted.order_by(DuesEvent.id)).all()


def states_at(
    session: Session, dues_ids: Collection[int], cutoff: Cutoff
) -> dict[int, DuesState | None]:
    """Replay some lines of dues up to a cutoff."""
    found: dict[int, DuesState | None] = {}
    numbers = sorted(dues_ids)
    for start in range(0, len(numbers), SOME):
        some = numbers[start : start + SOME]
        acts: dict[int, list[DuesAct]] = {}
        for event in events_of(session, some):
            acts.setdefault(event.dues_id, []).append(_act(event))
        paid: dict[int, list[Paid]] = {}
        for payment in session.scalars(select(Payment).where(Payment.dues_id.in_(some))):
            told = Paid(payment.cents, payment.paid_on, payment.recorded_at)
            paid.setdefault(payment.dues_id, []).append(told)
        for number in some:
            found[number] = state_at(acts.get(number, ()), paid.get(number, ()), cutoff)
    return found


def refresh(session: Session, dues_ids: Collection[int]) -> None:
    """Make lines say what their acts and payments say now."""
    session.flush()
    for number, state in states_at(session, dues_ids, Cutoff.end_of(date.max)).items():
        if state is None:
            raise ValueError("a line of dues without an act")
        line = session.get_one(Dues, number)
        line.status, line.amount_eur = state.status, state.amount_eur
        line.paid_on = state.settled_on
    session.flush()


def dues_at(
    session: Session, cutoff: Cutoff, members: Collection[int] | None = None
) -> dict[int, dict[int, str]]:
    """Return the status of dues at a cutoff, by member and year; what was not called is left out.

    The lines say it, but for those that something touched later, which are replayed.

    Args:
        members: those asked for; where they are many, others are told too.
    """
    return dues_at_and_now(session, cutoff, members)[0]


def dues_at_and_now(
    session: Session,
    cutoff: Cutoff,
    members: Collection[int] | None = None,
    known: DuesNow | None = None,
) -> tuple[dict[int, dict[int, str]], dict[int, dict[int, str]]]:
    """Return ``dues_at`` a cutoff and what the lines say now: one and the same if none changed.

    Args:
        known: ``dues_now`` of these members, where it was read already.
    """
    past = states_at(session, touched_after(session, cutoff), cutoff)
    rows, current = known or dues_now(session, members)
    return _by_member(_of_past(rows, past)) if past else current, current


def dues_now(session: Session, members: Collection[int] | None = None) -> DuesNow:
    """Return what the lines say now, of those asked for; where they are many, others too."""
    wanted = select(Dues.id, Dues.member_id, Dues.year, Dues.status)
    if members is not None and len(members) <= SOME:
        wanted = wanted.where(Dues.member_id.in_(members))
    rows = read_rows(session, Dues, wanted)
    return DuesNow(
        rows, _by_member((member_id, year, status) for _, member_id, year, status in rows)
    )


def _of_past(
    rows: Iterable[tuple[int, int, int, str]], past: Mapping[int, DuesState | None]
) -> Iterator[tuple[int, int, str]]:
    """Yield member, year and status of the lines that were there, as they were."""
    for number, member_id, year, status in rows:
        if number not in past:
            yield member_id, year, status
        elif (state := past[number]) is not None:
            yield member_id, year, state.status


def _by_member(told: Iterable[tuple[int, int, str]]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for member_id, year, status in told:
        if member_id in found:
            found[member_id][year] = status
        else:
            found[member_id] = {year: status}
    return found


def dues_status_as_of(session: Session, member_id: int, day: date) -> Mapping[int, str]:
    """Return the status of one member's dues by year, at the end of a day."""
    return dues_at(session, Cutoff.end_of(day), [member_id]).get(member_id, {})


def touched_after(session: Session, cutoff: Cutoff) -> set[int]:
    """Return the lines of dues that an act or a payment touched after a cutoff."""
    acts = select(DuesEvent.dues_id).where(
        DuesEvent.retracted_at.is_(None),
        _after(DuesEvent.holds_from, DuesEvent.recorded_at, cutoff),
    )
    money = select(Payment.dues_id).where(_after(Payment.paid_on, Payment.recorded_at, cutoff))
    return {*session.scalars(acts), *session.scalars(money)}


def _after(day: Any, recorded_at: Any, cutoff: Cutoff) -> ColumnElement[bool]:
    return or_(day > cutoff.day, and_(day == cutoff.day, recorded_at > cutoff.until))


def _act(event: DuesEvent) -> DuesAct:
    return DuesAct(
        event.id,
        DuesStatus(event.status).value,
        event.amount_eur,
        event.holds_from,
        event.recorded_at,
    )
