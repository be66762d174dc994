"""Pages of the follow-up (suivi): who waits for a point, points of a member, steps to do."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.models.accounts import Role
from governance.models.members import MemberKind
from governance.services.files.spreadsheets import FORMATS
from governance.services.membership import members
from governance.services.relations import (
    contacts,
    expectations,
    followed,
    followups,
    relation_files,
)
from governance.services.relations.french_regions import regions
from governance.web.access import officers
from governance.web.forms.members import ReasonForm
from governance.web.forms.relations import FollowedForm, NewPointForm, PointForm, StepForm
from governance.web.membership.members import submitted, today
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint("followups", __name__, url_prefix="/registre")
FOLLOWERS = (Role.SECRETARY, Role.CHAIR)
FIELDS = {
    "points.from-future": "held_on",
    "members.too-early": "held_on",
    "points.nobody": "attendees",
    "points.nothing-said": "said",
    "points.empty-step": "todo_1",
    "points.due-before": "due_1",
}
STEP_FIELDS = {"points.empty-step": "text", "points.due-before": "due_on"}


@bp.get("/suivi")
@officers(*FOLLOWERS)
def index() -> ResponseReturnValue:
    """List the institutions as they are followed; those who wait for a point come first."""
    form = FollowedForm(formdata=request.args)
    themes = expectations.themes(db.session())
    form.offer(
        [(region.code, region.name) for region in regions().values()],
        [(str(theme.id), theme.label) for theme in themes],
    )
    page = request.args.get("page", 1, type=row_number)
    listing = followed.list_followed(db.session(), form.wanted(), today(), page)
    query = {key: text for key, text in request.args.items() if key != "page" and text}
    return render_template(
        "governance/followups/index.html",
        listing=listing,
        form=form,
        query=query,
        page_url=lambda number: url_for(".index", **{**query, "page": number}),
    )


@bp.get("/suivi/suites")
@officers(*FOLLOWERS)
def steps() -> ResponseReturnValue:
    """List the steps that wait, those past their day first."""
    waiting = followups.steps_to_do(db.session())
    return render_template("governance/followups/steps.html", waiting=waiting, today=today())


@bp.get("/suivi/export/<any(csv, xlsx, ods):extension>")
@officers(Role.SECRETARY)
def export(extension: str) -> ResponseReturnValue:
    """Send the points held with all members as a file."""
    raw = relation_files.points_file(db.session(), extension, clock.now())
    name = f"points-{today().isoformat()}.{extension}"
    return Response(
        raw,
        mimetype=FORMATS[extension].media_type,
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


@bp.get("/<int:member_id>/suivi")
@officers(*FOLLOWERS)
def show(member_id: int) -> ResponseReturnValue:
    """Show how one member is followed: contacts, points, steps, expectations, themes."""
    points = followups.points_of(db.session(), member_id)
    last_on = max((one.held_on for one in points if one.withdrawn_at is None), default=None)
    member = members.get_member(db.session(), member_id)
    since = followed.months_before(today(), followed.MONTHS)
    return render_template(
        "governance/followups/show.html",
        member=member,
        present=contacts.contacts_of(db.session(), member_id),
        points=points,
        last_on=last_on,
        is_waiting=member.kind == MemberKind.INSTITUTION
        and followed.is_waiting(last_on, member.joined_on, since),
        expected=expectations.expectations_of(db.session(), [member_id]),
        themes=expectations.themes_by_member(db.session()).get(member_id, ()),
        today=today(),
    )


@bp.route("/<int:member_id>/suivi/nouveau-point", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def add(member_id: int) -> ResponseReturnValue:
    """Write a point that was held."""
    member = members.get_member(db.session(), member_id)
    form = NewPointForm(held_on=today())

    def act() -> int:
        with db.transaction() as session:
            actor, now = visitor().actor, clock.now()
            return followups.record_point(session, member_id, form.told(), actor=actor, now=now).id

    if submitted(form, act, FIELDS) is not None:
        flash(gettext("Le point est inscrit."), "success")
        return _back(member_id)
    return render_template("governance/followups/add.html", form=form, member=member)


@bp.route("/<int:member_id>/suivi/<int:point_id>/corriger", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def change(member_id: int, point_id: int) -> ResponseReturnValue:
    """Correct what is told of a point."""
    point = followups.get_point(db.session(), member_id, point_id)
    form = PointForm(obj=point)

    def act() -> int:
        with db.transaction() as session:
            actor, now = visitor().actor, clock.now()
            followups.change_point(session, member_id, point_id, form.told(), actor=actor, now=now)
        return point_id

    if submitted(form, act, FIELDS) is not None:
        flash(gettext("Le point est corrigé."), "success")
        return _back(member_id)
    return render_template(
        "governance/followups/change.html", form=form, member=point.member, point=point
    )


@bp.route("/<int:member_id>/suivi/<int:point_id>/retirer", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def withdraw(member_id: int, point_id: int) -> ResponseReturnValue:
    """Take out a point written by mistake."""
    point = followups.get_point(db.session(), member_id, point_id)
    form = ReasonForm()

    def act() -> int:
        with db.transaction() as session:
            reason, actor, now = form.reason.data or "", visitor().actor, clock.now()
            followups.withdraw_point(session, member_id, point_id, reason, actor=actor, now=now)
        return point_id

    if submitted(form, act, {"points.no-reason": "reason"}) is not None:
        flash(gettext("Le point est retiré ; il reste au dossier avec le motif."), "success")
        return _back(member_id)
    return render_template(
        "governance/followups/withdraw.html", form=form, member=point.member, point=point
    )


@bp.route("/<int:member_id>/suivi/<int:point_id>/suites", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def add_step(member_id: int, point_id: int) -> ResponseReturnValue:
    """Add something to do after a point."""
    point = followups.get_point(db.session(), member_id, point_id)
    form = StepForm()

    def act() -> int:
        with db.transaction() as session:
            actor, now = visitor().actor, clock.now()
            return followups.add_step(
                session, member_id, point_id, form.step(), actor=actor, now=now
            ).id

    if submitted(form, act, STEP_FIELDS) is not None:
        flash(gettext("La suite est inscrite."), "success")
        return _back(member_id)
    return render_template(
        "governance/followups/add_step.html", form=form, member=point.member, point=point
    )


@bp.post("/<int:member_id>/suivi/suites/<int:step_id>")
@officers(Role.SECRETARY)
def mark(member_id: int, step_id: int) -> ResponseReturnValue:
    """Mark a step as done, or as to be done after all."""
    done = request.form.get("done") == "1"
    with db.transaction() as session:
        followups.mark_step(
            session, member_id, step_id, done=done, actor=visitor().actor, now=clock.now()
        )
    flash(gettext("C’est fait.") if done else gettext("C’est de nouveau à faire."), "success")
    if request.form.get("from") == "steps":
        return redirect(url_for(".steps"))
    return _back(member_id)


def _back(member_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show", member_id=member_id, _anchor="points"))
