"""Codes of an outside authority (autorité de codes): the roll goes out, public lists come back.

A meeting says before it is convened who makes its codes. With an outside authority the server
never holds a private code, not even inside a letter: ``python -m ballots.credentials`` makes them.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ballots.services.credentials import CheckedLists, PublicList, RightToCode, write_roll
from ballots.services.credentials import read_destruction as read_statement
from governance.errors import InvalidInputError, StateError
from governance.models.journal import JournalLine
from governance.models.meetings import Meeting
from governance.models.roll import CredentialAssignment, ElectionSlot
from governance.rules.lifecycle import MeetingState, require_meeting_move
from governance.services.electorate import roll
from governance.services.office import credentials
from governance.services.records import journal
from governance.services.records.journal import Actor

LONGEST_NAME = 200
TAKEN, DESTROYED = "credential.lists-taken", "credential.authority-destroyed"
HELD = (MeetingState.CONVENED, MeetingState.OPEN)


@dataclass(frozen=True, slots=True)
class SlotCodes:
    """An election that has not opened, and how many rights have a code for it."""

    election: str
    poll_id: int | None
    with_code: int


def choose_authority(
    session: Session, meeting: Meeting, name: str, *, actor: Actor, now: datetime
) -> None:
    """Say who makes the codes of a draft meeting; without a name, Plénière does.

    Raises:
        StateError: meeting.not-now, once the notice has left.
        InvalidInputError: authority.name.
    """
    require_meeting_move(meeting.state, "edit")
    if len(name.strip()) > LONGEST_NAME or not name.isprintable():
        raise InvalidInputError("authority.name", most=LONGEST_NAME)
    meeting.credential_authority = name.strip()
    facts: dict[str, object] = {"name": credentials.authority_of(meeting)}
    _note(session, meeting, "credential.authority-chosen", facts, actor, now)


def roll_file(session: Session, meeting: Meeting) -> bytes:
    """Return what the authority starts from: the elections that may still open, and every right.

    Raises:
        StateError: authority.not-outside, or meeting.not-now before the notice has left.
    """
    _require_outside(meeting)
    acting = roll.acting(session, meeting.id)
    rights = []
    for line in roll.lines_of(session, meeting.id):
        person = acting.get(line.member_id)
        address = (person.email or "") if person else ""
        rights.append(RightToCode(line.id, line.voices, line.name, address))
    slots = credentials.unopened_slots(session, meeting.id)
    return write_roll(meeting.title, [(slot.election, slot.group) for slot in slots], rights)


def take_lists(
    session: Session, meeting: Meeting, checked: CheckedLists, *, actor: Actor, now: datetime
) -> int:
    """Record the public credential of every right in every election that may still open.

    Lists taken before are replaced: the codes they were made from no longer vote.

    Args:
        checked: read and proved before the transaction, by ballots.services.credentials.
    Returns: how many elections now have their codes.
    Raises:
        StateError: authority.not-outside, or meeting.not-now.
        InvalidInputError: public-lists.other-elections, .other-group, .other-rights or
            .other-weight.
    """
    session.refresh(meeting, with_for_update=True)
    _require_outside(meeting)
    slots = {slot.election: slot for slot in credentials.unopened_slots(session, meeting.id)}
    wanted = {line.id: line.voices for line in roll.lines_of(session, meeting.id)}
    _require_all_elections(slots, checked.lists)
    for one in checked.lists:
        _require_the_roll(wanted, one)
    for one in checked.lists:
        _replace(session, slots[one.election.uuid], one)
    facts = {"elections": len(checked.lists), "rights": len(wanted), "lists": checked.sha256}
    _note(session, meeting, TAKEN, facts, actor, now)
    return len(checked.lists)


def note_destroyed(
    session: Session, meeting: Meeting, raw: bytes, *, actor: Actor, now: datetime
) -> None:
    """Enter in the journal that the authority has destroyed the private codes it made.

    Raises:
        StateError: authority.not-outside.
        BallotsError: destruction.malformed, .not-canonical or .too-large.
        InvalidInputError: destruction.other-lists, destruction.noted.
    """
    if not meeting.credential_authority:
        raise StateError("authority.not-outside")
    stated = read_statement(raw)
    if stated.lists not in {line.facts["lists"] for line in _lines(session, meeting, TAKEN)}:
        raise InvalidInputError("destruction.other-lists")
    if any(line.facts["lists"] == stated.lists for line in _lines(session, meeting, DESTROYED)):
        raise InvalidInputError("destruction.noted")
    facts = {
        "name": meeting.credential_authority,
        "count": stated.codes,
        "lists": stated.lists,
        "stated_at": stated.at,
        "statement": hashlib.sha256(raw).hexdigest(),
    }
    _note(session, meeting, DESTROYED, facts, actor, now)


def slots_with_codes(session: Session, meeting: Meeting) -> list[SlotCodes]:
    """Return each election that has not opened, with how many rights have a code for it."""
    counted = (
        select(CredentialAssignment.slot_id, func.count())
        .group_by(CredentialAssignment.slot_id)
        .join(ElectionSlot, ElectionSlot.id == CredentialAssignment.slot_id)
        .where(ElectionSlot.meeting_id == meeting.id)
    )
    known = {row[0]: row[1] for row in session.execute(counted)}
    slots = credentials.unopened_slots(session, meeting.id)
    return [SlotCodes(slot.election, slot.poll_id, known.get(slot.id, 0)) for slot in slots]


def facts_of_codes(session: Session, meeting: Meeting) -> Sequence[JournalLine]:
    """Return what the journal tells of the meeting's codes, oldest first."""
    lines = journal.lines_of(session, meeting.id)
    return [line for line in lines if line.kind.startswith("credential.")]


def _require_outside(meeting: Meeting) -> None:
    if not meeting.credential_authority:
        raise StateError("authority.not-outside")
    if meeting.state not in HELD:
        raise StateError("meeting.not-now", state=meeting.state.value, move="take_lists")


def _require_all_elections(slots: Mapping[str, ElectionSlot], lists: Sequence[PublicList]) -> None:
    found = {one.election.uuid for one in lists}
    if found != slots.keys():
        raise InvalidInputError(
            "public-lists.other-elections",
            missing=len(slots.keys() - found),
            unknown=len(found - slots.keys()),
        )
    for one in lists:
        if one.election.group.name != slots[one.election.uuid].group:
            raise InvalidInputError("public-lists.other-group", election=one.election.uuid)


def _require_the_roll(wanted: Mapping[int, int], one: PublicList) -> None:
    """Raise unless a list has every line of the roll, with its weight, and no other."""
    found = {line.number: line.weight for line in one.lines}
    if found.keys() != wanted.keys():
        raise InvalidInputError(
            "public-lists.other-rights",
            election=one.election.uuid,
            missing=len(wanted.keys() - found.keys()),
            unknown=len(found.keys() - wanted.keys()),
        )
    for number, weight in found.items():
        if weight != wanted[number]:
            raise InvalidInputError(
                "public-lists.other-weight",
                election=one.election.uuid,
                line=number,
                found=weight,
                expected=wanted[number],
            )


def _replace(session: Session, slot: ElectionSlot, one: PublicList) -> None:
    session.execute(delete(CredentialAssignment).where(CredentialAssignment.slot_id == slot.id))
    session.add_all(
        CredentialAssignment(
            roll_line_id=line.number, slot_id=slot.id, public_credential=str(line.public)
        )
        for line in sorted(one.lines, key=lambda line: line.number)
    )
    session.flush()


def _lines(session: Session, meeting: Meeting, kind: str) -> list[JournalLine]:
    return [line for line in journal.lines_of(session, meeting.id) if line.kind == kind]


def _note(
    session: Session,
    meeting: Meeting,
    kind: str,
    facts: dict[str, object],
    actor: Actor,
    now: datetime,
) -> None:
    journal.record(session, kind, facts, actor=actor, meeting_id=meeting.id, now=now)
