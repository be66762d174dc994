"""What changed in the electorate since the roll was frozen: each effect, and the acts behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from governance.models.journal import JournalLine
from governance.models.meetings import Meeting
from governance.rules.calendar import day_of
from governance.services.electorate import roll
from governance.services.electorate.electorate import Electorate, Line, complete
from governance.services.membership import register_at

MASS = ("register.imported", "register.import-undone", "mandates.ended", "dues.called")
ABOUT = ("member.%", "dues.%", "payment.%", "contest.%", "request.accepted")


@dataclass(frozen=True, slots=True)
class Change:
    """What became different for one member of the frozen roll, and the journal lines about it.

    ``acted``: who acted for it when the notice left.
    """

    line: Line
    voted: bool
    acted: str
    acts: tuple[JournalLine, ...]

    @property
    def is_told(self) -> bool:
        """Whether anything happened to this line; to contest it is not yet to change it."""
        acted = any(not act.kind.startswith("contest.") for act in self.acts)
        return acted or (self.line.on_roll and self.is_of_vote)

    @property
    def is_of_vote(self) -> bool:
        """Whether the member votes now and did not, or the reverse."""
        return self.voted != self.line.votes

    @property
    def is_of_person(self) -> bool:
        """Whether another person acts for it."""
        return self.acted != (self.line.acting.name if self.line.acting else "")


def changes_since(
    session: Session, meeting: Meeting, electorate: Electorate, now: datetime
) -> list[Change]:
    """Return what changed since the notice, member by member; nothing before the freezing.

    A member whom acts concern is told even where they changed neither its vote nor its person.
    """
    if electorate.frozen is None or meeting.convened_at is None:
        return []
    until = min(now, meeting.closed_at) if meeting.closed_at else now
    acts = _acts(session, electorate, until)
    voted = {
        line.member_id: line.entitled
        for line in roll.roll_at(session, meeting, meeting.convened_at, electorate.kept).lines
    }
    told = [
        Change(line, voted.get(line.member_id, False), "", tuple(acts.get(line.member_id, ())))
        for line in electorate.lines
        if line.member_id in acts or voted.get(line.member_id, False) != line.votes
    ]
    return _with_people(session, meeting, electorate, [one for one in told if one.is_told])


def _with_people(
    session: Session, meeting: Meeting, electorate: Electorate, changes: Sequence[Change]
) -> list[Change]:
    """Return changes with who acts, and who acted when the notice left."""
    if not changes or meeting.convened_at is None:
        return []
    lines = complete(session, meeting, electorate, [one.line for one in changes])
    numbers = [line.member_id for line in lines]
    people = register_at.people_on(session, day_of(meeting.convened_at), numbers)
    before = {member_id: found[0].name for member_id, found in people.items() if found}
    return [
        replace(one, line=line, acted=before.get(line.member_id, ""))
        for one, line in zip(changes, lines, strict=True)
    ]


def _acts(
    session: Session, electorate: Electorate, until: datetime
) -> Mapping[int, Sequence[JournalLine]]:
    """Return the journal lines since the freezing that name each member, oldest first."""
    since = electorate.frozen.height if electorate.frozen else 0
    kinds = or_(*(JournalLine.kind.like(kind) for kind in ABOUT), JournalLine.kind.in_(MASS))
    wanted = select(JournalLine).where(JournalLine.height > since, JournalLine.at <= until, kinds)
    found: dict[int, list[JournalLine]] = {}
    for line in session.scalars(wanted.order_by(JournalLine.height)):
        named = line.facts.get("members") or [line.facts.get("member")]
        for member_id in {number for number in named if isinstance(number, int)}:
            found.setdefault(member_id, []).append(line)
    return found
