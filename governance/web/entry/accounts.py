"""Pages around signing in: a link by mail for members, password and code for officers."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from governance import clock, db
from governance.errors import NotAllowedError
from governance.services.entry import accounts, links, throttle
from governance.services.entry.accounts import Account
from governance.services.entry.throttle import TooManyAttemptsError
from governance.web import access
from governance.web.entry import entrance
from governance.web.errors import wants_json
from governance.web.forms.accounts import CodeForm, LinkForm, LinkRequestForm, PasswordForm
from governance.web.messages import sentence
from governance.web.post.post import post_of, vault

bp = Blueprint("accounts", __name__)
bp.before_app_request(entrance.end_stale_session)


def half_signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let in whose password was right a moment ago; hand the view the ``account``."""

    @wraps(view)
    def guarded(**arguments: Any) -> Any:
        account = entrance.half_way()
        if account is None:
            flash(gettext("Recommencez : le mot de passe d’abord, puis le code."), "message")
            return redirect(url_for("accounts.password", next=request.args.get("next")))
        return view(account=account, **arguments)

    return access.mark(guarded, "password given")


@bp.app_context_processor
def _ways() -> dict[str, object]:
    """Give every page the way in and the way out."""
    return {
        "sign_in_url": url_for("accounts.sign_in"),
        "sign_out_url": url_for("accounts.sign_out"),
    }


@bp.app_errorhandler(TooManyAttemptsError)
def _too_many(refusal: TooManyAttemptsError) -> ResponseReturnValue:
    """Say when to try again, to the person and to the program."""
    text, wait = sentence(refusal), {"Retry-After": str(refusal.seconds)}
    if wants_json():
        return jsonify(code=refusal.code, sentence=text), 429, wait
    told = {"sentence": text, "code": refusal.code, "request_id": g.get("request_id", "")}
    return render_template("errors/429.html", **told), 429, wait


@bp.route("/connexion", methods=["GET", "POST"])
@access.public
def sign_in() -> ResponseReturnValue:
    """Ask for the address a link is sent to; officers go on to their password."""
    form = LinkRequestForm()
    if form.validate_on_submit():
        email = (form.email.data or "").lower()
        entrance.count(throttle.LINK_REQUEST, email)
        post = post_of(current_app.extensions["settings"], str(get_locale()))
        with db.transaction() as writing:
            links.request_link(writing, post, email, clock.now())
        return redirect(url_for("accounts.link_sent"))
    return render_template("governance/accounts/sign_in.html", form=form), _status(form)


@bp.get("/connexion/envoye")
@access.public
def link_sent() -> ResponseReturnValue:
    """Give the one answer to every request of a link."""
    return render_template("governance/accounts/link_sent.html")


@bp.route("/connexion/lien", methods=["GET", "POST"])
@access.public
def link() -> ResponseReturnValue:
    """Show the button that uses the link; only POST opens it."""
    form = LinkForm()
    if not form.validate_on_submit():
        return render_template("governance/accounts/link.html", form=form), _status(form)
    try:
        opened = entrance.enter_by_link(form.token.data or "")
    except TooManyAttemptsError:
        raise
    except NotAllowedError as refusal:
        page = "governance/accounts/link.html"
        return render_template(page, form=LinkForm(None), refusal=sentence(refusal)), 403
    flash(gettext("Bonjour %(name)s, vous êtes identifié·e.", name=opened.person.name), "success")
    return redirect(url_for("home.index"))


@bp.route("/connexion/mot-de-passe", methods=["GET", "POST"])
@access.public
def password() -> ResponseReturnValue:
    """First step of an officer: address and password."""
    form = PasswordForm()
    wrong = False
    if form.validate_on_submit():
        email, secret = (form.email.data or "").lower(), form.password.data or ""
        entrance.count(throttle.PASSWORD, email)
        account = accounts.recognise(db.session(), email, secret)
        if account is not None:
            return _ask_for_code(account, email, secret)
        wrong = True
    page = render_template("governance/accounts/password.html", form=form, wrong=wrong)
    return page, 422 if wrong else _status(form)


def _ask_for_code(account: Account, email: str, secret: str) -> ResponseReturnValue:
    """Go on to the code, or to the enrolment of an authenticator at the first sign-in."""
    entrance.forgive(throttle.PASSWORD, email)
    with db.transaction() as writing:
        account = accounts.renew_hash(writing, account.id, secret)
    entrance.wait_for_code(account)
    step = "accounts.code" if account.sealed_totp else "own_account.first_authenticator"
    return redirect(url_for(step, next=entrance.way_on(request.args.get("next"))))


@bp.route("/connexion/code", methods=["GET", "POST"])
@half_signed_in
def code(account: Account) -> ResponseReturnValue:
    """Second step of an officer: the code of the authenticator."""
    form = CodeForm()
    wrong = False
    if form.validate_on_submit():
        entrance.count(throttle.CODE, str(account.id))
        with db.transaction() as writing:
            entered = accounts.finish_sign_in(
                writing,
                vault(),
                account.id,
                form.code.data or "",
                at=time.time(),
                now=clock.now(),
            )
        if entered is not None:
            entrance.forgive(throttle.CODE, str(account.id))
            entrance.enter_by_account(entered.id)
            return redirect(entrance.way_on(request.args.get("next")) or url_for("home.index"))
        wrong = True
    page = render_template("governance/accounts/code.html", form=CodeForm(None), wrong=wrong)
    return page, 422 if wrong else _status(form)


@bp.post("/deconnexion")
@access.public
def sign_out() -> ResponseReturnValue:
    """End the session."""
    entrance.leave()
    session.pop("_flashes", None)
    flash(gettext("Vous êtes déconnecté·e."), "success")
    return redirect(url_for("home.index"))


def _status(form: Any) -> int:
    """Return the status of a page that shows ``form``: 422 when something is to be corrected."""
    return 422 if form.errors else 200
