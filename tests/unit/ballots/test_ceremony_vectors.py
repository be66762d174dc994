"""Recorded key ceremonies of the public tool, opened with the trustees' own seeds.

Up to 3.0 the tool seals with AES-CCM, we with AES-GCM as 3.1 and later: only the cipher differs.
"""

import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM

from ballots.crypto.named_groups import BELENIOS_2048, RFC_3526_2048
from ballots.crypto.shamir import commit, evaluate, verify_share
from ballots.errors import InvalidProofError
from ballots.protocol.archive import ArchiveReader
from ballots.protocol.ceremony import read_number_text, read_polynomial_text
from ballots.protocol.election import election_fingerprint, parse_election
from ballots.protocol.events import EventType
from ballots.protocol.sealed import Sealed
from ballots.protocol.tally import encode_decryption, parse_tally
from ballots.protocol.threshold import Context
from ballots.protocol.trustees import parse_trustees
from ballots.voting.channel import cipher_key, cipher_nonce, open_signed
from ballots.voting.key_share import Seat
from ballots.voting.tally import partial_decryption, verify_partial_decryption

VECTORS = Path(__file__).parents[2] / "vectors"
CEREMONIES = [("v03", BELENIOS_2048), ("x01", BELENIOS_2048), ("v07", RFC_3526_2048)]
TRUSTEES = (1, 2, 3)


class Recorded:
    """One ceremony of the collection, its private messages opened."""

    def __init__(self, name, group) -> None:
        (self.folder,) = VECTORS.glob(f"{name}-*")
        self.group = group
        raw = (self.folder / "trustees.json").read_bytes()
        (self.parameters,) = parse_trustees(raw, group)
        polynomials = (self.folder / "polynomials.jsons").read_text().splitlines()
        self.polynomials = [json.loads(line) for line in polynomials]

    def seat(self, index):
        seed = (self.folder / f"ped{index}.key").read_text().strip()
        return Seat(self.group, Context(self.group.name, 3, 2, index), seed)

    def open(self, index, sender, text):
        """Open what ``sender`` sealed for ``index``, as up to 3.0: AES-256-CCM, tag of 8 bytes."""
        members, group, seat = json.loads(text), self.group, self.seat(index)
        alpha, beta = (group.decode(members[name]) for name in ("alpha", "beta"))
        sealed = Sealed(alpha, beta, bytes.fromhex(members["data"]))
        carried = group.divide(sealed.beta, group.power_secret(sealed.alpha, seat.decryption))
        nonce = cipher_nonce(group, sealed.alpha)[: 13 if len(sealed.ciphertext) < 1 << 16 else 12]
        cipher = AESCCM(cipher_key(group, carried), tag_length=8)
        raw = cipher.decrypt(nonce, sealed.ciphertext, None)
        certificate = self.parameters.certificates[sender - 1]
        return open_signed(group, seat.decryption, certificate.verification, raw)

    def share(self, sender, index):
        sealed = self.polynomials[sender - 1]["secrets"][index - 1]
        return read_number_text(self.open(index, sender, sealed), "secret", self.group)

    def coefficients(self, index):
        sealed = self.polynomials[index - 1]["polynomial"]
        return read_polynomial_text(self.open(index, index, sealed), self.group)

    def decryption_key(self, index):
        output = json.loads((self.folder / f"ped{index}.voutput").read_text())
        text = self.open(index, index, output["private_key"])
        return read_number_text(text, "decryption_key", self.group)


@pytest.fixture(scope="module", params=CEREMONIES, ids=lambda one: one[0])
def recorded(request):
    return Recorded(*request.param)


def test_a_seed_gives_both_keys_of_the_certificate(recorded):
    group = recorded.group
    for index, certificate in enumerate(recorded.parameters.certificates, 1):
        seat = recorded.seat(index)
        assert group.power_g(seat.signing) == certificate.verification
        assert group.power_g(seat.decryption) == certificate.encryption


def test_every_share_is_the_value_of_its_senders_polynomial(recorded):
    group = recorded.group
    for sender in TRUSTEES:
        coefficients = recorded.coefficients(sender)
        elements = recorded.parameters.commitments[sender - 1].elements
        assert commit(group, coefficients) == elements
        for index in TRUSTEES:
            share = recorded.share(sender, index) % group.q  # 2.0 leaves it unreduced
            assert share == evaluate(group, coefficients, index)
            verify_share(group, elements, index, share)
            with pytest.raises(InvalidProofError, match=r"share\.wrong"):
                verify_share(group, elements, index, (share + 1) % group.q)


def test_a_decryption_key_is_the_sum_of_the_shares_and_makes_the_published_key(recorded):
    group = recorded.group
    for index, key in enumerate(recorded.parameters.keys, 1):
        secret = recorded.decryption_key(index)
        shares = [recorded.share(sender, index) for sender in TRUSTEES]
        assert secret % group.q == sum(shares) % group.q
        assert group.power_g(secret) == key.public_key


def test_the_server_gave_each_trustee_its_column(recorded):
    for index in TRUSTEES:
        received = json.loads((recorded.folder / f"ped{index}.vinput").read_text())
        column = [one["secrets"][index - 1] for one in recorded.polynomials]
        assert received["secrets"] == column
        assert received["polynomial"] == recorded.polynomials[index - 1]["polynomial"]


def test_another_trustee_cannot_open_a_share(recorded):
    sealed = recorded.polynomials[0]["secrets"][1]
    recorded.open(2, 1, sealed)

    with pytest.raises(InvalidTag):
        recorded.open(3, 1, sealed)


def test_what_the_second_trustee_kept_decrypts_an_election_it_did_not_decrypt():
    """In x01 trustees 1 and 3 decrypted; 2 could have."""
    ceremony = Recorded(*CEREMONIES[1])
    (path,) = ceremony.folder.glob("*.bel")
    with path.open("rb") as stream:
        entries = list(ArchiveReader(stream))
    raw = entries[0].data[0]
    election, fingerprint = parse_election(raw), election_fingerprint(raw)
    (entry,) = [one for one in entries if one.event.type is EventType.ENCRYPTED_TALLY]
    tally = parse_tally(entry.data[0], election.questions, election.group)
    secret = ceremony.decryption_key(2) % election.group.q

    made = partial_decryption(election, fingerprint, tally, secret)

    key = ceremony.parameters.keys[1].public_key
    arguments = election, fingerprint, tally, key
    assert verify_partial_decryption(*arguments, encode_decryption(made)) == made
