"""Persons (titulaires, suppléants, personnes physiques) who act for members, from day to day."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, StateError
from governance.models.members import ActsAs, Member, Person, Representation
from governance.services import journal
from governance.services.days import local_day
from governance.services.journal import Actor
from governance.services.names import checked_email, fold, require_plain


def name_person(
    session: Session,
    member: Member,
    acts_as: ActsAs,
    name: str,
    email: str,
    *,
    actor: Actor,
    now: datetime,
) -> Representation:
    """Name who acts for a member in one capacity, or correct the name or address of who does.

    The same name, case and accents apart, is the same person; another name ends the present
    representation today and begins a new one. An empty address means that none is known.

    Raises:
        InvalidInputError: members.email-without-person, .bad-email, .email-taken when the address
            is another person's, .invisible-character.
    """
    if not fold(name):
        raise InvalidInputError("members.email-without-person")
    require_plain(name)
    address = checked_email(email) if email.strip() else None
    standing = current(member, acts_as)
    if standing is not None and fold(standing.person.name) == fold(name):
        return _correct(session, standing, name.strip(), address, actor, now)
    return _replace(session, member, acts_as, standing, name.strip(), address, actor, now)


def end_representation(
    session: Session, member: Member, acts_as: ActsAs, *, actor: Actor, now: datetime
) -> None:
    """End who acts for an institution in one capacity, without a successor.

    Raises:
        StateError: members.nobody-there.
    """
    standing = current(member, acts_as)
    if standing is None or acts_as is ActsAs.SELF:
        raise StateError("members.nobody-there")
    _end(standing, now)
    session.flush()
    _record(session, member, [[acts_as.value, standing.person.name, ""]], actor, now)


def current(member: Member, acts_as: ActsAs) -> Representation | None:
    """Return the representation that stands now in one capacity."""
    return next(
        (
            standing
            for standing in member.representations
            if standing.until is None and standing.acts_as == acts_as
        ),
        None,
    )


def _correct(
    session: Session,
    standing: Representation,
    name: str,
    address: str | None,
    actor: Actor,
    now: datetime,
) -> Representation:
    person = standing.person
    _require_free(session, address, person)
    changes: list[list[str]] = []
    if person.name != name:
        changes.append([standing.acts_as, person.name, name])
    if person.email != address:
        changes.append([f"{standing.acts_as}_email", "", ""])  # addresses stay out of the journal
    person.name, person.email = name, address
    session.flush()
    if changes:
        _record(session, standing.member, changes, actor, now)
    return standing


def _replace(
    session: Session,
    member: Member,
    acts_as: ActsAs,
    standing: Representation | None,
    name: str,
    address: str | None,
    actor: Actor,
    now: datetime,
) -> Representation:
    person = _known(session, member, name, address)
    _require_free(session, address, person)
    if person is None:
        person = Person(name=name, email=address)
        session.add(person)
    elif address is not None:
        person.email = address
    before = standing.person.name if standing is not None else ""
    if standing is not None:
        _end(standing, now)
        session.flush()  # the old one ends before the new one begins
    new = Representation(member=member, person=person, acts_as=acts_as, since=local_day(now))
    session.add(new)
    session.flush()
    _record(session, member, [[acts_as.value, before, name]], actor, now)
    return new


def _known(session: Session, member: Member, name: str, address: str | None) -> Person | None:
    """Return the person of that name: at that address, else acting for the member otherwise."""
    owner = _owner(session, address)
    if owner is not None and fold(owner.name) == fold(name):
        return owner
    beside = (standing.person for standing in member.representations if standing.until is None)
    return next((person for person in beside if fold(person.name) == fold(name)), None)


def _require_free(session: Session, address: str | None, person: Person | None) -> None:
    owner = _owner(session, address)
    if owner is not None and owner is not person:
        raise InvalidInputError("members.email-taken", value=address, person=owner.name)


def _owner(session: Session, address: str | None) -> Person | None:
    if address is None:
        return None
    return session.scalars(select(Person).where(Person.email == address)).first()


def _end(standing: Representation, now: datetime) -> None:
    standing.until = max(local_day(now), standing.since)


def _record(
    session: Session, member: Member, changes: list[list[str]], actor: Actor, now: datetime
) -> None:
    facts = {"member": member.id, "name": member.name, "changes": changes}
    journal.record(session, "member.changed", facts, actor=actor, meeting_id=None, now=now)
