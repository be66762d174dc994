"""The history of one member (histoire de la fiche): its acts, and what each one changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from governance.models.members import Member
from governance.models.register_history import RegisterAct, RegisterFact
from governance.services.membership import history


@dataclass(frozen=True, slots=True)
class Line:
    """One field that an act wrote: before, after, from which day; ``after`` empty = taken back."""

    field: str
    before: str
    after: str
    holds_from: date | None
    is_retracted: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """One act on the register, as far as this member goes."""

    act: RegisterAct
    lines: tuple[Line, ...]


def story(session: Session, member: Member) -> list[Chapter]:
    """Return what acts did with a member, the last one first."""
    facts = history.facts_about(session, member)
    acts = {fact.act_id: fact.act for fact in facts}
    acts |= {fact.retracted_by.id: fact.retracted_by for fact in facts if fact.retracted_by}
    held: dict[str, str] = {}
    before_of: dict[int, str] = {}
    chapters = []
    for number in sorted(acts):
        lines = _lines(facts, number, held, before_of)
        chapters.append(Chapter(acts[number], tuple(lines)))
    return chapters[::-1]


def _lines(
    facts: Sequence[RegisterFact], number: int, held: dict[str, str], before_of: dict[int, str]
) -> list[Line]:
    written = [fact for fact in facts if fact.act_id == number]
    lines = []
    for fact in sorted(written, key=lambda fact: fact.id):
        before_of[fact.id] = held.get(fact.field, "")
        before = held.get(fact.field, "") if fact.field != "membership" else ""
        lines.append(
            Line(fact.field, before, fact.value, fact.holds_from, fact.retracted_by_id is not None)
        )
        held[fact.field] = fact.value
    fields = {fact.field for fact in written}
    for fact in facts:
        if fact.retracted_by_id == number and fact.field not in fields:
            held[fact.field] = before_of.get(fact.id, "")
            lines.append(Line(fact.field, fact.value, held[fact.field], fact.holds_from, False))
    return lines
