"""Bank statements (relevés bancaires): read once, undone by reversal."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.payments import BankImport, BankLine
from governance.services.dues import bank_lines, dues_papers
from governance.services.dues.bank_files import Named, read_statement
from governance.services.files.days import local_day
from governance.services.records import journal
from governance.services.records.journal import Actor

UNDOING = "Import du relevé annulé"
SOME = 500


def import_statement(
    session: Session,
    filename: str,
    raw: bytes,
    named: Named | None = None,
    *,
    actor: Actor,
    now: datetime,
) -> BankImport:
    """Keep the sums that came in, but for those that an earlier statement brought already.

    Raises:
        InvalidInputError: what reading a statement raises; bank.from-future with the line.
        StateError: bank.nothing-new, when every line is known.
    """
    statement = read_statement(raw, named)
    today = local_day(now)
    for line in statement.lines:
        if line.booked_on > today:
            raise InvalidInputError(
                "bank.from-future", line=line.number, day=line.booked_on.isoformat()
            )
    dues_papers.take_turn(session)
    known = _known(session, [line.fingerprint for line in statement.lines])
    new = [line for line in statement.lines if line.fingerprint not in known]
    if not new:
        raise StateError("bank.nothing-new", count=len(statement.lines))
    kept = BankImport(
        filename=filename.strip()[-200:] or "relevé",
        sha256=hashlib.sha256(raw).hexdigest(),
        recorded_at=now,
        recorded_by=actor.name,
        skipped=len(known),
    )
    kept.lines = [
        BankLine(
            number=line.number,
            booked_on=line.booked_on,
            cents=line.cents,
            label=line.label,
            fingerprint=line.fingerprint,
        )
        for line in new
    ]
    session.add(kept)
    session.flush()
    _record(session, "bank.imported", kept, len(new), actor, now)
    return kept


def imports(session: Session) -> Sequence[BankImport]:
    """Return the statements that were read, the newest first, with their lines."""
    wanted = select(BankImport).options(selectinload(BankImport.lines))
    return session.scalars(wanted.order_by(BankImport.id.desc())).all()


def undo_import(session: Session, import_id: int, *, actor: Actor, now: datetime) -> None:
    """Reverse the payments that a statement brought, and let its lines come again.

    Raises:
        NotFoundError: bank.unknown.
        StateError: bank.undone.
    """
    kept = session.get(BankImport, import_id)
    if kept is None:
        raise NotFoundError("bank.unknown")
    session.refresh(kept, with_for_update=True)
    if kept.undone_at is not None:
        raise StateError("bank.undone")
    lines = [line.id for line in kept.lines]
    count = bank_lines.reverse_payments(session, lines, UNDOING, actor=actor, now=now)
    for line in kept.lines:
        line.fingerprint = None
    kept.undone_at = now
    session.flush()
    _record(session, "bank.undone", kept, count, actor, now)


def _known(session: Session, fingerprints: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(fingerprints), SOME):
        some = fingerprints[start : start + SOME]
        wanted = select(BankLine.fingerprint).where(BankLine.fingerprint.in_(some))
        found |= {one for one in session.scalars(wanted) if one}
    return found


def _record(
    session: Session, kind: str, kept: BankImport, count: int, actor: Actor, now: datetime
) -> None:
    facts = {"file": kept.filename, "sha256": kept.sha256, "import": kept.id, "count": count}
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)
