"""Key ceremonies held by one process, and small elections whose trustees came out of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from ballots.crypto.group import Exponent, Group
from ballots.crypto.hashing import sha256_hex
from ballots.crypto.named_groups import BELENIOS_2048
from ballots.protocol.archive import write_archive
from ballots.protocol.credentials import PublicCredential
from ballots.protocol.election import Election, Question, election_fingerprint, parse_election
from ballots.protocol.events import Event, EventType
from ballots.protocol.tally import (
    Owned,
    PartialDecryption,
    encode_decryption,
    encode_owned,
    encode_result,
    encode_sized_tally,
    encode_tally,
)
from ballots.protocol.threshold import ThresholdTrustees
from ballots.protocol.trustees import TrusteeEntry, members
from ballots.voting.box import Head, next_event, require_event_order
from ballots.voting.casting import BoxView, check_ballot
from ballots.voting.key_ceremony import KeyCeremony
from ballots.voting.key_share import (
    Seat,
    decryption_key,
    make_certificate,
    make_output,
    make_polynomial,
    new_seat,
)
from ballots.voting.prepare import prepare_ballot
from ballots.voting.setup import (
    ElectionFiles,
    make_election,
    new_election_uuid,
    new_trustee_secret,
    trustee_public_key,
)
from ballots.voting.tally import (
    Tally,
    combine,
    partial_decryption,
    verify_partial_decryption,
    weighted_tally,
)

QUESTIONS = (Question("Approuvez-vous ?", ("Pour", "Contre", "Abstention"), 1, 1),)
VOTES = {40: (1, 0, 0), 35: (0, 1, 0), 25: (0, 0, 1)}  # by weight
COUNTS = ((40, 35, 25),)
OPENED = 1_800_000_000


@dataclass(frozen=True)
class Held:
    """A ceremony that went to its end, with what each trustee keeps of it."""

    ceremony: KeyCeremony
    seats: tuple[Seat, ...]
    outputs: tuple[bytes, ...]
    parameters: ThresholdTrustees

    def secret(self, index: int) -> Exponent:
        """Return the decryption key of trustee ``index``, from its seed and last message."""
        return decryption_key(self.seats[index - 1], self.outputs[index - 1])

    def secrets(self, first: int = 1) -> dict[int, Exponent]:
        """Return every decryption key, by owner, when the group's first owner is ``first``."""
        return {first + i: self.secret(i + 1) for i in range(len(self.seats))}


def with_certificates(
    size: int, threshold: int, group: Group = BELENIOS_2048
) -> tuple[KeyCeremony, tuple[Seat, ...]]:
    """Hold the first step of a ceremony."""
    ceremony = KeyCeremony(group, size, threshold)
    seats = tuple(new_seat(group, size, threshold, index) for index in range(1, size + 1))
    for index, seat in enumerate(seats, 1):
        ceremony = ceremony.add_certificate(index, make_certificate(seat))
    return ceremony, seats


def with_polynomials(
    size: int, threshold: int, group: Group = BELENIOS_2048
) -> tuple[KeyCeremony, tuple[Seat, ...]]:
    """Hold the first three steps of a ceremony."""
    ceremony, seats = with_certificates(size, threshold, group)
    for index, seat in enumerate(seats, 1):
        raw = make_polynomial(seat, ceremony.all_certificates)
        ceremony = ceremony.add_polynomial(index, raw)
    return ceremony, seats


def hold_ceremony(size: int, threshold: int, group: Group = BELENIOS_2048) -> Held:
    """Hold a whole ceremony."""
    ceremony, seats = with_polynomials(size, threshold, group)
    outputs = []
    for index, seat in enumerate(seats, 1):
        outputs.append(make_output(seat, ceremony.all_certificates, ceremony.input_of(index)))
        ceremony = ceremony.add_output(index, outputs[-1])
    return Held(ceremony, seats, tuple(outputs), ceremony.parameters())


@dataclass
class SmallVote:
    """An election of three voters, cast and added up; who decrypts is for the test to say."""

    files: ElectionFiles
    election: Election
    fingerprint: str
    entries: Sequence[TrusteeEntry]
    secrets: Mapping[int, Exponent]  # by owner
    ballots: list[bytes]
    tally: Tally

    def part(self, owner: int, secret: Exponent | None = None) -> bytes:
        """Make the partial decryption of ``owner``, with another secret when one is given."""
        used = self.secrets[owner] if secret is None else secret
        arguments = self.election, self.fingerprint, self.tally.encrypted
        return encode_decryption(partial_decryption(*arguments, used))

    def verified(self, owner: int, raw: bytes | None = None) -> PartialDecryption:
        """Verify what ``owner`` sends, as the server does before it records it."""
        key = members(self.entries)[owner - 1].public_key
        arguments = self.election, self.fingerprint, self.tally.encrypted, key
        return verify_partial_decryption(*arguments, raw or self.part(owner))

    def archive(self, *owners: int) -> bytes:
        """Write the archive in which ``owners`` decrypted, in that order."""
        partials = {owner: self.verified(owner) for owner in owners}
        arguments = self.election, self.tally.encrypted, partials, self.entries
        return self.archive_of(
            [(owner, self.part(owner)) for owner in owners],
            encode_result(combine(*arguments, self.tally.total_weight)),
        )

    def archive_of(self, parts: Sequence[tuple[int, bytes]], result: bytes) -> bytes:
        """Write an archive with these parts and result, right or wrong."""
        files = self.files
        written: list[tuple[Event, tuple[bytes, ...]]] = []
        setup = (files.election, files.trustees, files.credentials, files.setup)
        _append(written, EventType.SETUP, *setup)
        for ballot in self.ballots:
            _append(written, EventType.BALLOT, ballot)
        _append(written, EventType.END_BALLOTS)
        tally = encode_tally(self.tally.encrypted), encode_sized_tally(self.tally.sized)
        _append(written, EventType.ENCRYPTED_TALLY, *tally)
        for owner, raw in parts:
            owned = encode_owned(Owned(owner, sha256_hex(raw)))
            _append(written, EventType.PARTIAL_DECRYPTION, raw, owned)
        _append(written, EventType.RESULT, result)
        stream = BytesIO()
        write_archive(stream, OPENED, written)
        return stream.getvalue()


def vote(
    entries: Sequence[TrusteeEntry],
    secrets: Mapping[int, Exponent],
    group: Group = BELENIOS_2048,
) -> SmallVote:
    """Make an election of these trustees and cast its three ballots."""
    voters = {weight: new_trustee_secret(group) for weight in VOTES}
    publics = {w: trustee_public_key(one, group=group).public_key for w, one in voters.items()}
    files = make_election(
        uuid=new_election_uuid(),
        name="Seuil",
        description="",
        questions=QUESTIONS,
        trustees=entries,
        credentials=[PublicCredential(publics[weight], weight) for weight in VOTES],
        group=group,
    )
    election, fingerprint = parse_election(files.election), election_fingerprint(files.election)
    weights = {public: weight for weight, public in publics.items()}
    box = BoxView(election, fingerprint, weights, frozenset())
    raws = [prepare_ballot(election, fingerprint, voters[w], [VOTES[w]]) for w in VOTES]
    answers = [
        (one.answers, weights[one.credential]) for one in (check_ballot(box, r) for r in raws)
    ]
    tally = weighted_tally(election, answers)
    return SmallVote(files, election, fingerprint, entries, secrets, raws, tally)


def _append(
    written: list[tuple[Event, tuple[bytes, ...]]], kind: EventType, *records: bytes
) -> None:
    last = written[-1][0] if written else None
    require_event_order(last.type if last else None, kind)
    head = Head(last.hash, last.height) if last else None
    written.append((next_event(head, kind, sha256_hex(records[-1]) if records else None), records))
