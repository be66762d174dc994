"""Pairs told apart (ce ne sont pas des doublons): remembered until either of the two changes."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from governance.errors import NotFoundError
from governance.models.distinct_pairs import DistinctPair
from governance.models.members import Member
from governance.services.membership import duplicates
from governance.services.membership.duplicates import Known, Pair, Pairs, Place
from governance.services.records import journal
from governance.services.records.journal import Actor

APART = {"member": "member.told-apart", "person": "person.told-apart"}  # kinds of journal lines
AGAIN = {"member": "member.looked-again", "person": "person.looked-again"}


@dataclass(frozen=True, slots=True)
class ToldApart:
    """Two that somebody told apart: their names today, by whom, when."""

    id: int
    subject: str
    first: Known
    second: Known
    told_at: datetime
    told_by: str


def pairs(session: Session, subject: str, most: int) -> Pairs:
    """Return the first members, or persons, that may be one and were not told apart."""
    rows = duplicates.known(session, subject)
    return duplicates.first_pairs(rows, most, apart(session, subject, rows))


def like(session: Session, member: Member) -> Sequence[Pair]:
    """Return the pairs that a member is in and that were not told apart."""
    found = duplicates.like(session, member)
    rows = {one.id: one for pair in found for one in (pair.first, pair.second)}
    holding = apart(session, "member", rows)
    return [
        pair
        for pair in found
        if (min(pair.first.id, pair.second.id), max(pair.first.id, pair.second.id)) not in holding
    ]


def tell_apart(
    session: Session,
    subject: str,
    first_id: int,
    second_id: int,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Note that two which look like one are two; they are not proposed again as they are.

    Raises:
        NotFoundError: duplicates.no-pair, when nothing makes them look like one.
    """
    rows = duplicates.known(session, subject, (first_id, second_id))
    if not duplicates.pairs(rows.values()):
        raise NotFoundError("duplicates.no-pair")
    place = min(first_id, second_id), max(first_id, second_id)
    kept = _row(session, subject, place)
    if kept is None:
        kept = DistinctPair(subject=subject, first_id=place[0], second_id=place[1])
        session.add(kept)
    kept.stamp, kept.told_at, kept.told_by = _stamp(rows, place), now, actor.name
    session.flush()
    _record(session, APART[subject], kept, rows, actor, now)


def look_again(session: Session, number: int, *, actor: Actor, now: datetime) -> None:
    """Forget that two were told apart: they are proposed again if they look like one.

    Raises:
        NotFoundError: duplicates.no-pair.
    """
    kept = session.get(DistinctPair, number)
    if kept is None:
        raise NotFoundError("duplicates.no-pair")
    rows = duplicates.known(session, kept.subject, (kept.first_id, kept.second_id))
    session.delete(kept)
    session.flush()
    _record(session, AGAIN[kept.subject], kept, rows, actor, now)


def apart(session: Session, subject: str, rows: Mapping[int, Known]) -> Collection[Place]:
    """Return the pairs that were told apart and have not changed since."""
    wanted = select(DistinctPair).where(DistinctPair.subject == subject)
    return {
        (kept.first_id, kept.second_id)
        for kept in session.scalars(wanted)
        if kept.first_id in rows
        and kept.second_id in rows
        and kept.stamp == _stamp(rows, (kept.first_id, kept.second_id))
    }


def told_apart(session: Session) -> Sequence[ToldApart]:
    """Return what is remembered and still holds, the newest first."""
    found = []
    for subject in ("member", "person"):
        rows = duplicates.known(session, subject, _told_numbers(session, subject))
        holding = apart(session, subject, rows)
        for kept in session.scalars(select(DistinctPair).where(DistinctPair.subject == subject)):
            if (kept.first_id, kept.second_id) in holding:
                two = rows[kept.first_id], rows[kept.second_id]
                found.append(ToldApart(kept.id, subject, *two, kept.told_at, kept.told_by))
    return sorted(found, key=lambda one: (one.told_at, one.id), reverse=True)


def forget(session: Session, subject: str, number: int) -> None:
    """Forget what was told of somebody who is erased."""
    either = (DistinctPair.first_id == number) | (DistinctPair.second_id == number)
    session.execute(delete(DistinctPair).where(DistinctPair.subject == subject, either))


def _told_numbers(session: Session, subject: str) -> set[int]:
    wanted = select(DistinctPair.first_id, DistinctPair.second_id)
    rows = session.execute(wanted.where(DistinctPair.subject == subject))
    return {number for row in rows for number in row}


def _row(session: Session, subject: str, place: Place) -> DistinctPair | None:
    wanted = select(DistinctPair).where(
        DistinctPair.subject == subject,
        DistinctPair.first_id == place[0],
        DistinctPair.second_id == place[1],
    )
    return session.scalars(wanted).one_or_none()


def _stamp(rows: Mapping[int, Known], place: Place) -> str:
    """Return the fingerprint of what is compared of both."""
    two = (rows[number] for number in place)
    told = [[one.name, one.group, one.siren, one.siret, one.email] for one in two]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _record(
    session: Session,
    kind: str,
    kept: DistinctPair,
    rows: Mapping[int, Known],
    actor: Actor,
    now: datetime,
) -> None:
    numbers = kept.first_id, kept.second_id
    first, second = (rows[one].name if one in rows else f"n° {one}" for one in numbers)
    facts = {kept.subject: kept.first_id, "second": kept.second_id, "name": first, "other": second}
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)
