"""Pages of the register (registre): the list, one member, its changes, the export."""

from collections.abc import Callable, Mapping
from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.accounts import Role
from governance.models.members import ActsAs, MemberKind
from governance.rules.standing import standing_of
from governance.rules.weights import voices_of
from governance.services import dues, exports, journal_pages, members, persons, register, rulesets
from governance.services.days import local_day
from governance.services.roll import facts_of
from governance.web import journal_words, register_words
from governance.web.access import officers
from governance.web.forms.members import (
    AddressForm,
    LeaveForm,
    MemberForm,
    NewMemberForm,
    PersonForm,
    SearchForm,
)
from governance.web.messages import sentence
from governance.web.visitor import visitor

bp = Blueprint("members", __name__, url_prefix="/registre")
READERS = (Role.SECRETARY, Role.CHAIR, Role.TREASURER, Role.AUDITOR)
CAPACITIES = {"titulaire": ActsAs.REPRESENTATIVE, "suppleant": ActsAs.ALTERNATE}
FORM_FIELDS = {  # which field a refusal is shown at
    "members.unknown-category": "category",
    "members.bad-email": "email",
    "members.email-taken": "email",
    "members.email-without-person": "person",
    "members.left-too-soon": "day",
    "members.left-in-future": "day",
}


@bp.get("")
@officers(*READERS)
def index() -> ResponseReturnValue:
    """List the members: search, filters, who votes today and why."""
    version, rules = rulesets.current(db.session())
    left = request.args.get("partis") == "1"
    form = SearchForm(formdata=request.args)
    listing = register.list_members(
        db.session(), form.wanted(left=left), rules, today(), request.args.get("page", 1, type=int)
    )
    form.offer(categories().items(), listing.regions, today().year)
    query = {key: text for key, text in request.args.items() if key != "page" and text}
    return render_template(
        "governance/members/index.html",
        listing=listing,
        form=form,
        left=left,
        version=version,
        assumed=rules.assumed(),
        year=today().year,
        categories=categories(),
        words=register_words,
        query=query,
        page_url=lambda number: url_for(".index", **{**query, "page": number}),
    )


@bp.get("/export.csv")
@officers(Role.SECRETARY)
def export() -> ResponseReturnValue:
    """Send the register as a file that the import reads back."""
    _, rules = rulesets.current(db.session())
    name = f"registre-{today().isoformat()}.csv"
    return Response(
        exports.register_csv(db.session(), rules, today()),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


@bp.route("/nouveau", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def add() -> ResponseReturnValue:
    """Enter one member."""
    form = NewMemberForm()
    form.offer(categories().items(), tiers())

    def act() -> int:
        with db.transaction() as session:
            return members.add_member(
                session,
                MemberKind(form.kind.data),
                form.particulars(),
                form.person.data or "",
                form.email.data or "",
                actor=visitor().actor,
                now=clock.now(),
            ).id

    member_id = submitted(form, act)
    if member_id is not None:
        flash(gettext("Le membre est inscrit au registre."), "success")
        return redirect(url_for(".show", member_id=member_id))
    return render_template("governance/members/add.html", form=form)


@bp.get("/<int:member_id>")
@officers(*READERS)
def show(member_id: int) -> ResponseReturnValue:
    """Show one member: who acts for it, its dues, whether it votes, what was done."""
    member = members.get_member(db.session(), member_id)
    _, rules = rulesets.current(db.session())
    facts = facts_of(member)
    explained = register_words.explain(standing_of(facts, rules, today()), voices_of(facts, rules))
    return render_template(
        "governance/members/show.html",
        member=member,
        explained=explained,
        acting=members.acting(member),
        past=[standing for standing in member.representations if standing.until is not None],
        dues_lines={line.year: line for line in member.dues},
        years=sorted({today().year - 1, today().year, *facts.dues}, reverse=True),
        history=journal_words.timeline(journal_pages.about_member(db.session(), member_id)),
        categories=categories(),
        words=register_words,
        ActsAs=ActsAs,
    )


@bp.route("/<int:member_id>/modifier", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def edit(member_id: int) -> ResponseReturnValue:
    """Correct what the register says of a member."""
    member = members.get_member(db.session(), member_id)
    form = MemberForm(obj=member, tier=member.tier_code or "")
    form.offer(categories().items(), tiers())

    def act() -> int:
        with db.transaction() as session:
            actor, now = visitor().actor, clock.now()
            members.change_member(session, member_id, form.particulars(), actor=actor, now=now)
        return member_id

    if submitted(form, act) is not None:
        flash(gettext("La fiche est à jour."), "success")
        return redirect(url_for(".show", member_id=member_id))
    return render_template("governance/members/edit.html", form=form, member=member)


@bp.route("/<int:member_id>/<any(titulaire, suppleant):place>", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def name_person(member_id: int, place: str) -> ResponseReturnValue:
    """Name the representative or the alternate of an institution, or correct the address."""
    member = members.get_member(db.session(), member_id)
    if member.kind != MemberKind.INSTITUTION:
        raise NotFoundError("members.nobody-there")
    present = members.acting(member).get(CAPACITIES[place])
    form = PersonForm(obj=present)

    def act() -> int:
        return _name(member_id, CAPACITIES[place], form.name.data or "", form.email.data or "")

    if submitted(form, act) is not None:
        return redirect(url_for(".show", member_id=member_id))
    return render_template(
        "governance/members/person.html", form=form, member=member, place=place, present=present
    )


@bp.post("/<int:member_id>/<any(titulaire, suppleant):place>/fin")
@officers(Role.SECRETARY)
def end_person(member_id: int, place: str) -> ResponseReturnValue:
    """End who acts for an institution, without a successor yet."""
    with db.transaction() as session:
        persons.end_representation(
            session,
            members.get_member(session, member_id),
            CAPACITIES[place],
            actor=visitor().actor,
            now=clock.now(),
        )
    flash(gettext("Cette place est vacante à compter d’aujourd’hui."), "success")
    return redirect(url_for(".show", member_id=member_id))


@bp.route("/<int:member_id>/adresse", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def edit_address(member_id: int) -> ResponseReturnValue:
    """Correct the address of a member who acts for herself."""
    member = members.get_member(db.session(), member_id)
    if member.kind != MemberKind.INDIVIDUAL:
        raise NotFoundError("members.nobody-there")
    present = members.acting(member).get(ActsAs.SELF)
    form = AddressForm(obj=present)

    def act() -> int:
        return _name(member_id, ActsAs.SELF, member.name, form.email.data or "")

    if submitted(form, act) is not None:
        return redirect(url_for(".show", member_id=member_id))
    return render_template("governance/members/address.html", form=form, member=member)


@bp.route("/<int:member_id>/depart", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def leave(member_id: int) -> ResponseReturnValue:
    """Write that a member left."""
    member = members.get_member(db.session(), member_id)
    form = LeaveForm(data={"day": today()})

    def act() -> int:
        with db.transaction() as session:
            members.mark_left(
                session, member_id, form.day.data, actor=visitor().actor, now=clock.now()
            )
        return member_id

    if submitted(form, act) is not None:
        flash(gettext("Le départ est enregistré ; la fiche reste au registre."), "success")
        return redirect(url_for(".show", member_id=member_id))
    return render_template("governance/members/leave.html", form=form, member=member)


def today() -> date:
    """Return today at Paris."""
    return local_day(clock.now())


def categories() -> Mapping[str, str]:
    """Return the categories of the bylaws in force: label by id."""
    _, rules = rulesets.current(db.session())
    return {category.id: category.label for category in rules.categories.value}


def tiers() -> list[tuple[str, str]]:
    """Return the tiers of the newest schedule as choices."""
    return [
        (tier.code, register_words.value("tier", tier.code, {}))
        for tier in dues.tiers(db.session())
    ]


def submitted(form, act: Callable[[], int]) -> int | None:
    """Do ``act`` if the form was sent and is well shaped; a refusal goes beside its field."""
    if not form.validate_on_submit():
        return None
    try:
        return act()
    except (InvalidInputError, StateError) as refusal:
        field = FORM_FIELDS.get(refusal.code, "name")
        target = form[field] if field in form else next(iter(form))
        target.errors = [*target.errors, sentence(refusal)]
        return None


def _name(member_id: int, acts_as: ActsAs, name: str, email: str) -> int:
    with db.transaction() as session:
        member = members.get_member(session, member_id)
        persons.name_person(
            session, member, acts_as, name, email, actor=visitor().actor, now=clock.now()
        )
    flash(gettext("C’est enregistré."), "success")
    return member_id
