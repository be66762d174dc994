"""The polling office (bureau de vote) of a meeting: the server's key and the scrutineers' keys."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.services import closing
from ballots.services import trustees as box_trustees
from governance.errors import NotFoundError, StateError
from governance.models.accounts import Account
from governance.models.meetings import Meeting
from governance.models.office import OfficeTrustee
from governance.models.polls import Poll
from governance.rules.lifecycle import MeetingState
from governance.services import journal
from governance.services.journal import SYSTEM, Actor
from governance.services.vault import Vault


def set_up(session: Session, vault: Vault, meeting: Meeting, now: datetime) -> OfficeTrustee:
    """Make the server's key for this meeting, once."""
    there = next((one for one in trustees(session, meeting.id) if one.account_id is None), None)
    if there is not None:
        return there
    secret, public_key = box_trustees.new_trustee()
    trustee = OfficeTrustee(
        meeting_id=meeting.id,
        position=1,
        public_key=public_key,
        sealed_secret=vault.seal(secret),
        made_at=now,
    )
    session.add(trustee)
    session.flush()
    facts = {"holder": SYSTEM.name, "number": 1}
    journal.record(session, "office.key-made", facts, actor=SYSTEM, meeting_id=meeting.id, now=now)
    return trustee


def add_scrutineer_key(
    session: Session,
    vault: Vault,
    meeting: Meeting,
    account_id: int,
    raw_key: str,
    *,
    actor: Actor,
    now: datetime,
) -> OfficeTrustee:
    """Record the public key that a scrutineer made in her browser, or replace her earlier one.

    Raises:
        StateError: office.closed, once a secret poll has opened or the meeting is over.
        BallotsError: trustee.malformed or trustee.bad-key.
    """
    session.refresh(meeting, with_for_update=True)
    set_up(session, vault, meeting, now)
    require_changeable(session, meeting)
    public_key = box_trustees.canonical_key(raw_key)
    members = trustees(session, meeting.id)
    mine = next((one for one in members if one.account_id == account_id), None)
    if mine is None:
        mine = OfficeTrustee(
            meeting_id=meeting.id, position=len(members) + 1, account_id=account_id
        )
        session.add(mine)
    mine.public_key, mine.made_at = public_key, now
    session.flush()
    facts = {"holder": actor.name, "number": mine.position}
    journal.record(session, "office.key-made", facts, actor=actor, meeting_id=meeting.id, now=now)
    return mine


def trustees(session: Session, meeting_id: int) -> Sequence[OfficeTrustee]:
    """Return the members of the office, in the order of their numbers."""
    wanted = select(OfficeTrustee).where(OfficeTrustee.meeting_id == meeting_id)
    return session.scalars(wanted.order_by(OfficeTrustee.position)).all()


def holders(session: Session, meeting_id: int) -> list[tuple[OfficeTrustee, str]]:
    """Return each member of the office with the name of whoever holds the key."""
    names = {
        account.id: account.name
        for account in session.scalars(select(Account).where(Account.disabled_at.is_(None)))
    }
    return [
        (one, SYSTEM.name if one.account_id is None else names.get(one.account_id, "—"))
        for one in trustees(session, meeting_id)
    ]


def awaited(session: Session, poll: Poll) -> list[tuple[OfficeTrustee, str]]:
    """Return the members of the office whose part of a closed secret poll is still missing."""
    if poll.election is None or poll.closed_at is None or poll.announced_at is not None:
        return []
    missing = set(closing.missing_owners(session, poll.election))
    members = holders(session, poll.meeting_id)
    return [(one, name) for one, name in members if one.position in missing]


def is_ready(session: Session, meeting_id: int) -> bool:
    """Return whether the server and at least one scrutineer hold a key."""
    members = trustees(session, meeting_id)
    return len(members) > 1 and any(one.account_id is None for one in members)


def is_changeable(session: Session, meeting: Meeting) -> bool:
    """Return whether a key may still be made or replaced."""
    opened = select(Poll.id).where(
        Poll.meeting_id == meeting.id, Poll.secret.is_(True), Poll.opened_at.is_not(None)
    )
    is_over = meeting.state in (MeetingState.CLOSED, MeetingState.PUBLISHED)
    return not is_over and session.scalars(opened.limit(1)).first() is None


def require_changeable(session: Session, meeting: Meeting) -> None:
    """Raise once the keys of the office serve.

    Raises:
        StateError: office.closed.
    """
    if not is_changeable(session, meeting):
        raise StateError("office.closed")


def number_of(session: Session, meeting_id: int, account_id: int) -> int:
    """Return the number under which an account decrypts.

    Raises:
        NotFoundError: office.not-a-member.
    """
    for one in trustees(session, meeting_id):
        if one.account_id == account_id:
            return one.position
    raise NotFoundError("office.not-a-member")


def server_share(session: Session, vault: Vault, meeting_id: int) -> tuple[int, bytes]:
    """Return the server's number and its secret."""
    for one in trustees(session, meeting_id):
        if one.sealed_secret is not None:
            return one.position, vault.open(one.sealed_secret)
    raise NotFoundError("office.not-a-member")
