"""A tie that waits for a person (égalité): dates, the chair's ranking, a lot, a new vote."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import InvalidInputError, NotFoundError
from governance.rules.questions import TieBreak, is_mixed, kind_of
from governance.services.bylaws import rulesets
from governance.services.polls import poll_counting, poll_ties, polls
from governance.services.polls.poll_ties import Otherwise
from governance.web import access
from governance.web.messages import sentence
from governance.web.visitor import visitor

bp = Blueprint("ties", __name__, url_prefix="/assemblees/<int:meeting_id>/scrutins/<int:poll_id>")


@bp.get("/egalite")
@access.meeting_officers(*access.CONVENERS)
def show(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Show who is level, the rule given, and what it asks for."""
    return _page(meeting, _tied(meeting, poll_id))


@bp.post("/egalite")
@access.meeting_officers(*access.CONVENERS)
def settle(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Part the tied by the rule given before the vote, and announce."""
    given = request.form.getlist("value")
    try:
        with db.transaction() as writing:
            poll = polls.get_poll(writing, meeting.id, poll_id)
            actor, now = visitor().actor, clock.now()
            if poll_counting.tie_rule(writing, poll) == TieBreak.CASTING_VOTE:
                poll_ties.settle_by_casting_vote(writing, poll, _ranks(given), actor=actor, now=now)
            else:
                poll_ties.settle_by_dates(
                    writing, poll, _dates(given), otherwise=_otherwise(), actor=actor, now=now
                )
    except InvalidInputError as refusal:
        level = refusal.code == "tie.same-day"
        told = sentence(refusal)
        return _page(meeting, _tied(meeting, poll_id), told, given, level=level), 422
    flash(gettext("L’égalité est départagée, le résultat est proclamé."), "success")
    return redirect(url_for("polls.show", meeting_id=meeting.id, poll_id=poll_id))


def _tied(meeting: Any, poll_id: int) -> Any:
    poll = polls.get_poll(db.session(), meeting.id, poll_id)
    if not poll_counting.waiting_tie(poll):
        raise NotFoundError("poll.no-tie")
    return poll


def _page(
    meeting: Any,
    poll: Any,
    refusal: str = "",
    given: list[str] | None = None,
    *,
    level: bool = False,
) -> str:
    mixed = is_mixed(poll.question)
    tied = poll_counting.waiting_tie(poll)
    named = poll_ties.asked_of(db.session(), poll)
    rules = rulesets.of_meeting(db.session(), meeting)
    return render_template(
        "governance/ties/show.html",
        meeting=meeting,
        poll=poll,
        tied=tied,
        named=named,
        rule=poll_counting.tie_rule(db.session(), poll),
        ruled=None if mixed else rules.election.rule,
        refusal=refusal,
        given=given or [""] * len(named),
        level=level,
        may_draw=level and poll_ties.has_lot(poll),
        may_vote_again=level and kind_of(poll.question) == "boxes",
        commitment=(poll.tie or {}).get("commitment", ""),
    )


def _otherwise() -> Otherwise:
    given = request.form.get("otherwise", "")
    return Otherwise(given) if given in set(Otherwise) else Otherwise.NOTHING


def _dates(given: list[str]) -> list[date]:
    try:
        return [date.fromisoformat(one) for one in given]
    except ValueError:
        raise InvalidInputError("tie.births") from None


def _ranks(given: list[str]) -> list[int]:
    try:
        return [int(one) for one in given]
    except ValueError:
        raise InvalidInputError("tie.ranks", most=len(given)) from None
