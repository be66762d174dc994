"""Many rows read or written at once, past the mapper, which makes an object or a tuple of each.

Rows are written by one statement, however different they are in what they leave empty. The
mapper's own way writes neighbours that leave other columns empty one by one, and puts the numbers
of its batches together in a time that grows with their square.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Executable, Table, insert
from sqlalchemy.orm import Session

from governance.models.base import Base

Rows = Sequence[Mapping[str, Any]]


def read_rows(session: Session, model: type[Base], wanted: Executable) -> Sequence[Any]:
    """Return the rows of a query of columns alone, past the mapper: for thousands of them."""
    session.flush()
    return session.connection(bind_arguments={"mapper": model}).execute(wanted).all()


def insert_rows(session: Session, model: type[Base], rows: Rows) -> None:
    """Insert rows; all of them name the same columns."""
    if rows:
        session.execute(insert(_table(model)), rows, bind_arguments={"mapper": model})


def insert_numbered(session: Session, model: type[Base], rows: Rows) -> Sequence[int]:
    """Insert rows; return their new numbers in the same order."""
    if not rows:
        return []
    table = _table(model)
    numbered = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return session.scalars(numbered, rows, bind_arguments={"mapper": model}).all()


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)
