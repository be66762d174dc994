"""The demonstration (démonstration): one click per role, its clock, its tour.

Plugged in only where the settings say so; elsewhere these addresses do not exist.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import NotFoundError, StateError
from governance.models.accounts import Role
from governance.services.entry import tour
from governance.services.entry.tour import Progress
from governance.web import access
from governance.web.entry import entrance
from governance.web.i18n import N_, PARIS
from governance.web.messages.accounts import ROLES
from governance.web.places import meeting_room, page_at
from governance.web.security import row_number

bp = Blueprint("demo", __name__, url_prefix="/demo")

BEGINNING = datetime(2026, 6, 2, 9, tzinfo=PARIS)
ASSEMBLY = datetime(2026, 6, 26, 14, tzinfo=PARIS)
PLAYED = (
    (Role.SECRETARY, N_("Convoque, tient la feuille de présence, ouvre et clôt, rédige.")),
    (Role.CHAIR, N_("Convoque, ouvre et clôt les scrutins, proclame.")),
    (Role.TREASURER, N_("Tient les cotisations, qui décident du droit de vote.")),
    (Role.SCRUTINEER, N_("Garde une clé de l’urne et dépouille dans son navigateur.")),
    (Role.AUDITOR, N_("Commissaire aux comptes : lit tout, ne change rien.")),
    (Role.ADMINISTRATOR, N_("Peut tout, sauf voter.")),
)


@dataclass(frozen=True, slots=True)
class Station:
    """One step of the tour: who plays it, what is done, how, and in which room."""

    role: Role
    what: str
    how: str
    room: str


STATIONS = {
    "convened": Station(
        Role.SECRETARY,
        N_("Convoquer l’assemblée"),
        N_("Relisez la liste rouge et verte des règles, puis envoyez la convocation."),
        "convocation",
    ),
    "answered": Station(
        Role.MEMBER,
        N_("Répondre à la convocation"),
        N_("Choisissez un membre ci-dessous : présent, à distance, pouvoir ou absent."),
        "ma-page",
    ),
    "opened": Station(
        Role.SECRETARY,
        N_("Ouvrir la séance, le jour venu"),
        N_("Réglez d’abord l’horloge ci-dessous, pointez les présences, puis ouvrez la séance."),
        "seance",
    ),
    "voted_openly": Station(
        Role.CHAIR,
        N_("Voter à scrutin public"),
        N_("Ouvrez un scrutin public, votez en jouant des membres, puis clôturez et proclamez."),
        "scrutins",
    ),
    "voted_secretly": Station(
        Role.SCRUTINEER,
        N_("Voter à scrutin secret, et dépouiller"),
        N_(
            "Faites d’abord la clé du scrutateur. La présidence ouvre, des membres votent, "
            "la présidence clôt, le scrutateur dépouille dans son navigateur."
        ),
        "bureau-de-vote",
    ),
    "closed": Station(
        Role.SECRETARY,
        N_("Clore la séance"),
        N_("Un geste, quand aucun scrutin n’est ouvert."),
        "seance",
    ),
    "published": Station(
        Role.SECRETARY,
        N_("Relire et publier le procès-verbal"),
        N_("La rédaction se corrige, les chiffres non ; puis il est scellé et publié."),
        "proces-verbal",
    ),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A station as the page shows it; ``who`` names the role."""

    number: int
    who: str
    station: Station
    url: str | None
    is_done: bool
    is_next: bool


@bp.app_context_processor
def _outbox() -> dict[str, object]:
    """Give every page of the demonstration the address of its outbox."""
    return {"demo_outbox_url": page_at("/boite-d-envoi")}


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
        stops=list(_stops(tour.progress(reading, meeting), meeting.id)) if meeting else [],
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
    return redirect(entrance.way_on(request.form.get("next")) or url_for("home.index"))


@bp.post("/membre")
@access.public
def play_member() -> ResponseReturnValue:
    """Enter as a person of the register, as if by the personal link of her notice."""
    wanted = request.form.get("person_id", type=row_number)
    known = {player.person_id for player in tour.players(db.session())}
    if wanted not in known or wanted is None:
        raise NotFoundError("demo.unknown-player")
    now = clock.now()
    with db.transaction() as writing:
        address = tour.personal_link(writing, _mails(), wanted, now)
        if address is not None and page_at(address.partition("#")[0]):
            return redirect(address)
        link = tour.sign_in_link(writing, wanted, now)
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


def _mails() -> Path:
    """Return the folder of the demonstration's mails; with a real mail server it stays empty."""
    settings = current_app.extensions["settings"]
    kind, _, path = settings.mail.partition(":")
    return Path(path) if kind == "folder" else settings.instance / "outbox"


def _stops(progress: Progress, meeting_id: int) -> Iterator[Stop]:
    """Yield the stations of the tour; the next one is the first not yet done."""
    next_seen = False
    for number, field in enumerate(fields(Progress), start=1):
        station = STATIONS[field.name]
        is_done = bool(getattr(progress, field.name))
        is_next = not is_done and not next_seen
        next_seen = next_seen or is_next
        url = meeting_room(meeting_id, station.room)
        yield Stop(number, gettext(ROLES[station.role]), station, url, is_done, is_next)
