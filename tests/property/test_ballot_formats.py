"""No bytes can do more to a parser than a refusal with a code, and what is read is canonical."""

import functools
import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ballots.audit.archive import audit_archive
from ballots.crypto.named_groups import BELENIOS_2048
from ballots.errors import BallotsError, MalformedError, UnsupportedError
from ballots.protocol.archive import ArchiveReader, encode_entry, encode_header
from ballots.protocol.ballot import encode_ballot, parse_ballot
from ballots.protocol.canonical import decode, encode
from ballots.protocol.credentials import PublicCredential, parse_credentials
from ballots.protocol.election import Election, Question, election_fingerprint, parse_election
from ballots.protocol.events import parse_event
from ballots.protocol.tally import (
    encode_decryption,
    encode_owned,
    encode_result,
    encode_sized_tally,
    encode_tally,
    parse_decryption,
    parse_owned,
    parse_result,
    parse_sized_tally,
    parse_tally,
)
from ballots.protocol.trustees import encode_trustees, parse_trustees
from ballots.voting.box import next_event
from ballots.voting.credentials import normalise_code
from ballots.voting.prepare import prepare_ballot
from ballots.voting.receipts import new_receipt_key, public_receipt_key, verify_receipt
from ballots.voting.setup import make_election, new_trustee_secret, trustee_public_key
from ballots.voting.tally import combine, partial_decryption, weighted_tally

G = BELENIOS_2048
QUESTIONS = (Question("?", ("A", "B"), 0, 1, blank=True),)
scalars = st.none() | st.booleans() | st.integers(-(10**16), 10**17) | st.text(max_size=8)
NAMES = (
    "election_uuid election_hash credential answers signature choices alpha beta hash proof "
    "challenge response individual_proofs overall_proof blank_proof result owner payload height "
    "type parent num_tallied total_weight encrypted_tally version group questions uuid pok"
)
names = st.sampled_from(NAMES.split())
trees = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=6)
)


@functools.cache
def samples() -> dict[str, bytes]:
    """Make one good example of everything."""
    secret = new_trustee_secret()
    key = trustee_public_key(secret)
    files = make_election(
        uuid="11111111111111",
        name="n",
        description="",
        questions=QUESTIONS,
        trustees=[key],
        credentials=[PublicCredential(key.public_key, 3)],
    )
    election = parse_election(files.election)
    phi = election_fingerprint(files.election)
    ballot = prepare_ballot(election, phi, secret, [[0, 1, 0]])
    tally = weighted_tally(election, [(parse_ballot(ballot, election).answers, 3)])
    part = partial_decryption(election, phi, tally.encrypted, secret)
    result = combine(election, tally.encrypted, {1: part}, 1, 3)
    return {
        "ballot": ballot,
        "tally": encode_tally(tally.encrypted),
        "sized": encode_sized_tally(tally.sized),
        "owned": b'{"owner":1,"payload":"x"}',
        "decryption": encode_decryption(part),
        "result": encode_result(result),
        "event": b'{"height":0,"type":"EndBallots"}',
        "credentials": files.credentials,
        "trustees": encode_trustees([key]),
        "election": files.election,
    }


@functools.cache
def election() -> Election:
    return parse_election(samples()["election"])


PARSERS: dict[
    str, tuple[Callable[[bytes], Any], Callable[[Any], bytes] | None]
] = {  # how each thing is read, and how it is written again
    "ballot": (lambda raw: parse_ballot(raw, election()), encode_ballot),
    "tally": (lambda raw: parse_tally(raw, QUESTIONS, G), encode_tally),
    "sized": (parse_sized_tally, encode_sized_tally),
    "owned": (parse_owned, encode_owned),
    "decryption": (lambda raw: parse_decryption(raw, QUESTIONS, G), encode_decryption),
    "result": (lambda raw: parse_result(raw, QUESTIONS), encode_result),
    "event": (parse_event, lambda event: event.encode()),
    "credentials": (lambda raw: parse_credentials(raw, G), None),  # "C" alone weighs 1
    "trustees": (lambda raw: parse_trustees(raw, G), None),  # any layout, unknown fields
    "election": (parse_election, None),
}


def read(kind, raw):
    """Read, and hold that what was read is written again as the same bytes."""
    parse, write = PARSERS[kind]
    try:
        value = parse(raw)
    except (MalformedError, UnsupportedError):  # any other exception fails the test
        return
    if write is not None:
        assert write(value) == raw


@pytest.mark.parametrize("kind", PARSERS)
def test_a_good_example_is_read_and_written_again(kind):
    parse, write = PARSERS[kind]
    value = parse(samples()[kind])

    assert write is None or write(value) == samples()[kind]


@pytest.mark.parametrize("kind", PARSERS)
@given(raw=st.binary(max_size=300))
def test_arbitrary_bytes_are_refused_or_canonical(kind, raw):
    read(kind, raw)


@pytest.mark.parametrize("kind", PARSERS)
@given(tree=trees)
def test_arbitrary_json_is_refused_or_canonical(kind, tree):
    try:
        raw = json.dumps(tree, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return
    read(kind, raw)


@pytest.mark.parametrize("kind", PARSERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    place=st.floats(0, 1),
    length=st.integers(0, 12),
    piece=st.binary(max_size=6)
    | st.sampled_from([b"0", b" ", b'"', b"\\u0031", b"1e5", b"null", b"{}", b"[]", b"\x7f", b"-"]),
)
def test_a_good_example_with_a_piece_replaced_is_refused_or_canonical(kind, place, length, piece):
    raw = samples()[kind]
    begin = int(place * len(raw))
    read(kind, raw[:begin] + piece + raw[begin + length :])


@pytest.mark.parametrize("kind", PARSERS)
@given(st.integers(33, 5000), st.sampled_from([b"[", b'{"a":']))
def test_nothing_is_nested_deep_enough_to_break_a_parser(kind, depth, opening):
    parse, _ = PARSERS[kind]
    with pytest.raises(MalformedError):
        parse(opening * depth)


@given(trees)
def test_what_is_written_is_read_as_the_same_value(tree):
    assert decode(encode(tree), 10**6) == tree


@given(st.binary(max_size=4000))
def test_arbitrary_bytes_are_no_archive(raw):
    with pytest.raises(BallotsError):
        list(ArchiveReader(BytesIO(raw)))
    assert audit_archive(raw).verdict == "unreadable"


@settings(deadline=None)
@given(st.integers(0, 6000), st.binary(min_size=1, max_size=600))
def test_an_overwritten_archive_is_refused_or_the_same(place, piece):
    good = good_archive()
    raw = (good[:place] + piece + good[place + len(piece) :])[: len(good)]
    try:
        entries = list(ArchiveReader(BytesIO(raw)))
    except BallotsError:
        return
    assert raw == good[: len(raw)] or not entries


@functools.cache
def good_archive() -> bytes:
    end = next_event(None, parse_event(samples()["event"]).type)
    return encode_header(9) + encode_entry(end, (), 9)


@functools.cache
def receipt_key() -> str:
    return public_receipt_key(new_receipt_key())


@given(st.text(max_size=60) | st.from_regex(r"[\w-]{0,30}\.[\w-]{0,30}\.[\w-]{0,30}"))
def test_arbitrary_text_is_no_receipt_and_no_code(text):
    with pytest.raises(BallotsError):
        verify_receipt(text, receipt_key())
    with pytest.raises(BallotsError):
        normalise_code(text)
