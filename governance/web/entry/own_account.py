"""One's own account (mon compte): roles, password, authenticator application."""

import io
import time

import segno
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from governance import clock, db
from governance.errors import InvalidInputError, NotAllowedError
from governance.services.entry import accounts, throttle, totp
from governance.services.entry.accounts import Account
from governance.services.records.journal import Actor
from governance.web import access
from governance.web.entry import entrance
from governance.web.entry.accounts import half_signed_in
from governance.web.forms.accounts import CodeForm, NewPasswordForm, ReplaceAuthenticatorForm
from governance.web.messages import sentence
from governance.web.messages.accounts import ROLES
from governance.web.post.post import vault
from governance.web.visitor import visitor

bp = Blueprint("own_account", __name__)
SECRET = "enrolment"  # noqa: S105  the name under which the session keeps a sealed secret
ENROL = "governance/accounts/authenticator.html"


@bp.get("/compte")
@access.signed_in
def show() -> ResponseReturnValue:
    """Show who one is here, by which roles, and what can be changed."""
    return _page(NewPasswordForm(None))


@bp.post("/compte/mot-de-passe")
@access.signed_in
def change_password() -> ResponseReturnValue:
    """Change the password; every other session of this account ends."""
    account = _own()
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return _page(form), 422
    entrance.count(throttle.PASSWORD, account.email)
    try:
        new_hash = accounts.new_password_hash(
            db.session(), account.id, form.current.data or "", form.new.data or ""
        )
    except InvalidInputError as refusal:
        field = form.current if refusal.code == "accounts.wrong-password" else form.new
        field.errors = [sentence(refusal)]
        return _page(form), 422
    entrance.forgive(throttle.PASSWORD, account.email)
    with db.transaction() as writing:
        changed = accounts.change_password(
            writing, account.id, new_hash, actor=visitor().actor, now=clock.now()
        )
    entrance.enter_by_account(changed.id)
    flash(gettext("Mot de passe changé. Vos autres sessions sont fermées."), "success")
    return redirect(url_for("own_account.show"))


@bp.route("/connexion/application", methods=["GET", "POST"])
@half_signed_in
def first_authenticator(account: Account) -> ResponseReturnValue:
    """Enrol an authenticator application at the first sign-in, and enter."""
    if account.sealed_totp:
        return redirect(url_for("accounts.code", next=request.args.get("next")))
    form = CodeForm()
    if form.validate_on_submit():
        entrance.count(throttle.CODE, str(account.id))
        refusal = _enrol(account, form.code.data or "")
        if refusal is None:
            flash(gettext("Application enregistrée. Bienvenue, %(n)s.", n=account.name), "success")
            return redirect(entrance.way_on(request.args.get("next")) or url_for("home.index"))
        form.code.errors = [sentence(refusal)]
    return _enrolment_page(account, form, is_first=True)


@bp.route("/compte/application", methods=["GET", "POST"])
@access.signed_in
def replace_authenticator() -> ResponseReturnValue:
    """Replace the authenticator application, say for a new telephone."""
    account = _own()
    form = ReplaceAuthenticatorForm()
    if form.validate_on_submit():
        entrance.count(throttle.PASSWORD, account.email)
        if accounts.recognise(db.session(), account.email, form.current.data or "") is None:
            form.current.errors = [sentence(InvalidInputError("accounts.wrong-password"))]
            return _enrolment_page(account, form)
        entrance.forgive(throttle.PASSWORD, account.email)
        refusal = _enrol(account, form.code.data or "")
        if refusal is None:
            flash(gettext("Nouvelle application enregistrée, l’ancienne ne sert plus."), "success")
            return redirect(url_for("own_account.show"))
        form.code.errors = [sentence(refusal)]
    return _enrolment_page(account, form)


def _own() -> Account:
    """Return the visitor's account; whoever came by a link has none."""
    account_id = visitor().account_id
    if account_id is None:
        raise NotAllowedError("access.not-your-role")
    return accounts.get_active_account(db.session(), account_id)


def _page(form: NewPasswordForm) -> str:
    account_id = visitor().account_id
    return render_template(
        "governance/accounts/own.html",
        form=form,
        own=accounts.get_active_account(db.session(), account_id) if account_id else None,
        roles=[gettext(ROLES[role]) for role in ROLES if role in visitor().roles],
    )


def _enrol(account: Account, code: str) -> InvalidInputError | None:
    """Keep the secret shown last if ``code`` proves it, and begin the session anew."""
    try:
        with db.transaction() as writing:
            enrolled = accounts.enrol(
                writing,
                vault(),
                account.id,
                _secret(),
                code,
                at=time.time(),
                actor=Actor(account.name),
                now=clock.now(),
            )
    except InvalidInputError as refusal:
        return refusal
    entrance.forgive(throttle.CODE, str(account.id))
    entrance.enter_by_account(enrolled.id)
    return None


def _secret() -> str:
    """Return the secret being enrolled; the session keeps it sealed between two requests."""
    if SECRET not in session:
        session[SECRET] = vault().seal(totp.new_secret().encode()).decode()
    return vault().open(session[SECRET].encode()).decode()


def _enrolment_page(
    account: Account, form: CodeForm, *, is_first: bool = False
) -> ResponseReturnValue:
    secret = _secret()
    uri = totp.provisioning_uri(secret, account.email)
    shown = {"secret": secret, "uri": uri, "drawing": _qr(uri)}
    page = render_template(ENROL, form=form, is_first=is_first, **shown)
    return page, 422 if form.errors else 200


def _qr(content: str) -> Markup:
    """Draw a QR code as SVG without any style attribute."""
    drawing = io.BytesIO()
    segno.make(content, error="m").save(
        drawing,
        kind="svg",
        scale=5,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgclass="qr-code",
        lineclass=None,
        title=gettext("QR code à lire avec l’application"),
    )
    return Markup(drawing.getvalue().decode())  # noqa: S704  drawn here from our own text
