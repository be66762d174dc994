"""Guards: every view wears one, or the application does not start."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask
from flask_login import current_user

from ballots.web.access import GUARD
from governance import db
from governance.errors import NotAllowedError, NotFoundError
from governance.models.accounts import Role
from governance.services.convening import meetings
from governance.web.visitor import visitor

View = Callable[..., Any]
CONVENERS = (Role.SECRETARY, Role.CHAIR)
WATCHERS = (*Role,)


def public(view: View) -> View:
    """Let everyone in: what this page shows is public by rule."""
    return _marked(view, "public")


def signed_in(view: View) -> View:
    """Let in whoever has signed in, by account or by link."""

    @wraps(view)
    def guarded(**arguments: Any) -> Any:
        _require_signed_in()
        return view(**arguments)

    return _marked(guarded, "signed in")


def officers(*roles: Role) -> Callable[[View], View]:
    """Let in accounts that hold one of ``roles``."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            _require_role(*roles)
            return view(**arguments)

        return _marked(guarded, "officers: " + ", ".join(roles))

    return guard


def scrutineers(view: View) -> View:
    """Let in accounts that hold the role of scrutineer themselves; hand the view its ``meeting``.

    An administrator is let in everywhere else, but whoever runs the server must not hold the
    other key of a polling office too.
    """

    @wraps(view)
    def guarded(*, meeting_id: int, **arguments: Any) -> Any:
        _require_signed_in()
        if Role.SCRUTINEER not in visitor().roles:
            raise NotAllowedError("access.not-your-role")
        return view(meeting=meetings.get_meeting(db.session(), meeting_id), **arguments)

    return _marked(guarded, "scrutineers")


def meeting_officers(*roles: Role) -> Callable[[View], View]:
    """Let in accounts that hold one of ``roles``; hand the view its ``meeting``."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*, meeting_id: int, **arguments: Any) -> Any:
            _require_role(*roles)
            return view(meeting=meetings.get_meeting(db.session(), meeting_id), **arguments)

        return _marked(guarded, "meeting officers: " + ", ".join(roles))

    return guard


def meeting_member(view: View) -> View:
    """Let in persons called to the meeting; hand the view its ``meeting``.

    Whoever was not called gets the same answer as for a meeting that does not exist.
    """

    @wraps(view)
    def guarded(*, meeting_id: int, **arguments: Any) -> Any:
        _require_signed_in()
        person_id = visitor().person_id
        if visitor().meeting_id not in (None, meeting_id):
            raise NotFoundError("meeting.unknown")
        if person_id is None or not meetings.is_called(db.session(), meeting_id, person_id):
            raise NotFoundError("meeting.unknown")
        return view(meeting=meetings.get_meeting(db.session(), meeting_id), **arguments)

    return _marked(guarded, "meeting member")


def mark(view: View, meaning: str) -> View:
    """Mark a view that guards itself in another way; ``meaning`` says how."""
    return _marked(view, meaning)


def require_guards(app: Flask) -> None:
    """Refuse to start while one view wears no guard."""
    bare = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], GUARD)
    ]
    if bare:
        raise RuntimeError(f"views without an access guard: {', '.join(sorted(bare))}")


def _marked(view: View, meaning: str) -> View:
    setattr(view, GUARD, meaning)
    return view


def _require_signed_in() -> None:
    if not current_user.is_authenticated:
        raise NotAllowedError("access.sign-in-first")


def _require_role(*roles: Role) -> None:
    _require_signed_in()
    if not visitor().has(*roles):
        raise NotAllowedError("access.not-your-role")
