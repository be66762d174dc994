"""Files that people hand in: four encodings, three formats, and what no table is."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import xlsxwriter
from stream_write_ods import stream_write_ods

from governance.errors import InvalidInputError
from governance.services.files import sheets, spreadsheets, workbooks
from governance.services.files.sheets import read_sheet
from governance.services.membership.names import (
    checked_email,
    fold,
    lookalike_letters,
    require_plain,
)

COLUMNS = ("nom", "region")
TEXT = "nom;region\nMétropole d’Œuvres;Île-de-France\nPuy de Dôme;Auvergne-Rhône-Alpes\n"


def names(raw: bytes) -> list[str]:
    return [row.cells[0] for row in read_sheet(raw, COLUMNS).rows]


def refusal(raw: bytes, columns: tuple[str, ...] = COLUMNS) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as refused:
        read_sheet(raw, columns)
    return refused.value


def xlsx(*rows: tuple[object, ...], at: tuple[int, int] = (0, 0)) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            place = (at[0] + line, at[1] + column)
            if isinstance(cell, datetime):
                sheet.write_datetime(*place, cell.replace(tzinfo=None), day)
            else:
                sheet.write(*place, cell)
    book.close()
    return out.getvalue()


def ods(*rows: tuple[object, ...]) -> bytes:
    return b"".join(stream_write_ods([("Feuille 1", rows[0], rows[1:])]))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
def test_the_four_encodings_of_a_spreadsheet_give_the_same_names(encoding: str):
    assert names(TEXT.encode(encoding)) == ["Métropole d’Œuvres", "Puy de Dôme"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_the_one_of_the_heading(delimiter: str):
    assert names(TEXT.replace(";", delimiter).encode()) == ["Métropole d’Œuvres", "Puy de Dôme"]


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_workbook_reads_like_a_csv_file(make: Callable[..., bytes]):
    raw = make(("Nom", "Région"), ("Réunion", "La Réunion"), ("=1+1", "x"))

    sheet = read_sheet(raw, COLUMNS)

    assert sheet.columns == ("nom", "region")
    assert [row.cells for row in sheet.rows] == [("Réunion", "La Réunion"), ("=1+1", "x")]
    assert [row.number for row in sheet.rows] == [2, 3]


def test_whole_numbers_and_dates_of_a_workbook_come_as_people_write_them():
    day = datetime(2019, 3, 1, tzinfo=UTC)
    sheet = read_sheet(xlsx(("nom", "region", "tarif"), ("Isère", day, 2500)), COLUMNS)

    assert sheet.rows[0].cells == ("Isère", "2019-03-01", "2500")


def test_lines_are_numbered_as_the_spreadsheet_numbers_them():
    raw = xlsx(("nom", "region"), ("", ""), ("Isère", ""), at=(2, 0))

    assert [row.number for row in read_sheet(raw, COLUMNS).rows] == [5]


def test_a_line_with_a_line_break_inside_keeps_the_numbers_of_those_below():
    rows = read_sheet(b'nom;region\n"Puy\nde Dome";x\nLyon;y\n', COLUMNS).rows

    assert [(row.number, row.cells[0]) for row in rows] == [(2, "Puy de Dome"), (4, "Lyon")]


def test_the_apostrophe_that_our_own_export_puts_before_a_formula_is_taken_off():
    assert names(b"nom;region\n'=1+1;x\n'Oust;y\n") == ["=1+1", "'Oust"]


def test_a_cell_that_a_spreadsheet_would_compute_comes_back_as_it_was_written():
    told = ["=1+1", "'=1+1", "''@x", "'Oust", "-1", "\uff1dHYPERLINK(1)"]
    now = datetime(2026, 6, 2, tzinfo=UTC)
    raw = spreadsheets.written("csv", "essai", COLUMNS, [(cell, "x") for cell in told], now)

    assert names(raw) == told
    assert not any(
        line.startswith(spreadsheets.FORMULA) for line in raw.decode("utf-8-sig").splitlines()
    )


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "import.empty"),
        (b"nom;region\n", "import.empty"),
        (b"\n\n \n", "import.empty"),
        (b"%PDF-1.7\n\x00\x01\x02", "import.not-a-spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "import.not-a-spreadsheet"),
        (b"PK\x03\x04 not a workbook", "import.unreadable-workbook"),
        (b"nom\nLyon\n", "import.missing-columns"),
        (b"nom;region;Nom\nLyon;x;y\n", "import.column-twice"),
        (b'nom;region\n"Lyon;x\n', "import.unreadable-line"),
        (b"nom;region\n" + b"a;b\n" * (sheets.MAX_ROWS + 1), "import.too-many-rows"),
        (b"x" * (sheets.MAX_BYTES + 1), "import.too-large"),
        (
            b";".join(b"c%d" % place for place in range(400_000)) + b"\nx\n",
            "import.too-many-columns",
        ),
        (b"nom;region\nLyon;x" + b";" * 500 + b"lost\n", "import.too-many-columns"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_a_register_is_refused_by_name(raw: bytes, code: str):
    assert refusal(raw).code == code


def test_missing_columns_are_all_named():
    wrong = refusal(b"nom;region\nLyon;x\n", ("type", "categorie", "nom", "region"))

    assert wrong.facts == {"line": 1, "columns": "type, categorie"}


def test_a_file_in_two_encodings_names_the_first_foreign_line():
    raw = TEXT.encode() + "Isère;Rhône\n".encode("cp1252")

    wrong = refusal(raw)

    assert (wrong.code, wrong.facts) == ("import.wrong-encoding", {"line": 4})


def test_a_file_marked_utf8_that_is_not_names_the_line():
    wrong = refusal(b"\xef\xbb\xbfnom;region\nLyon;x\nIs\xe8re;y\n")

    assert (wrong.code, wrong.facts) == ("import.wrong-encoding", {"line": 3})


def test_a_cell_in_the_last_corner_of_a_workbook_does_not_take_the_server_down():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "nom")
    sheet.write(1_048_575, 16_383, "perdue")
    book.close()

    assert refusal(out.getvalue()).code == "import.unreadable-workbook"


def test_a_workbook_with_a_cell_beyond_the_last_column_names_its_line():
    wide = ("Lyon", *[""] * workbooks.MAX_COLUMNS, "lost")

    wrong = refusal(xlsx(COLUMNS, ("Isère", "x"), wide))

    assert (wrong.code, wrong.facts["line"]) == ("import.too-many-columns", 3)


def test_columns_that_are_only_empty_are_not_counted():
    raw = b"nom;region" + b";" * 500 + b"\nLyon;x" + b";" * 500 + b"\n"

    assert read_sheet(raw, COLUMNS).rows[0].cells[:2] == ("Lyon", "x")


def test_one_long_text_in_every_cell_of_a_small_workbook_is_refused():
    long = "x" * 32_000
    raw = xlsx(COLUMNS, *[(long,) * 60] * 10)
    assert len(raw) < 20_000

    assert refusal(raw).code == "import.too-much-text"


def test_a_nul_that_a_workbook_spells_out_is_refused():
    packed = zipfile.ZipFile(io.BytesIO(xlsx(COLUMNS, ("Lyon\x01", "x"))))
    parts = {name: packed.read(name) for name in packed.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as spelt:
        for name, raw in parts.items():
            spelt.writestr(name, raw.replace(b"_x0001_", b"_x0000_"))

    assert refusal(out.getvalue()).code == "import.not-a-spreadsheet"


def test_a_workbook_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbooks, "SECONDS", 0)

    assert refusal(xlsx(("nom", "region"), ("Lyon", ""))).code == "import.unreadable-workbook"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Puy de Dôme", "PUY-DE-DOME"),
        ("Provence-Alpes-Côte d'Azur", "Provence Alpes Côte d’Azur"),
        ("Cœur de Bretagne", "COEUR DE BRETAGNE"),
        ("Saint\u00a0Étienne", "saint-etienne"),
    ],
)
def test_names_that_differ_by_case_accents_or_apostrophes_are_one(one: str, other: str):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Réunion", "Département de la Réunion"),
        ("Bretagne", "Rennes Métropole"),
        ("Adhérent 1", "Adhérent 11"),
    ],
)
def test_names_that_differ_by_a_letter_are_two(one: str, other: str):
    assert fold(one) != fold(other)


def test_an_address_is_kept_in_lower_case():
    assert checked_email(" Anne.MARTIN@Ville.Example ") == "anne.martin@ville.example"


@pytest.mark.parametrize(
    "wrong",
    ["anne", "anne@", "@ville.example", "a b@ville.example", "a@b", "a@v.example\nBcc: x@y.z"],
)
def test_what_is_no_address_is_refused(wrong: str):
    with pytest.raises(InvalidInputError, match=r"members\.bad-email"):
        checked_email(wrong)


@pytest.mark.parametrize("hidden", ["Ly\u200bon", "\u202enoyL", "Lyon\u00ad", "Ly\x07on"])
def test_a_name_with_an_invisible_character_is_refused(hidden: str):
    with pytest.raises(InvalidInputError, match=r"members\.invisible-character"):
        require_plain(hidden)


@pytest.mark.parametrize("name", ["Lyon\ufffe", "Lyon\uffff"])
def test_what_no_file_can_hold_is_no_letter_of_a_name(name: str):
    with pytest.raises(InvalidInputError) as refused:
        require_plain(name)
    assert refused.value.code == "members.invisible-character"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("L\u0443\u043en", "\u0443\u043e"),
        ("\u0391lice", "\u0391"),
        ("Лион", ""),
        ("Işık Œuvrée", ""),
    ],
)
def test_letters_of_another_alphabet_among_ours_are_told(name: str, letters: str):
    assert lookalike_letters(name) == letters


def test_a_name_with_french_spaces_is_plain():
    require_plain("Saint\u00a0Étienne\u202f!")
