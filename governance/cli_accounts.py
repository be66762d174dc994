"""``flask governance account-…``: officers' accounts, opened and closed by the operator."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from governance import clock, db
from governance.errors import GovernanceError, NotFoundError
from governance.models.accounts import Account, Role
from governance.services.entry import accounts, passwords
from governance.services.records.journal import Actor
from governance.web.messages import sentence

OPERATOR = Actor("Exploitant")
ROLES = click.Choice([role.value for role in Role if role is not Role.MEMBER])
PROMPT = "Mot de passe (au moins 12 caractères)"


def register(cli: AppGroup) -> None:
    """Add the commands of this file to ``flask governance``."""
    for command in (account_add, account_password, account_forget_authenticator, account_disable):
        cli.command()(command)


@click.argument("email")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=ROLES)
@click.password_option(prompt=PROMPT)
def account_add(email: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Open an account; its authenticator is enrolled at the first sign-in."""
    with _writing() as session:
        accounts.add_account(session, email, name, roles, password, actor=OPERATOR, now=clock.now())
    click.echo("Compte ouvert. L’application d’authentification s’enregistre à la première entrée.")


@click.argument("email")
@click.password_option(prompt=PROMPT)
def account_password(email: str, password: str) -> None:
    """Set a new password; every session of the account ends."""
    with _writing() as session:
        passwords.check_password_shape(password)
        new_hash = passwords.hash_password(password)
        account_id = _find(session, email).id
        accounts.change_password(session, account_id, new_hash, actor=OPERATOR, now=clock.now())
    click.echo("Mot de passe changé. Les sessions de ce compte sont fermées.")


@click.argument("email")
def account_forget_authenticator(email: str) -> None:
    """Forget a lost telephone; another is enrolled at the next sign-in."""
    with _writing() as session:
        account = _find(session, email)
        accounts.forget_authenticator(session, account, actor=OPERATOR, now=clock.now())
    click.echo("Une autre application s’enregistrera à la prochaine entrée.")


@click.argument("email")
def account_disable(email: str) -> None:
    """Close an account; its sessions end at once."""
    with _writing() as session:
        account = _find(session, email)
        accounts.disable_account(session, account, actor=OPERATOR, now=clock.now())
    click.echo("Compte fermé.")


@contextmanager
def _writing() -> Iterator[Session]:
    """Yield a transaction; a refusal is one line."""
    try:
        with db.transaction() as session:
            yield session
    except GovernanceError as refusal:
        with current_app.test_request_context():
            raise click.ClickException(sentence(refusal)) from None


def _find(session: Session, email: str) -> Account:
    account = accounts.find_account(session, email)
    if account is None:
        raise NotFoundError("accounts.unknown")
    return account
