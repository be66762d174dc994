"""A complaint (réclamation): a receipt, and where the archive is that ought to hold its ballot.

One JSON object, written by a page or by hand: ``complaint`` is 1, ``receipt`` the compact JWS,
``archive`` a file name or an address, and perhaps ``key``, the PEM of the key that verifies
receipts. Nothing in it is trusted. A key that comes with it shows only that receipt and key belong
together: compare it with the key that was published before the opening.
"""

from dataclasses import dataclass

from ballots.errors import MalformedError
from ballots.protocol.canonical import decode, encode, read_member, read_small, read_text, reading

VERSION = 1
LONGEST = 32 * 1024


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a voter hands in; ``key`` is None when the key is to be had elsewhere."""

    receipt: str
    archive: str
    key: str | None = None


def encode_complaint(complaint: Complaint) -> bytes:
    """Write a complaint."""
    members: dict[str, object] = {
        "complaint": VERSION,
        "receipt": complaint.receipt,
        "archive": complaint.archive,
    }
    return encode(members if complaint.key is None else members | {"key": complaint.key})


def parse_complaint(raw: bytes) -> Complaint:
    """Read a complaint, spaced in any way; a bare receipt is one that says no more.

    Raises:
        MalformedError: complaint.malformed or .too-large.
    """
    with reading("complaint"):
        if len(raw) > LONGEST:
            raise MalformedError("json.too-large", size=len(raw), most=LONGEST)
        if not raw.lstrip().startswith(b"{"):
            return Complaint(_text(raw).strip(), "")
        value = decode(raw.strip(), LONGEST, canonical=False)
        if read_small(read_member(value, "complaint")) != VERSION:
            raise MalformedError("json.shape", field="complaint")
        known = isinstance(value, dict) and "key" in value
        return Complaint(
            read_text(read_member(value, "receipt")).strip(),
            read_text(read_member(value, "archive")),
            read_text(read_member(value, "key")) if known else None,
        )


def _text(raw: bytes) -> str:
    try:
        return raw.decode("ascii")
    except UnicodeDecodeError as fault:
        raise MalformedError("json.not-json") from fault
