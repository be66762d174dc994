"""What a receipt is worth against an archive (récépissé): included, superseded, or missing."""

from dataclasses import dataclass
from pathlib import Path

from ballots.audit.options import Options
from ballots.audit.outcomes import ReceiptOutcome, Standing
from ballots.audit.scan import Scan
from ballots.audit.stops import AuditStoppedError
from ballots.crypto.hashing import digest_b64
from ballots.errors import InvalidProofError, MalformedError
from ballots.protocol.commitments import tracker_digest
from ballots.protocol.complaint import LONGEST, Complaint, parse_complaint
from ballots.protocol.events import EventType
from ballots.voting.receipts import Receipt, is_receipt_key, key_id, verify_receipt

LONGEST_KEY = 8 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """A complaint with the key to hold it against, before the archive is looked at."""

    complaint: Complaint
    key: str
    key_from: str  # "given" on the command line, or "complaint": in the file itself


def asked_receipt(options: Options) -> Asked | None:
    """Read what the options name; None when they name no receipt.

    Raises:
        AuditStoppedError: receipt.no-file, .malformed, .no-key or .bad-key.
    """
    if options.receipt is None:
        return None
    try:
        complaint = parse_complaint(_read(options.receipt, LONGEST))
    except MalformedError as fault:
        raise AuditStoppedError("receipt.malformed") from fault
    if options.receipt_key is not None:
        key, key_from = _read(options.receipt_key, LONGEST_KEY).decode("ascii", "replace"), "given"
    elif complaint.key is not None:
        key, key_from = complaint.key, "complaint"
    else:
        raise AuditStoppedError("receipt.no-key")
    if not is_receipt_key(key):
        raise AuditStoppedError("receipt.bad-key")
    return Asked(complaint, key, key_from)


def judge_receipt(asked: Asked, found: Scan, uuid: str, fingerprint: str) -> ReceiptOutcome:
    """Return what a receipt is worth against a box.

    Args:
        uuid, fingerprint: of the archive's election; empty when it could not be read.
    """
    known: dict[str, object] = {"key": key_id(asked.key), "key_from": asked.key_from}
    known["archive"] = asked.complaint.archive
    try:
        receipt = verify_receipt(asked.complaint.receipt, asked.key)
        tracker = tracker_digest(receipt.tracker)
    except (InvalidProofError, ValueError) as fault:
        cause = fault.code if isinstance(fault, InvalidProofError) else "receipt.malformed"
        return ReceiptOutcome(Standing.FORGED, known | {"cause": cause})
    known["tracker"] = receipt.tracker
    if found.faults or not fingerprint:
        return ReceiptOutcome(Standing.NOT_REACHED, known)
    return _judged(receipt, tracker, found, uuid, fingerprint, known)


def _judged(
    receipt: Receipt,
    tracker: bytes,
    found: Scan,
    uuid: str,
    fingerprint: str,
    known: dict[str, object],
) -> ReceiptOutcome:
    if receipt.election != uuid:
        return ReceiptOutcome(Standing.OTHER_ELECTION, known | {"election": receipt.election})
    if receipt.fingerprint != fingerprint:
        signed: dict[str, object] = {"signed": receipt.fingerprint, "found": fingerprint}
        return ReceiptOutcome(Standing.CHANGED_ELECTION, known | {"election": uuid} | signed)
    box = found.box
    number = box.find(tracker)
    if number is None:
        closed = found.count(EventType.END_BALLOTS) > 0
        return ReceiptOutcome(Standing.MISSING if closed else Standing.NOT_YET, known)
    last = box.last_of(box.claim(number))
    known["height"] = number + 1
    if last == number:
        return ReceiptOutcome(Standing.INCLUDED, known)
    later = {"later": digest_b64(box.tracker(last)), "later_height": last + 1}
    return ReceiptOutcome(Standing.SUPERSEDED, known | later)


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as fault:
        raise AuditStoppedError("receipt.no-file", file=path.name) from fault
