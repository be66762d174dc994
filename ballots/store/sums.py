"""The running sum of an election (somme courante): derived from its ballots, so it may change."""

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from ballots.store.box import SUM
from ballots.store.read import connection

_ROW = select(SUM.c.head, SUM.c.ballots, SUM.c.weight, SUM.c.content).where(
    SUM.c.election == bindparam("election")
)
_CHANGE = (
    update(SUM)
    .where(SUM.c.election == bindparam("of"))
    .values(
        head=bindparam("head"),
        ballots=bindparam("ballots"),
        weight=bindparam("weight"),
        content=bindparam("content"),
    )
)


@dataclass(frozen=True, slots=True)
class StoredSum:
    """The row: ``head`` is the hash of the last event it accounts for."""

    head: str
    ballots: int
    weight: int
    content: bytes


def find_sum(session: Session, election: str) -> StoredSum | None:
    """Return the running sum, None for an election opened before there was one."""
    row = connection(session).execute(_ROW, {"election": election}).first()
    return StoredSum(*row) if row else None


def add_sum(session: Session, election: str, new: StoredSum) -> None:
    """Write the sum of an election that opens."""
    connection(session).execute(insert(SUM), {"election": election} | _members(new))


def change_sum(session: Session, election: str, new: StoredSum) -> None:
    """Write the sum after one more ballot, in the ballot's transaction."""
    connection(session).execute(_CHANGE, {"of": election} | _members(new))


def _members(new: StoredSum) -> dict[str, object]:
    return {
        "head": new.head,
        "ballots": new.ballots,
        "weight": new.weight,
        "content": new.content,
    }
