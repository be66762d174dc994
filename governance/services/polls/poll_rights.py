"""Who exercises which right in an opened poll, and why a member has none there (émargement)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from governance.models.members import Member, Person, Representation
from governance.models.polls import Poll, PollLine
from governance.models.roll import RollLine
from governance.rules.parts import of_parts
from governance.rules.weights.voices import Amount
from governance.services.bylaws import rulesets
from governance.services.files.rows import read_rows
from governance.services.polls import poll_rolls


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why somebody does not vote for a member: a code, its facts, its clause."""

    member: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    clause: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of the turnout: a right, who exercises it, whether it has voted; never what."""

    name: str
    college: str
    voices: Amount
    person: str
    holder: str  # the member that votes for it by proxy, or nothing
    signed: bool


def signatures(
    session: Session,
    poll: Poll,
    *,
    signed: bool | None = None,
    first: int = 0,
    most: int | None = None,
) -> list[Signature]:
    """Return the lines of an opened poll in the order of the roll.

    Args:
        signed: those that have voted alone, or those that have not; all when left out.
        first: how many are passed over.
        most: how many are told; all when left out.
    """
    holder = aliased(Member)
    told = PollLine.name, PollLine.college, PollLine.voices, Person.name, holder.name
    wanted = (
        select(*told, PollLine.signed)
        .outerjoin(Person, Person.id == PollLine.exercised_by_id)
        .outerjoin(holder, holder.id == PollLine.holder_member_id)
        .where(PollLine.poll_id == poll.id)
        .order_by(PollLine.position)
        .offset(first)
        .limit(most)
    )
    if signed is not None:
        wanted = wanted.where(PollLine.signed.is_(signed))
    scale = poll.voice_scale
    return [
        Signature(name, college, of_parts(voices, scale), who or "", by or "", has_voted)
        for name, college, voices, who, by, has_voted in read_rows(session, PollLine, wanted)
    ]


def roll_line_ids(session: Session, poll: Poll) -> dict[int, int]:
    """Return poll line -> roll line: the number under which a personal link brings the code."""
    wanted = (
        select(PollLine.id, RollLine.id)
        .join(RollLine, RollLine.member_id == PollLine.member_id)
        .where(PollLine.poll_id == poll.id, RollLine.meeting_id == poll.meeting_id)
    )
    return {line: number for line, number in session.execute(wanted)}  # noqa: C416 - a row is no pair


def obstacles(session: Session, poll: Poll, person_id: int) -> list[Obstacle]:
    """Say, for each member a person acts for, why she does not vote for it in this opened poll.

    Codes: vote.by-proxy, vote.other-person, vote.nobody, vote.no-code, vote.not-called, or the
    member's standing on the day the poll opened.
    """
    lines = {line.member_id: line for line in poll.lines}
    members = _members_of(session, person_id)
    found = _obstacles(session, poll, person_id, members, lines)
    return [obstacle for obstacle in found if obstacle is not None]


def _obstacles(
    session: Session,
    poll: Poll,
    person_id: int,
    members: Sequence[Member],
    lines: Mapping[int, PollLine],
) -> Iterator[Obstacle | None]:
    names = _names(session, [line.holder_member_id for line in lines.values()])
    for member in members:
        line = lines.get(member.id)
        if line is None:
            yield _left_out(session, poll, member)
        elif line.exercised_by_id != person_id:
            yield _exercised_elsewhere(session, poll, line, names)


def _exercised_elsewhere(
    session: Session, poll: Poll, line: PollLine, names: Mapping[int | None, str]
) -> Obstacle:
    if line.holder_member_id is not None:
        rule = rulesets.of_meeting(session, poll.meeting).proxy.allowed
        facts = {"holder": names.get(line.holder_member_id, "")}
        return Obstacle(line.name, "vote.by-proxy", facts, rule.clause, rule.source.value)
    if line.exercised_by is None:
        return Obstacle(line.name, "vote.nobody")
    return Obstacle(line.name, "vote.other-person", {"person": line.exercised_by.name})


def _left_out(session: Session, poll: Poll, member: Member) -> Obstacle:
    """Say why a member has no line: not on the roll, not in standing, or without a code."""
    opened_at = poll.opened_at
    if opened_at is None:
        raise ValueError("a poll that is not open leaves nobody out")
    drawn = poll_rolls.roll_of(session, poll, opened_at).line_of(member.id)
    if drawn is None:
        return Obstacle(member.name, "vote.not-called")
    standing = drawn.standing
    if standing.votes:
        return Obstacle(member.name, "vote.no-code")
    return Obstacle(
        member.name, standing.code, standing.facts, standing.clause, standing.source.value
    )


def _members_of(session: Session, person_id: int) -> Sequence[Member]:
    wanted = (
        select(Member)
        .join(Representation, Representation.member_id == Member.id)
        .where(Representation.person_id == person_id, Representation.until.is_(None))
        .order_by(Member.id)
    )
    return session.scalars(wanted).unique().all()


def _names(session: Session, member_ids: Sequence[int | None]) -> dict[int | None, str]:
    wanted = select(Member).where(Member.id.in_({one for one in member_ids if one is not None}))
    return {member.id: member.name for member in session.scalars(wanted)}
