"""What is plugged into what. No rule, no query, no page."""

import os

from flask import Blueprint, Flask

from governance import db
from governance.cli import cli as governance_cli
from governance.settings import Settings
from governance.web import access, errors, i18n, navigation, security, visitor

BLUEPRINTS: tuple[Blueprint, ...] = ()


def create_app(settings: Settings | None = None) -> Flask:
    """Build the WSGI application from ``settings`` (the environment when left out)."""
    settings = settings or Settings.from_env(os.environ)
    app = Flask(__name__)  # templates/ and static/ beside this file are Flask's defaults
    app.config.from_mapping(settings.flask())
    app.extensions["settings"] = settings
    db.init_app(app, settings)
    i18n.init_app(app)
    visitor.init_app(app)
    security.init_app(app, https=settings.is_https)
    errors.init_app(app)
    navigation.init_app(app, demo=settings.demo)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.cli.add_command(governance_cli)
    access.require_guards(app)
    return app
