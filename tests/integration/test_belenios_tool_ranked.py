"""The public verifier accepts rankings, shuffles and RFC-3526-2048 as this program makes them."""

import subprocess
from pathlib import Path

import pytest

from ballots.audit.archive import audit_archive
from ballots.crypto.hashing import sha256_hex
from ballots.crypto.named_groups import RFC_3526_2048
from ballots.protocol.archive import write_archive
from ballots.protocol.events import EventType
from ballots.protocol.questions import Question, RankedQuestion
from ballots.protocol.tally import Owned, encode_owned
from ballots.voting.box import Head, next_event
from governance.db import Database
from governance.rules.questions import BallotKind, BallotRule
from governance.services.entry.vault import Vault
from governance.services.post.post import Post
from tests.integration.chosen_ballots import ChosenBallots, ranked
from tests.unit.ballots.whole_election import WholeElection

pytestmark = pytest.mark.needs("belenios-tool")

SCHULZE = {"type": "PreferentialVoting", "method": "Schulze", "blank": True}
RANKED = RankedQuestion("Classez « les noms »", ("Ada", "Bob", "Cléo"), SCHULZE)
TICKED = Question("Quitus ?", ("Oui", "Non"), 1, 1, blank=True)
VOTES = [
    (0, [(0, 1, 0), (1, 2, 3)]),
    (1, [(1, 0, 0), (255, 0, 7)]),
    (2, [(0, 0, 1), (0, 0, 0)]),
    (0, [(0, 0, 1), (3, 1, 2)]),  # votes again
]


@pytest.fixture(scope="module")
def made() -> WholeElection:
    election = WholeElection(RFC_3526_2048, [TICKED, RANKED], (1, 1, 1))
    election.play(VOTES, mixers=(1, 2))
    return election


def verified_by_the_tool(archive: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "election.bel").write_bytes(archive)
    command = ["belenios-tool", "election", "verify", "--dir", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_a_ranked_election_made_here_with_two_shuffles_is_accepted(made, tmp_path):
    verified = verified_by_the_tool(made.archive, tmp_path)

    assert verified.returncode == 0, verified.stderr
    assert "all checks passed" in verified.stderr
    report = audit_archive(made.archive)
    assert report.verdict == "verified"
    assert sorted(report.counted.results[1].rankings) == [(0, 0, 0), (3, 1, 2), (255, 0, 7)]


def test_the_public_tool_refuses_the_shuffles_in_another_order(made, tmp_path):
    """So that the acceptance above means something."""
    path, head, entries = tmp_path / "spoilt", None, []
    first, second = (data for event, data in made.chain if event.type is EventType.SHUFFLE)
    for found, data in made.chain:
        kept = {first: second, second: first}.get(data, data)
        event = next_event(head, found.type, sha256_hex(kept[-1]) if kept else None)
        head = Head(event.hash, event.height)
        entries.append((event, kept))
    with path.open("wb") as stream:
        write_archive(stream, 1, entries)
    folder = tmp_path / "box"
    folder.mkdir()

    refused = verified_by_the_tool(path.read_bytes(), folder)

    assert refused.returncode != 0
    assert "shuffle #0 failed tests" in refused.stderr
    assert audit_archive(path).check("shuffles").faults[0].code == "shuffle.bad-proof"


def test_a_weighted_election_of_that_group_is_accepted(tmp_path):
    election = WholeElection(RFC_3526_2048, [TICKED], (3, 1 << 30))
    election.play([(0, [(0, 1, 0)]), (1, [(0, 0, 1)])])

    assert verified_by_the_tool(election.archive, tmp_path).returncode == 0
    assert election.chain[-1][1] == (b'{"result":[[0,3,"1073741824"]]}',)


def test_a_shuffle_made_by_the_public_tool_is_verified_here(tmp_path):
    """The tool mixes our tally with its own command; we take its shuffle and go on."""
    election = WholeElection(RFC_3526_2048, [RANKED], (1, 1))
    for voter, choices in ((0, [(1, 2, 3)]), (1, [(2, 2, 1)])):
        election.cast(voter, choices)
    election.close()
    (tmp_path / "election.bel").write_bytes(election.archive)
    made = subprocess.run(
        ["belenios-tool", "election", "shuffle", "--dir", str(tmp_path), "--trustee-id", "1"],
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    raw, owned = made.stdout.strip().splitlines()
    assert owned == encode_owned(Owned(1, sha256_hex(raw)))
    election._add(EventType.SHUFFLE, raw, owned)

    report = audit_archive(election.archive)

    assert report.check("shuffles").facts == {"shuffles": 1, "trustees": 1}


@pytest.mark.parametrize("kind", [BallotKind.SCHULZE, BallotKind.STV, BallotKind.JUDGMENT])
def test_an_election_of_an_assembly_is_accepted_by_the_public_tool(kind, sqlite_settings, tmp_path):
    """From the agenda to the archive, with the shuffles of the server and of a scrutineer."""
    database = Database(sqlite_settings)
    post = Post(Vault(sqlite_settings.vault_key), sqlite_settings.public_url)
    item = ranked(BallotRule(kind), seats=2)
    played = ChosenBallots(database, post, agenda=(item,))
    played.played([(1, 2, 3), (2, 1, 3), (1, 3, 2), (1, 2, 3), (0, 0, 0)])
    database.engine.dispose()

    verified = verified_by_the_tool(played.archive, tmp_path)

    assert verified.returncode == 0, verified.stderr
    assert "all checks passed" in verified.stderr
    assert audit_archive(played.archive).check("shuffles").facts == {"shuffles": 2, "trustees": 2}
