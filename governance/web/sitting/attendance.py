"""The desk (accueil): arrivals and departures, the quorum by item, links handed out, the sheet."""

import io
from collections.abc import Mapping, Sequence
from math import ceil

import segno
from flask import Blueprint, Response, flash, redirect, render_template, request
from flask import url_for as url
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.exceptions import BadRequest

from governance import clock, db
from governance.errors import InvalidInputError, RuleBrokenError
from governance.models.accounts import Role
from governance.models.attendance import Movement
from governance.rules.lifecycle import MeetingState
from governance.rules.quorum import QuorumStatement
from governance.rules.weights.voices import Amount
from governance.services.convening import meetings
from governance.services.minutes.minutes_facts import COLLEGES
from governance.services.office import credentials
from governance.services.polls import polls
from governance.services.post import own_links
from governance.services.sitting import arrivals, attendance, attendance_sheet, desk
from governance.services.sitting.arrivals import Arrival
from governance.services.sitting.desk import DeskLine
from governance.web import access, live
from governance.web.convening.meeting_rooms import rooms_of
from governance.web.forms.attendance import MovementForm
from governance.web.i18n import N_, number
from governance.web.membership import register_words
from governance.web.messages import sentence
from governance.web.navigation import OFFICERS
from governance.web.polls import poll_words
from governance.web.post.post import post
from governance.web.security import row_number
from governance.web.sitting.participation import ANSWERS, PLACES
from governance.web.visitor import visitor

bp = Blueprint("attendance", __name__, url_prefix="/assemblees/<int:meeting_id>/presence")

KEEPERS = (Role.SECRETARY, Role.CHAIR)
FILTERS = {
    "": N_("Tout le monde"),
    "expected": N_("Attendus"),
    "there": N_("Présents"),
    "gave": N_("Représentés"),
    "unpaid": N_("Ne votent pas"),
}
SIZE = 'width="224" height="224"'
PAGE = 30  # members on one page


@bp.get("", endpoint="desk")
@access.meeting_officers(*OFFICERS)
def desk_(meeting) -> ResponseReturnValue:
    """Show the desk: the quorum now, a search, and each member with what can be noted."""
    query, wanted = request.args.get("q", "").strip(), request.args.get("qui", "")
    seen = desk.read_desk(db.session(), meeting, clock.now())
    named = desk.search(seen.lines, query)
    found = desk.search(named, "", wanted)
    pages = max(1, ceil(len(found) / PAGE))
    page = min(max(1, request.args.get("page", 1, type=row_number)), pages)
    back = {"q": query or None, "qui": wanted or None, "page": page if page > 1 else None}
    return render_template(
        "governance/attendance/desk.html",
        rooms=rooms_of(meeting.id, meeting.state, "attendance.desk"),
        found=len(found),
        lines=found[(page - 1) * PAGE : page * PAGE],
        query=query,
        wanted=wanted,
        filters=_filters(meeting.id, named, query, wanted),
        page=page,
        pages=pages,
        page_url=lambda number: url(".desk", meeting_id=meeting.id, **{**back, "page": number}),
        back={key: value for key, value in back.items() if value},
        places=PLACES,
        answers=ANSWERS,
        colleges=COLLEGES,
        words=register_words,
        reason=poll_words.reason,
        may_note=_may_note(meeting),
        **_counters(meeting, seen.quorum),
    )


@bp.get("/en-direct")
@access.meeting_officers(*OFFICERS)
def refresh(meeting) -> ResponseReturnValue:
    """Answer the desk's polling: the counters, or that nothing moved."""
    quorum = attendance.quorum_now(db.session(), meeting, clock.now())
    return live.fragment(
        render_template("governance/attendance/counters.html", **_counters(meeting, quorum))
    )


@bp.post("/<int:member_id>")
@access.meeting_officers(*KEEPERS)
def note(meeting, member_id: int) -> ResponseReturnValue:
    """Note a movement; the arrival of a principal cancels its proxy, and the page says so."""
    form = MovementForm()
    if not form.validate_on_submit():
        raise BadRequest
    movement = Movement(form.movement.data)
    name = attendance.line_of(db.session(), meeting.id, member_id).name
    back = _back(meeting.id, member_id)
    try:
        with db.transaction() as writing:
            arrival = arrivals.check_in(
                writing,
                post(),
                meetings.get_meeting(writing, meeting.id),
                member_id,
                movement,
                person_id=None if movement is Movement.LEFT else form.person_id.data,
                actor=visitor().actor,
                now=clock.now(),
            )
    except (InvalidInputError, RuleBrokenError) as refusal:
        flash(sentence(refusal), "error")
        return redirect(back)
    _say(name, movement, arrival)
    return redirect(back)


@bp.route("/<int:member_id>/lien", methods=["GET", "POST"])
@access.meeting_officers(*KEEPERS)
def hand_link(meeting, member_id: int) -> ResponseReturnValue:
    """Explain what a new link voids; by POST make it, mail it, and show it once as a QR code."""
    if request.method == "GET":
        person = desk.acting_for(db.session(), meeting, member_id)
        return render_template(
            "governance/attendance/confirm_link.html",
            meeting=meeting,
            line=attendance.line_of(db.session(), meeting.id, member_id),
            person=person,
            box_open=credentials.has_open_box(db.session(), meeting.id),
        )
    with db.transaction() as writing:
        found = meetings.get_meeting(writing, meeting.id)
        person = desk.acting_for(writing, found, member_id)
        fresh = own_links.replace_link(
            writing, post(), found, person, actor=visitor().actor, now=clock.now()
        )
        mailed = bool(person.email)
    return render_template(
        "governance/attendance/link.html",
        meeting=meeting,
        person=person,
        mailed=mailed,
        qr=_qr(fresh),
        back=_back(meeting.id, member_id),
    )


@bp.get("/feuille.pdf")
@access.meeting_officers(*OFFICERS)
def sheet(meeting) -> ResponseReturnValue:
    """Send the attendance sheet as it stands."""
    raw = attendance_sheet.sheet_pdf(db.session(), meeting, clock.now())
    name = {"Content-Disposition": "attachment; filename=feuille-de-presence.pdf"}
    return Response(raw, mimetype="application/pdf", headers=name)


def _counters(meeting, quorum: QuorumStatement) -> dict[str, object]:
    """Return what the living part of the page shows: the quorum, and what it means by item."""
    return {
        "meeting": meeting,
        "gauge": poll_words.gauge(quorum),
        "quorum": quorum,
        "rows_by_college": [_college_row(*pair) for pair in quorum.by_college.items()],
        "polls": [(poll, _quorums(poll)) for poll in polls.polls_of(db.session(), meeting.id)],
        "state_badge": poll_words.state_badge,
    }


def _college_row(college: str, counted: Mapping[str, Amount]) -> list[str]:
    columns = ("entitled_heads", "onsite_heads", "online_heads", "represented_heads")
    return [COLLEGES.get(college, college), *(number(counted[column]) for column in columns)]


def _quorums(poll) -> dict[str, poll_words.Gauge]:
    """Return the quorums that a poll keeps, as they were stated at its opening and close."""
    kept = {"opening": poll.quorum_at_opening, "closing": poll.quorum_at_closing}
    return {when: poll_words.kept_gauge(facts) for when, facts in kept.items() if facts}


def _filters(
    meeting_id: int, named: Sequence[DeskLine], query: str, wanted: str
) -> list[dict[str, object]]:
    return [
        {
            "label": gettext(label),
            "url": url(".desk", meeting_id=meeting_id, q=query or None, qui=name or None),
            "current": name == wanted,
            "count": len(desk.search(named, "", name)),
        }
        for name, label in FILTERS.items()
    ]


def _say(name: str, movement: Movement, arrival: Arrival) -> None:
    """Tell what was noted, and what else it brought about."""
    if not arrival.changed:
        flash(gettext("%(name)s y est déjà : rien n’a changé.", name=name), "message")
        return
    place = gettext(PLACES[movement][1]).lower()
    flash(gettext("%(name)s : %(place)s.", name=name, place=place), "success")
    if arrival.cancelled:
        flash(
            gettext(
                "Le pouvoir que %(name)s avait donné à %(holder)s est annulé par son arrivée.",
                name=name,
                holder=arrival.cancelled,
            ),
            "warning",
        )
    if arrival.mailed:
        told = gettext(
            "Un nouveau lien de vote est envoyé à %(person)s ; sans messagerie sous la main, "
            "remettez-lui un QR code.",
            person=arrival.mailed,
        )
        flash(told, "message")


def _back(meeting_id: int, member_id: int) -> str:
    """Return the place on the desk from where the visitor came."""
    query, wanted = request.args.get("q") or None, request.args.get("qui") or None
    page = request.args.get("page", type=row_number)
    return url(
        ".desk",
        meeting_id=meeting_id,
        q=query,
        qui=wanted,
        page=page,
        _anchor=f"membre-{member_id}",
    )


def _may_note(meeting) -> bool:
    return meeting.state in (MeetingState.CONVENED, MeetingState.OPEN) and visitor().has(*KEEPERS)


def _qr(link: str) -> Markup:
    """Draw the link; only shapes, no style and no text of it."""
    out = io.BytesIO()
    code = segno.make_qr(link, error="m")
    code.save(
        out, kind="svg", xmldecl=False, svgns=True, border=2, omitsize=True, svgclass=None,
        lineclass=None, title=gettext("Lien personnel, à lire avec un téléphone"),
    )  # fmt: skip
    drawing = out.getvalue().decode().replace("<svg ", f'<svg role="img" {SIZE} ', 1)
    return Markup(drawing)  # noqa: S704  (segno's own drawing)
