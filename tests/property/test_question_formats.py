"""Rankings, lists and shuffles: any bytes are refused with a code, or canonical; laws of groups."""

import functools
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ballots.crypto.buckets import product_of_powers
from ballots.crypto.edwards import Point
from ballots.crypto.elgamal import encrypt
from ballots.crypto.finite_field import FiniteField
from ballots.crypto.named_groups import ED25519, RFC_3526_2048
from ballots.crypto.shuffle import shuffle, verify_shuffle
from ballots.errors import MalformedError, UnsupportedError
from ballots.protocol.ballot import encode_ballot, parse_ballot
from ballots.protocol.events import EventType
from ballots.protocol.questions import (
    ListsQuestion,
    Question,
    RankedQuestion,
    question_members,
    read_questions,
)
from ballots.protocol.shuffle import encode_shuffle, parse_shuffle
from ballots.protocol.tally import (
    encode_decryption,
    encode_result,
    encode_tally,
    parse_decryption,
    parse_result,
    parse_tally,
)
from tests.unit.ballots.whole_election import WholeElection

G = ED25519
QUESTIONS = (
    RankedQuestion("?", ("A", "B")),
    ListsQuestion("?", (("L1", "a"), ("L2", "b", "c"))),
    Question("?", ("X",), 0, 1),
)
VOTES = [
    (0, [(1, 2), ((1, 1), (0, 0, 0)), (1,)]),
    (1, [(2, 1), ((0, 0), (1, 0, 1)), (0,)]),
]
TOYS = (  # cofactors 2 (a safe prime) and 6
    FiniteField("TOY-2", p=2039, q=1019, g=4, padding=5),
    FiniteField("TOY-6", p=619, q=103, g=pow(2, 6, 619)),
)


@functools.cache
def played() -> WholeElection:
    election = WholeElection(G, QUESTIONS, (1, 1))
    election.play(VOTES, mixers=(1,))
    return election


def record(kind) -> bytes:
    return next(data[0] for event, data in played().chain if event.type is kind)


PARSERS = {
    "ballot": (
        EventType.BALLOT, lambda raw: parse_ballot(raw, played().election), encode_ballot,
    ),
    "tally": (
        EventType.ENCRYPTED_TALLY, lambda raw: parse_tally(raw, QUESTIONS, G), encode_tally,
    ),
    "shuffle": (EventType.SHUFFLE, lambda raw: parse_shuffle(raw, [2], G), encode_shuffle),
    "decryption": (
        EventType.PARTIAL_DECRYPTION,
        lambda raw: parse_decryption(raw, QUESTIONS, G),
        encode_decryption,
    ),
    "result": (EventType.RESULT, lambda raw: parse_result(raw, QUESTIONS), encode_result),
}  # fmt: skip


def read(kind, raw):
    _, parse, write = PARSERS[kind]
    try:
        value = parse(raw)
    except MalformedError:  # any other exception fails the test
        return
    assert write(value) == raw


@pytest.mark.parametrize("kind", PARSERS)
def test_a_good_example_is_read_and_written_again(kind):
    event, parse, write = PARSERS[kind]

    assert write(parse(record(event))) == record(event)


@pytest.mark.parametrize("kind", PARSERS)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    place=st.floats(0, 1),
    length=st.integers(0, 12),
    piece=st.binary(max_size=6)
    | st.sampled_from([b"0", b" ", b'"', b"[", b"]", b"[]", b"{}", b",", b'"1"', b"A", b"-", b"1"]),
)
def test_a_good_example_with_a_piece_replaced_is_refused_or_canonical(kind, place, length, piece):
    raw = record(PARSERS[kind][0])
    begin = int(place * len(raw))
    read(kind, raw[:begin] + piece + raw[begin + length :])


def cut(value, path, piece):
    """Replace what stands at ``path`` in nested lists and objects."""
    if not path or not isinstance(value, list | dict) or not value:
        return piece
    keys = sorted(value) if isinstance(value, dict) else range(len(value))
    key = list(keys)[path[0] % len(keys)]
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = cut(value[key], path[1:], piece)
    return copy


@pytest.mark.parametrize("kind", PARSERS)
@settings(max_examples=80, deadline=None)
@given(
    path=st.lists(st.integers(0, 9), min_size=1, max_size=6),
    piece=st.sampled_from([None, True, 0, -1, 300, "", "0", "x", [], {}, [[]], ["1"], {"a": 1}]),
)
def test_a_good_example_with_a_member_replaced_is_refused_or_canonical(kind, path, piece):
    changed = cut(json.loads(record(PARSERS[kind][0])), path, piece)
    read(kind, json.dumps(changed, separators=(",", ":")).encode())


@settings(deadline=None)
@given(
    path=st.lists(st.integers(0, 5), min_size=1, max_size=4),
    piece=st.sampled_from([None, True, 0, -1, "", "x", [], {}, [[]], ["L"], [["L"]], 10**9]),
)
def test_a_question_with_a_member_replaced_is_refused_or_read(path, piece):
    members = cut([question_members(one) for one in QUESTIONS], path, piece)
    if not isinstance(members, list):
        return
    try:
        questions = read_questions(members, G)
    except (MalformedError, UnsupportedError):
        return
    assert all(one.boxes >= 1 and one.answers for one in questions)


@given(st.lists(st.integers(0, 255), min_size=1, max_size=30))
def test_embedded_numbers_are_extracted_again(numbers):
    for group in (G, RFC_3526_2048):
        element = group.embed(numbers)
        assert group.has(element)
        assert group.extract(element, len(numbers)) == tuple(numbers)
        assert group.decode(group.encode(element)) == element


@given(
    st.integers(1, 60).flatmap(
        lambda n: st.tuples(*(st.lists(st.integers(0, 2**40), min_size=n, max_size=n),) * 2)
    )
)
def test_a_product_of_powers_is_the_product_of_the_powers(pair):
    bases, exponents = pair
    modulus = 2**61 - 1
    expected = 1
    for base, exponent in zip(bases, exponents, strict=True):
        expected = expected * pow(base, exponent, modulus) % modulus

    assert product_of_powers(bases, exponents, modulus) == expected


@given(st.integers(-5, 5000))
def test_membership_is_the_subgroup_whatever_the_cofactor(number):
    for toy in TOYS:
        members = {pow(toy.g, exponent, toy.p) for exponent in range(toy.q)}
        assert toy.has(number) == (number in members)


@settings(max_examples=200)
@given(st.binary(min_size=32, max_size=32))
def test_arbitrary_bytes_are_rarely_a_point_and_its_multiples_then_stay_in_the_group(encoded):
    point = Point(encoded)
    if G.has(point):
        assert G.power(point, G.q - 1) == G.divide(G.neutral, point)
    assert G.decode(str(point)) == point


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 40), max_size=4), st.integers(1, G.q - 1))
def test_an_honest_shuffle_is_accepted(numbers, secret):
    key = G.power_g(secret)
    inputs = [encrypt(G, key, number, number + 1) for number in numbers]

    outputs, proof = shuffle(G, key, "phi", inputs)

    verify_shuffle(G, key, "phi", inputs, outputs, proof)
