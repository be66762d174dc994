"""What is fuzzed: each parser, how its value is written again, and good examples to start from."""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from ballots import credentials as command
from ballots.crypto.named_groups import BELENIOS_2048, ED25519
from ballots.errors import BallotsError
from ballots.protocol import (
    archive,
    authority,
    ballot,
    ceremony,
    commitments,
    complaint,
    credentials,
    events,
    sealed,
    shuffle,
    tally,
    trustee_key,
    trustees,
)
from ballots.protocol.canonical import decode, encode
from ballots.protocol.election import Election, election_fingerprint, parse_election
from ballots.protocol.questions import RankedQuestion
from ballots.voting.credentials import normalise_code
from ballots.voting.key_share import make_certificate
from ballots.voting.receipts import Receipt, new_receipt_key, public_receipt_key, sign_receipt
from ballots.voting.receipts import verify_receipt as read_receipt
from tests.simulators.ceremonies import Held, hold_ceremony

VECTORS = Path(__file__).parents[1] / "vectors"
FOUND = Path(__file__).parent / "found"
LONGEST = 1 << 20
ELECTIONS = {  # one of each group and of each kind of question
    "boxes": "v01-single-weighted-belenios2048",
    "blank": "v03-threshold-2of3-belenios2048",
    "ranked": "e03-schulze-shuffles-ed25519",
    "lists": "x04-by3-lists-belenios2048",
}
CODE = "egSvL-P5Td6L-wR6qE-EduX39"


@dataclass(frozen=True)
class Target:
    """A parser. ``write`` gives the bytes back; None where more than one writing is accepted."""

    read: Callable[[bytes], Any]
    write: Callable[[Any], bytes] | None
    seeds: Callable[[], list[bytes]]


@functools.cache
def entries(name: str) -> tuple[archive.Entry, ...]:
    """Return the events of a recorded election."""
    (path,) = (VECTORS / ELECTIONS[name]).glob("*.bel")
    return tuple(archive.ArchiveReader(BytesIO(path.read_bytes())))


@functools.cache
def election(name: str) -> Election:
    return parse_election(entries(name)[0].data[0])


def records(kind: str, place: int) -> list[bytes]:
    """Return the records of one kind in every election, the shortest two of each."""
    found = []
    for name in ELECTIONS:
        own = [entry.data[place] for entry in entries(name) if entry.event.type == kind]
        found += sorted(own, key=len)[:2]
    return found


def of(name: str, kind: str, place: int = 0) -> list[bytes]:
    return [entry.data[place] for entry in entries(name) if entry.event.type == kind][:2]


@functools.cache
def held() -> Held:
    return hold_ceremony(3, 2, ED25519)


@functools.cache
def receipt_key() -> str:
    return new_receipt_key()


def receipts() -> list[bytes]:
    receipt = Receipt("9tsDRr7WPty19C", "f" * 43, "t" * 43, "/urnes/9tsDRr7WPty19C")
    return [sign_receipt(receipt_key(), receipt).encode()]


@functools.cache
def authority_files() -> tuple[bytes, bytes, bytes]:
    elections = tuple(
        authority.AnnouncedElection(uuid, ED25519) for uuid in ("9tsDRr7WPty19C", "9tsDRr7WPty19D")
    )
    rights = (authority.RightToCode(1, 3, "Anne", "a@b.fr"), authority.RightToCode(2, 0, "", ""))
    roll = authority.RollForCodes("Assemblée", elections, rights)
    lists = command.public_lists(roll, dict.fromkeys((1, 2), CODE) | {1: CODE[::-1]})
    stated = authority.Destruction(2, "0" * 64, "2026-06-26T12:00:00Z")
    return (
        authority.encode_roll(roll),
        authority.encode_lists(lists),
        authority.encode_destruction(stated),
    )


def commitments_file() -> bytes:
    own = election("boxes")
    header = commitments.encode_header(own, election_fingerprint(entries("boxes")[0].data[0]))
    return header + bytes(commitments.record_bytes(own))


def read_commitments(raw: bytes) -> list[bytes]:
    own = election("boxes")
    phi = election_fingerprint(entries("boxes")[0].data[0])
    reader = commitments.CommitmentsReader(BytesIO(raw), own, phi)
    found = []
    while (record := reader.take(reader._record[:32])) is not None and record:
        commitments.decode_commitments(record, own.group)
        found.append(record)
    return found


def read_archive(raw: bytes) -> tuple[int, list[archive.Entry]]:
    reader = archive.ArchiveReader(BytesIO(raw))
    return reader.timestamp, list(reader)


def write_archive(read: tuple[int, list[archive.Entry]]) -> bytes:
    stream = BytesIO()
    archive.write_archive(stream, read[0], [(one.event, one.data) for one in read[1]])
    return stream.getvalue()


def short_archives() -> list[bytes]:
    first = write_archive((1_800_000_000, list(entries("ranked")[:2])))
    return [first, archive.encode_header(1_800_000_000)]


def lengths(name: str) -> list[int]:
    (rows,) = of(name, "EncryptedTally")[:1]
    whole = tally.parse_tally(rows, election(name).questions, election(name).group)
    pairs = zip(election(name).questions, whole, strict=True)
    return [len(row) for question, row in pairs if isinstance(question, RankedQuestion)]


def _json_targets() -> Iterator[tuple[str, Target]]:
    yield "json", Target(lambda raw: decode(raw, LONGEST), encode, lambda: [b'{"a":["b",1]}'])
    yield (
        "json-any-layout",
        Target(lambda raw: decode(raw, LONGEST, canonical=False), None, lambda: [b'{ "a" : 1.5 }']),
    )
    yield "election", Target(parse_election, None, lambda: records("Setup", 0))
    yield (
        "event",
        Target(
            events.parse_event,
            lambda event: event.encode(),
            lambda: [entry.event.encode() for entry in entries("ranked")],
        ),
    )
    for name in ELECTIONS:
        yield from _targets_of(name)
    yield (
        "decryption",
        Target(
            lambda raw: tally.parse_decryption(raw, election("boxes").questions, BELENIOS_2048),
            tally.encode_decryption,
            lambda: of("boxes", "PartialDecryption"),
        ),
    )
    yield (
        "sized-tally",
        Target(
            tally.parse_sized_tally, tally.encode_sized_tally, lambda: records("EncryptedTally", 1)
        ),
    )
    yield (
        "owned",
        Target(tally.parse_owned, tally.encode_owned, lambda: records("PartialDecryption", 1)),
    )
    yield (
        "shuffle",
        Target(
            lambda raw: shuffle.parse_shuffle(raw, lengths("ranked"), ED25519),
            shuffle.encode_shuffle,
            lambda: of("ranked", "Shuffle"),
        ),
    )


def _targets_of(name: str) -> Iterator[tuple[str, Target]]:
    own, group = election(name), election(name).group
    yield (
        f"ballot-{name}",
        Target(
            lambda raw: ballot.parse_ballot(raw, own),
            ballot.encode_ballot,
            lambda: of(name, "Ballot"),
        ),
    )
    yield (
        f"tally-{name}",
        Target(
            lambda raw: tally.parse_tally(raw, own.questions, group),
            tally.encode_tally,
            lambda: of(name, "EncryptedTally"),
        ),
    )
    yield (
        f"result-{name}",
        Target(
            lambda raw: tally.parse_result(raw, own.questions),
            tally.encode_result,
            lambda: of(name, "Result"),
        ),
    )


def _people_targets() -> Iterator[tuple[str, Target]]:
    yield (
        "credentials",
        Target(
            lambda raw: credentials.parse_credentials(raw, BELENIOS_2048),
            None,
            lambda: of("boxes", "Setup", 2),
        ),
    )
    yield (
        "credentials-ed25519",
        Target(
            lambda raw: credentials.parse_credentials(raw, ED25519),
            None,
            lambda: of("ranked", "Setup", 2),
        ),
    )
    yield (
        "trustees",
        Target(
            lambda raw: trustees.parse_trustees(raw, BELENIOS_2048),
            None,
            lambda: of("boxes", "Setup", 1) + of("blank", "Setup", 1),
        ),
    )
    yield (
        "trustees-threshold",
        Target(
            lambda raw: trustees.parse_trustees(raw, ED25519),
            None,
            lambda: [trustees.encode_trustees([held().parameters])],
        ),
    )
    yield (
        "trustee-key",
        Target(
            lambda raw: trustee_key.parse_trustee_key(raw, ED25519),
            None,
            lambda: [trustee_key.encode_trustee_key(held().parameters.keys[0])],
        ),
    )
    yield (
        "receipt",
        Target(
            lambda raw: read_receipt(raw.decode("latin-1"), public_receipt_key(receipt_key())),
            None,
            receipts,
        ),
    )
    yield (
        "complaint",
        Target(
            complaint.parse_complaint,
            None,
            lambda: [complaint.encode_complaint(complaint.Complaint("a.b.c", "x.bel", "k"))],
        ),
    )
    yield (
        "code",
        Target(lambda raw: normalise_code(raw.decode("latin-1")), None, lambda: [CODE.encode()]),
    )


def _ceremony_targets() -> Iterator[tuple[str, Target]]:
    yield (
        "certificate",
        Target(
            lambda raw: ceremony.parse_certificate(raw, ED25519),
            ceremony.encode_certificate,
            lambda: [make_certificate(held().seats[0])],
        ),
    )
    yield (
        "polynomial",
        Target(
            lambda raw: ceremony.parse_polynomial(raw, ED25519, 3),
            ceremony.encode_polynomial,
            lambda: [ceremony.encode_polynomial(held().ceremony.polynomials[1])],
        ),
    )
    yield (
        "share-input",
        Target(
            lambda raw: ceremony.parse_input(raw, ED25519, 3),
            ceremony.encode_input,
            lambda: [held().ceremony.input_of(1)],
        ),
    )
    yield (
        "share-output",
        Target(
            lambda raw: ceremony.parse_output(raw, ED25519),
            ceremony.encode_output,
            lambda: [held().outputs[0]],
        ),
    )
    yield (
        "sealed",
        Target(
            lambda raw: sealed.parse_sealed(raw.decode("latin-1"), ED25519),
            lambda one: sealed.encode_sealed(one).encode("latin-1"),
            lambda: [sealed.encode_sealed(held().ceremony.polynomials[1].polynomial).encode()],
        ),
    )
    yield (
        "sealed-texts",
        Target(
            lambda raw: ceremony.read_polynomial_text(raw.decode("latin-1"), ED25519),
            None,
            lambda: [ceremony.polynomial_text((1, 2)).encode()],
        ),
    )


def _file_targets() -> Iterator[tuple[str, Target]]:
    yield "archive", Target(read_archive, write_archive, short_archives)
    yield "commitments", Target(read_commitments, None, lambda: [commitments_file()])
    yield (
        "roll-file",
        Target(authority.parse_roll, authority.encode_roll, lambda: [authority_files()[0]]),
    )
    yield (
        "public-lists",
        Target(authority.parse_lists, authority.encode_lists, lambda: [authority_files()[1]]),
    )
    yield (
        "destruction",
        Target(
            authority.parse_destruction,
            authority.encode_destruction,
            lambda: [authority_files()[2]],
        ),
    )
    yield (
        "roll-csv",
        Target(
            lambda raw: command.read_roll(
                raw, [authority.AnnouncedElection("9tsDRr7WPty19C", ED25519)]
            ),
            None,
            lambda: [b"right,weight,label,address\n1,3,Anne,a@b.fr\n2,0,Bob,\n"],
        ),
    )
    yield (
        "private-csv",
        Target(command.read_private, None, lambda: [f"right,code\n1,{CODE}\n".encode()]),
    )


TARGETS: dict[str, Target] = {
    name: target
    for family in (_json_targets, _people_targets, _ceremony_targets, _file_targets)
    for name, target in family()
}
PLANTED = Target(
    lambda raw: {b"[": 0}[raw[:1]] if raw[:1] in (b"[", b"{") else 0, None, lambda: [b"[]"]
)


def hold(target: Target, raw: bytes) -> None:
    """Hold the law: any bytes give one of our refusals, or a value written again as they were.

    Raises:
        AssertionError: written otherwise; anything else that is no refusal of ours goes through.
    """
    try:
        value = target.read(raw)
    except BallotsError:
        return
    if target.write is not None and target.write(value) != raw:
        raise AssertionError("read, and written again otherwise")
