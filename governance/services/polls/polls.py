"""Polls (scrutins): planned with the agenda, found again, turned secret before they open."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from governance.errors import NotFoundError, StateError
from governance.models.agenda import AgendaItem
from governance.models.meetings import Meeting
from governance.models.polls import Poll, PollLine
from governance.rules.lifecycle import require_poll_move
from governance.services.convening import agenda
from governance.services.entry.vault import Vault
from governance.services.office import credentials
from governance.services.polls import questions
from governance.services.records import journal
from governance.services.records.journal import Actor


def plan_polls(
    session: Session, vault: Vault, meeting: Meeting, *, actor: Actor, now: datetime
) -> list[Poll]:
    """Make one poll for each item that is voted; a secret one takes an election identifier.

    The journal publishes the commitment of each lot that will part ties.
    """
    items = agenda.items_of(session, meeting.id)
    return [
        plan_poll(session, vault, item, actor=actor, now=now) for item in items if item.is_voted
    ]


def plan_poll(
    session: Session, vault: Vault, item: AgendaItem, *, actor: Actor, now: datetime
) -> Poll:
    """Make the poll of an item; the journal publishes the commitment of its lot, if it has one."""
    poll = Poll(
        meeting_id=item.meeting_id, item_id=item.id, secret=item.secret, majority=item.majority
    )
    commitment = questions.write_question(vault, poll, item)
    session.add(poll)
    session.flush()
    if poll.secret:
        credentials.take_slot(session, poll, questions.group_of_item(session, item))
    if commitment is not None:
        facts = {"position": item.position, "commitment": commitment}
        journal.record(
            session,
            "poll.lot-committed",
            facts,
            actor=actor,
            meeting_id=item.meeting_id,
            now=now,
        )
    return poll


def polls_of(session: Session, meeting_id: int) -> Sequence[Poll]:
    """Return the polls of a meeting in the order of the agenda."""
    wanted = select(Poll).where(Poll.meeting_id == meeting_id).options(selectinload(Poll.item))
    return sorted(session.scalars(wanted), key=lambda poll: poll.item.position)


def get_poll(session: Session, meeting_id: int, poll_id: int) -> Poll:
    """Return one poll of the meeting.

    Raises:
        NotFoundError: poll.unknown.
    """
    poll = session.get(Poll, poll_id)
    if poll is None or poll.meeting_id != meeting_id:
        raise NotFoundError("poll.unknown")
    return poll


def make_secret(session: Session, poll: Poll, *, actor: Actor, now: datetime) -> None:
    """Turn a planned open poll into a secret one, on one of the elections kept in reserve.

    Raises:
        StateError: poll.not-now or poll.no-reserve.
    """
    hold(session, poll)
    require_poll_move(poll.state, "open")
    if poll.secret:
        return
    spare = questions.spare_group(session, poll.meeting_id)
    if credentials.take_slot(session, poll, spare) is None:
        raise StateError("poll.no-reserve")
    poll.secret = True
    facts = {"position": poll.item.position}
    journal.record(
        session, "poll.made-secret", facts, actor=actor, meeting_id=poll.meeting_id, now=now
    )


def parts_of_a_voice(session: Session, election: str) -> int:
    """Return how many units of the weights of an election make one voice; 1 for a strange one."""
    wanted = select(Poll.voice_scale).where(Poll.election == election)
    return session.scalars(wanted).first() or 1


def turnout(session: Session, poll: Poll) -> tuple[int, int]:
    """Return how many rights have voted, of how many."""
    counted = select(func.count().filter(PollLine.signed), func.count()).select_from(PollLine)
    signed, rights = session.execute(counted.where(PollLine.poll_id == poll.id)).one()
    return signed, rights


def hold(session: Session, poll: Poll) -> None:
    """Lock the meeting's row, then the poll's, and read both again: one of two presses acts."""
    session.refresh(poll.meeting, with_for_update=True)
    session.refresh(poll, with_for_update=True)


def election_of(poll: Poll) -> str:
    """Return the identifier of a secret poll's election.

    Raises:
        NotFoundError: election.unknown, for an open poll.
    """
    if poll.election is None or not poll.secret:
        raise NotFoundError("election.unknown")
    return poll.election
