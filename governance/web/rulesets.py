"""Pages of the bylaws (statuts): every rule in words with its source; versions compared, chosen."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import NotFoundError
from governance.models.accounts import Role
from governance.rules.ruleset import PRESETS, digest, preset
from governance.services import rulesets
from governance.web import ruleset_words
from governance.web.access import officers, signed_in
from governance.web.visitor import visitor

bp = Blueprint("rulesets", __name__, url_prefix="/statuts")
CHOOSERS = (Role.SECRETARY, Role.CHAIR)


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
    return render_template(
        "governance/rulesets/index.html",
        version=version,
        rules=rules,
        chapters=ruleset_words.chapters(rules) if rules else [],
        versions=versions,
        absent=[(name, preset(name)) for name in absent],
        may_choose=visitor().has(*CHOOSERS),
    )


@bp.get("/<int:version_id>")
@signed_in
def show(version_id: int) -> ResponseReturnValue:
    """Show one installed version beside the one in force."""
    current, in_force = rulesets.current(db.session())
    version = rulesets.get_version(db.session(), version_id)
    other = rulesets.read(version)
    pairs = [
        (ours.title, list(zip(ours.lines, theirs.lines, strict=True)))
        for ours, theirs in zip(
            ruleset_words.chapters(in_force), ruleset_words.chapters(other), strict=True
        )
    ]
    differing = sum(ours.value != theirs.value for _, lines in pairs for ours, theirs in lines)
    return render_template(
        "governance/rulesets/compare.html",
        current=current,
        version=version,
        pairs=pairs,
        assumed=other.assumed(),
        differing=differing,
        may_choose=visitor().has(*CHOOSERS),
    )


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
