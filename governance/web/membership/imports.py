"""Pages of the import: hand in a file, look at what it would do, apply it or not."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm

from governance import clock, db
from governance.errors import InvalidInputError
from governance.models.accounts import Role
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.imports import Outcome
from governance.services.membership.traits import asked_by
from governance.web.access import officers
from governance.web.forms.imports import ImportForm
from governance.web.i18n import N_
from governance.web.membership import register_words
from governance.web.membership.members import categories
from governance.web.messages import say, sentence
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint("imports", __name__, url_prefix="/registre/import")
PAGE = 100
COLUMNS = {  # what we call our own columns, to whoever tells where they are
    "type": N_("Type : institution ou individu"),
    "categorie": N_("Catégorie"),
    "nom": N_("Nom"),
    "region": N_("Région"),
    "departement": N_("Département"),
    "siren": N_("SIREN"),
    "siret": N_("SIRET"),
    "population": N_("Population"),
    "titulaire": N_("Titulaire : prénom et nom"),
    "titulaire_email": N_("Adresse du titulaire"),
    "suppleant": N_("Suppléant·e : prénom et nom"),
    "suppleant_email": N_("Adresse du suppléant·e"),
    "email": N_("Adresse e-mail"),
    "tarif": N_("Tarif"),
    "adherent_depuis": N_("Adhérent depuis"),
}
ORDER = (Outcome.REFUSED, Outcome.CHANGED, Outcome.CREATED, Outcome.UNCHANGED)


@bp.route("", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def upload() -> ResponseReturnValue:
    """Ask for a file; show what it would do. The register stays as it is."""
    form = ImportForm()
    if form.validate_on_submit():
        file = form.file.data
        try:
            with db.transaction() as session:
                plan_id = imports.preview(
                    session,
                    file.filename or "",
                    file.read(),
                    actor=visitor().actor,
                    now=clock.now(),
                ).id
        except InvalidInputError as refusal:
            form.file.errors = [sentence(refusal)]
        else:
            return redirect(url_for(".show", plan_id=plan_id))
    return render_template(
        "governance/imports/upload.html",
        form=form,
        categories=categories(),
        asked=_asked(),
        last=imports.last_applied(db.session()),
    )


def _asked() -> list[tuple[str, str]]:
    """Return the columns that only the bylaws in force ask, with what each holds."""
    _, rules = rulesets.current(db.session())
    labels = register_words.asked_labels(asked_by(rules))
    columns = imports.trait_columns(db.session())
    return [(column, labels[field]) for column, field in columns.items()]


@bp.route("/<int:plan_id>/colonnes", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def columns(plan_id: int) -> ResponseReturnValue:
    """Ask what each column of a file is, when its titles are not ours."""
    plan = imports.get_plan(db.session(), plan_id)
    if not imports.waits_for_columns(plan):
        return redirect(url_for(".show", plan_id=plan_id))
    found, form, refusal = imports.file_columns(db.session(), plan), FlaskForm(), ""
    chosen = {
        column.place: request.form.get(f"colonne-{column.place}", "")
        for column in found
        if request.method == "POST"
    }
    given = {name: request.form.get(name, "") for name in ("type", "categorie")}
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                imports.map_columns(session, plan_id, imports.Choice(chosen, given))
        except InvalidInputError as error:
            refusal = sentence(error)
        else:
            return redirect(url_for(".show", plan_id=plan_id))
    return render_template(
        "governance/imports/columns.html",
        plan=plan,
        columns=found,
        form=form,
        chosen=chosen,
        given=given,
        refusal=refusal,
        targets=[(name, column_words(name)) for name in imports.targets(db.session())],
        words=column_words,
        categories=categories(),
    )


def column_words(name: str) -> str:
    """Return what a column of ours is called; one that the bylaws ask for bears its own name."""
    return gettext(COLUMNS[name]) if name in COLUMNS else name


@bp.get("/<int:plan_id>")
@officers(Role.SECRETARY)
def show(plan_id: int) -> ResponseReturnValue:
    """Show what a file would do, line by line."""
    plan = imports.get_plan(db.session(), plan_id)
    if imports.waits_for_columns(plan):
        return redirect(url_for(".columns", plan_id=plan_id))
    counts = imports.count_outcomes(plan)
    first = next((outcome for outcome in ORDER if counts[outcome]), Outcome.UNCHANGED)
    asked = request.args.get("voir", "")
    seen = Outcome(asked) if asked in set(Outcome) else first
    lines = [line for line in imports.planned_lines(plan) if line["outcome"] == seen]
    pages = max(1, -(-len(lines) // PAGE))
    page = min(max(request.args.get("page", 1, type=row_number), 1), pages)
    return render_template(
        "governance/imports/show.html",
        plan=plan,
        counts=counts,
        order=ORDER,
        seen=seen,
        lines=lines[(page - 1) * PAGE : page * PAGE],
        page=page,
        pages=pages,
        page_url=lambda number: url_for(".show", plan_id=plan_id, voir=seen, page=number),
        unread=imports.unread_columns(plan),
        categories=categories(),
        words=register_words,
        say=say,
    )


@bp.post("/<int:plan_id>/appliquer")
@officers(Role.SECRETARY)
def apply(plan_id: int) -> ResponseReturnValue:
    """Write the whole plan to the register, or nothing."""
    with db.transaction() as session:
        counts = imports.apply_plan(session, plan_id, actor=visitor().actor, now=clock.now())
    written = counts[Outcome.CREATED] + counts[Outcome.CHANGED]
    flash(
        ngettext(
            "Le registre est à jour : %(num)s ligne écrite.",
            "Le registre est à jour : %(num)s lignes écrites.",
            written,
        ),
        "success",
    )
    return redirect(url_for("members.index"))


@bp.post("/<int:plan_id>/annuler")
@officers(Role.SECRETARY)
def undo(plan_id: int) -> ResponseReturnValue:
    """Take back all that the last import wrote."""
    with db.transaction() as session:
        imports.undo_import(session, plan_id, actor=visitor().actor, now=clock.now())
    flash(gettext("L’import est annulé : le registre est comme avant lui."), "success")
    return redirect(url_for("members.index"))


@bp.post("/<int:plan_id>/abandonner")
@officers(Role.SECRETARY)
def discard(plan_id: int) -> ResponseReturnValue:
    """Forget a preview."""
    with db.transaction() as session:
        imports.discard(session, plan_id)
    flash(gettext("L’aperçu est oublié. Rien n’a été écrit."), "success")
    return redirect(url_for(".upload"))
