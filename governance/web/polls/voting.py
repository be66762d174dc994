"""A member's vote: the named form and its receipts, or the booth of a secret poll."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from ballots.web.host import host
from governance import clock, db
from governance.errors import NotFoundError, RuleBrokenError, StateError
from governance.rules.lifecycle import PollState
from governance.rules.parts import of_parts
from governance.services.bylaws import rulesets
from governance.services.polls import open_votes, poll_rights, polls
from governance.services.proxies import deposits
from governance.web import access
from governance.web.convening.meeting_rooms import url_if
from governance.web.forms import polls as papers
from governance.web.i18n import number
from governance.web.live import fragment
from governance.web.messages import say, sentence
from governance.web.polls.booth_labels import authority_labels, booth_labels
from governance.web.visitor import visitor

bp = Blueprint("voting", __name__, url_prefix="/assemblees/<int:meeting_id>/scrutins")


@bp.get("/<int:poll_id>/vote")
@access.meeting_member
def show(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Show the member what she may do here now: wait, vote, or read the result."""
    poll = _poll(meeting, poll_id)
    if poll.state is not PollState.OPEN:
        return _page("closed", meeting, poll, lines=_lines(poll))
    lines = _lines(poll)
    if not lines:
        return _page("not_called", meeting, poll)
    if not any(open_votes.may_vote_now(db.session(), poll, line) for line in lines):
        flash(say("vote.not-there", {"name": lines[0].name}), "warning")
        return redirect(url_for("participation.show", meeting_id=meeting.id))
    if poll.secret:
        return _page("booth", meeting, poll, booth=_booth(meeting, poll, lines))
    return _form(meeting, poll, papers.empty_papers(lines))


@bp.post("/<int:poll_id>/vote")
@access.meeting_member
def review(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """List what was chosen for each right and ask once; nothing is recorded yet."""
    poll = _poll(meeting, poll_id)
    if poll.secret or poll.state is not PollState.OPEN:
        return redirect(_address(meeting, poll))
    read = papers.read_papers(request.form, poll.question, _lines(poll))
    if not read or any(paper.fault for paper in read):
        return _form(meeting, poll, read), 422
    chosen = _chosen(poll, read)
    return _page("confirm", meeting, poll, papers=read, chosen=chosen, **_departing(poll, chosen))


@bp.post("/<int:poll_id>/vote/confirmation")
@access.meeting_member
def cast(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Record the named votes of one pass, all or none."""
    poll = _poll(meeting, poll_id)
    if poll.secret:
        return redirect(_address(meeting, poll))
    lines = _lines(poll)
    read = papers.read_papers(request.form, poll.question, lines)
    if poll.state is PollState.OPEN and any(paper.fault for paper in read):
        return _form(meeting, poll, read), 422
    choices = {paper.line_id: papers.boxes_of(paper, poll.question) for paper in read}
    try:
        with db.transaction() as writing:
            found = polls.get_poll(writing, meeting.id, poll_id)
            open_votes.cast_all(
                writing, host().signer, found, _person_id(), choices, now=clock.now()
            )
    except (StateError, RuleBrokenError) as refusal:
        fresh = _poll(meeting, poll_id)
        page = _page("closed", meeting, fresh, lines=_lines(fresh), refusal=sentence(refusal))
        return page, 409
    return redirect(url_for("voting.receipts", meeting_id=meeting.id, poll_id=poll_id))


@bp.get("/<int:poll_id>/vote/recepisses")
@access.meeting_member
def receipts(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Show what is recorded for each right of the visitor, with its signed receipt."""
    poll = _poll(meeting, poll_id)
    if poll.secret:
        return redirect(_address(meeting, poll))
    lines = _lines(poll)
    votes = open_votes.votes_of(db.session(), lines)
    kept = [(line, votes[line.id]) for line in lines if line.id in votes]
    if not kept:
        return redirect(_address(meeting, poll))
    chosen = {vote.line_id: open_votes.chosen(poll, vote.choice) for _, vote in kept}
    return _page(
        "receipts", meeting, poll, kept=kept, chosen=chosen, missing=len(lines) > len(kept)
    )


@bp.get("/<int:poll_id>/vote/recepisses/<int:line_id>/recepisse.jws")
@access.meeting_member
def receipt(meeting: Any, poll_id: int, line_id: int) -> ResponseReturnValue:
    """Return the signed receipt of one named vote of the visitor."""
    poll = _poll(meeting, poll_id)
    vote = open_votes.votes_of(db.session(), _lines(poll)).get(line_id)
    if vote is None:
        raise NotFoundError("vote.no-receipt")
    response = Response(vote.receipt, mimetype="application/jose")
    name = f"recepisse-point-{poll.item.position}-{line_id}.jws"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/<int:poll_id>/vote/etat")
@access.meeting_member
def state(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Return where the poll stands as a fragment that waiting pages poll."""
    poll = _poll(meeting, poll_id)
    page = "governance/voting/state_fragment.html"
    return fragment(render_template(page, meeting=meeting, poll=poll, lines=_lines(poll)))


@bp.get("/<int:poll_id>/etat.json")
@access.meeting_member
def is_open(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Tell the booth whether the poll still takes ballots."""
    return fragment(jsonify(open=_poll(meeting, poll_id).state is PollState.OPEN))


def _poll(meeting: Any, poll_id: int) -> Any:
    return polls.get_poll(db.session(), meeting.id, poll_id)


def _person_id() -> int:
    person_id = visitor().person_id
    if person_id is None:
        raise ValueError("the guard lets in persons only")
    return person_id


def _lines(poll: Any) -> Sequence[Any]:
    return open_votes.lines_of(db.session(), poll, _person_id())


def _address(meeting: Any, poll: Any) -> str:
    return url_for("voting.show", meeting_id=meeting.id, poll_id=poll.id)


def _page(name: str, meeting: Any, poll: Any, **more: object) -> str:
    reading = db.session()
    opened = poll.opened_at is not None
    lines = _lines(poll) if opened else []
    return render_template(
        f"governance/voting/{name}.html",
        meeting=meeting,
        poll=poll,
        wishes=deposits.wishes_of(reading, poll, lines),
        wishing={line.id: line.name for line in lines},
        own_url=url_if("participation.show", meeting_id=meeting.id),
        obstacles=poll_rights.obstacles(reading, poll, _person_id()) if opened else [],
        **more,
    )


def _form(meeting: Any, poll: Any, read: list[papers.Paper]) -> str:
    votes = open_votes.votes_of(db.session(), _lines(poll))
    standing = {line_id: open_votes.chosen(poll, vote.choice) for line_id, vote in votes.items()}
    revote = rulesets.of_meeting(db.session(), meeting).vote.revote
    same = request.method == "GET" or papers.SAME in request.form
    return _page("ballot", meeting, poll, papers=read, standing=standing, revote=revote, same=same)


def _chosen(poll: Any, read: list[papers.Paper]) -> dict[int, str]:
    return {
        paper.line_id: open_votes.chosen(poll, papers.boxes_of(paper, poll.question))
        for paper in read
    }


def _departing(poll: Any, chosen: dict[int, str]) -> dict[str, object]:
    """Return which rights would vote otherwise than asked: bound ones apart, which are refused."""
    wishes = deposits.wishes_of(db.session(), poll, _lines(poll))
    away = {
        line_id: wish
        for line_id, wish in wishes.items()
        if line_id in chosen and not deposits.is_followed(wish, poll, chosen[line_id])
    }
    return {"departing": away, "is_refused": any(wish.binding for wish in away.values())}


def _labels(meeting: Any) -> dict[str, str]:
    authority = meeting.credential_authority
    return dict(booth_labels()) | (dict(authority_labels(authority)) if authority else {})


def _voices(parts: int, scale: int) -> int | str:
    """Return the voices of a right: a number, or the text of one that is not whole."""
    found = of_parts(parts, scale)
    return found if isinstance(found, int) else number(found)


def _booth(meeting: Any, poll: Any, lines: Sequence[Any]) -> dict[str, object]:
    """Return what the booth needs to know; see static/js/booth/README.md."""
    reading = db.session()
    codes = poll_rights.roll_line_ids(reading, poll)
    rights = [
        {
            "line": line.id,
            "roll_line": codes[line.id],
            "member": line.name,
            "own": line.holder_member_id is None,
            "voices": _voices(line.voices, poll.voice_scale),
            "already_cast": line.signed,
            "tracker": None,
        }
        for line in lines
    ]
    revote = rulesets.of_meeting(reading, meeting).vote.revote.value
    return {
        "meeting": meeting.id,
        "poll": {"id": poll.id, "title": poll.item.title, "revote": revote},
        "election_url": url_for("board.election", uuid=poll.election),
        "cast_url": url_for("casting.cast", uuid=poll.election),
        "board_url": url_for("board.show", uuid=poll.election),
        "state_url": url_for("voting.is_open", meeting_id=meeting.id, poll_id=poll.id),
        "receipt_key": host().signer.public_key,
        "csrf": generate_csrf(),
        "rights": rights,
        "question": poll.question,
        "labels": _labels(meeting),
    }
