"""Seats taken (entrée en fonction): the elected of a poll hold office; seats go to the agenda."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import NotFoundError, StateError
from governance.models.agenda import AgendaItem
from governance.models.meetings import Meeting
from governance.models.polls import Poll
from governance.models.terms import CameBy, EndedBy, Term
from governance.rules.calendar import day_of
from governance.rules.mandates import term_end
from governance.services.bylaws import rulesets
from governance.services.convening import agenda
from governance.services.convening.agenda import Draft
from governance.services.polls import results, rounds
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.terms.terms import (
    NEAR,
    body_elected,
    in_office,
    last_term,
    to_renew,
    vacant,
    who,
)

LONGEST_FUNCTION = 100


def elected_of(session: Session, poll: Poll) -> list[str]:
    """Return the names elected in all the rounds of an election held so far."""
    names: list[str] = []
    for one in rounds.rounds_of(session, poll):
        seats = (results.read_result(one) or {}).get("seats") or {}
        names += [name for name in seats.get("elected", ()) if name not in names]
    return names


def to_record(session: Session, poll: Poll) -> list[str]:
    """Return the elected of an election who are not in office by it yet."""
    played = [one.id for one in rounds.rounds_of(session, poll)]
    known = set(session.scalars(select(Term.name).where(Term.poll_id.in_(played))))
    return [name for name in elected_of(session, poll) if name not in known]


def record_elected(session: Session, poll: Poll, *, actor: Actor, now: datetime) -> list[Term]:
    """Make the elected of an election the holders of their seats, from the day of the meeting on.

    Whoever held such a seat until now begins another term, one more in a row.

    Raises:
        StateError: term.nobody-elected, where all of them are in office by it already.
    """
    session.refresh(poll.meeting, with_for_update=True)
    names = to_record(session, poll)
    if not names:
        raise StateError("term.nobody-elected")
    made = [_elected(session, poll, name) for name in names]
    _leave(session, made)
    session.add_all(made)
    session.flush()
    facts = {
        "body": made[0].body,
        "names": ", ".join(names),
        "until": made[0].ends_on.isoformat(),
        "clause": made[0].clause,
    }
    journal.record(session, "term.elected", facts, actor=actor, meeting_id=poll.meeting_id, now=now)
    return made


def propose(
    session: Session, meeting: Meeting, body: str, college: str, *, actor: Actor, now: datetime
) -> AgendaItem:
    """Add to a draft agenda the election of the seats that a body has to renew.

    Raises:
        NotFoundError: term.nothing-to-renew.
        StateError: meeting.not-now.
    """
    wanted = [
        one
        for one in to_renew(session, day_of(meeting.starts_at))
        if (one.body, one.college) == (body, college)
    ]
    if not wanted:
        raise NotFoundError("term.nothing-to-renew")
    (renewal,) = wanted
    told = [f"Fin de mandat : {', '.join(renewal.leaving)}."] if renewal.leaving else []
    told += [f"Siège vacant : {', '.join(renewal.vacant)}."] if renewal.vacant else []
    draft = Draft(
        "election", renewal.function, "\n\n".join(told), seats=renewal.seats, college=college
    )
    return agenda.add_item(session, meeting, draft, actor=actor, now=now)


def _elected(session: Session, poll: Poll, name: str) -> Term:
    meeting, rules = poll.meeting, rulesets.of_meeting(session, poll.meeting)
    began = day_of(meeting.opened_at or meeting.starts_at)
    body, first = body_elected(meeting), rounds.first_item(session, poll.item)
    before = last_term(session, body, name, began)
    if before is not None and before.ended_on is None:
        before.ended_on, before.ended_by = max(began, before.began_on), EndedBy.TERM.value
    person_id, member_id = who(session, first.id, name)
    return Term(
        body=body,
        function=first.title[:LONGEST_FUNCTION],
        college=first.college,
        name=name,
        person_id=person_id,
        member_id=member_id,
        began_on=began,
        term_began_on=began,
        ends_on=term_end(began, rules),
        came_by=CameBy.ELECTED.value,
        poll_id=poll.id,
        clause=rules.mandate.years.clause,
        terms=1 + (before.terms if before is not None else 0),
    )


def _leave(session: Session, made: Sequence[Term]) -> None:
    """End the terms whose seats these are, and give the empty seats to the first of the elected."""
    first = made[0]
    day, seats_of = first.began_on, (first.body, first.college)
    for one in in_office(session, first.body):
        if (one.body, one.college) == seats_of and one.began_on < day and one.ends_on <= day + NEAR:
            one.ended_on, one.ended_by = day, EndedBy.TERM.value
    empty = [one for one in vacant(session, first.body) if one.college == first.college]
    for term, gone in zip((one for one in made if one.terms == 1), empty, strict=False):
        term.in_place_of_id = gone.id
