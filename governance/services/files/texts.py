"""Texts of several lines (textes libres) as people type them: accepted, measured, kept plain."""

from governance.errors import InvalidInputError
from governance.services.membership.names import require_plain


def checked_text(raw: str, limit: int, empty: str = "") -> str:
    """Return a text stripped, one line feed between lines; ``empty`` is the refusal of none.

    Raises:
        InvalidInputError: ``empty`` where it is given, members.too-long,
            members.invisible-character.
    """
    lines = [line.rstrip().replace("\t", " ") for line in raw.strip().splitlines()]
    for line in lines:
        require_plain(line)
    text = "\n".join(lines)
    if len(text) > limit:
        raise InvalidInputError("members.too-long", limit=limit)
    if empty and not text:
        raise InvalidInputError(empty)
    return text
