"""Files that people handed in (pièces, documents), sent to be saved: never shown or run here."""

from flask import Response


def to_be_saved(content: bytes, media_type: str, name: str) -> Response:
    """Return a file as an attachment that no browser opens in a page of ours.

    Args:
        name: letters, digits, hyphens and an ending; it stands in a header as it is.
    """
    return Response(
        content,
        mimetype=media_type,
        headers={
            "Content-Disposition": f"attachment; filename={name}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
