"""The demonstration's tour (visite guidée): who can be played, and how far things have come."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.accounts import AccessLink, Account, Role
from governance.models.meetings import Meeting
from governance.models.members import Member, Person, Representation
from governance.models.notices import NoticeAnswer
from governance.models.polls import Poll
from governance.services.entry import accounts, links
from governance.services.office import credentials
from governance.services.post import mail_folder

NAMES = {
    Role.SECRETARY: "Inès Marchetti",
    Role.CHAIR: "Gabriel Ortega",
    Role.TREASURER: "Solène Le Bihan",
    Role.SCRUTINEER: "Yacine Ferhat",
    Role.AUDITOR: "Camille Wurtz",
    Role.ADMINISTRATOR: "Administration de la démonstration",
}


@dataclass(frozen=True, slots=True)
class Player:
    """A person of the register whom a visitor may play, and the member she acts for."""

    person_id: int
    name: str
    member: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Which stations of the tour lie behind."""

    convened: bool = False
    answered: bool = False
    opened: bool = False
    voted_openly: bool = False
    voted_secretly: bool = False
    closed: bool = False
    published: bool = False


def meeting_of_tour(session: Session) -> Meeting | None:
    """Return the assembly being played: the first one not published, else the newest."""
    unpublished = select(Meeting).where(Meeting.published_at.is_(None)).order_by(Meeting.starts_at)
    newest = select(Meeting).order_by(Meeting.starts_at.desc())
    found = session.scalars(unpublished.limit(1)).first()
    return found or session.scalars(newest.limit(1)).first()


def progress(session: Session, meeting: Meeting) -> Progress:
    """Return how far ``meeting`` has come."""
    announced = select(Poll.secret).where(
        Poll.meeting_id == meeting.id, Poll.announced_at.is_not(None)
    )
    kinds = set(session.scalars(announced))
    answer = select(NoticeAnswer.id).where(NoticeAnswer.meeting_id == meeting.id).limit(1)
    return Progress(
        convened=meeting.convened_at is not None,
        answered=session.scalars(answer).first() is not None,
        opened=meeting.opened_at is not None,
        voted_openly=False in kinds,
        voted_secretly=True in kinds,
        closed=meeting.closed_at is not None,
        published=meeting.published_at is not None,
    )


def players(session: Session) -> Sequence[Player]:
    """Return who acts for the members of the register, by member."""
    wanted = (
        select(Person.id, Person.name, Member.name)
        .join(Representation, Representation.person_id == Person.id)
        .join(Member, Member.id == Representation.member_id)
        .where(Representation.until.is_(None), Member.left_on.is_(None))
        .order_by(Member.name_key, Person.name)
    )
    return [Player(*line) for line in session.execute(wanted)]


def account_of(session: Session, role: Role) -> Account:
    """Return the account that plays ``role``, created when there is none."""
    found = accounts.first_with_role(session, role)
    return found or accounts.ensure_account(
        session, f"{role.value}@demonstration.example", NAMES[role], [role]
    )


def personal_link(session: Session, mails: Path, person_id: int, now: datetime) -> str | None:
    """Return the path of the person's personal link, with the codes that were mailed to her.

    Nothing before the notice has left and after the close: then there is none.

    Args:
        mails: the folder into which the demonstration's mails go.
    """
    meeting = meeting_of_tour(session)
    if meeting is None or meeting.convened_at is None or meeting.closed_at is not None:
        return None
    email = session.get_one(Person, person_id).email or ""
    codes = mailed_codes(mails, email, meeting.id)
    token = links.make_meeting_link(session, person_id, meeting.id, now)
    return credentials.personal_link("", meeting.id, token, sorted(codes.items()), now)


def mailed_codes(folder: Path, email: str, meeting_id: int) -> dict[int, str]:
    """Return the private codes that the demonstration's mails brought to an address, by line."""
    mine = [
        heading
        for heading in mail_folder.headings_in(folder)
        if parseaddr(heading.recipient)[1].lower() == email.lower()
    ]
    codes: dict[int, str] = {}
    for heading in reversed(mine):  # a newer code takes the place of an older one
        text = mail_folder.get_mail(folder, heading.name).text
        for found in re.finditer(rf"/assemblees/{meeting_id}/lien#t=[\w-]+&c=([\w:,.-]*)", text):
            pairs = (pair.partition(":") for pair in found[1].split(",") if pair)
            codes |= {int(line): code for line, _, code in pairs if line.isdecimal()}
    return codes


def sign_in_link(session: Session, person_id: int, now: datetime) -> AccessLink:
    """Return a sign-in link of the person, just opened."""
    return links.open_link(session, links.make_sign_in_link(session, person_id, now), now)
