"""What the ballot-box tests share: the recorded vectors and one small election made on the spot."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ballots.crypto.finite_field import FiniteField
from ballots.protocol.archive import ArchiveReader, Entry
from ballots.protocol.ballot import Ballot
from ballots.protocol.credentials import PublicCredential, parse_credentials
from ballots.protocol.election import Election, Question, election_fingerprint, parse_election
from ballots.protocol.trustees import parse_trustees
from ballots.voting.casting import BoxView
from ballots.voting.prepare import prepare_ballot
from ballots.voting.setup import (
    ElectionFiles,
    make_election,
    new_election_uuid,
    new_trustee_secret,
    trustee_public_key,
)

VECTORS = Path(__file__).parents[2] / "vectors"
WEIGHTS = (1, 2, 10)


@dataclass(frozen=True)
class Vector:
    """One recorded archive, read."""

    folder: Path
    path: Path
    entries: list[Entry]
    election: Election
    fingerprint: str

    @property
    def ballots(self) -> list[bytes]:
        return [entry.data[0] for entry in self.entries if entry.event.type == "Ballot"]

    def box(self, **changes) -> BoxView:
        credentials = parse_credentials(self.entries[0].data[2], self.election.group)
        weights = {one.public: one.weight for one in credentials}
        members = {"seen": frozenset()} | changes
        return BoxView(self.election, self.fingerprint, weights, **members)

    @property
    def trustees(self):
        return parse_trustees(self.entries[0].data[1], self.election.group)


@dataclass
class SmallElection:
    """Three voters, two trustees, one question with a blank box and one without."""

    files: ElectionFiles
    election: Election
    fingerprint: str
    voters: list[int]  # secret exponents, of weights WEIGHTS
    trustees: list[int]  # secret exponents
    weights: dict[int, int] = field(default_factory=dict)

    def box(self, seen=frozenset(), is_open=True) -> BoxView:
        return BoxView(self.election, self.fingerprint, self.weights, seen, is_open)

    def vote(self, voter: int, choices=((1, 0, 0), (1, 1, 0))) -> bytes:
        return prepare_ballot(self.election, self.fingerprint, self.voters[voter], choices)


def read_vector(name: str) -> Vector:
    folder = VECTORS / name
    (path,) = folder.glob("*.bel")
    with path.open("rb") as stream:
        entries = list(ArchiveReader(stream))
    raw = entries[0].data[0]
    return Vector(folder, path, entries, parse_election(raw), election_fingerprint(raw))


@pytest.fixture(scope="session")
def v01() -> Vector:
    return read_vector("v01-single-weighted-belenios2048")


@pytest.fixture(scope="session")
def x02() -> Vector:
    return read_vector("x02-by3-single-weighted-belenios2048")


@pytest.fixture(scope="session")
def toy() -> FiniteField:
    return FiniteField("TOY", p=2039, q=1019, g=4)


@pytest.fixture(scope="session")
def small() -> SmallElection:
    trustees = [new_trustee_secret(), new_trustee_secret()]
    voters = [new_trustee_secret() for _ in WEIGHTS]
    publics = [trustee_public_key(secret).public_key for secret in voters]
    weights = dict(zip(publics, WEIGHTS, strict=True))
    files = make_election(
        uuid=new_election_uuid(),
        name="Bureau",
        description="",
        questions=[
            Question("Qui ?", ("Ada", "Bob"), 1, 1, blank=True),
            Question("Quoi ?", ("A", "B", "C"), 0, 2),
        ],
        trustees=[trustee_public_key(secret) for secret in trustees],
        credentials=[PublicCredential(public, weights[public]) for public in publics],
    )
    election = parse_election(files.election)
    fingerprint = election_fingerprint(files.election)
    return SmallElection(files, election, fingerprint, voters, trustees, weights)


@pytest.fixture
def bob(v01) -> bytes:
    """The second ballot of v01, whose intermediate values are recorded."""
    return v01.ballots[1]


@pytest.fixture
def bob_ballot(v01, bob) -> Ballot:
    from ballots.protocol.ballot import parse_ballot

    return parse_ballot(bob, v01.election)
