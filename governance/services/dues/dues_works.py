"""Long work on dues (travaux): calls issued or sent part by part, whoever waits for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import GovernanceError, StateError
from governance.models.dues_calls import DuesWork
from governance.services.dues import dues_calls, dues_letters, dues_papers, dues_readers
from governance.services.post.post import Post
from governance.services.records.journal import Actor

PART = 20  # calls in one transaction: about two seconds of typesetting
Kind = Literal["issue", "send"]


def begin(session: Session, year: int, kind: Kind, *, actor: Actor, now: datetime) -> DuesWork:
    """Begin to issue the calls that are missing, or to send those that no mail carried.

    The worker is woken when the transaction is committed.

    Raises:
        StateError: dues.no-terms; dues.work-running, for the same work of the same year.
    """
    dues_papers.get_terms(session)
    dues_papers.take_turn(session)
    if any(one.kind == kind for one in running(session, year)):
        raise StateError("dues.work-running", year=year)
    if kind == "issue":
        _, total = dues_calls.count_owing(session, year)
    else:
        total = dues_letters.count_unsent(session, year)
    work = DuesWork(
        year=year,
        kind=kind,
        asked_at=now,
        asked_by=actor.name,
        total=total,
        done=0,
        cursor=0,
        refusal="",
    )
    session.add(work)
    session.flush()
    session.info["owed"] = True
    return work


def advance(session: Session, post: Post, work_id: int, now: datetime) -> bool:
    """Do the next part of a work; say whether anything is left of it. Two never do the same."""
    work = session.get(DuesWork, work_id, with_for_update=True)
    if work is None or work.ended_at is not None:
        return False
    actor = Actor(work.asked_by)
    is_over = (
        _issue(session, work, actor, now)
        if work.kind == "issue"
        else _send(session, post, work, actor, now)
    )
    work.ended_at = now if is_over else None
    session.flush()
    return not is_over


def get_work(session: Session, work_id: int) -> DuesWork:
    """Return a work that was begun."""
    return session.get_one(DuesWork, work_id)


def give_up(session: Session, work_id: int, refusal: GovernanceError, now: datetime) -> None:
    """Write why a work stopped; what it did so far stays."""
    work = session.get_one(DuesWork, work_id, with_for_update=True)
    work.refusal, work.ended_at = refusal.code[:40], now
    session.flush()


def running(session: Session, year: int | None = None) -> Sequence[DuesWork]:
    """Return the works that are not over, of a year or of all."""
    wanted = select(DuesWork).where(DuesWork.ended_at.is_(None)).order_by(DuesWork.id)
    return session.scalars(wanted if year is None else wanted.where(DuesWork.year == year)).all()


def last_stopped(session: Session, year: int) -> DuesWork | None:
    """Return the last work of a year where it stopped before its end."""
    wanted = select(DuesWork).where(DuesWork.year == year).order_by(DuesWork.id.desc()).limit(1)
    last = session.scalars(wanted).first()
    return last if last is not None and last.refusal else None


def _issue(session: Session, work: DuesWork, actor: Actor, now: datetime) -> bool:
    numbers = dues_calls.to_issue(session, work.year, PART)
    for number in numbers:
        dues_calls.issue(session, number, actor=actor, now=now)
    work.done += len(numbers)
    return len(numbers) < PART


def _send(session: Session, post: Post, work: DuesWork, actor: Actor, now: datetime) -> bool:
    calls = dues_letters.unsent(session, work.year, work.cursor, PART)
    readers = dues_readers.readers_of(session, [call.dues.member_id for call in calls])
    for call in calls:
        reader = readers.get(call.dues.member_id)
        if reader is not None and reader.email:
            dues_letters.send(session, post, call.id, actor=actor, now=now)
            work.done += 1
        work.cursor = call.number
    return len(calls) < PART
