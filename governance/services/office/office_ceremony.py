"""The key ceremony of an office (cérémonie des clés): what is awaited of whom, and what came."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.services import ceremony
from ballots.services.ceremony import KeyCeremony, Step
from governance.errors import StateError
from governance.models.meetings import Meeting
from governance.models.office import OfficeForm, OfficeKey, OfficeMessage, OfficeSeat
from governance.services.office import office
from governance.services.office.office_keys import require_groups
from governance.services.records import journal
from governance.services.records.journal import SYSTEM, Actor

SENT = (Step.CERTIFICATES, Step.POLYNOMIALS, Step.OUTPUTS)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ceremony stands: the step that is awaited, and from whom, by number."""

    step: Step
    awaited: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Pieces:
    """What one trustee needs of the others, by group; a dictionary is empty until its step."""

    certificates: dict[str, list[str]]
    inputs: dict[str, str]
    outputs: dict[str, str]
    published: dict[str, str]


def standing(session: Session, meeting_id: int) -> Standing | None:
    """Return where the ceremony of a meeting stands; None where its office needs none.

    A message serves every group at once, so the first group tells for all of them.
    """
    form = office.form_of(session, meeting_id)
    if form.kind is not OfficeForm.THRESHOLD:
        return None
    members = [(one, name) for one, name in office.holders(session, meeting_id) if one.account_id]
    wanted = select(OfficeMessage.step, OfficeMessage.position).where(
        OfficeMessage.meeting_id == meeting_id, OfficeMessage.group_name == form.groups[0]
    )
    received = {(step, position) for step, position in session.execute(wanted)}
    for step in SENT:
        missing = [(m.position, name) for m, name in members if (step, m.position) not in received]
        if missing:
            return Standing(step, tuple(missing))
    return Standing(Step.DONE, ())


def pieces(session: Session, meeting: Meeting, account_id: int) -> Pieces:
    """Return what the trustee of this account needs for her next step, and to decrypt.

    Raises:
        NotFoundError: office.not-a-member.
        StateError: office.other-form.
    """
    seat = office.seat_of(session, meeting.id, account_id)
    form = _require_threshold(session, meeting.id)
    index = _index(seat)
    found = Pieces({}, {}, {}, {})
    for group in form.groups:
        held = _held(session, meeting.id, form, group)
        if held.step is not Step.CERTIFICATES:
            found.certificates[group] = ceremony.certificates(held)
        if held.step in (Step.OUTPUTS, Step.DONE):
            found.inputs[group] = held.input_of(index).decode()
        published = office.parameters(session, meeting.id, group)
        if published is not None:
            found.published[group] = published
    found.outputs.update(outputs_of(session, seat))
    return found


def outputs_of(session: Session, seat: OfficeSeat) -> dict[str, str]:
    """Return a trustee's last messages by group: her keys, sealed for herself alone."""
    wanted = select(OfficeMessage.group_name, OfficeMessage.content).where(
        OfficeMessage.meeting_id == seat.meeting_id,
        OfficeMessage.position == seat.position,
        OfficeMessage.step == Step.OUTPUTS,
    )
    return {row.group_name: row.content for row in session.execute(wanted)}


def add_messages(
    session: Session,
    meeting: Meeting,
    account_id: int,
    round_number: int,
    step: Step,
    texts: Mapping[str, str],
    *,
    actor: Actor,
    now: datetime,
) -> Standing:
    """Verify a trustee's messages of one step, one for each group, then record them all.

    Raises:
        NotFoundError: office.not-a-member.
        StateError: office.closed, .other-form or .restarted.
        InvalidInputError: office.malformed.
        BallotsError: ceremony.*, threshold.*, channel.* or trustee.bad-key (which check failed);
            nothing is recorded.
    """
    session.refresh(meeting, with_for_update=True)
    office.require_changeable(session, meeting)
    seat = office.seat_of(session, meeting.id, account_id)
    form = _require_threshold(session, meeting.id)
    if round_number != form.round:
        raise StateError("office.restarted")
    require_groups(texts, form.groups)
    keep = partial(_keep, session, meeting.id, now)
    for group, text in texts.items():
        held = _held(session, meeting.id, form, group)
        after = ceremony.add(held, step, _index(seat), text)
        keep(seat.position, group, step, text)
        if step is Step.OUTPUTS:
            key = ceremony.key_of(after, _index(seat))
            seat.keys.append(OfficeKey(group_name=group, public_key=key, made_at=now))
        if after.step is Step.DONE:
            keep(office.SERVER, group, office.PARAMETERS, ceremony.parameters(after))
    session.flush()
    return _recorded(session, meeting, seat, step, actor=actor, now=now)


def _recorded(
    session: Session,
    meeting: Meeting,
    seat: OfficeSeat,
    step: Step,
    *,
    actor: Actor,
    now: datetime,
) -> Standing:
    facts: dict[str, object] = {
        "holder": actor.name,
        "number": seat.position,
        "step": SENT.index(step) + 1,
    }
    journal.record(session, "office.step", facts, actor=actor, meeting_id=meeting.id, now=now)
    found = standing(session, meeting.id)
    if found is None:
        raise ValueError("a ceremony without an office of its form")
    if found.step is Step.DONE:
        form = office.form_of(session, meeting.id)
        facts = {"needed": form.needed, "size": form.size}
        journal.record(session, "office.ready", facts, actor=SYSTEM, meeting_id=meeting.id, now=now)
    return found


def _require_threshold(session: Session, meeting_id: int) -> office.Form:
    form = office.form_of(session, meeting_id)
    if form.kind is not OfficeForm.THRESHOLD:
        raise StateError("office.other-form")
    return form


def _held(session: Session, meeting_id: int, form: office.Form, group: str) -> KeyCeremony:
    """Build the ceremony of one group again from its messages."""
    received: dict[Step, dict[int, str]] = defaultdict(dict)
    wanted = select(OfficeMessage).where(
        OfficeMessage.meeting_id == meeting_id,
        OfficeMessage.group_name == group,
        OfficeMessage.step != office.PARAMETERS,
    )
    for message in session.scalars(wanted.order_by(OfficeMessage.position)):
        received[Step(message.step)][message.position - office.SERVER] = message.content
    return ceremony.resume(group, form.size, form.needed, received)


def _keep(
    session: Session,
    meeting_id: int,
    now: datetime,
    position: int,
    group: str,
    step: str,
    content: str,
) -> None:
    session.add(
        OfficeMessage(
            meeting_id=meeting_id,
            group_name=group,
            position=position,
            step=step,
            content=content,
            received_at=now,
        )
    )


def _index(seat: OfficeSeat) -> int:
    """Return the index inside the group with a threshold: the seat of the server comes before."""
    return seat.position - office.SERVER
