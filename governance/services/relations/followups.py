"""Follow-up of members (temps de compagnonnage): points held, and the steps decided there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.followups import FollowUp, NextStep
from governance.models.members import Member
from governance.services.files.days import local_day
from governance.services.files.texts import checked_text
from governance.services.membership import history
from governance.services.membership.members import get_member
from governance.services.records import journal
from governance.services.records.journal import Actor

MOST_STEPS = 30  # of one point
LONGEST = 10_000  # letters of what was said


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: what, who carries it, by when if a day was set."""

    text: str
    carried_by: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a point: the day, who was there, what was said, what comes next."""

    held_on: date
    attendees: str
    said: str
    steps: tuple[Step, ...] = ()


def points_of(session: Session, member_id: int) -> Sequence[FollowUp]:
    """Return the points held with a member, with their steps, withdrawn ones too, newest first."""
    wanted = select(FollowUp).where(FollowUp.member_id == member_id)
    newest = (FollowUp.held_on.desc(), FollowUp.id.desc())
    return session.scalars(wanted.options(selectinload(FollowUp.steps)).order_by(*newest)).all()


def get_point(session: Session, member_id: int, point_id: int) -> FollowUp:
    """Return a point held with this member.

    Raises:
        NotFoundError: points.unknown, for another member's too.
    """
    point = session.get(FollowUp, point_id)
    if point is None or point.member_id != member_id:
        raise NotFoundError("points.unknown")
    return point


def steps_to_do(session: Session) -> Sequence[NextStep]:
    """Return the steps that wait, of members still there, the most urgent first."""
    wanted = (
        select(NextStep)
        .join(NextStep.follow_up)
        .join(FollowUp.member)
        .where(
            NextStep.done_on.is_(None),
            FollowUp.withdrawn_at.is_(None),
            Member.left_on.is_(None),
        )
        .options(joinedload(NextStep.follow_up).joinedload(FollowUp.member))
    )
    return session.scalars(wanted.order_by(NextStep.due_on.nulls_last(), NextStep.id)).all()


def record_point(
    session: Session, member_id: int, told: Told, *, actor: Actor, now: datetime
) -> FollowUp:
    """Write a point that was held, with its next steps.

    Raises:
        NotFoundError: members.unknown.
        StateError: points.too-many-steps, members.merged-away.
        InvalidInputError: points.from-future, points.nothing-said, points.nobody,
            points.empty-step, points.due-before; members.too-long, .too-early,
            .invisible-character.
    """
    member = get_member(session, member_id)
    if member.merged_into_id is not None:
        raise StateError("members.merged-away")
    told = _checked(told, now)
    point = FollowUp(
        member_id=member_id,
        held_on=told.held_on,
        attendees=told.attendees,
        said=told.said,
        recorded_at=now,
        recorded_by=actor.name,
    )
    session.add(point)
    session.flush()
    for step in told.steps:
        _add(session, point, step)
    _record(session, "point.held", point, actor, now, steps=len(told.steps))
    return point


def change_point(
    session: Session, member_id: int, point_id: int, told: Told, *, actor: Actor, now: datetime
) -> None:
    """Correct the day, the attendance or the text of a point; its steps are left alone.

    Raises:
        NotFoundError: points.unknown.
        StateError: points.withdrawn.
        InvalidInputError: what recording a point raises.
    """
    point = _standing(session, member_id, point_id)
    told = _checked(replace(told, steps=()), now)
    point.held_on, point.attendees, point.said = told.held_on, told.attendees, told.said
    point.changed_at, point.changed_by = now, actor.name
    session.flush()
    _record(session, "point.changed", point, actor, now)


def withdraw_point(
    session: Session, member_id: int, point_id: int, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Take out a point that was written by mistake; it stays with the reason, and counts no more.

    Raises:
        NotFoundError: points.unknown.
        StateError: points.withdrawn.
        InvalidInputError: points.no-reason, members.too-long, members.invisible-character.
    """
    point = _standing(session, member_id, point_id)
    point.withdrawn_for = checked_text(reason, 500, "points.no-reason")
    point.withdrawn_at = now
    session.flush()
    _record(session, "point.withdrawn", point, actor, now)


def add_step(
    session: Session, member_id: int, point_id: int, step: Step, *, actor: Actor, now: datetime
) -> NextStep:
    """Add a next step to a point.

    Raises:
        NotFoundError: points.unknown.
        StateError: points.withdrawn, points.too-many-steps.
        InvalidInputError: points.empty-step, points.due-before; members.too-long,
            members.invisible-character.
    """
    point = _standing(session, member_id, point_id)
    if len(point.steps) >= MOST_STEPS:
        raise StateError("points.too-many-steps", limit=MOST_STEPS)
    row = _add(session, point, _checked_step(step, point.held_on))
    _record(session, "point.step-added", point, actor, now)
    return row


def mark_step(
    session: Session, member_id: int, step_id: int, *, done: bool, actor: Actor, now: datetime
) -> None:
    """Mark a step as done today, or as to be done after all.

    Raises:
        NotFoundError: points.no-step, for another member's too.
        StateError: points.withdrawn.
    """
    row = session.get(NextStep, step_id)
    if row is None or row.follow_up.member_id != member_id:
        raise NotFoundError("points.no-step")
    if row.follow_up.withdrawn_at is not None:
        raise StateError("points.withdrawn")
    if done == (row.done_on is not None):
        return  # asked twice, done once
    row.done_on = local_day(now) if done else None
    row.done_by = actor.name if done else ""
    session.flush()
    _record(
        session, "point.step-done" if done else "point.step-reopened", row.follow_up, actor, now
    )


def _standing(session: Session, member_id: int, point_id: int) -> FollowUp:
    point = get_point(session, member_id, point_id)
    if point.withdrawn_at is not None:
        raise StateError("points.withdrawn")
    return point


def _checked(told: Told, now: datetime) -> Told:
    if told.held_on > local_day(now):
        raise InvalidInputError("points.from-future")
    history.require_day(told.held_on, now)
    if len(told.steps) > MOST_STEPS:
        raise StateError("points.too-many-steps", limit=MOST_STEPS)
    return Told(
        told.held_on,
        checked_text(told.attendees, 1000, "points.nobody"),
        checked_text(told.said, LONGEST, "points.nothing-said"),
        tuple(_checked_step(step, told.held_on) for step in told.steps),
    )


def _checked_step(step: Step, held_on: date) -> Step:
    if step.due_on is not None and step.due_on < held_on:
        raise InvalidInputError("points.due-before", day=held_on.isoformat())
    text = " ".join(checked_text(step.text, 500, "points.empty-step").split())
    return Step(text, " ".join(checked_text(step.carried_by, 200).split()), step.due_on)


def _add(session: Session, point: FollowUp, step: Step) -> NextStep:
    row = NextStep(text=step.text, carried_by=step.carried_by, due_on=step.due_on)
    point.steps.append(row)
    session.flush()
    return row


def _record(
    session: Session, kind: str, point: FollowUp, actor: Actor, now: datetime, **more: object
) -> None:
    """Write the act to the journal: the day of the point, never who came or what was said."""
    member = session.get_one(Member, point.member_id)
    facts = {"member": member.id, "name": member.name, "day": point.held_on.isoformat(), **more}
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)
