"""How much a request may bring (taille des requêtes): an officer's few files are larger."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, request
from flask_login import current_user

from ballots.protocol import limits
from governance.services.convening import papers

ESCAPED = 9 / 8  # a canonical text in a JSON string: its quotes are less than an eighth of it
FRAME = 64 * 1024  # what a form puts around a file
LARGER: Final[Mapping[str, int]] = {  # by endpoint; every other has the setting's limit
    "mixing.add_shuffle": limits.SHUFFLE,
    "office.add_decryption": int(limits.TALLY * ESCAPED) + FRAME,
    "codes.take": limits.PUBLIC_LISTS + FRAME,
    "papers.add": papers.MAX_BYTES + FRAME,
}


def init_app(app: Flask) -> None:
    """Allow more to whoever holds an account, before anything reads the body."""
    app.url_value_preprocessor(_allow)


def _allow(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    most = LARGER.get(endpoint or "")
    if most is not None and current_user.account_id is not None:
        request.max_content_length = most
