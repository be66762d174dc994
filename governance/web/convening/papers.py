"""Papers of a meeting (documents joints) on pages: announced, handed in, fetched by members."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import InvalidInputError
from governance.rules.lifecycle import MeetingState
from governance.services.convening import meetings, papers
from governance.web import access
from governance.web.forms.papers import MeetingPaperForm
from governance.web.messages import sentence
from governance.web.navigation import OFFICERS
from governance.web.saved_files import to_be_saved
from governance.web.visitor import visitor

bp = Blueprint("papers", __name__, url_prefix="/assemblees/<int:meeting_id>")


@bp.get("/documents")
@access.meeting_officers(*OFFICERS)
def index(meeting) -> ResponseReturnValue:
    """Show the papers, and before the notice the form that adds one."""
    return _page(meeting, MeetingPaperForm(None))


@bp.post("/documents")
@access.meeting_officers(*access.CONVENERS)
def add(meeting) -> ResponseReturnValue:
    """Announce a paper, or bring the file of one that was announced."""
    form = MeetingPaperForm()
    if not form.validate_on_submit():
        return _page(meeting, form), 422
    try:
        with db.transaction() as writing:
            mine = meetings.get_meeting(writing, meeting.id)
            papers.announce(
                writing,
                mine,
                form.title.data or "",
                form.raw(),
                actor=visitor().actor,
                now=clock.now(),
            )
    except InvalidInputError as refusal:
        is_file = refusal.code in ("meeting-paper.too-large", "meeting-paper.not-pdf")
        (form.file if is_file else form.title).errors = [sentence(refusal)]
        return _page(meeting, form), 422
    flash(gettext("Le document est annoncé ; la convocation le listera."), "success")
    return redirect(url_for(".index", meeting_id=meeting.id))


@bp.post("/documents/<int:paper_id>/retirer")
@access.meeting_officers(*access.CONVENERS)
def withdraw(meeting, paper_id: int) -> ResponseReturnValue:
    """Take a paper off the list."""
    with db.transaction() as writing:
        mine = meetings.get_meeting(writing, meeting.id)
        papers.withdraw(writing, mine, paper_id, actor=visitor().actor, now=clock.now())
    flash(gettext("Le document n’est plus annoncé."), "success")
    return redirect(url_for(".index", meeting_id=meeting.id))


@bp.get("/documents/<int:paper_id>")
@access.meeting_officers(*OFFICERS)
def download(meeting, paper_id: int) -> ResponseReturnValue:
    """Send a paper to an officer."""
    return _file(meeting, paper_id)


@bp.get("/ma-page/documents/<int:paper_id>")
@access.meeting_member
def fetch(meeting, paper_id: int) -> ResponseReturnValue:
    """Send a paper to a member who was called."""
    return _file(meeting, paper_id)


def _page(meeting, form: MeetingPaperForm) -> str:
    is_draft = meeting.state is MeetingState.DRAFT
    return render_template(
        "governance/papers/index.html",
        meeting=meeting,
        papers=papers.papers_of(db.session(), meeting.id),
        form=form,
        limit=papers.MAX_BYTES // 1024 // 1024,
        may_edit=is_draft and visitor().has(*access.CONVENERS),
    )


def _file(meeting, paper_id: int) -> Response:
    """Send a file to be saved, never to be shown or run here."""
    document = papers.get_file(db.session(), meeting.id, paper_id)
    return to_be_saved(document.content, document.media_type, document.filename)
