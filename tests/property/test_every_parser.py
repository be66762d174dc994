"""Whatever is changed in a good example, every parser refuses with a code or reads it back equal.

The same law and the same parsers as the coverage-guided fuzzer's, where that is not installed.
"""

import functools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutation import changed
from tests.fuzz.targets import TARGETS, hold

EXAMPLES = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = (b"0", b" ", b'"', b"\\u0031", b"1e5", b"null", b"{}", b"[]", b"\x7f", b"-", b",", b"\n")


@functools.cache
def seeds(name: str) -> list[bytes]:
    return TARGETS[name].seeds()


@pytest.mark.parametrize("name", TARGETS)
@EXAMPLES
@given(seed=st.integers(0, 2**32), times=st.integers(1, 3))
def test_json_changed_in_its_places_keeps_the_law(name, seed, times):
    raw: bytes | None = seeds(name)[seed % len(seeds(name))]
    for more in range(times):
        raw = raw if raw is None else changed(raw, seed + more)
    if raw is not None:
        hold(TARGETS[name], raw)


@pytest.mark.parametrize("name", TARGETS)
@EXAMPLES
@given(
    place=st.floats(0, 1),
    length=st.integers(0, 12),
    piece=st.binary(max_size=6) | st.sampled_from(PIECES),
)
def test_bytes_changed_anywhere_keep_the_law(name, place, length, piece):
    raw = seeds(name)[0]
    begin = int(place * len(raw))
    hold(TARGETS[name], raw[:begin] + piece + raw[begin + length :])


@pytest.mark.parametrize("name", TARGETS)
@EXAMPLES
@given(raw=st.binary(max_size=400))
def test_bytes_of_no_kind_keep_the_law(name, raw):
    hold(TARGETS[name], raw)
