"""Pages of polls (scrutins) for officers, and the result's page for whoever may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from governance import clock, db
from governance.errors import GovernanceError, NotFoundError, RuleBrokenError, StateError
from governance.rules.agenda import majority_of_item
from governance.rules.lifecycle import MeetingState, PollState
from governance.rules.roll import Roll, RollLine
from governance.services.bylaws import rulesets
from governance.services.convening.calls import LONGEST_REASON
from governance.services.electorate import roll
from governance.services.minutes.minutes_facts import COLLEGES
from governance.services.office import office
from governance.services.polls import (
    open_votes,
    poll_closing,
    poll_counting,
    poll_mixing,
    poll_opening,
    poll_rights,
    polls,
    results,
    rounds,
    secrecy_demands,
)
from governance.services.polls.poll_opening import Readiness
from governance.services.terms import investitures, terms
from governance.web import access
from governance.web.convening.meeting_rooms import rooms_of
from governance.web.live import fragment
from governance.web.messages import sentence
from governance.web.polls import ballot_words, poll_words, ranking_words
from governance.web.polls.poll_readers import WATCHERS, is_called, poll_reader, watches
from governance.web.polls.step_words import base_words, remedy_words, steps_words, threshold_words
from governance.web.post.post import vault
from governance.web.security import row_number
from governance.web.sitting.outlook_words import outlook_words
from governance.web.visitor import visitor

PAGE = 100  # lines of a list of members
bp = Blueprint("polls", __name__, url_prefix="/assemblees/<int:meeting_id>/scrutins")


@dataclass(frozen=True, slots=True)
class Card:
    """One poll in the list: where it stands, and whether one press would open it."""

    poll: Any
    signed: int
    rights: int
    readiness: Readiness | None
    tied: list[str]

    @property
    def opens_at_once(self) -> bool:
        """Whether nothing is left to look at before opening."""
        ready = self.readiness
        if ready is None or not ready.is_ready or ready.without_code:
            return False
        return ready.secrecy is None or ready.secrecy.level == "ok"


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a list of the roll."""

    lines: Sequence[RollLine]
    total: int
    page: int
    pages: int


@bp.app_context_processor
def _words() -> dict[str, object]:
    """Give the templates the words of polls."""
    return {
        "poll_words": poll_words,
        "ballot_words": ballot_words,
        "ranking_words": ranking_words,
        "college_names": COLLEGES,
        "steps_words": steps_words,
        "remedy_words": remedy_words,
        "rooms_of": rooms_of,
    }


@bp.get("")
@access.meeting_officers(*WATCHERS)
def index(meeting: Any) -> ResponseReturnValue:
    """List the polls of a meeting: state, turnout, what is missing, and the press that opens."""
    planned, now = polls.polls_of(db.session(), meeting.id), clock.now()
    is_awaited = any(poll.state is PollState.PLANNED for poll in planned)
    whole = roll.roll_at(db.session(), meeting, now) if is_awaited else None
    cards = [_card(poll, now, whole) for poll in planned]
    return render_template(
        "governance/polls/index.html", meeting=meeting, cards=cards, may_run=_may_run(meeting)
    )


@bp.get("/<int:poll_id>")
@poll_reader
def show(meeting: Any, poll: Any) -> ResponseReturnValue:
    """Show a poll as far as it has come: what it needs, its turnout, who is awaited, its result."""
    if poll.state is PollState.ANNOUNCED:
        return _result(meeting, poll)
    if not watches():
        return redirect(url_for("voting.show", meeting_id=meeting.id, poll_id=poll.id))
    if poll.state is PollState.PLANNED:
        return _planned(meeting, poll)
    page = "open" if poll.state is PollState.OPEN else "waiting"
    return render_template(
        f"governance/polls/{page}.html",
        meeting=meeting,
        poll=poll,
        may_run=_may_run(meeting),
        **_turnout(poll),
    )


@bp.get("/<int:poll_id>/participation")
@access.meeting_officers(*WATCHERS)
def turnout(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Return the turnout as a fragment that pages poll: who has not voted, never what."""
    poll = polls.get_poll(db.session(), meeting.id, poll_id)
    page = "governance/polls/turnout_fragment.html"
    return fragment(render_template(page, meeting=meeting, poll=poll, **_turnout(poll)))


@bp.post("/<int:poll_id>/ouverture")
@access.meeting_officers(*access.CONVENERS)
def open_poll(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Open a poll; a refusal is shown on the poll's page with its arithmetic."""
    try:
        with db.transaction() as writing:
            poll = polls.get_poll(writing, meeting.id, poll_id)
            poll_opening.open_poll(
                writing,
                poll,
                actor=visitor().actor,
                now=clock.now(),
                accept=_accepts(),
                reason=request.form.get("reason", "")[:LONGEST_REASON],
            )
    except (RuleBrokenError, StateError) as refusal:
        return _refused(meeting, poll_id, refusal)
    flash(gettext("Le scrutin est ouvert."), "success")
    return redirect(url_for("polls.show", meeting_id=meeting.id, poll_id=poll_id))


@bp.post("/<int:poll_id>/cloture")
@access.meeting_officers(*access.CONVENERS)
def close_poll(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Close a poll; an open one is announced by the same press."""
    try:
        with db.transaction() as writing:
            poll = polls.get_poll(writing, meeting.id, poll_id)
            poll_closing.close_poll(
                writing, vault(), poll, actor=visitor().actor, now=clock.now(), accept=_accepts()
            )
            told = (
                gettext("Le scrutin est clos : il reste à le dépouiller.")
                if poll.secret
                else gettext("Le scrutin est clos et le résultat proclamé.")
            )
    except (RuleBrokenError, StateError) as refusal:
        return _refused(meeting, poll_id, refusal)
    flash(told, "success")
    return redirect(url_for("polls.show", meeting_id=meeting.id, poll_id=poll_id))


@bp.post("/<int:poll_id>/secret")
@access.meeting_officers(*access.CONVENERS)
def make_secret(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Turn a planned open poll into a secret one."""
    try:
        with db.transaction() as writing:
            poll = polls.get_poll(writing, meeting.id, poll_id)
            secrecy_demands.grant(writing, poll, actor=visitor().actor, now=clock.now())
    except StateError as refusal:
        return _refused(meeting, poll_id, refusal)
    flash(gettext("Ce scrutin sera secret."), "success")
    return redirect(url_for("polls.show", meeting_id=meeting.id, poll_id=poll_id))


@bp.get("/<int:poll_id>/resultat.json")
@poll_reader
def result_json(meeting: Any, poll: Any) -> ResponseReturnValue:
    """Return the announced result: the very bytes that its hash is of."""
    if poll.result is None:
        raise NotFoundError("poll.no-result")
    response = Response(poll.result, mimetype="application/json")
    name = f"resultat-assemblee-{meeting.id}-point-{poll.item.position}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _accepts() -> bool:
    """Return whether the officer was warned and goes on all the same."""
    return request.form.get("accept") == "yes"


def _card(poll: Any, now: datetime, whole: Roll | None) -> Card:
    signed, rights = polls.turnout(db.session(), poll)
    is_planned = poll.state is PollState.PLANNED
    ready = poll_opening.readiness(db.session(), poll, now, whole) if is_planned else None
    return Card(poll, signed, rights, ready, poll_counting.waiting_tie(poll))


def _page_of(count: int, name: str) -> tuple[int, int]:
    """Return the page asked for under a name, of how many."""
    pages = max(1, -(-count // PAGE))
    return min(max(request.args.get(name, 1, type=row_number), 1), pages), pages


def _part(lines: Sequence[RollLine], name: str) -> Part:
    page, pages = _page_of(len(lines), name)
    return Part(lines[(page - 1) * PAGE : page * PAGE], len(lines), page, pages)


def _may_run(meeting: Any) -> bool:
    return meeting.state is MeetingState.OPEN and bool(current_user.has(*access.CONVENERS))


def _planned(meeting: Any, poll: Any, refusal: GovernanceError | None = None) -> str:
    reading = db.session()
    ready = poll_opening.readiness(reading, poll, clock.now())
    rules = rulesets.of_meeting(reading, meeting)
    majority = None
    if poll.item.kind != "election":
        ruled = majority_of_item(rules, meeting.body, poll.majority)
        share = f"{ruled.value.threshold.numerator}/{ruled.value.threshold.denominator}"
        asked = threshold_words(share, strict=ruled.value.strict)
        majority = (f"{asked} {base_words(ruled.value.base.value)}", ruled)
    return render_template(
        "governance/polls/planned.html",
        meeting=meeting,
        poll=poll,
        ready=ready,
        voters=_part(ready.roll.entitled_lines(), "page"),
        outside=_part([line for line in ready.roll.lines if not line.entitled], "hors"),
        quorum=poll_words.gauge(ready.quorum),
        next_vote=outlook_words(ready.outlook),
        majority=majority,
        election_rule=rules.election.rule,
        round_number=rounds.number_of(reading, poll.item),
        refusal=sentence(refusal) if refusal else None,
        demand=secrecy_demands.demand_of(reading, poll, clock.now()),
        may_run=_may_run(meeting),
    )


def _turnout(poll: Any) -> dict[str, object]:
    """Return what the turnout's fragment shows."""
    reading = db.session()
    signed, rights = polls.turnout(reading, poll)
    is_told = not (poll.secret and poll.state is PollState.OPEN)
    unsigned = rights - signed if is_told else 0
    page, pages = _page_of(unsigned, "page")
    rules = rulesets.of_meeting(reading, poll.meeting)
    account_id = current_user.account_id
    awaited = office.awaited(reading, poll)
    mine = any(one.account_id == account_id for one, _ in awaited if one.account_id is not None)
    mixers = poll_mixing.awaited(reading, poll)
    return {
        "mixing": poll_mixing.mixing_of(reading, poll),
        "mixers_awaited": [name for _, name in mixers],
        "mixes": any(one.account_id == account_id for one, _ in mixers if one.account_id),
        "tied": poll_counting.waiting_tie(poll),
        "unsigned": unsigned,
        "waiting": poll_rights.signatures(
            reading, poll, signed=False, first=(page - 1) * PAGE, most=PAGE
        )
        if unsigned
        else [],
        "page": page,
        "pages": pages,
        "least": rules.vote.min_secret_group.value,
        "signed": signed,
        "rights": rights,
        "awaited": [name for _, name in awaited],
        "is_mine": mine,
    }


def _result(meeting: Any, poll: Any) -> str:
    reading = db.session()
    sees_names = watches() or is_called(meeting.id)
    names = not poll.secret and sees_names
    return render_template(
        "governance/polls/result.html",
        meeting=meeting,
        poll=poll,
        result=results.read_result(poll),
        votes=open_votes.named_votes(reading, poll) if names else [],
        shows_names=names,
        watches=watches(),
        may_run=_may_run(meeting) if watches() else False,
        next_poll=rounds.following(reading, poll),
        to_record=investitures.to_record(reading, poll) if poll.item.kind == "election" else [],
        motion=terms.motion_of(reading, poll),
        exposed=(poll.secrecy or {}).get("exposed") if watches() else None,
        signatures=poll_rights.signatures(reading, poll, signed=True) if watches() else [],
    )


def _refused(meeting: Any, poll_id: int, refusal: GovernanceError) -> ResponseReturnValue:
    """Show the poll's page with the refusal; nothing has changed."""
    poll = polls.get_poll(db.session(), meeting.id, poll_id)
    if poll.state is PollState.PLANNED:
        return _planned(meeting, poll, refusal), 409
    flash(sentence(refusal), "error")
    return redirect(url_for("polls.show", meeting_id=meeting.id, poll_id=poll_id))
