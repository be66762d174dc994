"""Headers and limits that every answer carries."""

import secrets
from typing import Any, Final

import structlog
from flask import Flask, Response, abort, g, request
from flask_wtf import CSRFProtect
from werkzeug.routing import IntegerConverter, Map

csrf = CSRFProtect()


GREATEST: Final = 2**31 - 1  # that an integer column holds


class RowNumber(IntegerConverter):
    """A row's number in a URL; what no integer column holds is no address of ours."""

    def __init__(self, map: Map, **options: Any) -> None:  # noqa: A002  (Werkzeug's name)
        super().__init__(map, **{"max": GREATEST, **options})


def row_number(typed: str) -> int:
    """Return a number of a query or a form, as ``type=`` of a request's ``get`` takes it.

    Raises:
        ValueError: not a number, or one that no integer column holds.
    """
    number = int(typed)
    if not -GREATEST <= number <= GREATEST:
        raise ValueError("beyond every row")
    return number


SOURCES: Final = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
)
POLICY: Final = "; ".join(SOURCES)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def init_app(app: Flask, *, https: bool) -> None:
    """Switch on CSRF, the request id and the headers."""
    app.before_request(_name_request)  # first: a refused form has an id too
    app.before_request(_refuse_nul)
    csrf.init_app(app)
    app.after_request(_add_headers)
    if https:
        app.after_request(_add_hsts)


def _name_request() -> None:
    """Give the request an id that its log lines share; nothing about the visitor."""
    g.request_id = secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _refuse_nul() -> None:
    """Refuse a NUL in path, query or form: no database stores one, no person types one."""
    values = (request.path, *request.args.values(), *request.form.values())
    if any("\0" in value for value in values):
        abort(400)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _add_hsts(response: Response) -> Response:
    response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
