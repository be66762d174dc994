"""The public tool accepts elections made whole by us whose trustees have a threshold."""

import subprocess
from pathlib import Path

import pytest

from ballots.audit.archive import audit_archive
from ballots.crypto.named_groups import RFC_3526_2048
from ballots.protocol.questions import Question, RankedQuestion
from ballots.voting.setup import new_trustee_secret, trustee_public_key
from tests.simulators.ceremonies import COUNTS, SmallVote, hold_ceremony, vote
from tests.unit.ballots.whole_election import WholeElection

pytestmark = pytest.mark.needs("belenios-tool")


@pytest.fixture(scope="module")
def held():
    return hold_ceremony(3, 2)


@pytest.fixture(scope="module")
def single():
    secret = new_trustee_secret()
    return trustee_public_key(secret), secret


def run_verify(folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["belenios-tool", "election", "verify", "--dir", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def require_accepted(small: SmallVote, raw: bytes, folder: Path) -> None:
    (folder / f"{small.election.uuid}.bel").write_bytes(raw)

    verified = run_verify(folder)

    assert "all checks passed" in verified.stderr, verified.stderr
    report = audit_archive(raw)
    assert report.verdict == "verified"
    assert [[n for _, n in one.counts] for one in report.counted.results] == [list(COUNTS[0])]
    assert "remark.older-threshold" not in {remark.code for remark in report.remarks}


@pytest.mark.parametrize("owners", [(1, 2), (3, 1), (2, 3), (1, 2, 3)])
def test_any_two_of_three_open_an_election_for_the_public_tool(held, owners, tmp_path):
    small = vote([held.parameters], held.secrets())

    require_accepted(small, small.archive(*owners), tmp_path)


@pytest.mark.parametrize("owners", [(1, 2, 4), (4, 1, 3)])
def test_a_mandatory_trustee_and_two_of_three_open_an_election(held, single, owners, tmp_path):
    key, secret = single
    small = vote([key, held.parameters], {1: secret} | held.secrets(2))

    require_accepted(small, small.archive(*owners), tmp_path)


def test_a_group_may_come_before_a_mandatory_trustee(held, single, tmp_path):
    key, secret = single
    small = vote([held.parameters, key], held.secrets() | {4: secret})

    require_accepted(small, small.archive(4, 2, 3), tmp_path)


def test_two_groups_open_an_election_together(held, tmp_path):
    other = hold_ceremony(2, 1)
    small = vote([held.parameters, other.parameters], held.secrets() | other.secrets(4))

    require_accepted(small, small.archive(5, 1, 3), tmp_path)


def test_the_public_tool_refuses_too_few_of_a_group(held, tmp_path):
    """So that the acceptances above mean something."""
    small = vote([held.parameters], held.secrets())
    raw = small.archive_of([(2, small.part(2))], b'{"result":[[40,35,25]]}')
    (tmp_path / f"{small.election.uuid}.bel").write_bytes(raw)

    assert "check_result failed" in run_verify(tmp_path).stderr
    assert audit_archive(raw).check("result").faults[0].code == "tally.too-few-decryptions"


def test_a_ranked_election_with_a_mandatory_trustee_and_two_of_three_is_accepted(tmp_path):
    """Mixed and decrypted by members of the group; the mandatory trustee does not mix."""
    group, secret = RFC_3526_2048, new_trustee_secret(RFC_3526_2048)
    held = hold_ceremony(3, 2, group)
    questions = [Question("Quitus ?", ("Oui", "Non"), 1, 1), RankedQuestion("Qui ?", ("A", "B"))]
    election = WholeElection(
        group,
        questions,
        (1, 1),
        entries=[trustee_public_key(secret, group=group), held.parameters],
        secrets={1: secret} | held.secrets(2),
    )

    result = election.play(
        [(0, [(1, 0), (1, 2)]), (1, [(0, 1), (2, 1)])], mixers=(2, 4), openers=(4, 1, 2)
    )

    (tmp_path / "election.bel").write_bytes(election.archive)
    verified = run_verify(tmp_path)
    assert "all checks passed" in verified.stderr, verified.stderr
    assert audit_archive(election.archive).verdict == "verified"
    assert (result.rows[0], sorted(result.rows[1])) == ((1, 1), [(1, 2), (2, 1)])
