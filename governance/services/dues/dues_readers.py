"""Whom the association writes to about dues: the permanent contact, else whoever acts."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from governance.errors import InvalidInputError
from governance.models.contacts import Contact
from governance.models.members import ActsAs, Member, Person, Representation
from governance.services.electorate.roll import PRECEDENCE

Reader = Person | Contact


def readers_of(session: Session, members: Collection[int]) -> Mapping[int, Reader]:
    """Return whom to write to for each member: its permanent contact where a mail reaches it.

    Otherwise the member herself, the representative, then the alternate: the first whom a mail
    reaches, else the first.
    """
    acting = (
        select(Representation)
        .where(Representation.member_id.in_(members), Representation.until.is_(None))
        .options(joinedload(Representation.person))
    )
    found: dict[int, Reader] = {}
    for row in sorted(session.scalars(acting), key=_order):
        found.setdefault(row.member_id, row.person)
    permanent = select(Contact).where(Contact.member_id.in_(members), _is_written_to())
    return found | {contact.member_id: contact for contact in session.scalars(permanent)}


def is_reached(member_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the condition: a mail reaches whoever is written to for a member."""
    contact = select(Contact.id).where(Contact.member_id == member_id, _is_written_to())
    person = (
        select(Representation.id)
        .join(Person, Person.id == Representation.person_id)
        .where(
            Representation.member_id == member_id,
            Representation.until.is_(None),
            Person.email.is_not(None),
        )
    )
    return or_(contact.exists(), person.exists())


def _is_written_to() -> ColumnElement[bool]:
    return and_(Contact.until.is_(None), Contact.is_permanent, Contact.email != "")


def _order(row: Representation) -> tuple[bool, int]:
    return not row.person.email, PRECEDENCE[ActsAs(row.acts_as)]


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
