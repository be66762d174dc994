"""Meetings (assemblées): the list, the way into convening, the page of one meeting."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.notices import Answer
from governance.rules.calendar import day_of, earliest_meeting_day
from governance.rules.lifecycle import MeetingState
from governance.services.bylaws import rulesets
from governance.services.convening import agenda, calls, meetings, notices, second_calls
from governance.services.convening.meetings import BODIES
from governance.services.electorate import contests
from governance.services.post import sendings as sending_service
from governance.services.records import journal
from governance.services.sitting import glance
from governance.web import access
from governance.web.convening.home import STATES
from governance.web.convening.meeting_rooms import BODIES as BODY_NAMES
from governance.web.convening.meeting_rooms import Next, next_of, rooms_of, steps_of, url_if
from governance.web.forms.meetings import PlanForm
from governance.web.i18n import PARIS, long_date
from governance.web.messages import sentence
from governance.web.navigation import OFFICERS
from governance.web.polls import poll_words
from governance.web.records import journal_words
from governance.web.visitor import visitor

bp = Blueprint("meetings", __name__, url_prefix="/assemblees")

COPY = "copie-"
AFTERNOON = datetime(2026, 1, 1, 14, tzinfo=PARIS).time()
FIELDS = {"meeting.title": "title", "meeting.remote-url": "remote_url"}


@bp.app_context_processor
def _rooms() -> dict[str, object]:
    """Give every template the rooms of a meeting and addresses that may not exist."""
    return {"rooms_of": rooms_of, "url_if": url_if, "meeting_states": STATES}


@bp.get("")
@access.signed_in
def index() -> ResponseReturnValue:
    """Show an officer every meeting, a member those she was called to."""
    session, now = db.session(), clock.now()
    person_id = visitor().person_id
    is_officer = visitor().has(*OFFICERS)
    mine = meetings.meetings_of(session, person_id) if person_id else ()
    every = meetings.all_meetings(session) if is_officer else ()
    upcoming = [one for one in every if _is_ahead(one.state, one.starts_at, now)]
    return render_template(
        "governance/meetings/index.html",
        is_officer=is_officer,
        upcoming=sorted(upcoming, key=lambda one: one.starts_at),
        past=[one for one in every if one not in upcoming],
        mine=mine,
        own_room=_own_room,
        bodies=BODY_NAMES,
        may_convene=visitor().has(*access.CONVENERS),
    )


@bp.get("/nouvelle")
@access.officers(*access.CONVENERS)
def new() -> ResponseReturnValue:
    """Step 1: take up an earlier assembly, or begin with an empty agenda."""
    session = db.session()
    earlier = meetings.all_meetings(session)[:5]
    return render_template(
        "governance/meetings/new.html",
        earlier=[(one, len(agenda.items_of(session, one.id))) for one in earlier],
        copy=COPY,
        bodies=BODY_NAMES,
        steps=steps_of(),
        version=rulesets.current(session)[0],
    )


@bp.route("/nouvelle/date", methods=["GET", "POST"])
@access.officers(*access.CONVENERS)
def plan() -> ResponseReturnValue:
    """Step 2: date, place and link; the draft is created here."""
    start = request.args.get("depart", "")
    source_id = _source_id(start)
    form = PlanForm()
    if request.method == "GET":
        _suggest(form, start, source_id)
    if form.validate_on_submit():
        try:
            with db.transaction() as writing:
                if source_id is None:
                    created = meetings.create_meeting(
                        writing, start, form.plan(), actor=visitor().actor, now=clock.now()
                    )
                else:
                    created = meetings.copy_meeting(
                        writing, source_id, form.plan(), actor=visitor().actor, now=clock.now()
                    )
        except InvalidInputError as refusal:
            _blame(form, refusal)
        else:
            flash(gettext("Brouillon enregistré : seuls les responsables le voient."), "success")
            return redirect(url_for("agenda.index", meeting_id=created.id))
    steps = steps_of()
    steps[0] = {"label": str(steps[0]), "url": url_for("meetings.new")}
    return _plan_page(form, steps, back=url_for("meetings.new"))


@bp.route("/<int:meeting_id>/modifier", methods=["GET", "POST"])
@access.meeting_officers(*access.CONVENERS)
def edit(meeting) -> ResponseReturnValue:
    """Step 2 again: change date, place or link while the notice has not left."""
    if meeting.state is not MeetingState.DRAFT:
        raise StateError("meeting.not-now", state=meeting.state.value, move="edit")
    starts_at = meeting.starts_at.astimezone(PARIS)
    form = PlanForm(obj=meeting, day=starts_at.date(), hour=starts_at.time())
    if form.validate_on_submit():
        try:
            with db.transaction() as writing:
                meetings.edit_meeting(
                    writing, meeting.id, form.plan(), actor=visitor().actor, now=clock.now()
                )
        except InvalidInputError as refusal:
            _blame(form, refusal)
        else:
            flash(gettext("Date, lieu et lien enregistrés."), "success")
            return redirect(url_for("agenda.index", meeting_id=meeting.id))
    return _plan_page(form, steps_of(meeting.id), meeting=meeting)


@bp.get("/<int:meeting_id>")
@access.meeting_officers(*OFFICERS)
def show(meeting) -> ResponseReturnValue:
    """Show where the meeting stands, what comes next, its figures and its journal."""
    session, now = db.session(), clock.now()
    items = agenda.items_of(session, meeting.id)
    came = glance.is_the_day(meeting, now)
    seen = glance.at_a_glance(session, meeting, now)
    return render_template(
        "governance/meetings/show.html",
        meeting=meeting,
        items=items,
        next=_next(meeting, has_items=bool(items), is_the_day=came),
        failure=second_calls.failure_of(session, meeting.id),
        first=second_calls.first_of(session, meeting.id),
        second=second_calls.second_of(session, meeting.id),
        call=calls.call_of(session, meeting.id),
        rules=rulesets.of_meeting(session, meeting),
        glance=seen,
        gauge=poll_words.gauge(seen.quorum) if seen else None,
        notice=notices.notice_of(session, meeting.id),
        version=rulesets.get_version(session, meeting.rule_set_id),
        Answer=Answer,
        refused=sending_service.in_trouble(session, meeting.id),
        contested=contests.count_open(session, meeting.id),
        timeline=journal_words.timeline(journal.lines_of(session, meeting.id)),
        body=gettext(BODY_NAMES[meeting.body]),
        may_convene=visitor().has(*access.CONVENERS),
    )


def _next(meeting, *, has_items: bool, is_the_day: bool) -> Next:
    """Return what comes next; after a quorum that failed, the second call comes first."""
    if second_calls.is_wanted(db.session(), meeting):
        return Next(
            gettext("Convoquer une deuxième fois"),
            gettext("Le quorum a manqué : les mêmes points, un autre jour, selon les statuts."),
            url_if("calls.second", meeting_id=meeting.id),
        )
    return next_of(meeting.id, meeting.state, has_items=has_items, is_the_day=is_the_day)


def _is_ahead(state: MeetingState, starts_at: datetime, now: datetime) -> bool:
    """Return whether a meeting is still to be held, or being held."""
    if state in (MeetingState.CLOSED, MeetingState.PUBLISHED):
        return False
    return state is not MeetingState.DRAFT or day_of(starts_at) >= day_of(now)


def _own_room(meeting_id: int) -> str | None:
    """Return a member's own page of the meeting."""
    for endpoint in ("participation.show", "participation.mine"):
        url = url_if(endpoint, meeting_id=meeting_id)
        if url:
            return url
    return None


def _source_id(start: str) -> int | None:
    """Return which meeting is copied, or nothing for an empty agenda of a known body."""
    if start in BODIES:
        return None
    number = start.removeprefix(COPY)
    if not start.startswith(COPY) or not number.isdecimal() or len(number) > 9:
        raise NotFoundError("meeting.unknown")
    return meetings.get_meeting(db.session(), int(number)).id


def _suggest(form: PlanForm, start: str, source_id: int | None) -> None:
    """Fill an empty form from the assembly that is taken up, or from the body's name."""
    form.hour.data = AFTERNOON
    if source_id is None:
        form.title.data = f"{gettext(BODY_NAMES[start])} {clock.now().year}"
        return
    source = meetings.get_meeting(db.session(), source_id)
    year = source.starts_at.astimezone(PARIS).year
    form.title.data = source.title.replace(str(year), str(clock.now().year))
    form.hour.data = source.starts_at.astimezone(PARIS).time()
    form.place.data, form.remote_url.data = source.place, source.remote_url
    form.introduction.data = source.introduction


def _plan_page(form: PlanForm, steps, *, meeting=None, back=None) -> ResponseReturnValue:
    session = db.session()
    rules = rulesets.of_meeting(session, meeting) if meeting else rulesets.current(session)[1]
    days, counting = rules.notice.days, rules.notice.counting.value
    today = day_of(clock.now())
    page = render_template(
        "governance/meetings/plan.html",
        form=form,
        steps=steps,
        meeting=meeting,
        back=back or url_for("meetings.show", meeting_id=meeting.id),
        first_day=long_date(earliest_meeting_day(today, days.value, counting)),
        days=days,
        counting=counting,
    )
    return page, 422 if form.errors else 200


def _blame(form: PlanForm, refusal: InvalidInputError) -> None:
    """Put a refusal beside its field, or above the form."""
    name = FIELDS.get(refusal.code)
    if name is None:
        form.form_errors.append(sentence(refusal))
    else:
        form[name].errors = [sentence(refusal)]
