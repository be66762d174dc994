"""How far a long audit is (avancement): one line on the terminal, rewritten, gone at the end."""

import sys
from collections.abc import Callable
from typing import TextIO

Progress = Callable[[str, int, int], None]  # step, done, of how many

WIDTH = 30
CLEAR = "\r\x1b[K"


def silent(_step: str, _done: int, _total: int) -> None:
    """Show nothing."""


class ProgressBar:
    """A bar on a terminal; each step is drawn again only when a whole percent has passed."""

    def __init__(self, labels: Callable[[str], str], stream: TextIO | None = None) -> None:
        """Draw on ``stream`` (standard error), with the words that ``labels`` has for a step."""
        self._labels = labels
        self._stream = sys.stderr if stream is None else stream
        self._shown = ("", -1)

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are behind us."""
        percent = 100 * done // total if total else 100
        if (step, percent) == self._shown:
            return
        self._shown = (step, percent)
        filled = WIDTH * percent // 100
        bar = "█" * filled + "░" * (WIDTH - filled)
        self._stream.write(f"{CLEAR}{bar} {percent:3} %  {self._labels(step)}")
        self._stream.flush()

    def clear(self) -> None:
        """Take the bar away."""
        self._stream.write(CLEAR)
        self._stream.flush()
