"""An election of any questions and group, made by this program from the first event to the last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from ballots.crypto.group import Element, Exponent, Group
from ballots.crypto.hashing import sha256_hex
from ballots.protocol.archive import write_archive
from ballots.protocol.ballot import Ballot
from ballots.protocol.credentials import PublicCredential
from ballots.protocol.election import Election, election_fingerprint, parse_election
from ballots.protocol.events import Event, EventType
from ballots.protocol.questions import AnyQuestion, has_ranking
from ballots.protocol.tally import EncryptedTally, Owned, Result, encode_owned
from ballots.protocol.trustees import TrusteeEntry, members
from ballots.voting.box import Head, next_event, require_event_order
from ballots.voting.casting import BoxView, check_ballot, tracker
from ballots.voting.prepare import Choice, prepare_ballot
from ballots.voting.setup import (
    ElectionFiles,
    make_election,
    new_election_uuid,
    new_trustee_secret,
    trustee_public_key,
)
from ballots.voting.shuffles import encode_shuffle, mixed_tally, shuffle_tally, verify_shuffle
from ballots.voting.tally import (
    Tally,
    combine,
    encode_decryption,
    encode_result,
    encode_sized_tally,
    encode_tally,
    partial_decryption,
    verify_partial_decryption,
    verify_result,
    weighted_tally,
)

TRUSTEES = 2


@dataclass
class WholeElection:
    """An election with one secret per voter and per trustee, and everything recorded so far.

    ``entries`` and ``secrets`` (by owner): other trustees than two mandatory ones.
    """

    group: Group
    questions: Sequence[AnyQuestion]
    weights: Sequence[int]
    chain: list[tuple[Event, tuple[bytes, ...]]] = field(default_factory=list)
    entries: Sequence[TrusteeEntry] = ()
    secrets: Mapping[int, Exponent] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.entries:
            owners = range(1, TRUSTEES + 1)
            self.secrets = {owner: new_trustee_secret(self.group) for owner in owners}
            secrets = self.secrets.values()
            self.entries = [trustee_public_key(one, group=self.group) for one in secrets]
        self.voters = [new_trustee_secret(self.group) for _ in self.weights]
        self.keys = members(self.entries)
        publics = [self.group.power_g(secret) for secret in self.voters]
        self.listed: dict[Element, int] = dict(zip(publics, self.weights, strict=True))
        self.files: ElectionFiles = make_election(
            uuid=new_election_uuid(),
            name="Conseil",
            description="",
            questions=self.questions,
            trustees=self.entries,
            credentials=[PublicCredential(one, self.listed[one]) for one in publics],
            group=self.group,
        )
        self.election: Election = parse_election(self.files.election)
        self.fingerprint = election_fingerprint(self.files.election)
        files = self.files
        self._add(EventType.SETUP, files.election, files.trustees, files.credentials, files.setup)
        self.seen: set[str] = set()
        self.last: dict[Element, Ballot] = {}

    @property
    def view(self) -> BoxView:
        """Return the box as a ballot is checked against it."""
        return BoxView(self.election, self.fingerprint, self.listed, self.seen)

    def prepare(self, voter: int, choices: Sequence[Choice]) -> bytes:
        """Return a voter's ballot, cast nowhere."""
        return prepare_ballot(self.election, self.fingerprint, self.voters[voter], choices)

    def cast(self, voter: int, choices: Sequence[Choice]) -> Ballot:
        """Prepare a ballot, check it and record it."""
        raw = self.prepare(voter, choices)
        ballot = check_ballot(self.view, raw)
        self.seen.add(tracker(raw))
        self.last[ballot.credential] = ballot
        self._add(EventType.BALLOT, raw)
        return ballot

    def close(self) -> Tally:
        """End the voting and record the encrypted tally."""
        self._add(EventType.END_BALLOTS)
        weighted = [(ballot.answers, self.listed[one]) for one, ballot in self.last.items()]
        tally = weighted_tally(self.election, weighted)
        records = encode_tally(tally.encrypted), encode_sized_tally(tally.sized)
        self._add(EventType.ENCRYPTED_TALLY, *records)
        return tally

    def mix(self, tally: EncryptedTally, owners: Sequence[int]) -> EncryptedTally:
        """Let each of ``owners`` shuffle the rankings, each shuffle verified before it is kept."""
        for owner in owners:
            raw = encode_shuffle(shuffle_tally(self.election, self.fingerprint, tally))
            shuffle = verify_shuffle(self.election, self.fingerprint, tally, raw)
            tally = mixed_tally(self.election, tally, shuffle)
            self._add(EventType.SHUFFLE, raw, encode_owned(Owned(owner, sha256_hex(raw))))
        if owners:
            self._add(EventType.END_SHUFFLES)
        return tally

    def open(self, tally: EncryptedTally, total_weight: int, owners: Sequence[int] = ()) -> Result:
        """Decrypt with these trustees, or every one, and record the result."""
        partials = {}
        for owner in owners or self.secrets:
            secret = self.secrets[owner]
            part = partial_decryption(self.election, self.fingerprint, tally, secret)
            raw, key = encode_decryption(part), self.keys[owner - 1].public_key
            partials[owner] = verify_partial_decryption(
                self.election, self.fingerprint, tally, key, raw
            )
            owned = encode_owned(Owned(owner, sha256_hex(raw)))
            self._add(EventType.PARTIAL_DECRYPTION, raw, owned)
        result = combine(self.election, tally, partials, self.entries, total_weight)
        verify_result(self.election, tally, partials, self.entries, total_weight, result)
        self._add(EventType.RESULT, encode_result(result))
        return result

    def play(
        self,
        votes: Sequence[tuple[int, Sequence[Choice]]],
        mixers: Sequence[int] = (),
        openers: Sequence[int] = (),
    ) -> Result:
        """Cast every vote, close, mix and count."""
        for voter, choices in votes:
            self.cast(voter, choices)
        tally = self.close()
        return self.open(self.mix(tally.encrypted, mixers), tally.total_weight, openers)

    @property
    def archive(self) -> bytes:
        """Return the archive as it would be published now."""
        stream = BytesIO()
        write_archive(stream, 1, self.chain)
        return stream.getvalue()

    def _add(self, kind: EventType, *data: bytes) -> None:
        last = self.chain[-1][0] if self.chain else None
        ranked = has_ranking(self.questions)
        require_event_order(last.type if last else None, kind, ranked=ranked)
        head = Head(last.hash, last.height) if last else None
        event = next_event(head, kind, sha256_hex(data[-1]) if data else None)
        self.chain.append((event, data))
