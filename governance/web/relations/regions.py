"""Pages of the regions (état des lieux par région): the map, the table, one region, its note."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.models.accounts import Role
from governance.services.files.spreadsheets import FORMATS
from governance.services.relations import contacts, expectations, followed, regions, relation_files
from governance.web.access import officers
from governance.web.forms.relations import NoteForm
from governance.web.membership import register_words
from governance.web.membership.members import READERS, asked_day, categories, submitted, today
from governance.web.relations import tile_map
from governance.web.relations.followups import FOLLOWERS
from governance.web.visitor import visitor

bp = Blueprint("regions", __name__, url_prefix="/registre")
SHOWN = 100  # members of one region on its page; the register has them all


@bp.get("/regions")
@officers(*READERS)
def index() -> ResponseReturnValue:
    """Show the state of all regions on a day: a map and the same as a table."""
    day = asked_day()
    state = _state(day)
    labels = categories()
    past = day != today()
    return render_template(
        "governance/regions/index.html",
        state=state,
        day=day,
        past=past,
        on=day.isoformat() if past else None,
        maps=[tile_map.draw(state, size, labels) for size in (tile_map.WIDE, tile_map.SMALL)],
        levels=tile_map.levels(),
        labels={code: label for code, label in labels.items() if _is_used(state, code)},
    )


@bp.get("/regions.svg")
@officers(*READERS)
def picture() -> ResponseReturnValue:
    """Send the map of a day as a drawing."""
    day = asked_day()
    drawn = tile_map.draw(_state(day), tile_map.WIDE, categories())
    text = render_template(
        "governance/regions/map.svg", drawn=drawn, day=day, levels=tile_map.levels()
    )
    return _sent(text.encode(), "image/svg+xml", f"regions-{day.isoformat()}.svg")


@bp.get("/regions/export/<any(csv, xlsx, ods):extension>")
@officers(*READERS)
def export(extension: str) -> ResponseReturnValue:
    """Send the table of a day as a file."""
    day = asked_day()
    raw = relation_files.regions_file(db.session(), day, categories(), extension, clock.now())
    return _sent(raw, FORMATS[extension].media_type, f"regions-{day.isoformat()}.{extension}")


@bp.get("/regions/<code>")
@officers(*READERS)
def show(code: str) -> ResponseReturnValue:
    """Show one region: its members, contacts and dynamics, and what its members expect."""
    tally = regions.tally_of(db.session(), code, today())
    may_follow = visitor().has(*FOLLOWERS)
    shown = tally.members[:SHOWN]
    numbers = [entry.id for entry in shown]
    followings = followed.followed_members(db.session(), today()) if may_follow else ()
    held = expectations.expectations_of(db.session(), numbers) if may_follow else ()
    return render_template(
        "governance/regions/show.html",
        tally=tally,
        shown=shown,
        year=today().year,
        notes=regions.notes_of(db.session(), code),
        permanent=contacts.permanent_contacts(db.session()),
        may_follow=may_follow,
        following={one.id: one for one in followings},
        expected=[one for one in held if one.closed_on is None],
        names={entry.id: entry.name for entry in shown},
        categories=categories(),
        words=register_words,
    )


@bp.route("/regions/<code>/dynamiques", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def edit(code: str) -> ResponseReturnValue:
    """Write the dynamics of a region anew."""
    region = regions.get_region(code)
    held = next(iter(regions.notes_of(db.session(), code)), None)
    form = NoteForm(text=held.text if held else "")

    def act() -> int:
        with db.transaction() as session:
            text, actor, now = form.text.data or "", visitor().actor, clock.now()
            regions.write_note(session, code, text, actor=actor, now=now)
        return 1

    if submitted(form, act, {}) is not None:
        flash(gettext("Le texte est enregistré ; le précédent reste lisible."), "success")
        return redirect(url_for(".show", code=code))
    return render_template("governance/regions/edit.html", form=form, region=region)


def _state(day) -> regions.State:
    return regions.state_of_regions(db.session(), day)


def _is_used(state: regions.State, category: str) -> bool:
    return any(tally.categories.get(category) for tally in state.tallies)


def _sent(raw: bytes, media_type: str, name: str) -> Response:
    return Response(
        raw,
        mimetype=media_type,
        headers={
            "Content-Disposition": f"attachment; filename={name}",
            "X-Content-Type-Options": "nosniff",
        },
    )
