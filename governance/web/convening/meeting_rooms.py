"""The rooms of a meeting: its pages in their order, the steps of convening, what comes next."""

from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext

from governance.rules.lifecycle import MeetingState
from governance.web.i18n import N_

ROOMS = (  # label, endpoint, from which state on there is something in it
    (N_("Assemblée"), "meetings.show", MeetingState.DRAFT),
    (N_("Ordre du jour"), "agenda.index", MeetingState.DRAFT),
    (N_("Documents"), "papers.index", MeetingState.DRAFT),
    (N_("Convocation"), "notices.show", MeetingState.DRAFT),
    (N_("Envois"), "notices.deliveries", MeetingState.CONVENED),
    (N_("Corps électoral"), "electorate.show", MeetingState.DRAFT),
    (N_("Pouvoirs"), "proxies.index", MeetingState.CONVENED),
    (N_("Intérêts déclarés"), "interests.index", MeetingState.CONVENED),
    (N_("Bureau de vote"), "office.show", MeetingState.DRAFT),
    (N_("Codes de vote"), "codes.show", MeetingState.DRAFT),
    (N_("Présence"), "attendance.desk", MeetingState.CONVENED),
    (N_("Séance"), "sittings.cockpit", MeetingState.CONVENED),
    (N_("Scrutins"), "polls.index", MeetingState.CONVENED),
    (N_("Projection"), "projection.show", MeetingState.CONVENED),
    (N_("Procès-verbal"), "minutes.show", MeetingState.CLOSED),
)
STEPS = (
    (N_("Point de départ"), None),
    (N_("Date, lieu, lien"), "meetings.edit"),
    (N_("Ordre du jour"), "agenda.index"),
    (N_("Vérifications"), "notices.show"),
    (N_("Envoi"), "notices.send"),
)
ORDER = list(MeetingState)
BODIES = {
    "AGO": N_("Assemblée générale ordinaire"),
    "AGE": N_("Assemblée générale extraordinaire"),
    "CA": N_("Conseil d’administration"),
}


@dataclass(frozen=True, slots=True)
class Next:
    """What an officer does next: words, why, and where (a page, or a part of this one)."""

    label: str
    why: str
    url: str | None


def url_if(endpoint: str, **values: object) -> str | None:
    """Return the address of ``endpoint``, or nothing in an application without that page."""
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, **values)  # type: ignore[arg-type]


def rooms_of(meeting_id: int, state: MeetingState, here: str = "") -> list[dict[str, object]]:
    """Return the rooms one may enter now, as ``ui.subnav`` takes them."""
    reached = ORDER.index(state)
    found = []
    for label, endpoint, since in ROOMS:
        url = url_if(endpoint, meeting_id=meeting_id)
        if url is not None and reached >= ORDER.index(since):
            found.append({"label": gettext(label), "url": url, "current": endpoint == here})
    return found


def steps_of(meeting_id: int | None = None) -> list[dict[str, object] | str]:
    """Return the five steps of convening, each with its page once the meeting exists."""
    steps: list[dict[str, object] | str] = []
    for label, endpoint in STEPS:
        url = url_if(endpoint, meeting_id=meeting_id) if endpoint and meeting_id else None
        steps.append({"label": gettext(label), "url": url} if url else gettext(label))
    return steps


def next_of(meeting_id: int, state: MeetingState, *, has_items: bool, is_the_day: bool) -> Next:
    """Return what comes next in the life of a meeting."""
    if state is MeetingState.DRAFT and not has_items:
        return _next(
            gettext("Composer l’ordre du jour"),
            gettext("Une assemblée ne vote que sur ce que sa convocation annonce."),
            "agenda.index",
            meeting_id,
        )
    if state is MeetingState.DRAFT:
        return _next(
            gettext("Vérifier et envoyer la convocation"),
            gettext("Rien ne part avant que vous ne l’ayez confirmé."),
            "notices.show",
            meeting_id,
        )
    if state is MeetingState.CONVENED and not is_the_day:
        return _next(
            gettext("Suivre les envois et les réponses"),
            gettext("La séance pourra s’ouvrir le jour de l’assemblée."),
            "notices.deliveries",
            meeting_id,
        )
    if state is MeetingState.CONVENED:
        return _next(
            gettext("Accueillir et ouvrir la séance"),
            gettext("C’est le jour : émargez les arrivées, puis ouvrez."),
            "sittings.cockpit",
            meeting_id,
        )
    if state is MeetingState.OPEN:
        return _next(
            gettext("Conduire la séance"),
            gettext("Présences, votes, incidents : tout se suit sur une page."),
            "sittings.cockpit",
            meeting_id,
        )
    return _next(
        gettext("Lire le procès-verbal")
        if state is MeetingState.PUBLISHED
        else gettext("Établir le procès-verbal"),
        gettext(
            "Il est rédigé à partir du journal de la séance ; les chiffres y sont verrouillés."
        ),
        "minutes.show",
        meeting_id,
    )


def _next(label: str, why: str, endpoint: str, meeting_id: int) -> Next:
    return Next(label, why, url_if(endpoint, meeting_id=meeting_id))
