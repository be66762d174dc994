"""Undo the last applied import (annulation), while nothing that came after depends on it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, defer

from governance.errors import NotFoundError, StateError
from governance.models.dues import Dues
from governance.models.imports import ImportPlan
from governance.models.meetings import Meeting
from governance.models.members import Member, Person, Representation
from governance.models.register_history import ActKind, RegisterAct, RegisterFact
from governance.models.roll import RollLine
from governance.services.dues import dues_history
from governance.services.membership import history
from governance.services.membership.history import Because
from governance.services.records import journal
from governance.services.records.journal import Actor

AT_ONCE = 1_000  # numbers in one question to the database


def last_applied(session: Session) -> ImportPlan | None:
    """Return the last import that was applied and not undone."""
    wanted = select(ImportPlan).where(
        ImportPlan.applied_at.is_not(None), ImportPlan.undone_at.is_(None)
    )
    light = wanted.options(defer(ImportPlan.rows), defer(ImportPlan.written))  # may be long
    return session.scalars(light.order_by(ImportPlan.act_id.desc(), ImportPlan.id.desc())).first()


def undo_import(session: Session, plan_id: int, *, actor: Actor, now: datetime) -> None:
    """Take back all that an import wrote: who it made is gone, what it changed is as before.

    Raises:
        NotFoundError: import.unknown.
        StateError: import.not-applied, .undone, .too-old; import.not-last; import.meeting-since,
            .changed-since, .dues-since, .depended-on when something that came after stands on it.
    """
    plan = session.get(ImportPlan, plan_id)
    if plan is None:
        raise NotFoundError("import.unknown")
    session.refresh(plan, with_for_update=True)  # two who undo it: the second finds it undone
    _require_last(session, plan)
    _require_untouched(session, plan)
    written, act = plan.written or {}, session.get_one(RegisterAct, plan.act_id)
    by = history.begin(
        session, ActKind.UNDONE, Because(reference=plan.filename), actor=actor, now=now
    )
    try:
        with session.begin_nested():
            _take_back_dues(session, written)
            dues_history.retract_import(session, act.id, now)
            _take_back_people(session, written, act)
            history.undo(session, act, by)
            _erase_made(session, written)
    except IntegrityError as dependent:
        raise StateError("import.depended-on") from dependent
    session.expire_all()
    for table, key in ((Member, "changed"), (Person, "renamed")):
        for row in _rows(session, table, written[key]):
            history.restore(session, row)
    plan = session.get_one(ImportPlan, plan_id)
    plan.undone_at = now
    session.flush()
    facts = {"file": plan.filename, "plan": plan.id, "members": written["changed"]}
    facts["count"] = len(written["members"]) + len(written["changed"])
    journal.record(session, "register.import-undone", facts, actor=actor, meeting_id=None, now=now)


def _require_last(session: Session, plan: ImportPlan) -> None:
    if plan.applied_at is None:
        raise StateError("import.not-applied")
    if plan.undone_at is not None:
        raise StateError("import.undone")
    if plan.written is None or plan.act_id is None:
        raise StateError("import.too-old")
    last = last_applied(session)
    if last is not plan:
        raise StateError("import.not-last", file=last.filename if last else "")


def _require_untouched(session: Session, plan: ImportPlan) -> None:
    """Refuse while a meeting, a change or a payment came after on what the import wrote."""
    written, act_id = plan.written or {}, plan.act_id or 0
    members = [*written["members"], *written["changed"]]
    for some in _chunks(members):
        called = (
            select(Meeting.title)
            .join(RollLine, RollLine.meeting_id == Meeting.id)
            .where(RollLine.member_id.in_(some), Meeting.convened_at > plan.applied_at)
        )
        title = session.scalars(called.limit(1)).first()
        if title is not None:
            raise StateError("import.meeting-since", title=title)
        _require_unchanged(session, some, act_id)
        dues = select(Dues).where(Dues.member_id.in_(some))
        _require_same_dues(session.scalars(dues).all(), written)
    for some in _chunks([*written["persons"], *written["renamed"]]):
        later = select(Person.name).join(RegisterFact, RegisterFact.person_id == Person.id)
        _refuse_first(session, later.where(Person.id.in_(some), _is_later(act_id)))


def _require_unchanged(session: Session, members: Sequence[int], act_id: int) -> None:
    facts = select(Member.name).join(RegisterFact, RegisterFact.member_id == Member.id)
    _refuse_first(session, facts.where(Member.id.in_(members), _is_later(act_id)))
    places = select(Member.name).join(Representation, Representation.member_id == Member.id)
    since = or_(Representation.named_by_id > act_id, Representation.ended_by_id > act_id)
    _refuse_first(session, places.where(Member.id.in_(members), since))


def _is_later(act_id: int) -> ColumnElement[bool]:
    return or_(RegisterFact.act_id > act_id, RegisterFact.retracted_by_id > act_id)


def _refuse_first(session: Session, names: Select[str]) -> None:
    name = session.scalars(names.limit(1)).first()
    if name is not None:
        raise StateError("import.changed-since", name=name)


def _require_same_dues(lines: Sequence[Dues], written: dict[str, Any]) -> None:
    made = {(member, year): status for member, year, status in written["dues"]}
    changed = {number: after for number, _, _, after in written["dues_before"]}
    for line in lines:
        expected = made.get((line.member_id, line.year)) or changed.get(line.id)
        if expected is not None and line.status != expected:
            raise StateError("import.dues-since", year=line.year)


def _take_back_dues(session: Session, written: dict[str, Any]) -> None:
    for number, status, paid_on, _ in written["dues_before"]:
        line = session.get_one(Dues, number)
        line.status = status
        line.paid_on = date.fromisoformat(paid_on) if paid_on else None
    session.flush()
    made = {(member, year) for member, year, _ in written["dues"]}
    for some in _chunks(sorted({member for member, _ in made})):
        rows = session.execute(
            select(Dues.id, Dues.member_id, Dues.year).where(Dues.member_id.in_(some))
        )
        ids = [row.id for row in rows if (row.member_id, row.year) in made]
        for few in _chunks(ids):
            session.execute(delete(Dues).where(Dues.id.in_(few)))


def _take_back_people(session: Session, written: dict[str, Any], act: RegisterAct) -> None:
    session.execute(delete(Representation).where(Representation.named_by_id == act.id))
    for row in _rows(session, Representation, written["ended"]):
        row.until = row.ended_by_id = None
    session.flush()


def _erase_made(session: Session, written: dict[str, Any]) -> None:
    """Erase who the import made; the database refuses it where something else names them."""
    for table, column, key in (
        (Person, RegisterFact.person_id, "persons"),
        (Member, RegisterFact.member_id, "members"),
    ):
        for some in _chunks(written[key]):
            session.execute(delete(RegisterFact).where(column.in_(some)))
            session.execute(delete(table).where(table.id.in_(some)))


def _rows(session: Session, table: Any, ids: Sequence[int]) -> Iterator[Any]:
    for some in _chunks(ids):
        yield from session.scalars(select(table).where(table.id.in_(some))).all()


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
