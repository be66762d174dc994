"""Guards of the ballot box's pages; the host refuses to start with a view that wears none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from ballots.errors import RefusedError
from ballots.web.host import host

View = Callable[..., Any]
GUARD = "pleniere_guard"  # the attribute that the host looks for on every view


def public(view: View) -> View:
    """Let everyone in: the board is public by rule."""
    setattr(view, GUARD, "public")
    return view


def reader(view: View) -> View:
    """Let in whoever the host lets read the archive of the election named by ``uuid``."""

    @wraps(view)
    def guarded(*, uuid: str, **arguments: Any) -> Any:
        if not host().may_fetch(uuid):
            raise RefusedError("archive.not-for-you", status=403)
        return view(uuid=uuid, **arguments)

    setattr(guarded, GUARD, "reader")
    return guarded


def voter(view: View) -> View:
    """Let in whoever the host knows as a person, and hand the view her number."""

    @wraps(view)
    def guarded(**arguments: Any) -> Any:
        number = host().current_voter()
        if number is None:
            raise RefusedError("voter.sign-in-first", status=403)
        return view(voter=number, **arguments)

    setattr(guarded, GUARD, "voter")
    return guarded
