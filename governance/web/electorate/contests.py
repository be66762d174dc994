"""Pages of contests (contestations): a member writes one, the secretary answers it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import InvalidInputError, NotAllowedError, StateError
from governance.models.accounts import Role
from governance.services.convening import meetings
from governance.services.electorate import contests, electorate
from governance.web.access import meeting_officers, signed_in
from governance.web.electorate import electorate_words
from governance.web.forms.electorate import ContestAnswerForm, ContestForm
from governance.web.messages import sentence
from governance.web.post.post import post
from governance.web.visitor import visitor

bp = Blueprint(
    "contests", __name__, url_prefix="/assemblees/<int:meeting_id>/corps-electoral/contestations"
)
FIELDS = {"contest.no-clause": "clause"}


@bp.route("/membre/<int:member_id>", methods=["GET", "POST"])
@signed_in
def write(meeting_id: int, member_id: int) -> ResponseReturnValue:
    """Contest the line of a member one acts for, even one that the list left out."""
    place = contests.place_of(db.session(), member_id, _own_person(meeting_id))
    meeting = meetings.get_meeting(db.session(), meeting_id)
    form = ContestForm()
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                contests.raise_contest(
                    session,
                    meetings.get_meeting(session, meeting_id),
                    member_id,
                    _own_person(meeting_id),
                    form.ground.data or "",
                    now=clock.now(),
                )
        except (InvalidInputError, StateError) as refusal:
            form.ground.errors = [*form.ground.errors, sentence(refusal)]
        else:
            flash(
                gettext("Votre contestation est déposée : la réponse vous sera écrite."), "success"
            )
            return redirect(url_for(".write", meeting_id=meeting_id, member_id=member_id))
    now = clock.now()
    mine = contests.of_meeting(db.session(), meeting_id, [member_id])
    return render_template(
        "governance/electorate/contest.html",
        meeting=meeting,
        place=place,
        line=electorate.of_meeting(db.session(), meeting, now).line_of(member_id),
        form=form,
        mine=mine,
        waiting=next((one for one in mine if one.state == "open"), None),
        may_contest=contests.may_contest(meeting),
        words=electorate_words,
        person_id=visitor().person_id,
        back=_back(meeting_id),
    ), 422 if form.errors else 200


@bp.post("/<int:contest_id>/retirer")
@signed_in
def withdraw(meeting_id: int, contest_id: int) -> ResponseReturnValue:
    """Take back what one contested."""
    with db.transaction() as session:
        contests.get_contest(session, meeting_id, contest_id)
        taken = contests.withdraw(session, contest_id, _own_person(meeting_id), now=clock.now())
        member_id = taken.member_id
    flash(gettext("Votre contestation est retirée."), "success")
    return redirect(url_for(".write", meeting_id=meeting_id, member_id=member_id))


@bp.route("/<int:contest_id>", methods=["GET", "POST"])
@meeting_officers(Role.SECRETARY, Role.CHAIR, Role.AUDITOR)
def answer(meeting, contest_id: int) -> ResponseReturnValue:
    """Show a contest; the secretary grants it, or refuses it with a reason and a clause."""
    form = ContestAnswerForm()
    may_answer = visitor().has(Role.SECRETARY)
    if form.validate_on_submit():
        if not may_answer:
            raise NotAllowedError("access.not-your-role")
        is_yes = request.form.get("reponse") == "oui"
        try:
            member_id = _answer(meeting.id, contest_id, form, is_yes=is_yes)
        except (InvalidInputError, StateError) as refusal:
            field = form[FIELDS.get(refusal.code, "answer")]
            field.errors = [*field.errors, sentence(refusal)]
        else:
            if is_yes:
                told = gettext("Contestation admise : corrigez maintenant la fiche du membre.")
                flash(told, "warning")
                return redirect(url_for("members.show", member_id=member_id))
            flash(gettext("Contestation rejetée ; la personne en lira le motif."), "success")
            return redirect(url_for("electorate.show", meeting_id=meeting.id))
    contest = contests.get_contest(db.session(), meeting.id, contest_id)
    seen = electorate.of_meeting(db.session(), meeting, clock.now())
    return render_template(
        "governance/electorate/answer.html",
        meeting=meeting,
        contest=contest,
        line=seen.line_of(contest.member_id),
        form=form,
        may_answer=may_answer,
        words=electorate_words,
    ), 422 if form.errors else 200


def _answer(meeting_id: int, contest_id: int, form: ContestAnswerForm, *, is_yes: bool) -> int:
    told, rule = form.answer.data or "", form.clause.data or ""
    actor, now = visitor().actor, clock.now()
    with db.transaction() as session:
        contests.get_contest(session, meeting_id, contest_id)
        if is_yes:
            done = contests.accept(session, post(), contest_id, told, actor=actor, now=now)
        else:
            done = contests.refuse(session, post(), contest_id, told, rule, actor=actor, now=now)
        return done.member_id


def _own_person(meeting_id: int) -> int:
    """Return the visiting person; a personal link serves its own meeting only."""
    person_id = visitor().person_id
    if person_id is None or visitor().meeting_id not in (None, meeting_id):
        raise NotAllowedError("contest.not-yours")
    return person_id


def _back(meeting_id: int) -> str:
    """Return where a member came from: her page of the meeting, else her membership."""
    person_id = visitor().person_id or 0
    if meetings.is_called(db.session(), meeting_id, person_id):
        return url_for("participation.show", meeting_id=meeting_id)
    return url_for("own_record.show")
