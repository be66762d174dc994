"""Pages of duplicates (doublons): who may be one, what a merge would do, merge, undo."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.models.accounts import Role
from governance.models.members import ActsAs
from governance.services.membership import distinct_pairs, merges, person_merges
from governance.services.membership.duplicates import Known, Reason
from governance.web.access import officers
from governance.web.forms.members import ReasonForm
from governance.web.i18n import N_
from governance.web.membership import register_words
from governance.web.membership.members import categories
from governance.web.messages import sentence
from governance.web.visitor import visitor

bp = Blueprint("duplicates", __name__, url_prefix="/registre/doublons")
SUBJECTS = {"membres": "member", "personnes": "person"}
SHOWN = 50
REASONS = {
    Reason.SIRET: N_("même SIRET"),
    Reason.SIREN: N_("même SIREN"),
    Reason.WORDS: N_("mêmes mots, à l’ordre et aux accents près"),
    Reason.LOOKALIKE: N_("mêmes lettres à l’œil, mais d’alphabets différents"),
    Reason.SLIP: N_("une lettre de différence"),
    Reason.ADDRESS: N_("presque la même adresse e-mail"),
}


@bp.get("")
@officers(Role.SECRETARY, Role.AUDITOR)
def index() -> ResponseReturnValue:
    """Show who may be one, and the merges that were done."""
    session = db.session()
    members = distinct_pairs.pairs(session, "member", SHOWN)
    persons = distinct_pairs.pairs(session, "person", SHOWN)
    return render_template(
        "governance/members/duplicates.html",
        members=members.shown,
        persons=persons.shown,
        more=members.more + persons.more,
        apart=distinct_pairs.told_apart(session),
        done=merges.merges_done(session),
        reason=lambda code: gettext(REASONS[code]),
        shown=shown,
    )


@bp.route("/membres/<int:kept_id>/<int:absorbed_id>", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def merge_members(kept_id: int, absorbed_id: int) -> ResponseReturnValue:
    """Show what goes where, then make two rows of one member one."""
    seen = merges.preview(db.session(), kept_id, absorbed_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with db.transaction() as session:
            told, actor = form.reason.data or "", visitor().actor
            merges.merge_members(session, kept_id, absorbed_id, told, actor=actor, now=clock.now())
        flash(gettext("Les deux fiches n’en font plus qu’une."), "success")
        return redirect(url_for("members.show", member_id=kept_id))
    return render_template(
        "governance/members/merge.html",
        seen=seen,
        form=form,
        words=register_words,
        categories=categories(),
        obstacle=sentence(seen.obstacle) if seen.obstacle else "",
        ActsAs=ActsAs,
    )


@bp.route("/personnes/<int:kept_id>/<int:absorbed_id>", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def merge_persons(kept_id: int, absorbed_id: int) -> ResponseReturnValue:
    """Show what goes where, then make two persons one."""
    seen = person_merges.preview(db.session(), kept_id, absorbed_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with db.transaction() as session:
            told, actor = form.reason.data or "", visitor().actor
            person_merges.merge_persons(
                session, kept_id, absorbed_id, told, actor=actor, now=clock.now()
            )
        flash(gettext("Ces deux personnes n’en font plus qu’une."), "success")
        return redirect(url_for(".index"))
    return render_template(
        "governance/members/merge_persons.html",
        seen=seen,
        form=form,
        words=register_words,
        obstacle=sentence(seen.obstacle) if seen.obstacle else "",
    )


@bp.post("/<any(membres, personnes):kind>/<int:first_id>/<int:second_id>/distincts")
@officers(Role.SECRETARY)
def tell_apart(kind: str, first_id: int, second_id: int) -> ResponseReturnValue:
    """Note that two which look like one are two."""
    actor, now = visitor().actor, clock.now()
    with db.transaction() as session:
        distinct_pairs.tell_apart(
            session, SUBJECTS[kind], first_id, second_id, actor=actor, now=now
        )
    flash(
        gettext("C’est noté : ces deux fiches restent deux, tant qu’aucune ne change."), "success"
    )
    return redirect(url_for(".index"))


@bp.post("/distincts/<int:number>/revoir")
@officers(Role.SECRETARY)
def look_again(number: int) -> ResponseReturnValue:
    """Propose again two that somebody told apart."""
    with db.transaction() as session:
        distinct_pairs.look_again(session, number, actor=visitor().actor, now=clock.now())
    flash(gettext("Ces deux fiches sont de nouveau proposées."), "success")
    return redirect(url_for(".index"))


@bp.post("/<int:merge_id>/annuler")
@officers(Role.SECRETARY)
def undo(merge_id: int) -> ResponseReturnValue:
    """Make two what was made one."""
    acts: dict[str, Callable[..., None]] = {
        "membre": merges.undo_merge,
        "personne": person_merges.undo_merge,
    }
    act = acts.get(request.form.get("objet", ""), merges.undo_merge)
    with db.transaction() as session:
        act(session, merge_id, "", actor=visitor().actor, now=clock.now())
    flash(gettext("La réunion est défaite : chaque fiche est comme avant."), "success")
    return redirect(url_for(".index"))


def shown(known: Known) -> str:
    """Return a name, with the address where two persons bear the same."""
    return f"{known.name} ({known.email})" if known.email else known.name
