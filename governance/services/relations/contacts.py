"""Contacts of members (interlocuteurs): one permanent at a time, others beside, none forgotten.

Their names and addresses stay out of the journal, which can never be erased.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.contacts import Contact
from governance.models.members import Member, MemberKind
from governance.services.files.texts import checked_text
from governance.services.membership import history
from governance.services.membership.members import get_member
from governance.services.membership.names import checked_email, fold
from governance.services.records import journal
from governance.services.records.journal import Actor

MOST_CONTACTS = 50  # of one member at a time
PHONE = re.compile(r"\+?[0-9 .()/-]{4,29}")
FIELDS = ("name", "function", "email", "phone")


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a contact; an empty text means that it is not known."""

    name: str
    function: str = ""
    email: str = ""
    phone: str = ""


def contacts_of(session: Session, member_id: int) -> Sequence[Contact]:
    """Return the contacts of a member now, the permanent one first."""
    wanted = select(Contact).where(Contact.member_id == member_id, Contact.until.is_(None))
    return session.scalars(wanted.order_by(Contact.is_permanent.desc(), Contact.id)).all()


def former_contacts(session: Session, member_id: int) -> Sequence[Contact]:
    """Return who was a contact of a member and in what capacity, the latest end first."""
    wanted = select(Contact).where(Contact.member_id == member_id, Contact.until > Contact.since)
    return session.scalars(wanted.order_by(Contact.until.desc(), Contact.id.desc())).all()


def permanent_contact(session: Session, member_id: int) -> Contact | None:
    """Return the permanent contact of a member now, if it has one."""
    return next((one for one in contacts_of(session, member_id) if one.is_permanent), None)


def permanent_contacts(session: Session) -> Mapping[int, Contact]:
    """Return the permanent contact now, by member."""
    wanted = select(Contact).where(Contact.until.is_(None), Contact.is_permanent)
    return {contact.member_id: contact for contact in session.scalars(wanted)}


def get_contact(session: Session, member_id: int, contact_id: int) -> Contact:
    """Return a contact of this member.

    Raises:
        NotFoundError: contacts.unknown, for another member's too.
    """
    contact = session.get(Contact, contact_id)
    if contact is None or contact.member_id != member_id:
        raise NotFoundError("contacts.unknown")
    return contact


def add_contact(
    session: Session,
    member_id: int,
    card: Card,
    since: date,
    *,
    permanent: bool = False,
    former_stays: bool = False,
    actor: Actor,
    now: datetime,
) -> Contact:
    """Add a contact; a new permanent one takes the place of the present one on the day ``since``.

    With ``former_stays`` the one before goes on as a contact beside the new one.

    Raises:
        NotFoundError: members.unknown.
        StateError: contacts.too-many, contacts.not-an-institution, members.left-already,
            members.merged-away.
        InvalidInputError: members.empty-name, .too-long, .bad-email, .invisible-character,
            .from-in-future, .too-early; contacts.bad-phone, contacts.there,
            contacts.before-present.
    """
    member = _institution(session, member_id)
    card = _checked(card)
    history.require_day(since, now)
    present = contacts_of(session, member_id)
    if len(present) >= MOST_CONTACTS:
        raise StateError("contacts.too-many", limit=MOST_CONTACTS)
    if any(fold(other.name) == fold(card.name) for other in present):
        raise InvalidInputError("contacts.there", name=card.name)
    if permanent:
        _step_down(session, present, since, stays=former_stays, actor=actor, now=now)
    contact = _begin(session, member_id, card, since, permanent=permanent, actor=actor, now=now)
    _record(session, "contact.added", member, contact, actor, now)
    return contact


def correct_contact(
    session: Session, member_id: int, contact_id: int, card: Card, *, actor: Actor, now: datetime
) -> None:
    """Correct what is known of a contact; the journal tells which fields, never what they held.

    Raises:
        NotFoundError: contacts.unknown.
        StateError: contacts.ended.
        InvalidInputError: members.empty-name, .too-long, .bad-email, .invisible-character;
            contacts.bad-phone, contacts.there.
    """
    contact = _present(session, member_id, contact_id)
    card = _checked(card)
    others = [other for other in contacts_of(session, member_id) if other is not contact]
    if any(fold(other.name) == fold(card.name) for other in others):
        raise InvalidInputError("contacts.there", name=card.name)
    changed = [name for name in FIELDS if getattr(contact, name) != getattr(card, name)]
    for name in changed:
        setattr(contact, name, getattr(card, name))
    if changed:
        session.flush()
        _record(session, "contact.corrected", contact.member, contact, actor, now, fields=changed)


def make_permanent(
    session: Session,
    member_id: int,
    contact_id: int,
    since: date,
    *,
    former_stays: bool,
    actor: Actor,
    now: datetime,
) -> Contact:
    """Make a contact the permanent one from the day ``since``.

    Raises:
        NotFoundError: contacts.unknown.
        StateError: contacts.ended, contacts.permanent-already.
        InvalidInputError: members.from-in-future, members.too-early, contacts.before-present.
    """
    contact = _present(session, member_id, contact_id)
    if contact.is_permanent:
        raise StateError("contacts.permanent-already", name=contact.name)
    history.require_day(since, now)
    present = contacts_of(session, member_id)
    _step_down(session, present, since, stays=former_stays, actor=actor, now=now)
    _end(contact, since)
    session.flush()
    card = Card(contact.name, contact.function, contact.email, contact.phone)
    begun = _begin(session, member_id, card, since, permanent=True, actor=actor, now=now)
    _record(session, "contact.made-permanent", contact.member, begun, actor, now)
    return begun


def end_contact(
    session: Session, member_id: int, contact_id: int, on: date, *, actor: Actor, now: datetime
) -> None:
    """Write that someone is no contact any more from a day on; the line stays in the history.

    Raises:
        NotFoundError: contacts.unknown.
        StateError: contacts.ended.
        InvalidInputError: members.from-in-future, members.too-early, contacts.before-present.
    """
    contact = _present(session, member_id, contact_id)
    history.require_day(on, now)
    _end(contact, on)
    session.flush()
    _record(session, "contact.ended", contact.member, contact, actor, now, day=on.isoformat())


def _institution(session: Session, member_id: int) -> Member:
    """Return a member that may have contacts: an institution, still there."""
    member = get_member(session, member_id)
    if member.merged_into_id is not None:
        raise StateError("members.merged-away")
    if member.left_on is not None:
        raise StateError("members.left-already", day=member.left_on.isoformat())
    if member.kind != MemberKind.INSTITUTION:
        raise StateError("contacts.not-an-institution")
    return member


def _present(session: Session, member_id: int, contact_id: int) -> Contact:
    contact = get_contact(session, member_id, contact_id)
    if contact.until is not None:
        raise StateError("contacts.ended", name=contact.name)
    return contact


def _checked(card: Card) -> Card:
    phone = " ".join(card.phone.split())
    if phone and not (PHONE.fullmatch(phone) and any(char.isdigit() for char in phone)):
        raise InvalidInputError("contacts.bad-phone", value=phone[:40])
    name = " ".join(checked_text(card.name, 200, "members.empty-name").split())
    if not fold(name):
        raise InvalidInputError("members.empty-name")
    function = " ".join(checked_text(card.function, 200).split())
    email = checked_email(card.email) if card.email.strip() else ""
    return Card(name, function, email, phone)


def _step_down(
    session: Session,
    present: Sequence[Contact],
    on: date,
    *,
    stays: bool,
    actor: Actor,
    now: datetime,
) -> None:
    """End the place of the present permanent contact, who may stay as one of the others."""
    for contact in [contact for contact in present if contact.is_permanent]:
        _end(contact, on)
        session.flush()
        if stays:
            card = Card(contact.name, contact.function, contact.email, contact.phone)
            _begin(session, contact.member_id, card, on, permanent=False, actor=actor, now=now)


def _end(contact: Contact, on: date) -> None:
    if on < contact.since:
        day = contact.since.isoformat()
        raise InvalidInputError("contacts.before-present", name=contact.name, day=day)
    contact.until = on


def _begin(
    session: Session,
    member_id: int,
    card: Card,
    since: date,
    *,
    permanent: bool,
    actor: Actor,
    now: datetime,
) -> Contact:
    contact = Contact(
        member_id=member_id,
        name=card.name,
        function=card.function,
        email=card.email,
        phone=card.phone,
        is_permanent=permanent,
        since=since,
        added_at=now,
        added_by=actor.name,
    )
    session.add(contact)
    session.flush()
    return contact


def _record(
    session: Session,
    kind: str,
    member: Member,
    contact: Contact,
    actor: Actor,
    now: datetime,
    **more: object,
) -> None:
    facts = {"member": member.id, "name": member.name, "contact": contact.id, **more}
    facts["permanent"] = contact.is_permanent
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)
