"""What each member owes for a year (cotisation): called, changed, waived; each act dated."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, NotFoundError
from governance.models.dues import Dues, DuesStatus
from governance.models.members import Member
from governance.services.dues import dues, dues_history
from governance.services.files.days import local_day
from governance.services.records import journal
from governance.services.records.journal import Actor


@dataclass(frozen=True, slots=True)
class Decision:
    """Why dues are waived, or of an amount of their own: since when, who decided, the reason."""

    since: date | None = None  # today, when left out
    decided_by: str = ""
    reason: str = ""


UNSAID = Decision()


def set_status(
    session: Session,
    member_id: int,
    year: int,
    status: DuesStatus,
    amount: int | None,
    decision: Decision = UNSAID,
    *,
    actor: Actor,
    now: datetime,
) -> Dues:
    """Write what a member owes for a year and whether it is called, paid or waived.

    The same status at another amount corrects the amount: it keeps the day it held from.

    Raises:
        NotFoundError: members.unknown.
        InvalidInputError: dues.bad-year, .out-of-range, .bad-day, .later-change, .too-long;
            dues.undecided, when dues are waived and nobody says who decided or why.
    """
    dues.require_year(year)
    if amount is not None and not 0 <= amount <= dues.MAX_EUROS:
        raise InvalidInputError("dues.out-of-range", limit=dues.MAX_EUROS)
    if status == DuesStatus.EXEMPT and not (decision.decided_by.strip() or decision.reason.strip()):
        raise InvalidInputError("dues.undecided")
    line, is_new = line_of(session, member_id, year)
    before = (None, None) if is_new else (line.status, line.amount_eur)
    if before == (status, amount) and decision is UNSAID:
        return line
    line.status, line.amount_eur = DuesStatus(status).value, amount
    since = decision.since or _kept_day(session, line, status, now)
    dues_history.write(
        session,
        line,
        status,
        amount,
        since,
        reason=decision.reason,
        decided_by=decision.decided_by,
        actor=actor,
        now=now,
    )
    facts = {
        "member": line.member_id,
        "name": session.get_one(Member, line.member_id).name,
        "year": year,
        "before": before[0],
        "after": line.status,
        "amount": amount,
        "since": since.isoformat(),
        "decided_by": decision.decided_by.strip(),
        "reason": decision.reason.strip(),
    }
    journal.record(session, "dues.changed", facts, actor=actor, meeting_id=None, now=now)
    return line


def line_of(session: Session, member_id: int, year: int) -> tuple[Dues, bool]:
    """Return the line of a member's dues of a year, and whether it was just made, still empty.

    Raises:
        NotFoundError: members.unknown.
    """
    member = session.get(Member, member_id)
    if member is None:
        raise NotFoundError("members.unknown")
    line = next((there for there in member.dues if there.year == year), None)
    if line is not None:
        return line, False
    line = Dues(year=year, status=DuesStatus.CALLED.value, amount_eur=None)
    member.dues.append(line)
    return line, True


def get_line(session: Session, dues_id: int) -> Dues:
    """Return a line of dues.

    Raises:
        NotFoundError: dues.unknown.
    """
    line = session.get(Dues, dues_id)
    if line is None:
        raise NotFoundError("dues.unknown")
    return line


def _kept_day(session: Session, line: Dues, status: DuesStatus, now: datetime) -> date:
    """Return the day of the act that an amount corrects, else today."""
    session.flush()
    last = dues_history.last_event(session, line.id)
    if last is not None and last.status == status and last.holds_from is not None:
        return last.holds_from
    return local_day(now)
