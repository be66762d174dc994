"""A member's own page (mon adhésion): what the register holds of her, and what she corrects."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import InvalidInputError, NotAllowedError, StateError
from governance.models.change_requests import RequestState
from governance.models.members import MemberKind
from governance.services.membership import change_requests
from governance.web.access import signed_in
from governance.web.forms.register_life import RequestForm
from governance.web.i18n import N_
from governance.web.membership import register_words
from governance.web.membership.members import categories
from governance.web.messages import sentence
from governance.web.visitor import visitor

bp = Blueprint("own_record", __name__, url_prefix="/mon-adhesion")
FIELDS = {
    "members.bad-email": "email",
    "members.bad-siret": "siret",
    "members.bad-department": "department",
    "members.bad-population": "population",
    "members.empty-name": "name",
    "requests.nothing": "note",
}
STATES = {
    RequestState.WAITING: ("wait", N_("en attente")),
    RequestState.ACCEPTED: ("ok", N_("acceptée")),
    RequestState.REFUSED: ("no", N_("refusée")),
    RequestState.WITHDRAWN: ("neutral", N_("retirée")),
}


@bp.get("")
@signed_in
def show() -> ResponseReturnValue:
    """Show what the register holds of the members one acts for, and what one proposed."""
    person_id = visitor().person_id
    session = db.session()
    places = change_requests.members_of(session, person_id) if person_id else ()
    return render_template(
        "governance/members/own.html",
        places=places,
        held={place.id: change_requests.held(place.member, place.person) for place in places},
        asked=change_requests.of_person(session, person_id) if person_id else (),
        categories=categories(),
        words=register_words,
        states=STATES,
    )


@bp.route("/<int:member_id>/corriger", methods=["GET", "POST"])
@signed_in
def correct(member_id: int) -> ResponseReturnValue:
    """Propose corrections; the register stays as it is until someone says yes."""
    person_id = visitor().person_id
    if person_id is None:
        raise NotAllowedError("requests.not-yours")
    place = next(
        (
            place
            for place in change_requests.members_of(db.session(), person_id)
            if place.member_id == member_id
        ),
        None,
    )
    if place is None:
        raise NotAllowedError("requests.not-yours")
    form = RequestForm(data=change_requests.held(place.member, place.person))
    if place.member.kind == MemberKind.INDIVIDUAL:
        for name in ("person", "region", "department", "siret", "population"):
            del form[name]
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                proposed, note = form.proposed(), form.note.data or ""
                change_requests.ask(session, member_id, person_id, proposed, note, now=clock.now())
        except (InvalidInputError, StateError) as refusal:
            name = FIELDS.get(refusal.code, "note")
            field = form[name if name in form else "note"]
            field.errors = [*field.errors, sentence(refusal)]
        else:
            flash(gettext("Votre demande est partie. Rien ne change avant la réponse."), "success")
            return redirect(url_for(".show"))
    return render_template("governance/members/own_correct.html", form=form, place=place)


@bp.post("/demandes/<int:request_id>/retirer")
@signed_in
def withdraw(request_id: int) -> ResponseReturnValue:
    """Take back what one proposed."""
    with db.transaction() as session:
        change_requests.withdraw(session, request_id, visitor().person_id or 0, now=clock.now())
    flash(gettext("Votre demande est retirée."), "success")
    return redirect(url_for(".show"))
