"""Throttling (limitation des essais): attempts counted in the database, for all our processes.

An attempt is counted before it is judged, so that a hundred at once are not judged at once; a
success gives it back. Keys are hashes: the table names neither an address nor a network.
"""

import hashlib
import ipaddress
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from governance.errors import NotAllowedError
from governance.models.accounts import Attempt

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Quota:
    """How many attempts of one kind fit into the window; no limit is None."""

    kind: str
    per_account: int | None
    per_network: int


PASSWORD = Quota("password", per_account=10, per_network=40)
CODE = Quota("code", per_account=5, per_network=40)
LINK_REQUEST = Quota("link-request", per_account=3, per_network=100)
LINK_OPENING = Quota("link-opening", per_account=None, per_network=40)


class TooManyAttemptsError(NotAllowedError):
    """The quota is full; ``seconds`` and ``minutes`` say when there is room again."""

    def __init__(self, wait: timedelta) -> None:
        seconds = max(1, math.ceil(wait.total_seconds()))
        super().__init__(
            "accounts.too-many-attempts",
            status=429,
            seconds=seconds,
            minutes=math.ceil(seconds / 60),
        )
        self.seconds = seconds


def network_of(address: str | None) -> str:
    """Return the network prefix an address belongs to: /24 of IPv4, /64 of IPv6."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    width = 24 if found.version == 4 else 64
    return str(ipaddress.ip_network(f"{found}/{width}", strict=False))


def take(session: Session, quota: Quota, *, account: str, network: str, now: datetime) -> None:
    """Count one attempt for the account and for its network.

    Commit before judging the attempt.

    Raises:
        TooManyAttemptsError: accounts.too-many-attempts; nothing is counted then.
    """
    session.execute(delete(Attempt).where(Attempt.at <= now - WINDOW))
    counted = sorted(_keys(quota, account, network))
    for key, limit in counted:
        _take_turn(session, key)
        _require_room(session, key, limit, now)
    session.add_all(Attempt(key=key, at=now) for key, _ in counted)
    session.flush()


def settle(session: Session, quota: Quota, *, account: str, network: str) -> None:
    """Forget the account's attempts after a success, and give its network this one back."""
    session.execute(delete(Attempt).where(Attempt.key == _key(quota, "account", account)))
    mine = select(Attempt).where(Attempt.key == _key(quota, "network", network))
    newest = session.scalars(mine.order_by(Attempt.at.desc(), Attempt.id.desc()).limit(1)).first()
    if newest is not None:
        session.execute(delete(Attempt).where(Attempt.id == newest.id))


def _keys(quota: Quota, account: str, network: str) -> Iterator[tuple[str, int]]:
    if quota.per_account is not None:
        yield _key(quota, "account", account), quota.per_account
    yield _key(quota, "network", network), quota.per_network


def _key(quota: Quota, scope: str, value: str) -> str:
    return hashlib.sha256(f"{quota.kind}\0{scope}\0{value}".encode()).hexdigest()


def _require_room(session: Session, key: str, limit: int, now: datetime) -> None:
    """Raise while the window holds ``limit`` attempts; it has room when the limit-th leaves it."""
    window = select(Attempt.at).where(Attempt.key == key, Attempt.at > now - WINDOW)
    newest = window.where(Attempt.at <= now).order_by(Attempt.at.desc()).limit(limit)
    moments = session.scalars(newest).all()
    if len(moments) >= limit:
        raise TooManyAttemptsError(moments[-1] + WINDOW - now)


def _take_turn(session: Session, key: str) -> None:
    """Let attempts on a key take turns; SQLite's immediate transaction does it already."""
    if session.get_bind(Attempt).dialect.name == "postgresql":
        session.execute(
            text("SELECT pg_advisory_xact_lock(:lock)"),
            {"lock": int(key[:15], 16)},
            bind_arguments={"mapper": Attempt},
        )
