"""The roll and the quorum of one poll (liste d'un scrutin): without those who may not take part."""

from datetime import datetime

from sqlalchemy.orm import Session

from governance.models.polls import Poll
from governance.rules.quorum import QuorumStatement
from governance.rules.roll import Roll
from governance.services.bylaws import rulesets
from governance.services.electorate import roll
from governance.services.sitting import attendance, interests


def roll_of(session: Session, poll: Poll, now: datetime, whole: Roll | None = None) -> Roll:
    """Return the roll of a poll that opens ``now``: without who is personally interested.

    Of the seats of a college, its members alone decide.

    Args:
        whole: that of the meeting at ``now``, where it was drawn already.
    """
    rules = rulesets.of_meeting(session, poll.meeting)
    drawn = whole or roll.roll_at(session, poll.meeting, now)
    drawn = drawn.for_item(interests.concerned(session, poll.item_id), rules)
    return drawn.for_college(poll.item.college, rules) if poll.item.college else drawn


def quorum_of(
    session: Session, poll: Poll, now: datetime, whole: Roll | None = None
) -> QuorumStatement:
    """State the quorum of a poll: who is interested leaves it where the bylaws say so.

    Args:
        whole: the roll of the meeting at ``now``, where it was drawn already.
    """
    concerned = interests.concerned(session, poll.item_id)
    return attendance.quorum_now(session, poll.meeting, now, concerned, whole)


def forbidden_hands(session: Session, poll: Poll) -> frozenset[int]:
    """Return the members who may not vote for others in this poll: interested, and so forbidden."""
    rules = rulesets.of_meeting(session, poll.meeting)
    if interests.CONCERNED not in rules.proxy.forbidden_holders.value:
        return frozenset()
    return interests.concerned(session, poll.item_id)
