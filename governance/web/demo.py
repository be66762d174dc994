"""The demonstration (démonstration): one click per role, its clock, its tour.

Plugged in only where the settings say so; elsewhere these addresses do not exist.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import NotFoundError, StateError
from governance.models.accounts import Role
from governance.services import tour
from governance.services.tour import Progress
from governance.web import access, entrance
from governance.web.i18n import N_, PARIS
from governance.web.messages.accounts import ROLES
from governance.web.places import place

bp = Blueprint("demo", __name__, url_prefix="/demo")

BEGINNING = datetime(2026, 6, 2, 9, tzinfo=PARIS)
ASSEMBLY = datetime(2026, 6, 26, 14, tzinfo=PARIS)
PLAYED = (
    (Role.SECRETARY, N_("Convoque, tient la feuille de présence, ouvre et clôt, rédige.")),
    (Role.CHAIR, N_("Convoque, ouvre et clôt les scrutins, proclame.")),
    (Role.TREASURER, N_("Tient les cotisations, qui décident du droit de vote.")),
    (Role.SCRUTINEER, N_("Garde une clé de l’urne et dépouille dans son navigateur.")),
    (Role.AUDITOR, N_("Lit tout, ne change rien.")),
    (Role.ADMINISTRATOR, N_("Peut tout, sauf voter.")),
)
STATIONS = {  # station: who plays it, what to do, in which room
    "convened": (N_("Secrétariat"), N_("Convoquer l’assemblée"), "notices.show"),
    "answered": (N_("Membre"), N_("Répondre à la convocation"), "participation.mine"),
    "opened": (N_("Secrétariat"), N_("Ouvrir la séance, le jour venu"), "meetings.show"),
    "voted_openly": (N_("Présidence, membres"), N_("Voter à scrutin public"), "polls.index"),
    "voted_secretly": (
        N_("Présidence, scrutateur, membres"),
        N_("Voter à scrutin secret et dépouiller"),
        "polls.index",
    ),
    "closed": (N_("Secrétariat"), N_("Clore la séance"), "meetings.show"),
    "published": (N_("Secrétariat"), N_("Relire et publier le procès-verbal"), "minutes.show"),
}


@dataclass(frozen=True, slots=True)
class Station:
    """One step of the tour as the page shows it."""

    number: int
    who: str
    what: str
    url: str | None
    is_done: bool
    is_next: bool


@bp.app_context_processor
def _outbox() -> dict[str, object]:
    """Give every page of the demonstration the address of its outbox."""
    return {"demo_outbox_url": place("outbox.index")}


@bp.get("")
@access.public
def index() -> ResponseReturnValue:
    """Show the roles, the clock and the tour."""
    reading = db.session()
    meeting = tour.meeting_of_tour(reading)
    played = [(role, gettext(ROLES[role]), gettext(what)) for role, what in PLAYED]
    return render_template(
        "governance/demo/index.html",
        played=played,
        players=tour.players(reading),
        meeting=meeting,
        now=clock.now(),
        assembly=meeting.starts_at if meeting else ASSEMBLY,
        beginning=BEGINNING,
        may_go_back=meeting is None or meeting.convened_at is None,
        stations=list(_stations(tour.progress(reading, meeting), meeting.id)) if meeting else [],
    )


@bp.post("/role/<role>")
@access.public
def play_role(role: str) -> ResponseReturnValue:
    """Enter as the officer who holds ``role``."""
    if role not in {played.value for played, _ in PLAYED}:
        raise NotFoundError("demo.unknown-role")
    with db.transaction() as writing:
        account = tour.account_of(writing, Role(role))
    entrance.enter_by_account(account.id)
    flash(gettext("Vous jouez %(name)s.", name=account.name), "success")
    return redirect(url_for("home.index"))


@bp.post("/membre")
@access.public
def play_member() -> ResponseReturnValue:
    """Enter as a person of the register, as if by the personal link of her notice."""
    wanted = request.form.get("person_id", type=int)
    known = {player.person_id for player in tour.players(db.session())}
    if wanted not in known or wanted is None:
        raise NotFoundError("demo.unknown-player")
    with db.transaction() as writing:
        meeting = tour.meeting_of_tour(writing)
        link = tour.link_of(writing, wanted, meeting, clock.now())
        entrance.enter_by_opened_link(link)
    flash(gettext("Vous jouez %(name)s.", name=link.person.name), "success")
    return redirect(url_for("home.index"))


@bp.post("/horloge/<moment>")
@access.public
def move_clock(moment: str) -> ResponseReturnValue:
    """Go to the day of the assembly, or back to the beginning while nothing was convened."""
    meeting = tour.meeting_of_tour(db.session())
    if moment == "assemblee":
        to = meeting.starts_at if meeting else ASSEMBLY
    elif moment == "debut":
        if meeting is not None and meeting.convened_at is not None:
            raise StateError("demo.no-way-back")
        to = BEGINNING
    else:
        raise NotFoundError("demo.unknown-moment")
    clock.move_demo_clock(current_app.extensions["settings"], to)
    flash(gettext("L’horloge de la démonstration est réglée."), "success")
    return redirect(url_for("demo.index"))


def _stations(progress: Progress, meeting_id: int) -> Iterator[Station]:
    """Yield the stations of the tour; the next one is the first not yet done."""
    next_seen = False
    for number, field in enumerate(fields(Progress), start=1):
        who, what, room = STATIONS[field.name]
        is_done = bool(getattr(progress, field.name))
        is_next = not is_done and not next_seen
        next_seen = next_seen or is_next
        url = place(room, meeting_id=meeting_id)
        yield Station(number, gettext(who), gettext(what), url, is_done, is_next)
