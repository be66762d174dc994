"""Pages of what only some bylaws ask of members: figures, federation, posts and kin, dated."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from governance import clock, db
from governance.errors import NotFoundError
from governance.models.accounts import Role
from governance.services.bylaws import rulesets
from governance.services.membership import members, trait_lists, trait_writing
from governance.services.membership.traits import FIGURE, KIN, Asked, asked_by, words_of
from governance.web.access import officers
from governance.web.forms.traits import form_name, trait_form
from governance.web.membership import register_words
from governance.web.membership.members import READERS, asked_day, papers_of, submitted, today
from governance.web.security import row_number
from governance.web.visitor import visitor

bp = Blueprint("traits", __name__, url_prefix="/registre")
ERRORS = {
    "members.later-change": "since",
    "members.from-in-future": "since",
    "members.too-early": "since",
    "members.no-such-kin": "kin",
}


@bp.get("/demande-des-statuts")
@officers(*READERS)
def index() -> ResponseReturnValue:
    """List what the bylaws ask of each member on a day, what is missing first."""
    asked, day = asked_now(), asked_day()
    lacking = request.args.get("voir") == "manque"
    page = request.args.get("page", 1, type=row_number)
    _, rules = rulesets.current(db.session())
    listing = trait_lists.listed(db.session(), rules, asked, day, lacking=lacking, page=page)
    on = day.isoformat() if day != today() else None
    return render_template(
        "governance/traits/index.html",
        asked=asked,
        listing=listing,
        lacking=lacking,
        on=on,
        day=day,
        labels=register_words.asked_labels(asked),
        words=register_words,
        page_url=lambda number: url_for(
            ".index", voir="manque" if lacking else None, au=on, page=number
        ),
    )


@bp.route("/<int:member_id>/demande-des-statuts", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def edit(member_id: int) -> ResponseReturnValue:
    """Write what the bylaws ask of one member, from a day on, and where it was read."""
    asked = asked_now()
    if not asked:
        raise NotFoundError("members.nothing-asked")
    member = members.get_member(db.session(), member_id)
    held = trait_writing.texts_of(db.session(), member, asked.fields)
    names = trait_lists.names_of(db.session(), words_of(held.get(KIN, "")))
    form = trait_form(asked, held, "\n".join(names), since=today())
    form.offer_papers(papers_of(member_id))

    def act() -> int:
        is_change = form.nature.data == "change"
        told = form.read(asked)
        with db.transaction() as session:
            if KIN in told:
                told[KIN] = trait_lists.kin_named(session, told[KIN])
            trait_writing.change_traits(
                session,
                member_id,
                told,
                since=(form.since.data or today()) if is_change else None,
                because=form.because(),
                actor=visitor().actor,
                now=clock.now(),
            )
        return member_id

    figures = {"members.bad-figure": _wrong_figure(form, asked)}
    if submitted(form, act, ERRORS | figures) is not None:
        return redirect(url_for("members.show", member_id=member_id, _anchor="statuts"))
    return render_template(
        "governance/traits/edit.html",
        form=form,
        member=member,
        fields=[form[form_name(field)] for field in asked.fields],
    )


def asked_now() -> Asked:
    """Return what the bylaws in force ask of members."""
    _, rules = rulesets.current(db.session())
    return asked_by(rules)


def _wrong_figure(form, asked: Asked) -> str:
    """Return the field of the form that holds no figure, the first one for none."""
    for one in asked.figures:
        name = form_name(FIGURE + one.name)
        if not trait_writing.is_figure(form[name].data or ""):
            return name
    return next(iter(form)).name
