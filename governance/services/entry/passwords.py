"""Passwords (mots de passe): argon2id, the same work whether an account exists or not."""

import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from governance.errors import InvalidInputError

SHORTEST = 12
LONGEST = 1024  # a longer one is no password; the hash would cost the same
_hasher = PasswordHasher()
_slots = threading.BoundedSemaphore(2)  # each hash takes 64 MiB: two at a time in one process


def check_password_shape(password: str) -> None:
    """Accept any password that is long enough, whatever it is made of.

    Raises:
        InvalidInputError: accounts.password-too-short or .password-too-long.
    """
    if len(password) < SHORTEST:
        raise InvalidInputError("accounts.password-too-short", least=SHORTEST)
    if len(password) > LONGEST:
        raise InvalidInputError("accounts.password-too-long", most=LONGEST)


def hash_password(password: str) -> str:
    """Return what may be stored of ``password``."""
    with _slots:
        return _hasher.hash(_composed(password))


def is_right(stored: str | None, password: str) -> bool:
    """Return whether ``password`` is the one stored; without one, work as long and say no."""
    with _slots:
        try:
            _hasher.verify(stored or _nobodys_hash(), _composed(password[:LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Return whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher.hash("the password of nobody")


def _composed(password: str) -> bytes:
    """Return the bytes of a password; an é typed on two keyboards is the same é."""
    return unicodedata.normalize("NFC", password).encode()
