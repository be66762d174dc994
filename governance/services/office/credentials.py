"""Codes (codes de vote): one private code per right, issued to whoever exercises it.

The code goes into a message and nowhere else; here stay the public credentials it gives in each
election of the meeting, until that election's poll opens.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ballots.services import credentials as box_credentials
from governance.models.meetings import Meeting
from governance.models.polls import Poll
from governance.models.roll import CredentialAssignment, ElectionSlot, RollLine
from governance.services.post import outbox
from governance.services.records import journal
from governance.services.records.journal import Actor

DESTROYED = "credential.codes-destroyed"
OURSELVES = "Plénière"
RESERVE = 3  # elections set aside for secret polls that nobody planned


def prepare_slots(
    session: Session,
    meeting: Meeting,
    planned: Iterable[str],
    spare: str,
    reserve: int = RESERVE,
) -> None:
    """Set aside election identifiers: one for each planned secret poll, and a reserve.

    Args:
        planned: the group of each planned poll.
        spare: the group of those in reserve.
    """
    for group in (*planned, *[spare] * reserve):
        uuid = box_credentials.new_election_uuid()
        session.add(ElectionSlot(meeting_id=meeting.id, election=uuid, group=group))
    session.flush()


def take_slot(session: Session, poll: Poll, group: str) -> ElectionSlot | None:
    """Give ``poll`` the next free election identifier in ``group``, if one is left."""
    free = (
        select(ElectionSlot)
        .where(
            ElectionSlot.meeting_id == poll.meeting_id,
            ElectionSlot.poll_id.is_(None),
            ElectionSlot.group == group,
        )
        .order_by(ElectionSlot.id)
        .limit(1)
    )
    slot = session.scalars(free).first()
    if slot is not None:
        slot.poll_id, poll.election = poll.id, slot.election
        session.flush()
    return slot


def issue_codes(
    session: Session, meeting: Meeting, lines: Sequence[RollLine], *, actor: Actor, now: datetime
) -> dict[int, str]:
    """Return a fresh private code for each of these rights, by roll line; earlier ones are void.

    None where an outside authority makes the codes: to issue them again is its matter.
    They serve the polls that have not opened yet. The journal tells that codes were issued, never
    the codes.
    """
    if not lines or meeting.credential_authority:
        return {}
    slots = unopened_slots(session, meeting.id)
    codes = {line.id: box_credentials.new_private_code() for line in lines}
    old = delete(CredentialAssignment).where(
        CredentialAssignment.roll_line_id.in_(codes),
        CredentialAssignment.slot_id.in_([slot.id for slot in slots]),
    )
    session.execute(old)
    session.add_all(
        CredentialAssignment(
            roll_line_id=line_id,
            slot_id=slot.id,
            public_credential=box_credentials.public_credential(slot.election, code, slot.group),
        )
        for line_id, code in codes.items()
        for slot in slots
    )
    facts = {"members": [line.name for line in lines], "elections": len(slots)}
    journal.record(session, "credential.issued", facts, actor=actor, meeting_id=meeting.id, now=now)
    return codes


def void_codes(session: Session, meeting: Meeting, lines: Iterable[int]) -> None:
    """Void the codes of these rights in the polls that have not opened: nobody received new ones.

    Before a secret poll opens, these rights are shown as being without a code. The codes of an
    outside authority stay: whoever exercises the right now asks for the code it was given.
    """
    if meeting.credential_authority:
        return
    slots = [slot.id for slot in unopened_slots(session, meeting.id)]
    old = delete(CredentialAssignment).where(
        CredentialAssignment.roll_line_id.in_(list(lines)),
        CredentialAssignment.slot_id.in_(slots),
    )
    session.execute(old)


def authority_of(meeting: Meeting) -> str:
    """Return who makes the codes of a meeting: an outside authority, or ourselves."""
    return meeting.credential_authority or OURSELVES


def has_open_box(session: Session, meeting_id: int) -> bool:
    """Return whether a secret poll of the meeting is open: its voters still need their codes."""
    wanted = select(Poll.id).where(
        Poll.meeting_id == meeting_id,
        Poll.secret.is_(True),
        Poll.opened_at.is_not(None),
        Poll.closed_at.is_(None),
    )
    return session.scalars(wanted.limit(1)).first() is not None


def personal_link(
    public_url: str, meeting_id: int, token: str, codes: Iterable[tuple[int, str]], now: datetime
) -> str:
    """Return the personal link; token and codes stand in its fragment, which no server sees.

    It says when it was made: a device that knows a newer code of a line keeps that one.
    """
    carried = ",".join(f"{line_id}:{code}" for line_id, code in codes)
    made = int(now.timestamp())
    return f"{public_url}/assemblees/{meeting_id}/lien#t={token}&c={carried}&n={made}"


def unopened_slots(session: Session, meeting_id: int) -> Sequence[ElectionSlot]:
    """Return the slots without a poll, or whose poll has not opened."""
    wanted = (
        select(ElectionSlot)
        .outerjoin(Poll, Poll.id == ElectionSlot.poll_id)
        .where(ElectionSlot.meeting_id == meeting_id, Poll.opened_at.is_(None))
        .order_by(ElectionSlot.id)
    )
    return session.scalars(wanted).all()


def take_assignments(
    session: Session, poll: Poll, slot: ElectionSlot, *, actor: Actor, now: datetime
) -> dict[int, str]:
    """Return roll line -> public credential of a poll that opens now, and forget them.

    From here on nothing tells which credential belongs to whom; the journal says so.
    """
    wanted = select(CredentialAssignment).where(CredentialAssignment.slot_id == slot.id)
    found = {row.roll_line_id: row.public_credential for row in session.scalars(wanted)}
    session.execute(delete(CredentialAssignment).where(CredentialAssignment.slot_id == slot.id))
    facts = {"moment": "opening", "count": len(found), "position": poll.item.position}
    journal.record(session, DESTROYED, facts, actor=actor, meeting_id=poll.meeting_id, now=now)
    return found


def destroy_codes(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> None:
    """Forget what is left of a meeting's codes when it closes: reserve, planned, in the outbox.

    A mail that never left still holds a private code, from which the public one of a ballot
    follows: it is withdrawn.
    """
    slots = select(ElectionSlot.id).where(ElectionSlot.meeting_id == meeting.id)
    mine = CredentialAssignment.slot_id.in_(slots)
    count = session.scalars(select(func.count()).select_from(CredentialAssignment).where(mine))
    facts = {
        "moment": "close",
        "count": count.one(),
        "withdrawn": outbox.withdraw_codes(session, meeting.id),
    }
    session.execute(delete(CredentialAssignment).where(mine))
    journal.record(session, DESTROYED, facts, actor=actor, meeting_id=meeting.id, now=now)


def lines_with_code(session: Session, slot: ElectionSlot) -> frozenset[int]:
    """Return the roll lines that have a code for this election."""
    wanted = select(CredentialAssignment.roll_line_id).where(
        CredentialAssignment.slot_id == slot.id
    )
    return frozenset(session.scalars(wanted))


def slot_of(session: Session, poll: Poll) -> ElectionSlot | None:
    """Return the election identifier that a secret poll took."""
    return session.scalars(select(ElectionSlot).where(ElectionSlot.poll_id == poll.id)).first()
