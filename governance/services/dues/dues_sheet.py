"""All that is known of one line of dues: its state, acts, payments, calls, papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.dues import Dues, DuesEvent
from governance.models.dues_calls import DuesCall, DuesPaper, outbox_dues_paper
from governance.models.outbox import OutboxMessage
from governance.models.payments import Payment
from governance.rules.dues import DuesState
from governance.services.dues import dues_calls, dues_history, dues_lines, payments


@dataclass(frozen=True, slots=True)
class LineSheet:
    """One line of dues with its whole story."""

    line: Dues
    state: DuesState
    events: Sequence[DuesEvent]
    payments: Sequence[Payment]
    call: DuesCall | None
    papers: Sequence[DuesPaper]
    sent: Mapping[int, datetime]  # when a mail last carried a paper

    @property
    def reversed_ids(self) -> frozenset[int]:
        """The payments that were taken back."""
        return frozenset(one.reverses_id for one in self.payments if one.reverses_id is not None)


def line_sheet(session: Session, dues_id: int) -> LineSheet:
    """Return the story of a line of dues.

    Raises:
        NotFoundError: dues.unknown.
    """
    line = dues_lines.get_line(session, dues_id)
    state = payments.states(session, [line.id]).get(line.id)
    papers = select(DuesPaper).where(DuesPaper.dues_id == line.id).order_by(DuesPaper.id.desc())
    return LineSheet(
        line,
        state or DuesState("called", line.amount_eur),
        dues_history.events_of(session, [line.id]),
        payments.payments_of(session, [line.id]),
        dues_calls.calls_of(session, [line.id]).get(line.id),
        session.scalars(papers).all(),
        _sent(session, line.id),
    )


def _sent(session: Session, dues_id: int) -> Mapping[int, datetime]:
    wanted = (
        select(DuesPaper.id, OutboxMessage.queued_at)
        .join(outbox_dues_paper, outbox_dues_paper.c.paper_id == DuesPaper.id)
        .join(OutboxMessage, OutboxMessage.id == outbox_dues_paper.c.message_id)
        .where(DuesPaper.dues_id == dues_id)
        .order_by(OutboxMessage.queued_at)
    )
    return {row.id: row.queued_at for row in session.execute(wanted)}
