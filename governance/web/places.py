"""Where an act is done: addresses of rooms that other blueprints own."""

from flask import current_app, url_for


def place(endpoint: str, **values: object) -> str | None:
    """Return the address of ``endpoint``, or nothing in an application without that room."""
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, **values)  # type: ignore[arg-type]
