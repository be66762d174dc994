"""Renewals (renouvellements): who engages for years to come, who cannot renew, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, NotFoundError
from governance.models.dues_calls import Renewal, Renewing
from governance.models.members import Member
from governance.services.dues import dues
from governance.services.membership.names import require_plain
from governance.services.records import journal
from governance.services.records.journal import Actor

LONGEST_REASON = 500
MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Word:
    """What a member says of the years from one to another."""

    answer: Renewing
    first_year: int
    last_year: int
    reason: str = ""


def record(session: Session, member_id: int, word: Word, *, actor: Actor, now: datetime) -> Renewal:
    """Keep what a member says; what it said before of any of these years is replaced, and stays.

    It changes neither its dues nor its standing: who cannot renew is a member until it leaves.

    Raises:
        NotFoundError: members.unknown.
        InvalidInputError: dues.bad-year, renewals.years, renewals.no-reason when it cannot renew,
            dues.too-long, members.invisible-character.
    """
    member = session.get(Member, member_id)
    if member is None:
        raise NotFoundError("members.unknown")
    _check(word)
    for before in of_member(session, member_id):
        if before.first_year <= word.last_year and word.first_year <= before.last_year:
            before.replaced_at = now
    kept = Renewal(
        member_id=member_id,
        answer=Renewing(word.answer).value,
        first_year=word.first_year,
        last_year=word.last_year,
        reason=word.reason.strip(),
        recorded_at=now,
        recorded_by=actor.name,
    )
    session.add(kept)
    session.flush()
    facts = {"member": member.id, "name": member.name, "answer": kept.answer}
    facts |= {"first": kept.first_year, "last": kept.last_year, "reason": kept.reason}
    journal.record(session, "dues.renewal-told", facts, actor=actor, meeting_id=None, now=now)
    return kept


def of_member(session: Session, member_id: int) -> Sequence[Renewal]:
    """Return what a member says now, by year."""
    wanted = select(Renewal).where(Renewal.member_id == member_id, Renewal.replaced_at.is_(None))
    return session.scalars(wanted.order_by(Renewal.first_year, Renewal.id)).all()


def of_year(session: Session, year: int) -> Sequence[tuple[Member, Renewal]]:
    """Return the members who said something of a year, by name."""
    wanted = (
        select(Member, Renewal)
        .join(Renewal, Renewal.member_id == Member.id)
        .where(Renewal.replaced_at.is_(None), Renewal.first_year <= year, Renewal.last_year >= year)
        .order_by(Member.name_key)
    )
    return [(member, renewal) for member, renewal in session.execute(wanted)]


def _check(word: Word) -> None:
    for year in (word.first_year, word.last_year):
        dues.require_year(year)
    if not 0 <= word.last_year - word.first_year < MOST_YEARS:
        raise InvalidInputError("renewals.years", limit=MOST_YEARS)
    if word.answer == Renewing.CANNOT and not word.reason.strip():
        raise InvalidInputError("renewals.no-reason")
    require_plain(word.reason)
    if len(word.reason) > LONGEST_REASON:
        raise InvalidInputError("dues.too-long", limit=LONGEST_REASON)
