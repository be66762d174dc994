"""The election (élection): its questions, group and public key, and the fingerprint of its bytes.

The archived bytes are the election. They may be laid out in any way and hold unknown fields; they
are never written again, only hashed.
"""

import re
from dataclasses import dataclass

from ballots.crypto.group import Element, Group
from ballots.crypto.hashing import sha256_b64
from ballots.crypto.named_groups import group_named
from ballots.errors import MalformedError, UnsupportedError
from ballots.protocol import limits
from ballots.protocol.canonical import (
    decode,
    encode,
    read_list,
    read_member,
    read_small,
    read_text,
    reading,
)
from ballots.protocol.questions import (
    AnyQuestion,
    Question,
    question_members,
    read_questions,
    require_questions,
)

__all__ = [
    "UUID",
    "Election",
    "Question",
    "election_fingerprint",
    "encode_election",
    "parse_election",
    "require_questions",
]

VERSION = 1
UUID = re.compile(r"[1-9A-HJ-NP-Za-km-z]{14,64}")


@dataclass(frozen=True, slots=True)
class Election:
    """What every voter, trustee and verifier must agree on."""

    uuid: str
    name: str
    description: str
    group: Group
    public_key: Element
    questions: tuple[AnyQuestion, ...]
    administrator: str | None = None
    credential_authority: str | None = None

    @property
    def largest_ballot(self) -> int:
        """Bound the bytes of one ballot, before anything of it is read."""
        elements = 2 * sum(question.boxes for question in self.questions) + 1
        proofs = sum(question.proofs for question in self.questions) + 1
        element = self.group.text_length + limits.FIELD_BYTES
        proof = 2 * (len(str(self.group.q)) + limits.FIELD_BYTES)
        return limits.SMALL + element * elements + proof * proofs


def election_fingerprint(raw: bytes) -> str:
    """Return the fingerprint (empreinte) of the archived election bytes, 43 characters."""
    return sha256_b64(raw)


def encode_election(election: Election) -> bytes:
    """Write a new election; do it once, the bytes are the election from then on."""
    members: dict[str, object] = {
        "version": VERSION,
        "description": election.description,
        "name": election.name,
        "group": election.group.name,
        "public_key": election.group.encode(election.public_key),
        "questions": [question_members(question) for question in election.questions],
        "uuid": election.uuid,
    }
    if election.administrator is not None:
        members["administrator"] = election.administrator
    if election.credential_authority is not None:
        members["credential_authority"] = election.credential_authority
    return encode(members)


def parse_election(raw: bytes) -> Election:
    """Read an election.

    Raises:
        MalformedError: election.malformed or .too-large.
        UnsupportedError: archive.unsupported (protocol version, group, type of question).
    Source: belenios-format §7.
    """
    with reading("election"):
        value = decode(raw, limits.ELECTION, canonical=False)
        version = read_small(read_member(value, "version"))
        if version != VERSION:
            raise UnsupportedError("archive.unsupported", part="version", found=version)
        group = group_named(read_text(read_member(value, "group")))
        uuid = read_text(read_member(value, "uuid"))
        if not UUID.fullmatch(uuid):
            raise MalformedError("json.shape", field="uuid")
        return Election(
            uuid=uuid,
            name=read_text(read_member(value, "name")),
            description=read_text(read_member(value, "description")),
            group=group,
            public_key=group.decode(read_member(value, "public_key")),
            questions=read_questions(read_list(read_member(value, "questions")), group),
            administrator=_optional_text(value, "administrator"),
            credential_authority=_optional_text(value, "credential_authority"),
        )


def _optional_text(value: object, name: str) -> str | None:
    if isinstance(value, dict) and name in value:
        return read_text(value[name])
    return None
