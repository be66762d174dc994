"""The booth in the browser and the ballot box in Python agree, both ways."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from ballots.crypto.named_groups import BELENIOS_2048
from ballots.errors import InvalidProofError
from ballots.protocol.canonical import encode
from ballots.protocol.election import Election, election_fingerprint, parse_election
from ballots.protocol.tally import encode_tally
from ballots.protocol.trustees import parse_trustee_key
from ballots.voting.casting import BoxView, check_ballot, tracker
from ballots.voting.credentials import derive_public, derive_secret, new_private_code
from ballots.voting.prepare import prepare_ballot
from ballots.voting.setup import (
    PublicCredential,
    Question,
    TrusteePublicKey,
    make_election,
    new_election_uuid,
    verify_trustee_key,
)
from ballots.voting.tally import combine, verify_partial_decryption, weighted_tally

Run = Callable[[str, object], str]
QUESTIONS = (
    Question("Élire le « conseil » ?", ("Ada", "Bea", "Cléo"), 1, 2, blank=True),
    Question("Donner quitus ?", ("Oui", "Non"), 0, 1),
)
WEIGHTS = (1, 20, 300)
CHOICES = ([[0, 1, 0, 1], [1, 0]], [[1, 0, 0, 0], [0, 0]], [[0, 0, 1, 0], [0, 1]])


@dataclass(frozen=True)
class Assembly:
    """An election made in Python for keys made in JavaScript."""

    election: Election
    raw: bytes
    codes: tuple[str, ...]
    keys: tuple[TrusteePublicKey, ...]
    secrets: tuple[str, ...]
    box: BoxView


@pytest.fixture
def assembly(run_command: Run) -> Assembly:
    """Two scrutineers' keys from the browser, three codes, one election."""
    made = [json.loads(run_command("decrypt.js", {})) for _ in range(2)]
    keys = [parse_trustee_key(encode(one["public_key"]), BELENIOS_2048) for one in made]
    uuid = new_election_uuid()
    codes = tuple(new_private_code() for _ in WEIGHTS)
    publics = [derive_public(uuid, code, BELENIOS_2048) for code in codes]
    weights = dict(zip(publics, WEIGHTS, strict=True))
    files = make_election(
        uuid=uuid,
        name="Assemblée",
        description="",
        questions=QUESTIONS,
        trustees=keys,
        credentials=[PublicCredential(public, weight) for public, weight in weights.items()],
    )
    election = parse_election(files.election)
    box = BoxView(election, election_fingerprint(files.election), weights, set())
    secrets = tuple(one["secret"] for one in made)
    return Assembly(election, files.election, codes, tuple(keys), secrets, box)


def test_what_the_booth_seals_is_counted_by_the_ballot_box(
    assembly: Assembly, run_command: Run
) -> None:
    votes = zip(assembly.codes, CHOICES, strict=True)
    texts = [seal(run_command, assembly, code, choices) for code, choices in votes]
    ballots = [check_ballot(assembly.box, text) for text in texts]
    weighted = [(one.answers, weight) for one, weight in zip(ballots, WEIGHTS, strict=True)]
    tally = weighted_tally(assembly.election, weighted)
    partials = {
        owner: verify_partial_decryption(
            assembly.election,
            assembly.box.fingerprint,
            tally.encrypted,
            assembly.keys[owner - 1].public_key,
            decrypt(run_command, assembly, encode_tally(tally.encrypted), secret),
        )
        for owner, secret in enumerate(assembly.secrets, 1)
    }
    result = combine(assembly.election, tally.encrypted, partials, 2, tally.total_weight)
    assert result.counts == ((20, 1, 300, 1), (1, 300))


def test_the_key_of_a_scrutineer_made_in_the_browser_verifies(assembly: Assembly) -> None:
    for key in assembly.keys:
        verify_trustee_key(key)
    with pytest.raises(InvalidProofError):
        verify_trustee_key(replace(assembly.keys[0], public_key=assembly.keys[1].public_key))


def test_the_booth_and_the_box_give_a_ballot_the_same_tracker(
    assembly: Assembly, run_command: Run
) -> None:
    text = seal(run_command, assembly, assembly.codes[0], CHOICES[0])
    facts = {"election": assembly.raw.decode(), "ballot": text.decode()}
    assert run_command("check-ballot.js", facts) == tracker(text)


def test_a_ballot_prepared_in_python_passes_the_checks_of_the_booth(
    assembly: Assembly, run_command: Run
) -> None:
    secret = derive_secret(assembly.election.uuid, assembly.codes[2], BELENIOS_2048)
    text = prepare_ballot(assembly.election, assembly.box.fingerprint, secret, CHOICES[1])
    facts = {"election": assembly.raw.decode(), "ballot": text.decode()}
    assert run_command("check-ballot.js", facts) == tracker(text)


def seal(run: Run, assembly: Assembly, code: str, choices: list[list[int]]) -> bytes:
    """Return the ballot that the booth makes."""
    election, fingerprint = assembly.raw.decode(), assembly.box.fingerprint
    facts = {"election": election, "fingerprint": fingerprint, "code": code, "choices": choices}
    return run("make-ballot.js", facts).encode()


def decrypt(run: Run, assembly: Assembly, tally: bytes, secret: str) -> bytes:
    """Return the partial decryption that a scrutineer's browser makes."""
    fingerprint, group = assembly.box.fingerprint, assembly.election.group.name
    facts = {"tally": tally.decode(), "secret": secret, "fingerprint": fingerprint, "group": group}
    return run("decrypt.js", facts).encode()
