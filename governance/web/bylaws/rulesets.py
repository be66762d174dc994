"""Pages of the bylaws (statuts): every rule in words with its source; versions compared, chosen."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import NotFoundError
from governance.models.accounts import Role
from governance.rules.ruleset import PRESETS, digest, preset
from governance.rules.ruleset.json_schema import WRITTEN as SCHEMA
from governance.services.bylaws import rulesets
from governance.web import ruleset_words
from governance.web.access import officers, public, signed_in
from governance.web.i18n import N_
from governance.web.ruleset_words import Chapter, Line
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint("rulesets", __name__, url_prefix="/statuts")
CHOOSERS = (Role.SECRETARY, Role.CHAIR)
LISTS = {
    "textes": N_("Dites par un texte"),
    "silences": N_("Silences"),
    "hypotheses": N_("Hypothèses"),
}
KEEP: dict[str, Callable[[Line], bool]] = {  # what ?voir= keeps of the rules
    "textes": lambda line: line.source != "assumed" and not line.is_silent,
    "silences": lambda line: line.is_silent,
    "hypotheses": lambda line: line.source == "assumed",
}


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    """Show the rules in force, each with its clause, and the versions there are."""
    versions = rulesets.all_versions(db.session())
    there = {version.sha256 for version in versions}
    absent = [name for name in PRESETS if digest(preset(name)) not in there]
    try:
        version, rules = rulesets.current(db.session())
    except NotFoundError:
        version, rules = None, None
    wanted = request.args.get("voir", "")
    chapters = ruleset_words.chapters(rules) if rules else []
    return render_template(
        "governance/rulesets/index.html",
        version=version,
        rules=rules,
        chapters=_kept(chapters, wanted),
        lists=_lists(chapters, wanted),
        doubts=ruleset_words.told_doubts(rules) if rules else [],
        versions=versions,
        absent=[(name, preset(name)) for name in absent],
        may_choose=visitor().has(*CHOOSERS),
    )


def _lists(chapters: list[Chapter], wanted: str) -> list[dict[str, object]]:
    """Return the lists of rules that a visitor may choose between."""
    lines = [line for chapter in chapters for line in chapter.lines]
    every = {"label": gettext("Toutes"), "url": url_for(".index"), "count": len(lines)}
    return [
        {**every, "current": wanted not in KEEP},
        *(
            {
                "label": gettext(label),
                "url": url_for(".index", voir=name),
                "count": sum(map(KEEP[name], lines)),
                "current": wanted == name,
            }
            for name, label in LISTS.items()
        ),
    ]


def _kept(chapters: list[Chapter], wanted: str) -> list[Chapter]:
    """Return the chapters with the lines that are wanted, all of them where nothing is."""
    keep = KEEP.get(wanted)
    if keep is None:
        return chapters
    kept = [replace(one, lines=tuple(filter(keep, one.lines))) for one in chapters]
    return [chapter for chapter in kept if chapter.lines]


@bp.get("/schema.json")
@public
def json_schema() -> ResponseReturnValue:
    """Send the JSON Schema of rule sets, the same for everyone."""
    answer = Response(SCHEMA.read_bytes(), mimetype="application/schema+json")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


@bp.get("/<int:version_id>")
@signed_in
def show(version_id: int) -> ResponseReturnValue:
    """Show one installed version beside another, the one in force unless ``?avec=`` names one."""
    current, _ = rulesets.current(db.session())
    beside = _beside(current)
    rules_beside = rulesets.read(beside)
    version = rulesets.get_version(db.session(), version_id)
    other = rulesets.read(version)
    compared = ruleset_words.compared(rules_beside, other)
    differing = sum(pair.differs for _, pairs in compared for pair in pairs)
    whole = "tout" in request.args or not differing
    kept = [(title, [pair for pair in pairs if whole or pair.differs]) for title, pairs in compared]
    return render_template(
        "governance/rulesets/compare.html",
        current=current,
        beside=beside,
        versions=rulesets.all_versions(db.session()),
        version=version,
        compared=[(title, pairs) for title, pairs in kept if pairs],
        whole=whole,
        origin=other.origin,
        assumed=other.assumed(),
        silent=other.silent(),
        doubts=ruleset_words.told_doubts(other),
        differing=differing,
        may_choose=visitor().has(*CHOOSERS),
    )


def _beside(current: Any) -> Any:
    asked = request.args.get("avec", type=row_number)
    return current if asked is None else rulesets.get_version(db.session(), asked)


@bp.get("/<int:version_id>/document.json")
@signed_in
def document(version_id: int) -> ResponseReturnValue:
    """Send an installed version as the JSON document that its fingerprint is of."""
    version = rulesets.get_version(db.session(), version_id)
    answer = Response(version.document.encode(), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="statuts-{version_id}.json"'
    return answer


@bp.post("/installer")
@officers(*CHOOSERS)
def install() -> ResponseReturnValue:
    """Install a rule set that comes with the software."""
    with db.transaction() as session:
        rulesets.install_preset(
            session, request.form.get("name", ""), actor=visitor().actor, now=clock.now()
        )
    flash(gettext("Ces règles sont installées. Elles ne s’appliquent que si on les choisit."))
    return redirect(url_for(".index"))


@bp.post("/<int:version_id>/choisir")
@officers(*CHOOSERS)
def choose(version_id: int) -> ResponseReturnValue:
    """Make a version the one that new meetings pin."""
    with db.transaction() as session:
        rulesets.choose(session, version_id, actor=visitor().actor, now=clock.now())
    flash(gettext("Les prochaines assemblées suivront ces règles."), "success")
    return redirect(url_for(".index"))
