"""The fingerprint (empreinte) of a frozen roll: what was frozen can be checked line by line."""

import hashlib
import json
from collections.abc import Iterable

from governance.models.roll import RollLine


def canonical_roll(lines: Iterable[RollLine], scale: int = 1) -> bytes:
    """Return the frozen lines as canonical JSON: the bytes that the journal's fingerprint covers.

    Args:
        scale: how many of the integers of ``voices`` make one voice.
    """
    told = {
        "lines": [
            {
                "college": line.college,
                "member": line.member_id,
                "name": line.name,
                "voices": line.voices,
            }
            for line in sorted(lines, key=lambda line: line.member_id)
        ],
        "scale": scale,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(lines: Iterable[RollLine], scale: int = 1) -> str:
    """Return the SHA-256 of the frozen lines, in hexadecimal."""
    return hashlib.sha256(canonical_roll(lines, scale)).hexdigest()
