"""Items that members ask for: a member's own page, and the secretary's answers, by the clause."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from governance import clock, db
from governance.errors import GovernanceError, InvalidInputError, RuleBrokenError, StateError
from governance.models.item_requests import RequestState
from governance.rules.words.values import MEANS
from governance.services.convening import item_judging, item_requests, meetings
from governance.web import access
from governance.web.convening.call_words import refusal_words
from governance.web.forms.item_requests import (
    NEXT,
    OwnWishForm,
    PaperWishForm,
    ReasonForm,
    ReceiptForm,
)
from governance.web.i18n import N_, long_date
from governance.web.messages import sentence
from governance.web.navigation import OFFICERS
from governance.web.post.post import post
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint("item_requests", __name__)
HERE = "/assemblees/<int:meeting_id>/demandes"
STATES = {
    RequestState.WAITING: ("wait", N_("en attente")),
    RequestState.ADDED: ("ok", N_("à l’ordre du jour")),
    RequestState.REFUSED: ("no", N_("écarté")),
    RequestState.WITHDRAWN: ("neutral", N_("repris")),
}
FIELDS = {
    "item-request.empty": "title",
    "item-request.too-long": "title",
    "item-request.no-text": "resolution",
    "item-request.no-such-meeting": "meeting",
    "item-request.unknown-names": "names",
    "item-request.later": "received_on",
}


@bp.get("/points-demandes")
@access.signed_in
def index() -> ResponseReturnValue:
    """Show a member what was asked for, what she may support, and how to ask."""
    return _own_page()


@bp.post("/points-demandes")
@access.signed_in
def ask() -> ResponseReturnValue:
    """Ask for an item in the name of the members one acts for."""
    form = _own_form()
    if not form.validate_on_submit():
        return _own_page(form), 422
    try:
        with db.transaction() as writing:
            for member_id in form.members.data or ():
                item_requests.require_acts_for(writing, _person(), member_id)
            item_requests.ask(
                writing,
                form.wish(form.meeting_id()),
                form.members.data or (),
                actor=visitor().actor,
                now=clock.now(),
            )
    except InvalidInputError as refusal:
        _blame(form, refusal)
        return _own_page(form), 422
    flash(gettext("Votre demande est partie ; d’autres membres peuvent la soutenir."), "success")
    return redirect(url_for(".index"))


@bp.post("/points-demandes/<int:request_id>/soutien")
@access.signed_in
def support(request_id: int) -> ResponseReturnValue:
    """Support a request in the name of one member, or take that back."""
    member_id = request.form.get("member_id", type=row_number) or 0
    actor, now = visitor().actor, clock.now()
    with db.transaction() as writing:
        item_requests.require_acts_for(writing, _person(), member_id)
        if request.form.get("reprendre"):
            item_requests.take_back(writing, request_id, member_id, actor=actor, now=now)
            told = gettext("Votre soutien est repris.")
        else:
            item_requests.support(writing, request_id, [member_id], actor=actor, now=now)
            told = gettext("Votre soutien est noté.")
    flash(told, "success")
    return redirect(url_for(".index"))


@bp.get(HERE)
@access.meeting_officers(*OFFICERS)
def of_meeting(meeting) -> ResponseReturnValue:
    """Show what members ask of a meeting: what must be added, by when, and what may be refused."""
    return _meeting_page(meeting)


@bp.route(f"{HERE}/nouvelle", methods=["GET", "POST"])
@access.meeting_officers(*access.CONVENERS)
def record(meeting) -> ResponseReturnValue:
    """Record a request that came on paper or by mail."""
    form = PaperWishForm()
    if form.validate_on_submit():
        try:
            with db.transaction() as writing:
                item_requests.ask(
                    writing,
                    form.wish(meeting.id),
                    item_requests.numbers_named(writing, form.names.data or ""),
                    form=form.form.data,
                    received_on=form.received_on.data,
                    actor=visitor().actor,
                    now=clock.now(),
                )
        except GovernanceError as refusal:
            _blame(form, refusal)
        else:
            flash(gettext("La demande est notée."), "success")
            return redirect(url_for(".of_meeting", meeting_id=meeting.id))
    page = render_template("governance/item_requests/record.html", meeting=meeting, form=form)
    return page, 422 if form.errors else 200


@bp.route(f"{HERE}/<int:request_id>/soutiens", methods=["GET", "POST"])
@access.meeting_officers(*access.CONVENERS)
def add_supporters(meeting, request_id: int) -> ResponseReturnValue:
    """Record more members who ask for the same item."""
    form = ReceiptForm()
    asked = item_requests.get_request(db.session(), request_id)
    if form.validate_on_submit():
        try:
            with db.transaction() as writing:
                item_requests.support(
                    writing,
                    request_id,
                    item_requests.numbers_named(writing, form.names.data or ""),
                    form=form.form.data,
                    received_on=form.received_on.data,
                    actor=visitor().actor,
                    now=clock.now(),
                )
        except GovernanceError as refusal:
            _blame(form, refusal)
        else:
            flash(gettext("Les soutiens sont notés."), "success")
            return redirect(url_for(".of_meeting", meeting_id=meeting.id))
    page = render_template(
        "governance/item_requests/supporters.html", meeting=meeting, form=form, asked=asked
    )
    return page, 422 if form.errors else 200


@bp.post(f"{HERE}/<int:request_id>/inscription")
@access.meeting_officers(*access.CONVENERS)
def add(meeting, request_id: int) -> ResponseReturnValue:
    """Put the item on the agenda, in one press."""
    try:
        with db.transaction() as writing:
            mine = meetings.get_meeting(writing, meeting.id)
            item_judging.add_to_agenda(
                writing, post(), mine, request_id, actor=visitor().actor, now=clock.now()
            )
    except (RuleBrokenError, StateError) as refusal:
        flash(sentence(refusal), "error")
        return redirect(url_for(".of_meeting", meeting_id=meeting.id))
    flash(gettext("Le point est à l’ordre du jour."), "success")
    return redirect(url_for("agenda.index", meeting_id=meeting.id))


@bp.post(f"{HERE}/<int:request_id>/ecart")
@access.meeting_officers(*access.CONVENERS)
def set_aside(meeting, request_id: int) -> ResponseReturnValue:
    """Set a request aside, with its reason."""
    form = ReasonForm()
    if not form.validate_on_submit():
        flash(str(next(iter(form.reason.errors), gettext("Dites pourquoi."))), "error")
        return redirect(url_for(".of_meeting", meeting_id=meeting.id))
    try:
        with db.transaction() as writing:
            mine = meetings.get_meeting(writing, meeting.id)
            item_judging.set_aside(
                writing,
                mine,
                request_id,
                form.reason.data or "",
                actor=visitor().actor,
                now=clock.now(),
            )
    except StateError as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(gettext("La demande est écartée ; les membres en lisent le motif."), "success")
    return redirect(url_for(".of_meeting", meeting_id=meeting.id))


def _own_form() -> OwnWishForm:
    """Return the form of a member, its choices hers."""
    form = OwnWishForm()
    session = db.session()
    mine = item_requests.members_of(session, _person())
    form.members.choices = [SelectChoice(member.id, member.name) for member in mine]
    form.meeting.choices = [
        SelectChoice(NEXT, gettext("La prochaine assemblée générale")),
        *(
            SelectChoice(str(one.id), f"{one.title} ({long_date(one.starts_at)})")
            for one in item_requests.targets(session, clock.now())
        ),
    ]
    if not form.is_submitted() and len(mine) == 1:
        form.members.data = [mine[0].id]
    return form


def _own_page(form: OwnWishForm | None = None) -> str:
    session = db.session()
    mine = item_requests.members_of(session, _person()) if _person() else ()
    numbers = {member.id for member in mine}
    return render_template(
        "governance/item_requests/own.html",
        form=form or _own_form(),
        mine=mine,
        waiting=item_requests.waiting(session) if mine else (),
        answered=[
            one
            for one in item_requests.of_members(session, numbers)
            if one.state != RequestState.WAITING
        ],
        needed=item_judging.needed(session, None, clock.now()),
        states=STATES,
        means=MEANS,
    )


def _meeting_page(meeting) -> str:
    session, now = db.session(), clock.now()
    return render_template(
        "governance/item_requests/meeting.html",
        meeting=meeting,
        judged=item_judging.before(session, meeting, now),
        needed=item_judging.needed(session, meeting, now),
        refusal_of=refusal_words,
        reason=ReasonForm(None),
        means=MEANS,
        may_answer=visitor().has(*access.CONVENERS),
    )


def _blame(form, refusal: GovernanceError) -> None:
    """Put a refusal beside its field, or above the form."""
    field = form._fields.get(FIELDS.get(refusal.code, ""))
    if field is None:
        form.form_errors.append(refusal_words(refusal))
    else:
        field.errors = [refusal_words(refusal)]


def _person() -> int:
    return visitor().person_id or 0
