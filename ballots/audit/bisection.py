"""Which ballots of a batch hold (dichotomie): a batch that fails is halved until few are left.

Those few are verified one by one by whoever asked, and that names the culprit. Many wrong ballots,
or a file of commitments made to waste time, cost a bounded number of failed batches, no more.
"""

from collections.abc import Sequence

from ballots.crypto.batch_equations import Equations, all_hold
from ballots.protocol.election import Election
from ballots.voting.batch import finite

FEWEST = 100  # ballots for which the fixed cost of a batch is worth it
MOST_FAILURES = 8  # of batches in one chunk; then what is left goes one by one


def proved_together(election: Election, ballots: Sequence[tuple[int, Equations]]) -> set[int]:
    """Return the numbers of ballots whose equations hold, as far as batches tell.

    Args:
        ballots: each with a number of its own.
    """
    group, key = finite(election.group), election.public_key
    waiting = [ballots] if len(ballots) >= FEWEST else []
    proved: set[int] = set()
    failures = 0
    while waiting and failures < MOST_FAILURES:
        part = waiting.pop()
        if all_hold(group, key, [equations for _, equations in part]):
            proved.update(number for number, _ in part)
            continue
        failures += 1
        middle = len(part) // 2
        waiting += [half for half in (part[:middle], part[middle:]) if len(half) >= FEWEST]
    return proved
