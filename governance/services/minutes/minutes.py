"""Minutes (procès-verbal): drafted from the journal, worded, sealed, published in versions."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.documents import seal as sealing
from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.mail.letters import MinutesPublishedLetter
from governance.models.documents import Document
from governance.models.meetings import Meeting
from governance.models.members import Person
from governance.models.minutes import MinutesVersion
from governance.rules.lifecycle import require_meeting_move
from governance.rules.minutes import Section, draft_minutes
from governance.services.bylaws import associations
from governance.services.electorate import roll
from governance.services.minutes import minutes_facts, minutes_print
from governance.services.minutes.minutes_print import read_sections, worded
from governance.services.post.post import Post
from governance.services.records import journal
from governance.services.records.journal import Actor

LONGEST_WORDING = 20_000
REASON = "Procès-verbal publié"


@dataclass(frozen=True, slots=True)
class Seal:
    """The association's seal (cachet): key and certificate, and where to ask for the time."""

    key_material: bytes
    timestamp_url: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before the secretary: the draft, her words, the versions, what is left to tell."""

    sections: tuple[Section, ...]
    wording: Mapping[str, str]
    versions: Sequence[MinutesVersion]
    to_tell: tuple[int, ...]  # positions of the items whose debate nobody noted

    @property
    def paragraphs(self) -> int:
        """How many paragraphs the draft has."""
        return sum(len(section.paragraphs) for section in self.sections)

    @property
    def locked(self) -> int:
        """How many of them are figures."""
        return sum(one.kind == "figures" for part in self.sections for one in part.paragraphs)

    @property
    def percent_written(self) -> int:
        """How much is written already, rounded down: 100 only when nothing is left."""
        return 100 * (self.paragraphs - len(self.to_tell)) // max(self.paragraphs, 1)

    @property
    def newest(self) -> int:
        """Number of the newest version saved, 0 before the first."""
        return self.versions[-1].number if self.versions else 0

    @property
    def is_new(self) -> bool:
        """Whether there is something that was not published yet."""
        return not self.versions or self.versions[-1].published_at is None


def draft(session: Session, meeting: Meeting) -> tuple[Section, ...]:
    """Draft the minutes from the meeting as it stands: default wording, locked figures."""
    facts, entries = minutes_facts.gather(session, meeting)
    return draft_minutes(facts, entries)


def desk(session: Session, meeting: Meeting) -> Desk:
    """Return the draft with what was worded, saved and published so far."""
    facts, entries = minutes_facts.gather(session, meeting)
    wording = current_wording(session, meeting.id)
    noted = {entry.facts.get("position") for entry in entries if entry.kind == "item.discussed"}
    to_tell = tuple(
        item.position
        for item in facts.items
        if item.kind != "report"
        and item.position not in noted
        and f"item-{item.position}.debate" not in wording
    )
    versions = versions_of(session, meeting.id)
    return Desk(draft_minutes(facts, entries), wording, versions, to_tell)


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


def recipients(session: Session, meeting_id: int) -> list[Person]:
    """Return whom a publication writes to: who acts for a member that was called, with an address.

    A person who acts for several members is written to once.
    """
    called = {line.member_id for line in roll.lines_of(session, meeting_id)}
    acting = roll.acting_persons(session, meeting_id)
    people = {acting[one].id: acting[one] for one in sorted(called & acting.keys())}
    return [person for person in people.values() if person.email]


def save(
    session: Session,
    meeting: Meeting,
    wording: Mapping[str, str],
    *,
    base: int | None = None,
    actor: Actor,
    now: datetime,
) -> MinutesVersion:
    """Keep a new version with these words; unknown or locked paragraphs are not taken.

    Args:
        wording: paragraph key -> text; what equals the draft is not kept, an empty text leaves
            the paragraph out.
        base: number of the version that was edited, where another person may have saved since.
    Raises:
        StateError: meeting.not-now, before the meeting is closed; minutes.changed.
        InvalidInputError: minutes.locked, minutes.too-long.
    """
    session.refresh(meeting, with_for_update=True)
    require_meeting_move(meeting.state, "draft_minutes")
    sections = draft(session, meeting)
    proposed = {
        one.key: one.text for part in sections for one in part.paragraphs if one.kind == "wording"
    }
    _require_editable(wording, proposed)
    versions = versions_of(session, meeting.id)
    _require_unchanged(versions, base)
    own = {key: text.strip() for key, text in wording.items()}
    version = MinutesVersion(
        meeting_id=meeting.id,
        number=len(versions) + 1,
        sections=[asdict(section) for section in sections],
        wording={key: text for key, text in own.items() if text != proposed[key].strip()},
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
    base: int | None = None,
    actor: Actor,
    now: datetime,
) -> MinutesVersion:
    """Set, seal and publish the newest version; members are written to.

    Args:
        base: number of the version that was read before publishing, 0 for the plain draft.
    Raises:
        StateError: meeting.not-now; minutes.changed; minutes.nothing-new.
        GovernanceError: seal.no-timestamp.
    """
    session.refresh(meeting, with_for_update=True)
    require_meeting_move(meeting.state, "publish")
    versions = versions_of(session, meeting.id)
    _require_unchanged(versions, base)
    if versions and versions[-1].published_at is not None:
        raise StateError("minutes.nothing-new")
    version = versions[-1] if versions else save(session, meeting, {}, actor=actor, now=now)
    edition = len(published_of(session, meeting.id)) + 1
    pdf = preview(session, meeting, version, seal, now, draft=False)
    sealed = sealing.seal(
        pdf, seal.key_material, reason=REASON, now=now, timestamp_url=seal.timestamp_url
    )
    document = Document(
        meeting_id=meeting.id,
        kind="minutes",
        filename=f"proces-verbal-v{edition}.pdf",
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
    session.expire(version, ["document"])
    facts = {"number": edition, "saved": version.number, "sha256": document.sha256}
    journal.record(session, "minutes.published", facts, actor=actor, meeting_id=meeting.id, now=now)
    _tell_members(session, post, meeting, edition, document, now)
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
    return minutes_print.pdf(
        session,
        meeting,
        worded(read_sections(version), version.wording),
        [one for one in versions_of(session, meeting.id) if one.id != version.id],
        now,
        draft=draft,
        seal_fingerprint=sealing.seal_fingerprint(seal.key_material),
    )


def preview_draft(
    session: Session, meeting: Meeting, now: datetime, version: MinutesVersion | None = None
) -> bytes:
    """Return the minutes as they would be printed now, marked as a draft; nothing is kept.

    Args:
        version: the one to print, instead of the draft with the newest words.
    """
    if version is None:
        sections = worded(draft(session, meeting), current_wording(session, meeting.id))
    else:
        sections = worded(read_sections(version), version.wording)
    versions = versions_of(session, meeting.id)
    return minutes_print.pdf(session, meeting, sections, versions, now, draft=True)


def get_version(session: Session, meeting_id: int, number: int) -> MinutesVersion:
    """Return one version.

    Raises:
        NotFoundError: minutes.unknown.
    """
    for version in versions_of(session, meeting_id):
        if version.number == number:
            return version
    raise NotFoundError("minutes.unknown")


def _require_editable(wording: Mapping[str, str], proposed: Mapping[str, str]) -> None:
    locked = sorted(set(wording) - set(proposed))
    if locked:
        raise InvalidInputError("minutes.locked", keys=locked[:5])
    if any(len(text) > LONGEST_WORDING for text in wording.values()):
        raise InvalidInputError("minutes.too-long", most=LONGEST_WORDING)


def _require_unchanged(versions: Sequence[MinutesVersion], base: int | None) -> None:
    if base is None:
        return
    newest = versions[-1] if versions else None
    if base != (newest.number if newest else 0):
        by = newest.saved_by if newest else ""
        raise StateError("minutes.changed", number=newest.number if newest else 0, by=by)


def _tell_members(
    session: Session,
    post: Post,
    meeting: Meeting,
    edition: int,
    document: Document,
    now: datetime,
) -> None:
    """Write to everyone who was called: where the minutes are, and their fingerprint."""
    association = associations.get(session)
    for person in recipients(session, meeting.id):
        letter = MinutesPublishedLetter(
            association=association.name,
            recipient=person.name,
            contact=association.email,
            meeting=meeting.title,
            held_at=meeting.opened_at or meeting.starts_at,
            url=f"{post.public_url}/publications/{meeting.id}",
            fingerprint=document.sha256,
            version=edition,
        )
        post.send(session, letter, person, meeting_id=meeting.id, now=now)
