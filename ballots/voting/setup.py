"""The making of an election (préparation): its number, its trustees' keys, its four files.

Source: belenios-format §5, §6, §7 and §13.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.crypto.group import Exponent, Group
from ballots.crypto.named_groups import BELENIOS_2048
from ballots.crypto.randomness import draw_base58, draw_secret
from ballots.crypto.schnorr import prove_key, verify_key
from ballots.errors import InvalidProofError, MalformedError, RefusedError
from ballots.protocol import limits
from ballots.protocol.archive import encode_setup
from ballots.protocol.credentials import PublicCredential, encode_credentials
from ballots.protocol.election import (
    UUID,
    Election,
    Question,
    encode_election,
    require_questions,
)
from ballots.protocol.questions import AnyQuestion, RankedQuestion, has_ranking
from ballots.protocol.trustees import (
    TrusteeEntry,
    TrusteePublicKey,
    encode_trustees,
    joint_key,
)
from ballots.voting.threshold import verify_threshold

__all__ = [
    "ElectionFiles",
    "PublicCredential",
    "Question",
    "TrusteePublicKey",
    "make_election",
    "new_election_uuid",
    "new_trustee_secret",
    "trustee_public_key",
    "verify_public_key",
    "verify_trustee_entry",
    "verify_trustee_key",
]

UUID_LENGTH = 14
HEAVIEST = 10**11  # total weight beyond which counting would take minutes


@dataclass(frozen=True, slots=True)
class ElectionFiles:
    """The four data records of the Setup event, as they will be archived."""

    election: bytes
    trustees: bytes
    credentials: bytes
    setup: bytes


def new_election_uuid() -> str:
    """Draw the identifier of a new election: 14 Base58 characters."""
    return draw_base58(UUID_LENGTH)


def new_trustee_secret(group: Group = BELENIOS_2048) -> Exponent:
    """Draw a trustee's secret key."""
    return draw_secret(group)


def trustee_public_key(
    secret: Exponent, name: str | None = None, group: Group = BELENIOS_2048
) -> TrusteePublicKey:
    """Make the public key of a trustee, with the proof that its secret is known."""
    public = group.power_secret(group.g, secret)
    return TrusteePublicKey(public, prove_key(group, secret, public), name)


def verify_trustee_key(key: TrusteePublicKey, group: Group = BELENIOS_2048) -> None:
    """Raise unless ``key`` lies in the group, is not neutral, and its secret is known.

    Raises:
        InvalidProofError: trustee.bad-key, with its cause.
    """
    try:
        verify_key(group, key.public_key, key.pok)
    except InvalidProofError as fault:
        raise InvalidProofError("trustee.bad-key", cause=fault.code) from fault


def verify_trustee_entry(entry: TrusteeEntry, group: Group = BELENIOS_2048) -> None:
    """Raise unless an entry of the list is sound: a mandatory trustee's key, or a whole group.

    Raises:
        InvalidProofError: trustee.bad-key, or threshold.* with the index inside the group.
    """
    if isinstance(entry, TrusteePublicKey):
        verify_trustee_key(entry, group)
    else:
        verify_threshold(group, entry)


def verify_public_key(election: Election, trustees: Sequence[TrusteeEntry]) -> None:
    """Raise unless the election's key is the product of its trustees' keys, and not neutral.

    Raises:
        InvalidProofError: election.bad-public-key.
    """
    expected = joint_key(trustees, election.group)
    if election.public_key != expected or not election.group.has_key(election.public_key):
        raise InvalidProofError("election.bad-public-key")


def make_election(
    *,
    uuid: str,
    name: str,
    description: str,
    questions: Sequence[AnyQuestion],
    trustees: Sequence[TrusteeEntry],
    credentials: Sequence[PublicCredential],
    administrator: str | None = None,
    credential_authority: str | None = None,
    group: Group = BELENIOS_2048,
) -> ElectionFiles:
    """Make the files of an election; its fingerprint is of these bytes from now on.

    Raises:
        InvalidProofError: trustee.bad-key, threshold.* or election.bad-public-key.
        MalformedError: election.questions.
        RefusedError: election.no-credential, .no-trustee or .too-heavy, or
            ballot.weighted-ranking.
    """
    if not UUID.fullmatch(uuid):
        raise ValueError("not the uuid of an election")
    require_questions(questions, group)
    _require_mixable(questions, len(credentials))
    _require_credentials(credentials, ranked=has_ranking(questions))
    if not trustees:
        raise RefusedError("election.no-trustee")
    for entry in trustees:
        verify_trustee_entry(entry, group)
    election = Election(
        uuid=uuid,
        name=name,
        description=description,
        group=group,
        public_key=joint_key(trustees, group),
        questions=tuple(questions),
        administrator=administrator,
        credential_authority=credential_authority,
    )
    if election.largest_ballot > limits.BALLOT:
        raise MalformedError("election.questions", size=election.largest_ballot, most=limits.BALLOT)
    verify_public_key(election, trustees)
    files = encode_election(election), encode_trustees(trustees), encode_credentials(credentials)
    return ElectionFiles(*files, setup=encode_setup(*files))


def _require_mixable(questions: Sequence[AnyQuestion], voters: int) -> None:
    """Refuse more rankings than can be mixed, decrypted and read back."""
    lengths = [len(one.answers) for one in questions if isinstance(one, RankedQuestion)]
    rankings, numbers = voters * len(lengths), voters * sum(lengths)
    if rankings > limits.RANKINGS or numbers > limits.RANKED_NUMBERS:
        raise MalformedError("election.questions", rankings=rankings, numbers=numbers)


def _require_credentials(credentials: Sequence[PublicCredential], *, ranked: bool) -> None:
    if not credentials:
        raise RefusedError("election.no-credential")
    if len({one.public for one in credentials}) != len(credentials):
        raise ValueError("a credential is listed twice")
    if any(one.weight < 0 for one in credentials):
        raise ValueError("a weight is negative")
    if ranked and any(one.weight != 1 for one in credentials):
        raise RefusedError("ballot.weighted-ranking")
    total = sum(one.weight for one in credentials)
    if total > HEAVIEST:
        raise RefusedError("election.too-heavy", total=total, most=HEAVIEST)
