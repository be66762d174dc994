"""Event loops: the browser's, which stays open, and those of the code under test."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def apart_from_the_browser() -> Iterator[None]:
    """Let code that runs an event loop of its own (sealing a PDF does) run beside an open browser.

    Playwright keeps this thread's loop running from its start to its end. Tests without a browser
    are run apart by ``tests/conftest.py``; within a test that has one, say ``with
    apart_from_the_browser(): ...`` and touch no page inside.
    """
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)
