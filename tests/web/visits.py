"""A visitor of the pages: the test client, taking the CSRF token from each page as browsers do."""

import re
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Visit:
    """One browser: its cookies, and the page it stands on."""

    def __init__(self, app: Flask, address: str = "203.0.113.7") -> None:
        self.client = app.test_client()
        self.address = address

    def get(self, path: str, **options: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, environ_base={"REMOTE_ADDR": self.address}, **options)

    def post(self, path: str, page: str | None = None, **fields: object) -> TestResponse:
        """Send the form of ``page`` (the path itself when left out), with its CSRF token."""
        token = csrf_token(self.get(page or path).text)
        return self.send(path, csrf_token=token, **fields)

    def send(self, path: str, **fields: object) -> TestResponse:
        """Send ``fields`` as they are."""
        return self.client.post(path, data=fields, environ_base={"REMOTE_ADDR": self.address})


def csrf_token(page: str) -> str:
    """Return the CSRF token of a page's first form."""
    found = TOKEN.search(page)
    assert found, "no form on this page"
    return found[1]
