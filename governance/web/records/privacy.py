"""Pages of personal data (RGPD): register of processing, access of a person, retention."""

import json

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.models.accounts import Role
from governance.rules.retention import SCHEDULE
from governance.services.bylaws import associations
from governance.services.files import spreadsheets
from governance.services.records import access_requests, retention
from governance.web.access import officers
from governance.web.records import privacy_papers, privacy_words
from governance.web.visitor import visitor

bp = Blueprint("privacy", __name__, url_prefix="/donnees-personnelles")
READERS = (Role.SECRETARY, Role.CHAIR, Role.AUDITOR)


@bp.get("")
@officers(*READERS)
def index() -> ResponseReturnValue:
    """Show the register of processing, ready to print."""
    return render_template(
        "governance/privacy/index.html",
        register=privacy_words.REGISTER,
        labels=privacy_words.LABELS,
        association=associations.find(db.session()),
        count_due=retention.count_due(db.session(), clock.now()),
    )


@bp.get("/registre")
@officers(*READERS)
def register() -> ResponseReturnValue:
    """Send the register of processing as a file."""
    rows = privacy_words.processing_rows()
    raw = spreadsheets.written("csv", "registre", privacy_words.columns(), rows, clock.now())
    return _sent(raw, "text/csv", "registre.csv")


@bp.get("/personnes")
@officers(Role.SECRETARY)
def people() -> ResponseReturnValue:
    """Look for the person who asks what is held on her."""
    text = request.args.get("q", "").strip()[:200]
    found = access_requests.search(db.session(), text)
    return render_template("governance/privacy/people.html", found=found, text=text)


@bp.get("/personnes/<int:person_id>")
@officers(Role.SECRETARY)
def person(person_id: int) -> ResponseReturnValue:
    """Show everything held on a person, ready to print."""
    told = access_requests.everything_on(db.session(), person_id)
    return render_template(
        "governance/privacy/person.html",
        person=told["person"][0],
        told=told,
        nothing=[subject for subject, rows in told.items() if not rows],
        words=privacy_words,
    )


@bp.post("/personnes/<int:person_id>")
@officers(Role.SECRETARY)
def hand_over(person_id: int) -> ResponseReturnValue:
    """Send everything held on a person, to read or as JSON; the journal says that it was given."""
    with db.transaction() as session:
        told = access_requests.everything_on(session, person_id)
        now = clock.now()
        access_requests.hand_over(session, person_id, actor=visitor().actor, now=now)
    name = f"donnees-personne-{person_id}"
    if request.form.get("format") == "pdf":
        return _sent(privacy_papers.access_pdf(told, now), "application/pdf", f"{name}.pdf")
    raw = json.dumps(access_requests.as_json(told), ensure_ascii=False, indent=1).encode()
    return _sent(raw, "application/json", f"{name}.json")


@bp.get("/conservation")
@officers(*READERS)
def keeping() -> ResponseReturnValue:
    """Show how long each kind of data is kept, and what is due to go."""
    due = retention.due(db.session(), clock.now())
    return render_template(
        "governance/privacy/keeping.html",
        due=due,
        count_due=sum(len(one.numbers) for one in due),
        records=retention.destructions(db.session()),
        words=privacy_words,
        may_destroy=visitor().has(Role.SECRETARY),
    )


@bp.post("/conservation")
@officers(Role.SECRETARY)
def destroy() -> ResponseReturnValue:
    """Erase what is due, now rather than tonight."""
    with db.transaction() as session:
        record = retention.destroy(session, actor=visitor().actor, now=clock.now())
    if record is None:
        flash(gettext("Rien n’est arrivé à échéance."), "message")
        return redirect(url_for(".keeping"))
    flash(gettext("Destruction faite : voici son procès-verbal."), "success")
    return redirect(url_for(".destruction", number=record.id))


@bp.get("/destructions/<int:number>")
@officers(*READERS)
def destruction(number: int) -> ResponseReturnValue:
    """Show the record of a destruction, ready to print."""
    return render_template(
        "governance/privacy/destruction.html",
        record=retention.get_destruction(db.session(), number),
        association=associations.find(db.session()),
        words=privacy_words,
        schedule={one.code: one for one in SCHEDULE},
    )


@bp.get("/destructions/<int:number>/proces-verbal.pdf")
@officers(*READERS)
def destruction_paper(number: int) -> ResponseReturnValue:
    """Send the record of a destruction as a sealed PDF."""
    record = retention.get_destruction(db.session(), number)
    paper = privacy_papers.destruction_pdf(record, clock.now())
    return _sent(paper, "application/pdf", f"destruction-{number}.pdf")


def _sent(raw: bytes, media_type: str, name: str) -> Response:
    wanted = {
        "Content-Disposition": f"attachment; filename={name}",
        "Cache-Control": "no-store",
    }
    return Response(raw, mimetype=media_type, headers=wanted)
