"""Whoever lacks the role does nothing: every address of officers, read or sent, by the others."""

import re

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from ballots.web.access import GUARD
from governance.models.accounts import Role
from tests.web.visits import Visit, csrf_token

OFFICERS = re.compile(r"(?:meeting )?officers: (.*)")
LEAST = 60  # addresses of officers that take a form


def addresses(app: Flask, method: str) -> list[tuple[str, set[str]]]:
    """Return the addresses for officers that take a method, with the roles that may come."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        guard = OFFICERS.fullmatch(getattr(app.view_functions[rule.endpoint], GUARD, ""))
        if guard and method in (rule.methods or ()):
            path = adapter.build(rule.endpoint, values(rule), method=method)
            found.append((path, set(guard[1].split(", "))))
    return found


def values(rule: Rule) -> dict[str, object]:
    """Return values for the parts of an address: those of things that are there, where they are."""
    return {
        name: min(part.items)
        if isinstance(part, AnyConverter)
        else 1
        if isinstance(part, IntegerConverter)
        else "00000000-0000-4000-8000-000000000000"
        for name, part in rule._converters.items()
    }


@pytest.mark.parametrize("who", [None, 3, Role.AUDITOR])
def test_who_lacks_the_role_is_sent_away_with_a_good_form_too(scene, visit, who):
    visitor = Visit(scene.app()) if who is None else visit(who)
    app = visitor.client.application
    token = csrf_token(visitor.get("/demo").text)
    sent = [path for path, roles in addresses(app, "POST") if who not in roles]
    read = [path for path, roles in addresses(app, "GET") if who not in roles]
    answers = {path: visitor.send(path, csrf_token=token) for path in sent}
    answers |= {f"GET {path}": visitor.get(path) for path in read}
    away = {
        path: answer.status_code for path, answer in answers.items() if answer.status_code != 403
    }
    if who is None:
        assert len(sent) >= LEAST
        assert set(away.values()) == {302}
        assert all("/connexion" in answer.location for answer in answers.values())
    else:
        assert away == {}


def test_a_form_without_its_token_does_nothing(scene, visit):
    secretary = visit(Role.SECRETARY)
    for path, _ in addresses(secretary.client.application, "POST"):
        assert secretary.send(path).status_code == 400, path
