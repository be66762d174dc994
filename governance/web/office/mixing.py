"""Mixing rankings (mélange) on pages: a scrutineer's browser mixes, the secretary ends it."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.services.polls import poll_mixing, polls
from governance.web import access
from governance.web.polls.booth_labels import trustee_labels
from governance.web.post.post import vault
from governance.web.visitor import visitor

bp = Blueprint("mixing", __name__, url_prefix="/assemblees/<int:meeting_id>/scrutins/<int:poll_id>")


@bp.get("/melange")
@access.scrutineers
def show(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Show a scrutineer what mixing is for, and the press that does it."""
    reading = db.session()
    poll = polls.get_poll(reading, meeting.id, poll_id)
    awaited = poll_mixing.awaited(reading, poll)
    return render_template(
        "governance/mixing/show.html",
        meeting=meeting,
        poll=poll,
        mixing=poll_mixing.mixing_of(reading, poll),
        is_mine=any(one.account_id == _account_id() for one, _ in awaited),
        labels=trustee_labels(),
    )


@bp.get("/melange.json")
@access.scrutineers
def to_mix(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Return what her browser mixes: group, key, fingerprint and the rankings, encrypted."""
    reading = db.session()
    poll = polls.get_poll(reading, meeting.id, poll_id)
    return jsonify(poll_mixing.to_mix(reading, poll, _account_id()))


@bp.post("/melange")
@access.scrutineers
def add_shuffle(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Record a scrutineer's shuffle: the body is its canonical record, nothing around it."""
    raw = request.get_data(cache=False)
    with db.transaction() as writing:
        poll = polls.get_poll(writing, meeting.id, poll_id)
        poll_mixing.add_shuffle(
            writing, vault(), poll, _account_id(), raw, actor=visitor().actor, now=clock.now()
        )
        mixing = poll_mixing.mixing_of(writing, poll)
        ended = mixing is None or not mixing.running
    return jsonify(ended=ended), 201


@bp.post("/melange/fin")
@access.meeting_officers(*access.CONVENERS)
def end(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """End the mixing without those who did not mix."""
    with db.transaction() as writing:
        poll = polls.get_poll(writing, meeting.id, poll_id)
        poll_mixing.end_mixing(writing, vault(), poll, actor=visitor().actor, now=clock.now())
    flash(gettext("Le mélange est terminé : il reste à dépouiller."), "success")
    return redirect(url_for("polls.show", meeting_id=meeting.id, poll_id=poll_id))


def _account_id() -> int:
    account_id = visitor().account_id
    if account_id is None:
        raise ValueError("only an account holds an officer's role")
    return account_id
