"""Agendas taken up (ordre du jour repris): that of an earlier year, or of a call that failed."""

from typing import TypeVar

from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from governance.models.agenda import AgendaItem, Candidate
from governance.models.meetings import Meeting
from governance.models.polls import Poll
from governance.models.terms import TermMotion
from governance.services.convening.agenda import items_of
from governance.services.polls import rounds

Row = TypeVar("Row", AgendaItem, Candidate)
OF_A_YEAR = ("figures", "called_at")  # with the candidates, what is new each year


def copy_items(session: Session, source: Meeting, target: Meeting) -> None:
    """Copy the agenda of an earlier meeting, without what belonged to that year alone.

    That is candidates, figures, further rounds of an election, votes on one person's term.
    """
    gone = rounds.further_items(session, source.id)
    gone |= set(session.scalars(select(TermMotion.item_id)))
    kept = [item for item in items_of(session, source.id) if item.id not in gone]
    for place, item in enumerate(kept, 1):
        session.add(_again(item, OF_A_YEAR, meeting_id=target.id, position=place))
    session.flush()


def carry_items(session: Session, first: Meeting, second: Meeting) -> None:
    """Carry to a second call the items that the first meeting left undecided, whole."""
    decided = select(Poll.item_id).where(
        Poll.meeting_id == first.id, Poll.announced_at.is_not(None)
    )
    done = set(session.scalars(decided))
    left = [item for item in items_of(session, first.id) if item.id not in done]
    for place, item in enumerate(left, 1):
        carried = _again(item, meeting_id=second.id, position=place)
        carried.candidates = [_again(candidate, ("item_id",)) for candidate in item.candidates]
        session.add(carried)
        session.flush()
        about = update(TermMotion).where(TermMotion.item_id == item.id)
        session.execute(about.values(item_id=carried.id))
    session.flush()


def _again(row: Row, without: tuple[str, ...] = (), **changed: object) -> Row:
    """Return a row with the same columns, but for its number and what changes."""
    kept = {
        column.key: getattr(row, column.key)
        for column in inspect(type(row)).column_attrs
        if column.key not in ("id", *without)
    }
    return type(row)(**(kept | changed))
