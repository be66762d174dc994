"""The member's way in and her page (ma page): her link, her answers, her presence, her votes."""

from flask import Blueprint, Response, flash, redirect, render_template
from flask import url_for as url
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import BadRequest

from governance import clock, db
from governance.errors import NotAllowedError, NotFoundError
from governance.models.attendance import Movement
from governance.models.notices import Answer
from governance.rules.lifecycle import MeetingState
from governance.services.bylaws import rulesets
from governance.services.convening import agenda, answers, meetings, notices, papers
from governance.services.entry import links, throttle
from governance.services.entry.accounts import AccessLink
from governance.services.entry.throttle import TooManyAttemptsError
from governance.services.office import credentials
from governance.services.polls import results, secrecy_demands
from governance.services.post import own_links
from governance.services.proxies import blank_proxies, capacities
from governance.services.sitting import arrivals, attendance, participation
from governance.web import access, live
from governance.web.entry import entrance
from governance.web.forms.participation import (
    AnswerForm,
    PersonalLinkForm,
    PresenceForm,
)
from governance.web.i18n import N_
from governance.web.membership import register_words
from governance.web.messages import sentence
from governance.web.polls import poll_words
from governance.web.post.post import post
from governance.web.proxies import proxy_words
from governance.web.visitor import visitor

bp = Blueprint("participation", __name__, url_prefix="/assemblees/<int:meeting_id>")

ANSWERS = {
    Answer.PRESENT: (N_("Je viens sur place"), N_("présence sur place")),
    Answer.REMOTE: (N_("Je participe à distance"), N_("participation à distance")),
    Answer.PROXY: (N_("Je donne pouvoir"), N_("pouvoir donné")),
    Answer.ABSENT: (N_("Je ne participe pas"), N_("absence")),
}
PLACES = {
    Movement.ONSITE: ("ok", N_("Sur place")),
    Movement.ONLINE: ("ok", N_("À distance")),
    Movement.LEFT: ("closed", N_("Parti·e")),
}
STATES = {
    MeetingState.CONVENED: ("info", N_("Convoquée")),
    MeetingState.OPEN: ("open", N_("En séance")),
    MeetingState.CLOSED: ("closed", N_("Close")),
    MeetingState.PUBLISHED: ("ok", N_("Publiée")),
}


@bp.route("/lien", methods=["GET", "POST"])
@access.public
def link(meeting_id: int) -> ResponseReturnValue:
    """Show the button that opens the personal link; only POST opens it.

    The page says nothing of the meeting: it is open to strangers.
    """
    form = PersonalLinkForm()
    if not form.validate_on_submit():
        return _link_page(meeting_id, form), 422 if form.errors else 200
    before = current_user.name if current_user.is_authenticated else ""
    try:
        opened = _enter(form.token.data or "")
    except TooManyAttemptsError:
        raise
    except NotAllowedError as refusal:
        return _link_page(meeting_id, PersonalLinkForm(None), sentence(refusal)), 403
    if opened.meeting_id is None:
        return redirect(url("home.index"))
    _welcome(opened, opened.meeting_id, before)
    return redirect(url(".show", meeting_id=opened.meeting_id))


@bp.get("/ma-page")
@access.meeting_member
def show(meeting) -> ResponseReturnValue:
    """Show the meeting to a member: what is voted now, her answers, rights, proxies, results."""
    session = db.session()
    return render_template(
        "governance/participation/show.html",
        items=agenda.items_of(session, meeting.id),
        notice=notices.notice_of(session, meeting.id),
        papers=[one for one in papers.papers_of(session, meeting.id) if one.document],
        answers=ANSWERS,
        plain_answers=(Answer.PRESENT, Answer.REMOTE, Answer.ABSENT),
        gathering=attendance.is_gathering(meeting, clock.now()),
        remote=attendance.is_remote_possible(session, meeting),
        own_proxy=_own_proxy(meeting),
        titles=capacities.titles_of(session, meeting, person_id(), clock.now()),
        **_seen(meeting),
    )


@bp.get("/ma-page/en-direct")
@access.meeting_member
def refresh(meeting) -> ResponseReturnValue:
    """Answer the page's polling: votes and presence, or that nothing moved."""
    return live.fragment(render_template("governance/participation/live.html", **_seen(meeting)))


@bp.get("/ma-page/convocation.pdf")
@access.meeting_member
def notice(meeting) -> ResponseReturnValue:
    """Send the notice as it was sent to everybody."""
    sent = notices.notice_of(db.session(), meeting.id)
    if sent is None:
        raise NotFoundError("meeting.unknown")
    wanted = {"Content-Disposition": "attachment; filename=convocation.pdf"}
    return Response(sent.document.content, mimetype="application/pdf", headers=wanted)


@bp.post("/ma-page/reponse")
@access.meeting_member
def answer(meeting) -> ResponseReturnValue:
    """Answer the notice for one member; an answer other than a proxy takes a given one back."""
    form = AnswerForm()
    if not form.validate_on_submit():
        raise BadRequest
    with db.transaction() as writing:
        meeting = meetings.get_meeting(writing, meeting.id)
        member_id = form.member_id.data or 0
        line = participation.require_seat(writing, meeting, person_id(), member_id)
        given = Answer(form.answer.data)
        answers.give_answer(
            writing,
            post(),
            meeting,
            member_id,
            given,
            person_id=person_id(),
            actor=visitor().actor,
            now=clock.now(),
        )
    words = gettext(ANSWERS[given][1])
    flash(
        gettext("Réponse notée pour %(name)s : %(words)s.", name=line.name, words=words), "success"
    )
    return redirect(url(".show", meeting_id=meeting.id, _anchor=f"membre-{member_id}"))


@bp.post("/ma-page/presence")
@access.meeting_member
def presence(meeting) -> ResponseReturnValue:
    """Note that a member is there at a distance, or leaves; to be there takes a proxy back."""
    form = PresenceForm()
    if not form.validate_on_submit():
        raise BadRequest
    movement, member_id = Movement(form.movement.data), form.member_id.data or 0
    with db.transaction() as writing:
        meeting = meetings.get_meeting(writing, meeting.id)
        line = participation.require_seat(writing, meeting, person_id(), member_id)
        arrival = arrivals.check_in(
            writing,
            post(),
            meeting,
            member_id,
            movement,
            person_id=None if movement is Movement.LEFT else person_id(),
            actor=visitor().actor,
            now=clock.now(),
        )
    _say_movement(line.name, movement, arrival.cancelled)
    return redirect(url(".show", meeting_id=meeting.id))


@bp.post("/ma-page/nouveau-lien")
@access.meeting_member
def new_link(meeting) -> ResponseReturnValue:
    """Mail the person a new personal link, for a device that has no code.

    Not while a secret poll is open: on the device that votes, a new code would take the place of
    the one this poll was opened with.
    """
    here = redirect(url(".show", meeting_id=meeting.id))
    if credentials.has_open_box(db.session(), meeting.id):
        flash(
            gettext(
                "Un scrutin secret est ouvert : jusqu’à sa clôture, votre lien actuel reste le bon."
            ),
            "warning",
        )
        return here
    person = participation.person_of(db.session(), person_id())
    entrance.count(throttle.LINK_REQUEST, person.email or "")
    with db.transaction() as writing:
        meeting = meetings.get_meeting(writing, meeting.id)
        person = participation.person_of(writing, person_id())
        own_links.mail_link(
            writing, post(), meeting, person, actor=visitor().actor, now=clock.now()
        )
    flash(
        gettext(
            "Un nouveau lien vous est envoyé par message. Ouvrez-le sur l’appareil qui votera."
        ),
        "success",
    )
    return here


def _enter(token: str) -> AccessLink:
    """Open the link and begin its person's session; her own account stays signed in."""
    entrance.count(throttle.LINK_OPENING)
    with db.transaction() as writing:
        opened = links.open_link(writing, token, clock.now())
        if current_user.person_id != opened.person_id:
            entrance.enter_by_opened_link(opened)
    entrance.forgive(throttle.LINK_OPENING)
    return opened


def _welcome(opened: AccessLink, meeting_id: int, before: str) -> None:
    """Note the person as connected while the meeting gathers, and say as whom she acts now."""
    with db.transaction() as writing:
        meeting = meetings.get_meeting(writing, meeting_id)
        name = participation.person_of(writing, opened.person_id).name
        arrived = attendance.arrive_online(
            writing, meeting, opened.person_id, actor=visitor().actor, now=clock.now()
        )
    if before and before != name:
        told = gettext(
            "Vous étiez identifié·e comme %(before)s. Vous agissez maintenant comme %(name)s.",
            before=before,
            name=name,
        )
        flash(told, "warning")
    else:
        flash(gettext("Bonjour %(name)s.", name=name), "success")
    if arrived:
        flash(
            gettext("Présence à distance notée pour %(names)s.", names=", ".join(arrived)),
            "success",
        )


def _seen(meeting) -> dict[str, object]:
    """Return what the page and its live part both show."""
    page = participation.my_page(db.session(), meeting, person_id(), clock.now())
    return {
        "meeting": meeting,
        "page": page,
        "demands": secrecy_demands.open_to(db.session(), meeting, person_id()),
        "state": STATES[meeting.state],
        "places": PLACES,
        "words": register_words,
        "result_of": results.read_result,
        "poll_words": poll_words,
    }


def _own_proxy(meeting) -> proxy_words.OwnProxy:
    waiting = blank_proxies.waiting(db.session(), meeting.id)
    rules = rulesets.of_meeting(db.session(), meeting)
    principals = [one.principal_id for one in waiting]
    return proxy_words.own_proxy(meeting, rules, principals, clock.now())


def _say_movement(name: str, movement: Movement, cancelled: str) -> None:
    if movement is Movement.LEFT:
        flash(gettext("Départ noté pour %(name)s.", name=name), "success")
        return
    flash(gettext("Présence à distance notée pour %(name)s.", name=name), "success")
    if cancelled:
        flash(
            gettext(
                "Le pouvoir donné à %(holder)s est annulé : vous votez vous-même.", holder=cancelled
            ),
            "warning",
        )


def _link_page(meeting_id: int, form: PersonalLinkForm, refusal: str = "") -> str:
    return render_template(
        "governance/participation/link.html", meeting_id=meeting_id, form=form, refusal=refusal
    )


def person_id() -> int:
    """Return the visiting person's number; the guard has made sure that there is one."""
    return visitor().person_id or 0
