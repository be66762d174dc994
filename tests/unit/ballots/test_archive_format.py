"""The archive, byte for byte: what is written, and what the reader will not take."""

from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest

from ballots.crypto.hashing import sha256_hex
from ballots.errors import BallotsError, MalformedError, UnsupportedError
from ballots.protocol.archive import (
    BLOCK,
    ArchiveReader,
    encode_entry,
    encode_header,
    encode_setup,
    write_archive,
)
from ballots.protocol.events import Event, EventType, parse_event


def read(raw):
    return list(ArchiveReader(BytesIO(raw)))


def refusal(raw):
    with pytest.raises(BallotsError) as refused:
        read(raw)
    return refused.value


@pytest.fixture(scope="module")
def setup_archive():
    files = (b"election", b"trustees", b"credentials")
    setup = encode_setup(*files)
    event = Event(None, 0, EventType.SETUP, sha256_hex(setup))
    return encode_header(7) + encode_entry(event, (*files, setup), 7)


def test_a_recorded_archive_is_written_again_byte_for_byte(v01, x02):
    for vector in (v01, x02):
        original = vector.path.read_bytes()
        stream = BytesIO()
        timestamp = ArchiveReader(BytesIO(original)).timestamp

        write_archive(stream, timestamp, [(one.event, one.data) for one in vector.entries])

        assert stream.getvalue() == original


def test_appending_an_event_leaves_what_was_written_as_it_was(v01):
    original = v01.path.read_bytes()
    first, second = v01.entries[:2]
    begun = BytesIO()
    write_archive(begun, ArchiveReader(BytesIO(original)).timestamp, [(first.event, first.data)])

    assert original.startswith(begun.getvalue())
    assert second.offset == len(begun.getvalue())


def test_an_entry_is_read_again_from_its_place(v01):
    with v01.path.open("rb") as stream:
        reader = ArchiveReader(stream)
        for entry in reversed(v01.entries):
            assert reader.read_at(entry.offset) == entry


def flip(raw, place):
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


def test_no_single_bit_of_a_header_block_may_differ(setup_archive):
    """Name, mode, ids, size, mtime, checksum, type and the zeros after them."""
    begin = 2 * BLOCK
    for place in range(begin, begin + BLOCK):
        assert refusal(flip(setup_archive, place)).code.startswith("archive."), place


def test_no_single_bit_of_the_first_block_may_differ(setup_archive):
    for place in range(BLOCK):
        assert refusal(flip(setup_archive, place)).code.startswith("archive."), place


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda raw: raw + bytes(2 * BLOCK), "archive.record"),
        (lambda raw: raw[:-BLOCK], "archive.truncated"),
        (lambda raw: raw[: BLOCK + 100], "archive.truncated"),
        (lambda raw: raw[: -2 * BLOCK], "archive.truncated"),
        (lambda raw: flip(raw, 3 * BLOCK), "archive.hash"),
        (lambda raw: flip(raw, 4 * BLOCK - 1), "archive.padding"),
        (lambda raw: raw.replace(b'"timestamp":"7"', b'"timestamp":"8"'), "archive.header"),
        (lambda raw: raw.replace(b'"version":1', b'"version":x'), "archive.header"),
    ],
)
def test_a_spoilt_archive_is_refused(setup_archive, spoil, code):
    assert refusal(spoil(setup_archive)).code == code


def test_another_version_of_archive_is_not_supported(setup_archive):
    raw = setup_archive.replace(b'{"version":1,', b'{"version":2,')

    with pytest.raises(UnsupportedError) as refused:
        ArchiveReader(BytesIO(raw))

    assert refused.value.facts == {"part": "archive", "found": 2}


def test_a_record_nobody_refers_to_is_refused(v01):
    first, second, third = v01.entries[:3]
    orphan = encode_entry(second.event, second.data, 7)[: -2 * BLOCK]
    raw = encode_header(7) + encode_entry(first.event, first.data, 7) + orphan
    raw += encode_entry(second.event, second.data, 7) + encode_entry(third.event, third.data, 7)

    assert refusal(raw).code == "archive.orphan-record"


def data_record(content: bytes, event: Event) -> bytes:
    """Return the record of some data, as it stands before its event."""
    whole = encode_entry(replace(event, payload=sha256_hex(content)), (content,), 7)
    return whole[: -2 * BLOCK]


def test_more_records_than_any_event_takes_are_refused_before_their_event(v01):
    ballot = v01.entries[1]
    raw = encode_header(7) + b"".join(data_record(bytes([n]), ballot.event) for n in range(9))

    assert refusal(raw).code == "archive.orphan-record"


def test_an_event_refers_to_the_records_that_stand_before_it(v01):
    ballot, tally = v01.entries[1], v01.entries[-4]
    another = data_record(b"another", ballot.event)
    own = encode_entry(ballot.event, ballot.data, 7)
    raw = encode_header(7) + another + own[len(own) - 2 * BLOCK :]
    assert refusal(raw).code == "archive.reference"

    assert tally.event.type == EventType.ENCRYPTED_TALLY
    whole = encode_entry(tally.event, tally.data, 7)
    first = encode_entry(
        replace(ballot.event, payload=sha256_hex(tally.data[0])), (tally.data[0],), 7
    )[: -2 * BLOCK]
    raw = encode_header(7) + another + whole[len(first) :]
    assert refusal(raw).code == "archive.reference"


def test_a_ballot_is_read_again_from_its_place_or_refused(v01):
    ballot = v01.entries[1]
    with v01.path.open("rb") as stream:
        reader = ArchiveReader(stream)
        size, digest = len(ballot.data[0]), sha256(ballot.data[0]).digest()
        assert reader.ballot_at(ballot.offset, size, digest) == ballot.data[0]
        with pytest.raises(MalformedError) as refused:
            reader.ballot_at(ballot.offset, size, bytes(32))
    assert refused.value.code == "archive.hash"


def test_an_entry_asks_for_exactly_its_records(v01):
    with pytest.raises(ValueError, match="data records"):
        encode_entry(v01.entries[1].event, (), 7)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b'{"height":0,"type":"Setup"}',
        b'{"height":0,"type":"Nothing","payload":"' + b"0" * 64 + b'"}',
        b'{"height":-1,"type":"Setup","payload":"' + b"0" * 64 + b'"}',
        b'{"height":0,"type":"Setup","payload":"' + b"A" * 64 + b'"}',
        b'{"height":0,"type":"EndBallots","payload":"' + b"0" * 64 + b'"}',
        b'{"type":"EndBallots","height":0}',
        b'{"height":0,"type":"EndBallots","remark":1}',
        b'{"height": 0,"type":"EndBallots"}',
        b'{"parent":null,"height":0,"type":"EndBallots"}',
    ],
)
def test_an_event_not_in_its_one_form_is_refused(raw):
    with pytest.raises(BallotsError) as refused:
        parse_event(raw)

    assert refused.value.code in {"event.malformed", "event.not-canonical"}


def test_every_recorded_event_is_in_its_one_form(v01):
    for entry in v01.entries:
        assert parse_event(entry.event.encode()) == entry.event
