"""The demonstration's tour (visite guidée): who can be played, and how far things have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from governance.models.accounts import AccessLink, Account, Role
from governance.models.meetings import Meeting
from governance.models.members import Member, Person, Representation
from governance.models.notices import NoticeAnswer
from governance.models.polls import Poll
from governance.services import accounts, links

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
    answer = select(exists().where(NoticeAnswer.meeting_id == meeting.id))
    return Progress(
        convened=meeting.convened_at is not None,
        answered=bool(session.scalar(answer)),
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


def link_of(session: Session, person_id: int, meeting: Meeting | None, now: datetime) -> AccessLink:
    """Return a link opened for the person, as if she had followed the one of her notice."""
    if meeting is None or meeting.convened_at is None or meeting.closed_at is not None:
        return links.open_link(session, links.make_sign_in_link(session, person_id, now), now)
    token = links.make_meeting_link(session, person_id, meeting.id, now)
    return links.open_link(session, token, now)
