"""Items that members ask for (points demandés), judged: due or not, added or set aside."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import cast

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, StateError
from governance.models.item_requests import ItemRequest, RequestState
from governance.models.meetings import Meeting
from governance.rules.calendar import day_of
from governance.rules.calls import EQUIVALENT
from governance.rules.item_requests import RequestVerdict, Supporter, judge_request
from governance.rules.roll import Roll, draw_up_roll
from governance.rules.ruleset.convening import Mean, Unit
from governance.services.bylaws import rulesets
from governance.services.convening import calls, late_items
from governance.services.convening.agenda import Draft
from governance.services.convening.item_requests import (
    ASSEMBLIES,
    OURS,
    hold_waiting,
    record,
    with_supports,
)
from governance.services.electorate import roll
from governance.services.post.post import Post
from governance.services.records.journal import Actor

LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Judged:
    """A request as it stands before one meeting."""

    request: ItemRequest
    verdict: RequestVerdict


@dataclass(frozen=True, slots=True)
class Needed:
    """What it takes: how many members or voices, in what form, how long before the meeting.

    ``is_ours``: a request made here has that form.
    """

    number: int
    of: Unit
    form: Mean
    deadline_days: int
    latest_day: date | None
    is_ours: bool
    clause: str
    source: str


def before(session: Session, meeting: Meeting, now: datetime) -> list[Judged]:
    """Return the requests that a meeting has to look at, judged as of now."""
    wanted = select(ItemRequest).where(
        ItemRequest.state == RequestState.WAITING,
        or_(ItemRequest.meeting_id == meeting.id, ItemRequest.meeting_id.is_(None)),
    )
    found = session.scalars(with_supports(wanted).order_by(ItemRequest.id)).all()
    if meeting.body not in ASSEMBLIES or not found:
        return []
    drawn = _body(session, meeting, now)
    return [Judged(one, _judge(session, one, meeting, drawn)) for one in found]


def due_titles(session: Session, meeting: Meeting, now: datetime) -> tuple[str, ...]:
    """Return the titles of the items that must be added to the agenda and are not."""
    found = before(session, meeting, now)
    return tuple(one.request.title for one in found if one.verdict.is_due)


def needed(session: Session, meeting: Meeting | None, now: datetime) -> Needed | None:
    """Return what the bylaws ask of a members' item; nothing where they let nobody ask.

    Args:
        meeting: the one it is for; the rules chosen last when left out.
    """
    rules = rulesets.of_meeting(session, meeting) if meeting else rulesets.current(session)[1]
    rule = rules.agenda.member_request
    request = rule.value
    if request is None:
        return None
    day = day_of(now)
    drawn = draw_up_roll(roll.member_facts(session, day, rules), rules, day)
    whole = calls.whole_of(drawn).counted(request.of)
    return Needed(
        number=request.number if request.number is not None else ceil((request.share or 0) * whole),
        of=request.of,
        form=request.form,
        deadline_days=request.deadline_days,
        latest_day=day_of(meeting.starts_at) - timedelta(request.deadline_days)
        if meeting
        else None,
        is_ours=OURS in EQUIVALENT.get(request.form, {request.form}),
        clause=rule.clause,
        source=rule.source.value,
    )


def add_to_agenda(
    session: Session,
    post: Post,
    meeting: Meeting,
    request_id: int,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Put the item on the agenda: by right where it is due, else as any other item.

    Raises:
        NotFoundError, StateError: as support; item-request.other-meeting.
        RuleBrokenError: agenda.locked, for one that is not due and comes after the notice.
    """
    session.refresh(meeting, with_for_update=True)
    request = hold_waiting(session, request_id)
    if request.meeting_id not in (None, meeting.id) or meeting.body not in ASSEMBLIES:
        raise StateError("item-request.other-meeting")
    verdict = _judge(session, request, meeting, _body(session, meeting, now))
    draft = Draft(request.kind, request.title, request.body, request.resolution)
    item = late_items.add_item(
        session, post, meeting, draft, by_right=verdict.is_due, actor=actor, now=now
    )
    request.item_id, request.meeting_id = item.id, meeting.id
    request.state, request.closed_at = RequestState.ADDED, now
    request.closed_by = actor.name
    facts = {"position": item.position, "by_right": verdict.is_due, "clause": verdict.clause}
    record(session, "item-request.added", request, actor, now, **facts)


def set_aside(
    session: Session,
    meeting: Meeting,
    request_id: int,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Set a request aside, with a reason its supporters read; one that is due cannot be.

    Raises:
        NotFoundError, StateError: as support; item-request.is-due.
        InvalidInputError: item-request.no-reason.
    """
    request = hold_waiting(session, request_id)
    verdict = _judge(session, request, meeting, _body(session, meeting, now))
    if verdict.is_due:
        raise StateError("item-request.is-due", clause=verdict.clause)
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise InvalidInputError("item-request.no-reason", most=LONGEST_REASON)
    request.state, request.closed_at = RequestState.REFUSED, now
    request.closed_by, request.reason = actor.name, reason.strip()
    record(session, "item-request.refused", request, actor, now, clause=verdict.clause)


def _body(session: Session, meeting: Meeting, now: datetime) -> Roll:
    """Return who belongs to the association now, with the voices of each."""
    rules, day = rulesets.of_meeting(session, meeting), day_of(now)
    return draw_up_roll(roll.member_facts(session, day, rules), rules, day)


def _judge(session: Session, request: ItemRequest, meeting: Meeting, drawn: Roll) -> RequestVerdict:
    lines = {line.member_id: line for line in drawn.lines if line.standing.is_of_the_body()}
    supporters = [
        Supporter(
            one.member_id,
            lines[one.member_id].voices // drawn.scale,
            one.received_on,
            cast(Mean, one.form),
        )
        for one in request.supports
        if one.member_id in lines
    ]
    rules = rulesets.of_meeting(session, meeting)
    return judge_request(supporters, calls.whole_of(drawn), day_of(meeting.starts_at), rules)
