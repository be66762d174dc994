"""What follows a member when its duplicate is merged into it: contacts, points, papers, asks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from governance.models.change_requests import ChangeRequest
from governance.models.contacts import Contact
from governance.models.dues_calls import Renewal
from governance.models.followups import Expectation, FollowUp, MemberTheme
from governance.models.member_documents import MemberDocument
from governance.models.terms import Term
from governance.services.relations.contacts import contacts_of

MOVED: Mapping[str, Any] = {
    "contacts": Contact,
    "points": FollowUp,
    "expectations": Expectation,
    "papers": MemberDocument,
    "requests": ChangeRequest,
    "renewals": Renewal,
    "terms": Term,
}


def what_moves(session: Session, absorbed_id: int) -> Iterator[tuple[str, int]]:
    """Yield how many rows of each table a merge would move; none is left out."""
    for name, table in MOVED.items():
        count = len(_ids(session, table, absorbed_id))
        if count:
            yield name, count


def hand_over(session: Session, absorbed_id: int, kept_id: int) -> dict[str, Any]:
    """Give the kept member what the absorbed one has; its own permanent contact stays that.

    Returns:
        What changed owner, as ``give_back`` takes it.
    """
    moved: dict[str, Any] = {
        name: _ids(session, table, absorbed_id) for name, table in MOVED.items()
    }
    moved["demoted"] = _demote(session, absorbed_id, kept_id)
    _give(session, moved, kept_id)
    held = set(_themes(session, kept_id))
    moved["themes"] = [number for number in _themes(session, absorbed_id) if number not in held]
    session.add_all(MemberTheme(member_id=kept_id, theme_id=number) for number in moved["themes"])
    session.flush()
    return moved


def give_back(session: Session, moved: Mapping[str, Any], absorbed_id: int, kept_id: int) -> None:
    """Undo ``hand_over``: what was written since for the kept member stays with it."""
    if not moved:
        return  # a merge from before contacts and points were kept
    _give(session, moved, absorbed_id)
    promoted = update(Contact).where(
        Contact.id.in_(moved["demoted"]), Contact.until.is_(None), ~Contact.is_permanent
    )
    session.execute(promoted.values(is_permanent=True))
    session.execute(
        delete(MemberTheme).where(
            MemberTheme.member_id == kept_id, MemberTheme.theme_id.in_(moved["themes"])
        )
    )
    session.expire_all()


def _demote(session: Session, absorbed_id: int, kept_id: int) -> list[int]:
    """Make the absorbed row's permanent contact one of the others where the place is taken."""
    if not any(contact.is_permanent for contact in contacts_of(session, kept_id)):
        return []
    demoted = [one for one in contacts_of(session, absorbed_id) if one.is_permanent]
    for contact in demoted:
        contact.is_permanent = False
    session.flush()
    return [contact.id for contact in demoted]


def _give(session: Session, moved: Mapping[str, Any], owner: int) -> None:
    for name, table in MOVED.items():
        rows = update(table).where(table.id.in_(moved.get(name, ())))
        session.execute(rows.values(member_id=owner))
    session.flush()


def _ids(session: Session, table: Any, member_id: int) -> Sequence[int]:
    wanted = select(table.id).where(table.member_id == member_id).order_by(table.id)
    return list(session.scalars(wanted))


def _themes(session: Session, member_id: int) -> Sequence[int]:
    wanted = select(MemberTheme.theme_id).where(MemberTheme.member_id == member_id)
    return list(session.scalars(wanted.order_by(MemberTheme.theme_id)))
