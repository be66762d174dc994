"""The page of the open export (export ouvert): what it holds, and the file itself."""

from flask import Blueprint, Response, render_template, stream_with_context
from flask.typing import ResponseReturnValue

from governance import clock, db
from governance.models.accounts import Role
from governance.services.files.days import local_day
from governance.services.records import open_export
from governance.web.access import officers
from governance.web.visitor import visitor

bp = Blueprint("open_export", __name__, url_prefix="/export")


@bp.get("")
@officers(Role.SECRETARY)
def show() -> ResponseReturnValue:
    """Say what the export holds and what it leaves out."""
    counted = open_export.counts(db.session())
    return render_template(
        "governance/exports/show.html",
        counts=counted,
        total=sum(count for _, count in counted),
        left_out=sorted(set(open_export.TABLES_LEFT_OUT.values())),
    )


@bp.post("")
@officers(Role.SECRETARY)
def take() -> ResponseReturnValue:
    """Journal the export, then send it as it is written."""
    now = clock.now()
    with db.transaction() as session:
        open_export.begin(session, actor=visitor().actor, now=now)
    database = db.database()
    parts = open_export.stream(lambda: database.session(read_only=True), now)
    name = f"export-ouvert-{local_day(now).isoformat()}.zip"
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
    return Response(stream_with_context(parts), mimetype="application/zip", headers=headers)
