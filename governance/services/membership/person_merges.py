"""Merges of persons (fusions de personnes): one human being entered twice; undoable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from governance.errors import GovernanceError, InvalidInputError, NotFoundError, StateError
from governance.models.accounts import Account
from governance.models.members import Person, Representation
from governance.models.merges import Merge
from governance.models.register_history import ActKind, RegisterFact
from governance.models.terms import Term
from governance.services.files.days import local_day
from governance.services.membership import history
from governance.services.membership.history import Because
from governance.services.membership.merges import get_merge, meeting_since, meeting_under_way
from governance.services.records import journal
from governance.services.records.journal import Actor


@dataclass(frozen=True, slots=True)
class Preview:
    """A merge of persons before it is done: the places that move, and what forbids it."""

    kept: Person
    absorbed: Person
    places: tuple[Representation, ...]
    address: str
    obstacle: GovernanceError | None


def get_person(session: Session, person_id: int) -> Person:
    """Return a person with the places she holds or held.

    Raises:
        NotFoundError: merges.no-person.
    """
    places = selectinload(Person.representations).joinedload(Representation.member)
    person = session.get(Person, person_id, options=[places])
    if person is None:
        raise NotFoundError("merges.no-person")
    return person


def preview(session: Session, kept_id: int, absorbed_id: int) -> Preview:
    """Show what merging the second person into the first would do; nothing is written.

    Raises:
        NotFoundError: merges.no-person.
    """
    kept, absorbed = get_person(session, kept_id), get_person(session, absorbed_id)
    obstacle = None
    try:
        _require_mergeable(session, kept, absorbed)
    except GovernanceError as refusal:
        obstacle = refusal
    address = kept.email or absorbed.email or ""
    return Preview(kept, absorbed, tuple(absorbed.representations), address, obstacle)


def merge_persons(
    session: Session, kept_id: int, absorbed_id: int, reason: str, *, actor: Actor, now: datetime
) -> Merge:
    """Make two persons one: the places of the absorbed one become those of the kept one.

    Raises:
        NotFoundError: merges.no-person.
        InvalidInputError: merges.same.
        StateError: merges.merged-away, merges.two-accounts, merges.meeting-called.
    """
    kept, absorbed = get_person(session, kept_id), get_person(session, absorbed_id)
    _require_mergeable(session, kept, absorbed)
    act = history.begin(session, ActKind.MERGED, Because(reason), actor=actor, now=now)
    places = [row.id for row in absorbed.representations]
    account = _account_of(session, absorbed.id)
    moved: dict[str, object] = {
        "places": places,
        "address": [kept.email, absorbed.email],
        "account": account,
        "terms": _give_terms(session, _terms_of(session, absorbed.id), kept.id),
    }
    address = absorbed.email
    _hand_over(session, places, absorbed.id, kept.id, account)
    if address is not None:
        absorbed.email = None
        session.flush()  # one address, one person: freed before it is taken
        history.write_change(session, act, absorbed, {"email": ""}, local_day(now))
        if kept.email is None:
            kept.email = address
            session.flush()
            history.write_change(session, act, kept, {"email": address}, local_day(now))
    absorbed.merged_into_id = kept.id
    merge = Merge(
        subject="person", kept_id=kept.id, absorbed_id=absorbed.id, moved=moved, act_id=act.id
    )
    session.add(merge)
    session.flush()
    _record(session, "person.merged", kept, absorbed, reason, actor, now)
    return merge


def undo_merge(
    session: Session, merge_id: int, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Make the two persons two again.

    Raises:
        NotFoundError: merges.unknown.
        StateError: merges.undone, merges.meeting-since, merges.followed.
    """
    merge = get_merge(session, merge_id, "person")
    kept, absorbed = get_person(session, merge.kept_id), get_person(session, merge.absorbed_id)
    places: list[int] = merge.moved["places"]
    _require_undoable(session, merge, places)
    by = history.begin(session, ActKind.UNDONE, Because(reason), actor=actor, now=now)
    _give_terms(session, merge.moved.get("terms", ()), absorbed.id)
    _hand_over(session, places, kept.id, absorbed.id, merge.moved["account"])
    history.undo(session, merge.act, by)
    kept.email = absorbed.email = None
    session.flush()
    kept.email, absorbed.email = merge.moved["address"]
    absorbed.merged_into_id = None
    merge.undone_by_id = by.id
    session.flush()
    _record(session, "person.unmerged", kept, absorbed, reason, actor, now)


def _require_mergeable(session: Session, kept: Person, absorbed: Person) -> None:
    if kept.id == absorbed.id:
        raise InvalidInputError("merges.same")
    if kept.merged_into_id is not None or absorbed.merged_into_id is not None:
        raise StateError("merges.merged-away")
    if _account_of(session, kept.id) and _account_of(session, absorbed.id):
        raise StateError("merges.two-accounts")
    members = [row.member_id for row in (*kept.representations, *absorbed.representations)]
    meeting = meeting_under_way(session, members)
    if meeting is not None:
        raise StateError("merges.meeting-called", title=meeting.title)


def _require_undoable(session: Session, merge: Merge, places: list[int]) -> None:
    if merge.undone_by_id is not None:
        raise StateError("merges.undone")
    rows = session.scalars(select(Representation).where(Representation.id.in_(places))).all()
    meeting = meeting_since(session, [row.member_id for row in rows], merge.act.recorded_at)
    if meeting is not None:
        raise StateError("merges.meeting-since", title=meeting.title)
    told = select(RegisterFact.act_id).where(
        RegisterFact.person_id.in_([merge.kept_id, merge.absorbed_id])
    )
    later = [number for number in session.scalars(told) if number > merge.act_id]
    ended = [row for row in rows if max(row.named_by_id or 0, row.ended_by_id or 0) > merge.act_id]
    if later or ended:
        raise StateError("merges.followed")


def _hand_over(
    session: Session, places: list[int], giver: int, taker: int, account: int | None
) -> None:
    """Give the places, and the account if there is one, from one person to the other."""
    rows = update(Representation).where(Representation.id.in_(places))
    session.execute(rows.values(person_id=taker))
    if account is not None:
        own = update(Account).where(Account.id == account, Account.person_id == giver)
        session.execute(own.values(person_id=taker))
    session.expire_all()


def _terms_of(session: Session, person_id: int) -> list[int]:
    return list(session.scalars(select(Term.id).where(Term.person_id == person_id)))


def _give_terms(session: Session, numbers: Sequence[int], taker: int) -> list[int]:
    """Let the terms of office be those of a person; return which ones."""
    session.execute(update(Term).where(Term.id.in_(numbers)).values(person_id=taker))
    return list(numbers)


def _account_of(session: Session, person_id: int) -> int | None:
    return session.scalars(select(Account.id).where(Account.person_id == person_id)).first()


def _record(
    session: Session,
    kind: str,
    kept: Person,
    absorbed: Person,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    facts = {
        "person": kept.id,
        "name": kept.name,
        "absorbed": absorbed.id,
        "other": absorbed.name,
        "reason": reason.strip(),
    }
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)
