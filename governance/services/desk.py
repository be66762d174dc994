"""The desk (accueil, émargement): what it shows of each member of the roll, and whom it finds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.errors import NotFoundError
from governance.models.attendance import Movement
from governance.models.meetings import Meeting
from governance.models.members import ActsAs, Person, Representation
from governance.models.notices import Answer
from governance.rules.parts import of_parts
from governance.rules.proxies import Mandate, represented_members
from governance.rules.quorum import Attendance, QuorumStatement, state_quorum
from governance.rules.standing import Standing
from governance.rules.weights.voices import Amount
from governance.services import answers, attendance, calls, roll, rulesets
from governance.services.names import fold

FILTERS = ("expected", "there", "gave", "unpaid")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may act for the member, and in what capacity."""

    person_id: int
    name: str
    acts_as: ActsAs


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One member as the desk sees it."""

    member_id: int
    name: str
    college: str
    voices: Amount
    standing: Standing
    place: Movement | None
    since: datetime | None
    acting_id: int | None
    acting: str
    people: tuple[Candidate, ...]
    answer: Answer | None
    given_to: str
    holds: tuple[str, ...]
    represented: bool

    @property
    def is_there(self) -> bool:
        """Whether the member is in the room or online."""
        return self.place in (Movement.ONSITE, Movement.ONLINE)


@dataclass(frozen=True, slots=True)
class Desk:
    """Every member of the roll in the order of names, and the quorum that follows."""

    lines: tuple[DeskLine, ...]
    quorum: QuorumStatement
    limit: int | None  # of proxies in one hand


def read_desk(session: Session, meeting: Meeting, now: datetime) -> Desk:
    """Return the whole desk at ``now``: each table is read once."""
    rules = rulesets.of_meeting(session, meeting)
    drawn = roll.roll_at(session, meeting, now)
    acting = roll.acting_persons(session, meeting.id)
    given = roll.standing_holders(session, meeting.id)
    last = {event.member_id: event for event in attendance.movements_of(session, meeting.id)}
    answered = answers.answers_of(session, meeting.id)
    people = _people(session)
    names = {line.member_id: line.name for line in drawn.lines}
    places = {member: Movement(event.movement) for member, event in last.items()}
    there = _attendance(places)
    represented = represented_members(
        [Mandate(*pair) for pair in given.items()],
        there.onsite | there.online,
        rules,
        attendance.limits_context(session, drawn, rules),
    )
    lines = []
    for line in drawn.lines:
        person = acting.get(line.member_id)
        event = last.get(line.member_id)
        lines.append(
            DeskLine(
                member_id=line.member_id,
                name=line.name,
                college=line.college,
                voices=of_parts(line.voices, drawn.scale),
                standing=line.standing,
                place=places.get(line.member_id),
                since=event.at if event else None,
                acting_id=person.id if person else None,
                acting=person.name if person else "",
                people=tuple(people.get(line.member_id, ())),
                answer=answered.get(line.member_id),
                given_to=names.get(given.get(line.member_id, 0), ""),
                holds=_held_by(line.member_id, given, names),
                represented=line.member_id in represented,
            )
        )
    counted = Attendance(there.onsite, there.online, represented)
    return Desk(
        tuple(sorted(lines, key=lambda line: fold(line.name))),
        state_quorum(
            drawn, counted, rules, meeting.body, call=calls.which_call(session, meeting.id)
        ).in_voices(drawn.scale),
        rules.proxy.most_mandates(),
    )


def search(lines: Iterable[DeskLine], query: str, wanted: str = "") -> list[DeskLine]:
    """Return the lines whose member or people bear every word of ``query``, of one filter.

    Args:
        wanted: one of FILTERS; anything else filters nothing.
    """
    return [
        line
        for line in lines
        if _is_wanted(line, wanted)
        and bears(" ".join([line.name, *(person.name for person in line.people)]), query)
    ]


def bears(text: str, query: str) -> bool:
    """Return whether ``text`` bears every word of ``query``, accents and case apart."""
    folded = fold(text)
    return all(word in folded for word in fold(query).split())


def acting_for(session: Session, meeting: Meeting, member_id: int) -> Person:
    """Return the person who acts for a member of the roll now.

    Raises:
        NotFoundError: attendance.not-called, attendance.nobody-acts.
    """
    line = attendance.line_of(session, meeting.id, member_id)
    person = roll.acting_persons(session, meeting.id).get(member_id)
    if person is None:
        raise NotFoundError("attendance.nobody-acts", name=line.name)
    return person


def _people(session: Session) -> dict[int, list[Candidate]]:
    """Return who may act for each member, the titulaire before the suppléant."""
    wanted = (
        select(Representation)
        .where(Representation.until.is_(None))
        .options(selectinload(Representation.person))
    )
    rows = sorted(session.scalars(wanted), key=lambda row: roll.PRECEDENCE[ActsAs(row.acts_as)])
    found: dict[int, list[Candidate]] = {}
    for row in rows:
        candidate = Candidate(row.person_id, row.person.name, ActsAs(row.acts_as))
        found.setdefault(row.member_id, []).append(candidate)
    return found


def _attendance(places: Mapping[int, Movement]) -> Attendance:
    return Attendance(
        frozenset(one for one, place in places.items() if place is Movement.ONSITE),
        frozenset(one for one, place in places.items() if place is Movement.ONLINE),
    )


def _held_by(member_id: int, given: Mapping[int, int], names: Mapping[int, str]) -> tuple[str, ...]:
    held = (principal for principal, holder in given.items() if holder == member_id)
    return tuple(sorted((names[principal] for principal in held if principal in names), key=fold))


def _is_wanted(line: DeskLine, wanted: str) -> bool:
    return {
        "expected": line.place is None and not line.given_to,
        "there": line.is_there,
        "gave": bool(line.given_to),
        "unpaid": not line.standing.votes,
    }.get(wanted, True)
