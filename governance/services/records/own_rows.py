"""Every row that is somebody's (ce qui se rattache à elle): reached from hers, key by key.

A table that names a person, a member or an account by a key is followed without being told of, so
that what is added to the schema later is given to her too.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, LargeBinary, RowMapping, Table, select
from sqlalchemy.orm import Session

from governance.models.base import Base
from governance.models.members import ActsAs, Representation
from governance.services.records.open_export import why_left_out

NEVER = frozenset(
    (
        "credential_assignment",  # would tie a right to a code
        "office_message",  # encrypted, of the ceremony
        "import_plan",  # the lines of everybody; what it said of her is in the register
        "register_act",  # of many members at once: told from her facts, never followed to others'
        "register_merge",  # numbers of rows, and addresses that her facts have
    )
)
GIVERS = ("bank_line", "register_act")  # followed the other way: by what payment, by what act
UNTOLD = frozenset((("open_vote", "receipt"), ("member", "name_key")))
Found = dict[str, dict[tuple[Any, ...], RowMapping]]


def rows_of(session: Session, person_id: int) -> Found:
    """Return by table the rows of a person: as she acts, votes, pays, and as a member herself.

    Duplicates that were merged into her are she. What is encrypted, and what would tie a right to
    vote to a code, is not among them.
    """
    persons = _with_twins(session, "person", {person_id})
    own = select(Representation.member_id).where(
        Representation.person_id.in_(persons), Representation.acts_as == ActsAs.SELF
    )
    members = _with_twins(session, "member", set(session.scalars(own)))
    found: Found = {}
    reached = {
        name: _keep(found, table, _where_id(session, table, numbers))
        for name, numbers in (("person", persons), ("member", members))
        for table in (Base.metadata.tables[name],)
    }
    while reached:
        reached = _follow(session, found, reached)
    for giver in (Base.metadata.tables[name] for name in GIVERS):
        numbers = {number for rows in found.copy().items() for number in _given_by(giver, *rows)}
        _keep(found, giver, _where_id(session, giver, numbers))
    return found


def told(found: Found, name: str) -> list[dict[str, Any]]:
    """Return the rows of one table as they may be told, in the order of their keys."""
    columns = [one for one in Base.metadata.tables[name].columns if _is_told(one)]
    rows = found.get(name, {})
    return [{one.name: rows[key][one] for one in columns} for key in sorted(rows)]


def tables() -> list[str]:
    """Return the names of the tables that may hold rows of a person."""
    reached = {"person", "member"}
    while True:
        further = {
            table.name
            for table in Base.metadata.sorted_tables
            if table.name not in NEVER and any(parent in reached for _, parent in _keys(table))
        }
        if further <= reached:
            return sorted(reached | set(GIVERS))
        reached |= further


def _follow(session: Session, found: Found, reached: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Keep the rows that point to those just reached; return the numbers that are new."""
    further: dict[str, set[int]] = {}
    for table in Base.metadata.sorted_tables:
        if table.name in NEVER:
            continue
        for column, parent in _keys(table):
            numbers = reached.get(parent)
            if numbers:
                new = _keep(found, table, _where(session, table, column, numbers))
                further.setdefault(table.name, set()).update(new)
    return {name: numbers for name, numbers in further.items() if numbers}


def _keep(found: Found, table: Table, rows: Collection[RowMapping]) -> set[int]:
    """Remember rows by their keys; return the numbers of those not seen before."""
    kept = found.setdefault(table.name, {})
    new = set()
    for row in rows:
        key = tuple(row[column] for column in table.primary_key)
        if key not in kept:
            kept[key] = row
            if "id" in table.columns:
                new.add(row[table.c.id])
    return new


def _keys(table: Table) -> Iterator[tuple[Column[Any], str]]:
    """Yield the columns of a table that point to a row of a table by its number."""
    for column in table.columns:
        for key in column.foreign_keys:
            if key.column.name == "id":
                yield column, key.column.table.name


def _given_by(giver: Table, name: str, rows: Mapping[tuple[Any, ...], RowMapping]) -> Iterator[int]:
    for column, parent in _keys(Base.metadata.tables[name]):
        if parent == giver.name:
            yield from (row[column] for row in rows.values() if row[column] is not None)


def _where_id(session: Session, table: Table, numbers: Collection[int]) -> Collection[RowMapping]:
    return _where(session, table, table.c.id, numbers)


def _where(
    session: Session, table: Table, column: Column[Any], numbers: Collection[int]
) -> Collection[RowMapping]:
    columns = [one for one in table.columns if not isinstance(one.type, LargeBinary)]
    wanted = select(*columns).where(column.in_(sorted(numbers)))
    connection = session.connection(bind_arguments={"mapper": Representation})
    return connection.execute(wanted).mappings().all()


def _with_twins(session: Session, name: str, numbers: set[int]) -> set[int]:
    """Return the rows with those that were merged into them, at any remove."""
    table = Base.metadata.tables[name]
    twins = numbers
    while twins:
        rows = _where(session, table, table.c.merged_into_id, twins)
        twins = {row[table.c.id] for row in rows} - numbers
        numbers = numbers | twins
    return numbers


def _is_told(column: Column[Any]) -> bool:
    if (column.table.name, column.name) in UNTOLD or isinstance(column.type, LargeBinary):
        return False
    return not why_left_out(column) or (
        column.table.name == "access_link" and column.name != "token_hash"
    )
