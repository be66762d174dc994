"""The roll (liste électorale) as the ballot box asks for it: ``ballots.ports.Roll``."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.errors import RefusedError
from ballots.ports import Right
from governance.models.polls import Poll, PollLine
from governance.services import attendance, rulesets


class SqlRoll:
    """Answers from the poll's frozen lines."""

    def require_right(self, session: Session, election: str, line: int, voter: int) -> Right:
        """Lock the line and return its right.

        Raises:
            RefusedError: roll.not-your-right or vote.not-there, told as the box's own refusals.
        """
        poll, found = _find(session, election, line, voter, lock=True)
        if poll is None or found is None:
            raise RefusedError("roll.not-your-right", status=403)
        if not attendance.is_there(session, poll.meeting_id, found.exercised_for):
            raise RefusedError("vote.not-there", name=found.name)
        may_revote = rulesets.of_meeting(session, poll.meeting).revote.value
        return Right(found.voices, found.signed, may_revote)

    def has_signed(self, session: Session, election: str, line: int, voter: int) -> bool:
        """Return whether this right has voted; false for a right that is not the voter's."""
        _, found = _find(session, election, line, voter, lock=False)
        return found is not None and found.signed

    def sign(self, session: Session, election: str, line: int) -> None:
        """Mark the line (émargement): no time, no order."""
        wanted = select(PollLine).join(Poll, Poll.id == PollLine.poll_id)
        mine = wanted.where(Poll.election == election, PollLine.id == line)
        session.scalars(mine).one().signed = True
        session.flush()


def _find(
    session: Session, election: str, line: int, voter: int, *, lock: bool
) -> tuple[Poll | None, PollLine | None]:
    """Return the poll and the line, when the line is this voter's in this election."""
    wanted = (
        select(Poll, PollLine)
        .join(PollLine, PollLine.poll_id == Poll.id)
        .where(Poll.election == election, PollLine.id == line, PollLine.exercised_by_id == voter)
    )
    row = session.execute(wanted.with_for_update(of=PollLine) if lock else wanted).first()
    return (row[0], row[1]) if row else (None, None)
