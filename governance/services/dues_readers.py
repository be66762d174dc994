"""Whom the association writes to about dues: the permanent contact, else whoever acts."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError
from governance.models.contacts import Contact
from governance.models.members import Member, Person
from governance.services import roll

Reader = Person | Contact


def readers_of(session: Session, members: Collection[int]) -> Mapping[int, Reader]:
    """Return whom to write to for each member: its permanent contact where a mail reaches it.

    Otherwise the member herself, the representative, then the alternate.
    """
    wanted = select(Contact).where(
        Contact.member_id.in_(members),
        Contact.until.is_(None),
        Contact.is_permanent,
        Contact.email != "",
    )
    found: dict[int, Reader] = dict(roll.acting_persons(session, members=members))
    return found | {contact.member_id: contact for contact in session.scalars(wanted)}


def get_reader(session: Session, member: Member) -> Reader:
    """Return whom to write to for a member.

    Raises:
        InvalidInputError: mail.no-address, where there is nobody.
    """
    reader = readers_of(session, [member.id]).get(member.id)
    if reader is None:
        raise InvalidInputError("mail.no-address", name=member.name)
    return reader


def facts_of(reader: Reader) -> dict[str, object]:
    """Return how the journal names a reader: a contact by her number only."""
    if isinstance(reader, Contact):
        return {"contact": reader.id}
    return {"recipient": reader.name}
