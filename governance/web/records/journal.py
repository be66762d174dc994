"""The journal on a page: the latest acts, whose meeting, and whether the chain still holds."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from governance import db
from governance.models.accounts import Role
from governance.services.convening import meetings
from governance.services.records import journal, journal_pages
from governance.web.access import officers
from governance.web.records import journal_words
from governance.web.security import row_number

bp = Blueprint("journal", __name__, url_prefix="/journal")


@bp.get("")
@officers(Role.SECRETARY, Role.CHAIR, Role.AUDITOR)
def index() -> ResponseReturnValue:
    """Show the latest lines, of one meeting or of all."""
    session = db.session()
    meeting_id = request.args.get("assemblee", type=row_number)
    shown = journal_pages.latest(session, meeting_id, request.args.get("page", 1, type=row_number))
    return render_template(
        "governance/journal/index.html",
        shown=shown,
        entries=journal_words.timeline(shown.lines),
        meetings=meetings.all_meetings(session),
        meeting_id=meeting_id,
        page_url=lambda number: url_for(".index", assemblee=meeting_id, page=number),
        intact=journal.is_intact(session),
        head=journal.head_hash(session),
    )
