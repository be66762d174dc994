"""Refusals as pages: a status, a sentence, what to do next."""

from flask import Flask, Response, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ballots.errors import BallotsError
from governance import db
from governance.errors import (
    GovernanceError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    RuleBrokenError,
    StateError,
)
from governance.web.messages import sentence

STATUS: dict[type[Exception], int] = {
    NotFoundError: 404,
    NotAllowedError: 403,
    InvalidInputError: 422,
    RuleBrokenError: 409,
    StateError: 409,
}
PAGES = (400, 403, 404, 409, 413, 422, 429, 500)


def status_of(refusal: Exception) -> int:
    """Return the HTTP status of a refusal; ``status`` among its facts wins."""
    facts = getattr(refusal, "facts", {})
    wanted = facts.get("status")
    if isinstance(wanted, int):
        return wanted
    return next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 400)


def wants_json() -> bool:
    """Return whether the caller is a script of ours rather than a person."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def init_app(app: Flask) -> None:
    """Answer every refusal with its sentence, every failure with a page."""
    app.register_error_handler(GovernanceError, _refused)
    app.register_error_handler(BallotsError, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)


def _refused(refusal: GovernanceError | BallotsError) -> ResponseReturnValue:
    if refusal.code == "access.sign-in-first" and not wants_json():
        flash(sentence(refusal), "notice")
        return redirect(url_for("accounts.sign_in", next=request.path))
    return _answer(status_of(refusal), refusal.code, sentence(refusal))


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return _answer(
        400,
        "form.stale",
        gettext("Ce formulaire a expiré. Rechargez la page et recommencez : rien n’a été perdu."),
    )


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status >= 500:
        db.give_up_reading()  # its transaction may be what failed; the error page reads afresh
    if isinstance(error.response, Response) or status < 400:
        return error
    return _answer(status, f"http.{status}", "")


def _answer(status: int, code: str, text: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(code=code, sentence=text), status
    page = status if status in PAGES else (500 if status >= 500 else 400)
    return (
        render_template(
            f"errors/{page}.html", sentence=text, code=code, request_id=g.get("request_id")
        ),
        status,
    )
