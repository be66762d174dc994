"""Receipts: signed with one pinned algorithm and key, and silent about the vote."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.jwk import OKPKey

from ballots.errors import InvalidProofError
from ballots.voting.receipts import (
    Receipt,
    key_id,
    new_receipt_key,
    public_receipt_key,
    sign_document,
    sign_receipt,
    verify_document,
    verify_receipt,
)

RECEIPT = Receipt("9tsDRr7WPty19C", "p" * 43, "t" * 43, "/urnes/9tsDRr7WPty19C")


@pytest.fixture(scope="module")
def private():
    return new_receipt_key()


@pytest.fixture(scope="module")
def public(private):
    return public_receipt_key(private)


@pytest.fixture(scope="module")
def token(private):
    return sign_receipt(private, RECEIPT)


def b64(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def payload_of(token: str) -> dict:
    part = token.split(".")[1]
    return json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def test_a_receipt_comes_back_as_it_was_signed(token, public):
    assert verify_receipt(token, public) == RECEIPT


def test_a_receipt_holds_these_members_and_no_other(token):
    assert list(payload_of(token)) == ["kind", "election", "fingerprint", "tracker", "board"]


def test_the_same_ballot_gives_the_same_receipt_at_any_time(private, token):
    assert sign_receipt(private, RECEIPT) == token


def test_the_public_half_is_not_the_private_one(private, public):
    assert "PRIVATE" not in public
    assert key_id(private) == key_id(public)
    assert key_id(public) != key_id(new_receipt_key())


def test_a_document_of_another_kind_is_signed_by_the_same_key(private, public):
    payload = {"kind": "open-vote", "poll": 7, "choice": "Pour", "voices": 3}
    token = sign_document(private, payload)

    assert verify_document(token, public) == payload
    with pytest.raises(InvalidProofError) as refused:
        verify_receipt(token, public)
    assert refused.value.code == "receipt.wrong-kind"


def with_another_payload(token, _private):
    head, _, signature = token.split(".")
    changed = payload_of(token) | {"tracker": "u" * 43}
    return ".".join([head, b64(json.dumps(changed).encode()), signature])


def without_algorithm(token, _private):
    _, body, _ = token.split(".")
    return ".".join([b64(b'{"alg":"none"}'), body, ""])


def with_hmac_of_the_public_key(token, private):
    public = public_receipt_key(private)
    header = b64(json.dumps({"alg": "HS256", "kid": key_id(public)}).encode())
    signed = f"{header}.{b64(b'{}')}"
    return f"{signed}.{b64(hmac.digest(public.encode(), signed.encode(), 'sha256'))}"


def with_another_header(token, private):
    _, body, signature = token.split(".")
    header = {"alg": "Ed25519", "kid": key_id(private), "crit": ["x"], "x": 1}
    return ".".join([b64(json.dumps(header).encode()), body, signature])


def by_another_key(_token, _private):
    return sign_receipt(new_receipt_key(), RECEIPT)


def with_another_signature(token, _private):
    return token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (with_another_payload, "receipt.bad-signature"),
        (with_another_signature, "receipt.bad-signature"),
        (without_algorithm, "receipt.wrong-key"),
        (with_hmac_of_the_public_key, "receipt.wrong-key"),
        (with_another_header, "receipt.wrong-key"),
        (by_another_key, "receipt.wrong-key"),
        (lambda token, _: token * 100, "receipt.malformed"),
        (lambda token, _: token + "é", "receipt.malformed"),
        (lambda _, __: "", None),
        (lambda _, __: "a.b", None),
        (lambda _, __: "a.b.c", None),
        (lambda token, _: "." + token, None),
    ],
)
def test_a_spoilt_receipt_is_refused(token, private, public, spoil, code):
    with pytest.raises(InvalidProofError) as refused:
        verify_receipt(spoil(token, private), public)

    assert refused.value.code.startswith("receipt.")
    assert code is None or refused.value.code == code


def signed_as_it_is(private: str, content: bytes) -> str:
    """Sign bytes that this program would not sign."""
    key = OKPKey.import_key(private)
    header = {"alg": "Ed25519", "kid": key.thumbprint()}
    return jws.serialize_compact(header, content, key, algorithms=["Ed25519"])


@pytest.mark.parametrize(
    "content",
    [
        b"no JSON",
        b"[1]",
        b'{"kind": "secret-vote"}',
        b'{"kind":"secret-vote"}',
        b'{"kind":"secret-vote","election":1,"fingerprint":"f","tracker":"t","board":"b"}',
        b'{"election":"e","kind":"secret-vote","fingerprint":"f","tracker":"t","board":"b"}',
        b"\xff",
    ],
)
def test_what_the_right_key_signed_is_still_read_strictly(private, public, content):
    with pytest.raises(InvalidProofError) as refused:
        verify_receipt(signed_as_it_is(private, content), public)
    assert refused.value.code == "receipt.malformed"


def test_a_key_of_another_kind_signs_no_receipt():
    other = X25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    with pytest.raises(ValueError, match="Ed25519"):
        sign_receipt(other.decode(), RECEIPT)
