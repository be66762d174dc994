"""A member's own proxy (pouvoir) from her page: chosen, confirmed, taken back."""

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as url
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from governance import clock, db
from governance.errors import RuleBrokenError
from governance.models.notices import Answer
from governance.rules.lifecycle import MeetingState
from governance.services import answers, attendance, desk, meetings, participation, proxies
from governance.services.names import fold
from governance.web import access
from governance.web.forms.participation import HolderForm
from governance.web.messages import sentence
from governance.web.participation import person_id
from governance.web.post import post
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint(
    "my_proxies",
    __name__,
    url_prefix="/assemblees/<int:meeting_id>/ma-page/pouvoir/<int:member_id>",
)
MANY = 60  # names on one page of possible holders


@bp.route("", methods=["GET", "POST"])
@access.meeting_member
def choose(meeting, member_id: int) -> ResponseReturnValue:
    """Choose who votes for a member, see what that commits it to, then confirm by POST."""
    form = HolderForm()
    if not form.is_submitted():
        chosen = request.args.get("mandataire", type=row_number)
        return _proxy_page(meeting, member_id, chosen)
    if not form.validate():
        raise BadRequest
    try:
        _give(meeting.id, member_id, form.holder_id.data or 0)
    except RuleBrokenError as refusal:
        return _proxy_page(meeting, member_id, form.holder_id.data, sentence(refusal)), 409
    flash(gettext("Pouvoir donné. La personne qui vote pour vous en est avertie."), "success")
    return redirect(url("participation.show", meeting_id=meeting.id, _anchor=f"membre-{member_id}"))


@bp.post("/reprise")
@access.meeting_member
def take_back(meeting, member_id: int) -> ResponseReturnValue:
    """Take a proxy back; the new codes go straight to the device at hand, and by mail."""
    with db.transaction() as writing:
        meeting = meetings.get_meeting(writing, meeting.id)
        line = participation.require_seat(writing, meeting, person_id(), member_id)
        now, actor = clock.now(), visitor().actor
        fresh = proxies.withdraw_proxy(writing, post(), meeting, member_id, actor=actor, now=now)
        attendance.arrive_online(writing, meeting, person_id(), actor=actor, now=now)
    flash(
        gettext(
            "Le pouvoir de %(name)s est repris : vous votez de nouveau vous-même, sauf dans un "
            "scrutin déjà ouvert. Votre nouveau lien vous a aussi été envoyé.",
            name=line.name,
        ),
        "success",
    )
    here = (fresh or "").removeprefix(post().public_url)
    return redirect(here or url("participation.show", meeting_id=meeting.id))


def _proxy_page(meeting, member_id: int, chosen: int | None, refusal: str = "") -> str:
    """Return the list of possible holders, or the confirmation of the one chosen."""
    session = db.session()
    line = participation.require_seat(session, meeting, person_id(), member_id)
    everyone = proxies.possible_holders(session, meeting, member_id, clock.now())
    found = sorted(everyone, key=lambda one: fold(one[1]))
    query = request.args.get("q", "").strip()
    allowed = [(number, name) for number, name, no in found if no is None]
    name = "" if refusal else dict(allowed).get(chosen or 0)
    matching = [one for one in allowed if desk.bears(one[1], query)]
    return render_template(
        "governance/participation/confirm_proxy.html"
        if name
        else "governance/participation/proxy.html",
        meeting=meeting,
        line=line,
        chosen=chosen,
        name=name,
        allowed=matching[:MANY],
        hidden=len(matching) - MANY,
        refused=[
            (other, sentence(no))
            for _, other, no in found
            if no is not None and desk.bears(other, query)
        ],
        query=query,
        refusal=refusal,
        refused_name=next((other for number, other, _ in found if number == chosen), ""),
        page=participation.my_page(session, meeting, person_id(), clock.now()),
    )


def _give(meeting_id: int, member_id: int, holder_id: int) -> None:
    """Give the proxy, as an answer to the notice while one may still answer."""
    with db.transaction() as writing:
        meeting = meetings.get_meeting(writing, meeting_id)
        participation.require_seat(writing, meeting, person_id(), member_id)
        actor, now = visitor().actor, clock.now()
        if meeting.state is not MeetingState.CONVENED:
            proxies.give_proxy(writing, post(), meeting, member_id, holder_id, actor=actor, now=now)
            return
        answers.give_answer(
            writing,
            post(),
            meeting,
            member_id,
            Answer.PROXY,
            holder_id=holder_id,
            person_id=person_id(),
            actor=actor,
            now=now,
        )
