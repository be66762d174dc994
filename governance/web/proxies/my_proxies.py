"""A member's own proxy (pouvoir) from her page: chosen, confirmed, taken back."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as url
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from governance import clock, db
from governance.errors import InvalidInputError, NotFoundError, RuleBrokenError
from governance.models.attendance import Movement
from governance.models.notices import Answer
from governance.rules.lifecycle import MeetingState
from governance.services.bylaws import rulesets
from governance.services.convening import answers, meetings
from governance.services.electorate import roll
from governance.services.membership.names import fold
from governance.services.proxies import blank_proxies, deposits, proxies
from governance.services.proxies.deposits import Deposit
from governance.services.sitting import arrivals, attendance, desk, participation
from governance.web import access
from governance.web.forms.participation import HolderForm
from governance.web.forms.proxies import NOBODY, wishes_in
from governance.web.messages import sentence
from governance.web.post.post import post
from governance.web.proxies import proxy_words
from governance.web.security import row_number
from governance.web.sitting.participation import person_id
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
    holder_id = form.holder_id.data
    try:
        _give(meeting.id, member_id, holder_id or None, wishes_in(request.form))
    except (RuleBrokenError, InvalidInputError) as refusal:
        return _proxy_page(meeting, member_id, holder_id, sentence(refusal)), 409
    flash(
        gettext("Pouvoir donné. La personne qui vote pour vous en est avertie.")
        if holder_id
        else gettext("Pouvoir donné sans nommer personne : vous votez tant qu’il attend."),
        "success",
    )
    return redirect(url("participation.show", meeting_id=meeting.id, _anchor=f"membre-{member_id}"))


@bp.post("/reprise")
@access.meeting_member
def take_back(meeting, member_id: int) -> ResponseReturnValue:
    """Take a proxy back; the new codes go straight to the device at hand, and by mail."""
    try:
        with db.transaction() as writing:
            name, fresh = _take_back(writing, meetings.get_meeting(writing, meeting.id), member_id)
    except RuleBrokenError as refusal:
        flash(sentence(refusal), "error")
        return redirect(url("participation.show", meeting_id=meeting.id))
    flash(
        gettext(
            "Le pouvoir de %(name)s est repris : vous votez de nouveau vous-même, sauf dans un "
            "scrutin déjà ouvert. Votre nouveau lien vous a aussi été envoyé.",
            name=name,
        ),
        "success",
    )
    here = (fresh or "").removeprefix(post().public_url)
    return redirect(here or url("participation.show", meeting_id=meeting.id))


@bp.post("/en-blanc/reprise")
@access.meeting_member
def take_back_blank(meeting, member_id: int) -> ResponseReturnValue:
    """Take back a proxy without a name that nobody holds yet."""
    try:
        with db.transaction() as writing:
            found = meetings.get_meeting(writing, meeting.id)
            participation.require_seat(writing, found, person_id(), member_id)
            blank_proxies.withdraw_blank(
                writing, found, member_id, actor=visitor().actor, now=clock.now()
            )
    except (RuleBrokenError, NotFoundError) as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(gettext("Votre pouvoir en blanc est repris."), "success")
    return redirect(url("participation.show", meeting_id=meeting.id))


def _take_back(writing, meeting, member_id: int) -> tuple[str, str | None]:
    """Withdraw the proxy, or cancel it by coming where that is the way left."""
    line = participation.require_seat(writing, meeting, person_id(), member_id)
    now, actor = clock.now(), visitor().actor
    rules = rulesets.of_meeting(writing, meeting)
    comes = attendance.is_gathering(meeting, now) and attendance.is_remote_possible(
        writing, meeting
    )
    if not proxy_words.may_take_back(meeting, rules) and comes:
        arrivals.check_in(
            writing,
            post(),
            meeting,
            member_id,
            Movement.ONLINE,
            person_id=person_id(),
            actor=actor,
            now=now,
        )
        if member_id not in roll.standing_holders(writing, meeting.id):
            return line.name, None
    fresh = proxies.withdraw_proxy(writing, post(), meeting, member_id, actor=actor, now=now)
    attendance.arrive_online(writing, meeting, person_id(), actor=actor, now=now)
    return line.name, fresh


def _proxy_page(meeting, member_id: int, chosen: int | None, refusal: str = "") -> str:
    """Return the list of possible holders, or the confirmation of the one chosen."""
    session = db.session()
    line = participation.require_seat(session, meeting, person_id(), member_id)
    everyone = proxies.possible_holders(session, meeting, member_id, clock.now())
    found = sorted(everyone, key=lambda one: fold(one[1]))
    query = request.args.get("q", "").strip()
    allowed = [(number, name) for number, name, no in found if no is None]
    barred = proxies.why_none(session, meeting, member_id, clock.now())
    rules = rulesets.of_meeting(session, meeting)
    may_blank = rules.proxy.blank.value != "refuse"
    name = "" if refusal else dict(allowed).get(chosen or 0)
    is_blank = not barred and not refusal and may_blank and chosen == NOBODY
    matching = [one for one in allowed if desk.bears(one[1], query)]
    return render_template(
        "governance/participation/confirm_proxy.html"
        if name or is_blank
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
        rules=rules,
        may_blank=may_blank,
        items=deposits.voted_items(session, meeting),
        wishes=wishes_in(request.form),
        barred=sentence(barred) if barred else "",
        deposit_words=proxy_words.deposit_words(meeting, rules),
        revocation_words=proxy_words.revocation_words(meeting, rules),
        blank_words=proxy_words.said("proxy.blank", rules.proxy.blank.value),
        refused_name=next((other for number, other, _ in found if number == chosen), ""),
        page=participation.my_page(session, meeting, person_id(), clock.now()),
    )


def _give(
    meeting_id: int, member_id: int, holder_id: int | None, wishes: Mapping[int, str]
) -> None:
    """Give the proxy, as an answer to the notice while one may still answer."""
    deposit = Deposit(instructions=wishes)
    with db.transaction() as writing:
        meeting = meetings.get_meeting(writing, meeting_id)
        participation.require_seat(writing, meeting, person_id(), member_id)
        told: dict[str, Any] = {"deposit": deposit, "actor": visitor().actor, "now": clock.now()}
        is_called = meeting.state is MeetingState.CONVENED
        if not is_called and holder_id is None:
            blank_proxies.give_blank(writing, meeting, member_id, **told)
            return
        if not is_called and holder_id is not None:
            proxies.give_proxy(writing, post(), meeting, member_id, holder_id, **told)
            return
        answers.give_answer(
            writing,
            post(),
            meeting,
            member_id,
            Answer.PROXY,
            holder_id=holder_id,
            person_id=person_id(),
            **told,
        )
