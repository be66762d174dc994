"""Minutes (procès-verbal): drafted from the journal, worded, sealed, published in versions."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.documents import seal as sealing
from governance.documents.figures import Signer
from governance.documents.minutes import MinutesContent, minutes_pdf
from governance.documents.minutes import MinutesVersion as PrintedVersion
from governance.errors import InvalidInputError, NotFoundError
from governance.mail.letters import MinutesPublishedLetter
from governance.models.documents import Document
from governance.models.meetings import Meeting
from governance.models.minutes import MinutesVersion
from governance.rules.lifecycle import require_meeting_move
from governance.rules.minutes import Paragraph, Section, draft_minutes
from governance.services import associations, journal, minutes_facts, results, roll
from governance.services.journal import Actor
from governance.services.minutes_facts import CHAIR, SECRETARY
from governance.services.post import Post

LONGEST_WORDING = 20_000
REASON = "Procès-verbal publié"


@dataclass(frozen=True, slots=True)
class Seal:
    """The association's seal (cachet): key and certificate, and where to ask for the time."""

    key_material: bytes
    timestamp_url: str | None = None


def draft(session: Session, meeting: Meeting) -> tuple[Section, ...]:
    """Draft the minutes from the meeting as it stands: default wording, locked figures."""
    facts, entries = minutes_facts.gather(session, meeting)
    return draft_minutes(facts, entries)


def seal_certificate(seal: Seal) -> bytes:
    """Return the public certificate that checks the seal, PEM."""
    return sealing.seal_certificate(seal.key_material)


def versions_of(session: Session, meeting_id: int) -> Sequence[MinutesVersion]:
    """Return every version saved, oldest first."""
    wanted = (
        select(MinutesVersion)
        .where(MinutesVersion.meeting_id == meeting_id)
        .options(selectinload(MinutesVersion.document))
        .order_by(MinutesVersion.number)
    )
    return session.scalars(wanted).all()


def published_of(session: Session, meeting_id: int) -> list[MinutesVersion]:
    """Return the published versions, newest first."""
    found = [one for one in versions_of(session, meeting_id) if one.published_at is not None]
    return found[::-1]


def current_wording(session: Session, meeting_id: int) -> dict[str, str]:
    """Return the wording of the newest version, by paragraph."""
    versions = versions_of(session, meeting_id)
    return dict(versions[-1].wording) if versions else {}


def worded(sections: Sequence[Section], wording: Mapping[str, str]) -> tuple[Section, ...]:
    """Return the sections with the secretary's words; figures are never replaced."""
    return tuple(
        replace(section, paragraphs=tuple(_worded(one, wording) for one in section.paragraphs))
        for section in sections
    )


def save(
    session: Session,
    meeting: Meeting,
    wording: Mapping[str, str],
    *,
    actor: Actor,
    now: datetime,
) -> MinutesVersion:
    """Keep a new version with these words; unknown or locked paragraphs are not taken.

    Args:
        wording: paragraph key -> text; what equals the draft need not be given.
    Raises:
        StateError: meeting.not-now, before the meeting is closed.
        InvalidInputError: minutes.locked, minutes.too-long.
    """
    require_meeting_move(meeting.state, "draft_minutes")
    sections = draft(session, meeting)
    editable = {one.key for part in sections for one in part.paragraphs if one.kind == "wording"}
    _require_editable(wording, editable)
    version = MinutesVersion(
        meeting_id=meeting.id,
        number=len(versions_of(session, meeting.id)) + 1,
        sections=[asdict(section) for section in sections],
        wording=dict(wording),
        journal_head=journal.head_hash(session),
        saved_at=now,
        saved_by=actor.name,
    )
    session.add(version)
    session.flush()
    facts = {"number": version.number}
    journal.record(session, "minutes.saved", facts, actor=actor, meeting_id=meeting.id, now=now)
    return version


def publish(
    session: Session,
    post: Post,
    seal: Seal,
    meeting: Meeting,
    *,
    actor: Actor,
    now: datetime,
) -> MinutesVersion:
    """Set, seal and publish the newest version; members are written to.

    Raises:
        StateError: meeting.not-now.
        GovernanceError: seal.no-timestamp.
    """
    require_meeting_move(meeting.state, "publish")
    versions = versions_of(session, meeting.id)
    version = versions[-1] if versions and versions[-1].published_at is None else None
    if version is None:
        wording = current_wording(session, meeting.id)
        version = save(session, meeting, wording, actor=actor, now=now)
    pdf = preview(session, meeting, version, seal, now, draft=False)
    sealed = sealing.seal(
        pdf, seal.key_material, reason=REASON, now=now, timestamp_url=seal.timestamp_url
    )
    document = Document(
        meeting_id=meeting.id,
        kind="minutes",
        filename=f"proces-verbal-v{version.number}.pdf",
        media_type="application/pdf",
        content=sealed,
        sha256=hashlib.sha256(sealed).hexdigest(),
        created_at=now,
    )
    session.add(document)
    session.flush()
    version.document_id, version.published_at = document.id, now
    meeting.published_at = meeting.published_at or now
    session.flush()
    facts = {"number": version.number, "sha256": document.sha256}
    journal.record(session, "minutes.published", facts, actor=actor, meeting_id=meeting.id, now=now)
    _tell_members(session, post, meeting, version, document, now)
    return version


def preview(
    session: Session,
    meeting: Meeting,
    version: MinutesVersion,
    seal: Seal,
    now: datetime,
    *,
    draft: bool = True,
) -> bytes:
    """Return one version as PDF, the results inside it as a file."""
    earlier = [
        PrintedVersion(one.number, one.published_at)
        for one in versions_of(session, meeting.id)
        if one.published_at is not None and one.id != version.id
    ]
    content = MinutesContent(
        association=associations.get(session).name,
        title=meeting.title,
        held_at=meeting.opened_at or meeting.starts_at,
        place=meeting.place,
        sections=worded(read_sections(version), version.wording),
        signers=(Signer(CHAIR, meeting.chair_name), Signer(SECRETARY, meeting.secretary_name)),
        version=version.number,
        versions=(*earlier, PrintedVersion(version.number, now)),
        draft=draft,
        remote="en visio" if meeting.remote_url else "",
        seal_fingerprint=sealing.seal_fingerprint(seal.key_material),
    )
    return minutes_pdf(content, now, results.all_results(session, meeting.id))


def read_sections(version: MinutesVersion) -> tuple[Section, ...]:
    """Return the sections that a version keeps."""
    return tuple(
        Section(part["key"], part["title"], tuple(_paragraph(one) for one in part["paragraphs"]))
        for part in version.sections
    )


def get_version(session: Session, meeting_id: int, number: int) -> MinutesVersion:
    """Return one version.

    Raises:
        NotFoundError: minutes.unknown.
    """
    for version in versions_of(session, meeting_id):
        if version.number == number:
            return version
    raise NotFoundError("minutes.unknown")


def _paragraph(kept: Mapping[str, Any]) -> Paragraph:
    table = kept["table"]
    rows = tuple(tuple(row) for row in table) if table is not None else None
    return Paragraph(kept["key"], kept["kind"], kept["text"], rows)


def _worded(paragraph: Paragraph, wording: Mapping[str, str]) -> Paragraph:
    if paragraph.kind != "wording" or paragraph.key not in wording:
        return paragraph
    return replace(paragraph, text=wording[paragraph.key])


def _require_editable(wording: Mapping[str, str], editable: set[str]) -> None:
    locked = sorted(set(wording) - editable)
    if locked:
        raise InvalidInputError("minutes.locked", keys=locked[:5])
    if any(len(text) > LONGEST_WORDING for text in wording.values()):
        raise InvalidInputError("minutes.too-long", most=LONGEST_WORDING)


def _tell_members(
    session: Session,
    post: Post,
    meeting: Meeting,
    version: MinutesVersion,
    document: Document,
    now: datetime,
) -> None:
    """Write to everyone who was called: where the minutes are, and their fingerprint."""
    association = associations.get(session)
    called = {line.member_id for line in roll.lines_of(session, meeting.id)}
    acting = roll.acting_persons(session, meeting.id)
    people = {acting[one].id: acting[one] for one in sorted(called & acting.keys())}
    for person in people.values():
        if not person.email:
            continue
        letter = MinutesPublishedLetter(
            association=association.name,
            recipient=person.name,
            contact=association.email,
            meeting=meeting.title,
            held_at=meeting.opened_at or meeting.starts_at,
            url=f"{post.public_url}/publications/{meeting.id}",
            fingerprint=document.sha256,
            version=version.number,
        )
        post.send(session, letter, person, meeting_id=meeting.id, now=now)
