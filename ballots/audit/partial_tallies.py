"""Reduction of chunks (réduction): the tallies of parts multiplied into the tally of the whole."""

from collections.abc import Sequence

from ballots.crypto.elgamal import Ciphertext, multiply
from ballots.crypto.group import Group
from ballots.protocol.election import Election
from ballots.protocol.questions import RankedQuestion
from ballots.protocol.rows import Row, leaves, like
from ballots.protocol.tally import EncryptedTally, parse_tally
from ballots.voting.sums import weighted_tally


class PartialTallies:
    """The encrypted tally of the chunks seen so far; only its current value is kept."""

    def __init__(self, election: Election) -> None:
        """Begin with the tally of no ballot."""
        self._election = election
        self._rows = list(weighted_tally(election, ()).encrypted)

    def add(self, tally: bytes) -> None:
        """Take in the tally of one chunk, as its verdict carries it."""
        election = self._election
        parts = parse_tally(tally, election.questions, election.group)
        self._rows = [
            (*row, *part)
            if isinstance(question, RankedQuestion)
            else _multiplied(election.group, row, part)
            for question, row, part in zip(election.questions, self._rows, parts, strict=True)
        ]

    def total(self) -> EncryptedTally:
        """Return the whole tally, its rankings sorted."""
        pairs = zip(self._election.questions, self._rows, strict=True)
        return tuple(
            _sorted(row) if isinstance(question, RankedQuestion) else row for question, row in pairs
        )


def _multiplied(group: Group, first: Row[Ciphertext], second: Row[Ciphertext]) -> Row[Ciphertext]:
    pairs = zip(leaves(first), leaves(second), strict=True)
    return like(first, [multiply(group, pair) for pair in pairs])


def _sorted(row: Sequence[object]) -> Row[Ciphertext]:
    boxes = [one for one in row if isinstance(one, Ciphertext)]
    return tuple(sorted(boxes, key=lambda one: (one.alpha, one.beta)))
