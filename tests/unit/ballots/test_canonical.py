"""Compact JSON: one writing per value, and nothing unbounded ever reaches the parser."""

import time

import pytest

from ballots.errors import MalformedError
from ballots.protocol.canonical import (
    DEEPEST,
    MOST_BRACKETS,
    decode,
    encode,
    read_weight,
    write_weight,
)


def refusal(raw, most=10**8, **options):
    with pytest.raises(MalformedError) as refused:
        decode(raw, most, **options)
    return refused.value.code


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None]}, b'{"b":1,"a":[true,null]}'),
        ('é/\\"\n\t\x01\x7f', '"é/\\\\\\"\\n\\t\\u0001\\u007f"'.encode()),
        ("\u2028😀", '"\u2028😀"'.encode()),
    ],
)
def test_a_value_has_one_writing(value, written):
    assert encode(value) == written
    assert decode(written, 100) == value


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1 }',
        b' "a"',
        b'"a"\n',
        b'"\\u0061"',
        b'"\\/"',
        b'"\\u000A"',
        b"-0",
        b'"\x7f"',
    ],
)
def test_another_writing_is_refused_unless_the_layout_is_free(raw):
    assert refusal(raw) == "json.not-canonical"
    decode(raw, 100, canonical=False)


@pytest.mark.parametrize("raw", [b"1.0", b"1e2", b"-1.5e-3"])
def test_no_document_of_ours_holds_a_fraction(raw):
    assert refusal(raw) == "json.number"
    decode(raw, 100, canonical=False)  # in a field of an election that nobody reads


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "json.not-json"),
        (b"\xff", "json.not-json"),
        (b'"\\ud800"', "json.not-json"),
        (b"\xef\xbb\xbf1", "json.not-json"),
        (b"01", "json.not-json"),
        (b"'a'", "json.not-json"),
        (b"1e999", "json.not-json"),
        (b'{"a":1,"a":2}', "json.shape"),
        (b"NaN", "json.number"),
        (b"-Infinity", "json.number"),
        (b"9" * 19, "json.number"),
        (b"9" * 100_000, "json.number"),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "json.too-deep"),
        (b"[" * 100_000, "json.too-deep"),
        (b"[" + b"[]," * MOST_BRACKETS + b"[]]", "json.too-large"),
    ],
)
def test_what_is_not_json_within_bounds_is_refused_in_any_layout(raw, code):
    assert refusal(raw, canonical=False) == code
    assert refusal(raw) in {code, "json.number"}


def test_size_is_looked_at_first():
    assert refusal(b"\xff" * 11, most=10) == "json.too-large"


@pytest.mark.parametrize("piece", [b'\\"', b'"', b"\\", b'"\\', b'"[', b'\\"[{'])
def test_no_text_takes_more_than_linear_time(piece):
    raw = b'"' + piece * (2_000_000 // len(piece))
    begun = time.process_time()

    with pytest.raises(MalformedError):
        decode(raw, 10**8)

    assert time.process_time() - begun < 5  # a quadratic reader would take hours


@pytest.mark.parametrize(
    ("weight", "written"),
    [(0, 0), ((1 << 30) - 1, (1 << 30) - 1), (1 << 30, "1073741824")],
)
def test_weights_become_texts_from_two_to_the_thirty(weight, written):
    assert write_weight(weight) == written
    assert read_weight(written) == weight


@pytest.mark.parametrize("written", ["5", 1 << 30, -1, True, 1.0, "01073741824", "1e9", None])
def test_a_weight_has_one_writing(written):
    with pytest.raises(MalformedError):
        read_weight(written)
