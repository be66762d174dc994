"""Opening (ouverture): an election's four files become the first event of its box."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ballots.crypto.hashing import sha256_hex
from ballots.crypto.named_groups import BELENIOS_2048
from ballots.protocol.credentials import PublicCredential
from ballots.protocol.election import Question, election_fingerprint
from ballots.protocol.events import EventType
from ballots.protocol.trustees import parse_trustee_key
from ballots.store import append
from ballots.voting.box import next_event
from ballots.voting.setup import make_election

__all__ = ["NewElection", "Question", "open_election"]


@dataclass(frozen=True, slots=True)
class NewElection:
    """What a host knows of an election before it opens.

    ``trustees``: each one's public key as JSON, in the order of their numbers.
    ``weights``: public credential (decimal) -> weight.
    """

    uuid: str
    name: str
    description: str
    question: Question
    trustees: tuple[str, ...]
    weights: dict[str, int]
    administrator: str
    credential_authority: str


def open_election(session: Session, new: NewElection, timestamp: int) -> str:
    """Write the Setup event; the box is open from the commit on. Return the fingerprint.

    Args:
        timestamp: seconds since 1970, printed on every record of the archive.
    Raises:
        BallotsError: a trustee's key or the list of credentials is not sound.
    """
    credentials = [PublicCredential(int(public), weight) for public, weight in new.weights.items()]
    credentials.sort(key=lambda one: one.public)  # the order says nothing about people
    files = make_election(
        uuid=new.uuid,
        name=new.name,
        description=new.description,
        questions=[new.question],
        trustees=[parse_trustee_key(key.encode(), BELENIOS_2048) for key in new.trustees],
        credentials=credentials,
        administrator=new.administrator,
        credential_authority=new.credential_authority,
    )
    fingerprint = election_fingerprint(files.election)
    append.add_election(session, new.uuid, fingerprint, timestamp, credentials)
    event = next_event(None, EventType.SETUP, sha256_hex(files.setup))
    records = (files.election, files.trustees, files.credentials, files.setup)
    append.append(session, new.uuid, event, records)
    return fingerprint
