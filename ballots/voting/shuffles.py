"""Mixing (mélanges) before the decryption of rankings: each trustee's shuffle, made and verified.

A ranking that could be traced to its ballot would not be secret, so at least one shuffle is
required here; an election is well mixed when trustees who do not trust each other each made one.
"""

from collections.abc import Sequence

from ballots.crypto import shuffle as proved
from ballots.crypto.elgamal import Ciphertext
from ballots.errors import InvalidProofError
from ballots.protocol.election import Election
from ballots.protocol.questions import RankedQuestion
from ballots.protocol.rows import leaves
from ballots.protocol.shuffle import Shuffle, encode_shuffle, parse_shuffle
from ballots.protocol.tally import EncryptedTally

__all__ = ["Shuffle", "encode_shuffle", "mixed_tally", "shuffle_tally", "verify_shuffle"]


def shuffle_tally(election: Election, fingerprint: str, tally: EncryptedTally) -> Shuffle:
    """Permute and re-encrypt the rankings of ``tally``, with the proof of it.

    Args:
        tally: the encrypted tally, or what ``mixed_tally`` makes of it after earlier shuffles.
    """
    group, key = election.group, election.public_key
    made = [proved.shuffle(group, key, fingerprint, row) for row in _rankings(election, tally)]
    return Shuffle(tuple(outputs for outputs, _ in made), tuple(proof for _, proof in made))


def verify_shuffle(
    election: Election, fingerprint: str, tally: EncryptedTally, raw: bytes
) -> Shuffle:
    """Return the shuffle in ``raw`` when its outputs are the rankings of ``tally``, or raise.

    Args:
        tally: recomputed from verified ballots and, after the first, from verified shuffles.
    Raises:
        MalformedError: shuffle.malformed, .not-canonical or .too-large.
        InvalidProofError: shuffle.bad-proof, with question and cause.
    Source: belenios-format §10.
    """
    group, key = election.group, election.public_key
    rankings = _rankings(election, tally)
    shuffle = parse_shuffle(raw, [len(row) for row in rankings], group)
    places = [
        place for place, one in enumerate(election.questions, 1) if isinstance(one, RankedQuestion)
    ]
    rows = zip(places, rankings, shuffle.ciphertexts, shuffle.proofs, strict=True)
    for question, inputs, outputs, proof in rows:
        try:
            proved.verify_shuffle(group, key, fingerprint, inputs, outputs, proof)
        except InvalidProofError as fault:
            raise InvalidProofError(
                "shuffle.bad-proof", question=question, cause=fault.code
            ) from fault
    return shuffle


def mixed_tally(election: Election, tally: EncryptedTally, shuffle: Shuffle) -> EncryptedTally:
    """Return ``tally`` with its rankings replaced by the outputs of a verified shuffle."""
    outputs = iter(shuffle.ciphertexts)
    return tuple(
        next(outputs) if isinstance(question, RankedQuestion) else row
        for question, row in zip(election.questions, tally, strict=True)
    )


def _rankings(election: Election, tally: EncryptedTally) -> list[Sequence[Ciphertext]]:
    return [
        list(leaves(row))
        for question, row in zip(election.questions, tally, strict=True)
        if isinstance(question, RankedQuestion)
    ]
