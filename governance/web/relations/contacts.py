"""Pages of a member's contacts (interlocuteurs): who, since when, who is the permanent one."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.models.accounts import Role
from governance.services.files.spreadsheets import FORMATS
from governance.services.membership import members
from governance.services.relations import contacts, relation_files
from governance.web.access import officers
from governance.web.forms.relations import CardForm, EndForm, NewContactForm, PermanentForm
from governance.web.membership.members import READERS, submitted, today
from governance.web.visitor import visitor

bp = Blueprint("contacts", __name__, url_prefix="/registre")
FIELDS = {
    "members.bad-email": "email",
    "contacts.bad-phone": "phone",
    "members.from-in-future": "since",
    "members.too-early": "since",
    "contacts.before-present": "since",
}


@bp.get("/<int:member_id>/contacts")
@officers(*READERS)
def index(member_id: int) -> ResponseReturnValue:
    """Show who works with the association at a member, now and before."""
    return render_template(
        "governance/contacts/index.html",
        member=members.get_member(db.session(), member_id),
        present=contacts.contacts_of(db.session(), member_id),
        former=contacts.former_contacts(db.session(), member_id),
    )


@bp.get("/contacts/export/<any(csv, xlsx, ods):extension>")
@officers(Role.SECRETARY)
def export(extension: str) -> ResponseReturnValue:
    """Send the contacts of all members as a file."""
    now = clock.now()
    raw = relation_files.contacts_file(db.session(), extension, now)
    name = f"contacts-{today().isoformat()}.{extension}"
    return Response(
        raw,
        mimetype=FORMATS[extension].media_type,
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


@bp.route("/<int:member_id>/contacts/nouveau", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def add(member_id: int) -> ResponseReturnValue:
    """Add a contact."""
    permanent = contacts.permanent_contact(db.session(), member_id)
    form = NewContactForm(since=today(), permanent=permanent is None)

    def act() -> int:
        with db.transaction() as session:
            return contacts.add_contact(
                session,
                member_id,
                form.card(),
                form.since.data,
                permanent=form.permanent.data,
                former_stays=form.former.data == "stays",
                actor=visitor().actor,
                now=clock.now(),
            ).id

    if submitted(form, act, FIELDS) is not None:
        flash(gettext("Le contact est inscrit."), "success")
        return _back(member_id)
    member = members.get_member(db.session(), member_id)
    return render_template(
        "governance/contacts/add.html", form=form, member=member, permanent=permanent
    )


@bp.route("/<int:member_id>/contacts/<int:contact_id>/corriger", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def correct(member_id: int, contact_id: int) -> ResponseReturnValue:
    """Correct what is known of a contact."""
    contact = contacts.get_contact(db.session(), member_id, contact_id)
    form = CardForm(obj=contact)

    def act() -> int:
        with db.transaction() as session:
            actor, now = visitor().actor, clock.now()
            contacts.correct_contact(
                session, member_id, contact_id, form.card(), actor=actor, now=now
            )
        return contact_id

    if submitted(form, act, FIELDS) is not None:
        flash(gettext("La ligne est à jour."), "success")
        return _back(member_id)
    return render_template(
        "governance/contacts/correct.html", form=form, member=contact.member, contact=contact
    )


@bp.route("/<int:member_id>/contacts/<int:contact_id>/permanent", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def make_permanent(member_id: int, contact_id: int) -> ResponseReturnValue:
    """Make a contact the permanent one."""
    contact = contacts.get_contact(db.session(), member_id, contact_id)
    form = PermanentForm(since=today())

    def act() -> int:
        with db.transaction() as session:
            return contacts.make_permanent(
                session,
                member_id,
                contact_id,
                form.since.data,
                former_stays=form.former.data == "stays",
                actor=visitor().actor,
                now=clock.now(),
            ).id

    if submitted(form, act, FIELDS) is not None:
        flash(gettext("Le contact permanent a changé."), "success")
        return _back(member_id)
    permanent = contacts.permanent_contact(db.session(), member_id)
    return render_template(
        "governance/contacts/permanent.html",
        form=form,
        member=contact.member,
        contact=contact,
        permanent=permanent,
    )


@bp.route("/<int:member_id>/contacts/<int:contact_id>/fin", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def end(member_id: int, contact_id: int) -> ResponseReturnValue:
    """Write that someone is no contact any more."""
    contact = contacts.get_contact(db.session(), member_id, contact_id)
    form = EndForm(day=today())

    def act() -> int:
        with db.transaction() as session:
            actor, now = visitor().actor, clock.now()
            contacts.end_contact(
                session, member_id, contact_id, form.day.data, actor=actor, now=now
            )
        return contact_id

    if submitted(form, act, dict.fromkeys(FIELDS, "day")) is not None:
        flash(gettext("Cette personne n’est plus un contact de ce membre."), "success")
        return _back(member_id)
    return render_template(
        "governance/contacts/end.html", form=form, member=contact.member, contact=contact
    )


def _back(member_id: int) -> ResponseReturnValue:
    return redirect(url_for(".index", member_id=member_id))
