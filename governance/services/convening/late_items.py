"""Items added after the notice (ordre du jour complété): their poll planned, every member told."""

from datetime import datetime

from sqlalchemy.orm import Session

from governance.errors import StateError
from governance.mail.letters import AgendaCompletedLetter
from governance.models.agenda import AgendaItem
from governance.models.meetings import Meeting
from governance.rules.lifecycle import MeetingState
from governance.services.bylaws import associations
from governance.services.convening import agenda
from governance.services.convening.agenda import Draft
from governance.services.electorate import roll
from governance.services.polls import polls
from governance.services.post.post import Post
from governance.services.records.journal import Actor


def add_item(
    session: Session,
    post: Post,
    meeting: Meeting,
    draft: Draft,
    *,
    by_right: bool = False,
    actor: Actor,
    now: datetime,
) -> AgendaItem:
    """Add an item whatever the state of the meeting; members who were called are told of it.

    Raises:
        RuleBrokenError, InvalidInputError, StateError: as agenda.add_item; poll.no-reserve.
    """
    item = agenda.add_item(session, meeting, draft, by_right=by_right, actor=actor, now=now)
    if meeting.state is MeetingState.DRAFT:
        return item
    if item.is_voted:
        poll = polls.plan_poll(session, post.vault, item, actor=actor, now=now)
        if poll.secret and poll.election is None:
            raise StateError("poll.no-reserve")
    if meeting.state is MeetingState.CONVENED:
        _tell_members(session, post, meeting, item, now)
    return item


def _tell_members(
    session: Session, post: Post, meeting: Meeting, item: AgendaItem, now: datetime
) -> None:
    """Write to everyone who acts for a member of the roll, once each."""
    association = associations.get(session)
    called = {line.member_id for line in roll.lines_of(session, meeting.id)}
    acting = roll.acting_persons(session, meeting.id)
    people = {acting[one].id: acting[one] for one in sorted(called & acting.keys())}
    for person in people.values():
        if not person.email:
            continue
        letter = AgendaCompletedLetter(
            association=association.name,
            recipient=person.name,
            contact=association.email,
            meeting=meeting.title,
            starts_at=meeting.starts_at,
            position=item.position,
            title=item.title,
            text=item.body,
            resolution=item.resolution,
        )
        post.send(session, letter, person, meeting_id=meeting.id, now=now)
