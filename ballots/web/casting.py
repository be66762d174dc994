"""Casting over HTTP: who is this, size limit, one transaction."""

from threading import Lock

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from ballots.errors import BallotsError, MalformedError, RefusedError, StaleHeadError
from ballots.protocol.ballot import tracker
from ballots.services import casting
from ballots.web import access
from ballots.web.host import host

bp = Blueprint("casting", __name__, url_prefix="/urnes")

LARGEST_BODY = 1024 * 1024  # a ballot of a hundred answers is a fifth of this
TRIES = 2  # a moved head is worth one retry
_turn = Lock()  # threads compute in turn anyway; one that holds the box must not wait for another
STATUS = {"ballot.too-large": 413, "ballot.malformed": 400, "ballot.not-canonical": 400}


@bp.post("/<uuid>/bulletins")
@access.voter
def cast(uuid: str, voter: int) -> ResponseReturnValue:
    """Take one ballot for one right: ``{"line": number, "ballot": canonical JSON as text}``."""
    line = 0
    try:
        line, raw = _body()
        outcome = _cast(uuid, raw, line, voter)
    except BallotsError as refusal:
        if refusal.code == "ballot.replayed":
            return _repeated(uuid, raw, line, voter)
        return _refused(refusal, uuid, line, voter)
    return jsonify(tracker=outcome.tracker, receipt=outcome.receipt, replaced=outcome.replaced)


def _body() -> tuple[int, bytes]:
    """Return the line and the ballot's bytes.

    Raises:
        MalformedError: ballot.malformed or .too-large.
    """
    if (request.content_length or 0) > LARGEST_BODY:
        raise MalformedError("ballot.too-large")
    try:
        body = request.get_json(silent=False)
    except RecursionError as error:  # brackets nested deeper than any ballot
        raise MalformedError("ballot.malformed") from error
    except HTTPException as error:
        code = "ballot.too-large" if error.code == 413 else "ballot.malformed"
        raise MalformedError(code) from error
    if not isinstance(body, dict):
        raise MalformedError("ballot.malformed")
    line, ballot = body.get("line"), body.get("ballot")
    if not isinstance(line, int) or isinstance(line, bool) or not isinstance(ballot, str):
        raise MalformedError("ballot.malformed")
    if not 0 < line < 2**31:
        raise MalformedError("ballot.malformed")
    return line, ballot.encode("utf-8", "surrogatepass")


def _cast(uuid: str, raw: bytes, line: int, voter: int) -> casting.CastOutcome:
    """Verify without the box's lock, then record; once more when another ballot came between."""
    with _turn:
        return _verify_and_record(uuid, raw, line, voter)


def _verify_and_record(uuid: str, raw: bytes, line: int, voter: int) -> casting.CastOutcome:
    checked = casting.verify_ballot(host().reading(), uuid, raw)
    for left in reversed(range(TRIES)):
        try:
            with host().transaction() as session:
                box = casting.BallotBox(session, host().roll, host().signer)
                return casting.cast_ballot(box, checked, line, voter)
        except StaleHeadError:
            if not left:
                raise
    raise AssertionError("the loop returns or raises")


def _repeated(uuid: str, raw: bytes, line: int, voter: int) -> ResponseReturnValue:
    """Answer a ballot that is in the box already as the first time: its answer was lost.

    Only to a voter whose right has voted: a receipt is not for whoever copied a ballot.
    """
    if not host().roll.has_signed(host().reading(), uuid, line, voter):
        return _refused(RefusedError("ballot.replayed"), uuid, line, voter)
    receipt = casting.repeated_receipt(host().reading(), host().signer, uuid, raw)
    return jsonify(code="ballot.replayed", tracker=tracker(raw), receipt=receipt, replaced=False)


def _refused(refusal: BallotsError, uuid: str, line: int, voter: int) -> ResponseReturnValue:
    """Say why, and whether an earlier ballot of this right still counts."""
    earlier = host().roll.has_signed(host().reading(), uuid, line, voter)
    status = refusal.facts.get("status", STATUS.get(refusal.code))
    answer = jsonify(code=refusal.code, sentence=host().sentence(refusal), earlier_stands=earlier)
    return answer, status if isinstance(status, int) else 409
