"""Pages of leaving and coming back (départ, réadmission): how, when, by whose decision."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.models.accounts import Role
from governance.models.register_history import Membership
from governance.services.membership import members
from governance.services.membership.history import Because
from governance.web.access import officers
from governance.web.forms.members import LeaveForm, ReasonForm, ReturnForm
from governance.web.membership.members import papers_of, submitted, today
from governance.web.visitor import visitor

bp = Blueprint("departures", __name__, url_prefix="/registre")


@bp.route("/<int:member_id>/depart", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def leave(member_id: int) -> ResponseReturnValue:
    """Write that a member left."""
    member = members.get_member(db.session(), member_id)
    form = LeaveForm(data={"day": today(), "how": Membership.RESIGNATION.value})
    form.offer_papers(papers_of(member_id))

    def act() -> int:
        with db.transaction() as session:
            members.mark_left(
                session,
                member_id,
                form.day.data,
                how=Membership(form.how.data),
                because=form.because(),
                actor=visitor().actor,
                now=clock.now(),
            )
        return member_id

    if submitted(form, act) is not None:
        flash(gettext("Le départ est enregistré ; la fiche reste au registre."), "success")
        return redirect(url_for("members.show", member_id=member_id))
    return render_template("governance/members/leave.html", form=form, member=member)


@bp.route("/<int:member_id>/retour", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def come_back(member_id: int) -> ResponseReturnValue:
    """Write that a former member is a member again, or that it never left."""
    member = members.get_member(db.session(), member_id)
    form = ReturnForm(data={"day": today()})
    form.offer_papers(papers_of(member_id))

    def act() -> int:
        with db.transaction() as session:
            actor, now = visitor().actor, clock.now()
            because = form.because()
            members.readmit(
                session, member_id, form.day.data, because=because, actor=actor, now=now
            )
        return member_id

    if submitted(form, act) is not None:
        flash(gettext("Ce membre est de nouveau au registre."), "success")
        return redirect(url_for("members.show", member_id=member_id))
    return render_template("governance/members/return.html", form=form, member=member)


@bp.route("/<int:member_id>/depart/annuler", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def cancel_departure(member_id: int) -> ResponseReturnValue:
    """Write that a departure was recorded by mistake."""
    member = members.get_member(db.session(), member_id)
    form = ReasonForm()

    def act() -> int:
        with db.transaction() as session:
            because = Because(reason=form.reason.data or "")
            actor, now = visitor().actor, clock.now()
            members.cancel_departure(session, member_id, because=because, actor=actor, now=now)
        return member_id

    if submitted(form, act) is not None:
        flash(gettext("L’inscription du départ est annulée."), "success")
        return redirect(url_for("members.show", member_id=member_id))
    return render_template("governance/members/stayed.html", form=form, member=member)
