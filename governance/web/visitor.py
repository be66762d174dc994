"""Who is visiting: an officer with an account, or a person who came by a link."""

from dataclasses import dataclass
from typing import cast

from flask import Flask
from flask_login import AnonymousUserMixin, LoginManager, current_user

from governance import db
from governance.models.accounts import Role
from governance.services.entry import accounts
from governance.services.entry.accounts import AccessLink, Account, StandingLink
from governance.services.polls import archive_access, polls
from governance.services.records.journal import Actor

login_manager = LoginManager()
login_manager.session_protection = "basic"


@dataclass(frozen=True, slots=True)
class Visitor:
    """The signed-in visitor. ``key`` names the account or the link it came by."""

    key: str
    name: str
    roles: frozenset[str]
    account_id: int | None = None
    person_id: int | None = None
    meeting_id: int | None = None  # the only one, for whoever came by its personal link

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return what the session cookie keeps."""
        return self.key

    def has(self, *roles: str) -> bool:
        """Return whether the visitor holds one of ``roles``; an administrator holds them all."""
        return bool(self.roles.intersection(roles)) or Role.ADMINISTRATOR in self.roles

    @property
    def actor(self) -> Actor:
        """The visitor as the journal names it."""
        return Actor(self.name)


class Stranger(AnonymousUserMixin):
    """Nobody yet."""

    roles: frozenset[str] = frozenset()
    account_id = None
    person_id = None
    meeting_id = None
    name = ""

    def has(self, *_roles: str) -> bool:
        """A stranger holds no role."""
        return False


login_manager.anonymous_user = Stranger


def visitor() -> Visitor:
    """Return the signed-in visitor; a guard has made sure that there is one."""
    return cast("Visitor", current_user)


def of_account(account: Account) -> Visitor:
    """Return an account as a visitor."""
    roles = frozenset(line.role for line in account.roles)
    return Visitor(f"account:{account.id}", account.name, roles, account.id, account.person_id)


def of_link(link: AccessLink) -> Visitor:
    """Return the person behind a link that was just opened as a visitor."""
    return _bearer(StandingLink(link.id, link.person_id, link.person.name, link.meeting_id))


def _bearer(link: StandingLink) -> Visitor:
    return Visitor(
        f"link:{link.id}",
        link.name,
        frozenset({Role.MEMBER}),
        person_id=link.person_id,
        meeting_id=link.meeting_id,
    )


@login_manager.user_loader
def load(key: str) -> Visitor | None:
    """Find the visitor of a session; a disabled account or a revoked link ends it."""
    kind, _, number = key.partition(":")
    if not number.isdecimal():
        return None
    if kind == "account":
        account = accounts.find_active_account(db.session(), int(number))
        return of_account(account) if account else None
    link = accounts.find_standing_link(db.session(), int(number))
    return _bearer(link) if link else None


def parts_of_a_voice(election: str) -> int:
    """Return how many units of the weights of an election make one voice."""
    return polls.parts_of_a_voice(db.session(), election)


def may_fetch_archive(election: str) -> bool:
    """Return whether the visitor may read the archive of a secret poll."""
    who = archive_access.Reader(
        current_user.person_id is not None or current_user.account_id is not None,
        current_user.has(*archive_access.CONTROL),
    )
    return archive_access.may_fetch(db.session(), election, who)


def init_app(app: Flask) -> None:
    """Let Flask-Login find our visitors."""
    login_manager.init_app(app)
