"""Closing polls (clôture, dépouillement): the box ended, opened by the office, announced."""

from datetime import datetime

from sqlalchemy import delete, insert, inspect, select
from sqlalchemy.orm import Session

from ballots.services import closing
from governance.errors import RuleBrokenError, StateError
from governance.models.polls import Poll, PollLine
from governance.rules.lifecycle import require_poll_move
from governance.rules.parts import of_parts
from governance.rules.questions import is_mixed
from governance.rules.weights.voices import shown
from governance.services.bylaws import rulesets
from governance.services.entry.vault import Vault
from governance.services.office import office
from governance.services.polls import poll_counting, poll_mixing, poll_rolls, polls, results
from governance.services.records import journal
from governance.services.records.journal import Actor


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
    polls.hold(session, poll)
    require_poll_move(poll.state, "close")
    if poll.secret:
        _require_enough(session, poll, accept=accept)
        _close_box(session, vault, poll)  # first: a ballot on its way is in, or is refused
        _forget_order(session, poll)
    if poll.sealed_seed is not None:  # the ballots are fixed: the lot may be known
        poll.tie = {**(poll.tie or {}), "seed": vault.open(poll.sealed_seed).decode()}
    poll.closed_at = now
    poll.quorum_at_closing = poll_rolls.quorum_of(session, poll, now).to_facts()
    session.flush()
    session.expire(poll, ["lines"])
    voted = [line for line in poll.lines if line.signed]
    facts = {
        "position": poll.item.position,
        "voters": len(voted),
        "voices": shown(of_parts(sum(line.voices for line in voted), poll.voice_scale)),
        "few_accepted": poll.secret and accept,
        "seed": (poll.tie or {}).get("seed"),
    }
    journal.record(session, "poll.closed", facts, actor=actor, meeting_id=poll.meeting_id, now=now)
    if poll.secret:
        poll_counting.open_box(session, poll, actor=actor, now=now)
    else:
        counts = results.open_counts(session, poll)
        poll_counting.count_boxes(session, poll, counts, actor=actor, now=now)


def add_decryption(
    session: Session, poll: Poll, account_id: int, raw: str, *, actor: Actor, now: datetime
) -> None:
    """Record a scrutineer's part; as soon as there are enough the result is announced.

    Raises:
        NotFoundError: office.not-a-member.
        StateError: office.not-needed, once other parts were enough.
        BallotsError: decryption.* (which check failed); nothing is recorded.
    """
    polls.hold(session, poll)
    election = polls.election_of(poll)
    if poll.announced_at is not None:
        raise StateError("office.not-needed")
    owner = office.number_of(session, poll.meeting_id, account_id)
    closing.add_decryption(session, election, owner, raw.encode("utf-8", "surrogatepass"))
    facts = {"position": poll.item.position, "number": owner}
    journal.record(
        session, "decryption.added", facts, actor=actor, meeting_id=poll.meeting_id, now=now
    )
    poll_counting.open_box(session, poll, actor=actor, now=now)


def _close_box(session: Session, vault: Vault, poll: Poll) -> None:
    """End the voting and add the server's part; the scrutineers' parts come from their browsers.

    Rankings are mixed before anybody decrypts: the server mixes first.
    """
    election = polls.election_of(poll)
    closing.end_voting(session, election)
    if is_mixed(poll.question):
        poll_mixing.mix_first(session, election)
    else:
        poll_mixing.decrypt_by_server(session, vault, poll)


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
    rule = rulesets.of_meeting(session, poll.meeting).vote.min_secret_group
    if 0 < voters < rule.value and not accept:
        facts = {"voters": voters, "least": rule.value, "clause": rule.clause}
        raise RuleBrokenError("secrecy.too-few-ballots", **facts)
