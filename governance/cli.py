"""``flask governance …``: what an operator runs."""

import click
from flask import current_app
from flask.cli import AppGroup

from governance import cli_accounts, db
from governance.settings import Settings

cli = AppGroup("governance", help="The register, the assemblies, the minutes.")


def settings() -> Settings:
    """Return the settings of the application at hand."""
    found: Settings = current_app.extensions["settings"]
    return found


@cli.command("migrate")
def migrate() -> None:
    """Bring the database to its newest version."""
    db.migrate(settings())
    click.echo("Base de données à jour.")


cli_accounts.register(cli)
