"""Named votes (scrutin public): one choice per right, with a receipt that shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from ballots.ports import Signer
from governance.errors import InvalidInputError, NotAllowedError, RuleBrokenError
from governance.models.members import Member
from governance.models.polls import OpenVote, Poll, PollLine
from governance.rules.lifecycle import require_poll_move
from governance.rules.parts import of_parts
from governance.rules.weights.voices import Amount, shown
from governance.services.bylaws import rulesets
from governance.services.proxies import deposits
from governance.services.sitting import attendance

OPEN_VOTE = "open-vote"


@dataclass(frozen=True, slots=True)
class NamedVote:
    """One named vote as the annex of the minutes shows it."""

    name: str
    college: str
    voices: Amount
    choice: str
    holder: str  # the member that cast it by proxy, or nothing


def lines_of(session: Session, poll: Poll, person_id: int) -> Sequence[PollLine]:
    """Return the rights a person exercises in an opened poll: her own first."""
    wanted = select(PollLine).where(
        PollLine.poll_id == poll.id, PollLine.exercised_by_id == person_id
    )
    found = session.scalars(wanted).all()
    return sorted(found, key=lambda line: (line.holder_member_id is not None, line.position))


def votes_of(session: Session, lines: Sequence[PollLine]) -> dict[int, OpenVote]:
    """Return the named vote of each of these lines that has one."""
    wanted = select(OpenVote).where(OpenVote.line_id.in_([line.id for line in lines]))
    return {vote.line_id: vote for vote in session.scalars(wanted)}


def may_vote_now(session: Session, poll: Poll, line: PollLine) -> bool:
    """Return whether the member in whose person the right is exercised is there now."""
    return attendance.is_there(session, poll.meeting_id, line.exercised_for)


def cast_all(
    session: Session,
    signer: Signer,
    poll: Poll,
    person_id: int,
    choices: Mapping[int, Sequence[int]],
    now: datetime,
) -> list[OpenVote]:
    """Record the choices of one pass, all or none.

    Args:
        choices: poll line -> 0 or 1 per answer.
    Raises:
        StateError: poll.not-now.
        NotAllowedError: roll.not-your-right.
        InvalidInputError: vote.choice, when not exactly what the question allows is ticked.
        RuleBrokenError: vote.already-cast; vote.not-there, when who votes has left or never came;
            vote.against-instructions, when a proxy binds to another answer.
    """
    session.refresh(poll, with_for_update={"read": True})  # the closing waits for this vote
    require_poll_move(poll.state, "cast")
    if poll.secret:
        raise ValueError("a secret poll takes ballots, not named votes")
    if not choices:
        raise InvalidInputError("vote.choice", least=poll.question["min"])
    return [
        _cast(session, signer, poll, person_id, line_id, choice, now)
        for line_id, choice in sorted(choices.items())
    ]


def named_votes(session: Session, poll: Poll) -> list[NamedVote]:
    """Return every named vote, in the order of the roll."""
    wanted = (
        select(OpenVote)
        .join(PollLine)
        .where(PollLine.poll_id == poll.id)
        .options(selectinload(OpenVote.line))
        .order_by(PollLine.position)
    )
    names = {member.id: member.name for member in session.scalars(select(Member))}
    return [
        NamedVote(
            vote.line.name,
            vote.line.college,
            of_parts(vote.line.voices, poll.voice_scale),
            chosen(poll, vote.choice),
            names.get(vote.line.holder_member_id or 0, ""),
        )
        for vote in session.scalars(wanted)
    ]


def chosen(poll: Poll, choice: Sequence[int]) -> str:
    """Return the answers that a choice ticks, in words."""
    names = (["Blanc"] if poll.question["blank"] else []) + list(poll.question["answers"])
    return ", ".join(name for name, mark in zip(names, choice, strict=True) if mark)


def _cast(
    session: Session,
    signer: Signer,
    poll: Poll,
    person_id: int,
    line_id: int,
    choice: Sequence[int],
    now: datetime,
) -> OpenVote:
    line = _own_line(session, poll, person_id, line_id)
    if not may_vote_now(session, poll, line):
        raise RuleBrokenError("vote.not-there", name=line.name)
    _require_choice(poll, choice)
    _require_instructed(session, poll, line, choice)
    receipt = signer.sign(_receipt(poll, line, choice, now))
    vote = session.scalars(select(OpenVote).where(OpenVote.line_id == line.id)).first()
    if vote is not None:
        rule = rulesets.of_meeting(session, poll.meeting).vote.revote
        if not rule.value:
            raise RuleBrokenError("vote.already-cast", name=line.name, clause=rule.clause)
    else:
        vote = OpenVote(line_id=line.id)
    vote.choice, vote.cast_at, vote.receipt = list(choice), now, receipt
    session.add(vote)
    line.signed = True
    session.flush()
    return vote


def _own_line(session: Session, poll: Poll, person_id: int, line_id: int) -> PollLine:
    wanted = select(PollLine).where(
        PollLine.id == line_id,
        PollLine.poll_id == poll.id,
        PollLine.exercised_by_id == person_id,
    )
    line = session.scalars(wanted.with_for_update()).first()
    if line is None:
        raise NotAllowedError("roll.not-your-right")
    return line


def _require_choice(poll: Poll, choice: Sequence[int]) -> None:
    question = poll.question
    boxes = len(question["answers"]) + bool(question["blank"])
    is_shaped = len(choice) == boxes and all(mark in (0, 1) for mark in choice)
    is_blank = is_shaped and bool(question["blank"]) and choice[0] == 1
    ticked = sum(choice)
    lawful = ticked == 1 if is_blank else question["min"] <= ticked <= question["max"]
    if not is_shaped or not lawful:
        raise InvalidInputError("vote.choice", least=question["min"], most=question["max"])


def _require_instructed(
    session: Session, poll: Poll, line: PollLine, choice: Sequence[int]
) -> None:
    """Refuse a holder another answer than the one her principal's proxy binds her to."""
    wish = deposits.wishes_of(session, poll, [line]).get(line.id)
    if wish is None or not wish.binding:
        return
    if not deposits.is_followed(wish, poll, chosen(poll, choice)):
        raise RuleBrokenError(
            "vote.against-instructions", name=line.name, wanted=wish.answer, clause=wish.clause
        )


def _receipt(poll: Poll, line: PollLine, choice: Sequence[int], now: datetime) -> dict[str, object]:
    """Return what an open vote's receipt shows: everything, since the vote is public by rule."""
    return {
        "kind": OPEN_VOTE,
        "meeting": poll.meeting.title,
        "position": poll.item.position,
        "question": poll.question["text"],
        "member": line.name,
        "voices": shown(of_parts(line.voices, poll.voice_scale)),
        "choice": chosen(poll, choice),
        "cast_at": now.isoformat(timespec="seconds"),
    }
