"""Items that members ask for (points demandés): asked, supported, taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from governance.errors import InvalidInputError, NotAllowedError, NotFoundError, StateError
from governance.models.item_requests import ItemRequest, ItemSupport, RequestState
from governance.models.meetings import Meeting
from governance.models.members import Member, Representation
from governance.rules.calendar import day_of
from governance.rules.lifecycle import MeetingState
from governance.rules.ruleset.convening import MEANS, Mean
from governance.services.convening.agenda import LONGEST_TEXT, LONGEST_TITLE
from governance.services.membership.names import fold
from governance.services.records import journal
from governance.services.records.journal import Actor

ASSEMBLIES = ("AGO", "AGE")
KINDS = ("resolution", "debate")
OURS: Mean = "platform"
MOST_WAITING = 10  # requests that one member began and that wait
MOST_PAPERS = 200  # members told at once by the secretary


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form says of an item: for one meeting, or for the next assembly."""

    kind: str
    title: str
    body: str = ""
    resolution: str = ""
    meeting_id: int | None = None


def get_request(session: Session, request_id: int) -> ItemRequest:
    """Return one request.

    Raises:
        NotFoundError: item-request.unknown.
    """
    found = session.get(ItemRequest, request_id)
    if found is None:
        raise NotFoundError("item-request.unknown")
    return found


def targets(session: Session, now: datetime) -> Sequence[Meeting]:
    """Return the assemblies that were called and are to come: one may ask to complete them."""
    wanted = select(Meeting).where(
        Meeting.body.in_(ASSEMBLIES),
        Meeting.convened_at.is_not(None),
        Meeting.opened_at.is_(None),
        Meeting.starts_at > now,
    )
    return session.scalars(wanted.order_by(Meeting.starts_at)).all()


def waiting(session: Session) -> Sequence[ItemRequest]:
    """Return the requests that wait, the oldest first."""
    wanted = select(ItemRequest).where(ItemRequest.state == RequestState.WAITING)
    return session.scalars(with_supports(wanted).order_by(ItemRequest.id)).all()


def of_members(session: Session, members: Collection[int]) -> Sequence[ItemRequest]:
    """Return the requests that some members support, the newest first."""
    mine = select(ItemSupport.request_id).where(ItemSupport.member_id.in_(list(members)))
    wanted = with_supports(select(ItemRequest).where(ItemRequest.id.in_(mine)))
    return session.scalars(wanted.order_by(ItemRequest.id.desc())).all()


def ask(
    session: Session,
    wish: Wish,
    members: Collection[int],
    *,
    form: str = OURS,
    received_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> ItemRequest:
    """Record what members ask for, each of them a supporter.

    Args:
        form: how it came; ``received_on`` today when left out.
    Raises:
        InvalidInputError: item-request.empty, .too-long, .nobody, .too-many, .wrong-kind, .later.
        NotFoundError: item-request.no-such-meeting.
    """
    _check_wish(session, wish)
    if not members:
        raise InvalidInputError("item-request.nobody")
    begun = select(func.count(ItemRequest.id.distinct())).join(ItemSupport)
    mine = ItemSupport.member_id.in_(list(members)), ItemRequest.state == RequestState.WAITING
    if session.scalars(begun.where(*mine)).one() >= MOST_WAITING:
        raise InvalidInputError("item-request.too-many", most=MOST_WAITING)
    request = ItemRequest(
        meeting_id=wish.meeting_id,
        kind=wish.kind,
        title=" ".join(wish.title.split()),
        body=wish.body.strip(),
        resolution=wish.resolution.strip() if wish.kind == "resolution" else "",
        state=RequestState.WAITING,
        asked_at=now,
    )
    session.add(request)
    session.flush()
    _support(session, request, members, form, received_on or day_of(now), actor, now)
    record(session, "item-request.asked", request, actor, now, members=len(members))
    return request


def support(
    session: Session,
    request_id: int,
    members: Collection[int],
    *,
    form: str = OURS,
    received_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Add members to those who ask; whoever asks already stays as she was.

    Raises:
        NotFoundError: item-request.unknown.
        StateError: item-request.closed.
        InvalidInputError: item-request.nobody, .too-many, .wrong-kind, .later.
    """
    request = hold_waiting(session, request_id)
    known = {one.member_id for one in request.supports}
    new = [one for one in members if one not in known]
    if not members:
        raise InvalidInputError("item-request.nobody")
    _support(session, request, new, form, received_on or day_of(now), actor, now)
    if new:
        record(session, "item-request.supported", request, actor, now, members=len(new))


def take_back(
    session: Session, request_id: int, member_id: int, *, actor: Actor, now: datetime
) -> None:
    """Take a member's support back; a request that nobody supports any more is withdrawn.

    Raises:
        NotFoundError: item-request.unknown.
        StateError: item-request.closed.
    """
    request = hold_waiting(session, request_id)
    for one in [one for one in request.supports if one.member_id == member_id]:
        session.delete(one)
    session.flush()
    session.expire(request, ["supports"])
    if not request.supports:
        request.state, request.closed_at = RequestState.WITHDRAWN, now
        request.closed_by = actor.name
        record(session, "item-request.withdrawn", request, actor, now)


def members_of(session: Session, person_id: int) -> Sequence[Member]:
    """Return the members for which a person acts now."""
    wanted = (
        select(Member)
        .join(Representation, Representation.member_id == Member.id)
        .where(Representation.person_id == person_id, Representation.until.is_(None))
    )
    return session.scalars(wanted.distinct().order_by(Member.id)).all()


def numbers_named(session: Session, text: str) -> list[int]:
    """Return the members that a text names, one a line.

    Raises:
        InvalidInputError: item-request.unknown-names, with those that the register does not know.
    """
    names = {fold(line): line.strip() for line in text.splitlines() if line.strip()}
    rows = session.execute(
        select(Member.name_key, Member.id).where(
            Member.name_key.in_(names), Member.merged_into_id.is_(None)
        )
    )
    found = {row.name_key: row.id for row in rows}
    unknown = [line for key, line in names.items() if key not in found]
    if unknown:
        raise InvalidInputError("item-request.unknown-names", names=", ".join(unknown[:20]))
    return [found[key] for key in names]


def require_acts_for(session: Session, person_id: int, member_id: int) -> None:
    """Refuse to speak for a member for which this person does not act.

    Raises:
        NotAllowedError: item-request.not-yours.
    """
    if member_id not in {member.id for member in members_of(session, person_id)}:
        raise NotAllowedError("item-request.not-yours")


def _check_wish(session: Session, wish: Wish) -> None:
    if wish.kind not in KINDS or not wish.title.strip():
        raise InvalidInputError("item-request.empty")
    if wish.kind == "resolution" and not wish.resolution.strip():
        raise InvalidInputError("item-request.no-text")
    long = max(len(wish.body), len(wish.resolution)) > LONGEST_TEXT
    if long or len(wish.title.strip()) > LONGEST_TITLE:
        raise InvalidInputError("item-request.too-long", most=LONGEST_TITLE, text=LONGEST_TEXT)
    if wish.meeting_id is not None:
        meeting = session.get(Meeting, wish.meeting_id)
        held = (MeetingState.DRAFT, MeetingState.CONVENED)
        if meeting is None or meeting.state not in held or meeting.body not in ASSEMBLIES:
            raise NotFoundError("item-request.no-such-meeting")


def _support(
    session: Session,
    request: ItemRequest,
    members: Collection[int],
    form: str,
    received_on: date,
    actor: Actor,
    now: datetime,
) -> None:
    if form not in MEANS:
        raise InvalidInputError("item-request.unknown-form", value=form)
    if received_on > day_of(now):
        raise InvalidInputError("item-request.later")
    if len(members) > MOST_PAPERS:
        raise InvalidInputError("item-request.too-many", most=MOST_PAPERS)
    for member_id in sorted(set(members)):
        session.add(
            ItemSupport(
                request_id=request.id,
                member_id=member_id,
                form=form,
                received_on=received_on,
                recorded_by=actor.name,
            )
        )
    session.flush()
    session.expire(request, ["supports"])


def hold_waiting(session: Session, request_id: int) -> ItemRequest:
    """Return a request that waits, its row held: of two answers at once, one is given.

    Raises:
        NotFoundError: item-request.unknown.
        StateError: item-request.closed.
    """
    request = get_request(session, request_id)
    session.refresh(request, with_for_update=True)
    if request.state != RequestState.WAITING:
        raise StateError("item-request.closed")
    return request


def with_supports(wanted: Select[ItemRequest]) -> Select[ItemRequest]:
    """Load the supporters with the requests."""
    return wanted.options(selectinload(ItemRequest.supports).selectinload(ItemSupport.member))


def record(
    session: Session,
    kind: str,
    request: ItemRequest,
    actor: Actor,
    now: datetime,
    **told: object,
) -> None:
    """Write what became of a request into the journal."""
    facts = {"title": request.title, **told}
    journal.record(session, kind, facts, actor=actor, meeting_id=request.meeting_id, now=now)
