"""Rows of a tally (lignes du dépouillement): what one question holds, flat or list by list.

Source: belenios-format §8 (lists) and §9.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

from ballots.errors import MalformedError
from ballots.protocol.canonical import read_list

T = TypeVar("T")
Other = TypeVar("Other")

Row = tuple[T, ...] | tuple[tuple[T, ...], ...]
Shape = int | tuple[int, ...] | None  # how many; how many in each list; as many as there are


def leaves(row: Row[T]) -> Iterator[T]:
    """Yield everything a row holds, in order."""
    for one in row:
        if isinstance(one, tuple):
            yield from cast("tuple[T, ...]", one)
        else:
            yield one


def shaped(shape: Shape, values: Iterable[T]) -> Row[T]:
    """Make a row of ``values``, nested as ``shape`` says."""
    if not isinstance(shape, tuple):
        return tuple(values)
    rest = iter(values)
    return tuple(tuple(next(rest) for _ in range(length)) for length in shape)


def shape_of(row: Row[T]) -> Shape:
    """Return the shape of a row that exists; a list without lists counts as flat."""
    if any(isinstance(one, tuple) for one in row):
        return tuple(len(cast("tuple[T, ...]", one)) for one in row)
    return len(row)


def like(row: Row[Other], values: Iterable[T]) -> Row[T]:
    """Make a row of ``values``, nested as ``row`` is."""
    return shaped(shape_of(row), values)


def write_row(row: Row[T], write: Callable[[T], object]) -> list[object]:
    """Return the JSON list of a row."""
    return [
        [write(inner) for inner in cast("tuple[T, ...]", one)]
        if isinstance(one, tuple)
        else write(one)
        for one in row
    ]


def read_row(value: object, shape: Shape, read: Callable[[object], T]) -> Row[T]:
    """Read a row of exactly the ``shape`` that is asked for.

    Raises:
        MalformedError: json.shape, or what ``read`` refuses.
    """
    if isinstance(shape, tuple):
        lists = zip(read_list(value, len(shape)), shape, strict=True)
        return tuple(tuple(read(one) for one in read_list(row, n)) for row, n in lists)
    return tuple(read(one) for one in read_list(value, shape))


def require_like(row: Row[Other], found: Row[T]) -> None:
    """Raise unless two rows have the same shape.

    Raises:
        MalformedError: json.shape.
    """
    if shape_of(row) != shape_of(found):
        raise MalformedError("json.shape")
