"""The journal read back: its latest lines, those of a meeting, those about a member."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from governance.models.journal import JournalLine

PAGE = 100
OF_A_MEMBER = ("member", "request", "contact", "expectation", "point", "dues", "payment")


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Some lines, the newest first; how many there are in all."""

    lines: Sequence[JournalLine]
    found: int
    page: int
    pages: int


def latest(session: Session, meeting_id: int | None = None, page: int = 1) -> JournalPage:
    """Return one page of the journal, newest first, of one meeting or of all."""
    wanted = select(JournalLine)
    if meeting_id is not None:
        wanted = wanted.where(JournalLine.meeting_id == meeting_id)
    found = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-found // PAGE))
    page = min(max(page, 1), pages)
    shown = wanted.order_by(JournalLine.height.desc()).offset((page - 1) * PAGE).limit(PAGE)
    return JournalPage(session.scalars(shown).all(), found, page, pages)


def about_member(session: Session, member_id: int, limit: int | None = 50) -> Sequence[JournalLine]:
    """Return what the register did with a member, newest first: by hand or by an import."""
    own = or_(
        *(JournalLine.kind.like(f"{subject}.%") for subject in OF_A_MEMBER),
        JournalLine.kind == "theme.chosen",
    )
    named = JournalLine.facts["member"].as_integer() == member_id
    mass = JournalLine.kind.in_(
        ("register.imported", "register.import-undone", "dues.called", "mandates.ended")
    )
    newest = JournalLine.height.desc()
    lines = list(session.scalars(select(JournalLine).where(own, named).order_by(newest)))
    lines += [
        line
        for line in session.scalars(select(JournalLine).where(mass).order_by(newest))
        if member_id in line.facts.get("members", ())
    ]
    return sorted(lines, key=lambda line: line.height, reverse=True)[:limit]
