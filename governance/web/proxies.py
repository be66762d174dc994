"""Pages of the proxies (pouvoirs): who votes for whom, recorded and withdrawn at the desk."""

from collections import Counter

from flask import Blueprint, flash, redirect, render_template
from flask import url_for as url
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import RuleBrokenError
from governance.models.accounts import Role
from governance.rules.lifecycle import MeetingState
from governance.rules.parts import of_parts
from governance.services import meetings, proxies, roll, rulesets
from governance.services.names import fold
from governance.web import access
from governance.web.forms.proxies import GiveProxyForm
from governance.web.meeting_rooms import rooms_of
from governance.web.messages import sentence
from governance.web.navigation import OFFICERS
from governance.web.post import post
from governance.web.ruleset_words.chapters import label_of, value_words
from governance.web.visitor import visitor

bp = Blueprint("proxies", __name__, url_prefix="/assemblees/<int:meeting_id>/pouvoirs")
RECORDERS = (Role.SECRETARY, Role.CHAIR)


@bp.get("")
@access.meeting_officers(*OFFICERS)
def index(meeting) -> ResponseReturnValue:
    """List the proxies that stand and those that ended, and how many each holder has."""
    return _page(meeting, _form(meeting))


@bp.post("")
@access.meeting_officers(*RECORDERS)
def give(meeting) -> ResponseReturnValue:
    """Record a proxy on behalf of a member; a refusal names its clause and keeps the choice."""
    form = _form(meeting)
    if not form.validate_on_submit() or not (form.principal_id.data and form.holder_id.data):
        form.form_errors.append(gettext("Choisissez qui donne pouvoir, et à qui."))
        return _page(meeting, form), 422
    try:
        with db.transaction() as writing:
            proxy = proxies.give_proxy(
                writing,
                post(),
                meetings.get_meeting(writing, meeting.id),
                form.principal_id.data,
                form.holder_id.data,
                actor=visitor().actor,
                now=clock.now(),
            )
            names = {"principal": proxy.principal.name, "holder": proxy.holder.name}
    except RuleBrokenError as refusal:
        form.form_errors.append(sentence(refusal))
        return _page(meeting, form), 409
    flash(gettext("Pouvoir noté : %(holder)s votera pour %(principal)s.", **names), "success")
    return redirect(url(".index", meeting_id=meeting.id))


@bp.post("/<int:principal_id>/reprise")
@access.meeting_officers(*RECORDERS)
def withdraw(meeting, principal_id: int) -> ResponseReturnValue:
    """Withdraw a proxy at the member's request; its right and a new code come back to it."""
    with db.transaction() as writing:
        mailed = proxies.withdraw_proxy(
            writing,
            post(),
            meetings.get_meeting(writing, meeting.id),
            principal_id,
            actor=visitor().actor,
            now=clock.now(),
        )
    flash(
        gettext("Pouvoir repris. Un nouveau lien de vote est envoyé au membre.")
        if mailed
        else gettext(
            "Pouvoir repris. Ce membre n’a pas d’adresse : remettez-lui un lien à l’accueil."
        ),
        "success" if mailed else "warning",
    )
    return redirect(url(".index", meeting_id=meeting.id))


def _form(meeting) -> GiveProxyForm:
    form = GiveProxyForm()
    lines = roll.lines_of(db.session(), meeting.id)
    form.offer(
        sorted(((line.member_id, line.name) for line in lines), key=lambda one: fold(one[1]))
    )
    return form


def _page(meeting, form: GiveProxyForm) -> str:
    session = db.session()
    found = proxies.proxies_of(session, meeting.id)
    standing = [proxy for proxy in found if proxy.withdrawn_at is None]
    rules = rulesets.of_meeting(session, meeting)
    return render_template(
        "governance/proxies/index.html",
        meeting=meeting,
        rooms=rooms_of(meeting.id, meeting.state, "proxies.index"),
        form=form,
        standing=standing,
        ended=[proxy for proxy in found if proxy.withdrawn_at is not None],
        held=Counter(proxy.holder_id for proxy in standing),
        voices={
            line.member_id: of_parts(line.voices, meeting.voice_scale)
            for line in roll.lines_of(session, meeting.id)
        },
        rules=rules,
        limit_words=_said("proxy.limit", rules.proxy.limit.value),
        scope_words=_said("proxy.scope", rules.proxy.scope.value),
        may_change=meeting.state in (MeetingState.CONVENED, MeetingState.OPEN)
        and visitor().has(*RECORDERS),
    )


def _said(path: str, value: object) -> str:
    """Return a rule as the pages of the bylaws say it."""
    return f"{label_of(path)} : {', '.join(value_words(path, value))}"
