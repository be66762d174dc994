"""An open ballot box without an assembly around it: its own roll in memory, its voters' secrets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ballots.crypto.named_groups import BELENIOS_2048, group_named
from ballots.crypto.randomness import draw_exponent
from ballots.errors import RefusedError
from ballots.ports import Right
from ballots.protocol.questions import AnyQuestion
from ballots.services import casting, closing, setup
from ballots.services.elections import load_election
from ballots.services.signer import KeySigner, new_receipt_key
from ballots.services.trustees import decrypt, new_trustee, trustee_list
from ballots.voting.prepare import prepare_ballot
from ballots.voting.setup import new_election_uuid

OPENED = 1_800_000_000  # seconds since 1970


@dataclass
class ListedRoll:
    """A host's roll in memory: line n is exercised by person n."""

    weights: Mapping[int, int]
    signed: set[int] = field(default_factory=set)
    may_revote: bool = True

    def require_right(self, session: Session, election: str, line: int, voter: int) -> Right:
        if line != voter:
            raise RefusedError("roll.not-your-right")
        return Right(self.weights[line], line in self.signed, self.may_revote)

    def has_signed(self, session: Session, election: str, line: int, voter: int) -> bool:
        return line == voter and line in self.signed

    def sign(self, session: Session, election: str, line: int) -> None:
        self.signed.add(line)


@dataclass
class Urn:
    """An open box, and what it takes to vote in it and to count it."""

    session: Session
    uuid: str
    secrets: dict[int, int]  # line -> the secret of its credential
    trustees: Sequence[bytes]
    roll: ListedRoll
    signer: KeySigner

    def ballot(self, secret_of: int, choices: Sequence[Sequence[int]]) -> bytes:
        """Make a ballot as the booth does."""
        opened = load_election(self.session, self.uuid)
        secret = self.secrets[secret_of]
        return prepare_ballot(opened.election, opened.fingerprint, secret, choices)

    def put(self, line: int, raw: bytes) -> casting.CastOutcome:
        """Verify and record a ballot for a line."""
        checked = casting.verify_ballot(self.session, self.uuid, raw)
        box = casting.BallotBox(self.session, self.roll, self.signer)
        return casting.cast_ballot(box, checked, line, line)

    def decrypt(self) -> None:
        """Hand in every trustee's part."""
        for owner, secret in enumerate(self.trustees, 1):
            part = decrypt(self.session, self.uuid, secret)
            closing.add_decryption(self.session, self.uuid, owner, part)


def open_urn(
    session: Session,
    weights: Mapping[int, int],
    question: AnyQuestion,
    trustees: int = 1,
    group: str = BELENIOS_2048.name,
) -> Urn:
    """Open a box for lines with these weights, in the session's transaction."""
    uuid, kind = new_election_uuid(), group_named(group)
    secrets = {line: draw_exponent(kind) for line in weights}
    pairs = [new_trustee(group) for _ in range(trustees)]
    new = setup.NewElection(
        uuid=uuid,
        name="Essai",
        description="",
        question=question,
        trustees=trustee_list(
            [(key, f"Clé {place}") for place, (_, key) in enumerate(pairs)], group_name=group
        ),
        weights={str(kind.power_g(secret)): weights[line] for line, secret in secrets.items()},
        administrator="A",
        credential_authority="B",
        group=group,
    )
    setup.open_election(session, new, OPENED)
    kept = [secret for secret, _ in pairs]
    return Urn(session, uuid, secrets, kept, ListedRoll(weights), KeySigner(new_receipt_key()))
