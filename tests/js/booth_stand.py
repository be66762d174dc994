"""A stand for the booth alone: a real ballot box behind pages made as the booth's README asks.

The box checks every proof and signs real receipts; what it lacks is a database and an assembly.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from typing import Any

from ballots.crypto.hashing import sha256_hex
from ballots.crypto.named_groups import BELENIOS_2048, RFC_3526_2048
from ballots.errors import BallotsError
from ballots.protocol.archive import write_archive
from ballots.protocol.ballot import Ballot, encode_ballot
from ballots.protocol.canonical import encode
from ballots.protocol.election import Question, election_fingerprint, parse_election
from ballots.protocol.events import Event, EventType
from ballots.protocol.numbers import write_ciphertexts
from ballots.protocol.questions import AnyQuestion, RankedQuestion
from ballots.protocol.rows import leaves
from ballots.protocol.tally import EncryptedTally, encode_sized_tally, encode_tally
from ballots.protocol.trustees import TrusteePublicKey, parse_trustee_key
from ballots.services.rehearsal import verify_rehearsal
from ballots.voting.box import Head, next_event
from ballots.voting.casting import BoxView, check_ballot, tracker
from ballots.voting.credentials import derive_public, new_private_code
from ballots.voting.receipts import Receipt, new_receipt_key, public_receipt_key, sign_receipt
from ballots.voting.setup import (
    PublicCredential,
    make_election,
    new_election_uuid,
    new_trustee_secret,
    trustee_public_key,
    verify_trustee_key,
)
from ballots.voting.shuffles import mixed_tally, shuffle_tally, verify_shuffle
from ballots.voting.tally import (
    combine,
    partial_decryption,
    verify_partial_decryption,
    weighted_tally,
)

QUESTION = Question(
    "Approuver les comptes 2025\u202f?", ("Pour", "Contre", "Abstention"), 1, 1, blank=True
)
FIRST_LINE = 12
Reply = tuple[int, dict[str, Any]]


class Fault(StrEnum):
    """What goes wrong with one cast."""

    DROPPED = "the connection is lost before the box has seen the ballot"
    ANSWER_LOST = "the ballot is recorded, its answer is lost"
    STALE = "the form has expired"
    CLOSED = "the poll has closed"
    OVERTAKEN = "another shuffle is recorded before this one"


@dataclass
class Stand:
    """One election and its box; ``faults`` are what the next casts meet, in their order.

    ``asked`` is the question as a poll keeps it; without it, the boxes of ``question``.
    """

    members: tuple[str, ...] = ("Lyon", "Nantes", "Ada Byron")
    question: AnyQuestion = QUESTION
    asked: dict[str, Any] = field(default_factory=dict)
    trustees: tuple[TrusteePublicKey, ...] = ()
    revote: bool = True
    is_open: bool = True
    is_curious: bool = False  # hands over one ballot as if it were the sum
    faults: list[Fault] = field(default_factory=list)
    ballots: dict[str, tuple[int, Ballot]] = field(default_factory=dict)  # by tracker
    requests: int = 0
    keys: list[TrusteePublicKey] = field(default_factory=list)
    rehearsed: int = 0
    counts: tuple[tuple[int, ...], ...] = ()
    shuffles: list[bytes] = field(default_factory=list)
    mixed: EncryptedTally | None = None

    def __post_init__(self) -> None:
        """Make the codes and the election."""
        group = RFC_3526_2048 if isinstance(self.question, RankedQuestion) else BELENIOS_2048
        self.secret = new_trustee_secret(group)
        self.trustees = self.trustees or (trustee_public_key(self.secret, group=group),)
        uuid = new_election_uuid()
        self.codes = {FIRST_LINE + i: new_private_code() for i, _ in enumerate(self.members)}
        publics = {derive_public(uuid, c, group): line for line, c in self.codes.items()}
        self.lines = publics
        self.files = make_election(
            uuid=uuid,
            name="Comptes",
            description="",
            questions=[self.question],
            trustees=self.trustees,
            credentials=[PublicCredential(public, 1) for public in self.lines],
            group=group,
        )
        self.raw = self.files.election
        self.election = parse_election(self.raw)
        self.fingerprint = election_fingerprint(self.raw)
        self.receipt_key = new_receipt_key()
        self.published_key = public_receipt_key(self.receipt_key)

    def cast(self, line: int, ballot: str) -> Reply | None:
        """Take a ballot as ``/urnes/<uuid>/bulletins`` does; None leaves it without an answer."""
        self.requests += 1
        fault = self.faults.pop(0) if self.faults else None
        if fault is Fault.DROPPED:
            return None
        if fault is Fault.STALE:
            return 400, {"code": "form.stale", "sentence": "Ce formulaire a expiré."}
        if fault is Fault.CLOSED:
            self.is_open = False
        reply = self._answer(line, ballot.encode())
        return None if fault is Fault.ANSWER_LOST else reply

    def _answer(self, line: int, raw: bytes) -> Reply:
        weights = dict.fromkeys(self.lines, 1)
        box = BoxView(self.election, self.fingerprint, weights, self.ballots, self.is_open)
        earlier = line in self.voted()
        try:
            ballot = check_ballot(box, raw)
            if self.lines[ballot.credential] != line:
                raise BallotsError("ballot.unknown-credential")
        except BallotsError as refusal:
            if refusal.code == "ballot.replayed":
                return 200, self._receipt(raw) | {"code": refusal.code, "replaced": False}
            sentence = f"Refus\u00a0: {refusal.code}."
            return 409, {
                "code": refusal.code,
                "sentence": sentence,
                "earlier_stands": earlier,
            }
        self.ballots[tracker(raw)] = (line, ballot)
        return 200, self._receipt(raw) | {"replaced": earlier}

    def _receipt(self, raw: bytes) -> dict[str, Any]:
        uuid, name = self.election.uuid, tracker(raw)
        receipt = Receipt(uuid, self.fingerprint, name, f"/urnes/{uuid}")
        return {"tracker": name, "receipt": sign_receipt(self.receipt_key, receipt)}

    def voted(self) -> set[int]:
        """Return the lines that have a ballot in the box."""
        return {line for line, _ in self.ballots.values()}

    def tally(self) -> bytes:
        """Return the encrypted tally of the last ballot of each line, one voice each."""
        last = dict(list(self.ballots.values())[: 1 if self.is_curious else None])
        self._tally = weighted_tally(self.election, [(one.answers, 1) for one in last.values()])
        return encode_tally(self._tally.encrypted)

    def opened(self) -> tuple[Any, ...]:
        """Return the counts, or the rankings in their order, by the stand's own key."""
        self.tally()
        encrypted = self.mixed or self._tally.encrypted
        part = partial_decryption(self.election, self.fingerprint, encrypted, self.secret)
        weight = self._tally.total_weight
        return combine(self.election, encrypted, {1: part}, 1, weight).rows

    def to_mix(self) -> bytes:
        """Return what a scrutineer's page mixes."""
        self.tally()
        (row,) = self.mixed or self._tally.encrypted
        return encode(
            {
                "group": self.election.group.name,
                "public_key": str(self.election.public_key),
                "fingerprint": self.fingerprint,
                "ciphertexts": [write_ciphertexts(tuple(leaves(row)))],
            }
        )

    def take_shuffle(self, text: str) -> Reply | None:
        """Verify a shuffle of what the last one left; what follows starts from its outputs."""
        fault = self.faults.pop(0) if self.faults else None
        before = self.mixed or self._tally.encrypted
        if fault is Fault.OVERTAKEN:
            made = shuffle_tally(self.election, self.fingerprint, before)
            before = mixed_tally(self.election, before, made)
            self.mixed = before
        try:
            if text.encode() in self.shuffles:
                raise BallotsError("shuffle.already-there")
            shuffle = verify_shuffle(self.election, self.fingerprint, before, text.encode())
        except BallotsError as refusal:
            return 409, {"code": refusal.code, "sentence": f"Refus\u00a0: {refusal.code}."}
        self.mixed = mixed_tally(self.election, before, shuffle)
        self.shuffles.append(text.encode())
        return None if fault is Fault.ANSWER_LOST else (200, {})

    def archive(self) -> bytes:
        """Return the archive of the closed box, up to its encrypted tally."""
        files = self.files
        setup = (files.election, files.trustees, files.credentials, files.setup)
        tally, sized = self.tally(), encode_sized_tally(self._tally.sized)
        steps: list[tuple[EventType, Sequence[bytes]]] = [
            (EventType.SETUP, setup),
            *((EventType.BALLOT, (encode_ballot(one),)) for _, one in self.ballots.values()),
            (EventType.END_BALLOTS, ()),
            (EventType.ENCRYPTED_TALLY, (tally, sized)),
        ]
        entries: list[tuple[Event, Sequence[bytes]]] = []
        head = None
        for kind, records in steps:
            event = next_event(head, kind, sha256_hex(records[-1]) if records else None)
            entries.append((event, records))
            head = Head(event.hash, event.height)
        stream = BytesIO()
        write_archive(stream, 1_780_000_000, entries)
        return stream.getvalue()

    def take_part(self, text: str) -> Reply:
        """Verify the scrutineer's part, and count when it is the only one needed."""
        tally, key = self._tally, self.trustees[0].public_key
        try:
            partial = verify_partial_decryption(
                self.election, self.fingerprint, tally.encrypted, key, text.encode()
            )
        except BallotsError as refusal:
            return 409, {"code": refusal.code, "sentence": f"Refus\u00a0: {refusal.code}."}
        result = combine(self.election, tally.encrypted, {1: partial}, 1, tally.total_weight)
        self.counts = result.counts
        return 200, {}

    def take_key(self, document: Any) -> Reply:
        """Verify the public key of a scrutineer."""
        try:
            key = parse_trustee_key(encode(document), BELENIOS_2048)
            verify_trustee_key(key)
        except BallotsError as refusal:
            return 409, {"code": refusal.code, "sentence": f"Refus\u00a0: {refusal.code}."}
        self.keys.append(key)
        return 200, {}

    def standing(self) -> bytes:
        """Return where an office of single keys stands."""
        return encode(
            {
                "form": "all",
                "round": 1,
                "groups": [BELENIOS_2048.name],
                "awaited": [],
                "has_keys": bool(self.keys),
                "has_rehearsed": self.rehearsed > 0,
                "office_keys": {},
            }
        )

    def rehearse(self, ciphertext: str, part: str) -> Reply:
        """Verify a rehearsed part, as the page of the office does."""
        key = str(self.keys[-1].public_key)
        try:
            verify_rehearsal(BELENIOS_2048.name, "7", key, ciphertext, part)
        except BallotsError as refusal:
            return 409, {"code": refusal.code, "sentence": f"Refus\u00a0: {refusal.code}."}
        self.rehearsed += 1
        return 200, {}
