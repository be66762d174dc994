"""The notice of meeting (convocation) on pages: its list, its paper, its sending, each delivery."""

from hashlib import sha256

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from governance import clock, db
from governance.errors import InvalidInputError, RuleBrokenError, StateError
from governance.rules.lifecycle import MeetingState
from governance.rules.notices import Check, is_ready
from governance.services.bylaws import rulesets
from governance.services.convening import meetings, notices
from governance.services.convening.notices import Convener
from governance.services.electorate import roll
from governance.services.post import sendings
from governance.web import access
from governance.web.convening import notice_checks
from governance.web.convening.meeting_rooms import steps_of
from governance.web.convening.notice_words import DELIVERIES, KINDS, smtp_words
from governance.web.messages import sentence
from governance.web.navigation import OFFICERS
from governance.web.post.post import post
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint("notices", __name__, url_prefix="/assemblees/<int:meeting_id>")
PAGE = 50  # members on one page of the deliveries


@bp.get("/convocation")
@access.meeting_officers(*OFFICERS)
def show(meeting) -> ResponseReturnValue:
    """Step 4: the red and green list; after the sending, the list as it was then."""
    session = db.session()
    sent = notices.notice_of(session, meeting.id)
    if sent is not None:
        checks = tuple(notice_checks.read_kept(kept) for kept in sent.checks)
        return _list_page(meeting, checks, sent=sent)
    return _list_page(meeting, _examined(meeting))


@bp.get("/convocation.pdf")
@access.meeting_officers(*OFFICERS)
def paper(meeting) -> ResponseReturnValue:
    """Show the notice as PDF: as it was sent, or as it would leave now."""
    session = db.session()
    sent = notices.notice_of(session, meeting.id)
    if sent is not None:
        content = sent.document.content
    else:
        content = notices.preview(session, meeting, _convener(meeting), clock.now())
    answer = make_response(content)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="convocation-{meeting.id}.pdf"'
    return answer


@bp.get("/convocation/envoyer")
@access.meeting_officers(*access.CONVENERS)
def send(meeting) -> ResponseReturnValue:
    """Step 5: say what the sending commits the association to."""
    _require_draft(meeting)
    checks = _examined(meeting)
    if not is_ready(checks):
        return redirect(url_for("notices.show", meeting_id=meeting.id))
    facts = {check.code: check.facts for check in checks}
    return render_template(
        "governance/notices/send.html",
        meeting=meeting,
        convener=_convener(meeting),
        recipients=facts["notice.recipients"]["recipients"],
        without_address=facts["notice.addresses"]["names"],
        items=facts["notice.agenda"]["items"],
        warnings=[line for line in _words(meeting, checks) if not line["ok"]],
        steps=steps_of(meeting.id),
    )


@bp.post("/convocation/envoyer")
@access.meeting_officers(*access.CONVENERS)
def convene(meeting) -> ResponseReturnValue:
    """Send the notice to every member, or say what is still red."""
    convener = _convener(meeting)
    try:
        with db.transaction() as writing:
            mine = meetings.get_meeting(writing, meeting.id)
            notices.convene(writing, post(), mine, convener, actor=visitor().actor, now=clock.now())
    except RuleBrokenError as refusal:
        return _list_page(meeting, _examined(meeting), refusal=sentence(refusal)), 409
    flash(gettext("La convocation est partie. Suivez ici ce que devient chaque envoi."), "success")
    return redirect(url_for("notices.deliveries", meeting_id=meeting.id))


@bp.get("/envois")
@access.meeting_officers(*OFFICERS)
def deliveries(meeting) -> ResponseReturnValue:
    """Show what became of each member's notice, refusals first."""
    session = db.session()
    sent = notices.notice_of(session, meeting.id)
    if sent is None:
        return redirect(url_for("notices.show", meeting_id=meeting.id))
    return render_template(
        "governance/notices/deliveries.html",
        sent=sent,
        size=len(sent.document.content),
        others=sendings.other_mails(session, meeting.id),
        kinds=KINDS,
        **_followed(meeting),
    )


@bp.get("/envois/etat")
@access.meeting_officers(*OFFICERS)
def delivery_states(meeting) -> ResponseReturnValue:
    """Answer the page's polling: where each message is, or that nothing moved."""
    followed = _followed(meeting)
    answer = make_response(render_template("governance/notices/delivery_states.html", **followed))
    told = repr((followed["sendings"], followed["counts"], followed["may_send"]))
    answer.set_etag(sha256(told.encode()).hexdigest())  # not of the page: its tokens differ
    return answer.make_conditional(request)


@bp.post("/envois/<int:member_id>/renvoyer")
@access.meeting_officers(*access.CONVENERS)
def resend(meeting, member_id: int) -> ResponseReturnValue:
    """Send one member its notice again, with a new link and a new code."""
    try:
        with db.transaction() as writing:
            mine = meetings.get_meeting(writing, meeting.id)
            notices.resend(writing, post(), mine, member_id, actor=visitor().actor, now=clock.now())
    except InvalidInputError as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(
            gettext("Convocation renvoyée, avec un nouveau lien. L’ancien ne vaut plus."), "success"
        )
    return redirect(url_for("notices.deliveries", meeting_id=meeting.id))


def _convener(meeting) -> Convener:
    """Return the visitor as the bylaws know conveners: by a role they name, if she holds one."""
    allowed = rulesets.of_meeting(db.session(), meeting).body.convening_roles()
    own = [role for role in allowed if role in visitor().roles]
    other = sorted(visitor().roles)
    return Convener(visitor().name, next(iter([*own, *other]), "member"))


def _examined(meeting) -> tuple[Check, ...]:
    return notices.examine(db.session(), meeting, _convener(meeting).role, clock.now())


def _words(meeting, checks: tuple[Check, ...]) -> list[dict[str, object]]:
    link = gettext("à distance") if meeting.remote_url else ""
    where = gettext(" et ").join(filter(None, (meeting.place, link)))
    may_correct = meeting.state is MeetingState.DRAFT and visitor().has(*access.CONVENERS)
    return notice_checks.lines(checks, where=where, meeting_id=meeting.id, may_correct=may_correct)


def _list_page(meeting, checks: tuple[Check, ...], *, sent=None, refusal: str = "") -> str:
    red = [check for check in checks if check.blocking and not check.ok]
    watch = [check for check in checks if not check.blocking and not check.ok]
    return render_template(
        "governance/notices/show.html",
        meeting=meeting,
        checks=_words(meeting, checks),
        red=len(red),
        watch=len(watch),
        red_words=ngettext(
            "%(num)d ligne rouge empêche l’envoi",
            "%(num)d lignes rouges empêchent l’envoi",
            len(red),
        ),
        sent=sent,
        refusal=refusal,
        called=len(roll.lines_of(db.session(), meeting.id)),
        may_send=visitor().has(*access.CONVENERS),
        steps=steps_of(meeting.id),
    )


def _followed(meeting) -> dict[str, object]:
    """Return what the list of deliveries shows."""
    found = sendings.sendings_of(db.session(), meeting.id)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(request.args.get("page", 1, type=row_number), 1), pages)
    return {
        "meeting": meeting,
        "sendings": found[(page - 1) * PAGE : page * PAGE],
        "page": page,
        "pages": pages,
        "called": len(found),
        "counts": {state: sum(one.state == state for one in found) for state in sendings.ORDER},
        "states": DELIVERIES,
        "smtp_words": smtp_words,
        "may_send": visitor().has(*access.CONVENERS)
        and meeting.state in (MeetingState.CONVENED, MeetingState.OPEN),
    }


def _require_draft(meeting) -> None:
    if meeting.state is not MeetingState.DRAFT:
        raise StateError("meeting.not-now", state=meeting.state.value, move="convene")
