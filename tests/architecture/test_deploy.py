"""What an operator is handed names commands and settings that exist."""

import re

import click
import pytest

from tests.architecture.sources import ROOT

DEPLOY = ROOT / "deploy"
FLASK_COMMAND = re.compile(r"-m flask --app app ((?:[a-z][a-z-]* ?)+)")
SETTING = re.compile(r"PLENIERE_[A-Z_]+")


def handed() -> dict[str, str]:
    """Return the files of ``deploy/`` with their text."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(DEPLOY.iterdir())}


@pytest.mark.parametrize("name", handed())
def test_every_flask_command_named_is_a_command_of_the_application(name, sqlite_settings):
    from app import create_app

    cli = create_app(sqlite_settings).cli
    for line in FLASK_COMMAND.findall(handed()[name]):
        command: click.Command | None = cli
        for word in line.split():
            command = command.commands.get(word) if isinstance(command, click.Group) else None
        assert command is not None, f"deploy/{name}: flask --app app {line}"


@pytest.mark.parametrize("name", handed())
def test_every_setting_named_is_read_by_the_application(name):
    read = set(SETTING.findall((ROOT / "governance" / "settings.py").read_text()))
    assert set(SETTING.findall(handed()[name])) <= read


def test_the_guide_tells_every_setting():
    read = set(SETTING.findall((ROOT / "governance" / "settings.py").read_text()))
    assert sorted(read - set(SETTING.findall(handed()["README.md"]))) == []


def test_the_units_confine_what_they_start():
    for name in ("pleniere.service", "pleniere-worker.service"):
        unit = handed()[name]
        for line in ("User=pleniere", "NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077"):
            assert f"\n{line}\n" in unit, f"{name} lacks {line}"


def test_gunicorn_opens_no_control_socket_wherever_it_is_started():
    for name, text in {**handed(), "bootstrap.py": (ROOT / "bootstrap.py").read_text()}.items():
        if "gunicorn" in text and "--bind" in text:
            assert "--no-control-socket" in text, name
