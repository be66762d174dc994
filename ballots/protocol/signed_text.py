"""Signed messages of the key ceremony (messages signés): the exact text and its signature."""

from dataclasses import dataclass

from ballots.crypto.group import Group
from ballots.crypto.proofs import Proof
from ballots.protocol.canonical import read_object, read_text
from ballots.protocol.numbers import Json, read_proof, write_proof


@dataclass(frozen=True, slots=True)
class SignedText:
    """A text, kept as it was received, and a signature over exactly that text."""

    text: str
    signature: Proof


def write_signed(signed: SignedText) -> Json:
    """Return the JSON members of a signed message."""
    return {"message": signed.text, "signature": write_proof(signed.signature)}


def read_signed(value: object, group: Group) -> SignedText:
    """Read a signed message; whether the signature holds is another question.

    Source: belenios-format §2 and §18 trap 12.
    """
    text, signature = read_object(value, "message", "signature")
    return SignedText(read_text(text), read_proof(signature, group))
