"""The roll (liste électorale) as the ballot box asks for it: ``ballots.ports.Roll``."""

from typing import cast

from sqlalchemy import Connection, Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from ballots.errors import RefusedError
from ballots.ports import Right
from governance.models.meetings import Meeting
from governance.models.polls import Poll, PollLine
from governance.models.rulesets import RuleSetVersion
from governance.services.bylaws import rulesets
from governance.services.sitting import attendance

_POLL, _LINE = cast(Table, Poll.__table__), cast(Table, PollLine.__table__)
_MEETING, _RULES = cast(Table, Meeting.__table__), cast(Table, RuleSetVersion.__table__)
_EXERCISED_FOR = func.coalesce(_LINE.c.holder_member_id, _LINE.c.member_id)
_MINE = (  # the line, when it is this voter's in this election
    select(
        _LINE.c.name,
        _LINE.c.voices,
        _LINE.c.signed,
        attendance.last_movement(_POLL.c.meeting_id, _EXERCISED_FOR)
        .scalar_subquery()
        .label("place"),
        _RULES.c.document,
        _RULES.c.sha256,
        _MEETING.c.body,
    )
    .join(_POLL, _POLL.c.id == _LINE.c.poll_id)
    .join(_MEETING, _MEETING.c.id == _POLL.c.meeting_id)
    .join(_RULES, _RULES.c.id == _MEETING.c.rule_set_id)
    .where(
        _LINE.c.id == bindparam("line"),
        _LINE.c.exercised_by_id == bindparam("voter"),
        _POLL.c.election == bindparam("election"),
    )
)
_HELD = _MINE.with_for_update(of=_LINE)
_OF = select(_POLL.c.id).where(_POLL.c.election == bindparam("of"))
_SIGN = (
    update(_LINE)
    .where(
        _LINE.c.id == bindparam("line"),
        _LINE.c.poll_id == _OF.scalar_subquery(),
    )
    .values(signed=True)
)


class SqlRoll:
    """Answers from the poll's frozen lines, by statements built once: each vote runs them."""

    def require_right(self, session: Session, election: str, line: int, voter: int) -> Right:
        """Lock the line and return its right.

        Raises:
            RefusedError: roll.not-your-right or vote.not-there, told as the box's own refusals.
        """
        found = _at(session).execute(_HELD, _told(election, line, voter)).first()
        if found is None:
            raise RefusedError("roll.not-your-right", status=403)
        if not attendance.is_presence(found.place):
            raise RefusedError("vote.not-there", name=found.name)
        rules = rulesets.read_document(found.document, found.sha256).of_body(found.body)
        return Right(found.voices, found.signed, rules.vote.revote.value)

    def has_signed(self, session: Session, election: str, line: int, voter: int) -> bool:
        """Return whether this right has voted; false for a right that is not the voter's."""
        found = _at(session).execute(_MINE, _told(election, line, voter)).first()
        return found is not None and found.signed

    def sign(self, session: Session, election: str, line: int) -> None:
        """Mark the line (émargement): no time, no order.

        Raises:
            ValueError: no such line; the caller has just locked it.
        """
        if _at(session).execute(_SIGN, {"line": line, "of": election}).rowcount != 1:
            raise ValueError("no such line in this election")


def _at(session: Session) -> Connection:
    return session.connection(bind_arguments={"mapper": PollLine})


def _told(election: str, line: int, voter: int) -> dict[str, object]:
    return {"election": election, "line": line, "voter": voter}
