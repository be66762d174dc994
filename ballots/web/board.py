"""The board (tableau d'affichage): trackers, keys, archive; what anyone may check."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from ballots.services import archive, board, elections, tallies
from ballots.services.elections import OpenedElection
from ballots.web import access
from ballots.web.host import host

bp = Blueprint("board", __name__)

JSON = "application/json"
SUFFIX = ".commitments"
FOR_GOOD = "private, max-age=31536000, immutable"  # once counted; bylaws may keep it to some
ASK_AGAIN = "private, no-cache"  # kept as long as the head has not moved


@bp.get("/urnes/<uuid>")
@access.public
def show(uuid: str) -> ResponseReturnValue:
    """Show the trackers of one election, its result and how to check both."""
    found = board.read_board(host().reading(), uuid)
    return render_template(
        "ballots/board/show.html",
        board=found,
        signer=host().signer,
        may_fetch=host().may_fetch(uuid),
        parts=host().parts_of_a_voice(uuid),
    )


@bp.get("/urnes/<uuid>/election.json")
@access.public
def election(uuid: str) -> ResponseReturnValue:
    """Return the very bytes that the fingerprint is of."""
    return Response(elections.election_bytes(host().reading(), uuid), mimetype=JSON)


@bp.get("/urnes/<uuid>/depouillement.json")
@access.public
def tally(uuid: str) -> ResponseReturnValue:
    """Return the encrypted tally of a closed box, mixed: what a trustee's browser works on."""
    return Response(tallies.raw_tally_to_open(host().reading(), uuid), mimetype=JSON)


@bp.get("/urnes/<uuid>/archive")
@access.reader
def download(uuid: str) -> ResponseReturnValue:
    """Return the archive as it stands: belenios-tool and our own audit read it."""
    session = host().reading()
    opened = elections.load_election(session, uuid)  # an unknown one is refused before any byte
    return _growing(archive.archive_chunks(session, opened), opened, f"{uuid}.bel")


@bp.get("/urnes/<uuid>/<name>")
@access.reader
def commitments(uuid: str, name: str) -> ResponseReturnValue:
    """Return what was recomputed as ballots were cast: a hint for our audit, never trusted."""
    if name != f"{uuid}{SUFFIX}":  # the name that the audit looks for beside the archive
        abort(404)
    session = host().reading()
    opened = elections.load_election(session, uuid)
    return _growing(archive.commitments_chunks(session, opened), opened, name)


@bp.get("/cle-des-recepisses.pem")
@access.public
def receipt_key() -> ResponseReturnValue:
    """Return the public key that checks receipts."""
    response = Response(host().signer.public_key, mimetype="application/x-pem-file")
    response.headers["Content-Disposition"] = 'attachment; filename="cle-des-recepisses.pem"'
    return response


def _growing(chunks: Iterator[bytes], opened: OpenedElection, filename: str) -> Response:
    """Stream a file that only grows, named by the head it goes up to; nothing if it is known."""
    response = Response(stream_with_context(chunks), mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["Cache-Control"] = FOR_GOOD if opened.is_counted else ASK_AGAIN
    response.set_etag(opened.head.hash)
    response.make_conditional(request)
    return response
