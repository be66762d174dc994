"""Adding up (somme pondérée): the weighted product of the boxes, the rankings side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from ballots.crypto.elgamal import Ciphertext, multiply, nothing, scale
from ballots.crypto.group import Group
from ballots.crypto.hashing import sha256_hex
from ballots.errors import RefusedError
from ballots.protocol.answers import Answer, RankedAnswer
from ballots.protocol.election import Election
from ballots.protocol.questions import RankedQuestion
from ballots.protocol.rows import shaped
from ballots.protocol.tally import EncryptedTally, SizedTally, encode_tally

Boxes = list[Ciphertext]  # every box of every question that has some, in order


@dataclass(frozen=True, slots=True)
class Tally:
    """The encrypted tally with the number of ballots added and their total weight."""

    encrypted: EncryptedTally
    num_tallied: int
    total_weight: int

    @property
    def sized(self) -> SizedTally:
        """Return the numbers as the archive publishes them."""
        digest = sha256_hex(encode_tally(self.encrypted))
        return SizedTally(self.num_tallied, self.total_weight, digest)


def weighted_tally(election: Election, ballots: Iterable[tuple[Sequence[Answer], int]]) -> Tally:
    """Add up the answers of the *last* ballot of each credential, each with its weight.

    Ballots of one weight are multiplied first and raised once; weight 0 counts as a ballot.
    Rankings cannot be added: they are sorted, which forgets the order of the ballots.

    Raises:
        RefusedError: ballot.weighted-ranking, unless every ballot with a ranking weighs 1.
    Source: belenios-format §9; performance notes §6.
    """
    group = election.group
    by_weight: dict[int, Boxes] = {}
    rankings: list[Boxes] = [[] for one in election.questions if isinstance(one, RankedQuestion)]
    number = total = 0
    for answers, weight in ballots:
        ranked = [answer.choices for answer in answers if isinstance(answer, RankedAnswer)]
        if ranked and weight != 1:
            raise RefusedError("ballot.weighted-ranking")
        for column, ranking in zip(rankings, ranked, strict=True):
            column.append(ranking)
        boxes = boxes_of(answers)
        sums = by_weight.get(weight)
        by_weight[weight] = boxes if sums is None else _add(group, sums, boxes)
        number, total = number + 1, total + weight
    columns = (
        zip(*by_weight.values(), strict=True) if by_weight else [()] * number_of_boxes(election)
    )
    weights = tuple(by_weight)
    whole = [_raised(group, boxes, weights) for boxes in columns]
    return Tally(by_question(election, whole, rankings), number, total)


def _raised(group: Group, boxes: Sequence[Ciphertext], weights: Sequence[int]) -> Ciphertext:
    """Raise each box to the weight of its ballots, and multiply."""
    if not boxes:
        return nothing(group)
    if len(boxes) == 1:
        return scale(group, boxes[0], weights[0])
    alpha = group.multi_power([one.alpha for one in boxes], weights)
    return Ciphertext(alpha, group.multi_power([one.beta for one in boxes], weights))


def _add(group: Group, sums: Boxes, boxes: Boxes) -> Boxes:
    return [multiply(group, pair) for pair in zip(sums, boxes, strict=True)]


def boxes_of(answers: Iterable[Answer]) -> Boxes:
    """Return every box of the answers that are added up, question by question."""
    kept = (answer for answer in answers if not isinstance(answer, RankedAnswer))
    return [one for answer in kept for one in answer.ciphertexts]


def number_of_boxes(election: Election) -> int:
    """Return how many boxes one ballot's answers add to the sums."""
    kept = (one for one in election.questions if not isinstance(one, RankedQuestion))
    return sum(question.boxes for question in kept)


def by_question(
    election: Election, boxes: Iterable[Ciphertext], rankings: Iterable[Boxes] = ()
) -> EncryptedTally:
    """Give the sums back to their questions; rankings stand sorted in theirs."""
    rest, columns = iter(boxes), iter(rankings)
    return tuple(
        tuple(sorted(next(columns), key=lambda one: (one.alpha, one.beta)))
        if isinstance(question, RankedQuestion)
        else shaped(question.shape, islice(rest, question.boxes))
        for question in election.questions
    )
