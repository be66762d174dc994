"""Receipts (récépissés): short signed documents a voter keeps and anyone can check.

A secret vote's receipt proves that the ballot is in the box, never what it holds, nor when, by
whom or with which weight it was cast. Every receipt is a compact JWS signed with Ed25519.

Source: RFC 7515 (JWS), RFC 9864 (Ed25519), RFC 7638 (names of keys).
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from ballots.errors import InvalidProofError, MalformedError
from ballots.protocol.canonical import decode, encode, read_object, read_text

ALGORITHM = "Ed25519"
SECRET_VOTE = "secret-vote"  # noqa: S105 - a kind of document, not a password
LONGEST_TOKEN = 8 * 1024
FIELDS = ("kind", "election", "fingerprint", "tracker", "board")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a secret vote's receipt says: this tracker is in the box of this election."""

    election: str  # uuid
    fingerprint: str  # of the election bytes, 43 characters
    tracker: str  # of the ballot bytes, 43 characters
    board: str  # path of the page where the trackers are published

    def payload(self) -> dict[str, object]:
        """Return the signed members, in their order."""
        values = (SECRET_VOTE, self.election, self.fingerprint, self.tracker, self.board)
        return dict(zip(FIELDS, values, strict=True))


def new_receipt_key() -> str:
    """Make a private key that signs receipts, as PEM."""
    return OKPKey.generate_key("Ed25519").as_pem(private=True).decode()


def public_receipt_key(private_key: str) -> str:
    """Return the public half of a receipt key, as PEM."""
    return _key(private_key).as_pem(private=False).decode()


def is_receipt_key(pem: str) -> bool:
    """Tell whether a text from outside is an Ed25519 key, as PEM."""
    try:
        return _key(pem).curve_name == ALGORITHM
    except (JoseError, ValueError, TypeError):
        return False


def key_id(key: str) -> str:
    """Return the name of a key (private or public PEM): its RFC 7638 thumbprint."""
    return _key(key).thumbprint()


def sign_receipt(private_key: str, receipt: Receipt) -> str:
    """Sign a secret vote's receipt into a compact JWS."""
    return sign_document(private_key, receipt.payload())


def verify_receipt(token: str, public_key: str) -> Receipt:
    """Return the receipt in ``token`` when ``public_key`` signed it, or raise.

    Raises:
        InvalidProofError: receipt.malformed, .wrong-key, .bad-signature or .wrong-kind.
    """
    payload = verify_document(token, public_key)
    if payload.get("kind") != SECRET_VOTE:
        raise InvalidProofError("receipt.wrong-kind")
    try:
        _, *members = (read_text(one) for one in read_object(payload, *FIELDS))
    except MalformedError as fault:
        raise InvalidProofError("receipt.malformed", cause=fault.code) from fault
    return Receipt(*members)


def sign_document(private_key: str, payload: Mapping[str, object]) -> str:
    """Sign a JSON document (its ``kind`` says which) into a compact JWS."""
    header, key = _signing(private_key)
    signed = b".".join((header, urlsafe_b64encode(encode(dict(payload))).rstrip(b"=")))
    signature = urlsafe_b64encode(key.sign(signed)).rstrip(b"=")
    return b".".join((signed, signature)).decode()


def verify_document(token: str, public_key: str) -> dict[str, object]:
    """Return the members of a signed document when ``public_key`` signed it, or raise.

    The algorithm and the key's name are pinned: what the token's header asks for is not followed.

    Raises:
        InvalidProofError: receipt.malformed, .wrong-key or .bad-signature.
    """
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise InvalidProofError("receipt.malformed")
    key = _key(public_key)
    try:
        header = jws.extract_compact(token.encode()).headers()
        if header != {"alg": ALGORITHM, "kid": key.thumbprint()}:
            raise InvalidProofError("receipt.wrong-key")
        signed = jws.deserialize_compact(token, key, algorithms=[ALGORITHM])
        value = decode(signed.payload, LONGEST_TOKEN)
    except JoseError as fault:
        raise InvalidProofError("receipt.bad-signature") from fault
    except (MalformedError, ValueError, TypeError, KeyError) as fault:
        raise InvalidProofError("receipt.malformed") from fault
    if not isinstance(value, dict):
        raise InvalidProofError("receipt.malformed")
    return value


@lru_cache(maxsize=8)
def _signing(private_key: str) -> tuple[bytes, Ed25519PrivateKey]:
    """Return the first part of every document that this key signs, and the key itself.

    A receipt is signed at every cast: its three parts are written here, and read by ``joserfc``.
    """
    header = encode({"alg": ALGORITHM, "kid": key_id(private_key)})
    key = load_pem_private_key(private_key.encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("receipts are signed with an Ed25519 key")
    return urlsafe_b64encode(header).rstrip(b"="), key


@lru_cache(maxsize=8)
def _key(pem: str) -> OKPKey:
    return OKPKey.import_key(pem)
