"""Terms of office (mandats en cours): who sits until when, which seats are empty or end soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.elections import Candidacy
from governance.models.meetings import Meeting
from governance.models.members import Person, Representation
from governance.models.polls import Poll
from governance.models.terms import EndedBy, Term, TermMotion
from governance.rules.calendar import day_of
from governance.rules.mandates import check_terms
from governance.services.bylaws import rulesets
from governance.services.membership.names import fold
from governance.services.records import journal
from governance.services.records.journal import Actor

BOARD, BUREAU = "CA", "Bureau"
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


def terms_in_a_row(session: Session, body: str, name: str, on: date) -> int:
    """Return how many terms in a row a person has served in a body, the one that ends included."""
    before = last_term(session, body, name, on)
    return before.terms if before is not None else 0


def check_one_more(session: Session, meeting: Meeting, name: str) -> None:
    """Refuse a person whom the bylaws allow no further term.

    Raises:
        RuleBrokenError: candidacy.too-many-terms.
    """
    day = day_of(meeting.starts_at)
    served = terms_in_a_row(session, body_elected(meeting), name, day)
    check_terms(name, served, rulesets.of_meeting(session, meeting))


def last_term(session: Session, body: str, name: str, on: date) -> Term | None:
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
