"""The first page (accueil): what this is, what comes next, and what administrators can see."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from governance import clock, db
from governance.models.accounts import Role
from governance.rules.lifecycle import MeetingState
from governance.services.convening import meetings
from governance.services.convening.home import overview
from governance.services.files.days import local_day
from governance.services.polls import candidacies
from governance.services.relations import followed
from governance.web import access
from governance.web.i18n import N_
from governance.web.places import meeting_room, page_at

bp = Blueprint("home", __name__)

NEXT = {  # what an officer does next, and in which room
    MeetingState.DRAFT: (N_("Préparer la convocation"), "convocation"),
    MeetingState.CONVENED: (N_("Suivre les réponses et ouvrir la séance"), ""),
    MeetingState.OPEN: (N_("Conduire la séance"), "seance"),
    MeetingState.CLOSED: (N_("Établir le procès-verbal"), "proces-verbal"),
    MeetingState.PUBLISHED: (N_("Revoir l’assemblée"), ""),
}
STATES = {
    MeetingState.DRAFT: ("wait", N_("En préparation")),
    MeetingState.CONVENED: ("info", N_("Convoquée")),
    MeetingState.OPEN: ("open", N_("En séance")),
    MeetingState.CLOSED: ("closed", N_("Close")),
    MeetingState.PUBLISHED: ("ok", N_("Publiée")),
}


@bp.app_context_processor
def _links() -> dict[str, object]:
    """Give every page the way home, one's account, and the page on what administrators see."""
    own = [{"label": gettext("Mon compte"), "url": url_for("own_account.show")}]
    if current_user.person_id is not None:
        own.append({"label": gettext("Mon adhésion"), "url": url_for("own_record.show")})
        own.append({"label": gettext("Candidatures"), "url": url_for("candidacies.index")})
        own.append({"label": gettext("Points demandés"), "url": url_for("item_requests.index")})
    if current_user.is_authenticated:
        own.append({"label": gettext("Mandats en cours"), "url": url_for("terms.index")})
    return {
        "home_url": url_for("home.index"),
        "limits_url": url_for("home.limits"),
        "footer_links": own if current_user.is_authenticated else [],
    }


@bp.get("/")
@access.public
def index() -> ResponseReturnValue:
    """Show a stranger what this is, an officer what comes next, a member her assemblies."""
    if not current_user.is_authenticated:
        return render_template(
            "governance/home/stranger.html", publications_url=page_at("/publications")
        )
    if current_user.has(*(role for role in Role if role is not Role.MEMBER)):
        return _officer()
    return _member()


@bp.get("/ce-que-l-administration-peut-voir")
@access.public
def limits() -> ResponseReturnValue:
    """Say honestly who can see what."""
    return render_template("governance/home/limits.html")


def _officer() -> str:
    seen = overview(db.session())
    label, name = NEXT[seen.first.state] if seen.first else ("", "")
    today = local_day(clock.now())
    is_follower = current_user.has(Role.SECRETARY)
    everyone = followed.followed_members(db.session(), today) if is_follower else ()
    return render_template(
        "governance/home/officer.html",
        first=seen.first,
        others=seen.others,
        follow_up=followed.count(everyone) if everyone else None,
        label=label,
        action_url=meeting_room(seen.first.id, name) if seen.first else None,
        meetings_url=page_at("/assemblees"),
        meeting_room=meeting_room,
        states=STATES,
    )


def _member() -> str:
    person_id = current_user.person_id
    mine = meetings.meetings_of(db.session(), person_id) if person_id else ()
    return render_template(
        "governance/home/member.html",
        meetings=mine,
        meeting_room=meeting_room,
        states=STATES,
        calls=len(candidacies.called(db.session())),
    )
