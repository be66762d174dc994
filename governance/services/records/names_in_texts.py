"""Names written in free texts (points, attentes, motifs): found, and taken out."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from governance.models.accounts import Account
from governance.models.base import Base
from governance.models.contacts import Contact
from governance.models.dues import DuesEvent
from governance.models.dues_calls import DuesReminder, Renewal
from governance.models.followups import Expectation, FollowUp, NextStep
from governance.models.interests import Interest
from governance.models.members import Person
from governance.models.regions import RegionNote
from governance.models.register_history import RegisterAct

TEXTS: Mapping[type[Base], tuple[InstrumentedAttribute[str], ...]] = {
    FollowUp: (FollowUp.attendees, FollowUp.said, FollowUp.withdrawn_for),
    NextStep: (NextStep.text, NextStep.carried_by),
    Expectation: (Expectation.text,),
    RegionNote: (RegionNote.text,),
    DuesReminder: (DuesReminder.recipient, DuesReminder.words),
    DuesEvent: (DuesEvent.reason,),
    Renewal: (Renewal.reason,),
    RegisterAct: (RegisterAct.reason,),
    Interest: (Interest.reason, Interest.declared_by),
}
PARTS = re.compile(r"[,;\n]|(?<=[.!?])\s")


def replace(session: Session, called: Collection[str], instead: str) -> None:
    """Replace in every free text what somebody is called, unless another still bears it.

    Args:
        called: her names, addresses and telephone, no longer in her own row.
    """
    session.flush()
    words = [word for word in called if word and not _is_borne(session, word)]
    if not words:
        return
    wanted = _pattern(words)
    for table, columns in TEXTS.items():
        found = or_(*(_holds(column, words) for column in columns))
        for row in session.scalars(select(table).where(found)):
            for column in columns:
                text = wanted.sub(lambda _match: instead, getattr(row, column.key))
                setattr(row, column.key, text[: getattr(column.type, "length", None)])


def passages(texts: Iterable[str], called: Collection[str]) -> list[str]:
    """Return the parts of texts that name somebody, without what stands beside them."""
    words = [word for word in called if word]
    wanted = _pattern(words)
    parts = (part.strip() for text in texts for part in PARTS.split(text))
    return [part for part in parts if wanted.search(part)]


def _pattern(words: Collection[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    either = "|".join(re.escape(word) for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _holds(column: InstrumentedAttribute[str], words: Collection[str]) -> ColumnElement[bool]:
    return or_(*(column.icontains(word, autoescape=True) for word in words))


def _is_borne(session: Session, word: str) -> bool:
    """Tell whether a person, a contact or an open account still bears a name or an address."""
    open_account = Account.disabled_at.is_(None)
    wanted = (
        select(Person.id).where(_is(word, Person.name, Person.email)),
        select(Contact.id).where(_is(word, Contact.name, Contact.email, Contact.phone)),
        select(Account.id).where(open_account, _is(word, Account.name, Account.email)),
    )
    return any(session.scalar(one.limit(1)) is not None for one in wanted)


def _is(word: str, *columns: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Compare with both spellings: SQLite lowers no accented letter."""
    spelt = {word, word.lower()}
    return or_(*(column.in_(spelt) | func.lower(column).in_(spelt) for column in columns))
