"""Addresses of rooms that other pages own: offered only where this application has them."""

from flask import current_app, url_for
from werkzeug.exceptions import HTTPException


def place(endpoint: str, **values: object) -> str | None:
    """Return the address of ``endpoint``, or nothing in an application without that room."""
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, **values)  # type: ignore[arg-type]


def page_at(path: str) -> str | None:
    """Return ``path`` when a page answers there, nothing otherwise."""
    try:
        current_app.url_map.bind("localhost").match(path, method="GET")
    except HTTPException:
        return None
    return path


def meeting_room(meeting_id: int, name: str = "") -> str | None:
    """Return the address of a meeting's room, else of the meeting, else of all meetings."""
    house = f"/assemblees/{meeting_id}"
    room = f"{house}/{name}" if name else house
    return page_at(room) or page_at(house) or page_at("/assemblees")
