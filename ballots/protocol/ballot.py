"""The ballot (bulletin): encrypted answers with their proofs, signed by one credential."""

from dataclasses import dataclass

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.group import Element
from ballots.crypto.hashing import sha256_b64
from ballots.crypto.proofs import Proof
from ballots.protocol.answers import Answer, read_answer, write_answer
from ballots.protocol.canonical import (
    decode,
    encode,
    read_list,
    read_object,
    read_text,
    reading,
)
from ballots.protocol.election import Election
from ballots.protocol.numbers import Json, read_proof, write_proof

__all__ = [
    "Answer",
    "Ballot",
    "Signature",
    "add_signature",
    "answer_context",
    "credential_context",
    "encode_ballot",
    "encode_unsigned",
    "parse_ballot",
    "signed_digest",
    "tracker",
    "write_answer",
]

SIGNATURE_FIELD = b',"signature":'


@dataclass(frozen=True, slots=True)
class Signature:
    """A credential's signature over the hash of the ballot without its signature."""

    digest: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class Ballot:
    """One voter's answers to every question of one election."""

    election_uuid: str
    election_hash: str
    credential: Element
    answers: tuple[Answer, ...]
    signature: Signature


def tracker(raw: bytes) -> str:
    """Return the tracker (numéro de suivi) of a ballot's exact bytes, 43 characters."""
    return sha256_b64(raw)


def signed_digest(raw: bytes) -> str:
    """Return the hash a canonical ballot's signature must be over."""
    return sha256_b64(raw[: raw.rindex(SIGNATURE_FIELD)] + b"}")


def credential_context(fingerprint: str, credential: Element) -> str:
    """Return S0 of the source: what binds a proof to the election and the credential."""
    return f"{fingerprint}|{credential}"


def answer_context(context: str, choices: tuple[Ciphertext, ...]) -> str:
    """Return S of the source: S0 and every ciphertext of the answer."""
    return f"{context}|{','.join(f'{one.alpha},{one.beta}' for one in choices)}"


def encode_unsigned(uuid: str, fingerprint: str, credential: Element, answers: list[Json]) -> bytes:
    """Write a ballot without its signature: what the signature's hash is made of."""
    return encode(
        {
            "election_uuid": uuid,
            "election_hash": fingerprint,
            "credential": str(credential),
            "answers": answers,
        }
    )


def encode_ballot(ballot: Ballot) -> bytes:
    """Write a ballot in its one canonical form."""
    answers = [write_answer(answer) for answer in ballot.answers]
    unsigned = encode_unsigned(
        ballot.election_uuid, ballot.election_hash, ballot.credential, answers
    )
    return add_signature(unsigned, ballot.signature)


def add_signature(unsigned: bytes, signature: Signature) -> bytes:
    """Append the signature to an encoded ballot that has none yet."""
    signed = {"hash": signature.digest, "proof": write_proof(signature.proof)}
    return unsigned[:-1] + SIGNATURE_FIELD + encode(signed) + b"}"


def parse_ballot(raw: bytes, election: Election) -> Ballot:
    """Read a ballot in canonical form, with the shape the election's questions ask for.

    Raises:
        MalformedError: ballot.too-large, .malformed or .not-canonical.
    Source: belenios-format §8; §18 trap 25.
    """
    with reading("ballot"):
        value = decode(raw, election.largest_ballot)
        uuid, fingerprint, credential, answers, signature = read_object(
            value, "election_uuid", "election_hash", "credential", "answers", "signature"
        )
        digest, proof = read_object(signature, "hash", "proof")
        group = election.group
        given = read_list(answers, len(election.questions))
        pairs = zip(given, election.questions, strict=True)
        return Ballot(
            election_uuid=read_text(uuid),
            election_hash=read_text(fingerprint),
            credential=group.decode(credential),
            answers=tuple(read_answer(one, question, group) for one, question in pairs),
            signature=Signature(read_text(digest), read_proof(proof, group)),
        )
