"""Pages read by a signed-in officer, one after the other, in processor time; best of five."""

import re
from collections.abc import Iterable
from functools import partial
from sqlite3 import connect

from flask import Flask
from flask.testing import FlaskClient

from governance import memory
from governance.settings import Settings
from tests.bench.table import Figure, Target, milliseconds
from tests.bench.timing import best_of

PAGE = Target(0.2, 0.15, more=False)
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
REFERENCE = "SELECT * FROM member ORDER BY name_key"


def served(settings: Settings) -> Flask:
    """Return the application as a process of the server has it."""
    from app import create_app

    app = create_app(settings)
    memory.settle()
    return app


def entered(app: Flask, role: str = "secretary") -> FlaskClient:
    """Return a client that has come in by the demonstration, as an officer."""
    client = app.test_client()
    token = TOKEN.search(client.get("/demo").text)
    if token is None:
        raise RuntimeError("no form on the demonstration's page")
    client.post(f"/demo/role/{role}", data={"csrf_token": token[1]})
    return client


def plain_paths(app: Flask) -> list[str]:
    """Return the path of every page that needs no argument."""
    rules = (rule for rule in app.url_map.iter_rules() if rule.methods and "GET" in rule.methods)
    return sorted(rule.rule for rule in rules if not rule.arguments)


def figures_of(client: FlaskClient, paths: Iterable[str], reference: float) -> list[Figure]:
    """Measure pages; those that answer something else than a page are told with their answer."""
    found = []
    for path in paths:
        answer = client.get(path)
        if answer.status_code != 200:
            found.append(Figure(path, f"answers {answer.status_code}"))
            continue
        seconds = best_of(partial(client.get, path))
        beside = f"{seconds / reference:.1f}x the reference, {len(answer.data) // 1024} KiB"
        found.append(Figure(path, milliseconds(seconds), beside, PAGE, seconds))
    return found


def reference_of(settings: Settings) -> Figure:
    """Measure what every page over the register is set beside: all members read, nothing more."""
    file = settings.database_url.removeprefix("sqlite:///")
    with connect(file) as plain:
        seconds = best_of(lambda: plain.execute(REFERENCE).fetchall())
    return Figure("reference: every member read by sqlite3", milliseconds(seconds), reached=seconds)
