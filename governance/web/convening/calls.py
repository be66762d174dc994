"""Calls that are not the usual one (convocations): urgent, asked for, or after a failed quorum."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import GovernanceError, InvalidInputError, RuleBrokenError, StateError
from governance.rules.calendar import day_of
from governance.rules.lifecycle import MeetingState
from governance.services.bylaws import rulesets
from governance.services.convening import calls, meetings, second_calls
from governance.web import access
from governance.web.convening.call_words import refusal_words
from governance.web.forms.calls import AskersForm, SecondCallForm, UrgencyForm
from governance.web.i18n import PARIS
from governance.web.messages import sentence
from governance.web.ruleset_words.chapters import value_words
from governance.web.visitor import visitor

bp = Blueprint("calls", __name__, url_prefix="/assemblees/<int:meeting_id>")
LONGEST_TITLE = 200
FIELDS = {
    "meeting.title": "title",
    "meeting.remote-url": "remote_url",
    "second-call.too-soon": "day",
    "second-call.too-late": "day",
    "second-call.say-proxies": "proxies",
}


@bp.get("/appel")
@access.meeting_officers(*access.CONVENERS)
def show(meeting) -> ResponseReturnValue:
    """Show what is particular to the call, and the forms that say it."""
    return _page(meeting)


@bp.post("/appel/urgence")
@access.meeting_officers(*access.CONVENERS)
def urgency(meeting) -> ResponseReturnValue:
    """Mark the call urgent for a reason, or take that back."""
    form = UrgencyForm()
    if not form.validate_on_submit():
        return _page(meeting, urgent=form), 422
    told = form.reason.data or ""
    try:
        with db.transaction() as writing:
            mine = meetings.get_meeting(writing, meeting.id)
            calls.mark_urgent(writing, mine, told, actor=visitor().actor, now=clock.now())
    except (InvalidInputError, RuleBrokenError) as refusal:
        form.reason.errors = [sentence(refusal)]
        return _page(meeting, urgent=form), 422
    said = gettext("Convocation en urgence : le délai court s’applique.")
    flash(said if told else gettext("La convocation suit le délai ordinaire."), "success")
    return redirect(url_for("notices.show", meeting_id=meeting.id))


@bp.post("/appel/demande")
@access.meeting_officers(*access.CONVENERS)
def asked(meeting) -> ResponseReturnValue:
    """Note that members ask for the meeting, or that they do not."""
    form = AskersForm()
    if not form.validate_on_submit():
        return _page(meeting, asked=form), 422
    askers = form.askers()
    try:
        with db.transaction() as writing:
            mine = meetings.get_meeting(writing, meeting.id)
            calls.note_askers(
                writing,
                mine,
                askers,
                form.asked_on.data,
                actor=visitor().actor,
                now=clock.now(),
            )
    except InvalidInputError as refusal:
        form.names.errors = [sentence(refusal)]
        return _page(meeting, asked=form), 422
    said = gettext("La demande est notée : la convocation la nommera.")
    flash(said if askers else gettext("Personne ne demande plus la réunion."), "success")
    return redirect(url_for("notices.show", meeting_id=meeting.id))


@bp.post("/carence")
@access.meeting_officers(*access.CONVENERS)
def fail(meeting) -> ResponseReturnValue:
    """Note that the quorum fails, and close the meeting."""
    try:
        with db.transaction() as writing:
            second_calls.note_failure(writing, meeting.id, actor=visitor().actor, now=clock.now())
    except StateError as refusal:
        if meeting.state is not MeetingState.OPEN:
            raise
        flash(sentence(refusal), "error")
        return redirect(url_for("sittings.cockpit", meeting_id=meeting.id))
    flash(
        gettext("Défaut de quorum constaté, séance close. Le procès-verbal de carence est prêt."),
        "success",
    )
    return redirect(url_for("meetings.show", meeting_id=meeting.id))


@bp.route("/deuxieme-convocation", methods=["GET", "POST"])
@access.meeting_officers(*access.CONVENERS)
def second(meeting) -> ResponseReturnValue:
    """Prepare the second meeting: same points, another day; the next step sends its notice."""
    form = SecondCallForm()
    known = second_calls.plan_of(db.session(), meeting, clock.now())
    if not form.is_submitted():
        _suggest(form, known)
    if form.validate_on_submit():
        try:
            with db.transaction() as writing:
                made = second_calls.prepare(
                    writing,
                    meeting.id,
                    form.plan(),
                    keeps_proxies=form.keeps_proxies(),
                    actor=visitor().actor,
                    now=clock.now(),
                )
        except (InvalidInputError, RuleBrokenError) as refusal:
            _blame(form, refusal)
        else:
            return redirect(url_for("notices.send", meeting_id=made.id))
    page = render_template(
        "governance/calls/second.html",
        form=form,
        meeting=meeting,
        known=known,
        quorum=value_words("quorum.second", known.rules.quorum.second.value),
        titles=known.items,
    )
    return page, 422 if form.errors else 200


def _page(meeting, urgent: UrgencyForm | None = None, asked: AskersForm | None = None) -> str:
    if meeting.state is not MeetingState.DRAFT:
        raise StateError("meeting.not-now", state=meeting.state.value, move="edit")
    session = db.session()
    call = calls.call_of(session, meeting.id)
    if urgent is None:
        urgent = UrgencyForm(None, reason=call.urgent_reason if call else "")
    if asked is None:
        askers = calls.askers_of(call)
        on = call.asked_on if call and call.asked_on else day_of(clock.now())
        asked = AskersForm(None, obj=askers, asked_on=on)
    rules = rulesets.of_meeting(session, meeting)
    return render_template(
        "governance/calls/show.html",
        meeting=meeting,
        urgent=urgent,
        asked=asked,
        rules=rules,
        callers=value_words("body.can_be_called_by", rules.body.can_be_called_by.value),
    )


def _suggest(form: SecondCallForm, known: second_calls.SecondPlan) -> None:
    """Fill the form from the first meeting, on the first day that the bylaws allow."""
    first = known.first
    added = gettext(" (deuxième convocation)")
    form.title.data = first.title[: LONGEST_TITLE - len(added)] + added
    form.day.data = known.window.earliest
    form.hour.data = first.starts_at.astimezone(PARIS).time()
    form.place.data, form.remote_url.data = first.place, first.remote_url
    form.introduction.data = first.introduction


def _blame(form: SecondCallForm, refusal: GovernanceError) -> None:
    """Put a refusal beside its field, or above the form."""
    name = FIELDS.get(refusal.code)
    if name is None:
        form.form_errors.append(refusal_words(refusal))
    else:
        form[name].errors = [refusal_words(refusal)]
