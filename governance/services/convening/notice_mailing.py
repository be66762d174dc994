"""The mailing of a notice (envoi): each member's letter with its link, paper and invitation."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from governance.mail.calendar import Appointment, invitation
from governance.mail.letters import NoticeLetter
from governance.mail.message import Mailbox
from governance.models.association import Association
from governance.models.documents import Document
from governance.models.meetings import Meeting
from governance.models.members import Person
from governance.models.roll import RollLine
from governance.services.bylaws import associations
from governance.services.convening import agenda
from governance.services.post.post import Post

LENGTH = timedelta(hours=3)  # of the appointment in a member's calendar
PDF, ICS = "application/pdf", "text/calendar; method=REQUEST"


@dataclass(frozen=True, slots=True)
class Mailing:
    """What the letters of one notice share."""

    session: Session
    post: Post
    meeting: Meeting
    association: Association
    titles: tuple[str, ...]
    paper: Document
    now: datetime

    def send(self, line: RollLine, person: Person, link: str) -> None:
        """Owe one member its notice: the letter with its link, the paper, the invitation."""
        letter = NoticeLetter(
            association=self.association.name,
            recipient=person.name,
            contact=self.association.email,
            member=line.name,
            meeting=self.meeting.title,
            starts_at=self.meeting.starts_at,
            link=link,
            place=self.meeting.place,
            remote_url=self.meeting.remote_url,
            agenda=self.titles,
            authority=self.meeting.credential_authority,
        )
        self.post.send(
            self.session,
            letter,
            person,
            member_id=line.member_id,
            meeting_id=self.meeting.id,
            attachments=[self.paper, self._invitation(person)],
            now=self.now,
        )

    def _invitation(self, person: Person) -> Document:
        """Keep the calendar file made for one person."""
        meeting = self.meeting
        appointment = Appointment(
            uid=f"assemblee-{meeting.id}@{self.post.domain}",
            sequence=0,
            starts_at=meeting.starts_at,
            ends_at=meeting.starts_at + LENGTH,
            summary=f"{meeting.title} — {self.association.short_name}",
            location=meeting.place or meeting.remote_url,
            organizer=Mailbox(self.association.email, self.association.name),
            attendee=Mailbox(person.email or "", person.name),
            description=meeting.remote_url,
        )
        content = invitation(appointment, self.now)
        return keep(self.session, meeting, "invitation", "assemblee.ics", ICS, content, self.now)


def mailing(
    session: Session, post: Post, meeting: Meeting, paper: Document, now: datetime
) -> Mailing:
    """Return the mailing of ``paper``, the notice as it was set."""
    titles = tuple(item.title for item in agenda.items_of(session, meeting.id))
    return Mailing(session, post, meeting, associations.get(session), titles, paper, now)


def keep(
    session: Session,
    meeting: Meeting,
    kind: str,
    filename: str,
    media_type: str,
    content: bytes,
    now: datetime,
) -> Document:
    """Keep a file of the meeting as it leaves the house, with its hash."""
    document = Document(
        meeting_id=meeting.id,
        kind=kind,
        filename=filename,
        media_type=media_type,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=now,
    )
    session.add(document)
    session.flush()
    return document
