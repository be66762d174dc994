"""The menu: which rooms a visitor may enter."""

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import gettext
from flask_login import current_user

from governance import db
from governance.models.accounts import Role
from governance.services.bylaws import associations
from governance.web.i18n import N_

OFFICERS = (Role.SECRETARY, Role.CHAIR, Role.TREASURER, Role.AUDITOR, Role.SCRUTINEER)
ROOMS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (N_("Assemblées"), "meetings.index", (Role.MEMBER, *OFFICERS)),
    (N_("Registre"), "members.index", (Role.SECRETARY, Role.CHAIR, Role.TREASURER, Role.AUDITOR)),
    (N_("Statuts"), "rulesets.index", OFFICERS),
    (N_("Journal"), "journal.index", (Role.SECRETARY, Role.AUDITOR)),
    (N_("Publications"), "publication.index", ()),
)


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the menu."""

    label: str
    url: str
    current: bool


def rooms() -> list[Room]:
    """Return the entries this visitor may use; one without roles is for everybody."""
    allowed = [
        (gettext(label), url_for(endpoint))
        for label, endpoint, roles in ROOMS
        if endpoint in current_app.view_functions and (not roles or current_user.has(*roles))
    ]
    return [Room(label, url, _is_within(url)) for label, url in allowed]


def _is_within(url: str) -> bool:
    """Return whether this page lies below ``url``: a meeting's rooms are under the meetings."""
    return request.path == url or request.path.startswith(f"{url}/")


def init_app(app: Flask, *, demo: bool) -> None:
    """Give every template the menu, the association and whether this is the demonstration."""

    def context() -> dict[str, object]:
        association = associations.find_if_ready(db.session())
        return {
            "nav": rooms(),
            "association": association,
            "association_name": association.name if association else None,
            "home_url": _url("home.index"),
            "account": _account(),
            "sign_in_url": _url("accounts.sign_in"),
            "demo": demo,
            "demo_url": _url("demo.index"),
        }

    app.context_processor(context)


def _account() -> dict[str, str | None] | None:
    """Return who is signed in and where to sign out, if anybody is."""
    if not current_user.is_authenticated:
        return None
    return {"label": current_user.name, "sign_out_url": _url("accounts.sign_out")}


def _url(endpoint: str) -> str | None:
    return url_for(endpoint) if endpoint in current_app.view_functions else None
