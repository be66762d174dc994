"""``flask governance …``: what an operator runs."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from governance import cli_accounts, clock, db
from governance.demo import assembly, seed
from governance.demo.rehearsal import Rehearsal
from governance.documents.seal import new_seal
from governance.jobs import Jobs
from governance.services.minutes.minutes import Seal
from governance.services.polls.signers import signer_of
from governance.services.records import retention
from governance.settings import Settings
from governance.web.post.post import post_of

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


@cli.command("demo-load")
def demo_load() -> None:
    """Load the demonstration once, and set its clock to the morning of the notice."""
    chosen = settings()
    if not chosen.demo:
        raise click.ClickException("PLENIERE_DEMO=1 est demandé : ces données sont inventées.")
    with db.database().transaction() as session:
        meeting = seed.load_living(session, post_of(chosen), assembly.START)
    if meeting is None:
        click.echo("Démonstration déjà chargée.")
        return
    clock.move_demo_clock(chosen, assembly.START)
    click.echo("Démonstration chargée : La 27e Région, 50 membres, une assemblée à convoquer.")


@cli.command("rehearse")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--members", default=seed.MEMBERS, type=click.IntRange(20, 5000), show_default=True)
def rehearse(out: Path, members: int) -> None:
    """Play the whole assembly without a browser, in a database of its own."""
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise click.ClickException(f"Le dossier {out} n’est pas vide.")
    with TemporaryDirectory(prefix="pleniere-") as folder:
        own = Settings.from_env({"PLENIERE_INSTANCE": folder, "PLENIERE_DEMO": "1"})
        db.migrate(own)
        database = db.Database(own)
        key = new_seal("La 27e Région", assembly.START)
        play = Rehearsal(database, post_of(own), signer_of(own), Seal(key), out)
        play.play(members)
        database.dispose()
    click.echo(f"{len(play.receipts)} bulletins, {play.mailbox.mails} messages : voir {out}")


@cli.command("retention")
@click.option("--apply", is_flag=True, help="Erase what is due, instead of listing it.")
def keep_no_longer(*, apply: bool) -> None:
    """List the personal data whose time has come, or erase them with a record."""
    now = clock.now()
    with db.database().transaction() as session:
        for one in retention.due(session, now):
            click.echo(f"{one.keeping.code:12} {one.cutoff} {len(one.numbers):6}")
        record = retention.destroy(session, actor=cli_accounts.OPERATOR, now=now) if apply else None
    if record is not None:
        click.echo(f"Procès-verbal de destruction n° {record.id}.")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Work off the queue: mails, and whatever else is owed."""
    jobs: Jobs = current_app.extensions["jobs"]
    jobs.run()


cli_accounts.register(cli)
