"""Pages of the voting codes (codes de vote): who makes them, what came back, when they ended."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.file import FileField

from ballots.errors import BallotsError
from ballots.services import credentials as box_credentials
from governance import clock, db
from governance.errors import InvalidInputError, StateError
from governance.rules.lifecycle import MeetingState
from governance.services.convening import meetings
from governance.services.office import credentials, outside_codes
from governance.services.polls import polls
from governance.web import access
from governance.web.forms.codes import AuthorityForm, DestructionForm, ListsForm
from governance.web.messages import sentence
from governance.web.navigation import OFFICERS
from governance.web.records.journal_words import timeline
from governance.web.visitor import visitor

bp = Blueprint("codes", __name__, url_prefix="/assemblees/<int:meeting_id>/codes")


@bp.get("")
@access.meeting_officers(*OFFICERS)
def show(meeting) -> ResponseReturnValue:
    """Show who makes the codes, and what the journal tells of them."""
    return _page(meeting)


@bp.post("/autorite")
@access.meeting_officers(*access.CONVENERS)
def choose(meeting) -> ResponseReturnValue:
    """Say who makes the codes of this meeting."""
    form = AuthorityForm()
    if not form.validate_on_submit():
        return _page(meeting, authority=form), 400
    try:
        with db.transaction() as writing:
            mine = meetings.hold_meeting(writing, meeting.id)
            outside_codes.choose_authority(
                writing, mine, form.chosen, actor=visitor().actor, now=clock.now()
            )
    except InvalidInputError as refusal:
        form.name.errors = [sentence(refusal)]
        return _page(meeting, authority=form), 400
    flash(gettext("C’est noté : le journal dit qui fait les codes."), "success")
    return redirect(url_for(".show", meeting_id=meeting.id))


@bp.get("/liste-electorale.json")
@access.meeting_officers(*access.CONVENERS)
def roll_file(meeting) -> ResponseReturnValue:
    """Hand over the roll that the authority starts from."""
    answer = make_response(outside_codes.roll_file(db.session(), meeting))
    answer.mimetype = "application/json"
    name = f"liste-electorale-{meeting.id}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.post("/publics")
@access.meeting_officers(*access.CONVENERS)
def take(meeting) -> ResponseReturnValue:
    """Take the public lists: read and proved first, then recorded whole or not at all."""
    form = ListsForm()
    if not form.validate_on_submit():
        return _page(meeting, lists=form), 400
    try:
        checked = box_credentials.check_lists(form.lists.data.read())
        with db.transaction() as writing:
            mine = meetings.get_meeting(writing, meeting.id)
            outside_codes.take_lists(writing, mine, checked, actor=visitor().actor, now=clock.now())
    except (BallotsError, InvalidInputError) as refusal:
        return _refused(meeting, form.lists, refusal, lists=form)
    flash(gettext("Les codes publics sont enregistrés pour tous les scrutins à venir."), "success")
    return redirect(url_for(".show", meeting_id=meeting.id))


@bp.post("/destruction")
@access.meeting_officers(*access.CONVENERS)
def destroyed(meeting) -> ResponseReturnValue:
    """Enter the authority's statement in the journal."""
    form = DestructionForm()
    if not form.validate_on_submit():
        return _page(meeting, destruction=form), 400
    try:
        with db.transaction() as writing:
            mine = meetings.hold_meeting(writing, meeting.id)
            raw = form.statement.data.read()
            outside_codes.note_destroyed(writing, mine, raw, actor=visitor().actor, now=clock.now())
    except (BallotsError, InvalidInputError) as refusal:
        return _refused(meeting, form.statement, refusal, destruction=form)
    flash(gettext("La destruction est inscrite au journal."), "success")
    return redirect(url_for(".show", meeting_id=meeting.id))


def _refused(meeting, field: FileField, refusal, **forms) -> ResponseReturnValue:
    field.errors = [sentence(refusal)]
    return _page(meeting, **forms), 409 if isinstance(refusal, StateError) else 400


def _page(meeting, authority=None, lists=None, destruction=None) -> str:
    reading = db.session()
    mine = meetings.get_meeting(reading, meeting.id)
    titles = {poll.id: poll.item.title for poll in polls.polls_of(reading, mine.id)}
    told = outside_codes.facts_of_codes(reading, mine)
    return render_template(
        "governance/codes/show.html",
        meeting=mine,
        is_draft=mine.state is MeetingState.DRAFT,
        is_held=mine.state in outside_codes.HELD,
        outside=mine.credential_authority,
        authority_name=credentials.authority_of(mine),
        slots=outside_codes.slots_with_codes(reading, mine),
        titles=titles,
        told=timeline(told),
        taken=any(line.kind == outside_codes.TAKEN for line in told),
        may_change=visitor().has(*access.CONVENERS),
        authority=authority or AuthorityForm.of(mine.credential_authority),
        lists=lists or ListsForm(),
        destruction=destruction or DestructionForm(),
    )
