"""Corrections that members propose (demandes de correction): asked, then accepted or refused."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from governance.errors import InvalidInputError, NotAllowedError, NotFoundError, StateError
from governance.mail.letters import ChangeAnsweredLetter
from governance.models.change_requests import ChangeRequest, RequestState
from governance.models.members import Member, MemberKind, Person, Representation
from governance.services.bylaws import associations
from governance.services.membership import members, persons
from governance.services.membership.company_numbers import checked_department, checked_siret
from governance.services.membership.history import Because
from governance.services.membership.members import Particulars
from governance.services.membership.names import checked_email, fold, require_plain
from governance.services.post.post import Post
from governance.services.records import journal
from governance.services.records.journal import Actor

MOST_WAITING = 5  # of one person for one member
LONGEST_NOTE = 1000
OWN = ("email", "person")  # of whoever proposes
OF_MEMBER = ("name", "region", "department", "siret", "population")
LIMITS = {"email": 254, "person": 200, "name": 200, "region": 80}


def members_of(session: Session, person_id: int) -> Sequence[Representation]:
    """Return the members a person stands for now, with her capacity, by name."""
    wanted = (
        select(Representation)
        .join(Member, Member.id == Representation.member_id)
        .where(Representation.person_id == person_id, Representation.until.is_(None))
        .options(joinedload(Representation.member), joinedload(Representation.person))
        .order_by(Member.name_key, Representation.id)
    )
    return session.scalars(wanted).all()


def held(member: Member, person: Person) -> dict[str, str]:
    """Return what the register holds of a member and of the person who proposes, as text."""
    return {
        "name": member.name,
        "region": member.region,
        "department": member.department,
        "siret": member.siret,
        "population": "" if member.population is None else str(member.population),
        "person": person.name,
        "email": person.email or "",
    }


def ask(
    session: Session,
    member_id: int,
    person_id: int,
    wanted: Mapping[str, str],
    note: str,
    *,
    now: datetime,
) -> ChangeRequest:
    """Keep what a person proposes for a member she acts for; the register stays as it is.

    Raises:
        NotAllowedError: requests.not-yours.
        InvalidInputError: requests.nothing; members.bad-email, .bad-siret, .bad-department,
            .bad-population, .empty-name, .too-long, .invisible-character.
        StateError: requests.too-many.
    """
    standing = _standing_of(session, member_id, person_id)
    before = held(standing.member, standing.person)
    after = _checked(standing.member, wanted)
    changes = [
        [field, before[field], text] for field, text in after.items() if before[field] != text
    ]
    if len(note) > LONGEST_NOTE:
        raise InvalidInputError("members.too-long", limit=LONGEST_NOTE)
    require_plain(" ".join(note.split()))
    if not changes and not note.strip():
        raise InvalidInputError("requests.nothing")
    waiting = [row for row in of_person(session, person_id) if row.state == RequestState.WAITING]
    if sum(row.member_id == member_id for row in waiting) >= MOST_WAITING:
        raise StateError("requests.too-many", limit=MOST_WAITING)
    request = ChangeRequest(
        member_id=member_id,
        person_id=person_id,
        changes=changes,
        note=note.strip(),
        state=RequestState.WAITING.value,
        asked_at=now,
    )
    session.add(request)
    session.flush()
    facts = {"member": member_id, "name": standing.member.name, "request": request.id}
    actor = Actor(standing.person.name)
    journal.record(session, "request.asked", facts, actor=actor, meeting_id=None, now=now)
    return request


def withdraw(session: Session, request_id: int, person_id: int, *, now: datetime) -> None:
    """Take back what one proposed.

    Raises:
        NotFoundError: requests.unknown, for another person's too.
        StateError: requests.decided.
    """
    request = _waiting(session, request_id)
    if request.person_id != person_id:
        raise NotFoundError("requests.unknown")
    _decide(request, RequestState.WITHDRAWN, request.person.name, "", now)
    session.flush()
    facts = {"member": request.member_id, "name": request.member.name, "request": request.id}
    actor = Actor(request.person.name)
    journal.record(session, "request.withdrawn", facts, actor=actor, meeting_id=None, now=now)


def accept(
    session: Session, post: Post, request_id: int, answer: str, *, actor: Actor, now: datetime
) -> ChangeRequest:
    """Write what was proposed to the register, and tell the person.

    Raises:
        NotFoundError: requests.unknown.
        StateError: requests.decided; requests.stale when the register holds something else by now.
        InvalidInputError: what changing a member or a person raises.
    """
    request = _waiting(session, request_id)
    _standing_of(session, request.member_id, request.person_id)
    now_held = held(request.member, request.person)
    if any(now_held[field] != before for field, before, _ in request.changes):
        raise StateError("requests.stale")
    told = {field: after for field, _, after in request.changes}
    because = Because(reason=answer, reference=f"demande n° {request.id}")
    if "email" in told:  # the address that is given up hears of it too
        _tell(session, post, request, RequestState.ACCEPTED, answer, now)
    _apply(session, request, told, because, actor, now)
    _answer(session, post, request, RequestState.ACCEPTED, answer, actor, now)
    return request


def refuse(
    session: Session, post: Post, request_id: int, answer: str, *, actor: Actor, now: datetime
) -> ChangeRequest:
    """Leave the register as it is, and tell the person why.

    Raises:
        NotFoundError: requests.unknown.
        StateError: requests.decided.
        InvalidInputError: requests.no-reason, members.too-long.
    """
    request = _waiting(session, request_id)
    if not answer.strip():
        raise InvalidInputError("requests.no-reason")
    _answer(session, post, request, RequestState.REFUSED, answer, actor, now)
    return request


def waiting(session: Session) -> Sequence[ChangeRequest]:
    """Return the proposals that wait for an answer, the oldest first."""
    wanted = select(ChangeRequest).where(ChangeRequest.state == RequestState.WAITING)
    return session.scalars(_with_people(wanted).order_by(ChangeRequest.id)).all()


def decided(session: Session, limit: int = 50) -> Sequence[ChangeRequest]:
    """Return the last proposals that were answered or taken back."""
    wanted = select(ChangeRequest).where(ChangeRequest.state != RequestState.WAITING)
    newest = ChangeRequest.decided_at.desc()
    return session.scalars(_with_people(wanted).order_by(newest).limit(limit)).all()


def of_person(session: Session, person_id: int) -> Sequence[ChangeRequest]:
    """Return what a person proposed, the newest first."""
    wanted = select(ChangeRequest).where(ChangeRequest.person_id == person_id)
    return session.scalars(_with_people(wanted).order_by(ChangeRequest.id.desc())).all()


def get_request(session: Session, request_id: int) -> ChangeRequest:
    """Return a proposal.

    Raises:
        NotFoundError: requests.unknown.
    """
    request = session.get(ChangeRequest, request_id)
    if request is None:
        raise NotFoundError("requests.unknown")
    return request


def count_waiting(session: Session) -> int:
    """Return how many proposals wait."""
    wanted = select(func.count()).where(ChangeRequest.state == RequestState.WAITING)
    return session.scalar(wanted) or 0


def _with_people(wanted: Select[ChangeRequest]) -> Select[ChangeRequest]:
    return wanted.options(joinedload(ChangeRequest.member), joinedload(ChangeRequest.person))


def _standing_of(session: Session, member_id: int, person_id: int) -> Representation:
    mine = [row for row in members_of(session, person_id) if row.member_id == member_id]
    if not mine:
        raise NotAllowedError("requests.not-yours")
    return mine[0]


def _checked(member: Member, wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the fields a member may propose, as they would be kept."""
    mine = (*OWN, *OF_MEMBER) if member.kind == MemberKind.INSTITUTION else ("email", "name")
    told = {field: wanted[field].strip() for field in mine if field in wanted}
    for field, text in told.items():
        require_plain(text)
        limit = LIMITS.get(field, 60)
        if len(text) > limit:
            raise InvalidInputError("members.too-long", limit=limit)
        if field in ("name", "person") and not fold(text):
            raise InvalidInputError("members.empty-name")
    if told.get("email"):
        told["email"] = checked_email(told["email"])
    if "siret" in told:
        told["siret"] = checked_siret(told["siret"])
    if "department" in told:
        told["department"] = checked_department(told["department"])
    digits = "".join(told.get("population", "").split())
    if digits and not (digits.isascii() and digits.isdecimal() and len(digits) <= 9):
        raise InvalidInputError("members.bad-population", limit=members.MOST_PEOPLE)
    if "population" in told:
        told["population"] = str(int(digits)) if digits else ""
    return told


def _apply(
    session: Session,
    request: ChangeRequest,
    told: Mapping[str, str],
    because: Because,
    actor: Actor,
    now: datetime,
) -> None:
    member, person = request.member, request.person
    wanted = Particulars(
        name=told.get("name", member.name),
        category=member.category,
        region=told.get("region", member.region),
        tier_code=member.tier_code,
        joined_on=member.joined_on,
        department=told.get("department", member.department),
        siren="" if told.get("siret") else member.siren,
        siret=told.get("siret", member.siret),
        population=_number(told["population"]) if "population" in told else member.population,
    )
    members.change_member(session, member.id, wanted, because=because, actor=actor, now=now)
    if "person" in told or "email" in told:
        persons.correct_person(
            session,
            member,
            person,
            told.get("person", person.name),
            told.get("email", person.email or ""),
            because=because,
            actor=actor,
            now=now,
        )


def _number(text: str) -> int | None:
    return int(text) if text else None


def _waiting(session: Session, request_id: int) -> ChangeRequest:
    request = get_request(session, request_id)
    if request.state != RequestState.WAITING:
        raise StateError("requests.decided")
    return request


def _decide(
    request: ChangeRequest, state: RequestState, by: str, answer: str, now: datetime
) -> None:
    if len(answer) > 500:
        raise InvalidInputError("members.too-long", limit=500)
    request.state, request.decided_at = state.value, now
    request.decided_by, request.answer = by, answer.strip()


def _answer(
    session: Session,
    post: Post,
    request: ChangeRequest,
    state: RequestState,
    answer: str,
    actor: Actor,
    now: datetime,
) -> None:
    _decide(request, state, actor.name, answer, now)
    session.flush()
    facts = {
        "member": request.member_id,
        "name": request.member.name,
        "request": request.id,
        "reason": request.answer,
    }
    kind = f"request.{state.value}"
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)
    _tell(session, post, request, state, answer, now)


def _tell(
    session: Session,
    post: Post,
    request: ChangeRequest,
    state: RequestState,
    answer: str,
    now: datetime,
) -> None:
    """Owe the person a mail with the answer, at the address she has now."""
    if request.person.email:
        association = associations.get(session)
        letter = ChangeAnsweredLetter(
            association=association.name,
            recipient=request.person.name,
            contact=association.email,
            member=request.member.name,
            accepted=state is RequestState.ACCEPTED,
            asked_at=request.asked_at,
            reason=answer.strip(),
        )
        post.send(session, letter, request.person, member_id=request.member_id, now=now)
