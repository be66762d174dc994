"""Elections made for measuring: one question, two trustees; large ones made once, by a pool."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from ballots.crypto.group import Element
from ballots.crypto.hashing import sha256_hex
from ballots.crypto.named_groups import BELENIOS_2048, group_named
from ballots.protocol.archive import encode_entry, encode_header
from ballots.protocol.ballot import parse_ballot, tracker
from ballots.protocol.commitments import encode_header as encode_commitments_header
from ballots.protocol.commitments import encode_record
from ballots.protocol.election import Election, election_fingerprint, parse_election
from ballots.protocol.events import EventType
from ballots.protocol.tally import Owned, encode_owned
from ballots.voting import setup, tally
from ballots.voting.box import Head, next_event
from ballots.voting.casting import BoxView, accept_ballot
from ballots.voting.credentials import (
    PublicCredential,
    derive_public,
    derive_secret,
    new_private_code,
)
from ballots.voting.prepare import prepare_ballot

ANSWERS = 3
PROCESSES = 2
AT_ONCE = 25  # ballots a process makes before it hands them over
TIMESTAMP = 1_780_000_000
Made = tuple[bytes, bytes]  # a ballot and its record of commitments


@dataclass(frozen=True, slots=True)
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

    def secret_of(self, credential: Element) -> int:
        """Return the secret that a voter's code stands for."""
        return derive_secret(self.election.uuid, self.codes[credential], self.election.group)

    def ballot(self, credential: Element, place: int) -> bytes:
        """Return a ballot of one voter."""
        secret = self.secret_of(credential)
        boxes = self.election.questions[0].boxes
        choice = [int(box == place % boxes) for box in range(boxes)]
        return prepare_ballot(self.election, self.fingerprint, secret, [choice])


def make(voters: int, answers: int = ANSWERS, group_name: str = BELENIOS_2048.name) -> Measured:
    """Return an election of ``voters`` with weights 1 to 97, one of ``answers`` to be chosen."""
    group, uuid = group_named(group_name), setup.new_election_uuid()
    secrets = [setup.new_trustee_secret(group) for _ in range(2)]
    codes: dict[Element, str] = {}
    for _ in range(voters):
        code = new_private_code()
        codes[derive_public(uuid, code, group)] = code
    weights = {public: place % 97 + 1 for place, public in enumerate(codes)}
    labels = tuple(f"Réponse {place}" for place in range(answers))
    files = setup.make_election(
        uuid=uuid,
        name="Mesure",
        description="",
        questions=[setup.Question("Approuvez-vous les comptes ?", labels, 1, 1)],
        trustees=[setup.trustee_public_key(secret, group=group) for secret in secrets],
        credentials=[
            PublicCredential(public, weight) for public, weight in sorted(weights.items())
        ],
        group=group,
    )
    election = parse_election(files.election)
    fingerprint = election_fingerprint(files.election)
    return Measured(election, files, fingerprint, codes, weights, secrets)


def archive(
    folder: Path, voters: int, answers: int = ANSWERS, group_name: str = BELENIOS_2048.name
) -> Path:
    """Return the archive of a counted election, its commitments beside it; made once a folder."""
    place = folder / f"{group_name}-{answers}-{voters}"
    found = next(place.glob("*.bel"), None)
    if found is not None:
        return found
    measured = make(voters, answers, group_name)
    place.mkdir(parents=True, exist_ok=True)
    made = list(_ballots(measured))
    commitments = encode_commitments_header(measured.election, measured.fingerprint)
    uuid = measured.election.uuid
    (place / f"{uuid}.commitments").write_bytes(
        commitments + b"".join(record for _, record in made)
    )
    path = place / f"{uuid}.bel"
    path.write_bytes(b"".join(_pieces(measured, [raw for raw, _ in made])))
    return path


def _ballots(measured: Measured) -> Iterator[Made]:
    """Make and verify one ballot of every voter, on all cores."""
    places = list(enumerate(measured.codes))
    chunks = [places[start : start + AT_ONCE] for start in range(0, len(places), AT_ONCE)]
    if len(chunks) < 2 * PROCESSES:
        yield from _some_ballots(measured, places)
        return
    # forked processes: what was made here is there already
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool:
        for made in pool.map(_some_ballots, [measured] * len(chunks), chunks):
            yield from made


def _some_ballots(measured: Measured, places: Sequence[tuple[int, Element]]) -> list[Made]:
    made = []
    for place, credential in places:
        raw = measured.ballot(credential, place)
        accepted = accept_ballot(measured.view(), raw)
        group = measured.election.group
        made.append((raw, encode_record(tracker(raw), accepted.commitments, group)))
    return made


def _pieces(measured: Measured, ballots: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the archive piece by piece, from the setup to the result."""
    chain, files, election = _Chain(), measured.files, measured.election
    yield encode_header(TIMESTAMP)
    yield chain.add(EventType.SETUP, files.election, files.trustees, files.credentials, files.setup)
    for raw in ballots:
        yield chain.add(EventType.BALLOT, raw)
    yield chain.add(EventType.END_BALLOTS)
    total = tally.weighted_tally(election, answers_of(measured, ballots))
    encrypted, sized = tally.encode_tally(total.encrypted), tally.encode_sized_tally(total.sized)
    yield chain.add(EventType.ENCRYPTED_TALLY, encrypted, sized)
    partials = {}
    for owner, secret in enumerate(measured.secrets, 1):
        part = tally.partial_decryption(election, measured.fingerprint, total.encrypted, secret)
        partials[owner] = part
        raw = tally.encode_decryption(part)
        yield chain.add(
            EventType.PARTIAL_DECRYPTION, raw, encode_owned(Owned(owner, sha256_hex(raw)))
        )
    result = tally.combine(election, total.encrypted, partials, len(partials), total.total_weight)
    yield chain.add(EventType.RESULT, tally.encode_result(result))


def answers_of(measured: Measured, ballots: Sequence[bytes]) -> Iterator[tuple]:
    """Yield the answers and the weight of each ballot, as adding up takes them."""
    for raw in ballots:
        ballot = parse_ballot(raw, measured.election)
        yield ballot.answers, measured.weights[ballot.credential]


class _Chain:
    """Events linked as they are added."""

    def __init__(self) -> None:
        self._head: Head | None = None

    def add(self, kind: EventType, *records: bytes) -> bytes:
        event = next_event(self._head, kind, sha256_hex(records[-1]) if records else None)
        self._head = Head(event.hash, event.height)
        return encode_entry(event, records, TIMESTAMP)
