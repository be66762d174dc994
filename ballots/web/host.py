"""What the host application plugs into these pages."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from ballots.crypto.named_groups import BELENIOS_2048
from ballots.errors import BallotsError
from ballots.ports import Roll, Signer

EXTENSION = "ballots"


@dataclass(frozen=True, slots=True)
class Host:
    """Sessions, roll, signer, who is voting, who may read, and how things are said."""

    reading: Callable[[], Session]
    transaction: Callable[[], AbstractContextManager[Session]]
    roll: Roll
    signer: Signer
    current_voter: Callable[[], int | None]
    may_fetch: Callable[[str], bool]  # an election's archive, by whoever is asking
    parts_of_a_voice: Callable[[str], int]  # how many units of an election's weights make one
    sentence: Callable[[BallotsError], str]


def plug(app: Flask, host: Host) -> None:
    """Give the pages their host, and make the tables of the default group before anyone waits."""
    BELENIOS_2048.power_g(1)
    app.extensions[EXTENSION] = host


def host() -> Host:
    """Return the host of the application at hand."""
    return cast("Host", current_app.extensions[EXTENSION])
