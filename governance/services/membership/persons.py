"""Persons (titulaires, suppléants, personnes physiques) who act for members, from day to day."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.member_documents import MemberDocument
from governance.models.members import ActsAs, Member, Person, Representation
from governance.models.register_history import ActKind, RegisterAct
from governance.services.files.days import local_day
from governance.services.membership import history
from governance.services.membership.history import Because
from governance.services.membership.names import checked_email, fold, require_plain
from governance.services.records import journal
from governance.services.records.journal import Actor


@dataclass(frozen=True, slots=True)
class Mandate:
    """Since when a person acts (today when left out), until when, by which act and paper."""

    since: date | None = None
    ends_on: date | None = None
    reference: str = ""
    document_id: int | None = None


UNSAID = Mandate()


def name_person(
    session: Session,
    member: Member,
    acts_as: ActsAs,
    name: str,
    email: str,
    *,
    mandate: Mandate = UNSAID,
    actor: Actor,
    now: datetime,
) -> Representation:
    """Name who acts for a member in one capacity, or correct the name or address of who does.

    The same name, case and accents apart, is the same person, whose mandate may be completed;
    another name ends the present representation on the day the new one begins. An empty address
    means that none is known.

    Raises:
        InvalidInputError: members.email-without-person, .bad-email, .email-taken when the address
            is another person's, .invisible-character, .too-long, .mandate-ends-first,
            .mandate-before-last, .too-early, .from-in-future.
        NotFoundError: papers.unknown.
    """
    if not fold(name):
        raise InvalidInputError("members.email-without-person")
    require_plain(name)
    address = checked_email(email) if email.strip() else None
    _check_mandate(session, member, mandate, now)
    standing = current(member, acts_as)
    act = history.begin(
        session,
        ActKind.NAMED,
        Because(reference=mandate.reference, document_id=mandate.document_id),
        actor=actor,
        now=now,
    )
    if standing is not None and fold(standing.person.name) == fold(name):
        return _correct(session, act, standing, name.strip(), address, mandate, actor, now)
    return _replace(
        session, act, member, acts_as, standing, name.strip(), address, mandate, actor, now
    )


def of_successor(mandate: Mandate, held: Representation) -> Mandate:
    """Return the mandate of a successor: what was written of the present one is not hers."""
    return replace(
        mandate,
        since=None if mandate.since == held.since else mandate.since,
        ends_on=None if mandate.ends_on == held.ends_on else mandate.ends_on,
        reference="" if mandate.reference == held.mandate_reference else mandate.reference,
        document_id=None if mandate.document_id == held.document_id else mandate.document_id,
    )


def correct_person(
    session: Session,
    member: Member,
    person: Person,
    name: str,
    email: str,
    *,
    because: Because,
    actor: Actor,
    now: datetime,
) -> None:
    """Correct the name and the address of a person who goes on acting for a member.

    Raises:
        InvalidInputError: members.bad-email, .email-taken, .invisible-character, .empty-name.
    """
    if not fold(name):
        raise InvalidInputError("members.empty-name")
    require_plain(name)
    address = checked_email(email) if email.strip() else None
    _require_free(session, address, person)
    changes = [["person", person.name, name.strip()]] if person.name != name.strip() else []
    if person.email != address:
        changes.append(["email", "", ""])  # addresses stay out of the journal
    if changes:
        act = history.begin(session, ActKind.CORRECTED, because, actor=actor, now=now)
        _amend(session, act, person, name.strip(), address, local_day(now))
        session.flush()
        _record(session, member, changes, actor, now)


def rename(
    session: Session, act: RegisterAct, person: Person, name: str, since: date | None
) -> None:
    """Write the name of a person as that of the member she is, from the same day."""
    if person.name == name:
        return
    person.name = name
    if since is None:
        history.write_correction(session, act, person, {"name": name})
    else:
        history.write_change(session, act, person, {"name": name}, since)


def end_representation(
    session: Session,
    member: Member,
    acts_as: ActsAs,
    *,
    because: Because = history.UNSAID,
    actor: Actor,
    now: datetime,
) -> None:
    """End who acts for an institution in one capacity, without a successor.

    Raises:
        StateError: members.nobody-there.
    """
    standing = current(member, acts_as)
    if standing is None or acts_as is ActsAs.SELF:
        raise StateError("members.nobody-there")
    act = history.begin(session, ActKind.ENDED, because, actor=actor, now=now)
    _end(standing, local_day(now), act)
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


def _check_mandate(session: Session, member: Member, mandate: Mandate, now: datetime) -> None:
    if mandate.since is not None:
        history.require_day(mandate.since, now)
    since = mandate.since or local_day(now)
    if mandate.ends_on is not None and mandate.ends_on <= since:
        raise InvalidInputError("members.mandate-ends-first", day=since.isoformat())
    if mandate.document_id is not None:
        paper = session.get(MemberDocument, mandate.document_id)
        if paper is None or paper.member_id != member.id:
            raise NotFoundError("papers.unknown")


def _correct(
    session: Session,
    act: RegisterAct,
    standing: Representation,
    name: str,
    address: str | None,
    mandate: Mandate,
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
    _amend(session, act, person, name, address, local_day(now))
    if mandate.since is not None and mandate.since != standing.since:
        changes.append(["since", standing.since.isoformat(), mandate.since.isoformat()])
    if mandate.ends_on != standing.ends_on and mandate != UNSAID:
        changes.append(["ends_on", _iso(standing.ends_on), _iso(mandate.ends_on)])
    if mandate != UNSAID:
        told = replace(mandate, since=mandate.since or standing.since)
        _require_order(standing, told.since or standing.since)
        _fill(standing, told)
    session.flush()
    if changes:
        _record(session, standing.member, changes, actor, now)
    return standing


def _replace(
    session: Session,
    act: RegisterAct,
    member: Member,
    acts_as: ActsAs,
    standing: Representation | None,
    name: str,
    address: str | None,
    mandate: Mandate,
    actor: Actor,
    now: datetime,
) -> Representation:
    since = mandate.since or local_day(now)
    last = max((row.until for row in _past(member, acts_as) if row.until), default=None)
    if (standing is not None and mandate.since is not None and since < standing.since) or (
        last is not None and mandate.since is not None and since < last
    ):
        day = standing.since if standing is not None else last
        raise InvalidInputError("members.mandate-before-last", day=_iso(day))
    person = _known(session, member, name, address)
    _require_free(session, address, person)
    if person is None:
        person = Person(name=name, email=address)
        session.add(person)
        history.write_new(session, act, person, history.fields_of(person))
    elif address is not None:
        _amend(session, act, person, person.name, address, local_day(now))
    before = standing.person.name if standing is not None else ""
    if standing is not None:
        _end(standing, since, act)
        session.flush()  # the old one ends before the new one begins
    new = Representation(member=member, person=person, acts_as=acts_as, named_by_id=act.id)
    _fill(new, replace(mandate, since=since))
    session.add(new)
    session.flush()
    _record(session, member, [[acts_as.value, before, name]], actor, now)
    return new


def _fill(standing: Representation, mandate: Mandate) -> None:
    standing.since = mandate.since or standing.since
    standing.ends_on = mandate.ends_on
    standing.mandate_reference = mandate.reference.strip()
    standing.document_id = mandate.document_id


def _require_order(standing: Representation, since: date) -> None:
    """Refuse that a mandate begins before the one it followed had ended."""
    before = [row.until for row in _past(standing.member, ActsAs(standing.acts_as)) if row.until]
    if before and since < max(before):
        raise InvalidInputError("members.mandate-before-last", day=_iso(max(before)))


def _past(member: Member, acts_as: ActsAs) -> list[Representation]:
    return [
        row for row in member.representations if row.until is not None and row.acts_as == acts_as
    ]


def _amend(
    session: Session,
    act: RegisterAct,
    person: Person,
    name: str,
    address: str | None,
    since: date,
) -> None:
    """Write a person's name as corrected and her address as changed."""
    if person.name != name:
        person.name = name
        history.write_correction(session, act, person, {"name": name})
    if person.email != address:
        person.email = address
        session.flush()
        history.write_change(session, act, person, {"email": address or ""}, since)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


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


def _end(standing: Representation, day: date, act: RegisterAct) -> None:
    standing.until = max(day, standing.since)
    standing.ended_by_id = act.id


def _record(
    session: Session, member: Member, changes: list[list[str]], actor: Actor, now: datetime
) -> None:
    facts = {"member": member.id, "name": member.name, "changes": changes}
    journal.record(session, "member.changed", facts, actor=actor, meeting_id=None, now=now)
