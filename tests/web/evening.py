"""The evening of a small assembly, seen by whoever works on its minutes."""

import html
import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from governance.models.accounts import Account
from governance.services.minutes import minutes
from tests.integration.small_assembly import CLOSED
from tests.web.visits import Visit, csrf_token

HERE = "/assemblees/1/proces-verbal"
NOW = CLOSED + timedelta(hours=1)
FIELD = re.compile(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', re.DOTALL)
BASE = re.compile(r'name="base"[^>]*value="(-?\d*)"')
TOLD = "Les membres saluent l’effort de l’année.\n\nDeux questions sont posées."


def enter(app: Flask, name: str) -> Visit:
    """Return a visitor signed in with the account of this name."""
    visit = Visit(app)
    with app.extensions["database"].session(read_only=True) as session:
        account = session.scalars(select(Account).where(Account.name == name)).one()
    with visit.client.session_transaction() as cookie:
        cookie["_user_id"] = f"account:{account.id}"
        cookie["_fresh"] = True
    return visit


def fields_of(page: str) -> dict[str, str]:
    """Return the form as a browser would send it, untouched."""
    found = {name: html.unescape(text).strip() for name, text in FIELD.findall(page)}
    base = BASE.search(page)
    assert base
    return {"csrf_token": csrf_token(page), "base": base[1], **found}


def saved(app: Flask) -> list[dict[str, str]]:
    """Return the words that each version keeps."""
    with app.extensions["database"].session(read_only=True) as session:
        return [dict(version.wording) for version in minutes.versions_of(session, 1)]


def publish(visit: Visit) -> str:
    """Publish by way of the confirmation, as one does; return where it leads."""
    page = visit.get(f"{HERE}/publication").text
    base = BASE.search(page)
    assert base
    answer = visit.send(f"{HERE}/publication", csrf_token=csrf_token(page), base=base[1])
    return answer.headers["Location"]
