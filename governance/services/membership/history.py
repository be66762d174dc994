"""The register's memory (historique): acts that write dated facts, and retract wrong ones.

Law of the house: a field holds, on a day, what its last fact that began by that day says, facts
that were retracted left out. Facts of one field are written in the order of their days.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session, joinedload

from governance.errors import InvalidInputError, NotFoundError
from governance.models.member_documents import MemberDocument
from governance.models.members import Member, Person
from governance.models.register_history import ActKind, Membership, RegisterAct, RegisterFact
from governance.services.files.days import local_day
from governance.services.membership.names import fold, require_plain
from governance.services.records.journal import Actor

OLDEST = date(1901, 7, 1)  # the law on associations
EVER = date.min  # how a fact without a day is put in order
LIMITS = {"reason": 500, "decided_by": 200, "reference": 200}


@dataclass(frozen=True, slots=True)
class Because:
    """Why the register changes: the reason, who decided, by which act, on which paper."""

    reason: str = ""
    decided_by: str = ""
    reference: str = ""
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as the replay needs it."""

    id: int
    field: str
    value: str
    holds_from: date | None


UNSAID = Because()


def begin(
    session: Session, kind: ActKind, because: Because, *, actor: Actor, now: datetime
) -> RegisterAct:
    """Record an act on the register; its facts come after.

    Raises:
        InvalidInputError: members.too-long, .invisible-character.
        NotFoundError: papers.unknown.
    """
    told = {name: getattr(because, name).strip() for name in LIMITS}
    for name, text in told.items():
        require_plain(text.replace("\n", " ").replace("\r", " "))
        if len(text) > LIMITS[name]:
            raise InvalidInputError("members.too-long", limit=LIMITS[name])
    if because.document_id is not None and not session.get(MemberDocument, because.document_id):
        raise NotFoundError("papers.unknown")
    act = RegisterAct(
        kind=kind.value,
        **told,
        document_id=because.document_id,
        recorded_at=now,
        recorded_by=actor.name,
    )
    session.add(act)
    session.flush()
    return act


def require_day(day: date, now: datetime) -> None:
    """Refuse a day before the law on associations or after today.

    Raises:
        InvalidInputError: members.too-early, members.from-in-future.
    """
    if day < OLDEST:
        raise InvalidInputError("members.too-early", day=OLDEST.isoformat())
    if day > local_day(now):
        raise InvalidInputError("members.from-in-future")


def write_new(
    session: Session, act: RegisterAct, subject: Member | Person, fields: Mapping[str, str]
) -> None:
    """Write the first facts of a subject; they hold since ever."""
    session.flush()
    told = [row(act, subject, field, text, None) for field, text in fields.items()]
    if told:
        session.execute(insert(RegisterFact), told)


def write_change(
    session: Session,
    act: RegisterAct,
    subject: Member | Person,
    fields: Mapping[str, str],
    holds_from: date,
) -> None:
    """Write what fields hold from a day on; a fact of that same day is retracted.

    Raises:
        InvalidInputError: members.later-change, when a later value is already known.
    """
    standing = live_facts(session, subject, fields)
    for field in fields:
        last = _last(standing, field)
        if last is not None and last.holds_from is not None and last.holds_from > holds_from:
            raise InvalidInputError("members.later-change", day=last.holds_from.isoformat())
        if last is not None and last.holds_from == holds_from:
            retract(session, act, [last.id])
    told = [row(act, subject, field, text, holds_from) for field, text in fields.items()]
    if told:
        session.execute(insert(RegisterFact), told)


def write_correction(
    session: Session, act: RegisterAct, subject: Member | Person, fields: Mapping[str, str]
) -> None:
    """Write that fields never held what was said: the last fact is retracted, its day kept."""
    standing = live_facts(session, subject, fields)
    told = []
    for field, text in fields.items():
        last = _last(standing, field)
        if last is not None:
            retract(session, act, [last.id])
        told.append(row(act, subject, field, text, last.holds_from if last else None))
    if told:
        session.execute(insert(RegisterFact), told)


def write_membership(
    session: Session, act: RegisterAct, member: Member, state: Membership, holds_from: date | None
) -> None:
    """Write that a member is one, or how it left, from a day on."""
    fact = row(act, member, "membership", state.value, holds_from)
    session.execute(insert(RegisterFact), [fact])


def correct_entry(
    session: Session, act: RegisterAct, member: Member, joined_on: date | None
) -> None:
    """Correct the day on which the member last entered; the wrong one stays, retracted.

    Raises:
        InvalidInputError: members.dates-out-of-order, when it would enter after it left, or come
            back before it left.
    """
    facts = live_facts(session, member, ("membership",))
    entries = [place for place, fact in enumerate(facts) if fact.value == Membership.MEMBER]
    if entries:
        place = entries[-1]
        before = facts[place - 1].holds_from if place else None
        after = facts[place + 1].holds_from if place + 1 < len(facts) else None
        if (before and (joined_on is None or joined_on < before)) or (
            after and joined_on is not None and joined_on > after
        ):
            raise InvalidInputError("members.dates-out-of-order")
        retract(session, act, [facts[place].id])
        if after is not None:  # written again, so that it still comes after the entry
            retract(session, act, [facts[place + 1].id])
    write_membership(session, act, member, Membership.MEMBER, joined_on)
    if entries and after is not None:
        write_membership(session, act, member, Membership(facts[place + 1].value), after)
    member.joined_on = joined_on
    session.flush()


def said(because: Because) -> dict[str, str]:
    """Return what was said of an act, as the journal keeps it; nothing for nothing."""
    told = {name: getattr(because, name).strip() for name in LIMITS}
    return {name: text for name, text in told.items() if text}


def retract(session: Session, act: RegisterAct, fact_ids: Iterable[int]) -> None:
    """Mark facts as found wrong by ``act``; they stay."""
    changed = update(RegisterFact).where(RegisterFact.id.in_(list(fact_ids)))
    session.execute(changed.values(retracted_by_id=act.id))


def undo(session: Session, act: RegisterAct, by: RegisterAct) -> None:
    """Retract what an act wrote and let stand again what it retracted; rows are restored after."""
    written = update(RegisterFact).where(
        RegisterFact.act_id == act.id, RegisterFact.retracted_by_id.is_(None)
    )
    session.execute(written.values(retracted_by_id=by.id))
    retracted = update(RegisterFact).where(
        RegisterFact.retracted_by_id == act.id, RegisterFact.act_id != act.id
    )
    session.execute(retracted.values(retracted_by_id=None))


def live_facts(
    session: Session, subject: Member | Person, fields: Collection[str] = ()
) -> list[Told]:
    """Return the facts of a subject that were not retracted, in the order of their days."""
    wanted = select(RegisterFact).where(_of(subject), RegisterFact.retracted_by_id.is_(None))
    if fields:
        wanted = wanted.where(RegisterFact.field.in_(list(fields)))
    told = [
        Told(fact.id, fact.field, fact.value, fact.holds_from) for fact in session.scalars(wanted)
    ]
    return sorted(told, key=order)


def order(fact: Told) -> tuple[date, int]:
    """Return the place of a fact among those of its field."""
    return (fact.holds_from or EVER, fact.id)


def replay(facts: Iterable[Told], day: date) -> dict[str, str]:
    """Return what each field holds on a day; a field that nothing was said of is left out."""
    held: dict[str, str] = {}
    for fact in sorted(facts, key=order):
        if (fact.holds_from or EVER) <= day:
            held[fact.field] = fact.value
    return held


def membership_on(facts: Iterable[Told], day: date) -> tuple[str, date | None, date | None]:
    """Return how the member stood on a day, since when it was one, and when it last left."""
    state, joined_on, left_on = "", None, None
    for fact in sorted(facts, key=order):
        if fact.field != "membership" or (fact.holds_from or EVER) > day:
            continue
        state = fact.value
        if state == Membership.MEMBER:
            joined_on, left_on = fact.holds_from, None
        else:
            left_on = fact.holds_from
    return state, joined_on, left_on


def facts_about(session: Session, subject: Member | Person) -> Sequence[RegisterFact]:
    """Return every fact of a subject, retracted ones too, the last recorded first."""
    wanted = (
        select(RegisterFact)
        .where(_of(subject))
        .options(
            joinedload(RegisterFact.act).joinedload(RegisterAct.document),
            joinedload(RegisterFact.retracted_by),
        )
        .order_by(RegisterFact.act_id.desc(), RegisterFact.id)
    )
    return session.scalars(wanted).all()


def last_act_on(session: Session, member_id: int) -> int:
    """Return the number of the last act that wrote or retracted a fact of a member; 0 for none."""
    wanted = select(RegisterFact.act_id, RegisterFact.retracted_by_id)
    wanted = wanted.where(RegisterFact.member_id == member_id)
    return max((number or 0 for row in session.execute(wanted) for number in row), default=0)


def restore(session: Session, subject: Member | Person) -> None:
    """Make the row say again what its facts say; after facts were retracted."""
    facts = live_facts(session, subject)
    held = replay(facts, date.max)
    if isinstance(subject, Person):
        subject.name, subject.email = held["name"], held.get("email") or None
    else:
        subject.name, subject.name_key = held["name"], fold(held["name"])
        for field in ("category", "region", "department", "siren", "siret"):
            setattr(subject, field, held.get(field, ""))
        subject.tier_code = held.get("tier") or None
        population = held.get("population", "")
        subject.population = int(population) if population else None
        _, subject.joined_on, subject.left_on = membership_on(facts, date.max)
    session.flush()


def fields_of(subject: Member | Person) -> dict[str, str]:
    """Return what the row says, field by field, as text."""
    if isinstance(subject, Person):
        return {"name": subject.name, "email": subject.email or ""}
    return {
        "name": subject.name,
        "category": subject.category,
        "region": subject.region,
        "department": subject.department or "",
        "siren": subject.siren or "",
        "siret": subject.siret or "",
        "population": "" if subject.population is None else str(subject.population),
        "tier": subject.tier_code or "",
    }


def _last(facts: Sequence[Told], field: str) -> Told | None:
    return next((fact for fact in reversed(facts) if fact.field == field), None)


def _of(subject: Member | Person) -> ColumnElement[bool]:
    column = RegisterFact.member_id if isinstance(subject, Member) else RegisterFact.person_id
    return column == subject.id


def row(
    act: RegisterAct, subject: Member | Person, field: str, text: str, holds_from: date | None
) -> dict[str, object]:
    """Return a fact as it is inserted."""
    return {
        "member_id": subject.id if isinstance(subject, Member) else None,
        "person_id": subject.id if isinstance(subject, Person) else None,
        "field": field,
        "value": text,
        "holds_from": holds_from,
        "act_id": act.id,
    }
