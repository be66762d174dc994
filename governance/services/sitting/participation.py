"""The member's page (ma page): what one person sees and may do in a meeting, gathered once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.errors import NotFoundError
from governance.models.attendance import Movement
from governance.models.meetings import Meeting
from governance.models.members import Member, Person, Representation
from governance.models.notices import Answer
from governance.models.polls import OpenVote, Poll, PollLine
from governance.models.roll import RollLine
from governance.rules.calendar import day_of
from governance.rules.parts import of_parts
from governance.rules.ruleset import ProxyLimit, Ruled, RuleSet
from governance.rules.standing import Standing
from governance.rules.weights import Voices
from governance.rules.weights.voices import Amount
from governance.services.bylaws import rulesets
from governance.services.convening import answers
from governance.services.electorate import roll
from governance.services.electorate.roll import facts_of
from governance.services.electorate.standing import Judged, standings_at
from governance.services.membership.traits import asked_by, traits_on
from governance.services.polls import open_votes, polls
from governance.services.sitting import attendance


@dataclass(frozen=True, slots=True)
class Seat:
    """One member this person was named for: does it vote, by whom, where is it now."""

    member_id: int
    name: str
    voices: Voices
    standing: Standing
    is_mine: bool  # whether this person is the one who acts for it in this meeting
    acting: str
    answer: Answer | None
    place: Movement | None
    since: datetime | None
    given_to: str  # the member that holds its proxy, or nothing


@dataclass(frozen=True, slots=True)
class Vote:
    """One right of this person in one opened poll; ``choice`` only where the vote is named."""

    name: str
    voices: Amount
    by_proxy: bool
    signed: bool
    choice: str = ""


@dataclass(frozen=True, slots=True)
class PollView:
    """An opened poll and what this person has to do with it."""

    poll: Poll
    votes: tuple[Vote, ...]

    @property
    def missing(self) -> int:
        """How many of her rights have not voted yet."""
        return sum(not vote.signed for vote in self.votes)


@dataclass(frozen=True, slots=True)
class MyPage:
    """Everything the member's page says."""

    seats: tuple[Seat, ...]
    held: tuple[RollLine, ...]  # the rights that reach her by proxy
    polls: tuple[PollView, ...]
    limit: Ruled[ProxyLimit | None]
    most_mandates: int | None
    proxies_allowed: Ruled[bool]

    @property
    def mine(self) -> tuple[Seat, ...]:
        """The members for which she acts here."""
        return tuple(seat for seat in self.seats if seat.is_mine)


def my_page(session: Session, meeting: Meeting, person_id: int, now: datetime) -> MyPage:
    """Return what the person sees of the meeting at ``now``."""
    rules = rulesets.of_meeting(session, meeting)
    seats = _seats(session, meeting, person_id, rules, now)
    return MyPage(
        tuple(seats),
        tuple(_held(session, meeting.id, [seat.member_id for seat in seats if seat.is_mine])),
        tuple(my_polls(session, meeting, person_id)),
        rules.proxy.limit,
        rules.proxy.most_mandates(),
        rules.proxy.allowed,
    )


def my_polls(session: Session, meeting: Meeting, person_id: int) -> list[PollView]:
    """Return the polls that were opened, in the order of the agenda, with this person's rights."""
    opened = [poll for poll in polls.polls_of(session, meeting.id) if poll.opened_at]
    wanted = (
        select(PollLine)
        .where(PollLine.poll_id.in_([poll.id for poll in opened]))
        .where(PollLine.exercised_by_id == person_id)
        .order_by(PollLine.position)
    )
    lines = session.scalars(wanted).all() if opened else []
    named = open_votes.votes_of(session, lines) if lines else {}
    return [PollView(poll, _votes(poll, lines, named)) for poll in opened]


def require_seat(session: Session, meeting: Meeting, person_id: int, member_id: int) -> RollLine:
    """Return the roll line of a member for which this person acts in the meeting.

    Raises:
        NotFoundError: attendance.not-yours.
    """
    person = roll.acting_persons(session, meeting.id, [member_id]).get(member_id)
    if person is None or person.id != person_id:
        raise NotFoundError("attendance.not-yours")
    return attendance.line_of(session, meeting.id, member_id)


def person_of(session: Session, person_id: int) -> Person:
    """Return the person who is visiting."""
    return session.get_one(Person, person_id)


def _seats(
    session: Session, meeting: Meeting, person_id: int, rules: RuleSet, now: datetime
) -> list[Seat]:
    rows = _lines_of(session, meeting.id, person_id)
    members = [member.id for _, member in rows]
    acting = roll.acting_persons(session, meeting.id, members)
    given = roll.standing_holders(session, meeting.id)
    answered = answers.answers_of(session, meeting.id, members)
    movements = attendance.movements_of(session, meeting.id, members)
    last = {event.member_id: event for event in movements}
    holders = [given[member] for member in members if member in given]
    names = {line.member_id: line.name for line in _named(session, meeting.id, holders)}
    known = traits_on(session, asked_by(rules), day_of(meeting.convened_at or now), members)
    told = {member.id: facts_of(member, known) for _, member in rows}
    asked = [Judged(one.id, one.category, one.joined_on, one.left_on) for one in told.values()]
    judged = standings_at(session, meeting, rules, asked, now)
    if rules.roll.two_capacities.value == "choose_one":
        drawn = roll.roll_at(session, meeting, now)
        judged = {one.member_id: one.standing for one in drawn.lines if one.member_id in told}
    seats, day = [], day_of(now)
    for line, member in rows:
        facts = told[member.id]
        person, event = acting.get(member.id), last.get(member.id)
        seats.append(
            Seat(
                member_id=member.id,
                name=line.name,
                voices=replace(
                    roll.explained_voices(session, rules, facts, day),
                    value=of_parts(line.voices, meeting.voice_scale),
                ),
                standing=judged[member.id],
                is_mine=person is not None and person.id == person_id,
                acting=person.name if person else "",
                answer=answered.get(member.id),
                place=Movement(event.movement) if event else None,
                since=event.at if event else None,
                given_to=names.get(given.get(member.id, 0), ""),
            )
        )
    return seats


def _held(session: Session, meeting_id: int, mine: Collection[int]) -> Sequence[RollLine]:
    """Return the roll lines of the members whose proxy stands with one of ``mine``."""
    given = roll.standing_holders(session, meeting_id)
    return _named(session, meeting_id, [one for one, holder in given.items() if holder in mine])


def _named(session: Session, meeting_id: int, members: Collection[int]) -> Sequence[RollLine]:
    wanted = select(RollLine).where(
        RollLine.meeting_id == meeting_id, RollLine.member_id.in_(members)
    )
    return session.scalars(wanted.order_by(RollLine.id)).all() if members else ()


def _lines_of(
    session: Session, meeting_id: int, person_id: int
) -> Sequence[tuple[RollLine, Member]]:
    """Return the roll lines of the members this person is named for, in any capacity."""
    named = select(Representation.member_id).where(
        Representation.person_id == person_id, Representation.until.is_(None)
    )
    wanted = (
        select(RollLine, Member)
        .join(Member, Member.id == RollLine.member_id)
        .where(RollLine.meeting_id == meeting_id, RollLine.member_id.in_(named))
        .options(selectinload(Member.dues))
        .order_by(RollLine.id)
    )
    return [(line, member) for line, member in session.execute(wanted)]


def _votes(
    poll: Poll, lines: Sequence[PollLine], named: Mapping[int, OpenVote]
) -> tuple[Vote, ...]:
    mine = [line for line in lines if line.poll_id == poll.id]
    mine.sort(key=lambda line: (line.holder_member_id is not None, line.position))
    return tuple(
        Vote(
            line.name,
            of_parts(line.voices, poll.voice_scale),
            line.holder_member_id is not None,
            line.signed,
            open_votes.chosen(poll, named[line.id].choice) if line.id in named else "",
        )
        for line in mine
    )
