"""Links (liens personnels): mailed to a person, known to us by their hash only."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from governance.errors import NotAllowedError
from governance.mail import letters
from governance.models.accounts import AccessLink
from governance.models.meetings import Meeting
from governance.models.members import Person
from governance.services.bylaws import associations
from governance.services.post.post import Post

SIGN_IN = "sign-in"
MEETING = "meeting"
LIFETIME = timedelta(minutes=15)

_LINK, _PERSON = cast(Table, AccessLink.__table__), cast(Table, Person.__table__)
_STANDING = (  # built once: every request of a member asks for it
    select(_LINK.c.id, _LINK.c.person_id, _PERSON.c.name, _LINK.c.meeting_id)
    .join(_PERSON, _PERSON.c.id == _LINK.c.person_id)
    .where(_LINK.c.id == bindparam("link"), _LINK.c.revoked_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class StandingLink:
    """A link that still holds: its number, its person, the one meeting it is for, if any."""

    id: int
    person_id: int
    name: str
    meeting_id: int | None


def make_meeting_link(session: Session, person_id: int, meeting_id: int, now: datetime) -> str:
    """Return the token of a new personal link of a meeting; earlier ones keep serving."""
    return _make(session, person_id, MEETING, now, meeting_id=meeting_id)


def make_sign_in_link(session: Session, person_id: int, now: datetime) -> str:
    """Return the token of a new link that serves once, within a quarter of an hour."""
    return _make(session, person_id, SIGN_IN, now, expires_at=now + LIFETIME)


def request_link(session: Session, post: Post, email: str, now: datetime) -> None:
    """Owe a sign-in link to the person with this address; do nothing for a stranger.

    The caller answers both alike, and counts the request before.
    """
    person = find_person(session, email)
    if person is None:
        return
    token = make_sign_in_link(session, person.id, now)
    association = associations.find(session)
    letter = letters.SignInLetter(
        association=association.name if association else "Plénière",
        recipient=person.name,
        contact=association.email if association else "",
        link=f"{post.public_url}/connexion/lien#t={token}",
        minutes_valid=int(LIFETIME.total_seconds() // 60),
    )
    post.send(session, letter, person, now=now)


def open_link(session: Session, token: str, now: datetime) -> AccessLink:
    """Return the link that ``token`` opens; a sign-in link is used up by it.

    Raises:
        NotAllowedError: accounts.link-unknown, .link-revoked, .link-expired or .link-used.
    """
    link = session.scalars(select(AccessLink).where(AccessLink.token_hash == _hash(token))).first()
    if link is None:
        raise NotAllowedError("accounts.link-unknown")
    if link.revoked_at is not None:
        raise NotAllowedError("accounts.link-revoked")
    if link.purpose == SIGN_IN:
        _use_up(session, link, now)
    elif _is_over(session, link):
        raise NotAllowedError("accounts.link-expired")
    return link


def revoke_links(session: Session, meeting_id: int, person_id: int, now: datetime) -> None:
    """End the personal links of a person to a meeting, and every session links opened."""
    standing = update(AccessLink).where(
        or_(AccessLink.meeting_id == meeting_id, AccessLink.purpose == SIGN_IN),
        AccessLink.person_id == person_id,
        AccessLink.revoked_at.is_(None),
    )
    session.execute(standing.values(revoked_at=now))


def end_sign_in(session: Session, link_id: int, now: datetime) -> None:
    """End the session of a sign-in link for good; a meeting's link goes on serving."""
    mine = update(AccessLink).where(AccessLink.id == link_id, AccessLink.purpose == SIGN_IN)
    session.execute(mine.where(AccessLink.revoked_at.is_(None)).values(revoked_at=now))


def find_standing_link(session: Session, link_id: int) -> StandingLink | None:
    """Return whose link it is and for which meeting, unless it was revoked or is gone."""
    at = session.connection(bind_arguments={"mapper": AccessLink})
    row = at.execute(_STANDING, {"link": link_id}).first()
    return StandingLink(*row) if row else None


def find_person(session: Session, email: str) -> Person | None:
    """Return the person with this address, however it is capitalised."""
    folded = email.strip().lower()
    wanted = select(Person).where(func.lower(Person.email) == folded).order_by(Person.id)
    return session.scalars(wanted).first() if folded else None


def _make(
    session: Session,
    person_id: int,
    purpose: str,
    now: datetime,
    *,
    meeting_id: int | None = None,
    expires_at: datetime | None = None,
) -> str:
    token = secrets.token_urlsafe(32)
    session.add(
        AccessLink(
            token_hash=_hash(token),
            person_id=person_id,
            purpose=purpose,
            meeting_id=meeting_id,
            created_at=now,
            expires_at=expires_at,
        )
    )
    session.flush()
    return token


def _use_up(session: Session, link: AccessLink, now: datetime) -> None:
    """Mark a sign-in link used; of two at once one wins, and neither before its expiry is told."""
    if link.used_at is not None:
        raise NotAllowedError("accounts.link-used")
    if link.expires_at is None or now >= link.expires_at:
        raise NotAllowedError("accounts.link-expired")
    unused = update(AccessLink).where(AccessLink.id == link.id, AccessLink.used_at.is_(None))
    if not session.execute(unused.values(used_at=now)).rowcount:  # type: ignore[attr-defined]
        raise NotAllowedError("accounts.link-used")


def _is_over(session: Session, link: AccessLink) -> bool:
    """Return whether the meeting of a personal link is closed."""
    return session.get_one(Meeting, link.meeting_id).closed_at is not None


def _hash(token: str) -> str:
    return hashlib.sha256(token.strip().encode()).hexdigest()
