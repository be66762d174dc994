"""Contests of the electoral roll (contestations): raised before the meeting, then answered."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from governance.errors import InvalidInputError, NotAllowedError, NotFoundError, StateError
from governance.mail.letters import ContestAnsweredLetter
from governance.models.electorate import ContestState, RollContest
from governance.models.meetings import Meeting
from governance.models.members import Member, Representation
from governance.rules.lifecycle import MeetingState
from governance.services.bylaws import associations
from governance.services.membership import change_requests
from governance.services.membership.names import require_plain
from governance.services.post.post import Post
from governance.services.records import journal
from governance.services.records.journal import Actor

LONGEST = 1000
LONGEST_CLAUSE = 200
MOST = 5  # contests of one member in one meeting, answered ones included


def may_contest(meeting: Meeting) -> bool:
    """Say whether the roll of the meeting can be contested: from the notice to the opening."""
    return meeting.state is MeetingState.CONVENED


def place_of(session: Session, member_id: int, person_id: int) -> Representation:
    """Return in what capacity a person acts for a member, on the meeting's roll or not.

    Raises:
        NotAllowedError: contest.not-yours.
    """
    mine = change_requests.members_of(session, person_id)
    for place in mine:
        if place.member_id == member_id:
            return place
    raise NotAllowedError("contest.not-yours")


def raise_contest(
    session: Session,
    meeting: Meeting,
    member_id: int,
    person_id: int,
    ground: str,
    *,
    now: datetime,
) -> RollContest:
    """Keep what a person says is wrong with the line of a member she acts for.

    Raises:
        NotAllowedError: contest.not-yours.
        StateError: contest.not-now, .already-open, .too-many.
        InvalidInputError: contest.no-ground, .too-long; members.invisible-character.
    """
    place = place_of(session, member_id, person_id)
    if not may_contest(meeting):
        raise StateError("contest.not-now")
    told = _checked(ground, LONGEST)
    if not told:
        raise InvalidInputError("contest.no-ground")
    # members' rows are few here: lock one, so that two presses make one contest
    session.refresh(place.member, with_for_update=True)
    known = [row for row in of_meeting(session, meeting.id) if row.member_id == member_id]
    if any(row.state == ContestState.OPEN for row in known):
        raise StateError("contest.already-open")
    if len(known) >= MOST:
        raise StateError("contest.too-many", limit=MOST)
    contest = RollContest(
        meeting_id=meeting.id,
        member_id=member_id,
        person_id=person_id,
        ground=told,
        state=ContestState.OPEN.value,
        raised_at=now,
    )
    session.add(contest)
    session.flush()
    _record(session, "contest.raised", contest, Actor(place.person.name), now)
    return contest


def withdraw(session: Session, contest_id: int, person_id: int, *, now: datetime) -> RollContest:
    """Take back what one contested.

    Raises:
        NotFoundError: contest.unknown, for another person's too.
        StateError: contest.decided.
    """
    contest = _still_open(session, contest_id)
    if contest.person_id != person_id:
        raise NotFoundError("contest.unknown")
    _decide(contest, ContestState.WITHDRAWN, contest.person.name, "", "", now)
    session.flush()
    _record(session, "contest.withdrawn", contest, Actor(contest.person.name), now)
    return contest


def accept(
    session: Session, post: Post, contest_id: int, answer: str, *, actor: Actor, now: datetime
) -> RollContest:
    """Grant a contest and tell the person; the register is corrected on its own pages.

    Raises:
        NotFoundError: contest.unknown.
        StateError: contest.decided.
        InvalidInputError: contest.too-long; members.invisible-character.
    """
    contest = _still_open(session, contest_id)
    told = _checked(answer, LONGEST)
    _decide(contest, ContestState.ACCEPTED, actor.name, told, "", now)
    return _answered(session, post, contest, actor, now)


def refuse(
    session: Session,
    post: Post,
    contest_id: int,
    answer: str,
    clause: str,
    *,
    actor: Actor,
    now: datetime,
) -> RollContest:
    """Refuse a contest with the reason and the clause it rests on, and tell the person.

    Raises:
        NotFoundError: contest.unknown.
        StateError: contest.decided.
        InvalidInputError: contest.no-reason, .no-clause, .too-long; members.invisible-character.
    """
    contest = _still_open(session, contest_id)
    told, rule = _checked(answer, LONGEST), _checked(clause, LONGEST_CLAUSE)
    if not told:
        raise InvalidInputError("contest.no-reason")
    if not rule:
        raise InvalidInputError("contest.no-clause")
    _decide(contest, ContestState.REFUSED, actor.name, told, rule, now)
    return _answered(session, post, contest, actor, now)


def get_contest(session: Session, meeting_id: int, contest_id: int) -> RollContest:
    """Return a contest of the meeting.

    Raises:
        NotFoundError: contest.unknown.
    """
    contest = session.get(RollContest, contest_id)
    if contest is None or contest.meeting_id != meeting_id:
        raise NotFoundError("contest.unknown")
    return contest


def of_meeting(
    session: Session, meeting_id: int, members: Collection[int] | None = None
) -> Sequence[RollContest]:
    """Return the contests of a meeting's roll in the order they came, of some members or of all."""
    wanted = _with_names(select(RollContest).where(RollContest.meeting_id == meeting_id))
    if members is not None:
        wanted = wanted.where(RollContest.member_id.in_(members))
    return session.scalars(wanted.order_by(RollContest.id)).all()


def of_person(session: Session, person_id: int) -> Sequence[RollContest]:
    """Return what a person contested, the newest first."""
    wanted = select(RollContest).where(RollContest.person_id == person_id)
    return session.scalars(_with_names(wanted).order_by(RollContest.id.desc())).all()


def count_open(session: Session, meeting_id: int) -> int:
    """Return how many contests of the meeting wait for an answer."""
    wanted = select(func.count()).where(
        RollContest.meeting_id == meeting_id, RollContest.state == ContestState.OPEN
    )
    return session.scalar(wanted) or 0


def _with_names(wanted: Select[RollContest]) -> Select[RollContest]:
    return wanted.options(joinedload(RollContest.member), joinedload(RollContest.person))


def _checked(text: str, limit: int) -> str:
    told = text.strip()
    if len(told) > limit:
        raise InvalidInputError("contest.too-long", limit=limit)
    require_plain(" ".join(told.split()))
    return told


def _still_open(session: Session, contest_id: int) -> RollContest:
    """Return a contest with its row locked, refused once it is decided."""
    contest = session.get(RollContest, contest_id, with_for_update=True)
    if contest is None:
        raise NotFoundError("contest.unknown")
    if contest.state != ContestState.OPEN:
        raise StateError("contest.decided")
    return contest


def _decide(
    contest: RollContest, state: ContestState, by: str, answer: str, clause: str, now: datetime
) -> None:
    contest.state, contest.decided_at, contest.decided_by = state.value, now, by
    contest.answer, contest.clause = answer, clause


def _answered(
    session: Session, post: Post, contest: RollContest, actor: Actor, now: datetime
) -> RollContest:
    session.flush()
    _record(session, f"contest.{contest.state}", contest, actor, now)
    if contest.person.email:
        association = associations.get(session)
        letter = ContestAnsweredLetter(
            association=association.name,
            recipient=contest.person.name,
            contact=association.email,
            member=contest.member.name,
            meeting=contest.meeting.title,
            accepted=contest.state == ContestState.ACCEPTED,
            raised_at=contest.raised_at,
            reason=contest.answer,
            clause=contest.clause,
        )
        post.send(
            session,
            letter,
            contest.person,
            member_id=contest.member_id,
            meeting_id=contest.meeting_id,
            now=now,
        )
    return contest


def _record(session: Session, kind: str, contest: RollContest, actor: Actor, now: datetime) -> None:
    """Journal the act; what was written stays in the row, where it can be erased one day."""
    member: Member = contest.member
    facts = {"contest": contest.id, "member": member.id, "name": member.name}
    facts |= {"clause": contest.clause} if contest.clause else {}
    journal.record(session, kind, facts, actor=actor, meeting_id=contest.meeting_id, now=now)
