"""The office's form and keys (forme du bureau, clés): chosen, made, begun anew, rehearsed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ballots.services import rehearsal
from ballots.services import trustees as box_trustees
from governance.errors import InvalidInputError, StateError
from governance.models.accounts import Role
from governance.models.meetings import Meeting
from governance.models.office import (
    OfficeForm,
    OfficeKey,
    OfficeMessage,
    OfficeSeat,
    PollingOffice,
)
from governance.services.entry import accounts
from governance.services.entry.vault import Vault
from governance.services.office import office
from governance.services.office.office_groups import has_rankings, needed_groups
from governance.services.records import journal
from governance.services.records.journal import SYSTEM, Actor

MOST_SCRUTINEERS = 9  # each exchanges a message with each other: a ceremony grows as the square


@dataclass(frozen=True, slots=True)
class Choice:
    """The form that a secretary chooses; accounts and threshold for that of a threshold only."""

    kind: OfficeForm
    accounts: tuple[int, ...] = ()
    threshold: int | None = None


def majority_of(size: int) -> int:
    """Return the threshold proposed for ``size`` scrutineers: more than half of them."""
    return size // 2 + 1


def set_up(session: Session, vault: Vault, meeting: Meeting, now: datetime) -> OfficeSeat:
    """Make the server's keys for this meeting, those that are still missing."""
    row = session.get(PollingOffice, meeting.id)
    if row is None:
        row = office.office_of(session, meeting.id)
        session.add(row)
    if row.form != OfficeForm.THRESHOLD and office.is_changeable(session, meeting):
        row.groups = list(needed_groups(session, meeting.id, row.box_group))
    seats = office.trustees(session, meeting.id)
    seat = next((one for one in seats if one.account_id is None), None)
    if seat is None:
        seat = OfficeSeat(meeting_id=meeting.id, position=office.SERVER)
        session.add(seat)
    missing = [group for group in row.groups if office.key_in(seat, group) is None]
    for group in missing:
        secret, public_key = box_trustees.new_trustee(group)
        sealed = vault.seal(secret)
        seat.keys.append(
            OfficeKey(group_name=group, public_key=public_key, sealed_secret=sealed, made_at=now)
        )
    session.flush()
    if missing:
        _record(session, "office.key-made", seat, SYSTEM, now, groups=missing)
    return seat


def choose(
    session: Session,
    vault: Vault,
    meeting: Meeting,
    choice: Choice,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Give the office a form; the scrutineers' keys of the former one are void.

    Raises:
        StateError: office.closed.
        InvalidInputError: office.not-a-scrutineer, .too-few-scrutineers, .too-many-scrutineers,
            .bad-threshold or .rankings-need-two.
    """
    session.refresh(meeting, with_for_update=True)
    office.require_changeable(session, meeting)
    if choice.kind is OfficeForm.SERVER and has_rankings(session, meeting.id):
        raise InvalidInputError("office.rankings-need-two")
    names = _require_sound(session, choice)
    set_up(session, vault, meeting, now)
    row = office.office_of(session, meeting.id)
    row.form, row.threshold = choice.kind, choice.threshold
    row.round += 1
    row.groups = list(needed_groups(session, meeting.id, row.box_group))
    _empty(session, meeting)
    for position, account_id in enumerate(names, office.SERVER + 1):
        session.add(OfficeSeat(meeting_id=meeting.id, position=position, account_id=account_id))
    session.flush()
    set_up(session, vault, meeting, now)
    facts = {
        "form": choice.kind.value,
        "threshold": choice.threshold,
        "size": len(names),
        "holders": ", ".join(names.values()),
        "round": row.round,
    }
    journal.record(
        session, "office.form-chosen", facts, actor=actor, meeting_id=meeting.id, now=now
    )


def restart(
    session: Session, vault: Vault, meeting: Meeting, *, actor: Actor, now: datetime
) -> None:
    """Begin the scrutineers' keys anew, in the same form with the same scrutineers.

    Raises:
        StateError: office.closed.
    """
    form = office.form_of(session, meeting.id)
    seats = office.trustees(session, meeting.id)
    is_shared = form.kind is OfficeForm.THRESHOLD
    seated = tuple(one.account_id for one in seats if one.account_id is not None)
    choice = Choice(form.kind, seated if is_shared else (), form.needed if is_shared else None)
    choose(session, vault, meeting, choice, actor=actor, now=now)


def add_scrutineer_keys(
    session: Session,
    vault: Vault,
    meeting: Meeting,
    account_id: int,
    raw_keys: Mapping[str, str],
    *,
    actor: Actor,
    now: datetime,
) -> OfficeSeat:
    """Record the public keys that a scrutineer made in her browser, or replace her earlier ones.

    Args:
        raw_keys: by the name of the group; one for each group of the office.
    Raises:
        StateError: office.closed, once a secret poll has opened or the meeting is over;
            office.other-form, where keys are not made one by one.
        InvalidInputError: office.malformed.
        BallotsError: trustee.malformed or trustee.bad-key.
    """
    session.refresh(meeting, with_for_update=True)
    office.require_changeable(session, meeting)
    set_up(session, vault, meeting, now)
    form = office.form_of(session, meeting.id)
    if form.kind is not OfficeForm.ALL:
        raise StateError("office.other-form")
    require_groups(raw_keys, form.groups)
    keys = {group: box_trustees.canonical_key(raw, group) for group, raw in raw_keys.items()}
    members = office.trustees(session, meeting.id)
    mine = next((one for one in members if one.account_id == account_id), None)
    if mine is None:
        mine = OfficeSeat(meeting_id=meeting.id, position=len(members) + 1, account_id=account_id)
        session.add(mine)
    mine.keys.clear()
    session.flush()
    mine.keys.extend(
        OfficeKey(group_name=group, public_key=key, made_at=now) for group, key in keys.items()
    )
    mine.rehearsed_at = None
    session.flush()
    _record(session, "office.key-made", mine, actor, now, groups=list(keys))
    return mine


def rehearse(
    session: Session,
    meeting: Meeting,
    account_id: int,
    parts: Mapping[str, tuple[str, str]],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Verify a scrutineer's part of throw-away ciphertexts, one for each group of the office.

    Args:
        parts: by group, the ciphertext that her page made and her part of it.
    Raises:
        NotFoundError: office.not-a-member.
        StateError: office.no-key-yet.
        InvalidInputError: office.malformed.
        BallotsError: tally.malformed, decryption.* (which check failed); nothing is recorded.
    """
    seat = office.seat_of(session, meeting.id, account_id)
    require_groups(parts, office.form_of(session, meeting.id).groups)
    for group, (ciphertext, part) in parts.items():
        key = office.key_in(seat, group)
        if key is None:
            raise StateError("office.no-key-yet")
        public = office.public_element(key)
        rehearsal.verify_rehearsal(group, str(meeting.id), public, ciphertext, part)
    seat.rehearsed_at = now
    session.flush()
    _record(session, "office.rehearsed", seat, actor, now)


def require_groups(given: Collection[str], wanted: Collection[str]) -> None:
    """Raise unless what came is there for each group of the office, and for no other.

    Raises:
        InvalidInputError: office.malformed.
    """
    if set(given) != set(wanted):
        raise InvalidInputError("office.malformed")


def possible_scrutineers(session: Session) -> dict[int, str]:
    """Return the names of the accounts that may sit in an office, in their order."""
    return {one.id: one.name for one in accounts.with_role(session, Role.SCRUTINEER)}


def _require_sound(session: Session, choice: Choice) -> dict[int, str]:
    """Return the names of the scrutineers chosen, by account, in the order of their names."""
    if choice.kind is not OfficeForm.THRESHOLD:
        return {}
    known = possible_scrutineers(session)
    if not set(choice.accounts) <= set(known):
        raise InvalidInputError("office.not-a-scrutineer")
    names = {number: name for number, name in known.items() if number in choice.accounts}
    if len(names) < 2:
        raise InvalidInputError("office.too-few-scrutineers")
    if len(names) > MOST_SCRUTINEERS:
        raise InvalidInputError("office.too-many-scrutineers", most=MOST_SCRUTINEERS)
    if choice.threshold is None or not 1 <= choice.threshold <= len(names):
        raise InvalidInputError("office.bad-threshold", size=len(names))
    return names


def _empty(session: Session, meeting: Meeting) -> None:
    """Take away the scrutineers' seats, keys and messages; the server keeps its keys."""
    for seat in office.trustees(session, meeting.id):
        if seat.account_id is not None:
            session.delete(seat)
    session.execute(delete(OfficeMessage).where(OfficeMessage.meeting_id == meeting.id))
    session.flush()


def _record(
    session: Session, kind: str, seat: OfficeSeat, actor: Actor, now: datetime, **more: object
) -> None:
    facts = {"holder": actor.name, "number": seat.position, **more}
    journal.record(session, kind, facts, actor=actor, meeting_id=seat.meeting_id, now=now)
