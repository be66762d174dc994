"""Adding up (somme pondérée): the weighted product of the boxes, the rankings side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.group import Element
from ballots.crypto.hashing import sha256_hex
from ballots.errors import RefusedError
from ballots.protocol.answers import Answer, RankedAnswer
from ballots.protocol.election import Election
from ballots.protocol.questions import RankedQuestion
from ballots.protocol.rows import shaped
from ballots.protocol.tally import EncryptedTally, SizedTally, encode_tally

Boxes = list[Ciphertext]  # every box of every question that has some, in order
Elements = list[Element]  # of these boxes: alpha, beta, alpha, …


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
    multiply = election.group.multiply
    by_weight: dict[int, Elements] = {}
    rankings: list[Boxes] = [[] for one in election.questions if isinstance(one, RankedQuestion)]
    number = total = 0
    for answers, weight in ballots:
        ranked = [answer.choices for answer in answers if isinstance(answer, RankedAnswer)]
        if ranked and weight != 1:
            raise RefusedError("ballot.weighted-ranking")
        for column, ranking in zip(rankings, ranked, strict=True):
            column.append(ranking)
        elements = _elements(boxes_of(answers))
        sums = by_weight.get(weight)
        by_weight[weight] = elements if sums is None else list(map(multiply, sums, elements))
        number, total = number + 1, total + weight
    return Tally(by_question(election, _raised(election, by_weight), rankings), number, total)


def _elements(boxes: Boxes) -> Elements:
    return [element for box in boxes for element in (box.alpha, box.beta)]


def _raised(election: Election, by_weight: dict[int, Elements]) -> Boxes:
    """Raise the product of each weight's ballots to that weight, all weights at once per column."""
    weights = [weight for weight in by_weight if weight]
    rows = [by_weight[weight] for weight in weights]
    columns = zip(*rows, strict=True) if rows else [()] * (2 * number_of_boxes(election))
    sums = iter([election.group.multi_power(column, weights) for column in columns])
    return [Ciphertext(alpha, beta) for alpha, beta in zip(sums, sums, strict=True)]


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
