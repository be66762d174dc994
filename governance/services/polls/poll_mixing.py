"""Mixing rankings (mélange): the server first, then the scrutineers; then the server decrypts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from ballots.services import closing, shuffling
from ballots.services import trustees as box_trustees
from ballots.services.elections import load_election
from ballots.services.shuffling import Mixing
from governance.errors import StateError
from governance.models.office import OfficeSeat
from governance.models.polls import Poll
from governance.rules.lifecycle import PollState
from governance.services.entry.vault import Vault
from governance.services.office import office
from governance.services.polls import polls
from governance.services.records import journal
from governance.services.records.journal import Actor


def mixing_of(session: Session, poll: Poll) -> Mixing | None:
    """Return where the mixing of a closed secret poll stands, None where nothing is mixed."""
    if poll.election is None or poll.state is not PollState.CLOSED:
        return None
    found = shuffling.mixing(session, poll.election)
    return found if found.needed else None


def awaited(session: Session, poll: Poll) -> Sequence[tuple[OfficeSeat, str]]:
    """Return the members of the office who may still mix, with their names."""
    found = mixing_of(session, poll)
    if found is None or not found.running:
        return []
    members = office.holders(session, poll.meeting_id)
    return [(one, name) for one, name in members if one.position not in found.mixers]


def to_mix(session: Session, poll: Poll, account_id: int) -> dict[str, object]:
    """Return what a scrutineer's browser mixes.

    Raises:
        NotFoundError: office.not-a-member, election.unknown.
        BallotsError: box.wrong-order, shuffle.nothing-to-mix or tally.not-yet.
    """
    office.seat_of(session, poll.meeting_id, account_id)
    return shuffling.to_mix(session, polls.election_of(poll))


def mix_first(session: Session, election: str) -> None:
    """Let the server mix, as the first of the office."""
    shuffling.add_shuffle(
        session, election, office.SERVER, shuffling.make_shuffle(session, election)
    )


def add_shuffle(
    session: Session,
    vault: Vault,
    poll: Poll,
    account_id: int,
    raw: bytes,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Record a scrutineer's shuffle; with the last of the office the mixing ends.

    Raises:
        NotFoundError: office.not-a-member.
        BallotsError: shuffle.* (which check failed), box.wrong-order; nothing is recorded.
    """
    polls.hold(session, poll)
    election = polls.election_of(poll)
    owner = office.number_of(session, poll.meeting_id, account_id)
    shuffling.add_shuffle(session, election, owner, raw)
    facts = {"position": poll.item.position, "number": owner}
    journal.record(
        session, "shuffle.added", facts, actor=actor, meeting_id=poll.meeting_id, now=now
    )
    if not awaited(session, poll):
        _end(session, vault, poll, actor=actor, now=now)


def end_mixing(session: Session, vault: Vault, poll: Poll, *, actor: Actor, now: datetime) -> None:
    """End the mixing without those who did not mix; two of the office are enough.

    Raises:
        StateError: poll.not-now, unless the poll is being mixed.
        BallotsError: shuffle.too-few.
    """
    polls.hold(session, poll)
    found = mixing_of(session, poll)
    if found is None or not found.running:
        raise StateError("poll.not-now", state=poll.state.value, move="end_mixing")
    _end(session, vault, poll, actor=actor, now=now)


def decrypt_by_server(session: Session, vault: Vault, poll: Poll) -> None:
    """Add the server's part; the scrutineers' parts come from their browsers."""
    election = polls.election_of(poll)
    group = load_election(session, election).election.group.name
    number, secret = office.server_share(session, vault, poll.meeting_id, group)
    part = box_trustees.decrypt(session, election, secret)
    closing.add_decryption(session, election, number, part)


def _end(session: Session, vault: Vault, poll: Poll, *, actor: Actor, now: datetime) -> None:
    election = polls.election_of(poll)
    shuffling.end_mixing(session, election)
    decrypt_by_server(session, vault, poll)
    mixers = len(shuffling.mixing(session, election).mixers)
    facts = {"position": poll.item.position, "mixers": mixers}
    journal.record(
        session, "poll.mixing-ended", facts, actor=actor, meeting_id=poll.meeting_id, now=now
    )
