"""``flask governance …``: what an operator runs."""

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from governance import cli_accounts, db
from governance.jobs import Jobs
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


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Work off the queue: mails, and whatever else is owed."""
    jobs: Jobs = current_app.extensions["jobs"]
    jobs.run()


cli_accounts.register(cli)
