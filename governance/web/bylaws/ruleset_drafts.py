"""Pages where bylaws are written (saisie des statuts): one question at a time, then published."""

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import GovernanceError, InvalidInputError, NotFoundError, StateError
from governance.models.accounts import Role
from governance.rules.calendar import day_of
from governance.rules.ruleset import (
    MAX_BYTES,
    PRESETS,
    RuleSet,
    RuleSetError,
    encode_ruleset,
    preset,
)
from governance.rules.ruleset.amending import blank
from governance.rules.ruleset.parse import read_values
from governance.services.bylaws import ruleset_drafts as drafts
from governance.services.bylaws import ruleset_effects, rulesets
from governance.web import ruleset_words
from governance.web.access import officers
from governance.web.messages import sentence
from governance.web.ruleset_words.questions import QUESTIONS, by_chapter
from governance.web.ruleset_words.refusals import told_refusal
from governance.web.visitor import visitor

bp = Blueprint("ruleset_drafts", __name__, url_prefix="/statuts/brouillons")
WRITERS = (Role.SECRETARY, Role.CHAIR)


@bp.get("")
@officers(*WRITERS)
def index() -> ResponseReturnValue:
    """Show the open drafts, and what a new one may start from."""
    return _start_page()


@bp.post("")
@officers(*WRITERS)
def start() -> ResponseReturnValue:
    """Open a draft after a preset, an installed version, a file, or nothing at all."""
    try:
        rules, based_on = _starting_point(request.form.get("start", ""))
    except GovernanceError as refusal:
        return _start_page(_said(refusal)), 422
    with db.transaction() as session:
        draft = drafts.start(session, rules, based_on, actor=visitor().actor, now=clock.now())
        number = draft.id
    flash(gettext("Le brouillon est ouvert. Rien ne change pour les assemblées."), "success")
    return redirect(url_for(".show", draft_id=number))


def _start_page(error: str = "") -> str:
    session = db.session()
    found = drafts.all_open(session)
    return render_template(
        "governance/rulesets/drafts.html",
        drafts=[(draft, drafts.rules_of(draft).name) for draft in found],
        versions=rulesets.all_versions(session),
        presets=[(name, preset(name)) for name in PRESETS],
        questions=len(QUESTIONS),
        error=error,
    )


def _starting_point(wanted: str) -> tuple[RuleSet, str]:
    kind, _, name = wanted.partition(":")
    if kind == "preset":
        return preset(name), preset(name).name
    if kind == "version" and name.isascii() and name.isdigit() and len(name) < 10:
        version = rulesets.get_version(db.session(), int(name))
        told = gettext("version %(number)s", number=version.version)
        return rulesets.read(version), f"{version.name}, {told}"
    if kind == "file":
        return _uploaded()
    if kind == "blank":
        return blank(gettext("L’association")), gettext("rien : tout reste à lire")
    raise NotFoundError("ruleset-draft.no-start")


def _uploaded() -> tuple[RuleSet, str]:
    given = request.files.get("document")
    if given is None or not given.filename:
        raise InvalidInputError("ruleset-draft.no-file")
    return read_values(given.stream.read(MAX_BYTES + 1)), gettext("un fichier")


@bp.get("/<int:draft_id>")
@officers(*WRITERS)
def show(draft_id: int) -> ResponseReturnValue:
    """Show how far the draft is, what is left, and what keeps it from being published."""
    session = db.session()
    draft = drafts.get_draft(session, draft_id)
    rules = drafts.rules_of(draft)
    problem = drafts.problem_of(rules)
    chapters = ruleset_words.chapters(rules)
    lines = [line for chapter in chapters for line in chapter.lines]
    articles = drafts.articles_of(draft)
    return render_template(
        "governance/rulesets/draft.html",
        draft=draft,
        rules=rules,
        chapters=[
            (title, [(one, ruleset_words.states(one, lines)) for one in questions])
            for title, questions in by_chapter()
        ],
        answered=len(draft.answered),
        questions=len(QUESTIONS),
        following=next((n for n in QUESTIONS if n not in draft.answered), None),
        articles=articles,
        problem=told_refusal(problem) if problem else None,
        doubts=_doubts(rules),
        last=drafts.last_change(session, draft_id),
        titles={number: one.title for number, one in QUESTIONS.items()},
    )


@bp.post("/<int:draft_id>/annuler")
@officers(*WRITERS)
def undo(draft_id: int) -> ResponseReturnValue:
    """Take back the last saved question."""
    with db.transaction() as session:
        number = drafts.undo(session, draft_id, now=clock.now())
    title = gettext(QUESTIONS[number].title)
    flash(gettext("« %(title)s » est comme avant.", title=title), "success")
    return redirect(url_for(".show", draft_id=draft_id))


@bp.post("/<int:draft_id>/jeter")
@officers(*WRITERS)
def discard(draft_id: int) -> ResponseReturnValue:
    """Throw the draft away."""
    with db.transaction() as session:
        drafts.discard(session, draft_id, actor=visitor().actor, now=clock.now())
    flash(gettext("Le brouillon est jeté."))
    return redirect(url_for("rulesets.index"))


@bp.route("/<int:draft_id>/nom", methods=["GET", "POST"])
@officers(*WRITERS)
def heading(draft_id: int) -> ResponseReturnValue:
    """Name the bylaws, the association, and where the text was read."""
    rules = drafts.rules_of(drafts.get_draft(db.session(), draft_id))
    given = {name: getattr(rules, name) for name in ("name", "association", "origin")}
    error = ""
    if request.method == "POST":
        given = {name: request.form.get(name, "").strip() for name in given}
        try:
            with db.transaction() as session:
                base = request.form.get("read")
                drafts.set_heading(session, draft_id, **given, base=base, now=clock.now())
        except (RuleSetError, StateError) as refusal:
            error = _said(refusal)
        else:
            flash(gettext("C’est enregistré."), "success")
            return redirect(url_for(".show", draft_id=draft_id))
    page = render_template(
        "governance/rulesets/heading.html",
        draft_id=draft_id,
        given=given,
        read=drafts.heading_stamp(rules),
        error=error,
    )
    return page, 422 if error else 200


@bp.route("/<int:draft_id>/publier", methods=["GET", "POST"])
@officers(*WRITERS)
def publish(draft_id: int) -> ResponseReturnValue:
    """Make the draft a version, never changed again."""
    rules = drafts.rules_of(drafts.get_draft(db.session(), draft_id))
    problem = drafts.problem_of(rules)
    error = ""
    if request.method == "POST":
        try:
            with db.transaction() as session:
                version = drafts.publish(
                    session,
                    draft_id,
                    adopted_on=_day(request.form.get("adopted_on", "")),
                    actor=visitor().actor,
                    now=clock.now(),
                )
                number = version.id
        except InvalidInputError as refusal:
            error = _said(refusal)
        else:
            flash(
                gettext("C’est publié. Ces règles ne s’appliquent que si on les choisit."),
                "success",
            )
            return redirect(url_for("rulesets.show", version_id=number))
    page = render_template(
        "governance/rulesets/publish.html",
        draft_id=draft_id,
        rules=rules,
        problem=told_refusal(problem) if problem else None,
        doubts=_doubts(rules),
        error=error,
    )
    return page, 422 if error else 200


@bp.get("/<int:draft_id>/document.json")
@officers(*WRITERS)
def document(draft_id: int) -> ResponseReturnValue:
    """Send the draft as the JSON document that can be imported again."""
    rules = drafts.rules_of(drafts.get_draft(db.session(), draft_id))
    answer = Response(encode_ruleset(rules), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="statuts-{draft_id}.json"'
    return answer


def _doubts(rules: RuleSet) -> list[tuple[str, str]]:
    (effect,) = ruleset_effects.effects_of(db.session(), rules, today=day_of(clock.now()))
    return ruleset_words.told_doubts(rules) + ruleset_words.told_roll_doubts(effect)


def _day(typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise InvalidInputError("ruleset-draft.bad-day") from error


def _said(refusal: GovernanceError) -> str:
    return told_refusal(refusal) if isinstance(refusal, RuleSetError) else sentence(refusal)
