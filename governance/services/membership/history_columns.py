"""Facts of many members or persons written at once, by whole columns: what imports need."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, String, cast, func, insert, literal, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from governance.models.members import Member, Person
from governance.models.register_history import Membership, RegisterAct, RegisterFact
from governance.services.membership import history

NO_DAY = cast(null(), Date)
MEMBER: tuple[tuple[str, Any, Any], ...] = (
    ("name", Member.name, NO_DAY),
    ("category", Member.category, NO_DAY),
    ("region", Member.region, NO_DAY),
    ("department", Member.department, NO_DAY),
    ("siren", Member.siren, NO_DAY),
    ("siret", Member.siret, NO_DAY),
    ("population", func.coalesce(cast(Member.population, String), ""), NO_DAY),
    ("tier", func.coalesce(Member.tier_code, ""), NO_DAY),
    ("membership", literal(Membership.MEMBER.value), Member.joined_on),
)
PERSON: tuple[tuple[str, Any, Any], ...] = (
    ("name", Person.name, NO_DAY),
    ("email", func.coalesce(Person.email, ""), NO_DAY),
)


def write_first(
    session: Session, act: RegisterAct, table: type[Member] | type[Person], ids: Sequence[int]
) -> None:
    """Write the first facts of rows just made, by whole columns; ``ids`` may leave no gap."""
    if not ids:
        return
    person = table is Person
    of_subject = RegisterFact.person_id if person else RegisterFact.member_id
    known = select(RegisterFact.id).where(of_subject == table.id, RegisterFact.act_id != act.id)
    names = ["person_id" if person else "member_id", "field", "value", "holds_from", "act_id"]
    for field, column, since in PERSON if person else MEMBER:
        rows = select(table.id, literal(field), column, since, literal(act.id)).where(
            table.id.between(min(ids), max(ids)), column != "", ~known.exists()
        )
        session.execute(insert(RegisterFact).from_select(names, rows))


def write_changes(
    session: Session,
    act: RegisterAct,
    told: Sequence[tuple[Member | Person, Mapping[str, str]]],
    holds_from: date,
) -> None:
    """Write what fields of many subjects hold from a day on, as ``write_change`` does for one."""
    for table in (Member, Person):
        mine = {subject.id: fields for subject, fields in told if isinstance(subject, table)}
        column = RegisterFact.member_id if table is Member else RegisterFact.person_id
        _retract_of_day(session, act, column, mine, holds_from)
    rows = [
        history.row(act, subject, field, text, holds_from)
        for subject, fields in told
        for field, text in fields.items()
    ]
    if rows:
        session.execute(insert(RegisterFact), rows)


def write_of_members(
    session: Session, act: RegisterAct, told: Mapping[int, Mapping[str, str]], holds_from: date
) -> None:
    """Write what fields of members hold from a day on, by the members' numbers."""
    _retract_of_day(session, act, RegisterFact.member_id, told, holds_from)
    rows = [
        {"member_id": number, "field": field, "value": text, "holds_from": holds_from}
        for number, fields in told.items()
        for field, text in fields.items()
    ]
    if rows:
        session.execute(insert(RegisterFact).values(act_id=act.id), rows)


def _retract_of_day(
    session: Session,
    act: RegisterAct,
    column: InstrumentedAttribute[int | None],
    mine: Mapping[int, Mapping[str, str]],
    holds_from: date,
) -> None:
    """Retract what began on that very day in the fields that are written again."""
    same_day = select(RegisterFact.id, column, RegisterFact.field).where(
        column.is_not(None),
        RegisterFact.holds_from == holds_from,
        RegisterFact.retracted_by_id.is_(None),
    )
    replaced = [
        number
        for number, owner, field in session.execute(same_day)
        if field in mine.get(owner or 0, ())
    ]
    if replaced:
        history.retract(session, act, replaced)
