"""Closing polls (clôture, dépouillement): the box ended, opened by the office, announced."""

from datetime import datetime

from sqlalchemy import delete, insert, inspect, select
from sqlalchemy.orm import Session

from ballots.services import closing
from ballots.services import trustees as box_trustees
from ballots.services.elections import load_election
from governance.errors import RuleBrokenError, StateError
from governance.models.polls import Poll, PollLine
from governance.rules.lifecycle import require_poll_move
from governance.services import attendance, journal, office, polls, results, rulesets
from governance.services.journal import Actor
from governance.services.vault import Vault


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
    if poll.secret:
        _announce_opened(session, poll, actor=actor, now=now)
    else:
        counts = results.open_counts(session, poll)
        results.announce(session, poll, counts, fingerprint=None, actor=actor, now=now)


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
    _announce_opened(session, poll, actor=actor, now=now)


def _announce_opened(session: Session, poll: Poll, *, actor: Actor, now: datetime) -> None:
    """Open the box and announce what it held, if the parts it has are enough."""
    election = polls.election_of(poll)
    if not closing.has_enough(session, election):
        return
    counts = closing.finish(session, election)[0]
    fingerprint = load_election(session, election).fingerprint
    results.announce(session, poll, counts, fingerprint=fingerprint, actor=actor, now=now)


def _close_box(session: Session, vault: Vault, poll: Poll) -> None:
    """End the voting and add the server's part; the scrutineers' parts come from their browsers."""
    election = polls.election_of(poll)
    closing.end_voting(session, election)
    group = load_election(session, election).election.group.name
    number, secret = office.server_share(session, vault, poll.meeting_id, group)
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
