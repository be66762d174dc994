"""The journal: one typed, hash-chained line per act, in the act's own transaction."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from governance.models.journal import JournalLine

GENESIS = "0" * 64
LOCK = 0x706C65  # one advisory lock for the chain's head on PostgreSQL


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a name for the minutes, never an address or a key."""

    name: str


SYSTEM = Actor("Plénière")


def record(
    session: Session,
    kind: str,
    facts: Mapping[str, object],
    *,
    actor: Actor,
    meeting_id: int | None,
    now: datetime,
) -> JournalLine:
    """Append a line after the chain's head; two transactions take their turn."""
    _take_turn(session)
    head = session.scalars(select(JournalLine).order_by(JournalLine.height.desc()).limit(1)).first()
    line = JournalLine(
        height=head.height + 1 if head else 0,
        at=now,
        actor=actor.name,
        kind=kind,
        meeting_id=meeting_id,
        facts=dict(facts),
        previous=head.hash if head else GENESIS,
    )
    line.hash = line_hash(line)
    session.add(line)
    session.flush()
    return line


def line_hash(line: JournalLine) -> str:
    """Return the SHA-256 of the line's canonical content, hash of the line before included."""
    content = {
        "actor": line.actor,
        "at": line.at.astimezone(UTC).isoformat(),
        "facts": line.facts,
        "height": line.height,
        "kind": line.kind,
        "meeting": line.meeting_id,
        "previous": line.previous,
    }
    raw = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(raw.encode()).hexdigest()


def lines_of(session: Session, meeting_id: int) -> Sequence[JournalLine]:
    """Return the lines of one meeting, oldest first."""
    wanted = select(JournalLine).where(JournalLine.meeting_id == meeting_id)
    return session.scalars(wanted.order_by(JournalLine.height)).all()


def head_hash(session: Session) -> str:
    """Return the hash of the newest line, or of the beginning."""
    newest = select(JournalLine.hash).order_by(JournalLine.height.desc()).limit(1)
    return session.scalars(newest).first() or GENESIS


def is_intact(session: Session) -> bool:
    """Return whether every line still hashes to what it says and follows the one before."""
    previous = GENESIS
    for height, line in enumerate(
        session.scalars(select(JournalLine).order_by(JournalLine.height))
    ):
        if line.height != height or line.previous != previous or line.hash != line_hash(line):
            return False
        previous = line.hash
    return True


def _take_turn(session: Session) -> None:
    """Hold the chain's head until the commit; SQLite's immediate transaction does it already."""
    if session.get_bind(JournalLine).dialect.name == "postgresql":
        session.execute(
            text("SELECT pg_advisory_xact_lock(:lock)"),
            {"lock": LOCK},
            bind_arguments={"mapper": JournalLine},
        )
