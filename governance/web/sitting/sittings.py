"""The sitting (séance): its cockpit on the day, its opening and close, what is noted meanwhile."""

from math import ceil

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from governance import clock, db
from governance.errors import InvalidInputError, StateError
from governance.models.accounts import Role
from governance.rules.lifecycle import MeetingState
from governance.rules.quorum import QuorumStatement
from governance.services.convening import agenda, meetings
from governance.services.polls import polls
from governance.services.records import journal
from governance.services.sitting import glance
from governance.web import access
from governance.web.forms.meetings import NoteForm, OpeningForm
from governance.web.i18n import number
from governance.web.live import fragment
from governance.web.messages import sentence
from governance.web.navigation import OFFICERS
from governance.web.polls import poll_words
from governance.web.records import journal_words
from governance.web.sitting.outlook_words import outlook_words
from governance.web.visitor import visitor

bp = Blueprint("sittings", __name__, url_prefix="/assemblees/<int:meeting_id>")
NOTERS = (Role.SECRETARY, Role.CHAIR)
HELD = (MeetingState.CONVENED, MeetingState.OPEN)


@bp.get("/seance")
@access.meeting_officers(*OFFICERS)
def cockpit(meeting) -> ResponseReturnValue:
    """Show the sitting: who is there, the quorum, each item and its vote."""
    if meeting.state not in HELD:
        return redirect(url_for("meetings.show", meeting_id=meeting.id))
    return _page(meeting, OpeningForm(None))


@bp.get("/seance/compteurs")
@access.meeting_officers(*OFFICERS)
def counters(meeting) -> ResponseReturnValue:
    """Answer the cockpit's polling: the counters, or that nothing moved."""
    if meeting.state not in HELD:
        raise StateError("meeting.not-now", state=meeting.state.value, move="check_in")
    return fragment(render_template("governance/meetings/counters.html", **_counts(meeting)))


@bp.post("/ouverture")
@access.meeting_officers(*access.CONVENERS)
def open_(meeting) -> ResponseReturnValue:
    """Open the meeting with its bureau."""
    form = OpeningForm()
    if not form.validate_on_submit():
        return _page(meeting, form), 422
    try:
        with db.transaction() as writing:
            meetings.open_meeting(
                writing,
                meeting.id,
                form.chair.data or "",
                form.secretary.data or "",
                actor=visitor().actor,
                now=clock.now(),
            )
    except (InvalidInputError, StateError) as refusal:
        if meeting.state is not MeetingState.CONVENED:
            raise
        form.form_errors.append(sentence(refusal))
        return _page(meeting, form), 409
    flash(gettext("La séance est ouverte. Les votes peuvent commencer."), "success")
    return redirect(url_for("sittings.cockpit", meeting_id=meeting.id))


@bp.post("/cloture")
@access.meeting_officers(*access.CONVENERS)
def close(meeting) -> ResponseReturnValue:
    """Close the meeting; the minutes can be drafted from then on."""
    try:
        with db.transaction() as writing:
            meetings.close_meeting(writing, meeting.id, actor=visitor().actor, now=clock.now())
    except StateError as refusal:
        if meeting.state is not MeetingState.OPEN:
            raise
        flash(sentence(refusal), "error")
        return redirect(url_for("sittings.cockpit", meeting_id=meeting.id))
    flash(gettext("La séance est close. Le procès-verbal peut être établi."), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting.id))


@bp.post("/incidents")
@access.meeting_officers(*NOTERS)
def note_incident(meeting) -> ResponseReturnValue:
    """Write an incident into the journal."""
    form = NoteForm()
    if form.validate_on_submit():
        with db.transaction() as writing:
            meetings.note_incident(
                writing,
                meeting.id,
                form.text.data or "",
                actor=visitor().actor,
                now=clock.now(),
            )
        flash(gettext("Incident noté : le procès-verbal le dira."), "success")
    else:
        flash(_first_error(form), "error")
    return redirect(url_for("sittings.cockpit", meeting_id=meeting.id, _anchor="incidents"))


@bp.post("/points/<int:item_id>/notes")
@access.meeting_officers(*NOTERS)
def note_discussion(meeting, item_id: int) -> ResponseReturnValue:
    """Write what was said on an item into the journal."""
    form = NoteForm()
    if form.validate_on_submit():
        with db.transaction() as writing:
            meetings.note_discussion(
                writing,
                meeting.id,
                item_id,
                form.text.data or "",
                actor=visitor().actor,
                now=clock.now(),
            )
        flash(gettext("Note ajoutée au journal de la séance."), "success")
    else:
        flash(_first_error(form), "error")
    anchor = f"point-{item_id}"
    return redirect(url_for("sittings.cockpit", meeting_id=meeting.id, _anchor=anchor))


def _page(meeting, form: OpeningForm) -> str:
    session = db.session()
    if not form.is_submitted():
        form.chair.data = meeting.chair_name
        form.secretary.data = meeting.secretary_name or visitor().name
    told = journal.lines_of(session, meeting.id)
    return render_template(
        "governance/meetings/cockpit.html",
        form=form,
        items=agenda.items_of(session, meeting.id),
        polls={poll.item_id: poll for poll in polls.polls_of(session, meeting.id)},
        poll_words=poll_words,
        notes=_notes(told),
        incidents=[line for line in told if line.kind == "incident.noted"],
        timeline=journal_words.timeline(told[::-1]),
        is_the_day=glance.is_the_day(meeting, clock.now()),
        may_lead=visitor().has(*access.CONVENERS),
        **_counts(meeting),
    )


def _counts(meeting) -> dict[str, object]:
    found = glance.at_a_glance(db.session(), meeting, clock.now())
    return {
        "meeting": meeting,
        "glance": found,
        "gauge": poll_words.gauge(found.quorum) if found else None,
        "attending": _attending(found.quorum) if found else "",
        "next_vote": outlook_words(found.outlook) if found else None,
    }


def _attending(quorum: QuorumStatement) -> str:
    """Say how many voices are there, of how many that may vote."""
    voices = quorum.onsite_voices + quorum.online_voices + quorum.represented_voices
    return ngettext(
        "%(there)s voix présente ou représentée, sur %(all)s",
        "%(there)s voix présentes ou représentées, sur %(all)s",
        ceil(voices),
        there=number(voices),
        all=number(quorum.entitled_voices),
    )


def _notes(lines) -> dict[int, list[str]]:
    """Return what was noted on each item, by its position."""
    notes: dict[int, list[str]] = {}
    for line in lines:
        if line.kind == "item.discussed":
            notes.setdefault(line.facts["position"], []).append(line.facts["text"])
    return notes


def _first_error(form: NoteForm) -> str:
    return str(next(iter(form.text.errors), gettext("Écrivez quelques mots.")))
