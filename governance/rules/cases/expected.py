"""What a case expects: a part of its output, compared place by place."""

from collections.abc import Iterator
from typing import Any


def differences(expected: Any, found: Any, path: str = "") -> Iterator[str]:
    """Yield each place where the output is not what was expected.

    An object expects some of its keys; a list expects all of its entries.
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in sorted(expected):
            at = f"{path}.{key}" if path else key
            if key not in found:
                yield f"{at}: nothing, expected {expected[key]!r}"
            else:
                yield from differences(expected[key], found[key], at)
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield f"{path}: {len(found)} entries, expected {len(expected)}"
        for place, (one, other) in enumerate(zip(expected, found, strict=False)):
            yield from differences(one, other, f"{path}[{place}]")
    elif type(expected) is not type(found) or expected != found:
        yield f"{path}: {found!r}, expected {expected!r}"
