"""Polls (scrutins): planned with the agenda, opened on a proved quorum, closed and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, inspect, select
from sqlalchemy.orm import Session, selectinload

from ballots.services import closing, setup
from ballots.services import trustees as box_trustees
from ballots.services.elections import load_election
from governance.errors import NotFoundError, RuleBrokenError, StateError
from governance.models.meetings import Meeting
from governance.models.polls import Poll, PollLine
from governance.models.roll import RollLine
from governance.rules.calendar import day_of
from governance.rules.lifecycle import require_meeting_move, require_poll_move
from governance.rules.quorum import QuorumStatement
from governance.rules.roll import Roll
from governance.rules.secrecy import SecrecyVerdict, check_before_opening
from governance.services import (
    agenda,
    associations,
    attendance,
    credentials,
    journal,
    office,
    results,
    roll,
    rulesets,
)
from governance.services.journal import Actor
from governance.services.vault import Vault


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the secretary sees before opening: who may vote, who has no code, what is missing."""

    roll: Roll
    without_code: tuple[str, ...]
    office_ready: bool
    quorum: QuorumStatement
    secrecy: SecrecyVerdict | None

    @property
    def quorum_met(self) -> bool:
        """Whether the quorum holds now."""
        return self.quorum.met

    @property
    def voters(self) -> int:
        """How many rights would be on the poll's roll: entitled, and with a code if secret."""
        return self.roll.heads - len(self.without_code)

    @property
    def is_ready(self) -> bool:
        """Whether nothing on the poll's side stands against opening it."""
        return self.office_ready and self.quorum.met and self.voters > 0


def plan_polls(session: Session, meeting: Meeting) -> list[Poll]:
    """Make one poll for each item that is voted; a secret one takes an election identifier."""
    made = []
    for item in agenda.items_of(session, meeting.id):
        if not item.is_voted:
            continue
        poll = Poll(
            meeting_id=meeting.id,
            item_id=item.id,
            secret=item.secret,
            question=_question(
                item.kind, item.title, [c.name for c in item.candidates], item.seats
            ),
            majority=item.majority,
        )
        session.add(poll)
        session.flush()
        if poll.secret:
            credentials.take_slot(session, poll)
        made.append(poll)
    return made


def polls_of(session: Session, meeting_id: int) -> Sequence[Poll]:
    """Return the polls of a meeting in the order of the agenda."""
    wanted = select(Poll).where(Poll.meeting_id == meeting_id).options(selectinload(Poll.item))
    return sorted(session.scalars(wanted), key=lambda poll: poll.item.position)


def get_poll(session: Session, meeting_id: int, poll_id: int) -> Poll:
    """Return one poll of the meeting.

    Raises:
        NotFoundError: poll.unknown.
    """
    poll = session.get(Poll, poll_id)
    if poll is None or poll.meeting_id != meeting_id:
        raise NotFoundError("poll.unknown")
    return poll


def make_secret(session: Session, poll: Poll, *, actor: Actor, now: datetime) -> None:
    """Turn a planned open poll into a secret one, on one of the elections kept in reserve.

    Raises:
        StateError: poll.not-now or poll.no-reserve.
    """
    _hold(session, poll)
    require_poll_move(poll.state, "open")
    if poll.secret:
        return
    if credentials.take_slot(session, poll) is None:
        raise StateError("poll.no-reserve")
    poll.secret = True
    facts = {"position": poll.item.position}
    journal.record(
        session, "poll.made-secret", facts, actor=actor, meeting_id=poll.meeting_id, now=now
    )


def readiness(session: Session, poll: Poll, now: datetime) -> Readiness:
    """Return what is known before ``poll`` opens."""
    meeting = poll.meeting
    drawn = roll.roll_at(session, meeting, day_of(now))
    quorum = attendance.quorum_now(session, meeting, now)
    if not poll.secret:
        return Readiness(drawn, (), True, quorum, None)
    slot = credentials.slot_of(session, poll)
    with_code = credentials.lines_with_code(session, slot) if slot else frozenset()
    numbers = {line.member_id: line.id for line in roll.lines_of(session, meeting.id)}
    entitled = drawn.entitled_lines()
    without = tuple(line.name for line in entitled if numbers[line.member_id] not in with_code)
    weights = [line.voices for line in entitled if numbers[line.member_id] in with_code]
    verdict = _secrecy(session, poll, weights) if weights else None
    return Readiness(drawn, without, office.is_ready(session, meeting.id), quorum, verdict)


def open_poll(
    session: Session, poll: Poll, *, actor: Actor, now: datetime, accept: bool = False
) -> None:
    """Freeze the electorate and open the poll, on a quorum that holds now.

    Args:
        accept: the officer was told what the secrecy check fears and who has no code, and opens
            all the same; the journal keeps it.
    Raises:
        StateError: meeting.not-now, poll.not-now, office.not-ready.
        RuleBrokenError: quorum.not-met, with the arithmetic and the clause; poll.nobody; unless
            accepted, poll.without-code and secrecy.too-exposed.
    """
    _hold(session, poll)
    meeting = poll.meeting
    require_meeting_move(meeting.state, "open_poll")
    require_poll_move(poll.state, "open")
    quorum = attendance.quorum_now(session, meeting, now)
    if not quorum.met:
        facts = {"counted": quorum.counted, "required": quorum.required, "clause": quorum.clause}
        raise RuleBrokenError("quorum.not-met", **facts)
    drawn = roll.roll_at(session, meeting, day_of(now))
    poll.quorum_at_opening = quorum.to_facts()
    without = readiness(session, poll, now).without_code
    poll.electorate = {
        "heads": drawn.heads,
        "voices": drawn.total_voices,
        "without_code": list(without),
    }
    fingerprint = None
    if poll.secret:
        if without and not accept:
            raise RuleBrokenError("poll.without-code", names=", ".join(without))
        fingerprint = _open_box(session, poll, drawn, now, accept=accept)
    else:
        _freeze(session, poll, drawn, roll.lines_of(session, meeting.id))
    poll.opened_at = now
    session.flush()
    session.expire(poll, ["lines"])
    facts = {
        "position": poll.item.position,
        "title": poll.item.title,
        "secret": poll.secret,
        "entitled": len(poll.lines),
        "voices": sum(line.voices for line in poll.lines),
        "roll": drawn.digest(),
        "election": poll.election,
        "fingerprint": fingerprint,
        "without_code": list(without),
        "secrecy": (poll.secrecy or {}).get("level"),
        "accepted": poll.secret and accept,
    }
    journal.record(session, "poll.opened", facts, actor=actor, meeting_id=meeting.id, now=now)


def close_poll(
    session: Session,
    vault: Vault,
    poll: Poll,
    *,
    actor: Actor,
    now: datetime,
    accept: bool = False,
) -> None:
    """Close the poll. An open one is announced at once; a secret one waits for the scrutineers.

    Args:
        accept: the officer was told that few ballots hide nobody, and counts them all the same.
    Raises:
        StateError: poll.not-now.
        RuleBrokenError: secrecy.too-few-ballots, unless accepted.
    """
    _hold(session, poll)
    require_poll_move(poll.state, "close")
    if poll.secret:
        _require_enough(session, poll, accept=accept)
        _close_box(session, vault, poll)  # first: a ballot on its way is in, or is refused
        _forget_order(session, poll)
    poll.closed_at = now
    poll.quorum_at_closing = attendance.quorum_now(session, poll.meeting, now).to_facts()
    session.flush()
    session.expire(poll, ["lines"])
    voted = [line for line in poll.lines if line.signed]
    facts = {
        "position": poll.item.position,
        "voters": len(voted),
        "voices": sum(line.voices for line in voted),
        "few_accepted": poll.secret and accept,
    }
    journal.record(session, "poll.closed", facts, actor=actor, meeting_id=poll.meeting_id, now=now)
    if not poll.secret:
        counts = results.open_counts(session, poll)
        results.announce(session, poll, counts, fingerprint=None, actor=actor, now=now)


def add_decryption(
    session: Session, poll: Poll, account_id: int, raw: str, *, actor: Actor, now: datetime
) -> None:
    """Record a scrutineer's part; with the last one the result is opened and announced.

    Raises:
        NotFoundError: office.not-a-member.
        BallotsError: decryption.* (which check failed); nothing is recorded.
    """
    election = _election(poll)
    owner = office.number_of(session, poll.meeting_id, account_id)
    closing.add_decryption(session, election, owner, raw.encode("utf-8", "surrogatepass"))
    facts = {"position": poll.item.position, "number": owner}
    journal.record(
        session, "decryption.added", facts, actor=actor, meeting_id=poll.meeting_id, now=now
    )
    if not closing.missing_owners(session, election):
        counts = closing.finish(session, election)[0]
        fingerprint = load_election(session, election).fingerprint
        results.announce(session, poll, counts, fingerprint=fingerprint, actor=actor, now=now)


def turnout(poll: Poll) -> tuple[int, int]:
    """Return how many rights have voted, of how many."""
    return sum(line.signed for line in poll.lines), len(poll.lines)


def _hold(session: Session, poll: Poll) -> None:
    """Lock the meeting's row, then the poll's, and read both again: one of two presses acts."""
    session.refresh(poll.meeting, with_for_update=True)
    session.refresh(poll, with_for_update=True)


def _open_box(session: Session, poll: Poll, drawn: Roll, now: datetime, *, accept: bool) -> str:
    """Open the ballot box of a secret poll for every entitled right that has a code."""
    if not office.is_ready(session, poll.meeting_id):
        raise StateError("office.not-ready")
    slot = credentials.slot_of(session, poll)
    if slot is None:
        raise StateError("poll.no-reserve")
    public = credentials.take_assignments(session, slot)
    lines = [line for line in roll.lines_of(session, poll.meeting_id) if line.id in public]
    frozen = _freeze(session, poll, drawn, lines)
    weights = {public[line.id]: voices for line, voices in frozen}
    verdict = _secrecy(session, poll, list(weights.values()))
    if verdict.level == "high" and not accept:
        raise RuleBrokenError("secrecy.too-exposed", voters=verdict.voters, clause=verdict.clause)
    poll.secrecy = verdict.to_facts()
    question = poll.question
    new = setup.NewElection(
        uuid=slot.election,
        name=f"{poll.meeting.title} — {poll.item.position}. {poll.item.title}",
        description=poll.item.resolution,
        question=setup.Question(
            question["text"],
            tuple(question["answers"]),
            question["min"],
            question["max"],
            question["blank"],
        ),
        trustees=tuple(one.public_key for one in office.trustees(session, poll.meeting_id)),
        weights=weights,
        administrator=associations.get(session).name,
        credential_authority="Plénière",
    )
    return setup.open_election(session, new, int(now.timestamp()))


def _freeze(
    session: Session, poll: Poll, drawn: Roll, lines: Sequence[RollLine]
) -> list[tuple[RollLine, int]]:
    """Write the poll's lines: the entitled among ``lines``, with who exercises each right now."""
    acting = roll.acting_persons(session, poll.meeting_id)
    holders = roll.standing_holders(session, poll.meeting_id)
    entitled = drawn.entitled_ids()
    frozen = []
    for place, line in enumerate((one for one in lines if one.member_id in entitled), 1):
        holder = holders.get(line.member_id)
        person = acting.get(line.member_id if holder is None else holder)
        session.add(
            PollLine(
                poll_id=poll.id,
                position=place,
                member_id=line.member_id,
                name=line.name,
                college=line.college,
                voices=line.voices,
                exercised_by_id=person.id if person else None,
                holder_member_id=holder,
            )
        )
        frozen.append((line, line.voices))
    if not frozen:
        raise RuleBrokenError("poll.nobody")
    return frozen


def _close_box(session: Session, vault: Vault, poll: Poll) -> None:
    """End the voting and add the server's part; the scrutineers' parts come from their browsers."""
    election = _election(poll)
    closing.end_voting(session, election)
    number, secret = office.server_share(session, vault, poll.meeting_id)
    part = box_trustees.decrypt(session, election, secret)
    closing.add_decryption(session, election, number, part)


def _forget_order(session: Session, poll: Poll) -> None:
    """Write the lines of the roll anew, in the order of the roll.

    PostgreSQL keeps a changed row where there was room when it changed, and by which transaction:
    until here the marks lie in the order of the votes, and a dump would join them to the ballots.
    A change in place would leave some rows where their vote had put them.
    """
    session.flush()
    columns = [getattr(PollLine, column.key) for column in inspect(PollLine).columns]
    mine = PollLine.poll_id == poll.id
    kept = session.execute(select(*columns).where(mine).order_by(PollLine.position)).all()
    unseen = {"synchronize_session": False}
    session.execute(delete(PollLine).where(mine).execution_options(**unseen))
    session.execute(insert(PollLine), [line._asdict() for line in kept])


def _require_enough(session: Session, poll: Poll, *, accept: bool) -> None:
    """Refuse to count a secret poll so small that its result is somebody's vote, unless accepted.

    Raises:
        RuleBrokenError: secrecy.too-few-ballots.
    """
    session.expire(poll, ["lines"])
    voters = sum(line.signed for line in poll.lines)
    rule = rulesets.of_meeting(session, poll.meeting).min_secret_group
    if 0 < voters < rule.value and not accept:
        facts = {"voters": voters, "least": rule.value, "clause": rule.clause}
        raise RuleBrokenError("secrecy.too-few-ballots", **facts)


def _secrecy(session: Session, poll: Poll, weights: list[int]) -> SecrecyVerdict:
    options = len(poll.question["answers"]) + bool(poll.question["blank"])
    rules = rulesets.of_meeting(session, poll.meeting)
    return check_before_opening(weights, options, rules.min_secret_group)


def _question(kind: str, title: str, candidates: list[str], seats: int | None) -> dict[str, Any]:
    """Return what is asked: for, against or abstention; or up to as many names as seats."""
    if kind == "election":
        most = min(seats or 1, len(candidates))
        return {"text": title, "answers": candidates, "min": 1, "max": most, "blank": True}
    return {"text": title, "answers": list(results.ANSWERS), "min": 1, "max": 1, "blank": False}


def _election(poll: Poll) -> str:
    if poll.election is None or not poll.secret:
        raise NotFoundError("election.unknown")
    return poll.election
