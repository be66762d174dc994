"""The running sum kept beside the box: begun at the opening, changed by each cast, used once.

It saves the closing from reading every ballot again; nothing else rests on it. Where it is missing
(an election opened before it existed), lags behind the chain, or disagrees with the box in number
or weight, ``closed_tally`` adds up the ballots themselves, which are the only authority.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ballots.protocol.ballot import Answer, parse_ballot
from ballots.protocol.election import Election
from ballots.store import read, sums
from ballots.store.sums import StoredSum
from ballots.voting.box import Head
from ballots.voting.running_sums import (
    RunningSum,
    Share,
    add_share,
    empty_sum,
    encode_boxes,
    is_summed,
    parse_boxes,
    replace_share,
    share_of,
    tally_of,
)
from ballots.voting.tally import Tally, weighted_tally


@dataclass(frozen=True, slots=True)
class Change:
    """What one ballot does to the sum; ``earlier`` is the ballot that it replaces."""

    share: Share
    weight: int
    earlier: bytes | None


def begin(session: Session, election: Election, head: str) -> None:
    """Begin the sum of an election that opens; one with rankings has none.

    Args:
        head: hash of its Setup event.
    """
    if is_summed(election):
        sums.add_sum(session, election.uuid, _stored(election, empty_sum(election), head))


def fold(session: Session, election: Election, before: Head, after: str, change: Change) -> None:
    """Multiply a ballot into the sum, in the ballot's transaction.

    A sum that does not stand at the head is left as it is: the closing sees that it lags.

    Args:
        before: the head that the ballot's event was built on.
        after: the hash of that event.
    """
    uuid, group = election.uuid, election.group
    found = sums.find_sum(session, uuid)
    total = _read(found, election) if found and found.head == before.hash else None
    if total is None:
        return
    if change.earlier is None:
        total = add_share(group, total, change.share, change.weight)
    else:
        answers = parse_ballot(change.earlier, election).answers
        old = share_of(group, answers, change.weight)
        total = replace_share(group, total, change.share, old)
    sums.change_sum(session, uuid, _stored(election, total, after))


def closed_tally(session: Session, election: Election, head: Head) -> Tally:
    """Return the weighted sum of the ballots that count: kept, or computed anew.

    Args:
        head: the last event before EndBallots.
    """
    found = sums.find_sum(session, election.uuid)
    if found is not None and found.head == head.hash:
        total = _read(found, election)
        box = read.voted(session, election.uuid)
        if total is not None and box == (total.ballots, total.weight):
            return tally_of(election, total)
    return weighted_tally(election, last_answers(session, election))


def _read(found: StoredSum, election: Election) -> RunningSum | None:
    """Return the sum as numbers, None when the row cannot be read."""
    try:
        return RunningSum(parse_boxes(found.content, election), found.ballots, found.weight)
    except ValueError:
        return None


def _stored(election: Election, total: RunningSum, head: str) -> StoredSum:
    content = encode_boxes(election.group, total.boxes)
    return StoredSum(head, total.ballots, total.weight, content)


def last_answers(session: Session, election: Election) -> Iterator[tuple[tuple[Answer, ...], int]]:
    """Yield the answers of the last ballot of each credential, with its weight."""
    weights = read.weights(session, election.uuid)
    for credential, raw in read.last_ballots(session, election.uuid):
        yield parse_ballot(raw, election).answers, weights[credential]
