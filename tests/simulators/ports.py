"""Free ports, and the patience to wait for what answers there."""

import socket
import time
from collections.abc import Callable


def free_port() -> int:
    """Return a TCP port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(holds: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Return as soon as ``holds()``; fail the test with ``what`` after ``seconds``."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"not seen within {seconds:g} s: {what}")
        time.sleep(0.05)
