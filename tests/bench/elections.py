"""Elections made for measuring: so many voters, one question, two trustees, all in memory."""

import io
from dataclasses import dataclass

from ballots.crypto.group import Element
from ballots.crypto.hashing import sha256_hex
from ballots.crypto.named_groups import BELENIOS_2048
from ballots.protocol.archive import write_archive
from ballots.protocol.election import Election, election_fingerprint, parse_election
from ballots.protocol.events import Event, EventType
from ballots.protocol.tally import Owned, encode_owned
from ballots.voting import setup, tally
from ballots.voting.box import Head, next_event
from ballots.voting.casting import BoxView, check_ballot
from ballots.voting.credentials import (
    PublicCredential,
    derive_public,
    derive_secret,
    new_private_code,
)
from ballots.voting.prepare import prepare_ballot

QUESTION = setup.Question("Approuvez-vous les comptes ?", ("Pour", "Contre", "Abstention"), 1, 1)
CHOICES = ([1, 0, 0], [0, 1, 0], [0, 0, 1])


@dataclass(slots=True)
class Measured:
    """An election and what it takes to vote in it."""

    election: Election
    files: setup.ElectionFiles
    fingerprint: str
    codes: dict[Element, str]  # public credential -> private code
    weights: dict[Element, int]
    secrets: list[int]

    def view(self) -> BoxView:
        """Return the box as a ballot is checked against it."""
        return BoxView(self.election, self.fingerprint, self.weights, frozenset())

    def ballot(self, credential: Element, place: int) -> bytes:
        """Return a ballot of one voter."""
        uuid = self.election.uuid
        secret = derive_secret(uuid, self.codes[credential], BELENIOS_2048)
        return prepare_ballot(
            self.election, self.fingerprint, secret, [CHOICES[place % len(CHOICES)]]
        )


def make(voters: int) -> Measured:
    """Return an election of ``voters`` with weights 1 to 97."""
    uuid = setup.new_election_uuid()
    secrets = [setup.new_trustee_secret() for _ in range(2)]
    codes = {}
    for _ in range(voters):
        code = new_private_code()
        codes[derive_public(uuid, code, BELENIOS_2048)] = code
    weights = {public: place % 97 + 1 for place, public in enumerate(codes)}
    files = setup.make_election(
        uuid=uuid,
        name="Mesure",
        description="",
        questions=[QUESTION],
        trustees=[setup.trustee_public_key(secret) for secret in secrets],
        credentials=[
            PublicCredential(public, weight) for public, weight in sorted(weights.items())
        ],
    )
    election = parse_election(files.election)
    fingerprint = election_fingerprint(files.election)
    return Measured(election, files, fingerprint, codes, weights, secrets)


def archive(measured: Measured) -> bytes:
    """Return the archive of the election with one ballot of every voter, counted."""
    chain = _Chain()
    files = measured.files
    chain.add(EventType.SETUP, files.election, files.trustees, files.credentials, files.setup)
    answers = []
    for place, credential in enumerate(measured.codes):
        raw = measured.ballot(credential, place)
        ballot = check_ballot(measured.view(), raw)
        answers.append((ballot.answers, measured.weights[credential]))
        chain.add(EventType.BALLOT, raw)
    chain.add(EventType.END_BALLOTS)
    total = tally.weighted_tally(measured.election, answers)
    encrypted, sized = tally.encode_tally(total.encrypted), tally.encode_sized_tally(total.sized)
    chain.add(EventType.ENCRYPTED_TALLY, encrypted, sized)
    partials = {}
    for owner, secret in enumerate(measured.secrets, 1):
        part = tally.partial_decryption(
            measured.election, measured.fingerprint, total.encrypted, secret
        )
        partials[owner] = part
        raw = tally.encode_decryption(part)
        chain.add(EventType.PARTIAL_DECRYPTION, raw, encode_owned(Owned(owner, sha256_hex(raw))))
    result = tally.combine(
        measured.election, total.encrypted, partials, len(partials), total.total_weight
    )
    chain.add(EventType.RESULT, tally.encode_result(result))
    out = io.BytesIO()
    write_archive(out, 1_780_000_000, chain.entries)
    return out.getvalue()


class _Chain:
    """Events linked as they are added."""

    def __init__(self) -> None:
        self.entries: list[tuple[Event, tuple[bytes, ...]]] = []
        self._head: Head | None = None

    def add(self, kind: EventType, *records: bytes) -> None:
        event = next_event(self._head, kind, sha256_hex(records[-1]) if records else None)
        self.entries.append((event, records))
        self._head = Head(event.hash, event.height)
