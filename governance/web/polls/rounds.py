"""The next round of an election (tour suivant): made and opened by one press."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import InvalidInputError, RuleBrokenError, StateError
from governance.services.polls import poll_opening, polls, rounds
from governance.web import access
from governance.web.messages import sentence
from governance.web.post.post import vault
from governance.web.visitor import visitor

bp = Blueprint("rounds", __name__, url_prefix="/assemblees/<int:meeting_id>/scrutins/<int:poll_id>")


@bp.post("/tour-suivant")
@access.meeting_officers(*access.CONVENERS)
def open_next(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Make the next round with the candidates that the clause keeps, and open it.

    What stands against opening it is shown on the page of the new round, which stays planned.
    """
    stand = request.form.getlist("candidate")
    try:
        with db.transaction() as writing:
            before = polls.get_poll(writing, meeting.id, poll_id)
            kept = (rounds.next_of(before) or {}).get("names", [])
            gone = [name for name in kept if name not in stand]
            made = rounds.plan_next(
                writing, vault(), before, withdrawn=gone, actor=visitor().actor, now=clock.now()
            ).id
    except (InvalidInputError, StateError) as refusal:
        flash(sentence(refusal), "error")
        return redirect(url_for("polls.show", meeting_id=meeting.id, poll_id=poll_id))
    try:
        with db.transaction() as writing:
            poll = polls.get_poll(writing, meeting.id, made)
            poll_opening.open_poll(writing, poll, actor=visitor().actor, now=clock.now())
        flash(gettext("Le tour suivant est ouvert."), "success")
    except (RuleBrokenError, StateError) as refusal:
        flash(sentence(refusal), "error")
    return redirect(url_for("polls.show", meeting_id=meeting.id, poll_id=made))
