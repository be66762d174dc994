"""Second calls (deuxième convocation): a quorum that failed, the meeting called in its place."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, RuleBrokenError, StateError
from governance.models.calls import MeetingCall, QuorumFailure
from governance.models.meetings import Meeting
from governance.rules.calendar import day_of
from governance.rules.calls import check_second_call
from governance.rules.outlook import HELD
from governance.rules.quorum import QuorumStatement
from governance.rules.ruleset import RuleSet
from governance.rules.second_calls import Window, notice_of_second_call, second_call_window
from governance.rules.weights.voices import shown
from governance.services.bylaws import rulesets
from governance.services.convening import agenda_copies, calls, meetings, papers
from governance.services.convening.meetings import Plan
from governance.services.electorate import roll
from governance.services.post.post import Post
from governance.services.proxies import deposits, proxies
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.sitting import quorums

FAILED = "quorum.failed"


@dataclass(frozen=True, slots=True)
class SecondPlan:
    """What the secretary looks at before a second call, and what the bylaws say of each."""

    first: Meeting
    window: Window
    rules: RuleSet
    days: int  # of notice
    items: tuple[str, ...]  # titles of what the first meeting left undecided
    proxies: int  # that stood at the first meeting
    statement: QuorumStatement


def note_failure(
    session: Session, meeting_id: int, *, actor: Actor, now: datetime
) -> QuorumFailure:
    """Note that the quorum fails and close the meeting: what is left cannot be decided.

    Raises:
        StateError: meeting.not-now, meeting.polls-pending; quorum.is-met, where the quorum holds,
            or held at the opening and the bylaws look at it then alone.
    """
    meeting = meetings.hold_meeting(session, meeting_id)
    found = quorums.outlook_now(session, meeting, now)
    if found.statement.met or found.code == HELD:
        raise StateError("quorum.is-met")
    meetings.close_meeting(session, meeting_id, actor=actor, now=now)
    failure = QuorumFailure(
        meeting_id=meeting.id, at=now, noted_by=actor.name, statement=found.statement.to_facts()
    )
    session.add(failure)
    session.flush()
    facts = {
        "counted": shown(found.statement.counted),
        "required": shown(found.statement.required),
        "clause": found.statement.clause,
    }
    journal.record(session, FAILED, facts, actor=actor, meeting_id=meeting.id, now=now)
    return failure


def failure_of(session: Session, meeting_id: int) -> QuorumFailure | None:
    """Return how the quorum of a meeting failed, if it did."""
    wanted = select(QuorumFailure).where(QuorumFailure.meeting_id == meeting_id)
    return session.scalars(wanted).first()


def second_of(session: Session, meeting_id: int) -> Meeting | None:
    """Return the meeting called in the place of this one, a draft included."""
    wanted = (
        select(Meeting)
        .join(MeetingCall, MeetingCall.meeting_id == Meeting.id)
        .where(MeetingCall.first_meeting_id == meeting_id)
    )
    return session.scalars(wanted).first()


def is_wanted(session: Session, meeting: Meeting) -> bool:
    """Return whether the quorum failed and the bylaws provide for a call nobody has prepared."""
    return (
        failure_of(session, meeting.id) is not None
        and rulesets.of_meeting(session, meeting).second_call.value is not None
        and calls.which_call(session, meeting.id) == "first"
        and second_of(session, meeting.id) is None
    )


def first_of(session: Session, meeting_id: int) -> Meeting | None:
    """Return the meeting whose quorum failed, where this one is held on a second call."""
    call = calls.call_of(session, meeting_id)
    return None if call is None else call.first_meeting


def plan_of(session: Session, first: Meeting, now: datetime) -> SecondPlan:
    """Return what a second call would be, were its notice sent now.

    Raises:
        StateError: second-call.no-failure, .already-called.
        RuleBrokenError: second-call.not-provided.
    """
    failure = failure_of(session, first.id)
    if failure is None:
        raise StateError("second-call.no-failure")
    if calls.which_call(session, first.id) == "second":
        raise StateError("second-call.third")
    if second_of(session, first.id) is not None:
        raise StateError("second-call.already-called")
    rules = rulesets.of_meeting(session, first)
    held_on = day_of(first.starts_at)
    return SecondPlan(
        first=first,
        window=second_call_window(rules, held_on, day_of(now)),
        rules=rules,
        days=notice_of_second_call(rules, held_on).value,
        items=tuple(calls.undecided_titles(session, first.id)),
        proxies=len(roll.standing_holders(session, first.id)),
        statement=QuorumStatement.from_facts(failure.statement),
    )


def prepare(
    session: Session,
    first_id: int,
    plan: Plan,
    *,
    keeps_proxies: bool | None,
    actor: Actor,
    now: datetime,
) -> Meeting:
    """Make the draft of the second meeting: its rules, its day, what was left undecided.

    Args:
        keeps_proxies: whether the proxies of the first meeting are taken up; the bylaws do not say,
            so somebody must where any stand.
    Raises:
        StateError, RuleBrokenError: as plan_of; second-call.too-soon, .too-late.
        InvalidInputError: meeting.*; second-call.say-proxies.
    """
    first = meetings.hold_meeting(session, first_id)
    known = plan_of(session, first, now)
    check_second_call(
        day_of(first.starts_at), day_of(plan.starts_at), known.items, known.items, known.rules
    )
    if known.proxies and keeps_proxies is None:
        raise InvalidInputError("second-call.say-proxies", count=known.proxies)
    meeting = meetings.create_meeting(
        session, first.body, plan, under=first.rule_set_id, actor=actor, now=now
    )
    row = calls.hold_call(session, meeting.id)
    row.first_meeting_id, row.keeps_proxies = first.id, bool(keeps_proxies)
    session.flush()
    agenda_copies.carry_items(session, first, meeting)
    papers.carry(session, first, meeting, now)
    facts = {
        "first": first.title,
        "held_on": day_of(first.starts_at).isoformat(),
        "items": len(known.items),
        "proxies": known.proxies,
        "kept": bool(keeps_proxies),
        "clause": known.rules.second_call.clause,
    }
    journal.record(session, "call.second", facts, actor=actor, meeting_id=meeting.id, now=now)
    return meeting


def take_up_proxies(
    session: Session, post: Post, meeting: Meeting, *, actor: Actor, now: datetime
) -> list[str]:
    """Give anew the proxies of the first meeting, once the notice of the second has left.

    Returns: the names of those whose proxy the bylaws no longer allow; the journal says why.
    """
    call = calls.call_of(session, meeting.id)
    if call is None or call.first_meeting_id is None or not call.keeps_proxies:
        return []
    lost = []
    names = {line.member_id: line.name for line in roll.lines_of(session, call.first_meeting_id)}
    for proxy in proxies.standing_proxies(session, call.first_meeting_id):
        principal, holder = proxy.principal_id, proxy.holder_id
        deposit = deposits.carried(session, proxy, meeting)
        try:
            with session.begin_nested():
                proxies.give_proxy(
                    session, post, meeting, principal, holder, deposit=deposit, actor=actor, now=now
                )
        except (RuleBrokenError, StateError) as refusal:
            lost.append(names[principal])
            facts = {"principal": names[principal], "holder": names[holder], "code": refusal.code}
            journal.record(
                session, "proxy.not-kept", facts, actor=actor, meeting_id=meeting.id, now=now
            )
    return lost
