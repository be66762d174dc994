"""Publications: the public pages of assemblies whose minutes are published."""

from hashlib import sha256

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from governance import db
from governance.documents.seal import seal_fingerprint
from governance.services.minutes import minutes, publication
from governance.web import access
from governance.web.sealing import seal

bp = Blueprint("publication", __name__, url_prefix="/publications")

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
KINDS = {"Pour": "for", "Contre": "against", "Abstention": "abstention", "Blanc": "blank"}


@bp.get("")
@access.public
def index() -> ResponseReturnValue:
    """Show every published assembly, newest first."""
    found = publication.published_meetings(db.session())
    return render_template("governance/publication/index.html", meetings=found)


@bp.get("/<int:meeting_id>")
@access.public
def show(meeting_id: int) -> ResponseReturnValue:
    """Show the results, the minutes and how to check both."""
    found = publication.get_publication(db.session(), meeting_id)
    return render_template(
        "governance/publication/show.html",
        published=found,
        meeting=found.meeting,
        kinds=KINDS,
        seal_fingerprint=seal_fingerprint(seal().key_material),
    )


@bp.get("/<int:meeting_id>/documents/<sha256>/proces-verbal.pdf")
@access.public
def document(meeting_id: int, sha256: str) -> ResponseReturnValue:
    """Return a published file: its address holds its fingerprint, so it never changes."""
    found = publication.get_minutes(db.session(), meeting_id, sha256)
    response = Response(found.content, mimetype=found.media_type)
    return _file(response, found.filename, found.sha256, FOREVER)


@bp.get("/<int:meeting_id>/resultats.json")
@access.public
def results(meeting_id: int) -> ResponseReturnValue:
    """Return every result of the assembly: the file that the minutes carry inside."""
    raw = publication.get_results(db.session(), meeting_id)
    response = Response(raw, mimetype="application/json")
    return _file(response, "results.json", sha256(raw).hexdigest(), ASK_AGAIN)


@bp.get("/<int:meeting_id>/cachet.pem")
@access.public
def certificate(meeting_id: int) -> ResponseReturnValue:
    """Return the certificate that checks the seal of the minutes."""
    publication.get_publication(db.session(), meeting_id)
    raw = minutes.seal_certificate(seal())
    response = Response(raw, mimetype="application/x-pem-file")
    return _file(response, "cachet.pem", sha256(raw).hexdigest(), ASK_AGAIN)


def _file(response: Response, name: str, tag: str, caching: str) -> ResponseReturnValue:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = caching
    response.set_etag(tag)
    return response.make_conditional(request)
