"""Papers of a meeting (documents joints): announced, handed in as PDF, listed in the notice."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from governance.errors import InvalidInputError, NotFoundError
from governance.models.documents import Document
from governance.models.meetings import Meeting
from governance.models.papers import MeetingPaper
from governance.rules.lifecycle import require_meeting_move
from governance.services.membership.names import fold, require_plain
from governance.services.records import journal
from governance.services.records.journal import Actor

MAX_BYTES = 10 * 1024 * 1024
MOST_PAPERS = 30  # of one meeting
LONGEST_TITLE = 200
PDF = "application/pdf"
BEGINS, ENDS, TAIL = b"%PDF-", b"%%EOF", 1024


def papers_of(session: Session, meeting_id: int) -> Sequence[MeetingPaper]:
    """Return the papers of a meeting, in the order in which they were announced."""
    wanted = select(MeetingPaper).where(MeetingPaper.meeting_id == meeting_id)
    return session.scalars(wanted.order_by(MeetingPaper.id)).all()


def missing_titles(session: Session, meeting_id: int) -> tuple[str, ...]:
    """Return the titles of the papers that are announced and have no file."""
    found = papers_of(session, meeting_id)
    return tuple(paper.title for paper in found if paper.document_id is None)


def get_file(session: Session, meeting_id: int, paper_id: int) -> Document:
    """Return the file of a paper of this meeting, with its bytes.

    Raises:
        NotFoundError: meeting-paper.unknown, for a paper without a file too.
    """
    wanted = (
        select(Document)
        .join(MeetingPaper, MeetingPaper.document_id == Document.id)
        .where(MeetingPaper.id == paper_id, MeetingPaper.meeting_id == meeting_id)
        .options(undefer(Document.content))
    )
    document = session.scalars(wanted).first()
    if document is None:
        raise NotFoundError("meeting-paper.unknown")
    return document


def announce(
    session: Session,
    meeting: Meeting,
    title: str,
    raw: bytes = b"",
    *,
    actor: Actor,
    now: datetime,
) -> MeetingPaper:
    """Announce a paper, with its file if it is there; the same title again brings the file.

    Raises:
        StateError: meeting.not-now, once the notice has left.
        InvalidInputError: meeting-paper.title, .many, .taken; .too-large, .not-pdf.
    """
    session.refresh(meeting, with_for_update=True)
    require_meeting_move(meeting.state, "edit")
    told = " ".join(title.split())
    require_plain(told)
    if not fold(told) or len(told) > LONGEST_TITLE:
        raise InvalidInputError("meeting-paper.title", most=LONGEST_TITLE)
    known = {fold(paper.title): paper for paper in papers_of(session, meeting.id)}
    paper = known.get(fold(told))
    if paper is not None and (paper.document_id is not None or not raw):
        raise InvalidInputError("meeting-paper.taken", title=paper.title)
    if paper is None and len(known) >= MOST_PAPERS:
        raise InvalidInputError("meeting-paper.many", most=MOST_PAPERS)
    if raw:
        _check_pdf(raw)
    if paper is None:
        paper = MeetingPaper(
            meeting_id=meeting.id, title=told, added_at=now, added_by=actor.name, size=0
        )
        session.add(paper)
    if raw:
        document = _kept(session, meeting, paper.title, raw, now)
        paper.document_id, paper.size = document.id, len(raw)
    session.flush()
    session.expire(paper, ["document"])
    sha256 = hashlib.sha256(raw).hexdigest() if raw else ""
    facts = {"title": paper.title, "sha256": sha256}
    journal.record(session, "paper.announced", facts, actor=actor, meeting_id=meeting.id, now=now)
    return paper


def withdraw(
    session: Session, meeting: Meeting, paper_id: int, *, actor: Actor, now: datetime
) -> None:
    """Take a paper off the list, before the notice leaves.

    Raises:
        StateError: meeting.not-now.
        NotFoundError: meeting-paper.unknown.
    """
    session.refresh(meeting, with_for_update=True)
    require_meeting_move(meeting.state, "edit")
    paper = session.get(MeetingPaper, paper_id)
    if paper is None or paper.meeting_id != meeting.id:
        raise NotFoundError("meeting-paper.unknown")
    facts = {"title": paper.title}
    session.delete(paper)
    session.flush()
    journal.record(session, "paper.withdrawn", facts, actor=actor, meeting_id=meeting.id, now=now)


def carry(session: Session, first: Meeting, second: Meeting, now: datetime) -> None:
    """Announce the papers of a first meeting for its second call, their files the same."""
    for paper in papers_of(session, first.id):
        session.add(
            MeetingPaper(
                meeting_id=second.id,
                title=paper.title,
                document_id=paper.document_id,
                size=paper.size,
                added_at=now,
                added_by=paper.added_by,
            )
        )
    session.flush()


def printed(session: Session, meeting_id: int) -> tuple[str, ...]:
    """Return each paper as the notice lists it: its title, its fingerprint."""
    return tuple(
        f"{paper.title} (PDF) — SHA-256 {paper.document.sha256}"
        if paper.document is not None
        else paper.title
        for paper in papers_of(session, meeting_id)
    )


def _kept(session: Session, meeting: Meeting, title: str, raw: bytes, now: datetime) -> Document:
    stem = "-".join(fold(title).encode("ascii", "ignore").decode().split())[:60]
    document = Document(
        meeting_id=meeting.id,
        kind="paper",
        filename=f"{stem or 'document'}.pdf",
        media_type=PDF,
        content=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        created_at=now,
    )
    session.add(document)
    session.flush()
    return document


def _check_pdf(raw: bytes) -> None:
    if len(raw) > MAX_BYTES:
        raise InvalidInputError("meeting-paper.too-large", limit=MAX_BYTES // 1024 // 1024)
    if not raw.startswith(BEGINS) or ENDS not in raw[-TAIL:]:
        raise InvalidInputError("meeting-paper.not-pdf")
