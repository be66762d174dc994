"""``python -m ballots.credentials``: private codes made by an outside authority, offline.

The authority (autorité de codes) is neither the server nor the secretary. From the roll that the
secretary hands over, ``make`` draws a code for each right, writes the public lists for the
secretary and the private file for the letters; ``destroy`` ends the private file and writes the
statement that the secretary enters in the journal.

Exit status: 0 done, 1 refused, 2 wrong usage.
"""

import argparse
import csv
import hashlib
import io
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from ballots.authority_sentences import SENTENCES
from ballots.crypto.group import decode_decimal
from ballots.errors import BallotsError, MalformedError
from ballots.protocol import limits
from ballots.protocol.authority import (
    AnnouncedElection,
    Destruction,
    ListedRight,
    PublicList,
    RightToCode,
    RollForCodes,
    announced,
    encode_destruction,
    encode_lists,
    is_label,
    parse_destruction,
    parse_lists,
    parse_roll,
    require_single,
)
from ballots.voting.credentials import derive_public, new_private_code, normalise_code

PUBLIC, PRIVATE, STATEMENT = "codes-publics.json", "codes-prives.csv", "destruction.json"
PRIVATE_COLUMNS = ("right", "label", "address", "code")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute what begins like this
LONGEST_FIELD = 18
OWNER_ONLY = 0o600
DEFAULT_GROUP = "BELENIOS-2048"


def read_roll(raw: bytes, elections: Sequence[AnnouncedElection] = ()) -> RollForCodes:
    """Read the roll: the JSON of the application, or a CSV beside ``elections``.

    A CSV has the columns right and weight, and label and address where letters are made from it.

    Raises:
        MalformedError: roll-file.malformed, .not-canonical, .too-large or .duplicate.
        UnsupportedError: archive.unsupported.
    """
    if not elections:
        return parse_roll(raw)
    if len(raw) > limits.ROLL_FILE:
        raise MalformedError("roll-file.too-large", size=len(raw), most=limits.ROLL_FILE)
    try:
        rows = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), strict=True)
        rights = tuple(_right(row) for row in islice(rows, limits.RIGHTS + 1))
    except (ValueError, csv.Error) as fault:
        raise MalformedError("roll-file.malformed", cause="csv") from fault
    if len(rights) > limits.RIGHTS:
        raise MalformedError("roll-file.too-large", most=limits.RIGHTS)
    require_single([one.uuid for one in elections], [one.number for one in rights])
    return RollForCodes("", tuple(elections), rights)


def draw_codes(roll: RollForCodes) -> dict[int, str]:
    """Draw a private code for each right."""
    return {right.number: new_private_code() for right in roll.rights}


def public_lists(roll: RollForCodes, codes: Mapping[int, str]) -> tuple[PublicList, ...]:
    """Derive the public list of each election, in the order of its credentials.

    Source: belenios-format §6; the derivation is the one of ``ballots.voting.credentials``.
    """
    return tuple(_public_list(one, roll.rights, codes) for one in roll.elections)


def private_file(roll: RollForCodes, codes: Mapping[int, str]) -> bytes:
    """Write what the letters are made from: one line per right, with its code."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(PRIVATE_COLUMNS)
    for right in roll.rights:
        told = (_cell(right.label), _cell(right.address))
        writer.writerow((right.number, *told, codes[right.number]))
    return text.getvalue().encode()


def destroy(private: Path, lists: bytes, now: datetime) -> Destruction:
    """Overwrite and delete the private file of these public lists; return the statement.

    A disk that writes elsewhere what is written again (flash) may keep the old blocks: make the
    codes on a memory stick or a disk that is encrypted, and destroy that key too.

    Raises:
        MalformedError: public-lists.*, or private-codes.malformed or .other-lists: nothing is
            destroyed then.
    """
    listed = parse_lists(lists)
    numbers = read_private(private.read_bytes())
    if any({line.number for line in one.lines} != numbers for one in listed):
        raise MalformedError("private-codes.other-lists")
    _overwrite(private)
    at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Destruction(len(numbers), hashlib.sha256(lists).hexdigest(), at)


def read_private(raw: bytes) -> set[int]:
    """Return the rights that a private file holds a code for.

    Raises:
        MalformedError: private-codes.malformed.
    """
    try:
        if len(raw) > limits.ROLL_FILE:
            raise ValueError("too large")
        rows = list(csv.DictReader(io.StringIO(raw.decode()), strict=True))
        for row in rows:
            normalise_code(row.get("code") or "")
        numbers = {_number(row, "right") for row in rows}
    except (ValueError, csv.Error, BallotsError) as fault:
        raise MalformedError("private-codes.malformed") from fault
    if not numbers or len(numbers) != len(rows):
        raise MalformedError("private-codes.malformed")
    return numbers


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the codes of a meeting, or destroy them, as the command line says."""
    asked = _parser().parse_args(arguments)
    try:
        asked.act(asked)
    except BallotsError as refusal:
        print(_said(refusal), file=sys.stderr)
        return 1
    except OSError as fault:
        print(f"Refusé : {fault.strerror} : {fault.filename}", file=sys.stderr)
        return 1
    return 0


def _said(refusal: BallotsError) -> str:
    told = [refusal.code, *(f"{name}={value}" for name, value in refusal.facts.items())]
    return f"Refusé : {SENTENCES.get(refusal.code, refusal.code)} ({', '.join(told)})"


def _make(asked: argparse.Namespace) -> None:
    roll = read_roll(asked.roll.read_bytes(), [_election(one) for one in asked.election])
    codes = draw_codes(roll)
    lists = encode_lists(public_lists(roll, codes))
    asked.out.mkdir(parents=True, exist_ok=True)
    _write_new(asked.out / PRIVATE, private_file(roll, codes), OWNER_ONLY)
    _write_new(asked.out / PUBLIC, lists, 0o644)
    print(f"Codes tirés : {len(codes)}. Scrutins : {len(roll.elections)}.")
    print(f"À remettre au secrétariat : {asked.out / PUBLIC}")
    print(f"  empreinte (SHA-256) : {hashlib.sha256(lists).hexdigest()}")
    print(f"À garder secret, pour les envois : {asked.out / PRIVATE}")
    print("  Qui lit ce fichier peut voter à la place de chacun. Un code par personne, jamais la")
    print("  liste. Après l’assemblée : python -m ballots.credentials destroy")


def _destroy(asked: argparse.Namespace) -> None:
    statement = destroy(asked.private, asked.public.read_bytes(), datetime.now(UTC))
    raw = encode_destruction(statement)
    parse_destruction(raw)  # read back, as the secretary's server will
    _write_new(asked.public.with_name(STATEMENT), raw, 0o644)
    print(raw.decode())
    print(f"Codes détruits : {statement.codes}. À remettre au secrétariat : {STATEMENT}")
    print(f"  empreinte (SHA-256) : {hashlib.sha256(raw).hexdigest()}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ballots.credentials", description=__doc__)
    acts = parser.add_subparsers(required=True, metavar="make|destroy")
    make = acts.add_parser("make", help="draw the codes of a meeting")
    make.add_argument("roll", type=Path, help="the roll: JSON of the application, or CSV")
    make.add_argument("--out", type=Path, required=True, help="folder of the files to make")
    make.add_argument(
        "--election", action="append", default=[], metavar="UUID[:GROUP]", help="beside a CSV roll"
    )
    make.set_defaults(act=_make)
    end = acts.add_parser("destroy", help="destroy the private codes and state it")
    end.add_argument("private", type=Path, help=f"the private file ({PRIVATE})")
    end.add_argument("--public", type=Path, required=True, help=f"the public lists ({PUBLIC})")
    end.set_defaults(act=_destroy)
    return parser


def _public_list(
    election: AnnouncedElection, rights: Sequence[RightToCode], codes: Mapping[int, str]
) -> PublicList:
    lines = [
        ListedRight(
            derive_public(election.uuid, codes[right.number], election.group),
            right.weight,
            right.number,
        )
        for right in rights
    ]
    return PublicList(election, tuple(sorted(lines, key=lambda line: line.public)))


def _election(text: str) -> AnnouncedElection:
    uuid, _, group = text.partition(":")
    try:
        return announced(uuid, group or DEFAULT_GROUP)
    except MalformedError as fault:
        raise MalformedError("roll-file.malformed", cause="election") from fault


def _right(row: Mapping[str | None, str | None]) -> RightToCode:
    label, address = row.get("label") or "", row.get("address") or ""
    if None in row or not (is_label(label) and is_label(address)):
        raise ValueError("a cell too many, or not a line of text")
    return RightToCode(_number(row, "right"), _number(row, "weight"), label, address)


def _number(row: Mapping[str | None, str | None], name: str) -> int:
    try:
        return int(decode_decimal(row.get(name), LONGEST_FIELD))
    except MalformedError as fault:
        raise ValueError(name) from fault


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _write_new(path: Path, content: bytes, mode: int) -> None:
    """Write a file that is not there yet, and that nobody else may read meanwhile."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


if __name__ == "__main__":
    sys.exit(main())
