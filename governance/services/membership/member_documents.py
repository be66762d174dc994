"""Papers of a member (pièces): kept as handed in, told by their first bytes, never executed."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.member_documents import MemberDocument, PaperKind
from governance.models.members import Member
from governance.services.files.days import local_day
from governance.services.membership import history
from governance.services.membership.names import fold, require_plain
from governance.services.records import journal
from governance.services.records.journal import Actor

MAX_BYTES = 3 * 1024 * 1024
MOST_PAPERS = 200  # of one member
MOST_ENTRIES = 2_000  # of a package that is a text document
TYPES = {  # extension: media type
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "odt": "application/vnd.oasis.opendocument.text",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What is said of a file that is handed in."""

    kind: PaperKind
    title: str
    reference: str = ""
    dated_on: date | None = None


def add_paper(
    session: Session, member_id: int, paper: Paper, raw: bytes, *, actor: Actor, now: datetime
) -> MemberDocument:
    """Keep a file with a member; what it is follows from its bytes, not from its name.

    Raises:
        NotFoundError: members.unknown.
        InvalidInputError: papers.empty, .too-large, .unknown-type, .no-title, .from-future,
            .there; members.too-long, .too-early, .invisible-character.
        StateError: papers.too-many.
    """
    member = session.get(Member, member_id)
    if member is None:
        raise NotFoundError("members.unknown")
    _check(paper, now)
    extension = extension_of(raw)
    digest = hashlib.sha256(raw).hexdigest()
    held = papers_of(session, member_id)
    if len(held) >= MOST_PAPERS:
        raise StateError("papers.too-many", limit=MOST_PAPERS)
    twin = next((there for there in held if there.sha256 == digest), None)
    if twin is not None:
        raise InvalidInputError("papers.there", title=twin.title)
    document = MemberDocument(
        member_id=member_id,
        kind=PaperKind(paper.kind).value,
        title=paper.title.strip(),
        reference=paper.reference.strip(),
        dated_on=paper.dated_on,
        extension=extension,
        media_type=TYPES[extension],
        size=len(raw),
        sha256=digest,
        content=raw,
        added_at=now,
        added_by=actor.name,
    )
    session.add(document)
    session.flush()
    _record(session, "member.paper-added", member, document, actor, now)
    return document


def withdraw(
    session: Session, member_id: int, document_id: int, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Withdraw a paper handed in by mistake; it stays, and says why.

    Raises:
        NotFoundError: papers.unknown.
        StateError: papers.withdrawn.
        InvalidInputError: papers.no-reason, members.too-long.
    """
    document = get_paper(session, member_id, document_id)
    if document.withdrawn_at is not None:
        raise StateError("papers.withdrawn")
    if not reason.strip():
        raise InvalidInputError("papers.no-reason")
    if len(reason) > 500:
        raise InvalidInputError("members.too-long", limit=500)
    document.withdrawn_at, document.withdrawn_by = now, actor.name
    document.withdrawn_for = reason.strip()
    session.flush()
    member = session.get_one(Member, member_id)
    _record(session, "member.paper-withdrawn", member, document, actor, now)


def papers_of(session: Session, member_id: int) -> Sequence[MemberDocument]:
    """Return the papers of a member without their bytes, withdrawn ones too, newest first."""
    wanted = select(MemberDocument).where(MemberDocument.member_id == member_id)
    newest = (MemberDocument.dated_on.desc().nulls_last(), MemberDocument.id.desc())
    return session.scalars(wanted.order_by(*newest)).all()


def get_paper(session: Session, member_id: int, document_id: int) -> MemberDocument:
    """Return a paper of this member with its bytes.

    Raises:
        NotFoundError: papers.unknown, for another member's too.
    """
    wanted = select(MemberDocument).where(
        MemberDocument.id == document_id, MemberDocument.member_id == member_id
    )
    document = session.scalars(wanted.options(undefer(MemberDocument.content))).first()
    if document is None:
        raise NotFoundError("papers.unknown")
    return document


def download_name(document: MemberDocument) -> str:
    """Return the name a paper is saved under: letters and digits of its title, its own ending."""
    stem = fold(document.title).encode("ascii", "ignore").decode()
    return f"{'-'.join(stem.split())[:60] or 'piece'}.{document.extension}"


def extension_of(raw: bytes) -> str:
    """Return what a file is by its bytes: pdf, png, jpg, odt or docx.

    Raises:
        InvalidInputError: papers.empty, papers.too-large, papers.unknown-type.
    """
    if not raw:
        raise InvalidInputError("papers.empty")
    if len(raw) > MAX_BYTES:
        raise InvalidInputError("papers.too-large", limit=MAX_BYTES // 1024 // 1024)
    for magic, extension in MAGIC:
        if raw.startswith(magic):
            return extension
    found = _package(raw) if raw.startswith(b"PK\x03\x04") else None
    if found is None:
        raise InvalidInputError("papers.unknown-type")
    return found


def _package(raw: bytes) -> str | None:
    """Tell a text document from any other archive by its table of contents; nothing is unpacked.

    A document with macros is none of ours.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_ENTRIES or any("vbaProject" in name for name in names):
        return None
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        return None
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        return "docx"
    first = raw[30:].startswith(b"mimetype" + TYPES["odt"].encode())
    return "odt" if first and "content.xml" in names else None


def _check(paper: Paper, now: datetime) -> None:
    for text in (paper.title, paper.reference):
        require_plain(text)
        if len(text.strip()) > 200:
            raise InvalidInputError("members.too-long", limit=200)
    if not fold(paper.title):
        raise InvalidInputError("papers.no-title")
    if paper.dated_on is not None and paper.dated_on > local_day(now):
        raise InvalidInputError("papers.from-future")
    if paper.dated_on is not None and paper.dated_on < history.OLDEST:
        raise InvalidInputError("members.too-early", day=history.OLDEST.isoformat())


def _record(
    session: Session,
    kind: str,
    member: Member,
    document: MemberDocument,
    actor: Actor,
    now: datetime,
) -> None:
    facts = {
        "member": member.id,
        "name": member.name,
        "paper": document.id,
        "title": document.title,
        "sha256": document.sha256,
    }
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)
