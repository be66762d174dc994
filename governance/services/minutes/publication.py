"""Publication: what everyone may read of an assembly once its minutes are published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import NotFoundError
from governance.models.documents import Document
from governance.models.meetings import Meeting
from governance.rules.minutes import Paragraph, Section
from governance.services.minutes import minutes, minutes_print
from governance.services.polls import polls, results

TOLD = ("vote", "count", "decision", "seats")  # what a result needs to be understood


@dataclass(frozen=True, slots=True)
class Edition:
    """One published version as readers count them, newest first; its file never changes."""

    number: int
    published_at: datetime
    note: str
    filename: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one vote: its paragraphs are those that the minutes lock."""

    position: int
    title: str
    secret: bool
    adopted: bool | None  # None for an election
    elected: tuple[str, ...]
    counts: Mapping[str, int]
    told: Mapping[str, Paragraph]
    election: str | None  # its ballot box, where the vote was secret


@dataclass(frozen=True, slots=True)
class Publication:
    """A published assembly: the words of its newest minutes, their editions, the results."""

    meeting: Meeting
    sections: tuple[Section, ...]
    editions: tuple[Edition, ...]
    outcomes: tuple[Outcome, ...]


def published_meetings(session: Session) -> Sequence[Meeting]:
    """Return the meetings whose minutes are published, newest first."""
    wanted = select(Meeting).where(Meeting.published_at.is_not(None))
    return session.scalars(wanted.order_by(Meeting.starts_at.desc())).all()


def get_publication(session: Session, meeting_id: int) -> Publication:
    """Return what is public of a meeting; before its publication there is no such thing.

    Raises:
        NotFoundError: publication.unknown.
    """
    meeting = _published(session, meeting_id)
    newest = minutes.published_of(session, meeting_id)[0]
    sections = minutes_print.worded(minutes_print.read_sections(newest), newest.wording)
    paragraphs = {one.key: one for part in sections for one in part.paragraphs}
    return Publication(
        meeting=meeting,
        sections=tuple(one for one in sections if not minutes_print.is_annex(one)),
        editions=tuple(_editions(session, meeting_id)),
        outcomes=tuple(_outcomes(session, meeting_id, paragraphs)),
    )


def get_results(session: Session, meeting_id: int) -> bytes:
    """Return every result of a published meeting: the file that the minutes carry.

    Raises:
        NotFoundError: publication.unknown.
    """
    _published(session, meeting_id)
    return results.all_results(session, meeting_id)


def get_minutes(session: Session, meeting_id: int, sha256: str) -> Document:
    """Return the published file that has this fingerprint.

    Raises:
        NotFoundError: publication.unknown.
    """
    for version in minutes.published_of(session, meeting_id):
        if version.document is not None and version.document.sha256 == sha256:
            return version.document
    raise NotFoundError("publication.unknown")


def _published(session: Session, meeting_id: int) -> Meeting:
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or meeting.published_at is None:
        raise NotFoundError("publication.unknown")
    return meeting


def _editions(session: Session, meeting_id: int) -> list[Edition]:
    versions = minutes.versions_of(session, meeting_id)
    files = [one.document for one in versions if one.document is not None]
    printed = zip(minutes_print.editions(versions), files, strict=True)
    return [
        Edition(one.number, one.published_at, one.note, file.filename, file.sha256)
        for one, file in printed
    ][::-1]


def _outcomes(
    session: Session, meeting_id: int, paragraphs: Mapping[str, Paragraph]
) -> list[Outcome]:
    found = []
    for poll in polls.polls_of(session, meeting_id):
        result = results.read_result(poll)
        if result is None:
            continue
        keys = {name: f"item-{poll.item.position}.{name}" for name in TOLD}
        found.append(
            Outcome(
                position=poll.item.position,
                title=poll.item.title,
                secret=poll.secret,
                adopted=result["decision"]["adopted"] if result["decision"] else None,
                elected=tuple(result["seats"]["elected"]) if result["seats"] else (),
                counts=result["counts"],
                told={name: paragraphs[key] for name, key in keys.items() if key in paragraphs},
                election=poll.election,
            )
        )
    return found
