"""The command of an outside credential authority: its files, its codes, their destruction."""

import csv
import hashlib
import io
import json
import stat
from datetime import UTC, datetime

import pytest

from ballots import credentials
from ballots.crypto.named_groups import BELENIOS_2048, ED25519
from ballots.errors import BallotsError
from ballots.protocol import limits
from ballots.protocol.authority import (
    AnnouncedElection,
    ListedRight,
    PublicList,
    RightToCode,
    RollForCodes,
    encode_lists,
    encode_roll,
    parse_destruction,
    parse_lists,
    parse_roll,
)
from ballots.protocol.canonical import encode
from ballots.voting.credentials import derive_public

ONE, TWO = "9tsDRr7WPty19C", "9tsDRr7WPty19D"
NOON = datetime(2026, 6, 25, 12, tzinfo=UTC)


@pytest.fixture
def roll() -> RollForCodes:
    return RollForCodes(
        "Assemblée",
        (AnnouncedElection(ONE, ED25519), AnnouncedElection(TWO, BELENIOS_2048)),
        (RightToCode(12, 3, "=Communauté", "a@example.org"), RightToCode(7, 0, "Anne", "")),
    )


@pytest.fixture
def made(roll, tmp_path):
    """Return the folder in which the command has made its files."""
    (tmp_path / "roll.json").write_bytes(encode_roll(roll))
    out = tmp_path / "out"
    assert credentials.main(["make", str(tmp_path / "roll.json"), "--out", str(out)]) == 0
    return out


def refusal(act) -> str:
    with pytest.raises(BallotsError) as refused:
        act()
    return refused.value.code


def test_the_roll_is_read_as_it_was_written(roll):
    assert parse_roll(encode_roll(roll)) == roll


def test_the_lists_hold_what_the_private_codes_derive(roll, made):
    lists = parse_lists((made / credentials.PUBLIC).read_bytes())
    rows = csv.DictReader(io.StringIO((made / credentials.PRIVATE).read_text()))
    codes = {int(row["right"]): row["code"] for row in rows}

    assert [one.election for one in lists] == list(roll.elections)
    for one in lists:
        assert {line.number: line.weight for line in one.lines} == {12: 3, 7: 0}
        for line in one.lines:
            derived = derive_public(one.election.uuid, codes[line.number], one.election.group)
            assert line.public == derived
        assert list(one.lines) == sorted(one.lines, key=lambda line: line.public)


def test_only_its_owner_reads_the_private_file_and_no_spreadsheet_computes_in_it(made):
    assert stat.S_IMODE((made / credentials.PRIVATE).stat().st_mode) == 0o600
    assert "12,'=Communauté,a@example.org," in (made / credentials.PRIVATE).read_text()


def test_nothing_is_printed_that_votes(roll, tmp_path, capsys):
    (tmp_path / "roll.json").write_bytes(encode_roll(roll))
    credentials.main(["make", str(tmp_path / "roll.json"), "--out", str(tmp_path)])
    told = capsys.readouterr()
    private = (tmp_path / credentials.PRIVATE).read_text().splitlines()[1:]
    assert not any(line.rpartition(",")[2] in told.out + told.err for line in private)


def test_files_that_are_there_are_not_replaced(made, capsys):
    before = (made / credentials.PRIVATE).read_bytes()
    again = ["make", str(made.parent / "roll.json"), "--out", str(made)]
    assert credentials.main(again) == 1
    assert (made / credentials.PRIVATE).read_bytes() == before
    assert credentials.PRIVATE in capsys.readouterr().err


def test_a_roll_in_csv_needs_the_elections_beside_it(tmp_path):
    (tmp_path / "roll.csv").write_text("right,weight,label\n12,3,Anne\n7,0,Bob\n")
    made = ["make", str(tmp_path / "roll.csv"), "--out", str(tmp_path), "--election", ONE]
    assert credentials.main([*made, "--election", f"{TWO}:Ed25519"]) == 0
    lists = parse_lists((tmp_path / credentials.PUBLIC).read_bytes())
    assert [one.election.group.name for one in lists] == ["BELENIOS-2048", "Ed25519"]


def test_the_codes_are_destroyed_and_a_statement_says_so(made, capsys):
    private, public = made / credentials.PRIVATE, made / credentials.PUBLIC
    assert credentials.main(["destroy", str(private), "--public", str(public)]) == 0
    stated = parse_destruction((made / credentials.STATEMENT).read_bytes())
    assert not private.exists()
    assert (stated.codes, stated.lists) == (2, hashlib.sha256(public.read_bytes()).hexdigest())
    assert (made / credentials.STATEMENT).read_text() in capsys.readouterr().out


def test_the_bytes_are_overwritten_before_the_name_goes(made):
    private = made / credentials.PRIVATE
    kept = made / "the-same-blocks"
    kept.hardlink_to(private)
    credentials.destroy(private, (made / credentials.PUBLIC).read_bytes(), NOON)
    assert set(kept.read_bytes()) == {0}


@pytest.mark.parametrize(
    ("private", "code"),
    [
        (b"", "private-codes.malformed"),
        (b"right,code\n", "private-codes.malformed"),
        (b"right,code\n12,abc\n", "private-codes.malformed"),
        (b"right,code\n-1,egSvL-P5Td6L-wR6qE-EduX39\n", "private-codes.malformed"),
        (b"right,code\n1,egSvL-P5Td6L-wR6qE-EduX39\n" * 2, "private-codes.malformed"),
        (b"right,code\n12,egSvL-P5Td6L-wR6qE-EduX39\n", "private-codes.other-lists"),
        (b"\xff", "private-codes.malformed"),
        (b'right,code\n"1', "private-codes.malformed"),
        (b"0" * (limits.ROLL_FILE + 1), "private-codes.malformed"),
    ],
)
def test_another_file_is_not_destroyed(made, private, code):
    path = made / "other.csv"
    path.write_bytes(private)
    lists = (made / credentials.PUBLIC).read_bytes()
    assert refusal(lambda: credentials.destroy(path, lists, NOON)) == code
    assert path.read_bytes() == private


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("right,weight\n1,2\n1,3\n", "roll-file.duplicate"),
        ("right,weight\n1,-2\n", "roll-file.malformed"),
        ("right,weight\n1,2.5\n", "roll-file.malformed"),
        ("right\n1\n", "roll-file.malformed"),
        ("right,weight\n1,2,3\n", "roll-file.malformed"),
        ("right,weight,label\n1,2,\x07\n", "roll-file.malformed"),
        (f"right,weight\n1,{'9' * 200_000}\n", "roll-file.malformed"),
        ("right,weight\n" + "1,1\n" * (limits.RIGHTS + 1), "roll-file.too-large"),
        ("x" * (limits.ROLL_FILE + 1), "roll-file.too-large"),
        ('right,weight\n"1', "roll-file.malformed"),
    ],
)
def test_a_csv_that_is_no_roll_is_refused(text, code):
    elections = [AnnouncedElection(ONE, ED25519)]
    assert refusal(lambda: credentials.read_roll(text.encode(), elections)) == code


def roll_with(**parts: object) -> bytes:
    whole = {
        "kind": "roll-for-codes", "title": "A", "elections": [[ONE, "Ed25519"]],
        "rights": [[1, 1, "a", ""]],
    }  # fmt: skip
    return encode(whole | parts)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (roll_with(kind="public-codes"), "roll-file.malformed"),
        (roll_with(title="a\nb"), "roll-file.malformed"),
        (roll_with(title="a" * 301), "roll-file.malformed"),
        (roll_with(elections=[["x", "Ed25519"]]), "roll-file.malformed"),
        (roll_with(elections=[[ONE, "Toy"]]), "archive.unsupported"),
        (roll_with(elections=[[ONE, "Ed25519"]] * 2), "roll-file.duplicate"),
        (roll_with(elections=[[ONE, "Ed25519"]] * 201), "roll-file.too-large"),
        (roll_with(rights=[[1, 1, "a", ""], [1, 2, "b", ""]]), "roll-file.duplicate"),
        (roll_with(rights=[[1, -1, "a", ""]]), "roll-file.malformed"),
        (roll_with(rights=[[1, True, "a", ""]]), "roll-file.malformed"),
        (roll_with(rights=[[1, 1, "a"]]), "roll-file.malformed"),
        (roll_with(more=1), "roll-file.malformed"),
        (roll_with() + b"\n", "roll-file.not-canonical"),
        (encode(dict(reversed(json.loads(roll_with()).items()))), "roll-file.not-canonical"),
        (b"[" * 100_000, "roll-file.malformed"),
        (b" " * (limits.ROLL_FILE + 1), "roll-file.too-large"),
    ],
)
def test_a_roll_that_is_not_ours_is_refused(raw, code):
    assert refusal(lambda: parse_roll(raw)) == code


def lists_with(*credentials: object, **parts: object) -> bytes:
    key = str(ED25519.power_g(5))
    one = {"uuid": ONE, "group": "Ed25519", "credentials": credentials or [f"{key},1,1"]}
    return encode({"kind": "public-codes", "elections": [one]} | parts)


KEYS = [str(ED25519.power_g(number)) for number in (5, 6)]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (lists_with(kind="x"), "public-lists.malformed"),
        (lists_with(KEYS[0]), "public-lists.malformed"),
        (lists_with(f"{KEYS[0]},1"), "public-lists.malformed"),
        (lists_with(f"{KEYS[0]},1,1,1"), "public-lists.malformed"),
        (lists_with(f"{KEYS[0]},01,1"), "public-lists.malformed"),
        (lists_with(f"{KEYS[0]},+1,1"), "public-lists.malformed"),
        (lists_with(f"{KEYS[0]},{'1' * 19},1"), "public-lists.malformed"),
        (lists_with(f"{KEYS[0]}0,1,1"), "public-lists.malformed"),
        (lists_with(5), "public-lists.malformed"),
        (lists_with(f"{KEYS[0]},1,1", f"{KEYS[0]},1,2"), "public-lists.duplicate"),
        (lists_with(f"{KEYS[0]},1,1", f"{KEYS[1]},1,1"), "public-lists.duplicate"),
        (lists_with(elections=json.loads(lists_with())["elections"] * 2), "public-lists.duplicate"),
        (lists_with(elections={}), "public-lists.malformed"),
        (lists_with() + b" ", "public-lists.not-canonical"),
        (encode(dict(reversed(json.loads(lists_with()).items()))), "public-lists.not-canonical"),
    ],
)
def test_lists_that_are_not_ours_are_refused(raw, code):
    assert refusal(lambda: parse_lists(raw)) == code


def test_lists_beyond_their_size_are_refused_before_they_are_read():
    code = refusal(lambda: parse_lists(bytes(limits.PUBLIC_LISTS + 1)))
    assert code == "public-lists.too-large"


STATED = {"kind": "codes-destroyed", "codes": 2, "lists": "0" * 64, "at": "2026-06-25T12:00:00Z"}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (encode(STATED | {"kind": "x"}), "destruction.malformed"),
        (encode(STATED | {"codes": -1}), "destruction.malformed"),
        (encode(STATED | {"lists": "0" * 63}), "destruction.malformed"),
        (encode(STATED | {"at": "2026-06-25"}), "destruction.malformed"),
        (encode(dict(reversed(STATED.items()))), "destruction.not-canonical"),
        (b"{}", "destruction.malformed"),
        (bytes(limits.SMALL + 1), "destruction.too-large"),
    ],
)
def test_a_statement_that_is_not_ours_is_refused(raw, code):
    assert refusal(lambda: parse_destruction(raw)) == code


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["make", "absent.json", "--out", "."], "absent.json"),
        (["make", __file__, "--out", "."], "électorale (roll-file.malformed, cause=json.not-json)"),
        (["make", __file__, "--out", ".", "--election", "x"], "roll-file.malformed"),
        (["destroy", "absent.csv", "--public", __file__], "public-lists.malformed"),
    ],
)
def test_the_command_says_what_it_refuses(arguments, told, capsys):
    assert credentials.main(arguments) == 1
    assert told in capsys.readouterr().err


def test_the_lists_of_a_foreign_tool_s_form_are_written_line_by_line():
    lines = (ListedRight(ED25519.power_g(5), 3, 12),)
    raw = encode_lists([PublicList(AnnouncedElection(ONE, ED25519), lines)])
    assert json.loads(raw)["elections"][0]["credentials"] == [f"{KEYS[0]},3,12"]
