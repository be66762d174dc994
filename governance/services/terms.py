"""Terms of office (mandats en cours): who sits until when, by which clause; the elected enter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.agenda import AgendaItem
from governance.models.elections import Candidacy
from governance.models.meetings import Meeting
from governance.models.members import Person, Representation
from governance.models.polls import Poll
from governance.models.terms import CameBy, EndedBy, Term, TermMotion
from governance.rules.calendar import day_of
from governance.rules.mandates import check_terms, term_end
from governance.services import agenda, journal, results, rounds, rulesets
from governance.services.agenda import Draft
from governance.services.journal import Actor
from governance.services.names import fold

BOARD, BUREAU = "CA", "Bureau"
LONGEST_FUNCTION = 100
LONGEST_REASON = 200
NEAR = timedelta(days=92)  # an assembly renews what ends within three months of it
BREAK = timedelta(days=184)  # a longer time out of office breaks a row of terms


@dataclass(frozen=True, slots=True)
class Renewal:
    """The seats of a body and a college that an assembly has to fill."""

    body: str
    college: str
    function: str
    leaving: tuple[str, ...]
    vacant: tuple[str, ...]

    @property
    def seats(self) -> int:
        """How many seats there are to fill."""
        return len(self.leaving) + len(self.vacant)


def in_office(session: Session, body: str | None = None) -> Sequence[Term]:
    """Return the terms that run, body after body, the nearest end first."""
    wanted = select(Term).where(Term.ended_on.is_(None))
    if body is not None:
        wanted = wanted.where(Term.body == body)
    return session.scalars(wanted.order_by(Term.body, Term.ends_on, Term.name, Term.id)).all()


def past(session: Session) -> Sequence[Term]:
    """Return the terms that ended, the last one first."""
    wanted = select(Term).where(Term.ended_on.is_not(None))
    return session.scalars(wanted.order_by(Term.ended_on.desc(), Term.id.desc())).all()


def get_term(session: Session, term_id: int) -> Term:
    """Return a term.

    Raises:
        NotFoundError: term.unknown.
    """
    term = session.get(Term, term_id)
    if term is None:
        raise NotFoundError("term.unknown")
    return term


def body_elected(meeting: Meeting) -> str:
    """Return the body that an election of this meeting fills: the board elects its bureau."""
    return BUREAU if meeting.body == BOARD else BOARD


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


def end(
    session: Session,
    term_id: int,
    by: EndedBy,
    on: date,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    meeting_id: int | None = None,
) -> Term:
    """End a term on a day.

    Raises:
        NotFoundError: term.unknown.
        StateError: term.over.
        InvalidInputError: term.too-early; term.too-late, for a day to come; term.reason.
    """
    term = get_term(session, term_id)
    session.refresh(term, with_for_update=True)
    if term.ended_on is not None:
        raise StateError("term.over", name=term.name)
    if on < term.began_on:
        raise InvalidInputError("term.too-early", day=term.began_on.isoformat())
    if on > day_of(now):
        raise InvalidInputError("term.too-late")
    if len(reason.strip()) > LONGEST_REASON:
        raise InvalidInputError("term.reason", most=LONGEST_REASON)
    term.ended_on, term.ended_by, term.reason = on, by.value, reason.strip()
    session.flush()
    facts = {"body": term.body, "name": term.name, "by": by.value, "day": on.isoformat()}
    journal.record(session, "term.ended", facts, actor=actor, meeting_id=meeting_id, now=now)
    return term


def to_renew(session: Session, day: date) -> list[Renewal]:
    """Return the seats that an assembly of a day has to fill: terms that end, seats left empty."""
    leaving = [one for one in in_office(session) if one.ends_on <= day + NEAR]
    empty = [one for one in all_vacant(session) if one.ends_on > day - NEAR]
    keys = sorted({(one.body, one.college) for one in (*leaving, *empty)})
    found = []
    for body, college in keys:
        mine = [one for one in leaving if (one.body, one.college) == (body, college)]
        gone = [one for one in empty if (one.body, one.college) == (body, college)]
        names = tuple(one.name for one in mine), tuple(one.name for one in gone)
        found.append(Renewal(body, college, (*mine, *gone)[0].function, *names))
    return found


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
    draft = Draft("election", renewal.function, "\n\n".join(told), seats=renewal.seats)
    item = agenda.add_item(session, meeting, draft, actor=actor, now=now)
    item.college = college
    session.flush()
    return item


def terms_in_a_row(session: Session, body: str, name: str, on: date) -> int:
    """Return how many terms in a row a person has served in a body, the one that ends included."""
    before = _before(session, body, name, on)
    return before.terms if before is not None else 0


def check_one_more(session: Session, meeting: Meeting, name: str) -> None:
    """Refuse a person whom the bylaws allow no further term.

    Raises:
        RuleBrokenError: candidacy.too-many-terms.
    """
    day = day_of(meeting.starts_at)
    served = terms_in_a_row(session, body_elected(meeting), name, day)
    check_terms(name, served, rulesets.of_meeting(session, meeting))


def _elected(session: Session, poll: Poll, name: str) -> Term:
    meeting, rules = poll.meeting, rulesets.of_meeting(session, poll.meeting)
    began = day_of(meeting.opened_at or meeting.starts_at)
    body, first = body_elected(meeting), rounds.first_item(session, poll.item)
    before = _before(session, body, name, began)
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


def _before(session: Session, body: str, name: str, on: date) -> Term | None:
    """Return the last term of a person in a body, unless it ended long before that day."""
    wanted = select(Term).where(Term.body == body).order_by(Term.began_on.desc(), Term.id.desc())
    mine = (one for one in session.scalars(wanted) if fold(one.name) == fold(name))
    last = next(mine, None)
    if last is None or (last.ended_on is not None and last.ended_on + BREAK < on):
        return None
    return last


def who(session: Session, item_id: int | None, name: str) -> tuple[int | None, int | None]:
    """Return the person and the member of a name: by the candidacy, else where one bears it."""
    stood = session.scalars(
        select(Candidacy).where(Candidacy.item_id == item_id, Candidacy.withdrawn_at.is_(None))
    )
    for one in stood:
        if fold(one.person.name) == fold(name):
            return one.person_id, one.member_id
    wanted = select(Person).where(Person.name == name, Person.merged_into_id.is_(None))
    people = session.scalars(wanted.limit(2)).all()
    if len(people) != 1:
        return None, None
    acts = select(Representation.member_id).where(
        Representation.person_id == people[0].id, Representation.until.is_(None)
    )
    members = session.scalars(acts).all()
    return people[0].id, members[0] if len(members) == 1 else None


def all_vacant(session: Session) -> list[Term]:
    """Return the terms that ended before their time and that nobody has taken over."""
    taken = select(Term.in_place_of_id).where(Term.in_place_of_id.is_not(None))
    wanted = select(Term).where(
        Term.ended_on.is_not(None),
        Term.ended_by != EndedBy.TERM.value,
        Term.ended_on < Term.ends_on,
        Term.id.not_in(taken),
    )
    return list(session.scalars(wanted.order_by(Term.id)))


def vacant(session: Session, body: str) -> list[Term]:
    """Return the terms of a body that ended before their time and that nobody has taken over."""
    return [one for one in all_vacant(session) if one.body == body]


def motion_of(session: Session, poll: Poll) -> tuple[TermMotion, Term] | None:
    """Return the term that a poll's vote ends or ratifies, if it is about one."""
    motion = session.scalars(select(TermMotion).where(TermMotion.item_id == poll.item_id)).first()
    return None if motion is None else (motion, session.get_one(Term, motion.term_id))
