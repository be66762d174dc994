"""What is plugged into what. No rule, no query, no page."""

import os

from flask import Blueprint, Flask
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from ballots.web import board, casting
from ballots.web.host import Host, plug
from governance import db, jobs, logs, memory
from governance.cli import cli as governance_cli
from governance.cli import worker
from governance.services.electorate.roll_port import SqlRoll
from governance.services.polls.signers import signer_of
from governance.settings import Settings
from governance.web import access, body_limits, errors, i18n, navigation, security, visitor
from governance.web.bylaws import ruleset_drafts, ruleset_questions, rulesets
from governance.web.convening import agenda, calls, home, item_requests, meetings, notices, papers
from governance.web.dues import bank, dues, dues_calls, fees, payments, renewals
from governance.web.electorate import contests, electorate
from governance.web.entry import accounts, demo, own_account
from governance.web.membership import (
    change_requests,
    departures,
    duplicates,
    imports,
    mandates,
    member_documents,
    members,
    own_record,
    traits,
)
from governance.web.messages import sentence
from governance.web.minutes import minutes, publication
from governance.web.office import codes, mixing, office, office_keys
from governance.web.polls import (
    candidacies,
    interests,
    polls,
    rounds,
    secrecy_demands,
    ties,
    voting,
)
from governance.web.post import outbox
from governance.web.proxies import capacities, my_proxies, proxies
from governance.web.records import journal, open_export, privacy
from governance.web.relations import contacts, expectations, followups, regions
from governance.web.sitting import attendance, participation, projection, sittings
from governance.web.terms import terms

BLUEPRINTS: tuple[Blueprint, ...] = (
    board.bp,
    casting.bp,
    home.bp,
    accounts.bp,
    own_account.bp,
    members.bp,
    departures.bp,
    member_documents.bp,
    mandates.bp,
    change_requests.bp,
    electorate.bp,
    contests.bp,
    open_export.bp,
    privacy.bp,
    duplicates.bp,
    own_record.bp,
    contacts.bp,
    followups.bp,
    expectations.bp,
    regions.bp,
    imports.bp,
    traits.bp,
    dues.bp,
    dues_calls.bp,
    renewals.bp,
    payments.bp,
    bank.bp,
    fees.bp,
    ruleset_drafts.bp,
    ruleset_questions.bp,
    rulesets.bp,
    journal.bp,
    meetings.bp,
    agenda.bp,
    candidacies.bp,
    notices.bp,
    calls.bp,
    item_requests.bp,
    papers.bp,
    sittings.bp,
    minutes.bp,
    publication.bp,
    polls.bp,
    voting.bp,
    office.bp,
    office_keys.bp,
    mixing.bp,
    ties.bp,
    terms.bp,
    rounds.bp,
    codes.bp,
    projection.bp,
    participation.bp,
    my_proxies.bp,
    capacities.bp,
    interests.bp,
    secrecy_demands.bp,
    proxies.bp,
    attendance.bp,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the WSGI application from ``settings`` (the environment when left out)."""
    settings = settings or Settings.from_env(os.environ)
    app = Flask(__name__)  # templates/ and static/ beside this file are Flask's defaults
    app.config.from_mapping(settings.flask())
    app.extensions["settings"] = settings
    app.url_map.converters["int"] = security.RowNumber
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    logs.configure()
    db.init_app(app, settings)
    jobs.init_app(app, settings, app.extensions["database"])
    i18n.init_app(app)
    visitor.init_app(app)
    body_limits.init_app(app)
    security.init_app(app, https=settings.is_https)
    errors.init_app(app)
    navigation.init_app(app, demo=settings.demo)
    plug(app, ballot_host(settings))
    for blueprint in (*BLUEPRINTS, demo.bp) if settings.demo else BLUEPRINTS:
        app.register_blueprint(blueprint)
    if outbox.belongs(settings):
        app.register_blueprint(outbox.bp)
    app.cli.add_command(governance_cli)
    app.cli.add_command(worker)
    access.require_guards(app)
    return app


def serve() -> Flask:
    """Build the application for a process that does nothing but serve it."""
    app = create_app()
    memory.settle()
    return app


def ballot_host(settings: Settings) -> Host:
    """Return what the ballot box asks of the assembly: sessions, roll, signer, voter, sentences."""
    return Host(
        reading=db.session,
        transaction=db.transaction,
        roll=SqlRoll(),
        signer=signer_of(settings),
        current_voter=lambda: current_user.person_id,
        may_fetch=visitor.may_fetch_archive,
        parts_of_a_voice=visitor.parts_of_a_voice,
        sentence=sentence,
    )
