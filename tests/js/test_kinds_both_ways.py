"""Whole elections by the browser's modules: ballots, shuffles and decryptions of every kind."""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ballots.audit.archive import audit_archive
from ballots.crypto.group import Group
from ballots.crypto.hashing import sha256_hex
from ballots.crypto.named_groups import BELENIOS_2048, ED25519, RFC_3526_2048
from ballots.protocol.ballot import tracker
from ballots.protocol.events import EventType
from ballots.protocol.numbers import write_ciphertexts
from ballots.protocol.questions import (
    AnyQuestion,
    ListsQuestion,
    Question,
    RankedQuestion,
    has_ranking,
)
from ballots.protocol.rows import leaves
from ballots.protocol.tally import EncryptedTally, Owned, Result, encode_owned, encode_tally
from ballots.voting.prepare import Choice
from ballots.voting.shuffles import encode_shuffle, mixed_tally, shuffle_tally, verify_shuffle
from ballots.voting.tally import combine, encode_result, verify_partial_decryption
from tests.unit.ballots.whole_election import WholeElection

Run = Callable[[str, object], str]
BOXES = Question("Quitus ?", ("Oui", "Non"), 1, 1, blank=True)
SCHULZE = {"type": "PreferentialVoting", "method": "Schulze", "blank": True}
RANKED = RankedQuestion("Classez « les noms »", ("Ada", "Bob", "Cléo"), SCHULZE)
LISTS = ListsQuestion("Une liste", (("Nord", "Ada", "Bea"), ("Sud", "Cléo")))
YES, NO, BLANK = (0, 1, 0), (0, 0, 1), (1, 0, 0)
BLANK_OF_3 = (1, 0, 0, 0)
NORTH, SOUTH = ((1, 0, 1), (0, 0)), ((0, 0, 0), (1, 1))


@dataclass
class BrowserElection(WholeElection):
    """An election whose voters and trustees all work in a browser."""

    run: Run = lambda *_: ""

    def prepare(self, voter: int, choices: Sequence[Choice]) -> bytes:
        """Return the ballot that the booth makes."""
        facts = {
            "election": self.files.election.decode(),
            "fingerprint": self.fingerprint,
            "secret": str(self.voters[voter]),
            "choices": choices,
        }
        return self.run("make-ballot.js", facts).encode()

    def mix(self, tally: EncryptedTally, owners: Sequence[int]) -> EncryptedTally:
        """Let each trustee's page mix, and Python verify."""
        for owner in owners:
            raw = self.run("mix.js", to_mix(self, tally)).encode()
            shuffle = verify_shuffle(self.election, self.fingerprint, tally, raw)
            tally = mixed_tally(self.election, tally, shuffle)
            self._add(EventType.SHUFFLE, raw, encode_owned(Owned(owner, sha256_hex(raw))))
        if owners:
            self._add(EventType.END_SHUFFLES)
        return tally

    def open(self, tally: EncryptedTally, total_weight: int, owners: Sequence[int] = ()) -> Result:
        """Let every trustee's page decrypt, and Python verify and count."""
        partials = {}
        for owner in owners or self.secrets:
            raw = self.decrypted(tally, owner)
            key = self.keys[owner - 1].public_key
            partials[owner] = verify_partial_decryption(
                self.election, self.fingerprint, tally, key, raw
            )
            owned = encode_owned(Owned(owner, sha256_hex(raw)))
            self._add(EventType.PARTIAL_DECRYPTION, raw, owned)
        result = combine(self.election, tally, partials, self.entries, total_weight)
        self._add(EventType.RESULT, encode_result(result))
        return result

    def decrypted(self, tally: EncryptedTally, owner: int) -> bytes:
        """Return what a trustee's page makes of the tally."""
        facts = {
            "tally": encode_tally(tally).decode(),
            "secret": str(self.secrets[owner]),
            "fingerprint": self.fingerprint,
            "group": self.group.name,
        }
        return self.run("decrypt.js", facts).encode()


def to_mix(made: WholeElection, tally: EncryptedTally) -> dict[str, Any]:
    """Return what the server hands to a trustee's page."""
    rows = zip(made.questions, tally, strict=True)
    return {
        "group": made.group.name,
        "public_key": str(made.election.public_key),
        "fingerprint": made.fingerprint,
        "ciphertexts": [
            write_ciphertexts(tuple(leaves(row)))
            for question, row in rows
            if isinstance(question, RankedQuestion)
        ],
    }


CASES = [
    pytest.param(
        BELENIOS_2048,
        [BOXES, LISTS],
        (2, 30),
        [(0, [YES, NORTH]), (1, [NO, NORTH]), (0, [BLANK, SOUTH])],
        ((2, 0, 30), ((30, 0, 30), (2, 2))),
        id="boxes and lists, weighted",
    ),
    pytest.param(
        RFC_3526_2048,
        [RANKED, BOXES],
        (1, 1, 1),
        [(0, [(1, 1, 2), YES]), (1, [(0, 0, 0), NO]), (2, [(255, 0, 7), YES])],
        ([(0, 0, 0), (1, 1, 2), (255, 0, 7)], (0, 2, 1)),
        id="ranked beside boxes",
    ),
    pytest.param(
        ED25519,
        [LISTS, RANKED, BOXES],
        (1, 1),
        [(0, [SOUTH, (3, 1, 2), BLANK]), (1, [NORTH, (1, 2, 3), YES])],
        (((1, 0, 1), (1, 1)), [(1, 2, 3), (3, 1, 2)], (1, 1, 0)),
        id="everything on the curve",
    ),
]


@pytest.mark.parametrize(("group", "questions", "weights", "votes", "expected"), CASES)
def test_an_election_made_in_the_browser_passes_the_audit(
    group: Group,
    questions: list[AnyQuestion],
    weights: tuple[int, ...],
    votes: list[tuple[int, list[Choice]]],
    expected: tuple[Any, ...],
    run_command: Run,
) -> None:
    made = BrowserElection(group, questions, weights, run=run_command)
    result = made.play(votes, mixers=(1, 2) if has_ranking(questions) else ())
    found = tuple(
        sorted(row) if isinstance(question, RankedQuestion) else row
        for question, row in zip(questions, result.rows, strict=True)
    )
    assert found == expected
    assert audit_archive(made.archive).verdict == "verified"


@pytest.mark.needs("belenios-tool")
@pytest.mark.parametrize("group", [BELENIOS_2048, RFC_3526_2048], ids=lambda one: one.name)
def test_the_public_tool_verifies_an_election_made_in_the_browser(
    group: Group, run_command: Run, tmp_path: Path
) -> None:
    questions: list[AnyQuestion] = [BOXES, Question("Qui ?", ("A", "B", "C"), 0, 2, blank=True)]
    votes: list[tuple[int, list[Choice]]] = [(0, [YES, (0, 1, 1, 0)]), (1, [BLANK, BLANK_OF_3])]
    mixers: tuple[int, ...] = ()
    if group is RFC_3526_2048:
        questions, mixers = [RANKED, BOXES], (2, 1)
        votes = [(0, [(2, 1, 0), YES]), (1, [(1, 2, 3), BLANK])]
    made = BrowserElection(group, questions, (1, 1), run=run_command)
    made.play(votes, mixers=mixers)
    (tmp_path / "election.bel").write_bytes(made.archive)
    command = ["belenios-tool", "election", "verify", "--dir", str(tmp_path)]
    verified = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert verified.returncode == 0, verified.stderr
    assert "all checks passed" in verified.stderr


@pytest.mark.parametrize("group", [BELENIOS_2048, RFC_3526_2048, ED25519], ids=lambda one: one.name)
def test_ballots_and_shuffles_made_in_python_pass_the_checks_of_the_browser(
    group: Group, run_command: Run
) -> None:
    is_ranked = group is not BELENIOS_2048
    questions = [BOXES, LISTS, RANKED][: 2 + is_ranked]
    choices = [YES, NORTH, (1, 3, 2)][: 2 + is_ranked]
    made = WholeElection(group, questions, (1, 1))
    raw = made.prepare(0, choices)
    facts = {"election": made.files.election.decode(), "ballot": raw.decode()}
    assert run_command("check-ballot.js", facts) == tracker(raw)
    if is_ranked:
        made.cast(0, choices)
        made.cast(1, choices)
        tally = made.close().encrypted
        shuffle = shuffle_tally(made.election, made.fingerprint, tally)
        facts = to_mix(made, tally) | {"shuffle": encode_shuffle(shuffle).decode()}
        assert run_command("mix.js", facts) == "good"
