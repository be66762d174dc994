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
from governance.services.bylaws import rulesets
from governance.services.dues import dues, dues_remarks
from governance.services.electorate.roll import explained_voices, facts_of
from governance.services.files.days import local_day
from governance.services.files.spreadsheets import FORMATS
from governance.services.membership import (
    change_requests,
    distinct_pairs,
    exports,
    history,
    member_documents,
    member_story,
    members,
    merges,
    names,
    persons,
    register,
    register_at,
    trait_writing,
)
from governance.services.membership.traits import asked_by, traits_on
from governance.services.records import journal_pages
from governance.services.relations import contacts
from governance.web.access import officers
from governance.web.dues.dues_words import remark_words
from governance.web.forms.members import (
    AddressForm,
    EditForm,
    NewMemberForm,
    PersonForm,
    SearchForm,
)
from governance.web.membership import history_words, register_words
from governance.web.messages import sentence
from governance.web.records import journal_words
from governance.web.security import row_number
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
    "members.back-too-soon": "day",
    "members.exclusion-unsaid": "decided_by",
    "members.bad-siret": "siret",
    "members.bad-siren": "siren",
    "members.siren-not-of-siret": "siren",
    "members.bad-department": "department",
    "members.bad-population": "population",
    "members.dates-out-of-order": "joined_on",
    "members.later-change": "since",
    "members.from-in-future": "since",
    "members.mandate-before-last": "since",
    "members.mandate-ends-first": "ends_on",
}


@bp.get("")
@officers(*READERS)
def index() -> ResponseReturnValue:
    """List the members of today or of another day: search, filters, who votes and why."""
    version, rules = rulesets.current(db.session())
    left = request.args.get("partis") == "1"
    day = asked_day()
    form = SearchForm(formdata=request.args)
    listing = register.list_members(
        db.session(),
        form.wanted(left=left),
        rules,
        day,
        request.args.get("page", 1, type=row_number),
    )
    form.offer(categories().items(), listing.regions, day.year)
    query = {key: text for key, text in request.args.items() if key != "page" and text}
    past = day if day != today() else None
    return render_template(
        "governance/members/index.html",
        listing=listing,
        form=form,
        left=left,
        day=day,
        past=past,
        undated=register_at.count_undated(db.session()) if past else 0,
        waiting=change_requests.count_waiting(db.session()),
        version=version,
        assumed=rules.assumed(),
        asked=bool(asked_by(rules)),
        year=day.year,
        categories=categories(),
        words=register_words,
        query=query,
        on=day.isoformat() if past else None,
        page_url=lambda number: url_for(".index", **{**query, "page": number}),
    )


@bp.get("/export/<any(csv, xlsx, ods):extension>")
@officers(Role.SECRETARY)
def export(extension: str) -> ResponseReturnValue:
    """Send the register of a day as a file that the import reads back."""
    _, rules = rulesets.current(db.session())
    day = asked_day()
    raw = exports.register_file(db.session(), rules, day, extension, clock.now())
    name = f"registre-{day.isoformat()}.{extension}"
    return Response(
        raw,
        mimetype=FORMATS[extension].media_type,
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
                because=form.because(),
                actor=visitor().actor,
                now=clock.now(),
            ).id

    member_id = submitted(form, act)
    if member_id is not None:
        flash(gettext("Le membre est inscrit au registre."), "success")
        warn_of_twins(member_id)
        return redirect(url_for(".show", member_id=member_id))
    return render_template("governance/members/add.html", form=form)


@bp.get("/<int:member_id>")
@officers(*READERS)
def show(member_id: int) -> ResponseReturnValue:
    """Show one member: who acts for it, its dues, whether it votes, what was done."""
    member = members.get_member(db.session(), member_id)
    _, rules = rulesets.current(db.session())
    asked = asked_by(rules)
    facts = facts_of(member, traits_on(db.session(), asked, today(), [member_id]))
    voices = explained_voices(db.session(), rules, facts, today())
    explained = register_words.explain(standing_of(facts, rules, today()), voices)
    return render_template(
        "governance/members/show.html",
        member=member,
        explained=explained,
        remarks=[
            remark_words(told)
            for told in dues_remarks.remarks_on(db.session(), today(), [member_id]).get(
                member_id, ()
            )
        ],
        acting=members.acting(member),
        standing={row.acts_as: row for row in member.representations if row.until is None},
        past=[standing for standing in member.representations if standing.until is not None],
        papers=member_documents.papers_of(db.session(), member_id),
        contact=contacts.permanent_contact(db.session(), member_id),
        story=history_words.entries(member_story.story(db.session(), member), categories()),
        kept=members.get_member(db.session(), member.merged_into_id)
        if member.merged_into_id
        else None,
        absorbed=merges.absorbed_by(db.session(), member_id),
        dues_lines={line.year: line for line in member.dues},
        years=sorted({today().year - 1, today().year, *facts.dues}, reverse=True),
        history=journal_words.timeline(journal_pages.about_member(db.session(), member_id)),
        categories=categories(),
        asked=register_words.asked_labels(asked),
        traits=trait_writing.texts_of(db.session(), member, asked.fields) if asked else {},
        words=register_words,
        ActsAs=ActsAs,
    )


@bp.route("/<int:member_id>/modifier", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def edit(member_id: int) -> ResponseReturnValue:
    """Correct what the register says of a member."""
    member = members.get_member(db.session(), member_id)
    form = EditForm(obj=member, tier=member.tier_code or "", since=today())
    form.offer(categories().items(), tiers())
    form.offer_papers(papers_of(member_id))

    def act() -> int:
        is_change = form.nature.data == "change"
        with db.transaction() as session:
            members.change_member(
                session,
                member_id,
                form.particulars(),
                since=(form.since.data or today()) if is_change else None,
                because=form.because(),
                actor=visitor().actor,
                now=clock.now(),
            )
        return member_id

    if submitted(form, act) is not None:
        flash(gettext("La fiche est à jour."), "success")
        warn_of_twins(member_id)
        return redirect(url_for(".show", member_id=member_id))
    return render_template("governance/members/edit.html", form=form, member=member)


@bp.route("/<int:member_id>/<any(titulaire, suppleant):place>", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def name_person(member_id: int, place: str) -> ResponseReturnValue:
    """Name the representative or the alternate of an institution, or correct the address."""
    member = members.get_member(db.session(), member_id)
    if member.kind != MemberKind.INSTITUTION:
        raise NotFoundError("members.nobody-there")
    held = persons.current(member, CAPACITIES[place])
    present = held.person if held else None
    form = PersonForm(
        obj=held,
        name=present.name if present else "",
        email=present.email if present else "",
        document=str(held.document_id or "") if held else "",
    )
    form.offer_papers(papers_of(member_id))

    def act() -> int:
        mandate = form.mandate()
        if held is not None and names.fold(form.name.data or "") != names.fold(held.person.name):
            mandate = persons.of_successor(mandate, held)
        return _name(
            member_id, CAPACITIES[place], form.name.data or "", form.email.data or "", mandate
        )

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


def asked_day() -> date:
    """Return the day that the address asks for (``au``), else today; never one to come."""
    written = request.args.get("au", "")
    try:
        day = date.fromisoformat(written) if written else today()
    except ValueError:
        flash(gettext("Cette date n’en est pas une : voici le registre d’aujourd’hui."), "error")
        return today()
    if not history.OLDEST <= day <= today():
        flash(gettext("Le registre se lit à une date passée : voici celui d’aujourd’hui."), "error")
        return today()
    return day


def papers_of(member_id: int) -> list[tuple[str, str]]:
    """Return the papers of a member's file as choices."""
    papers = member_documents.papers_of(db.session(), member_id)
    return [(str(paper.id), paper.title) for paper in papers if paper.withdrawn_at is None]


def warn_of_twins(member_id: int) -> None:
    """Say that the register has a member that looks like this one."""
    member = members.get_member(db.session(), member_id)
    for pair in distinct_pairs.like(db.session(), member)[:3]:
        other = pair.second if pair.first.id == member_id else pair.first
        flash(
            gettext(
                "Ce membre ressemble à « %(name)s », déjà au registre : voyez les doublons.",
                name=other.name,
            ),
            "warning",
        )


def today() -> date:
    """Return today at Paris."""
    return local_day(clock.now())


def categories() -> Mapping[str, str]:
    """Return the categories of the bylaws in force: label by id."""
    _, rules = rulesets.current(db.session())
    return {category.id: category.label for category in rules.categories.value}


def tiers() -> list[tuple[str, str]]:
    """Return the tiers of the schedules as choices: what each costs, and its name if not that."""
    found = []
    for tier in dues.tiers(db.session()):
        label = register_words.euros(str(tier.amount_eur))
        if tier.code != str(tier.amount_eur):
            label = gettext("%(amount)s (tarif %(code)s)", amount=label, code=tier.code)
        found.append((tier.code, label))
    return found


def submitted(form, act: Callable[[], int], fields: Mapping[str, str] = FORM_FIELDS) -> int | None:
    """Do ``act`` if the form was sent and is well shaped; a refusal goes beside its field."""
    if not form.validate_on_submit():
        return None
    try:
        return act()
    except (InvalidInputError, StateError) as refusal:
        field = fields.get(refusal.code, "name")
        target = form[field] if field in form else next(iter(form))
        target.errors = [*target.errors, sentence(refusal)]
        return None


def _name(
    member_id: int,
    acts_as: ActsAs,
    name: str,
    email: str,
    mandate: persons.Mandate = persons.UNSAID,
) -> int:
    actor, now = visitor().actor, clock.now()
    with db.transaction() as session:
        member = members.get_member(session, member_id)
        persons.name_person(
            session, member, acts_as, name, email, mandate=mandate, actor=actor, now=now
        )
    flash(gettext("C’est enregistré."), "success")
    return member_id
