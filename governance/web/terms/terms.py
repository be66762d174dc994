"""Pages of terms of office (mandats en cours): who sits until when, what fills an empty seat."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from governance import clock, db
from governance.errors import GovernanceError
from governance.models.terms import EndedBy
from governance.rules.calendar import day_of
from governance.rules.lifecycle import MeetingState
from governance.services.bylaws import rulesets
from governance.services.convening import meetings
from governance.services.polls import polls
from governance.services.terms import board_seats, cooptations, investitures, leaving_draws, terms
from governance.web import access
from governance.web.forms.terms import CooptForm, EndForm, RemovalForm
from governance.web.messages import sentence
from governance.web.post.post import vault
from governance.web.terms import term_words
from governance.web.visitor import visitor

bp = Blueprint("terms", __name__)


@bp.get("/mandats-en-cours")
@access.signed_in
def index() -> ResponseReturnValue:
    """Show who holds which seat until when and by which clause, and the seats that are empty."""
    reading = db.session()
    running = terms.in_office(reading)
    rules = rulesets.current(reading)[1]
    bodies = sorted({one.body for one in running} | {one.body for one in terms.all_vacant(reading)})
    return render_template(
        "governance/terms/index.html",
        bodies=[_body(body, running) for body in bodies],
        past=terms.past(reading),
        drawn=leaving_draws.drawn(reading),
        rules=rules,
        words=term_words,
        board=_board(rules),
        today=day_of(clock.now()),
        may_write=visitor().has(*access.CONVENERS),
    )


@bp.route("/mandats-en-cours/<int:term_id>/fin", methods=["GET", "POST"])
@access.officers(*access.CONVENERS)
def end(term_id: int) -> ResponseReturnValue:
    """End a term before its time: a resignation, or another vacancy."""
    form, term = EndForm(), terms.get_term(db.session(), term_id)
    if not form.is_submitted():
        form.day.data = day_of(clock.now())
    if form.validate_on_submit():
        try:
            with db.transaction() as writing:
                terms.end(
                    writing,
                    term_id,
                    EndedBy(form.by.data),
                    form.day.data,
                    form.reason.data or "",
                    actor=visitor().actor,
                    now=clock.now(),
                )
        except GovernanceError as refusal:
            form.day.errors = [sentence(refusal)]
        else:
            flash(gettext("Le mandat a pris fin : le siège est vacant."), "success")
            return redirect(url_for(".index"))
    return _page("end", form, term)


@bp.route("/mandats-en-cours/<int:term_id>/cooptation", methods=["GET", "POST"])
@access.officers(*access.CONVENERS)
def coopt(term_id: int) -> ResponseReturnValue:
    """Give an empty seat to the person whom the board has co-opted."""
    form, term = CooptForm(), terms.get_term(db.session(), term_id)
    if form.validate_on_submit():
        try:
            with db.transaction() as writing:
                cooptations.coopt(
                    writing,
                    term_id,
                    form.name.data or "",
                    actor=visitor().actor,
                    now=clock.now(),
                )
        except GovernanceError as refusal:
            form.name.errors = [sentence(refusal)]
        else:
            flash(gettext("La cooptation est inscrite."), "success")
            return redirect(url_for(".index"))
    return _page("coopt", form, term, rule=rulesets.current(db.session())[1].vacancy)


@bp.route("/mandats-en-cours/<int:term_id>/revocation", methods=["GET", "POST"])
@access.officers(*access.CONVENERS)
def remove(term_id: int) -> ResponseReturnValue:
    """Put a removal on the agenda of a meeting, by the majority and the secrecy of the clause."""
    form, term = RemovalForm(), terms.get_term(db.session(), term_id)
    states = (MeetingState.DRAFT, MeetingState.OPEN)
    offered = [one for one in meetings.all_meetings(db.session()) if one.state in states]
    form.meeting.choices = [SelectChoice(one.id, one.title) for one in offered]
    if form.validate_on_submit():
        try:
            with db.transaction() as writing:
                meeting = meetings.get_meeting(writing, form.meeting.data)
                cooptations.propose_removal(
                    writing, vault(), meeting, term_id, actor=visitor().actor, now=clock.now()
                )
                number = meeting.id
        except GovernanceError as refusal:
            form.meeting.errors = [sentence(refusal)]
        else:
            flash(gettext("La révocation est à l’ordre du jour."), "success")
            return redirect(url_for("agenda.index", meeting_id=number))
    rule = rulesets.current(db.session())[1].removal
    return _page("remove", form, term, rule=rule, offered=offered)


@bp.post("/mandats-en-cours/tirage")
@access.officers(*access.CONVENERS)
def draw() -> ResponseReturnValue:
    """Publish the hash of the lot of the first leavers; then, by another press, draw it."""
    body, act = request.form.get("body", "")[:10], request.form.get("act", "")
    try:
        with db.transaction() as writing:
            actor, now = visitor().actor, clock.now()
            if act == "draw":
                leaving_draws.draw(writing, vault(), body, actor=actor, now=now)
                told = gettext("Les premiers sortants sont tirés au sort.")
            else:
                leaving_draws.commit(writing, vault(), body, actor=actor, now=now)
                told = gettext("L’empreinte du tirage est publiée : il peut avoir lieu.")
    except GovernanceError as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(told, "success")
    return redirect(url_for(".index"))


@bp.post("/assemblees/<int:meeting_id>/scrutins/<int:poll_id>/mandats")
@access.meeting_officers(*access.CONVENERS)
def record(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Make the elected of a poll the holders of their seats, or do what a vote on one decided."""
    try:
        with db.transaction() as writing:
            poll = polls.get_poll(writing, meeting.id, poll_id)
            actor, now = visitor().actor, clock.now()
            if poll.item.kind == "election":
                investitures.record_elected(writing, poll, actor=actor, now=now)
                told = gettext("Les élu·es sont inscrits aux mandats en cours.")
            else:
                cooptations.apply_motion(writing, poll, actor=actor, now=now)
                told = gettext("Les mandats en cours suivent ce vote.")
    except GovernanceError as refusal:
        flash(sentence(refusal), "error")
        return redirect(url_for("polls.show", meeting_id=meeting.id, poll_id=poll_id))
    flash(told, "success")
    return redirect(url_for(".index"))


@bp.post("/assemblees/<int:meeting_id>/ordre-du-jour/renouvellement")
@access.meeting_officers(*access.CONVENERS)
def propose(meeting: Any) -> ResponseReturnValue:
    """Add to a draft agenda the seats to renew, or the ratification of a co-optation."""
    given = request.form
    try:
        with db.transaction() as writing:
            mine = meetings.get_meeting(writing, meeting.id)
            actor, now = visitor().actor, clock.now()
            if given.get("term", "").isdecimal() and len(given["term"]) < 10:
                cooptations.propose_ratification(
                    writing, mine, int(given["term"]), actor=actor, now=now
                )
            else:
                body, college = given.get("body", "")[:10], given.get("college", "")[:40]
                investitures.propose(writing, mine, body, college, actor=actor, now=now)
    except GovernanceError as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(gettext("Le point est ajouté à l’ordre du jour."), "success")
    return redirect(url_for("agenda.index", meeting_id=meeting.id))


def _board(rules: Any) -> Any:
    """Return how the bylaws compose the board, college by college; None where they do not."""
    if not board_seats.colleges_of(rules):
        return None
    return board_seats.composed(db.session(), day_of(clock.now()), rules)


def _body(body: str, running: Any) -> dict[str, Any]:
    """Return what the page shows of one body."""
    reading = db.session()
    return {
        "body": body,
        "sitting": [one for one in running if one.body == body],
        "vacant": terms.vacant(reading, body),
        "filling": cooptations.filling_of(reading, body, rulesets.current(reading)[1]),
        "whole_since": leaving_draws.whole_since(reading, body),
        "draw": leaving_draws.waiting(reading, body),
    }


def _page(name: str, form: Any, term: Any, **more: object) -> ResponseReturnValue:
    page = render_template(
        f"governance/terms/{name}.html", form=form, term=term, words=term_words, **more
    )
    return page, 422 if form.errors else 200
