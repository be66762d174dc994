"""Opening (ouverture): an election's four files become the first event of its box."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ballots.crypto.hashing import sha256_hex
from ballots.crypto.named_groups import group_named
from ballots.protocol.credentials import PublicCredential
from ballots.protocol.election import Question, election_fingerprint, parse_election
from ballots.protocol.events import EventType
from ballots.protocol.questions import AnyQuestion, ListsQuestion, RankedQuestion
from ballots.protocol.trustees import parse_trustees
from ballots.services import sums
from ballots.store import append
from ballots.voting.box import next_event
from ballots.voting.setup import make_election

__all__ = ["ListsQuestion", "NewElection", "Question", "RankedQuestion", "open_election"]


@dataclass(frozen=True, slots=True)
class NewElection:
    """What a host knows of an election before it opens.

    ``trustees``: their list as published, mandatory ones and groups with a threshold.
    ``weights``: public credential, as its group writes it -> weight; all 1 for a ranked question.
    """

    uuid: str
    name: str
    description: str
    question: AnyQuestion
    trustees: str
    weights: dict[str, int]
    administrator: str
    credential_authority: str
    group: str = "BELENIOS-2048"


def open_election(session: Session, new: NewElection, timestamp: int) -> str:
    """Write the Setup event; the box is open from the commit on. Return the fingerprint.

    Args:
        timestamp: seconds since 1970, printed on every record of the archive.
    Raises:
        BallotsError: the question, a trustee's key or the list of credentials is not sound.
    """
    group = group_named(new.group)
    credentials = [
        PublicCredential(group.decode(public), weight) for public, weight in new.weights.items()
    ]
    credentials.sort(key=lambda one: one.public)  # the order says nothing about people
    files = make_election(
        uuid=new.uuid,
        name=new.name,
        description=new.description,
        questions=[new.question],
        trustees=parse_trustees(new.trustees.encode(), group),
        credentials=credentials,
        administrator=new.administrator,
        credential_authority=new.credential_authority,
        group=group,
    )
    fingerprint = election_fingerprint(files.election)
    append.add_election(session, new.uuid, fingerprint, timestamp, credentials)
    event = next_event(None, EventType.SETUP, sha256_hex(files.setup))
    records = (files.election, files.trustees, files.credentials, files.setup)
    append.append(session, new.uuid, event, records)
    sums.begin(session, parse_election(files.election), event.hash)
    return fingerprint
