"""Pages of a member's papers (pièces): hand one in, take it out, withdraw it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import InvalidInputError, StateError
from governance.models.accounts import Role
from governance.services.membership import member_documents, members
from governance.web.access import officers
from governance.web.forms.members import ReasonForm
from governance.web.forms.register_life import PaperForm
from governance.web.membership.members import READERS
from governance.web.messages import sentence
from governance.web.saved_files import to_be_saved
from governance.web.visitor import visitor

bp = Blueprint("member_documents", __name__, url_prefix="/registre/<int:member_id>/pieces")
FIELDS = {"papers.no-title": "title", "papers.from-future": "dated_on"}


@bp.route("/nouvelle", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def add(member_id: int) -> ResponseReturnValue:
    """Hand in a paper for a member's file."""
    member = members.get_member(db.session(), member_id)
    form = PaperForm()
    if form.validate_on_submit():
        with form.file.data.stream as handed_in:  # a large one lies in a temporary file
            raw = handed_in.read(member_documents.MAX_BYTES + 1)
        try:
            with db.transaction() as session:
                actor, now = visitor().actor, clock.now()
                member_documents.add_paper(
                    session, member_id, form.paper(), raw, actor=actor, now=now
                )
        except (InvalidInputError, StateError) as refusal:
            field = form[FIELDS.get(refusal.code, "file")]
            field.errors = [*field.errors, sentence(refusal)]
        else:
            flash(gettext("La pièce est au dossier."), "success")
            return redirect(url_for("members.show", member_id=member_id, _anchor="pieces"))
    return render_template(
        "governance/members/paper_add.html",
        form=form,
        member=member,
        limit=member_documents.MAX_BYTES // 1024 // 1024,
    )


@bp.get("/<int:paper_id>")
@officers(*READERS)
def download(member_id: int, paper_id: int) -> ResponseReturnValue:
    """Send a paper to be saved, never to be shown or run here."""
    paper = member_documents.get_paper(db.session(), member_id, paper_id)
    name = member_documents.download_name(paper)
    return to_be_saved(paper.content, paper.media_type, name)


@bp.route("/<int:paper_id>/retirer", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def withdraw(member_id: int, paper_id: int) -> ResponseReturnValue:
    """Withdraw a paper handed in by mistake."""
    member = members.get_member(db.session(), member_id)
    paper = member_documents.get_paper(db.session(), member_id, paper_id)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                reason, actor = form.reason.data or "", visitor().actor
                member_documents.withdraw(
                    session, member_id, paper_id, reason, actor=actor, now=clock.now()
                )
        except (InvalidInputError, StateError) as refusal:
            form.reason.errors = [*form.reason.errors, sentence(refusal)]
        else:
            flash(gettext("La pièce est retirée ; elle reste au dossier avec le motif."), "success")
            return redirect(url_for("members.show", member_id=member_id, _anchor="pieces"))
    return render_template(
        "governance/members/paper_withdraw.html", form=form, member=member, paper=paper
    )
