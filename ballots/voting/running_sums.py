"""Running sums (sommes courantes): each ballot's weighted boxes multiplied in as it is cast.

Whoever closes the box then has the encrypted tally at once. Multiplication forgets the order, so
the sum equals ``weighted_tally`` over the last ballot of each credential, to the last digit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ballots.crypto.elgamal import Ciphertext, multiply, nothing, scale
from ballots.crypto.group import Group
from ballots.protocol.answers import Answer
from ballots.protocol.election import Election
from ballots.protocol.questions import has_ranking
from ballots.voting.sums import Tally, boxes_of, by_question, number_of_boxes

Share = tuple[Ciphertext, ...]  # one ballot's boxes, each raised to the ballot's weight


@dataclass(frozen=True, slots=True)
class RunningSum:
    """The product of the shares that count now, how many they are, and their total weight."""

    boxes: Share
    ballots: int = 0
    weight: int = 0


def is_summed(election: Election) -> bool:
    """Tell whether ballots of this election can be added as they come: rankings cannot."""
    return not has_ranking(election.questions)


def empty_sum(election: Election) -> RunningSum:
    """Return the sum of no ballot."""
    return RunningSum((nothing(election.group),) * number_of_boxes(election))


def share_of(group: Group, answers: Iterable[Answer], weight: int) -> Share:
    """Raise the boxes of verified ``answers`` to the ``weight`` of their ballot."""
    return tuple(scale(group, box, weight) for box in boxes_of(answers))


def add_share(group: Group, total: RunningSum, share: Share, weight: int) -> RunningSum:
    """Add the first ballot of a credential of this ``weight``."""
    added = replace_share(group, total, share, None)
    return replace(added, ballots=total.ballots + 1, weight=total.weight + weight)


def replace_share(
    group: Group, total: RunningSum, share: Share, earlier: Share | None
) -> RunningSum:
    """Add a ballot and divide out the ``earlier`` one of the same credential, which it replaces."""
    boxes = tuple(multiply(group, pair) for pair in zip(total.boxes, share, strict=True))
    if earlier is not None:
        boxes = tuple(_divide(group, *pair) for pair in zip(boxes, earlier, strict=True))
    return replace(total, boxes=boxes)


def tally_of(election: Election, total: RunningSum) -> Tally:
    """Return the encrypted tally that the running sum is."""
    return Tally(by_question(election, total.boxes), total.ballots, total.weight)


def encode_boxes(group: Group, boxes: Share) -> bytes:
    """Write the products for the box's own use: elements in the width of their group."""
    return b"".join(group.to_bytes(element) for box in boxes for element in (box.alpha, box.beta))


def parse_boxes(raw: bytes, election: Election) -> Share:
    """Read what ``encode_boxes`` wrote.

    Raises:
        ValueError: it is not as long as this election's sums are.
    """
    group, width = election.group, election.group.width
    if len(raw) != 2 * width * number_of_boxes(election):
        raise ValueError("not the sums of this election")
    elements = (group.from_bytes(raw[start : start + width]) for start in range(0, len(raw), width))
    return tuple(Ciphertext(alpha, beta) for alpha, beta in zip(elements, elements, strict=True))


def _divide(group: Group, box: Ciphertext, by: Ciphertext) -> Ciphertext:
    return Ciphertext(group.divide(box.alpha, by.alpha), group.divide(box.beta, by.beta))
