"""The quorum and the next vote (quorum): what the bylaws make of the count of this moment."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.journal import JournalLine
from governance.models.meetings import Meeting
from governance.rules.outlook import HELD, Outlook, outlook
from governance.rules.quorum import QuorumStatement
from governance.services.bylaws import rulesets
from governance.services.sitting import attendance


def outlook_now(session: Session, meeting: Meeting, now: datetime) -> Outlook:
    """Return whether a vote may open ``now``, as far as the quorum goes."""
    return outlook_of(session, meeting, attendance.quorum_now(session, meeting, now))


def outlook_of(session: Session, meeting: Meeting, statement: QuorumStatement) -> Outlook:
    """Return what the bylaws make of a count of the quorum."""
    rules = rulesets.of_meeting(session, meeting)
    opening = None
    if not statement.met and rules.quorum.recheck.value == "opening":
        opening = at_opening(session, meeting)
    return outlook(opening, statement, rules)


def basis_of(found: Outlook, reason: str) -> dict[str, object] | None:
    """Return what a poll keeps of a vote that opened without a quorum; nothing with one."""
    if found.statement.met and found.code != HELD:
        return None
    told = reason.strip() if found.needs_reason else ""
    facts = {"code": found.code, "clause": found.clause, "reason": told}
    return facts | {"counted": found.statement.counted, "required": found.statement.required}


def at_opening(session: Session, meeting: Meeting) -> QuorumStatement | None:
    """Return the count of the opening, as the journal keeps it; nothing before."""
    wanted = select(JournalLine.facts).where(
        JournalLine.meeting_id == meeting.id, JournalLine.kind == "meeting.opened"
    )
    facts = session.scalars(wanted.limit(1)).first()
    return None if facts is None else QuorumStatement.from_facts(facts["quorum"])
