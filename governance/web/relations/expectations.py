"""Pages of themes (thèmes) and expectations (attentes): chosen, noted, closed."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields import SelectChoice

from governance import clock, db
from governance.models.accounts import Role
from governance.services.membership import members
from governance.services.relations import expectations
from governance.web.access import officers
from governance.web.forms.relations import ExpectationForm, ThemeForm, ThemesForm
from governance.web.membership.members import submitted
from governance.web.relations.followups import FOLLOWERS
from governance.web.visitor import visitor

bp = Blueprint("expectations", __name__, url_prefix="/registre")


@bp.route("/suivi/themes", methods=["GET", "POST"])
@officers(*FOLLOWERS)
def themes() -> ResponseReturnValue:
    """Show the themes of the association, and add one."""
    form = ThemeForm()

    def act() -> int:
        with db.transaction() as session:
            label, actor, now = form.label.data or "", visitor().actor, clock.now()
            return expectations.add_theme(session, label, actor=actor, now=now).id

    if submitted(form, act, {}) is not None:
        flash(gettext("Le thème est ajouté."), "success")
        return redirect(url_for(".themes"))
    return render_template(
        "governance/followups/themes.html",
        form=form,
        themes=expectations.themes(db.session()),
        counts=expectations.theme_counts(db.session()),
    )


@bp.post("/suivi/themes/<int:theme_id>/retirer")
@officers(*FOLLOWERS)
def retire(theme_id: int) -> ResponseReturnValue:
    """Take a theme out of the lists."""
    with db.transaction() as session:
        expectations.retire_theme(session, theme_id, actor=visitor().actor, now=clock.now())
    flash(gettext("Le thème est retiré. Ajoutez-le de nouveau pour le retrouver."), "success")
    return redirect(url_for(".themes"))


@bp.route("/<int:member_id>/suivi/themes", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def choose(member_id: int) -> ResponseReturnValue:
    """Choose the themes on which a member works."""
    held = expectations.themes_by_member(db.session()).get(member_id, ())
    form = ThemesForm(themes=[theme.id for theme in held])
    known = expectations.themes(db.session())
    form.themes.choices = [SelectChoice(theme.id, theme.label) for theme in known]

    def act() -> int:
        with db.transaction() as session:
            chosen, actor, now = form.themes.data or [], visitor().actor, clock.now()
            expectations.choose_themes(session, member_id, chosen, actor=actor, now=now)
        return member_id

    if submitted(form, act, {}) is not None:
        flash(gettext("Les thèmes sont à jour."), "success")
        return _back(member_id)
    member = members.get_member(db.session(), member_id)
    return render_template("governance/followups/choose.html", form=form, member=member)


@bp.route("/<int:member_id>/suivi/nouvelle-attente", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def note(member_id: int) -> ResponseReturnValue:
    """Note what a member expects."""
    form = ExpectationForm()

    def act() -> int:
        with db.transaction() as session:
            text, actor, now = form.text.data or "", visitor().actor, clock.now()
            return expectations.note_expectation(session, member_id, text, actor=actor, now=now).id

    if submitted(form, act, {}) is not None:
        flash(gettext("L’attente est notée."), "success")
        return _back(member_id)
    member = members.get_member(db.session(), member_id)
    return render_template("governance/followups/expect.html", form=form, member=member)


@bp.post("/<int:member_id>/suivi/attentes/<int:expectation_id>/clore")
@officers(Role.SECRETARY)
def close(member_id: int, expectation_id: int) -> ResponseReturnValue:
    """Write that an expectation is met, or holds no more."""
    with db.transaction() as session:
        actor, now = visitor().actor, clock.now()
        expectations.close_expectation(session, member_id, expectation_id, actor=actor, now=now)
    flash(gettext("L’attente est close."), "success")
    return _back(member_id)


def _back(member_id: int) -> ResponseReturnValue:
    return redirect(url_for("followups.show", member_id=member_id, _anchor="attentes"))
