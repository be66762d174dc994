"""The agenda (ordre du jour): items added, edited, moved, until the notice leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.errors import InvalidInputError, NotFoundError
from governance.models.agenda import AgendaItem
from governance.models.item_requests import ItemRequest, RequestState
from governance.models.meetings import Meeting
from governance.rules.agenda import (
    check_added_item,
    majority_key,
    may_be_voted,
    must_be_voted,
    secrecy_of_item,
)
from governance.rules.lifecycle import MeetingState, require_meeting_move
from governance.rules.notices import ItemFacts
from governance.rules.questions import MIXED, BallotRule, check_ballot_rule
from governance.rules.ruleset import MajorityRule, Ruled, Secrecy
from governance.services.bylaws import rulesets
from governance.services.convening import calls
from governance.services.polls.candidates import checked_lists, forget_item, rule_of, set_candidates
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.terms import board_seats

LONGEST_TEXT = 20_000
LONGEST_TITLE = 200
MOST_SEATS = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form says of an item; ``candidates`` are names in the official order.

    ``lists``: (name, its candidates), instead of ``candidates`` where they stand on lists.
    ``college``: whose seats an election fills, where the bylaws give colleges their own.
    """

    kind: str
    title: str
    body: str = ""
    resolution: str = ""
    secret: bool = False
    majority: str | None = None
    seats: int | None = None
    candidates: tuple[str, ...] = ()
    figures: dict[str, object] | None = field(default=None)
    ballot: BallotRule = field(default_factory=BallotRule)
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    college: str = ""


def items_of(session: Session, meeting_id: int) -> Sequence[AgendaItem]:
    """Return the items in their order, candidates included."""
    wanted = (
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id)
        .options(selectinload(AgendaItem.candidates))
        .order_by(AgendaItem.position)
    )
    return session.scalars(wanted).all()


def get_item(session: Session, meeting_id: int, item_id: int) -> AgendaItem:
    """Return one item of the meeting.

    Raises:
        NotFoundError: agenda.unknown.
    """
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting_id:
        raise NotFoundError("agenda.unknown")
    return item


def add_item(
    session: Session,
    meeting: Meeting,
    draft: Draft,
    *,
    by_right: bool = False,
    actor: Actor,
    now: datetime,
) -> AgendaItem:
    """Add an item at the end; after the notice only what the bylaws let one add.

    Args:
        by_right: members asked for it in time, and the notice does not close the agenda to them.
    Raises:
        RuleBrokenError: agenda.locked.
        InvalidInputError: agenda.*
        StateError: meeting.not-now.
    """
    session.refresh(meeting, with_for_update=True)
    _require_kind(draft)
    convened = meeting.state in (MeetingState.CONVENED, MeetingState.OPEN)
    if not by_right:
        sitting = meeting.state is MeetingState.OPEN
        check_added_item(draft.kind, rulesets.of_meeting(session, meeting), convened, sitting)
    if not convened:
        require_meeting_move(meeting.state, "edit")
    calls.check_own_agenda(session, meeting)
    position = len(items_of(session, meeting.id)) + 1
    item = AgendaItem(meeting_id=meeting.id, position=position)
    _fill(session, meeting, item, draft)
    session.add(item)
    session.flush()
    _record(session, meeting, "added", item, actor, now)
    return item


def edit_item(
    session: Session, meeting: Meeting, item_id: int, draft: Draft, *, actor: Actor, now: datetime
) -> AgendaItem:
    """Change an item of a draft agenda.

    Raises:
        StateError: meeting.not-now, once the notice has left.
    """
    _hold_draft(session, meeting)
    item = get_item(session, meeting.id, item_id)
    _require_kind(draft)
    _fill(session, meeting, item, draft)
    session.flush()
    _record(session, meeting, "changed", item, actor, now)
    return item


def move_item(
    session: Session, meeting: Meeting, item_id: int, by: int, *, actor: Actor, now: datetime
) -> None:
    """Move an item up (``by`` -1) or down (1); at the end of the list nothing happens."""
    session.refresh(meeting, with_for_update=True)
    require_meeting_move(meeting.state, "edit")
    item = get_item(session, meeting.id, item_id)
    order = [other for other in items_of(session, meeting.id) if other.id != item.id]
    order.insert(max(0, item.position - 1 + by), item)
    _renumber(session, order)
    _record(session, meeting, "moved", item, actor, now)


def remove_item(
    session: Session, meeting: Meeting, item_id: int, *, actor: Actor, now: datetime
) -> None:
    """Remove an item of a draft agenda."""
    _hold_draft(session, meeting)
    item = get_item(session, meeting.id, item_id)
    _record(session, meeting, "removed", item, actor, now)
    _release_request(session, item)
    forget_item(session, item)
    session.delete(item)
    session.flush()
    _renumber(session, list(items_of(session, meeting.id)))


def item_facts(items: Sequence[AgendaItem]) -> tuple[ItemFacts, ...]:
    """Return what the rules of the notice ask of the items."""
    return tuple(
        ItemFacts(
            position=item.position,
            title=item.title,
            kind=item.kind,
            has_text=bool(item.resolution.strip()),
            majority=item.majority,
            secret=item.secret,
            candidates=len(item.candidates),
            seats=item.seats or 0,
            one_voice_each=rule_of(item).kind in MIXED,
        )
        for item in items
    )


def is_secret_by_rule(session: Session, meeting: Meeting, kind: str) -> bool:
    """Return whether the bylaws make the vote on such an item secret, whatever one ticks."""
    rules = rulesets.of_meeting(session, meeting)
    return must_be_voted(kind) and secrecy_of_item(kind, rules) is Secrecy.SECRET


def majorities_of(session: Session, meeting: Meeting) -> dict[str, Ruled[MajorityRule]]:
    """Return the majorities that an item may name, the usual one of the body first."""
    known = rulesets.of_meeting(session, meeting).majority.rule
    usual = majority_key(meeting.body)
    return {key: known[key] for key in sorted(known, key=lambda key: (key != usual, key))}


def _release_request(session: Session, item: AgendaItem) -> None:
    """Let a request of members wait again once its item is taken off the agenda."""
    asked = select(ItemRequest).where(ItemRequest.item_id == item.id)
    for request in session.scalars(asked):
        request.item_id, request.state, request.closed_at = None, RequestState.WAITING, None
    session.flush()


def _hold_draft(session: Session, meeting: Meeting) -> None:
    """Hold the meeting's row; its agenda may still be written."""
    session.refresh(meeting, with_for_update=True)
    require_meeting_move(meeting.state, "edit")
    calls.check_own_agenda(session, meeting)


def _fill(session: Session, meeting: Meeting, item: AgendaItem, draft: Draft) -> None:
    lists = _checked_lists(session, meeting, draft)
    voted = must_be_voted(draft.kind)
    item.kind, item.title = draft.kind, draft.title.strip()
    item.body, item.resolution = draft.body.strip(), draft.resolution.strip()
    item.secret = voted and (draft.secret or is_secret_by_rule(session, meeting, draft.kind))
    item.majority = _majority(session, meeting, draft) if voted else None
    item.seats = draft.seats if draft.kind == "election" else None
    item.ballot = draft.ballot.to_facts() if draft.kind == "election" else None
    item.college = draft.college if draft.kind == "election" else ""
    if draft.kind == "election":
        board_seats.check_seats(session, meeting, draft.college, draft.seats or 1)
    if draft.figures is not None:
        item.figures = draft.figures or None
    if draft.kind == "election" and draft.ballot.kind in MIXED and not item.secret:
        raise InvalidInputError("agenda.secret-only")
    set_candidates(session, item, lists)


def _majority(session: Session, meeting: Meeting, draft: Draft) -> str:
    key = draft.majority or majority_key(meeting.body)
    if key not in majorities_of(session, meeting):
        raise InvalidInputError("agenda.majority", value=key)
    return key


def _require_kind(draft: Draft) -> None:
    try:
        may_be_voted(draft.kind)
    except ValueError:
        raise InvalidInputError("agenda.kind", value=draft.kind) from None


def _checked_lists(session: Session, meeting: Meeting, draft: Draft) -> list[tuple[str, list[str]]]:
    """Return the candidates of a sound draft; other kinds than elections have none."""
    if not 1 <= len(draft.title.strip()) <= LONGEST_TITLE:
        raise InvalidInputError("agenda.title", most=LONGEST_TITLE)
    if max(len(draft.body), len(draft.resolution)) > LONGEST_TEXT:
        raise InvalidInputError("agenda.too-long", most=LONGEST_TEXT)
    if draft.kind != "election":
        return []
    if not 1 <= (draft.seats or 0) <= MOST_SEATS:
        raise InvalidInputError("agenda.seats", most=MOST_SEATS)
    lists = draft.lists or ((("", draft.candidates),) if draft.candidates else ())
    checked = checked_lists(lists, draft.ballot.kind)
    may_cast = rulesets.of_meeting(session, meeting).casting_vote.value is not None
    candidates = sum(len(names) for _, names in checked)
    check_ballot_rule(draft.ballot, candidates=candidates, casting_vote=may_cast)
    return checked


def _renumber(session: Session, order: Sequence[AgendaItem]) -> None:
    """Number the items anew; through negative places, since two may not share one."""
    for place, item in enumerate(order, 1):
        item.position = -place
    session.flush()
    for place, item in enumerate(order, 1):
        item.position = place
    session.flush()


def _record(
    session: Session, meeting: Meeting, change: str, item: AgendaItem, actor: Actor, now: datetime
) -> None:
    facts = {"change": change, "item": item.position, "title": item.title}
    journal.record(session, "agenda.changed", facts, actor=actor, meeting_id=meeting.id, now=now)
