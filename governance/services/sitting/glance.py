"""A meeting at a glance (tableau de bord): whom it called, who answered, who is there now."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from governance.models.meetings import Meeting
from governance.models.notices import Answer
from governance.models.polls import Poll
from governance.rules.calendar import day_of
from governance.rules.lifecycle import MeetingState, PollState
from governance.rules.outlook import Outlook
from governance.rules.quorum import QuorumStatement
from governance.services.convening import answers
from governance.services.electorate import roll
from governance.services.polls import polls
from governance.services.sitting import attendance, quorums


@dataclass(frozen=True, slots=True)
class Glance:
    """The figures of one moment; before the notice leaves there are none.

    ``answers`` counts members by their last answer; ``proxies`` the mandates that stand.
    """

    called: int
    answers: Mapping[Answer, int]
    proxies: int
    quorum: QuorumStatement
    outlook: Outlook
    open_poll: Poll | None
    turnout: tuple[int, int]

    @property
    def silent(self) -> int:
        """How many members have not answered."""
        return self.called - sum(self.answers.values())

    @property
    def there(self) -> int:
        """How many entitled members are there themselves, in the room or online."""
        return self.quorum.onsite_heads + self.quorum.online_heads


def at_a_glance(session: Session, meeting: Meeting, now: datetime) -> Glance | None:
    """Return the figures of the meeting at ``now``, or nothing while it is a draft."""
    if meeting.state is MeetingState.DRAFT:
        return None
    voting = next(
        (one for one in polls.polls_of(session, meeting.id) if one.state is PollState.OPEN), None
    )
    quorum = attendance.quorum_now(session, meeting, now)
    return Glance(
        called=roll.count_lines(session, meeting.id),
        answers=Counter(answers.answers_of(session, meeting.id).values()),
        proxies=len(roll.standing_holders(session, meeting.id)),
        quorum=quorum,
        outlook=quorums.outlook_of(session, meeting, quorum),
        open_poll=voting,
        turnout=polls.turnout(session, voting) if voting else (0, 0),
    )


def is_the_day(meeting: Meeting, now: datetime) -> bool:
    """Return whether the day of the meeting has come."""
    return day_of(now) >= day_of(meeting.starts_at)
