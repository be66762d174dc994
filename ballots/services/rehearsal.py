"""The rehearsal of a decryption (répétition): a trustee's part of a throw-away ciphertext.

The ciphertext comes from the trustee's own page: a server that chose it could have a real ballot
opened under the name of a rehearsal. Its proofs name no election, so they prove nothing in one.
"""

from ballots.crypto.hashing import sha256_b64
from ballots.crypto.named_groups import group_named
from ballots.errors import InvalidProofError
from ballots.protocol.election import Election, Question
from ballots.protocol.rows import leaves
from ballots.protocol.tally import parse_tally
from ballots.voting.tally import verify_partial_decryption

QUESTION = Question("répétition", ("1",), 0, 1)


def fingerprint_of(place: str) -> str:
    """Return what the proofs of a rehearsal hash where an election's fingerprint would stand."""
    return sha256_b64(f"rehearsal|{place}".encode())


def verify_rehearsal(
    group_name: str, place: str, public_key: str, ciphertext: str, part: str
) -> None:
    """Raise unless the holder of ``public_key`` made this part of this ciphertext.

    Args:
        place: names the office, the same text in the page.
        ciphertext: an encrypted tally of one question with one box.
    Raises:
        BallotsError: tally.malformed, decryption.malformed, .not-canonical, .too-large or
            .bad-proof, with its cause.
    """
    group = group_named(group_name)
    tally = parse_tally(ciphertext.encode("utf-8", "surrogatepass"), (QUESTION,), group)
    key = group.decode(public_key)
    if not group.has(*(box.alpha for row in tally for box in leaves(row))):
        raise InvalidProofError("decryption.bad-proof", cause="proof.not-in-group")
    election = Election(
        uuid="", name="", description="", group=group, public_key=key, questions=(QUESTION,)
    )
    raw = part.encode("utf-8", "surrogatepass")
    verify_partial_decryption(election, fingerprint_of(place), tally, key, raw)
