"""A case with anything changed in it is judged or refused by name: nothing else comes of it."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from governance.errors import GovernanceError
from governance.rules.cases import encoded, read_case, run_case
from governance.rules.words import told

CASES = sorted((Path(__file__).parent.parent / "cases").glob("*.json"))
DOCUMENTS = [json.loads(path.read_text()) for path in CASES]
STRANGE: tuple[Any, ...] = (
    0, 1, -1, 2, 100, 10**6, "", "a", "2026-06-26", "2025-01-01", "14:00", "1-3", "for", "lot",
    [], {}, None, True, False, [1], ["1-3"],
)  # fmt: skip


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of every value of a document."""
    keys = range(len(value)) if isinstance(value, list) else value
    for key in keys if isinstance(value, dict | list) else ():
        yield (*above, key)
        yield from places(value[key], (*above, key))


def mutate(document: dict[str, Any], random: Random) -> None:
    """Take away, repeat, nudge or replace one value."""
    *way, last = random.choice(list(places(document)))
    at: Any = document
    for key in way:
        at = at[key]
    change = random.choice(("away", "again", "nudge", "strange", "strange"))
    if change == "again" and isinstance(at, list):
        at.append(copy.deepcopy(at[last]))
    elif change == "nudge" and isinstance(at[last], int):
        at[last] += random.choice((-1, 1))
    elif change == "away":
        del at[last]
    else:
        at[last] = copy.deepcopy(random.choice(STRANGE))


@settings(max_examples=150)
@given(st.sampled_from(DOCUMENTS), st.integers(0, 2**32), st.integers(1, 3))
def test_a_changed_case_is_judged_or_refused(
    document: dict[str, Any], seed: int, changes: int
) -> None:
    random, changed = Random(seed), copy.deepcopy(document)
    for _ in range(changes):
        mutate(changed, random)
    raw = json.dumps(changed).encode()

    assert judged(raw) == judged(raw) != b""


def judged(raw: bytes) -> bytes:
    """Return the output, or the sentence of the refusal."""
    try:
        return encoded(run_case(*read_case(raw)))
    except GovernanceError as refusal:
        return told(refusal).encode()
