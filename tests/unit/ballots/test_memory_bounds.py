"""Reading takes no more memory than twice the bytes and a constant, however they were meant.

What is measured is what the reader allocates besides the bytes themselves. The constant is for
small things in number: 400 000 values of a few bytes each, 100 000 brackets.
"""

import gc
import time
import tracemalloc
from collections.abc import Callable
from io import BytesIO

import pytest

from ballots.crypto.named_groups import BELENIOS_2048, ED25519
from ballots.errors import BallotsError
from ballots.protocol import limits
from ballots.protocol.archive import ArchiveReader, encode_header
from ballots.protocol.authority import parse_lists
from ballots.protocol.canonical import MOST_BRACKETS, MOST_COLONS, MOST_COMMAS, decode
from ballots.protocol.credentials import parse_credentials
from ballots.protocol.shuffle import parse_shuffle

MIB = 1024 * 1024
CONSTANT = 32 * MIB
SLOWEST = 30  # seconds of computing, traced: without the tracing a twentieth of it


def joined(piece: bytes, count: int) -> bytes:
    return b"[" + b",".join([piece] * count) + b"]"


BOMBS: dict[str, Callable[[], bytes]] = {
    "ten million digits": lambda: b"9" * 10_000_000,
    "ten million digits in a text": lambda: b'"' + b"9" * 10_000_000 + b'"',
    "one text of 32 MiB": lambda: b'"' + b"a" * (32 * MIB) + b'"',
    "50 000 numbers of 617 digits": lambda: joined(b'"' + b"7" * 617 + b'"', 50_000),
    "as many points as values are allowed": lambda: joined(b'"' + b"f" * 64 + b'"', MOST_COMMAS),
    "as many empty texts as are allowed": lambda: joined(b'""', MOST_COMMAS),
    "as many numbers as are allowed": lambda: joined(b"123456789012345678", MOST_COMMAS),
    "as many lists as are allowed": lambda: joined(b"[]", MOST_BRACKETS // 2 - 1),
    "as many objects as are allowed": lambda: joined(b'{"a":"b"}', MOST_BRACKETS // 2 - 1),
    "one object of many members": lambda: (
        b"{" + b",".join(b'"%d":1' % number for number in range(MOST_COLONS)) + b"}"
    ),
    "eight million numbers": lambda: joined(b"1", 8_000_000),
    "five million empty texts": lambda: joined(b'""', 5_000_000),
    "a million members": lambda: b"{" + b",".join(b'"%d":1' % n for n in range(1_000_000)) + b"}",
    "a hundred thousand brackets": lambda: b"[" * 100_000,
    "sixteen million brackets": lambda: b"[" * (16 * MIB),
    "wide characters": lambda: b'"' + "😀".encode() * (2 * MIB) + b'"',
    "a mebibyte of wide characters": lambda: b'"' + "😀".encode() * (MIB // 4 - 2) + b'"',
    "blanks": lambda: b" " * (16 * MIB),
    "escapes": lambda: b'"' + b'\\"' * (4 * MIB) + b'"',
    "escaped characters": lambda: b'"' + b"\\u0001" * (4 * MIB) + b'"',
    "escaped surrogates": lambda: b'"' + b"\\ud83d\\ude00" * MIB + b'"',
    "no JSON": lambda: b"x" * (16 * MIB),
    "zeros": lambda: bytes(16 * MIB),
}


def peak(read: Callable[[bytes], object], raw: bytes) -> int:
    """Return the most memory that reading held at once, in bytes; refused or not."""
    gc.collect()
    tracemalloc.start()
    try:
        read(raw)
    except BallotsError:
        pass
    finally:
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return held


def require_bounded(read: Callable[[bytes], object], raw: bytes) -> None:
    begun = time.process_time()
    held = peak(read, raw)
    assert held <= 2 * len(raw) + CONSTANT, f"{held / len(raw):.2f} times {len(raw)} bytes"
    assert time.process_time() - begun < SLOWEST


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_json_takes_more_than_twice_its_size(bomb):
    require_bounded(lambda one: decode(one, 64 * MIB), BOMBS[bomb]())


@pytest.mark.parametrize(
    "bomb", ["as many objects as are allowed", "a mebibyte of wide characters"]
)
def test_json_in_any_layout_takes_no_more(bomb):
    require_bounded(lambda one: decode(one, 64 * MIB, canonical=False), BOMBS[bomb]())


def test_a_list_of_fifty_thousand_credentials_is_read_within_the_bound():
    number = BELENIOS_2048.p // 3
    raw = b"[" + b",".join(b'"%d,1"' % (number + n) for n in range(50_000)) + b"]"
    assert len(parse_credentials(raw, BELENIOS_2048)) == 50_000
    require_bounded(lambda one: parse_credentials(one, BELENIOS_2048), raw)


def test_the_public_lists_of_a_large_meeting_are_read_within_the_bound():
    number = BELENIOS_2048.p // 3
    lines = b",".join(b'"%d,1,%d"' % (number + n, n) for n in range(40_000))
    raw = (
        b'{"kind":"public-codes","elections":[{"uuid":"9tsDRr7WPty19C","group":"BELENIOS-2048",'
        b'"credentials":[' + lines + b"]}]}"
    )
    assert len(parse_lists(raw)[0].lines) == 40_000
    require_bounded(parse_lists, raw)


def test_a_large_shuffle_is_read_within_the_bound():
    point = b'"' + str(ED25519.power_g(5)).encode() + b'"'
    number, count = b'"5"', 8_000
    pair = b'{"alpha":' + point + b',"beta":' + point + b"}"
    one = [joined(pair, count), joined(point, count), joined(number, count)]
    proof = b"".join(
        [b"[[", b",".join([point] * 3), b",[", point, b",", point, b"],", one[1], b"],[",
         b",".join([number] * 4), b",", one[2], b",", one[2], b"],", one[1], b",", one[1], b"]"]
    )  # fmt: skip
    raw = b'{"ciphertexts":[' + one[0] + b'],"proofs":[' + proof + b"]}"
    assert len(parse_shuffle(raw, [count], ED25519).ciphertexts[0]) == count
    require_bounded(lambda shown: parse_shuffle(shown, [count], ED25519), raw)


def test_an_archive_is_read_within_the_size_of_its_largest_record():
    header = encode_header(9)
    bomb = header + bytes(32 * MIB)
    require_bounded(lambda raw: list(ArchiveReader(BytesIO(raw))), bomb)


def test_an_archive_that_claims_more_than_it_holds_is_refused_without_reading_it():
    block = bytearray(encode_header(9)[:512])
    block[124:135] = b"77777777777"  # eight gibibytes
    held = peak(lambda raw: ArchiveReader(BytesIO(raw)), bytes(block))
    assert held < MIB


@pytest.mark.parametrize(("raw", "most"), [(b"[" * 10, 9), (bytes(limits.SMALL + 1), limits.SMALL)])
def test_a_size_is_refused_before_anything_is_made_of_it(raw, most):
    assert peak(lambda one: decode(one, most), raw) < 16 * 1024
