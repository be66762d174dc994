"""What a scrutineer's page exchanges (clés du bureau de vote): JSON, and no secret."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ballots.services.ceremony import Step
from governance import clock, db
from governance.errors import InvalidInputError
from governance.services.convening import meetings
from governance.services.office import office, office_ceremony, office_keys
from governance.web import access
from governance.web.post.post import vault
from governance.web.visitor import visitor

bp = Blueprint("office_keys", __name__, url_prefix="/assemblees/<int:meeting_id>/bureau-de-vote")


@bp.post("/cle")
@access.scrutineers
def add_keys(meeting: Any) -> ResponseReturnValue:
    """Record the public keys that a scrutineer made: ``{"keys": {group: {…}}}``."""
    keys = {name: json.dumps(key) for name, key in _by_group("keys", dict).items()}
    with db.transaction() as writing:
        mine = meetings.get_meeting(writing, meeting.id)
        made = office_keys.add_scrutineer_keys(
            writing, vault(), mine, account_id(), keys, actor=visitor().actor, now=clock.now()
        )
        number = made.position
    return jsonify(number=number), 201


@bp.get("/ceremonie")
@access.scrutineers
def standing(meeting: Any) -> ResponseReturnValue:
    """Tell where the office stands: what is waited for, and from whom."""
    return jsonify(_standing(db.session(), meeting))


@bp.get("/ceremonie/pieces")
@access.scrutineers
def pieces(meeting: Any) -> ResponseReturnValue:
    """Hand a scrutineer what the others sent for her."""
    found = office_ceremony.pieces(db.session(), meeting, account_id())
    return jsonify(
        certificates=found.certificates,
        inputs=found.inputs,
        outputs=found.outputs,
        published=found.published,
    )


@bp.post("/ceremonie")
@access.scrutineers
def add_messages(meeting: Any) -> ResponseReturnValue:
    """Record the messages of a step: ``{"round", "step", "messages": {group: text}}``."""
    texts = _by_group("messages", str)
    number, step = member("round", int), member("step", str)
    if step not in [one.value for one in office_ceremony.SENT]:
        raise InvalidInputError("office.malformed")
    with db.transaction() as writing:
        mine = meetings.get_meeting(writing, meeting.id)
        office_ceremony.add_messages(
            writing,
            mine,
            account_id(),
            number,
            Step(step),
            texts,
            actor=visitor().actor,
            now=clock.now(),
        )
        told = _standing(writing, mine)
    return jsonify(told), 201


@bp.post("/repetition")
@access.scrutineers
def rehearse(meeting: Any) -> ResponseReturnValue:
    """Verify a rehearsed part: ``{"parts": {group: {"ciphertext": text, "part": text}}}``."""
    parts = {name: _part(one) for name, one in _by_group("parts", dict).items()}
    with db.transaction() as writing:
        mine = meetings.get_meeting(writing, meeting.id)
        office_keys.rehearse(
            writing, mine, account_id(), parts, actor=visitor().actor, now=clock.now()
        )
    return jsonify(rehearsed=True), 201


def page_facts(session: Session, meeting: Any) -> dict[str, object]:
    """Return what the scrutineer's page starts from."""
    here = {"meeting_id": meeting.id}
    return {
        "meeting": str(meeting.id),
        "standing": _standing(session, meeting),
        "keys_url": url_for("office_keys.add_keys", **here),
        "standing_url": url_for("office_keys.standing", **here),
        "pieces_url": url_for("office_keys.pieces", **here),
        "messages_url": url_for("office_keys.add_messages", **here),
        "rehearsal_url": url_for("office_keys.rehearse", **here),
    }


def account_id() -> int:
    """Return the account of the scrutineer at hand."""
    found = visitor().account_id
    if found is None:
        raise ValueError("only an account holds an officer's role")
    return found


def member(name: str, kind: type) -> Any:
    """Return one member of the JSON that the office's pages send.

    Raises:
        InvalidInputError: office.malformed.
    """
    body = request.get_json(silent=True)
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise InvalidInputError("office.malformed")
    return value


def _by_group(name: str, kind: type) -> dict[str, Any]:
    found: dict[str, Any] = member(name, dict)
    if not all(isinstance(one, kind) for one in found.values()):
        raise InvalidInputError("office.malformed")
    return found


def _part(one: Mapping[str, object]) -> tuple[str, str]:
    ciphertext, part = one.get("ciphertext"), one.get("part")
    if not isinstance(ciphertext, str) or not isinstance(part, str):
        raise InvalidInputError("office.malformed")
    return ciphertext, part


def _standing(session: Session, meeting: Any) -> dict[str, object]:
    """Return where the office stands, as the visitor's page follows it."""
    form = office.form_of(session, meeting.id)
    seats = office.trustees(session, meeting.id)
    mine = next((one for one in seats if one.account_id == visitor().account_id), None)
    found = office_ceremony.standing(session, meeting.id)
    awaited = found.awaited if found else ()
    number = mine.position if mine else None
    return {
        "form": form.kind.value,
        "round": form.round,
        "groups": list(form.groups),
        "size": form.size,
        "threshold": form.needed,
        "index": number - office.SERVER if number else None,
        "step": found.step.value if found else None,
        "is_my_turn": any(position == number for position, _ in awaited),
        "awaited": [name for position, name in awaited if position != number],
        "has_keys": mine is not None and len(mine.keys) == len(form.groups),
        "has_rehearsed": mine is not None and mine.rehearsed_at is not None,
        "is_changeable": office.is_changeable(session, meeting),
        "is_ready": office.is_ready(session, meeting.id),
        "office_keys": office.joint_keys(session, meeting.id),
    }
