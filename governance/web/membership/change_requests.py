"""Pages of proposals (demandes de correction): those that wait, and the answer to each."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import InvalidInputError, StateError
from governance.models.accounts import Role
from governance.services.membership import change_requests
from governance.web.access import officers
from governance.web.forms.register_life import AnswerForm
from governance.web.membership import register_words
from governance.web.membership.members import categories
from governance.web.membership.own_record import STATES
from governance.web.messages import sentence
from governance.web.post.post import post
from governance.web.visitor import visitor

bp = Blueprint("change_requests", __name__, url_prefix="/registre/demandes")


@bp.get("")
@officers(Role.SECRETARY)
def index() -> ResponseReturnValue:
    """Show the proposals that wait, then the last that were answered."""
    return render_template(
        "governance/members/requests.html",
        waiting=change_requests.waiting(db.session()),
        decided=change_requests.decided(db.session()),
        states=STATES,
    )


@bp.route("/<int:request_id>", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def show(request_id: int) -> ResponseReturnValue:
    """Show a proposal; accept it, or refuse it with a reason: the person is told by mail."""
    form = AnswerForm()
    if form.validate_on_submit():
        is_yes = request.form.get("reponse") == "oui"
        act = change_requests.accept if is_yes else change_requests.refuse
        try:
            with db.transaction() as session:
                told, actor = form.answer.data or "", visitor().actor
                act(session, post(), request_id, told, actor=actor, now=clock.now())
        except (InvalidInputError, StateError) as refusal:
            form.answer.errors = [*form.answer.errors, sentence(refusal)]
        else:
            flash(
                gettext("La correction est inscrite au registre.")
                if is_yes
                else gettext("La demande est refusée ; la personne en lira le motif."),
                "success",
            )
            return redirect(url_for(".index"))
    return render_template(
        "governance/members/request.html",
        asked=change_requests.get_request(db.session(), request_id),
        form=form,
        words=register_words,
        categories=categories(),
        states=STATES,
    )
