"""The entrance: attempts counted, sessions begun and ended, the way back checked."""

import time
from urllib.parse import urlsplit

from flask import request, session
from flask_login import current_user, login_user, logout_user

from governance import clock, db
from governance.services.entry import accounts, links, throttle
from governance.services.entry.accounts import AccessLink, Account
from governance.services.entry.throttle import Quota
from governance.web import visitor

HALF_WAY = "half"  # an officer whose password was right and whose code is awaited
STAMP = "stamp"
PATIENCE = 15 * 60  # seconds between the password and the code


def count(quota: Quota, account: str = "") -> None:
    """Count an attempt from this visitor's network, or refuse it.

    Raises:
        TooManyAttemptsError: accounts.too-many-attempts.
    """
    network = throttle.network_of(request.remote_addr)
    with db.transaction() as writing:
        throttle.take(writing, quota, account=account, network=network, now=clock.now())


def forgive(quota: Quota, account: str = "") -> None:
    """Take the attempts back after a success."""
    network = throttle.network_of(request.remote_addr)
    with db.transaction() as writing:
        throttle.settle(writing, quota, account=account, network=network)


def enter_by_link(token: str) -> AccessLink:
    """Open the link and begin the session of its person; another session ends.

    Raises:
        NotAllowedError: accounts.link-unknown, .link-used, .link-expired, .link-revoked or
            .too-many-attempts.
    """
    count(throttle.LINK_OPENING)
    with db.transaction() as writing:
        link = links.open_link(writing, token, clock.now())
        enter_by_opened_link(link)
    forgive(throttle.LINK_OPENING)
    return link


def enter_by_opened_link(link: AccessLink) -> None:
    """Begin the session of the person behind a link that was just opened."""
    _begin(visitor.of_link(link))


def enter_by_account(account_id: int) -> None:
    """Begin the session of an officer whose password and code were right."""
    account = accounts.get_active_account(db.session(), account_id)
    _begin(visitor.of_account(account))
    session[STAMP] = accounts.stamp(account)


def leave() -> None:
    """End the session, and whatever a copy of its cookie could take up again."""
    kind, _, number = (current_user.get_id() or "").partition(":")
    with db.transaction() as writing:
        if kind == "link":
            links.end_sign_in(writing, int(number), clock.now())
        elif kind == "account":
            accounts.end_sessions(writing, int(number))
    _forget()


def wait_for_code(account: Account) -> None:
    """Remember that the password was right, for as long as a code may take."""
    _forget()
    session[HALF_WAY] = [account.id, accounts.stamp(account), int(time.time())]


def half_way() -> Account | None:
    """Return the account whose password was right a moment ago, if there is one."""
    number, stamp, since = session.get(HALF_WAY) or (0, "", 0)
    account = accounts.find_active_account(db.session(), number)
    fresh = 0 <= time.time() - since < PATIENCE
    return account if account and fresh and accounts.stamp(account) == stamp else None


def end_stale_session() -> None:
    """End an officer's session begun before the password or the authenticator changed."""
    if STAMP not in session or request.endpoint == "static":
        return
    number = getattr(current_user, "account_id", None)
    account = accounts.find_active_account(db.session(), number) if number else None
    if account is None or accounts.stamp(account) != session[STAMP]:
        _forget()


def way_on(wanted: str | None) -> str | None:
    """Return ``wanted`` when it is a path of ours, nothing otherwise."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return None
    parts = urlsplit(wanted)
    plain = wanted.isprintable() and "\\" not in wanted
    return wanted if plain and not parts.scheme and not parts.netloc else None


def _begin(who: visitor.Visitor) -> None:
    _forget()
    login_user(who)


def _forget() -> None:
    """Empty the session but for the language of the pages."""
    logout_user()
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
