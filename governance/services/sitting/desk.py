"""The desk (accueil, émargement): what it shows of each member of the roll, and whom it finds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

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
from governance.services.bylaws import rulesets
from governance.services.convening import answers, calls
from governance.services.electorate import roll
from governance.services.files.rows import read_rows
from governance.services.membership.names import fold
from governance.services.sitting import attendance

CAPACITIES: dict[str, ActsAs] = {capacity.value: capacity for capacity in ActsAs}


class Candidate(NamedTuple):
    """A person who may act for the member, and in what capacity."""

    person_id: int
    name: str
    acts_as: ActsAs


class DeskLine(NamedTuple):
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


NOBODY: tuple[None, str] = (None, "")
WANTED: dict[str, Callable[[DeskLine], bool]] = {
    "expected": lambda line: line.place is None and not line.given_to,
    "there": lambda line: line.is_there,
    "gave": lambda line: bool(line.given_to),
    "unpaid": lambda line: not line.standing.votes,
}


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
    came = roll.checked_in(session, meeting.id)
    given = roll.standing_holders(session, meeting.id)
    last = attendance.last_movements(session, meeting.id)
    answered = answers.answers_of(session, meeting.id)
    people = _people(session)
    names = {line.member_id: line.name for line in drawn.lines}
    places = {member: place for member, (place, _) in last.items()}
    held = _held(given, names)
    there = _attendance(places)
    represented = represented_members(
        [Mandate(*pair) for pair in given.items()],
        there.onsite | there.online,
        rules,
        attendance.limits_context(session, drawn, rules),
    )
    lines = []
    voices = {
        amount: of_parts(amount, drawn.scale) for amount in {one.voices for one in drawn.lines}
    }
    for line in drawn.lines:
        able = tuple(people.get(line.member_id, ()))
        person = came.get(line.member_id)
        acting_id, acting, *_ = person or (able[0] if able else NOBODY)
        _, since = last.get(line.member_id, (None, None))
        lines.append(
            DeskLine(
                member_id=line.member_id,
                name=line.name,
                college=line.college,
                voices=voices[line.voices],
                standing=line.standing,
                place=places.get(line.member_id),
                since=since,
                acting_id=acting_id,
                acting=acting,
                people=able,
                answer=answered.get(line.member_id),
                given_to=names.get(given.get(line.member_id, 0), ""),
                holds=held.get(line.member_id, ()),
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
        wanted: one of WANTED; anything else filters nothing.
    """
    words = fold(query).split()
    return [line for line in lines if _is_wanted(line, wanted) and _bears(line, words)]


def bears(text: str, query: str) -> bool:
    """Return whether ``text`` bears every word of ``query``, accents and case apart."""
    folded = fold(text)
    return all(word in folded for word in fold(query).split())


def _bears(line: DeskLine, words: Sequence[str]) -> bool:
    """Return whether a member and its people bear every word; each name was folded before."""
    if not words:
        return True
    folded = " ".join([fold(line.name), *(fold(person.name) for person in line.people)])
    return all(word in folded for word in words)


def acting_for(session: Session, meeting: Meeting, member_id: int) -> Person:
    """Return the person who acts for a member of the roll now.

    Raises:
        NotFoundError: attendance.not-called, attendance.nobody-acts.
    """
    line = attendance.line_of(session, meeting.id, member_id)
    person = roll.acting_persons(session, meeting.id, [member_id]).get(member_id)
    if person is None:
        raise NotFoundError("attendance.nobody-acts", name=line.name)
    return person


def _people(session: Session) -> dict[int, list[Candidate]]:
    """Return who may act for each member, the titulaire before the suppléant."""
    wanted = (
        select(Representation.member_id, Representation.acts_as, Person.id, Person.name)
        .join(Person, Person.id == Representation.person_id)
        .where(Representation.until.is_(None))
    )
    rows = read_rows(session, Representation, wanted)
    found: dict[int, list[Candidate]] = {}
    for member_id, acts_as, number, name in sorted(rows, key=lambda row: roll.PRECEDENCE[row[1]]):
        candidate = Candidate(number, name, CAPACITIES[acts_as])
        found.setdefault(member_id, []).append(candidate)
    return found


def _attendance(places: Mapping[int, Movement]) -> Attendance:
    return Attendance(
        frozenset(one for one, place in places.items() if place is Movement.ONSITE),
        frozenset(one for one, place in places.items() if place is Movement.ONLINE),
    )


def _held(given: Mapping[int, int], names: Mapping[int, str]) -> dict[int, tuple[str, ...]]:
    """Return by holder the names of those whose proxy it has."""
    held: dict[int, list[str]] = {}
    for principal, holder in given.items():
        if principal in names:
            held.setdefault(holder, []).append(names[principal])
    return {holder: tuple(sorted(several, key=fold)) for holder, several in held.items()}


def _is_wanted(line: DeskLine, wanted: str) -> bool:
    chosen = WANTED.get(wanted)
    return chosen is None or chosen(line)
