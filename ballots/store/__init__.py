"""The ballot box at rest: append-only tables of its own, no key to a member."""

from ballots.store import box
from ballots.store.base import Base

__all__ = ["Base", "box"]
