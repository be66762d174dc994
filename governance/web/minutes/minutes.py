"""The minutes (procès-verbal) of a meeting: worded by the secretary, previewed, published."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import GovernanceError, InvalidInputError, StateError
from governance.models.accounts import Role
from governance.rules.lifecycle import MeetingState, PollState
from governance.services.convening import meetings
from governance.services.minutes import minutes
from governance.services.minutes.minutes import Desk
from governance.services.polls import polls
from governance.web import access
from governance.web.errors import status_of
from governance.web.forms.minutes import WordingForm, form_of, wording_of
from governance.web.i18n import clock as hour
from governance.web.messages import sentence
from governance.web.minutes import minutes_words
from governance.web.post.post import post
from governance.web.sealing import seal
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint("minutes", __name__, url_prefix="/assemblees/<int:meeting_id>/proces-verbal")

READERS = (*access.CONVENERS, Role.AUDITOR)
OVER = (MeetingState.CLOSED, MeetingState.PUBLISHED)
PDF = "application/pdf"


@bp.app_context_processor
def _words() -> dict[str, object]:
    """Give templates what sets the paragraphs of minutes."""
    return {
        "figure_columns": minutes_words.figure_columns,
        "blocks_of": minutes_words.blocks,
        "runs_of": minutes_words.runs,
        "is_digest": minutes_words.is_digest,
    }


@bp.get("")
@access.meeting_officers(*READERS)
def show(meeting) -> ResponseReturnValue:
    """Show the draft as it will be printed; before the closing, what is still missing."""
    if meeting.state not in OVER:
        return render_template(
            "governance/minutes/waiting.html",
            meeting=meeting,
            checks=_checks(meeting),
            may_preview=meeting.state is MeetingState.OPEN,
        )
    desk = minutes.desk(db.session(), meeting)
    return _page(meeting, desk, form_of(desk))


@bp.post("")
@access.meeting_officers(*access.CONVENERS)
def save(meeting) -> ResponseReturnValue:
    """Keep a new version with the words sent; what was typed is never lost."""
    desk = minutes.desk(db.session(), meeting)
    form = form_of(desk)
    if not form.validate():
        return _page(meeting, desk, form), 422
    words = wording_of(desk, form, request.form)
    try:
        with db.transaction() as writing:
            version = minutes.save(
                writing,
                meetings.get_meeting(writing, meeting.id),
                words,
                base=form.base_number(),
                actor=visitor().actor,
                now=clock.now(),
            )
    except (InvalidInputError, StateError) as refusal:
        return _refused(meeting.id, form, refusal), status_of(refusal)
    flash(gettext("Version %(number)s enregistrée.", number=version.number), "success")
    return redirect(url_for("minutes.show", meeting_id=meeting.id))


@bp.get("/apercu.pdf")
@access.meeting_officers(*READERS)
def preview(meeting) -> ResponseReturnValue:
    """Return the draft as it would be printed now; nothing is kept."""
    if meeting.state not in (MeetingState.OPEN, *OVER):
        raise StateError("meeting.not-now", state=meeting.state.value, move="draft_minutes")
    return _pdf(minutes.preview_draft(db.session(), meeting, clock.now()), "projet.pdf")


@bp.get("/versions/<int:number>/apercu.pdf")
@access.meeting_officers(*READERS)
def version(meeting, number: int) -> ResponseReturnValue:
    """Return an earlier version: the sealed file if it was published, else a draft of it."""
    found = minutes.get_version(db.session(), meeting.id, number)
    if found.document is not None:
        return _pdf(found.document.content, found.document.filename)
    drawn = minutes.preview_draft(db.session(), meeting, clock.now(), found)
    return _pdf(drawn, f"projet-version-{number}.pdf")


@bp.get("/publication")
@access.meeting_officers(*access.CONVENERS)
def confirm(meeting) -> ResponseReturnValue:
    """Say what a publication commits to, before it is made."""
    if meeting.state not in OVER:
        raise StateError("meeting.not-now", state=meeting.state.value, move="publish")
    desk = minutes.desk(db.session(), meeting)
    if not desk.is_new:
        raise StateError("minutes.nothing-new")
    sheet = next((one for one in desk.sections if one.key == "annex-attendance"), None)
    return render_template(
        "governance/minutes/confirm.html",
        meeting=meeting,
        desk=desk,
        edition=1 + sum(one.published_at is not None for one in desk.versions),
        recipients=len(minutes.recipients(db.session(), meeting.id)),
        named=len(sheet.paragraphs[0].table or ()) - 1 if sheet else 0,
        public_url=post().public_url + url_for("publication.show", meeting_id=meeting.id),
    )


@bp.post("/publication")
@access.meeting_officers(*access.CONVENERS)
def publish(meeting) -> ResponseReturnValue:
    """Seal and publish the version that was read; members are written to."""
    key = seal()
    read = request.form.get("base", type=row_number)
    with db.transaction() as writing:
        minutes.publish(
            writing,
            post(),
            key,
            meetings.get_meeting(writing, meeting.id),
            base=-1 if read is None else read,
            actor=visitor().actor,
            now=clock.now(),
        )
    flash(gettext("Le procès-verbal est scellé et publié ; les membres sont prévenus."), "success")
    return redirect(url_for("publication.show", meeting_id=meeting.id))


def _page(meeting, desk: Desk, form: WordingForm, *, is_changed: bool = False) -> str:
    return render_template(
        "governance/minutes/show.html",
        meeting=meeting,
        desk=desk,
        form=form,
        editions=_editions(desk),
        is_changed=is_changed,
        may_edit=visitor().has(*access.CONVENERS),
    )


def _refused(meeting_id: int, form: WordingForm, refusal: GovernanceError) -> str:
    """Show the page again with the words as typed, beside what was saved in between."""
    meeting = meetings.get_meeting(db.session(), meeting_id)
    if meeting.state not in OVER:
        raise refusal
    desk = minutes.desk(db.session(), meeting)
    form.form_errors.append(sentence(refusal))
    form.base.data = str(desk.newest)
    return _page(meeting, desk, form, is_changed=refusal.code == "minutes.changed")


def _editions(desk: Desk) -> dict[int, int]:
    """Return which edition readers know each published version as."""
    published = [one.number for one in desk.versions if one.published_at is not None]
    return {number: edition for edition, number in enumerate(published, 1)}


def _checks(meeting) -> list[dict[str, object]]:
    """Return what the minutes wait for, as ``ui.checklist`` takes it."""
    planned = polls.polls_of(db.session(), meeting.id)
    checks: list[dict[str, object]] = [
        {
            "ok": meeting.opened_at is not None,
            "text": gettext("Séance ouverte à %(at)s", at=hour(meeting.opened_at))
            if meeting.opened_at
            else gettext("La séance n’est pas encore ouverte"),
        }
    ]
    for poll in planned:
        point = {"n": poll.item.position, "title": poll.item.title}
        if poll.state is PollState.ANNOUNCED:
            checks.append({"ok": True, "text": gettext("Point %(n)s voté : %(title)s", **point)})
        elif poll.state is PollState.PLANNED:
            text = gettext("Point %(n)s pas encore mis aux voix : %(title)s", **point)
            checks.append({"ok": False, "blocking": False, "text": text})
        else:
            text = gettext("Point %(n)s sans résultat : %(title)s", **point)
            checks.append({"ok": False, "text": text})
    checks.append({"ok": False, "text": gettext("La séance n’est pas encore close")})
    return checks


def _pdf(content: bytes, name: str) -> Response:
    response = Response(content, mimetype=PDF)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
