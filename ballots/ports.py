"""What the ballot box asks of its host: who may vote with which weight, and who signs receipts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Right:
    """One roll line in one poll, held by its lock until the transaction ends."""

    weight: int
    signed: bool  # a ballot of this right is already in the box
    may_revote: bool


class Roll(Protocol):
    """The roll (liste électorale) of an election; its lines stay on the host's side."""

    def require_right(self, session: Session, election: str, line: int, voter: int) -> Right:
        """Lock the line and return its right, or raise a refusal of the host's."""
        ...

    def has_signed(self, session: Session, election: str, line: int, voter: int) -> bool:
        """Return whether this right has voted; false for a right that is not the voter's."""
        ...

    def sign(self, session: Session, election: str, line: int) -> None:
        """Mark the line as having voted (émargement): no time, no order."""
        ...


class Signer(Protocol):
    """The key that signs receipts; its public half is published before any poll opens."""

    @property
    def public_key(self) -> str:
        """The public key, PEM."""
        ...

    @property
    def key_id(self) -> str:
        """The key's name: its RFC 7638 thumbprint."""
        ...

    def sign(self, payload: Mapping[str, object]) -> str:
        """Return ``payload`` as a compact JWS."""
        ...
