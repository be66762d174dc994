"""The agenda (ordre du jour) on pages: its items in order, one form for each kind of item."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import GovernanceError, InvalidInputError, NotFoundError
from governance.rules.agenda import majority_key, may_be_added
from governance.rules.calendar import day_of
from governance.rules.lifecycle import MeetingState
from governance.rules.questions import usual_tie_break
from governance.services.bylaws import rulesets
from governance.services.convening import agenda, calls, late_items, meetings
from governance.services.polls import candidates
from governance.services.terms import board_seats, cooptations, terms
from governance.web import access
from governance.web.convening.meeting_rooms import steps_of
from governance.web.forms.agenda import FORMS, ElectionForm, ItemForm, ResolutionForm
from governance.web.i18n import N_
from governance.web.messages import sentence
from governance.web.navigation import OFFICERS
from governance.web.polls import ballot_words
from governance.web.polls.step_words import majority_in_words
from governance.web.post.post import post
from governance.web.visitor import visitor

bp = Blueprint("agenda", __name__, url_prefix="/assemblees/<int:meeting_id>/ordre-du-jour")

KINDS = {
    "report": (N_("Rapport"), N_("Présenté à l’assemblée, sans vote.")),
    "resolution": (N_("Résolution"), N_("Un texte mis aux voix : pour, contre, abstention.")),
    "election": (N_("Élection"), N_("Des sièges à pourvoir, parmi des candidatures.")),
    "debate": (N_("Débat"), N_("Une discussion sans vote.")),
}
FIELDS = {
    "agenda.title": "title",
    "agenda.seats": "seats",
    "seats.too-many": "seats",
    "agenda.college": "college",
    "agenda.candidates": "candidates",
    "agenda.majority": "majority",
    "agenda.lists": "candidates",
    "agenda.too-many-ranked": "candidates",
    "agenda.grades": "grades",
    "agenda.casting-vote": "tie",
    "agenda.secret-only": "secret",
    "figures.few": "table",
    "figures.many": "table",
    "figures.uneven": "table",
    "figures.long": "table",
}


@bp.get("")
@access.meeting_officers(*OFFICERS)
def index(meeting) -> ResponseReturnValue:
    """Step 3: show the items, and what may still be changed."""
    session = db.session()
    may_write = visitor().has(*access.CONVENERS)
    is_draft = meeting.state is MeetingState.DRAFT
    is_running = meeting.state in (MeetingState.CONVENED, MeetingState.OPEN)
    return render_template(
        "governance/agenda/index.html",
        meeting=meeting,
        items=agenda.items_of(session, meeting.id),
        ballots={item.id: _ballot(item) for item in agenda.items_of(session, meeting.id)},
        kinds=KINDS,
        majorities={
            key: majority_in_words(ruled.value)
            for key, ruled in agenda.majorities_of(session, meeting).items()
        },
        to_renew=_to_renew(meeting) if is_draft else [],
        to_ratify=_to_ratify(meeting) if is_draft else [],
        may_edit=may_write and is_draft and not calls.is_agenda_fixed(session, meeting),
        may_add=_may_add(meeting) if may_write and (is_draft or is_running) else [],
        same_agenda=calls.is_agenda_fixed(session, meeting),
        steps=steps_of(meeting.id),
    )


@bp.route("/nouveau/<kind>", methods=["GET", "POST"])
@access.meeting_officers(*access.CONVENERS)
def add(meeting, kind: str) -> ResponseReturnValue:
    """Add an item of one kind."""
    form = _form(meeting, kind)
    if form.validate_on_submit():
        try:
            with db.transaction() as writing:
                mine = meetings.get_meeting(writing, meeting.id)
                item = late_items.add_item(
                    writing, post(), mine, form.draft(kind), actor=visitor().actor, now=clock.now()
                )
        except InvalidInputError as refusal:
            _blame(form, refusal)
        else:
            flash(gettext("Point ajouté à l’ordre du jour."), "success")
            return _back(meeting.id, item.id)
    return _page(meeting, kind, form)


@bp.route("/<int:item_id>", methods=["GET", "POST"])
@access.meeting_officers(*access.CONVENERS)
def edit(meeting, item_id: int) -> ResponseReturnValue:
    """Change an item of a draft agenda."""
    item = agenda.get_item(db.session(), meeting.id, item_id)
    form = _form(meeting, item.kind, item)
    if form.validate_on_submit():
        try:
            with db.transaction() as writing:
                agenda.edit_item(
                    writing,
                    meetings.get_meeting(writing, meeting.id),
                    item_id,
                    form.draft(item.kind),
                    actor=visitor().actor,
                    now=clock.now(),
                )
        except InvalidInputError as refusal:
            _blame(form, refusal)
        else:
            flash(gettext("Point enregistré."), "success")
            return _back(meeting.id, item_id)
    return _page(meeting, item.kind, form, item)


@bp.post("/<int:item_id>/place")
@access.meeting_officers(*access.CONVENERS)
def move(meeting, item_id: int) -> ResponseReturnValue:
    """Move an item one place up or down."""
    by = -1 if request.form.get("sens") == "haut" else 1
    with db.transaction() as writing:
        mine = meetings.get_meeting(writing, meeting.id)
        agenda.move_item(writing, mine, item_id, by, actor=visitor().actor, now=clock.now())
    return _back(meeting.id, item_id)


@bp.post("/<int:item_id>/retirer")
@access.meeting_officers(*access.CONVENERS)
def remove(meeting, item_id: int) -> ResponseReturnValue:
    """Remove an item of a draft agenda."""
    with db.transaction() as writing:
        mine = meetings.get_meeting(writing, meeting.id)
        agenda.remove_item(writing, mine, item_id, actor=visitor().actor, now=clock.now())
    flash(gettext("Point retiré de l’ordre du jour."), "success")
    return redirect(url_for("agenda.index", meeting_id=meeting.id))


def _may_add(meeting) -> list[str]:
    """Return the kinds of items that may be added now, as the bylaws say."""
    session = db.session()
    if calls.is_agenda_fixed(session, meeting):
        return []
    rules = rulesets.of_meeting(session, meeting)
    convened, sitting = meeting.state is not MeetingState.DRAFT, meeting.state is MeetingState.OPEN
    return [
        kind
        for kind in KINDS
        if (kind != "report" or not convened)
        and may_be_added(kind, rules, convened=convened, sitting=sitting)
    ]


def _to_renew(meeting):
    """Return the seats that this meeting has to fill: those of the body it elects."""
    found = terms.to_renew(db.session(), day_of(meeting.starts_at))
    return [one for one in found if one.body == terms.body_elected(meeting)]


def _to_ratify(meeting):
    """Return the co-opted persons whom an assembly has to ratify; a board ratifies nobody."""
    return [] if meeting.body == terms.BOARD else cooptations.to_ratify(db.session())


def _ballot(item) -> tuple[str, list[tuple[str, list[str]]]]:
    """Return how an election is voted, in words, and its candidates list by list."""
    return ballot_words.rule_sentence(candidates.rule_of(item)), candidates.lists_of(item)


def _form(meeting, kind: str, item=None) -> ItemForm:
    """Return the form of a kind, filled from ``item``, its choices those of the bylaws."""
    if kind not in FORMS:
        raise NotFoundError("agenda.unknown")
    form = FORMS[kind](obj=item)
    if not form.is_submitted() and item is not None:
        form.show_table(item.figures)
    if isinstance(form, ResolutionForm):
        known = agenda.majorities_of(db.session(), meeting)
        form.offer({key: majority_in_words(ruled.value) for key, ruled in known.items()})
        if not form.is_submitted() and item is None:
            form.majority.data = majority_key(meeting.body)
    if isinstance(form, ElectionForm):
        rules = rulesets.of_meeting(db.session(), meeting)
        usual = usual_tie_break(rules.election.rule.value.tie)
        may_cast = rules.casting_vote.value is not None
        form.offer_colleges(board_seats.colleges_of(rules))
        form.offer_ties(ballot_words.ties_offered(usual, casting_vote=may_cast))
        if not form.is_submitted() and item is None:
            form.tie.data = usual.value
            form.follow(rules.election.rule.value)
        elif not form.is_submitted():
            form.show(candidates.rule_of(item), candidates.lists_of(item))
    return form


def _page(meeting, kind: str, form: ItemForm, item=None) -> ResponseReturnValue:
    label, hint = KINDS[kind]
    page = render_template(
        "governance/agenda/item.html",
        meeting=meeting,
        form=form,
        item=item,
        kind=kind,
        label=gettext(label),
        hint=gettext(hint),
        ballot_hints={key: hint for key, (_, hint) in ballot_words.BALLOTS.items()},
        secret_by_rule=agenda.is_secret_by_rule(db.session(), meeting, kind),
        steps=steps_of(meeting.id),
    )
    return page, 422 if form.errors else 200


def _blame(form: ItemForm, refusal: GovernanceError) -> None:
    """Put a refusal beside its field, or above the form."""
    field = form._fields.get(FIELDS.get(refusal.code, ""))
    if field is None:
        form.form_errors.append(sentence(refusal))
    else:
        field.errors = [sentence(refusal)]


def _back(meeting_id: int, item_id: int) -> ResponseReturnValue:
    return redirect(url_for("agenda.index", meeting_id=meeting_id, _anchor=f"point-{item_id}"))
