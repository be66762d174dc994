"""A person who acts for several members says for which one she votes (double qualité)."""

from flask import Blueprint, flash, redirect
from flask import url_for as url
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from governance import clock, db
from governance.errors import GovernanceError
from governance.services.convening import meetings
from governance.services.proxies import capacities
from governance.web import access
from governance.web.forms.participation import CapacityForm
from governance.web.messages import sentence
from governance.web.sitting.participation import person_id
from governance.web.visitor import visitor

bp = Blueprint("capacities", __name__, url_prefix="/assemblees/<int:meeting_id>/ma-page/qualite")


@bp.post("")
@access.meeting_member
def choose(meeting) -> ResponseReturnValue:
    """Note the capacity chosen for the whole meeting."""
    form = CapacityForm()
    if not form.validate_on_submit():
        raise BadRequest
    try:
        with db.transaction() as writing:
            capacities.choose(
                writing,
                meetings.get_meeting(writing, meeting.id),
                person_id(),
                form.member_id.data or 0,
                actor=visitor().actor,
                now=clock.now(),
            )
    except GovernanceError as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(gettext("Noté : c’est à ce titre que vous votez à cette assemblée."), "success")
    return redirect(url("participation.show", meeting_id=meeting.id))
