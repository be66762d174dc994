"""The polling office (bureau de vote): its form, its seats, whether it is ready, whom it awaits."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.services import closing
from ballots.services import trustees as box_trustees
from governance.errors import NotFoundError, StateError
from governance.models.accounts import Account
from governance.models.meetings import Meeting
from governance.models.office import (
    OfficeForm,
    OfficeKey,
    OfficeMessage,
    OfficeSeat,
    PollingOffice,
)
from governance.models.polls import Poll
from governance.rules.lifecycle import MeetingState
from governance.services.entry.vault import Vault
from governance.services.office.office_groups import box_group, has_rankings, needed_groups
from governance.services.records.journal import SYSTEM

PARAMETERS = "parameters"  # the step of the message by which a ceremony is published
SERVER = 1  # the number of the server's seat


@dataclass(frozen=True, slots=True)
class Form:
    """How an office opens its urns: of ``size`` scrutineers ``needed``, and always the server."""

    kind: OfficeForm
    size: int
    needed: int
    groups: tuple[str, ...]
    round: int


def office_of(session: Session, meeting_id: int) -> PollingOffice:
    """Return the office of a meeting; before it was touched, one that needs every key."""
    found = session.get(PollingOffice, meeting_id)
    if found is not None:
        return found
    box = box_group(session)
    return PollingOffice(
        meeting_id=meeting_id,
        form=OfficeForm.ALL,
        box_group=box,
        groups=list(needed_groups(session, meeting_id, box)),
        round=1,
    )


def form_of(session: Session, meeting_id: int) -> Form:
    """Return how the office of a meeting opens its urns."""
    office = office_of(session, meeting_id)
    size = sum(one.account_id is not None for one in trustees(session, meeting_id))
    kind = OfficeForm(office.form)
    return Form(kind, size, office.threshold or size, tuple(office.groups), office.round)


def trustees(session: Session, meeting_id: int) -> Sequence[OfficeSeat]:
    """Return the members of the office, in the order of their numbers."""
    wanted = select(OfficeSeat).where(OfficeSeat.meeting_id == meeting_id)
    return session.scalars(wanted.order_by(OfficeSeat.position)).all()


def holders(session: Session, meeting_id: int) -> list[tuple[OfficeSeat, str]]:
    """Return each member of the office with the name of whoever sits there."""
    names = {
        account.id: account.name
        for account in session.scalars(select(Account).where(Account.disabled_at.is_(None)))
    }
    return [
        (one, SYSTEM.name if one.account_id is None else names.get(one.account_id, "—"))
        for one in trustees(session, meeting_id)
    ]


def seat_of(session: Session, meeting_id: int, account_id: int) -> OfficeSeat:
    """Return the seat of an account.

    Raises:
        NotFoundError: office.not-a-member.
    """
    for one in trustees(session, meeting_id):
        if one.account_id == account_id:
            return one
    raise NotFoundError("office.not-a-member")


def number_of(session: Session, meeting_id: int, account_id: int) -> int:
    """Return the number under which an account decrypts.

    Raises:
        NotFoundError: office.not-a-member.
    """
    return seat_of(session, meeting_id, account_id).position


def trustees_for(session: Session, meeting_id: int, group_name: str) -> str:
    """Return the list of trustees that an election of this meeting in this group publishes.

    Raises:
        StateError: office.not-ready.
    """
    if not is_ready(session, meeting_id, group_name):
        raise StateError("office.not-ready")
    members = [(key_in(one, group_name), name) for one, name in holders(session, meeting_id)]
    if form_of(session, meeting_id).kind is not OfficeForm.THRESHOLD:
        mandatory = [(key.public_key, name) for key, name in members if key]
        return box_trustees.trustee_list(mandatory, group_name=group_name)
    published = parameters(session, meeting_id, group_name)
    (server, name), *others = members
    if published is None or server is None:
        raise StateError("office.not-ready")
    shared = published, [one for _, one in others]
    return box_trustees.trustee_list([(server.public_key, name)], shared, group_name)


def joint_keys(session: Session, meeting_id: int) -> dict[str, str]:
    """Return the public key of the whole office in each of its groups, as far as it is ready."""
    return {
        group: box_trustees.joint_key_of(trustees_for(session, meeting_id, group), group)
        for group in form_of(session, meeting_id).groups
        if is_ready(session, meeting_id, group)
    }


def parameters(session: Session, meeting_id: int, group_name: str) -> str | None:
    """Return what the key ceremony of a group published; None before its end."""
    wanted = select(OfficeMessage.content).where(
        OfficeMessage.meeting_id == meeting_id,
        OfficeMessage.group_name == group_name,
        OfficeMessage.step == PARAMETERS,
    )
    return session.scalars(wanted).first()


def key_in(seat: OfficeSeat, group_name: str) -> OfficeKey | None:
    """Return the key of a seat in a group."""
    return next((key for key in seat.keys if key.group_name == group_name), None)


def public_element(key: OfficeKey) -> str:
    """Return the public key itself, as its group writes it."""
    return str(json.loads(key.public_key)["public_key"])


def is_ready(session: Session, meeting_id: int, group_name: str | None = None) -> bool:
    """Return whether an urn can open: every key of the form is there, in the group or in all."""
    form = form_of(session, meeting_id)
    box = office_of(session, meeting_id).box_group
    wanted = needed_groups(session, meeting_id, box) if group_name is None else (group_name,)
    seats = trustees(session, meeting_id)
    if not any(one.account_id is None for one in seats):
        return False
    if form.kind is OfficeForm.SERVER and has_rankings(session, meeting_id):
        return False  # two of the office mix rankings, or each has a name
    if form.kind is not OfficeForm.SERVER and len(seats) < 2:
        return False
    if not all(key_in(one, group) for one in seats for group in wanted):
        return False
    if form.kind is not OfficeForm.THRESHOLD:
        return True
    return all(parameters(session, meeting_id, group) is not None for group in wanted)


def is_changeable(session: Session, meeting: Meeting) -> bool:
    """Return whether a key may still be made or replaced."""
    opened = select(Poll.id).where(
        Poll.meeting_id == meeting.id, Poll.secret.is_(True), Poll.opened_at.is_not(None)
    )
    is_over = meeting.state in (MeetingState.CLOSED, MeetingState.PUBLISHED)
    return not is_over and session.scalars(opened.limit(1)).first() is None


def require_changeable(session: Session, meeting: Meeting) -> None:
    """Raise once the keys of the office serve.

    Raises:
        StateError: office.closed.
    """
    if not is_changeable(session, meeting):
        raise StateError("office.closed")


def awaited(session: Session, poll: Poll) -> list[tuple[OfficeSeat, str]]:
    """Return the members of the office whose part of a closed secret poll is missing and serves."""
    if poll.election is None or poll.closed_at is None or poll.announced_at is not None:
        return []
    missing = set(closing.awaited_owners(session, poll.election))
    members = holders(session, poll.meeting_id)
    return [(one, name) for one, name in members if one.position in missing]


def parts_awaited(session: Session, poll: Poll) -> int:
    """Return how many more parts open a closed secret poll; 0 when there is nothing to wait for."""
    missing = [one.position for one, _ in awaited(session, poll)]
    form = form_of(session, poll.meeting_id)
    if form.kind is not OfficeForm.THRESHOLD or not missing:
        return len(missing)
    of_the_group = sum(position != SERVER for position in missing)
    delivered = form.size - of_the_group
    return max(form.needed - delivered, 0) + (SERVER in missing)


def server_share(
    session: Session, vault: Vault, meeting_id: int, group_name: str
) -> tuple[int, bytes]:
    """Return the server's number and its secret in a group.

    Raises:
        NotFoundError: office.not-a-member, before the server has that key.
    """
    for one in trustees(session, meeting_id):
        key = key_in(one, group_name)
        if key is not None and key.sealed_secret is not None:
            return one.position, vault.open(key.sealed_secret)
    raise NotFoundError("office.not-a-member")
