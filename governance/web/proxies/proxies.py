"""Pages of the proxies (pouvoirs): who votes for whom, noted, given out, withdrawn."""

from collections import Counter
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as url
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from governance import clock, db
from governance.errors import GovernanceError, RuleBrokenError
from governance.models.accounts import Role
from governance.rules.lifecycle import MeetingState
from governance.services.bylaws import rulesets
from governance.services.convening import meetings
from governance.services.electorate import roll
from governance.services.membership.names import fold
from governance.services.proxies import blank_proxies, deposits, proxies, proxy_states
from governance.services.proxies.blank_proxies import Choices
from governance.services.proxies.deposits import Deposit
from governance.web import access
from governance.web.convening.meeting_rooms import rooms_of
from governance.web.forms.proxies import GiveOutForm, GiveProxyForm, wishes_in
from governance.web.messages import sentence
from governance.web.navigation import OFFICERS
from governance.web.post.post import post
from governance.web.proxies import proxy_words
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint("proxies", __name__, url_prefix="/assemblees/<int:meeting_id>/pouvoirs")
RECORDERS = (Role.SECRETARY, Role.CHAIR)
PAGE = 50  # proxies on one page
MANY = 300  # members of a list; beyond, one looks for a name first
FEW = 50  # names found


@bp.get("")
@access.meeting_officers(*OFFICERS)
def index(meeting) -> ResponseReturnValue:
    """List each proxy: it counts or does not, by which clause, and what can be done."""
    return _page(meeting, _form(meeting))


@bp.post("")
@access.meeting_officers(*RECORDERS)
def give(meeting) -> ResponseReturnValue:
    """Record a proxy on behalf of a member; a refusal names its clause and keeps the choice."""
    form = _form(meeting)
    named = form.is_blank.data or form.holder_id.data
    if not form.validate_on_submit() or not (form.principal_id.data and named):
        form.form_errors.append(gettext("Choisissez qui donne pouvoir, et à qui."))
        return _page(meeting, form), 422
    try:
        told = _record(meeting.id, form)
    except GovernanceError as refusal:
        form.form_errors.append(sentence(refusal))
        return _page(meeting, form), 409
    flash(told, "success")
    return redirect(url(".index", meeting_id=meeting.id))


@bp.post("/<int:principal_id>/reprise")
@access.meeting_officers(*RECORDERS)
def withdraw(meeting, principal_id: int) -> ResponseReturnValue:
    """Withdraw a proxy at the member's request; its right and a new code come back to it."""
    try:
        with db.transaction() as writing:
            mailed = proxies.withdraw_proxy(
                writing,
                post(),
                meetings.get_meeting(writing, meeting.id),
                principal_id,
                actor=visitor().actor,
                now=clock.now(),
            )
    except RuleBrokenError as refusal:
        flash(sentence(refusal), "error")
        return redirect(url(".index", meeting_id=meeting.id))
    flash(
        gettext("Pouvoir repris. Un nouveau lien de vote est envoyé au membre.")
        if mailed
        else gettext(
            "Pouvoir repris. Ce membre n’a pas d’adresse : remettez-lui un lien à l’accueil."
        ),
        "success" if mailed else "warning",
    )
    return redirect(url(".index", meeting_id=meeting.id))


@bp.post("/en-blanc/<int:principal_id>/reprise")
@access.meeting_officers(*RECORDERS)
def withdraw_blank(meeting, principal_id: int) -> ResponseReturnValue:
    """Withdraw a proxy without a name that nobody holds yet."""
    try:
        with db.transaction() as writing:
            found = meetings.get_meeting(writing, meeting.id)
            blank_proxies.withdraw_blank(
                writing, found, principal_id, actor=visitor().actor, now=clock.now()
            )
    except RuleBrokenError as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(gettext("Pouvoir en blanc repris : ce membre garde son droit de vote."), "success")
    return redirect(url(".index", meeting_id=meeting.id))


@bp.route("/en-blanc", methods=["GET", "POST"])
@access.meeting_officers(*RECORDERS)
def give_out(meeting) -> ResponseReturnValue:
    """Show what giving out proxies without a name would come to, then do it by POST."""
    form = _out_form(meeting)
    choices = _choices(meeting, form)
    if not form.is_submitted():
        return _out_page(meeting, form, choices)
    if not form.validate():
        return _out_page(meeting, form, choices), 422
    try:
        with db.transaction() as writing:
            found = meetings.get_meeting(writing, meeting.id)
            done = blank_proxies.give_out(
                writing, post(), found, choices, actor=visitor().actor, now=clock.now()
            )
            given = sum(one.holder_id is not None for one in done)
    except GovernanceError as refusal:
        return _out_page(meeting, form, choices, sentence(refusal)), 409
    flash(
        ngettext(
            "%(num)s pouvoir en blanc a trouvé un mandataire.",
            "%(num)s pouvoirs en blanc ont trouvé un mandataire.",
            given,
        ),
        "success",
    )
    return redirect(url(".index", meeting_id=meeting.id))


def _record(meeting_id: int, form: GiveProxyForm) -> str:
    """Write the proxy, or the one without a name, and return what to say."""
    deposit = Deposit(form.form.data, wishes_in(request.form))
    with db.transaction() as writing:
        meeting = meetings.get_meeting(writing, meeting_id)
        told: dict[str, Any] = {"deposit": deposit, "actor": visitor().actor, "now": clock.now()}
        if form.is_blank.data:
            blank = blank_proxies.give_blank(writing, meeting, form.principal_id.data, **told)
            name = blank.principal.name
            return gettext("Pouvoir en blanc noté pour %(name)s : il attend.", name=name)
        proxy = proxies.give_proxy(
            writing, post(), meeting, form.principal_id.data, form.holder_id.data, **told
        )
        names = {"principal": proxy.principal.name, "holder": proxy.holder.name}
        return gettext("Pouvoir noté : %(holder)s votera pour %(principal)s.", **names)


def _members(meeting) -> list[tuple[int, str]]:
    lines = roll.frozen_rows(db.session(), meeting.id)
    return sorted(((line.member_id, line.name) for line in lines), key=lambda one: fold(one[1]))


def _form(meeting) -> GiveProxyForm:
    """Return the form; where members are many, its lists hold those looked for, and the chosen."""
    form, members = GiveProxyForm(), _members(meeting)
    rules = rulesets.of_meeting(db.session(), meeting)
    form.is_searched = len(members) > MANY
    named = {name: request.values.get(name, "").strip() for name in ("mandant", "mandataire")}
    form.offer(
        _looked_for(members, named["mandant"], form.principal_id.data),
        _looked_for(members, named["mandataire"], form.holder_id.data),
        proxy_words.forms_at_the_desk(rules),
    )
    return form


def _looked_for(
    members: list[tuple[int, str]], text: str, chosen: int | None
) -> list[tuple[int, str]]:
    """Return the members whose name bears every word, the first ones, and the one chosen."""
    if len(members) <= MANY:
        return members
    words = fold(text).split()
    bearers = [one for one in members if words and all(word in fold(one[1]) for word in words)]
    return [one for one in members if one[0] == chosen and one not in bearers[:FEW]] + bearers[:FEW]


def _out_form(meeting) -> GiveOutForm:
    form = GiveOutForm(request.form if request.method == "POST" else request.args)
    form.offer(_members(meeting))
    if not form.president_id.data:
        found = blank_proxies.president_of(db.session(), meeting, clock.now())
        form.president_id.data = found or 0
    if not form.order.data:
        form.order.data = "roll"
    return form


def _choices(meeting, form: GiveOutForm) -> Choices:
    items = deposits.voted_items(db.session(), meeting)
    sent = request.form if request.method == "POST" else request.args
    ticked = set(sent.getlist("propose")) if sent else {str(item.id) for item in items}
    return Choices(
        "arrival" if form.order.data == "arrival" else "roll",
        form.president_id.data or None,
        frozenset(item.id for item in items if str(item.id) in ticked),
    )


def _out_page(meeting, form: GiveOutForm, choices: Choices, refusal: str = "") -> str:
    session = db.session()
    outcomes: list[blank_proxies.Outcome] = []
    try:
        outcomes = blank_proxies.plan(session, meeting, choices, clock.now())
    except RuleBrokenError as found:
        refusal = refusal or sentence(found)
    rules = rulesets.of_meeting(session, meeting)
    items = [one for one in deposits.voted_items(session, meeting) if one.kind == "resolution"]
    return render_template(
        "governance/proxies/give_out.html",
        meeting=meeting,
        form=form,
        choices=choices,
        outcomes=[(one, sentence(one.refusal) if one.refusal else "") for one in outcomes],
        refusal=refusal,
        rule=rules.proxy.blank,
        rule_words=proxy_words.said("proxy.blank", rules.proxy.blank.value),
        items=items if rules.proxy.blank.value == "board_recommendation" else [],
    )


def _page(meeting, form: GiveProxyForm) -> str:
    session = db.session()
    found = proxies.proxies_of(session, meeting.id)
    rules = rulesets.of_meeting(session, meeting)
    states = proxy_states.states_of(session, meeting, rules, found, clock.now())
    waiting = blank_proxies.waiting(session, meeting.id)
    pages = max(1, -(-len(states) // PAGE))
    page = min(max(request.args.get("page", 1, type=row_number), 1), pages)
    shown = states[(page - 1) * PAGE : page * PAGE]
    return render_template(
        "governance/proxies/index.html",
        meeting=meeting,
        rooms=rooms_of(meeting.id, meeting.state, "proxies.index"),
        form=form,
        count=len(states),
        page=page,
        pages=pages,
        states=[(one, sentence(one.refusal) if one.refusal else "") for one in shown],
        ended=[proxy for proxy in found if proxy.withdrawn_at is not None],
        blanks=[(one, proxy_words.told(one.refusal)) for one in waiting],
        held=Counter(one.proxy.holder_id for one in states if one.binds),
        named={name: request.values.get(name, "") for name in ("mandant", "mandataire")},
        rules=rules,
        items=deposits.voted_items(session, meeting),
        wishes=wishes_in(request.form),
        terms=proxy_words.terms(meeting, rules),
        form_words=proxy_words.form_words,
        limit_words=proxy_words.said("proxy.limit", rules.proxy.limit.value),
        may_change=meeting.state in (MeetingState.CONVENED, MeetingState.OPEN)
        and visitor().has(*RECORDERS),
    )
