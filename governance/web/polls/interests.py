"""Pages of interests in an item (conflits d'intérêts): declared at the desk or by the member."""

from flask import Blueprint, flash, redirect, render_template
from flask import url_for as url
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import GovernanceError
from governance.models.accounts import Role
from governance.services.bylaws import rulesets
from governance.services.convening import agenda, meetings
from governance.services.electorate import roll
from governance.services.membership.names import fold
from governance.services.sitting import interests, participation
from governance.web import access
from governance.web.convening.meeting_rooms import rooms_of
from governance.web.forms.interests import InterestForm
from governance.web.messages import sentence
from governance.web.navigation import OFFICERS
from governance.web.sitting.participation import person_id
from governance.web.visitor import visitor

bp = Blueprint("interests", __name__, url_prefix="/assemblees/<int:meeting_id>")
RECORDERS = (Role.SECRETARY, Role.CHAIR)


@bp.get("/interets")
@access.meeting_officers(*OFFICERS)
def index(meeting) -> ResponseReturnValue:
    """List who is interested in what, and what follows from it."""
    return _page(meeting, _form(meeting))


@bp.post("/interets")
@access.meeting_officers(*RECORDERS)
def declare(meeting) -> ResponseReturnValue:
    """Note an interest told to the desk; a refusal keeps what was typed."""
    form = _form(meeting)
    if not form.validate_on_submit():
        return _page(meeting, form), 422
    try:
        name = _declare(meeting.id, form.item_id.data, form.member_id.data, form.reason.data)
    except GovernanceError as refusal:
        form.form_errors.append(sentence(refusal))
        return _page(meeting, form), 409
    flash(gettext("Noté : %(name)s est intéressé à ce point.", name=name), "success")
    return redirect(url(".index", meeting_id=meeting.id))


@bp.post("/interets/<int:interest_id>/retrait")
@access.meeting_officers(*RECORDERS)
def withdraw(meeting, interest_id: int) -> ResponseReturnValue:
    """Withdraw what was noted by mistake."""
    try:
        with db.transaction() as writing:
            found = meetings.get_meeting(writing, meeting.id)
            interests.withdraw(writing, found, interest_id, actor=visitor().actor, now=clock.now())
    except GovernanceError as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(gettext("Déclaration retirée : le journal garde les deux actes."), "success")
    return redirect(url(".index", meeting_id=meeting.id))


@bp.route("/ma-page/interet/<int:item_id>", methods=["GET", "POST"])
@access.meeting_member
def declare_own(meeting, item_id: int) -> ResponseReturnValue:
    """Declare an interest of a member one acts for, having read what follows from it."""
    session = db.session()
    item = agenda.get_item(session, meeting.id, item_id)
    page = participation.my_page(session, meeting, person_id(), clock.now())
    form = InterestForm(item_id=item.id)
    form.offer([(item.id, item.title)], [(seat.member_id, seat.name) for seat in page.mine])
    refusal = ""
    if form.validate_on_submit():
        try:
            name = _declare(meeting.id, item.id, form.member_id.data, form.reason.data)
        except GovernanceError as found:
            refusal = sentence(found)
        else:
            told = gettext("Noté : %(name)s est intéressé à ce point.", name=name)
            flash(told, "success")
            return redirect(url("participation.show", meeting_id=meeting.id))
    status = 409 if refusal else 422 if form.errors else 200
    return render_template(
        "governance/interests/own.html",
        meeting=meeting,
        item=item,
        form=form,
        refusal=refusal,
        may_change=interests.may_change(session, meeting, item),
        conflict=rulesets.of_meeting(session, meeting).conflict,
        stopped=interests.stopped_proxies(session, meeting),
        seats=page.mine,
        mine=[
            one
            for one in interests.of_meeting(session, meeting.id)
            if one.item_id == item.id and one.member_id in {seat.member_id for seat in page.mine}
        ],
    ), status


def _declare(meeting_id: int, item_id: int, member_id: int, reason: str | None) -> str:
    """Write the declaration and return the member's name."""
    with db.transaction() as writing:
        interest = interests.declare(
            writing,
            meetings.get_meeting(writing, meeting_id),
            item_id,
            member_id,
            reason or "",
            actor=visitor().actor,
            now=clock.now(),
        )
        return interest.member.name


def _form(meeting) -> InterestForm:
    session = db.session()
    form = InterestForm()
    items = [
        (item.id, f"{item.position}. {item.title}")
        for item in agenda.items_of(session, meeting.id)
        if interests.may_change(session, meeting, item)
    ]
    lines = roll.lines_of(session, meeting.id)
    members = sorted(((line.member_id, line.name) for line in lines), key=lambda one: fold(one[1]))
    form.offer(items, members)
    return form


def _page(meeting, form: InterestForm) -> str:
    session = db.session()
    found = interests.of_meeting(session, meeting.id)
    return render_template(
        "governance/interests/index.html",
        meeting=meeting,
        rooms=rooms_of(meeting.id, meeting.state, "interests.index"),
        form=form,
        stopped=interests.stopped_proxies(session, meeting),
        found=[(one, interests.may_change(session, meeting, one.item)) for one in found],
        conflict=rulesets.of_meeting(session, meeting).conflict,
        may_change=visitor().has(*RECORDERS) and bool(form.item_id.choices),
    )
