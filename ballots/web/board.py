"""The board (tableau d'affichage): trackers, keys, archive; what anyone may check."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from ballots.services import archive, board, elections, tallies
from ballots.web import access
from ballots.web.host import host

bp = Blueprint("board", __name__)

JSON = "application/json"


@bp.get("/urnes/<uuid>")
@access.public
def show(uuid: str) -> ResponseReturnValue:
    """Show the trackers of one election, its result and how to check both."""
    found = board.read_board(host().reading(), uuid)
    return render_template("ballots/board/show.html", board=found, signer=host().signer)


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
@access.public
def download(uuid: str) -> ResponseReturnValue:
    """Return the archive as it stands: belenios-tool and our own audit read it."""
    session = host().reading()
    elections.load_election(session, uuid)  # an unknown election is refused before the first byte
    response = Response(archive.read_archive(session, uuid), mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{uuid}.bel"'
    return response


@bp.get("/cle-des-recepisses.pem")
@access.public
def receipt_key() -> ResponseReturnValue:
    """Return the public key that checks receipts."""
    response = Response(host().signer.public_key, mimetype="application/x-pem-file")
    response.headers["Content-Disposition"] = 'attachment; filename="cle-des-recepisses.pem"'
    return response
