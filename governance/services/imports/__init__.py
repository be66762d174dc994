"""Imports of the register: preview a file (aperçu), then apply the whole plan or nothing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from governance.errors import NotFoundError, StateError
from governance.models.imports import ImportPlan
from governance.models.register_history import ActKind, RegisterAct
from governance.services.bylaws import rulesets
from governance.services.files.days import local_day
from governance.services.files.sheets import Sheet, read_table, require_columns
from governance.services.imports import mapping
from governance.services.imports.applying import Writer
from governance.services.imports.lines import REQUIRED, Known
from governance.services.imports.mapping import (
    Choice,
    FileColumn,
    kept_rows,
    mapped,
    waits_for_columns,
)
from governance.services.imports.planning import Outcome, PlannedLine, plan_lines, plan_sheet
from governance.services.imports.register import RegisterNow, load_known, load_register
from governance.services.imports.undoing import last_applied, undo_import
from governance.services.membership import history
from governance.services.membership.history import Because
from governance.services.membership.traits import asked_by
from governance.services.records import journal
from governance.services.records.journal import Actor

KEPT = timedelta(days=1)  # how long a preview that nobody confirmed stays

__all__ = [
    "Choice",
    "FileColumn",
    "Outcome",
    "apply_plan",
    "count_outcomes",
    "discard",
    "file_columns",
    "get_plan",
    "import_file",
    "last_applied",
    "map_columns",
    "planned_lines",
    "preview",
    "targets",
    "trait_columns",
    "undo_import",
    "unread_columns",
    "waits_for_columns",
]


def preview(
    session: Session, filename: str, raw: bytes, *, actor: Actor, now: datetime
) -> ImportPlan:
    """Plan what a file would change, line by line; the register stays as it is.

    Where the titles are not ours, the file waits for ``map_columns``.

    Raises:
        InvalidInputError: what reading the file raises (``governance.services.files.sheets``).
        NotFoundError: ruleset.none, when no bylaws say which categories exist.
    """
    sheet = read_table(raw)
    is_ours = all(name in sheet.columns for name in REQUIRED)
    rows = _planned_rows(session, sheet, now) if is_ours else kept_rows(sheet)
    session.execute(
        delete(ImportPlan).where(
            ImportPlan.applied_at.is_(None), ImportPlan.previewed_at < now - KEPT
        )
    )
    plan = ImportPlan(
        filename=filename[:200],
        previewed_at=now,
        previewed_by=actor.name,
        rows=rows,
    )
    session.add(plan)
    session.flush()
    return plan


def map_columns(session: Session, plan_id: int, choice: Choice) -> ImportPlan:
    """Plan a file whose columns were told by hand.

    Raises:
        NotFoundError: import.unknown, ruleset.none.
        StateError: import.columns-known, when they were told already.
        InvalidInputError: import.column-unknown, .column-chosen-twice, .columns-lacking.
    """
    plan = get_plan(session, plan_id)
    if not waits_for_columns(plan):
        raise StateError("import.columns-known")
    plan.rows = _planned_rows(session, mapped(plan, choice, _known(session)), plan.previewed_at)
    session.flush()
    return plan


def apply_plan(
    session: Session, plan_id: int, *, actor: Actor, now: datetime
) -> Mapping[Outcome, int]:
    """Write a previewed plan whole, as it was shown, or nothing.

    Returns:
        How many lines had each outcome.
    Raises:
        NotFoundError: import.unknown.
        StateError: import.applied; import.lines-refused; import.stale when the register, the
            bylaws or the schedule changed so that the file would now do something else.
    """
    plan = get_plan(session, plan_id)
    session.refresh(plan, with_for_update=True)  # two who confirm it: the second finds it done
    if plan.applied_at is not None:
        raise StateError("import.applied")
    if waits_for_columns(plan):
        raise StateError("import.columns-first")
    counts = count_outcomes(plan)
    if counts[Outcome.REFUSED]:
        raise StateError("import.lines-refused", count=counts[Outcome.REFUSED])
    lines = _planned_again(session, plan)
    if _plain([line.to_facts() for line in lines]) != _plain(planned_lines(plan)):
        raise StateError("import.stale")
    act = history.begin(
        session, ActKind.IMPORTED, Because(reference=plan.filename), actor=actor, now=now
    )
    members, written = _write(session, lines, act, now)
    plan.applied_at, plan.act_id, plan.written = now, act.id, written
    facts = {
        "file": plan.filename,
        "plan": plan.id,
        "sha256": hashlib.sha256(_plain(plan.rows)).hexdigest(),
        "created": counts[Outcome.CREATED],
        "changed": counts[Outcome.CHANGED],
        "unchanged": counts[Outcome.UNCHANGED],
        "members": members,
    }
    journal.record(session, "register.imported", facts, actor=actor, meeting_id=None, now=now)
    return counts


def import_file(
    session: Session, filename: str, raw: bytes, *, actor: Actor, now: datetime
) -> Mapping[Outcome, int]:
    """Preview and apply in one go, for set-up and commands; raises as both do.

    Raises:
        InvalidInputError: import.missing-columns, where nobody is there to say what they are.
    """
    require_columns(read_table(raw), REQUIRED)
    plan = preview(session, filename, raw, actor=actor, now=now)
    return apply_plan(session, plan.id, actor=actor, now=now)


def get_plan(session: Session, plan_id: int) -> ImportPlan:
    """Return a previewed file.

    Raises:
        NotFoundError: import.unknown.
    """
    plan = session.get(ImportPlan, plan_id)
    if plan is None:
        raise NotFoundError("import.unknown")
    return plan


def discard(session: Session, plan_id: int) -> None:
    """Forget a preview that was not applied.

    Raises:
        NotFoundError: import.unknown.
        StateError: import.applied.
    """
    plan = get_plan(session, plan_id)
    if plan.applied_at is not None:
        raise StateError("import.applied")
    session.delete(plan)
    session.flush()


def file_columns(session: Session, plan: ImportPlan) -> list[FileColumn]:
    """Return the columns of a file that waits, with what each seems to be."""
    return mapping.file_columns(plan, _known(session))


def targets(session: Session) -> tuple[str, ...]:
    """Return what a column of a file may be, under the bylaws in force."""
    return mapping.targets(_known(session))


def trait_columns(session: Session) -> dict[str, str]:
    """Return the fields that only the bylaws in force ask, by the column of a file."""
    return dict(_known(session).traits)


def planned_lines(plan: ImportPlan) -> list[dict[str, Any]]:
    """Return the lines of a plan as shown: line, name, outcome, changes, reasons, cells."""
    return plan.rows[1:]


def unread_columns(plan: ImportPlan) -> Sequence[str]:
    """Return the columns of the file that mean nothing to us."""
    names: list[str] = plan.rows[0]["unread"] if plan.rows else []
    return names


def count_outcomes(plan: ImportPlan) -> dict[Outcome, int]:
    """Return how many lines have each outcome."""
    found = [line["outcome"] for line in planned_lines(plan)]
    return {outcome: found.count(outcome.value) for outcome in Outcome}


def _planned_rows(session: Session, sheet: Sheet, now: datetime) -> list[Any]:
    """Return a file as a plan keeps it: what nobody reads, then its lines."""
    known, register = _known(session, local_day(now)), _register(session)
    lines = plan_sheet(sheet, register, known)
    unread = [
        title
        for name, title in zip(sheet.columns, sheet.titles, strict=True)
        if title and not known.reads(name)
    ]
    return [{"unread": unread}, *[line.to_facts() for line in lines]]


def _planned_again(session: Session, plan: ImportPlan) -> list[PlannedLine]:
    numbered = [(line["line"], line["cells"]) for line in planned_lines(plan)]
    known = _known(session, local_day(plan.previewed_at))
    return plan_lines(numbered, _register(session), known)


def _known(session: Session, today: date = date.max) -> Known:
    _, rules = rulesets.current(session)
    return load_known(session, rules, today)


def _register(session: Session) -> RegisterNow:
    _, rules = rulesets.current(session)
    return load_register(session, asked_by(rules))


def _write(
    session: Session, lines: Sequence[PlannedLine], act: RegisterAct, now: datetime
) -> tuple[list[int], dict[str, Any]]:
    """Write the lines; somebody who wrote the same at the same moment makes the plan stale."""
    try:
        with session.begin_nested():
            writer = Writer(session, lines, act, now)
            return writer.write(), writer.written
    except IntegrityError as race:
        raise StateError("import.stale") from race


def _plain(rows: object) -> bytes:
    return json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()
