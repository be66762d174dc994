"""What the bylaws ask of members, read as a list: what each one has, what is missing, whose kin."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError
from governance.models.members import Member
from governance.rules.ruleset import RuleSet
from governance.services.membership import register
from governance.services.membership.names import fold
from governance.services.membership.traits import FIGURE, OF_THE_REGISTER, Asked, texts_on, together

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A member and what the register says for the bylaws.

    ``lacking``: the fields whose figures its voices wait for.
    """

    member_id: int
    name: str
    texts: Mapping[str, str]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the members of a day; of ``members``, ``lacking`` lack a figure."""

    rows: Sequence[Row]
    members: int
    lacking: int
    page: int
    pages: int


def listed(
    session: Session, rules: RuleSet, asked: Asked, day: date, *, lacking: bool, page: int
) -> Listing:
    """Return the members of a day with what is asked of them, those who lack a figure first.

    Nothing is asked of those who are not of the body: who left, whose category has no vote.
    """
    texts = texts_on(session, asked, day)
    rows = [
        Row(entry.id, entry.name, texts.get(entry.id, {}), _lacking(entry.voices.missing))
        for entry in register.all_entries(session, rules, day)
        if entry.standing.is_of_the_body()
    ]
    short = [row for row in rows if row.lacking]
    shown = short if lacking else [*short, *(row for row in rows if not row.lacking)]
    pages = max(1, -(-len(shown) // PAGE))
    page = min(max(page, 1), pages)
    return Listing(shown[(page - 1) * PAGE : page * PAGE], len(rows), len(short), page, pages)


def names_of(session: Session, numbers: Collection[str]) -> list[str]:
    """Return the names of members whose numbers a field holds; who is gone is left out."""
    wanted = select(Member.name).where(Member.id.in_([int(number) for number in numbers]))
    return list(session.scalars(wanted.order_by(Member.name_key)))


def kin_named(session: Session, names: str) -> str:
    """Return as a field holds them the members named, one a line.

    Raises:
        InvalidInputError: members.no-such-kin.
    """
    lines = [line.strip() for line in names.splitlines() if line.strip()]
    keys = {fold(line) for line in lines}
    found = session.execute(
        select(Member.id, Member.name_key).where(
            Member.name_key.in_(keys), Member.merged_into_id.is_(None)
        )
    ).all()
    unknown = [line for line in lines if fold(line) not in {row.name_key for row in found}]
    if unknown:
        raise InvalidInputError("members.no-such-kin", name=unknown[0][:80])
    return together(str(row.id) for row in found)


def _lacking(missing: Iterable[str]) -> tuple[str, ...]:
    return tuple(name if name == OF_THE_REGISTER else FIGURE + name for name in missing)
