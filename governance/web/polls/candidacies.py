"""Pages of candidacies (candidatures): a member stands; the secretary sees who may, lists them."""

from datetime import UTC, date, datetime, time
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import GovernanceError, NotAllowedError
from governance.rules.questions import BallotKind
from governance.services.bylaws import rulesets
from governance.services.convening import agenda, meetings
from governance.services.polls import ballot_names, candidacies, candidates
from governance.services.polls.candidacies import Judged, Stand
from governance.services.terms import board_seats
from governance.web import access
from governance.web.forms.candidacies import FORMS, ReceivedForm, StandForm
from governance.web.i18n import short_date
from governance.web.messages import sentence
from governance.web.navigation import OFFICERS
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint("candidacies", __name__)
NOON = time(12)
DAYS = ("received_on", "latest_day", "day")  # facts of refusals


@bp.get("/candidatures")
@access.signed_in
def index() -> ResponseReturnValue:
    """Show the elections that receive candidacies, and one's own."""
    person_id = _own_person()
    called = candidacies.called(db.session())
    return render_template(
        "governance/candidacies/index.html",
        items=[(item, candidacies.of_person(db.session(), person_id, item.id)) for item in called],
    )


@bp.route("/candidatures/<int:item_id>", methods=["GET", "POST"])
@access.signed_in
def stand(item_id: int) -> ResponseReturnValue:
    """Stand for an election, told at once whether the bylaws let one."""
    person_id, reading = _own_person(), db.session()
    item = candidacies.get_called(reading, item_id)
    form = StandForm()
    members = candidacies.own_members(reading, person_id)
    _shape(form, item, members)
    if form.validate_on_submit():
        try:
            with db.transaction() as writing:
                mine = candidacies.get_called(writing, item_id)
                candidacies.stand(
                    writing,
                    mine,
                    form.member.data,
                    person_id,
                    _told(form),
                    actor=visitor().actor,
                    now=clock.now(),
                )
        except GovernanceError as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            flash(gettext("Votre candidature est enregistrée."), "success")
            return redirect(url_for(".stand", item_id=item_id))
    found = [
        one for one in candidacies.judge(reading, item) if one.candidacy.person_id == person_id
    ]
    page = render_template(
        "governance/candidacies/stand.html",
        item=item,
        form=form,
        members=members,
        mine=found[0] if found else None,
        refusal=_reason(found[0]) if found else "",
        rule=rulesets.of_meeting(reading, item.meeting).election.candidacy,
        latest=candidacies.latest_day(reading, item),
        forms=FORMS,
    )
    return page, 422 if form.errors else 200


@bp.post("/candidatures/<int:item_id>/retirer")
@access.signed_in
def withdraw(item_id: int) -> ResponseReturnValue:
    """Take back one's own candidacy."""
    person_id = _own_person()
    try:
        with db.transaction() as writing:
            mine = candidacies.of_person(writing, person_id, item_id)
            candidacies.withdraw(
                writing, mine.id if mine else 0, person_id, actor=visitor().actor, now=clock.now()
            )
    except GovernanceError as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(gettext("Votre candidature est retirée."), "success")
    return redirect(url_for(".index"))


@bp.get("/assemblees/<int:meeting_id>/ordre-du-jour/<int:item_id>/candidatures")
@access.meeting_officers(*OFFICERS)
def received(meeting: Any, item_id: int) -> ResponseReturnValue:
    """Show the candidacies received, which are eligible, and why others are not."""
    return _received(meeting, agenda.get_item(db.session(), meeting.id, item_id), ReceivedForm())


@bp.post("/assemblees/<int:meeting_id>/ordre-du-jour/<int:item_id>/candidatures")
@access.meeting_officers(*access.CONVENERS)
def enter(meeting: Any, item_id: int) -> ResponseReturnValue:
    """Enter a candidacy that came another way: by post, by mail, in the meeting."""
    item, form = agenda.get_item(db.session(), meeting.id, item_id), ReceivedForm()
    people = dict(_places())
    _shape(form, item, ((key, label) for key, (label, _, _) in people.items()))
    if form.validate_on_submit():
        _, member_id, person_id = people[form.member.data]
        try:
            with db.transaction() as writing:
                mine = agenda.get_item(writing, meeting.id, item_id)
                candidacies.stand(
                    writing,
                    mine,
                    member_id,
                    person_id,
                    _told(form),
                    actor=visitor().actor,
                    now=clock.now(),
                    entered_by=visitor().actor.name,
                )
        except GovernanceError as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            flash(gettext("La candidature est inscrite."), "success")
            return redirect(url_for(".received", meeting_id=meeting.id, item_id=item_id))
    return _received(meeting, item, form), 422


@bp.post("/assemblees/<int:meeting_id>/ordre-du-jour/<int:item_id>/candidatures/suite")
@access.meeting_officers(*access.CONVENERS)
def act(meeting: Any, item_id: int) -> ResponseReturnValue:
    """Call for candidacies, carry the eligible onto the ballot, or note a withdrawal."""
    wanted, actor, now = request.form.get("act", ""), visitor().actor, clock.now()
    try:
        with db.transaction() as writing:
            mine = meetings.get_meeting(writing, meeting.id)
            if wanted == "carry":
                ballot_names.carry(writing, mine, item_id, actor=actor, now=now)
                told = gettext("Le bulletin porte les candidatures recevables.")
            elif wanted == "sexes":
                places = range(1, len(agenda.get_item(writing, mine.id, item_id).candidates) + 1)
                given = [request.form.get(f"sex-{place}", "") for place in places]
                ballot_names.set_sexes(writing, mine, item_id, given, actor=actor, now=now)
                told = gettext("C’est noté, pour le calcul de la parité.")
            elif wanted == "withdraw":
                number = row_number(request.form.get("candidacy", "0"))
                candidacies.withdraw(writing, number, None, actor=actor, now=now)
                told = gettext("Le retrait est noté.")
            else:
                candidacies.call(writing, mine, item_id, actor=actor, now=now)
                told = gettext("L’appel à candidatures est ouvert : les membres le voient.")
    except GovernanceError as refusal:
        flash(sentence(refusal), "error")
    except ValueError:
        flash(gettext("Cette demande ne se lit pas."), "error")
    else:
        flash(told, "success")
    return redirect(url_for(".received", meeting_id=meeting.id, item_id=item_id))


def _received(meeting: Any, item: Any, form: ReceivedForm) -> str:
    reading = db.session()
    if not form.is_submitted():
        _shape(form, item, ((key, label) for key, (label, _, _) in _places()))
        form.day.data = clock.now().date()
    rules = rulesets.of_meeting(reading, meeting)
    judged = candidacies.judge(reading, item)
    return render_template(
        "governance/candidacies/received.html",
        meeting=meeting,
        item=item,
        form=form,
        judged=[(one, _reason(one)) for one in judged],
        rule=rules.election.candidacy,
        order=rules.vote.option_order,
        parity=rules.election.parity if candidacies.asks_sex(rules) else None,
        latest=candidacies.latest_day(reading, item),
        seats=board_seats.allowed(reading, meeting, item.college),
        may_write=visitor().has(*access.CONVENERS),
        may_change=candidacies.may_still_change(reading, item),
        receives=candidacies.is_receiving(reading, item),
        forms=FORMS,
    )


def _reason(judged: Judged) -> str:
    """Say why a candidacy cannot be on the ballot, its days as people write them."""
    refusal = judged.refusal
    if refusal is None:
        return ""
    days = {
        name: short_date(date.fromisoformat(str(refusal.facts[name])))
        for name in DAYS
        if name in refusal.facts
    }
    return sentence(type(refusal)(refusal.code, **{**refusal.facts, **days}))


def _shape(form: StandForm, item: Any, members: Any) -> None:
    rules = rulesets.of_meeting(db.session(), item.meeting)
    on_lists = candidates.rule_of(item).kind is BallotKind.LISTS
    form.shape(members, on_lists=on_lists, asks_sex=candidacies.asks_sex(rules))


def _places() -> list[tuple[int, tuple[str, int, int]]]:
    """Return number -> (label, member, person) of everybody who acts for a member."""
    return [
        (one.id, (f"{one.person.name} ({one.member.name})", one.member_id, one.person_id))
        for one in candidacies.who_may_stand(db.session())
    ]


def _told(form: StandForm) -> Stand:
    day = form.day.data if isinstance(form, ReceivedForm) else None
    return Stand(
        form.presentation.data or "",
        form.sex.data if form.sex else "",
        form.list_name.data if form.list_name else "",
        form.form.data if isinstance(form, ReceivedForm) else "electronic",
        datetime.combine(day, NOON, UTC) if day else None,
    )


def _own_person() -> int:
    person_id = visitor().person_id
    if person_id is None:
        raise NotAllowedError("candidacy.members-only")
    return person_id
