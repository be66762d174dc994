"""A member asks, from her phone in the room, that a vote be secret (scrutin secret sur demande)."""

from flask import Blueprint, flash, redirect
from flask import url_for as url
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from governance import clock, db
from governance.errors import GovernanceError
from governance.services.polls import polls, secrecy_demands
from governance.web import access
from governance.web.messages import sentence
from governance.web.sitting.participation import person_id

bp = Blueprint(
    "secrecy_demands",
    __name__,
    url_prefix="/assemblees/<int:meeting_id>/scrutins/<int:poll_id>/demande-de-secret",
)


@bp.post("")
@access.meeting_member
def ask(meeting, poll_id: int) -> ResponseReturnValue:
    """Ask for every right she exercises; only numbers are kept once the vote opens."""
    try:
        with db.transaction() as writing:
            poll = polls.get_poll(writing, meeting.id, poll_id)
            rights = secrecy_demands.ask(writing, poll, person_id(), clock.now())
    except GovernanceError as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(
            ngettext(
                "Votre demande est comptée, pour %(num)s droit de vote.",
                "Votre demande est comptée, pour %(num)s droits de vote.",
                rights,
            ),
            "success",
        )
    return redirect(url("participation.show", meeting_id=meeting.id))


@bp.post("/retrait")
@access.meeting_member
def take_back(meeting, poll_id: int) -> ResponseReturnValue:
    """Take the demand back before the vote opens."""
    try:
        with db.transaction() as writing:
            poll = polls.get_poll(writing, meeting.id, poll_id)
            secrecy_demands.take_back(writing, poll, person_id())
    except GovernanceError as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(gettext("Votre demande n’est plus comptée."), "success")
    return redirect(url("participation.show", meeting_id=meeting.id))
