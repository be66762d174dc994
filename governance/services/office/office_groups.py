"""In which cyclic groups (groupes) a meeting's office needs keys: of the setting, and for rankings.

A ranking is encrypted as one element: the group must be able to embed it. BELENIOS-2048 cannot.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.agenda import AgendaItem
from governance.rules.questions import MIXED, ballot_rule

BELENIOS_2048, RFC_3526_2048 = "BELENIOS-2048", "RFC-3526-2048"


def box_group(session: Session) -> str:
    """Return the group that this installation sets for boxes to tick."""
    return str(session.info.get("box_group", BELENIOS_2048))


def ranking_group(box: str) -> str:
    """Return the group of rankings and grades where boxes to tick use ``box``."""
    return RFC_3526_2048 if box == BELENIOS_2048 else box


def needed_groups(session: Session, meeting_id: int, box: str) -> tuple[str, ...]:
    """Return the groups that the planned votes of a meeting need, that of boxes first."""
    if has_rankings(session, meeting_id) and ranking_group(box) != box:
        return box, ranking_group(box)
    return (box,)


def has_rankings(session: Session, meeting_id: int) -> bool:
    """Return whether a vote of the agenda is by ranking or by grades."""
    items = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id))
    return any(ballot_rule(item.ballot).kind in MIXED for item in items)
