"""A verifier nobody here wrote accepts an election made whole by ``ballots.voting``."""

import hashlib
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ballots.audit.archive import audit_archive
from ballots.crypto.group import Element
from ballots.crypto.hashing import sha256_hex
from ballots.crypto.named_groups import BELENIOS_2048
from ballots.protocol.archive import write_archive
from ballots.protocol.ballot import Ballot
from ballots.protocol.credentials import PublicCredential
from ballots.protocol.election import Election, Question, election_fingerprint, parse_election
from ballots.protocol.events import Event, EventType
from ballots.protocol.tally import (
    Owned,
    encode_decryption,
    encode_owned,
    encode_result,
    encode_sized_tally,
    encode_tally,
)
from ballots.voting.box import Head, next_event, require_event_order
from ballots.voting.casting import BoxView, check_ballot, tracker
from ballots.voting.credentials import derive_public, derive_secret, new_private_code
from ballots.voting.prepare import prepare_ballot
from ballots.voting.setup import (
    ElectionFiles,
    make_election,
    new_election_uuid,
    new_trustee_secret,
    trustee_public_key,
)
from ballots.voting.tally import (
    combine,
    partial_decryption,
    verify_partial_decryption,
    weighted_tally,
)

pytestmark = pytest.mark.needs("belenios-tool")

OPENED = 1_800_000_000
QUESTIONS = (
    Question("Approuvez-vous « le projet » ?", ("Pour", "Contre", "Abstention"), 1, 1),
    Question("Qui pour la présidence ?", ("Ada", "Bob", "Cléo"), 1, 1, blank=True),
    Question("Deux ou trois dates", ("lundi", "mardi", "jeudi", "samedi"), 2, 3),
    Question("Peut-être une case", ("oui",), 0, 1),
)
VOTERS = {"anne": 1, "bob": 2, "cleo": 10, "dan": 250, "eve": 1 << 30, "fred": 0, "gus": 7}
VOTES = [  # gus does not vote; anne and cleo vote again
    ("anne", [[1, 0, 0], [0, 1, 0, 0], [1, 1, 0, 0], [1]]),
    ("bob", [[0, 1, 0], [1, 0, 0, 0], [1, 1, 1, 0], [0]]),
    ("cleo", [[1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 1], [1]]),
    ("dan", [[0, 0, 1], [0, 0, 0, 1], [0, 1, 1, 1], [0]]),
    ("eve", [[1, 0, 0], [0, 1, 0, 0], [1, 0, 0, 1], [1]]),
    ("fred", [[0, 1, 0], [1, 0, 0, 0], [1, 0, 1, 0], [1]]),
    ("anne", [[0, 1, 0], [1, 0, 0, 0], [0, 1, 1, 0], [0]]),
    ("cleo", [[0, 1, 0], [0, 0, 1, 0], [1, 1, 0, 0], [0]]),
]
EXPECTED = (
    ((1 << 30), 13, 250),
    (3, 1 << 30, 10, 250),
    ((1 << 30) + 12, 263, 253, (1 << 30) + 250),
    ((1 << 30),),
)


@dataclass
class Box:
    """The events of one election with their data, as a server would keep them."""

    entries: list[tuple[Event, tuple[bytes, ...]]] = field(default_factory=list)

    def append(self, kind: EventType, *data: bytes) -> None:
        last = self.entries[-1][0] if self.entries else None
        require_event_order(last.type if last else None, kind)
        head = Head(last.hash, last.height) if last else None
        event = next_event(head, kind, sha256_hex(data[-1]) if data else None)
        self.entries.append((event, data))

    def write(self, folder: Path, uuid: str) -> Path:
        path = folder / f"{uuid}.bel"
        with path.open("wb") as stream:
            write_archive(stream, OPENED, self.entries)
        return path


@dataclass
class Voting:
    """An election between its setup and its result."""

    files: ElectionFiles
    election: Election
    fingerprint: str
    codes: dict[str, str]
    trustees: list[int]
    weights: dict[Element, int]
    box: Box

    def vote(self, voter: str, choices) -> bytes:
        secret = derive_secret(self.election.uuid, self.codes[voter], self.election.group)
        return prepare_ballot(self.election, self.fingerprint, secret, choices)

    def cast_all(self) -> dict[Element, Ballot]:
        last: dict[Element, Ballot] = {}
        seen: set[str] = set()
        view = BoxView(self.election, self.fingerprint, self.weights, seen)
        for voter, choices in VOTES:
            raw = self.vote(voter, choices)
            ballot = check_ballot(view, raw)
            seen.add(tracker(raw))
            self.box.append(EventType.BALLOT, raw)
            last[ballot.credential] = ballot
        return last

    def close(self, last) -> None:
        self.box.append(EventType.END_BALLOTS)
        tally = weighted_tally(
            self.election, [(one.answers, self.weights[key]) for key, one in last.items()]
        )
        encrypted = encode_tally(tally.encrypted)
        self.box.append(EventType.ENCRYPTED_TALLY, encrypted, encode_sized_tally(tally.sized))
        partials = {}
        for owner, secret in enumerate(self.trustees, 1):
            made = partial_decryption(self.election, self.fingerprint, tally.encrypted, secret)
            raw = encode_decryption(made)
            owned = encode_owned(Owned(owner, sha256_hex(raw)))
            self.box.append(EventType.PARTIAL_DECRYPTION, raw, owned)
            key = trustee_public_key(secret).public_key
            partials[owner] = verify_partial_decryption(
                self.election, self.fingerprint, tally.encrypted, key, raw
            )
        result = combine(self.election, tally.encrypted, partials, 2, tally.total_weight)
        assert result.counts == EXPECTED
        self.box.append(EventType.RESULT, encode_result(result))


@pytest.fixture
def voting() -> Voting:
    uuid = new_election_uuid()
    codes = {voter: new_private_code() for voter in VOTERS}
    publics = {voter: derive_public(uuid, code, BELENIOS_2048) for voter, code in codes.items()}
    trustees = [new_trustee_secret(), new_trustee_secret()]
    files = make_election(
        uuid=uuid,
        name="Assemblée générale",
        description="Faite par nos propres fonctions, \x7f compris",
        questions=QUESTIONS,
        trustees=[trustee_public_key(trustees[0], "Bureau"), trustee_public_key(trustees[1])],
        credentials=[PublicCredential(publics[voter], VOTERS[voter]) for voter in VOTERS],
        administrator="Ada",
    )
    election = parse_election(files.election)
    fingerprint = election_fingerprint(files.election)
    box = Box()
    box.append(EventType.SETUP, files.election, files.trustees, files.credentials, files.setup)
    weights = {publics[voter]: VOTERS[voter] for voter in VOTERS}
    return Voting(files, election, fingerprint, codes, trustees, weights, box)


def run_verify(folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["belenios-tool", "election", "verify", "--dir", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_an_election_made_here_is_accepted_by_the_public_tool(voting, tmp_path):
    voting.close(voting.cast_all())
    path = voting.box.write(tmp_path, voting.election.uuid)

    verified = run_verify(tmp_path)

    assert verified.returncode == 0, verified.stderr
    assert "all checks passed" in verified.stderr
    report = audit_archive(path)
    assert (report.verdict, report.remarks[0].code) == ("verified", "remark.unique-weights")
    assert [[n for _, n in one.counts] for one in report.counted.results] == [
        list(row) for row in EXPECTED
    ]


def test_an_election_still_open_is_accepted_by_the_public_tool(voting, tmp_path):
    voting.cast_all()
    voting.box.write(tmp_path, voting.election.uuid)

    assert run_verify(tmp_path).returncode == 0


def test_the_public_tool_refuses_a_ballot_for_the_wrong_election(voting, tmp_path):
    """So that the acceptances above mean something."""
    secret = derive_secret(voting.election.uuid, voting.codes["bob"], voting.election.group)
    choices = VOTES[1][1]
    voting.box.append(EventType.BALLOT, prepare_ballot(voting.election, "A" * 43, secret, choices))
    path = voting.box.write(tmp_path, voting.election.uuid)

    refused = run_verify(tmp_path)

    assert refused.returncode != 0
    assert "invalid ballot" in refused.stderr
    assert audit_archive(path).check("ballots").faults[0].code == "ballot.wrong-election"


def test_a_ballot_of_the_public_tool_is_accepted_here(voting, tmp_path):
    """Its own credential form (2.0, PBKDF2) differs; the ballot is the same format."""
    path = voting.box.write(tmp_path, voting.election.uuid)
    before = path.read_bytes()
    code, choices = "Xaz-njx-Vqc-4nP-dyF", "[[1,0,0],[0,1,0,0],[1,1,0,0],[1]]"
    (tmp_path / "code").write_text(code)
    (tmp_path / "choices").write_text(choices)
    made = subprocess.run(
        ["belenios-tool", "election", "generate-ballot", "--dir", str(tmp_path),
         "--privcred", str(tmp_path / "code"), "--ballot", str(tmp_path / "choices")],
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    raw = made.stdout.strip()
    public = public_credential_of_2_0(code, voting.election)

    ballot = check_ballot(
        BoxView(voting.election, voting.fingerprint, {public: 1}, frozenset()), raw
    )

    assert ballot.credential == public
    assert path.read_bytes() == before


def public_credential_of_2_0(code: str, election: Election) -> Element:
    derived = hashlib.pbkdf2_hmac("sha256", code.encode(), election.uuid.encode(), 1000, 32)
    return election.group.power_g(int.from_bytes(derived) % election.group.q)
