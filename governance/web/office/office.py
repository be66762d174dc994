"""The polling office (bureau de vote): its form, who holds which key, opening an urn with one's."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ballots.services import elections
from governance import clock, db
from governance.errors import InvalidInputError
from governance.models.accounts import Role
from governance.rules.lifecycle import PollState
from governance.services.convening import meetings
from governance.services.office import office, office_ceremony, office_keys
from governance.services.polls import poll_closing, poll_mixing, polls
from governance.web import access
from governance.web.forms.office import FormForm
from governance.web.messages import sentence
from governance.web.office import office_words
from governance.web.office.office_keys import account_id, member, page_facts
from governance.web.polls.booth_labels import trustee_labels
from governance.web.polls.poll_readers import WATCHERS
from governance.web.post.post import vault
from governance.web.visitor import visitor

bp = Blueprint("office", __name__, url_prefix="/assemblees/<int:meeting_id>")


@bp.app_context_processor
def _words() -> dict[str, object]:
    """Let every page of a secret vote say whose keys open its urn."""
    return {
        "office_words": office_words,
        "office_form": lambda meeting_id: office.form_of(db.session(), meeting_id),
    }


@bp.get("/bureau-de-vote")
@access.meeting_officers(*WATCHERS)
def show(meeting: Any) -> ResponseReturnValue:
    """Show whose keys open an urn, who holds which, and to a scrutineer where she makes hers."""
    return _page(meeting)


@bp.post("/bureau-de-vote/forme")
@access.meeting_officers(*access.CONVENERS)
def choose(meeting: Any) -> ResponseReturnValue:
    """Give the office its form; the keys that scrutineers made for the former one are void."""
    form = FormForm()
    form.offer(office_keys.possible_scrutineers(db.session()))
    if not form.validate_on_submit():
        return _page(meeting, form), 400
    try:
        with db.transaction() as writing:
            mine = meetings.get_meeting(writing, meeting.id)
            office_keys.choose(
                writing, vault(), mine, form.chosen(), actor=visitor().actor, now=clock.now()
            )
    except InvalidInputError as refusal:
        form.scrutineers.errors = [sentence(refusal)]
        return _page(meeting, form), 400
    flash(gettext("La forme du bureau est fixée. Les clés sont à faire."), "success")
    return redirect(url_for(".show", meeting_id=meeting.id))


@bp.post("/bureau-de-vote/recommencer")
@access.meeting_officers(*access.CONVENERS)
def restart(meeting: Any) -> ResponseReturnValue:
    """Begin the scrutineers' keys anew."""
    with db.transaction() as writing:
        mine = meetings.get_meeting(writing, meeting.id)
        office_keys.restart(writing, vault(), mine, actor=visitor().actor, now=clock.now())
    flash(gettext("Les clés sont à refaire : les fichiers d’avant ne servent plus."), "success")
    return redirect(url_for(".show", meeting_id=meeting.id))


@bp.get("/scrutins/<int:poll_id>/depouillement")
@access.scrutineers
def decrypt(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Show a scrutineer what opening the urn commits her to, and the press that does it."""
    reading = db.session()
    poll = polls.get_poll(reading, meeting.id, poll_id)
    awaited = office.awaited(reading, poll)
    mine = next((one for one, _ in awaited if one.account_id == account_id()), None)
    opened = elections.load_election(reading, poll.election) if poll.election and mine else None
    group = opened.election.group.name if opened else ""
    return render_template(
        "governance/office/decrypt.html",
        meeting=meeting,
        poll=poll,
        mine=mine,
        opened=opened,
        key=str(opened.trustees[mine.position - 1].public_key) if opened and mine else "",
        sealed={
            "group": group,
            "output": office_ceremony.outputs_of(reading, mine).get(group) if mine else None,
        },
        awaited=[name for _, name in awaited],
        parts=office.parts_awaited(reading, poll),
        form=office.form_of(reading, meeting.id),
        labels=trustee_labels(),
    )


@bp.post("/scrutins/<int:poll_id>/depouillement")
@access.scrutineers
def add_decryption(meeting: Any, poll_id: int) -> ResponseReturnValue:
    """Record a scrutineer's part: ``{"partial_decryption": canonical text}``."""
    raw = member("partial_decryption", str)
    with db.transaction() as writing:
        poll = polls.get_poll(writing, meeting.id, poll_id)
        poll_closing.add_decryption(
            writing, poll, account_id(), raw, actor=visitor().actor, now=clock.now()
        )
        announced = poll.state is PollState.ANNOUNCED
    if announced:
        flash(gettext("L’urne est dépouillée, le résultat est proclamé."), "success")
    return jsonify(announced=announced), 201


def _page(meeting: Any, choice: FormForm | None = None) -> str:
    reading = db.session()
    me = visitor()
    holders = office.holders(reading, meeting.id)
    form = office.form_of(reading, meeting.id)
    possible = office_keys.possible_scrutineers(reading)
    seated = [one.account_id for one, _ in holders if one.account_id is not None]
    waiting = [
        poll
        for poll in polls.polls_of(reading, meeting.id)
        if any(one.account_id == me.account_id for one, _ in office.awaited(reading, poll))
    ]
    is_scrutineer = me.account_id is not None and Role.SCRUTINEER in me.roles
    return render_template(
        "governance/office/show.html",
        meeting=meeting,
        form=form,
        choice=choice or FormForm.of(form, seated, possible),
        possible=possible,
        may_choose=me.has(*access.CONVENERS),
        holders=holders,
        standing=office_ceremony.standing(reading, meeting.id),
        is_ready=office.is_ready(reading, meeting.id),
        is_changeable=office.is_changeable(reading, meeting),
        is_scrutineer=is_scrutineer,
        mine=next((one for one, _ in holders if one.account_id == me.account_id), None)
        if me.account_id
        else None,
        facts=page_facts(reading, meeting) if is_scrutineer else None,
        waiting=waiting,
        to_mix=[
            poll
            for poll in polls.polls_of(reading, meeting.id)
            if any(one.account_id == me.account_id for one, _ in poll_mixing.awaited(reading, poll))
        ],
        words=office_words,
        labels=trustee_labels(),
    )
