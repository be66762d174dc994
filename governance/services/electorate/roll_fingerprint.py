"""The fingerprint (empreinte) of a frozen roll: what was frozen can be checked line by line."""

import hashlib
import json
from collections.abc import Iterable
from operator import attrgetter

from governance.models.roll import RollLine

COVERED = attrgetter("member_id", "college", "name", "voices")  # a roll has a member once


def canonical_roll(lines: Iterable[RollLine], scale: int = 1) -> bytes:
    """Return the frozen lines as canonical JSON: the bytes that the journal's fingerprint covers.

    Args:
        scale: how many of the integers of ``voices`` make one voice.
    """
    told = {
        "lines": [
            {"college": college, "member": member, "name": name, "voices": voices}
            for member, college, name, voices in sorted(map(COVERED, lines))
        ],
        "scale": scale,
    }  # keys in alphabetical order: nothing is left to sort
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def fingerprint(lines: Iterable[RollLine], scale: int = 1) -> str:
    """Return the SHA-256 of the frozen lines, in hexadecimal."""
    return hashlib.sha256(canonical_roll(lines, scale)).hexdigest()
