"""No bytes can do more to a ceremony than a refusal with a code, and what is read is canonical."""

import functools
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ballots.crypto.named_groups import ED25519
from ballots.errors import BallotsError, MalformedError
from ballots.protocol.ceremony import (
    encode_certificate,
    encode_input,
    encode_output,
    encode_polynomial,
    parse_certificate,
    parse_input,
    parse_output,
    parse_polynomial,
    read_envelope,
    read_number_text,
    read_polynomial_text,
)
from ballots.protocol.sealed import Sealed, encode_sealed, parse_sealed
from ballots.protocol.trustees import encode_trustees, parse_trustees
from ballots.voting.channel import seal, unseal
from ballots.voting.key_ceremony import KeyCeremony
from ballots.voting.key_share import make_certificate
from tests.simulators.ceremonies import Held, hold_ceremony

G = ED25519  # the shortest messages, the quickest proofs
PIECES = [b"0", b" ", b'"', b'\\"', b"\\u0031", b"1e5", b"null", b"{}", b"[]", b"\x7f", b"-", b"f"]


@functools.cache
def held() -> Held:
    return hold_ceremony(3, 2, G)


@functools.cache
def samples() -> dict[str, bytes]:
    ceremony = held().ceremony
    return {
        "certificate": make_certificate(held().seats[0]),
        "polynomial": encode_polynomial(ceremony.polynomials[1]),
        "input": ceremony.input_of(1),
        "output": held().outputs[0],
        "sealed": encode_sealed(ceremony.polynomials[1].polynomial).encode(),
        "trustees": encode_trustees([held().parameters]),
    }


PARSERS = {
    "certificate": (lambda raw: parse_certificate(raw, G), encode_certificate),
    "polynomial": (lambda raw: parse_polynomial(raw, G, 3), encode_polynomial),
    "input": (lambda raw: parse_input(raw, G, 3), encode_input),
    "output": (lambda raw: parse_output(raw, G), encode_output),
    "sealed": (lambda raw: parse_sealed(raw.decode(), G), lambda one: encode_sealed(one).encode()),
    "trustees": (lambda raw: parse_trustees(raw, G), None),  # any layout, unknown fields
}


def read(kind, raw):
    """Read, and hold that what was read is written again as the same bytes."""
    parse, write = PARSERS[kind]
    try:
        value = parse(raw)
    except (MalformedError, UnicodeDecodeError):  # any other exception fails the test
        return
    if write is not None:
        assert write(value) == raw


@pytest.mark.parametrize("kind", PARSERS)
def test_a_good_message_is_read_and_written_again(kind):
    parse, write = PARSERS[kind]
    value = parse(samples()[kind])

    assert write is None or write(value) == samples()[kind]


@pytest.mark.parametrize("kind", PARSERS)
@given(raw=st.binary(max_size=300))
def test_arbitrary_bytes_are_refused(kind, raw):
    read(kind, raw)


@pytest.mark.parametrize("kind", PARSERS)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    place=st.floats(0, 1),
    length=st.integers(0, 12),
    piece=st.binary(max_size=6) | st.sampled_from(PIECES),
)
def test_a_message_with_a_piece_replaced_is_refused_or_canonical(kind, place, length, piece):
    raw = samples()[kind]
    begin = int(place * len(raw))
    read(kind, raw[:begin] + piece + raw[begin + length :])


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), piece=st.sampled_from(PIECES))
def test_a_message_changed_anywhere_never_enters_the_ceremony(place, piece):
    """Everything in it is signed or sealed; only the seals are not the server's to open."""
    ceremony, raw = held().ceremony, samples()["polynomial"]
    begin = int(place * len(raw))
    changed = raw[:begin] + piece + raw[begin + len(piece) :]
    before = KeyCeremony(G, 3, 2, ceremony.certificates)
    try:
        after = before.add_polynomial(1, changed)
    except BallotsError:
        return
    kept, good = after.polynomials[1], ceremony.polynomials[1]
    assert (kept.commitments, kept.consent) == (good.commitments, good.consent)


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), piece=st.sampled_from(PIECES))
def test_an_output_changed_anywhere_never_enters_the_ceremony(place, piece):
    ceremony, raw = held().ceremony, samples()["output"]
    begin = int(place * len(raw))
    changed = raw[:begin] + piece + raw[begin + len(piece) :]
    before = KeyCeremony(G, 3, 2, ceremony.certificates, ceremony.polynomials)
    try:
        after = before.add_output(1, changed)
    except BallotsError:
        return
    assert after.outputs[1].key == ceremony.outputs[1].key


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_sealed_and_opened_again(text):
    ada, bob = held().seats[:2]
    certificates = held().ceremony.all_certificates

    sealed = seal(G, ada.signing, certificates[1].encryption, text)

    assert unseal(G, bob.decryption, certificates[0].verification, sealed) == text


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 400), st.integers(1, 255))
def test_a_sealed_text_with_one_bit_changed_does_not_open(place, change):
    ada, bob = held().seats[:2]
    certificates = held().ceremony.all_certificates
    sealed = seal(G, ada.signing, certificates[1].encryption, "x")
    ciphertext = bytearray(sealed.ciphertext)
    ciphertext[place % len(ciphertext)] ^= change

    changed = Sealed(sealed.alpha, sealed.beta, bytes(ciphertext))
    with pytest.raises(BallotsError, match=r"channel\.not-for-us"):
        unseal(G, bob.decryption, certificates[0].verification, changed)


@given(st.text(max_size=100))
def test_arbitrary_texts_under_a_seal_are_refused(text):
    readers = (
        lambda: read_envelope(text, G),
        lambda: read_polynomial_text(text, G),
        lambda: read_number_text(text, "secret", G),
    )
    for reader in readers:
        with pytest.raises(MalformedError):
            reader()


@given(st.sampled_from(["certificate", "polynomial", "input", "output"]), st.data())
def test_any_member_left_out_or_of_another_type_is_malformed(kind, data):
    members = json.loads(samples()[kind])
    name = data.draw(st.sampled_from(sorted(members)))
    value = data.draw(st.none() | st.booleans() | st.integers(0, 9) | st.just([]) | st.just({}))
    spoilt = {key: one for key, one in members.items() if key != name}
    for raw in (spoilt, spoilt | {name: value}):
        with pytest.raises(MalformedError):
            PARSERS[kind][0](json.dumps(raw, separators=(",", ":")).encode())
