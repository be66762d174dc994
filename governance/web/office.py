"""The polling office (bureau de vote): who holds which key, making one, opening an urn with it."""

import json
from typing import Any

from flask import Blueprint, flash, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ballots.services import elections
from governance import clock, db
from governance.errors import InvalidInputError
from governance.models.accounts import Role
from governance.rules.lifecycle import PollState
from governance.services import meetings, office, poll_closing, polls
from governance.web import access
from governance.web.booth_labels import trustee_labels
from governance.web.poll_readers import WATCHERS
from governance.web.post import vault
from governance.web.visitor import visitor

bp = Blueprint("office", __name__, url_prefix="/assemblees/<int:meeting_id>")


@bp.get("/bureau-de-vote")
@access.meeting_officers(*WATCHERS)
def show(meeting: Any) -> ResponseReturnValue:
    """Show who holds which key, and to a scrutineer where she makes hers."""
    reading = db.session()
    me = visitor()
    holders = office.holders(reading, meeting.id)
    waiting = [
        poll
        for poll in polls.polls_of(reading, meeting.id)
        if any(one.account_id == me.account_id for one, _ in office.awaited(reading, poll))
    ]
    return render_template(
        "governance/office/show.html",
        meeting=meeting,
        holders=holders,
        is_ready=office.is_ready(reading, meeting.id),
        is_changeable=office.is_changeable(reading, meeting),
        is_scrutineer=_is_scrutineer(),
        mine=next((one for one, _ in holders if one.account_id == me.account_id), None),
        waiting=waiting,
        labels=trustee_labels(),
    )


@bp.post("/bureau-de-vote/cle")
@access.scrutineers
def add_key(meeting: Any) -> ResponseReturnValue:
    """Record the public key that a scrutineer made in her browser: ``{"public_key": {…}}``."""
    key = _member("public_key", dict)
    with db.transaction() as writing:
        made = office.add_scrutineer_key(
            writing,
            vault(),
            meetings.get_meeting(writing, meeting.id),
            _account_id(),
            json.dumps(key),
            actor=visitor().actor,
            now=clock.now(),
        )
        number = made.position
    return jsonify(number=number), 201


@bp.get("/scrutins/<int:poll_id>/depouillement")
@access.scrutineers
def decrypt(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Show a scrutineer what opening the urn commits her to, and the press that does it."""
    reading = db.session()
    poll = polls.get_poll(reading, meeting.id, poll_id)
    mine = next(
        (one for one, _ in office.awaited(reading, poll) if one.account_id == _account_id()), None
    )
    opened = elections.load_election(reading, poll.election) if poll.election and mine else None
    return render_template(
        "governance/office/decrypt.html",
        meeting=meeting,
        poll=poll,
        mine=mine,
        opened=opened,
        key=str(opened.trustees[mine.position - 1].public_key) if opened and mine else "",
        awaited=[name for _, name in office.awaited(reading, poll)],
        labels=trustee_labels(),
    )


@bp.post("/scrutins/<int:poll_id>/depouillement")
@access.scrutineers
def add_decryption(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Record a scrutineer's part: ``{"partial_decryption": canonical text}``."""
    raw = _member("partial_decryption", str)
    with db.transaction() as writing:
        poll = polls.get_poll(writing, meeting.id, poll_id)
        poll_closing.add_decryption(
            writing, poll, _account_id(), raw, actor=visitor().actor, now=clock.now()
        )
        announced = poll.state is PollState.ANNOUNCED
    if announced:
        flash(gettext("L’urne est dépouillée, le résultat est proclamé."), "success")
    return jsonify(announced=announced), 201


def _is_scrutineer() -> bool:
    return visitor().account_id is not None and Role.SCRUTINEER in visitor().roles


def _account_id() -> int:
    account_id = visitor().account_id
    if account_id is None:
        raise ValueError("only an account holds an officer's role")
    return account_id


def _member(name: str, kind: type) -> Any:
    """Return one member of the JSON that the office's pages send.

    Raises:
        InvalidInputError: office.malformed.
    """
    body = request.get_json(silent=True)
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, kind):
        raise InvalidInputError("office.malformed")
    return value
