"""Which results a set of weighted votes can give: exact, one bit per possible result."""

from collections.abc import Iterator, Sequence

WORK_LIMIT = 20_000_000_000  # bits touched before we say that we do not know: half a second


class Lattice:
    """Results as bits: one axis per option but one, whose total the others decide.

    ``sizes`` are the largest totals of the axes; a bit is a vector of totals within them. Where
    only vectors that add up to ``most`` are looked at, the others need not be right.
    """

    def __init__(self, sizes: Sequence[int], most: int | None = None) -> None:
        self.sizes = tuple(sizes)
        self.most = most
        self.strides = [1]
        for size in self.sizes:
            self.strides.append(self.strides[-1] * (size + 1))
        self.bits = self.strides.pop()
        self._masks: dict[tuple[int, int], int] = {}

    def position(self, totals: Sequence[int]) -> int:
        """Return the bit of a vector of totals."""
        return sum(total * stride for total, stride in zip(totals, self.strides, strict=True))

    def moved(self, results: int, axis: int, weight: int) -> int:
        """Add ``weight`` to one axis of every result, dropping those that overflow it."""
        if weight > self.sizes[axis]:
            return 0
        return (results & self._mask(axis, weight)) << (weight * self.strides[axis])

    def with_voter(self, results: int, weight: int) -> int:
        """Return the results after one more vote of ``weight`` for whichever option."""
        after = results  # the option without an axis
        for axis in range(len(self.sizes)):
            after |= self.moved(results, axis, weight)
        return after

    def with_voters(self, results: int, weight: int, holders: int) -> int:
        """Return the results after ``holders`` more votes of ``weight``."""
        if holders >= self.room_for(weight):
            for axis in range(len(self.sizes)):
                results = self._filled(results, axis, weight)
            return results
        for _ in range(holders):
            results = self.with_voter(results, weight)
        return results

    def room_for(self, weight: int) -> int:
        """Return how many votes of ``weight`` the axes can take at all."""
        if self.most is not None:
            return self.most // weight
        return sum(size // weight for size in self.sizes)

    def cost(self, weight: int, holders: int) -> int:
        """Return how many times with_voters goes over the bits."""
        room = self.room_for(weight)
        steps = holders if holders < room else max(1, room.bit_length())
        return steps * len(self.sizes)

    def within(self, total: int) -> int:
        """Return the results whose axes add up to ``total`` at most."""
        shorter = [1] * (total + 1)  # by total, without the axes from here on
        for axis, stride in enumerate(self.strides):
            is_last = axis == len(self.strides) - 1
            shorter = [
                _placed(shorter[left::-1], stride)
                for left in range(total if is_last else 0, total + 1)
            ]
        return shorter[-1]

    def _filled(self, results: int, axis: int, weight: int) -> int:
        """Add any number of votes of ``weight`` to one axis, by doubling."""
        step = weight
        while step <= self.sizes[axis]:
            results |= self.moved(results, axis, step)
            step *= 2
        return results

    def _mask(self, axis: int, weight: int) -> int:
        """Return the bits whose total on ``axis`` leaves room for ``weight``."""
        if (axis, weight) not in self._masks:
            stride, size = self.strides[axis], self.sizes[axis]
            block = (1 << ((size - weight + 1) * stride)) - 1
            period = (size + 1) * stride
            self._masks[axis, weight] = _repeated(block, period, self.bits // period)
        return self._masks[axis, weight]


def without_one(lattice: Lattice, classes: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield (weight, results of all voters but one of that weight), for each weight.

    ``classes`` are pairs (weight, holders). Halving the classes keeps the work at
    n log(classes) votes instead of n for each class.
    """
    yield from _without_one(lattice, classes, 1)


def work(lattice: Lattice, classes: Sequence[tuple[int, int]]) -> int:
    """Estimate the bits that without_one will touch."""
    levels = max(1, len(classes).bit_length())
    return lattice.bits * levels * sum(lattice.cost(*one) for one in classes)


def _without_one(
    lattice: Lattice, classes: Sequence[tuple[int, int]], results: int
) -> Iterator[tuple[int, int]]:
    if len(classes) == 1:
        weight, holders = classes[0]
        yield weight, lattice.with_voters(results, weight, holders - 1)
        return
    middle = len(classes) // 2
    left, right = classes[:middle], classes[middle:]
    yield from _without_one(lattice, left, _with_classes(lattice, results, right))
    yield from _without_one(lattice, right, _with_classes(lattice, results, left))


def _with_classes(lattice: Lattice, results: int, classes: Sequence[tuple[int, int]]) -> int:
    for weight, holders in classes:
        results = lattice.with_voters(results, weight, holders)
    return results


def _placed(blocks: Sequence[int], stride: int) -> int:
    """Put one block every ``stride`` bits, by halves."""
    if len(blocks) == 1:
        return blocks[0]
    middle = len(blocks) // 2
    upper = _placed(blocks[middle:], stride)
    return _placed(blocks[:middle], stride) | upper << (middle * stride)


def _repeated(block: int, period: int, times: int) -> int:
    """Repeat ``block`` every ``period`` bits, by doubling."""
    pattern, have = block, 1
    while have < times:
        more = min(have, times - have)
        pattern |= (pattern & ((1 << (more * period)) - 1)) << (have * period)
        have += more
    return pattern
