"""Bank statements as banks write them: sums, days, columns, encodings, and what is refused."""

from datetime import date

import pytest

from governance.errors import InvalidInputError
from governance.services.dues.bank_files import Named, read_statement
from governance.services.dues.bank_matching import Matcher, Open
from governance.services.dues.payments import cents_of
from governance.web.messages import SENTENCES

SEMICOLONS = (
    "Compte courant associatif n° 000123\n"
    "Solde au 30/06/2026 ; 12 345,67\n"
    "\n"
    "Date opération;Date valeur;Libellé;Débit;Crédit\n"
    "12/06/2026;13/06/2026;VIR METROPOLE DE LYON APPEL 2026-014;;5 000,00\n"
    "14/06/2026;14/06/2026;PRLV ELECTRICITE;-80,10;\n"
    "15/06/2026;15/06/2026;VIR SEPA BRETAGNE;;2\u202f500,00\n"
)
COMMAS = 'Date,Montant,Libellé\n2026-06-12,"1000,50",VIR\n13/06/26,-20.00,FRAIS\n'


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("5 000,00", 500_000),
        ("5\u202f000,00 €", 500_000),
        ("1.234,5", 123_450),
        ("1000.50", 100_050),
        ("12", 1_200),
        ("+12,05", 1_205),
        ("-80,10", -8_010),
        ("1 234 567,89", 123_456_789),
    ],
)
def test_sums_are_read_as_french_people_and_banks_write_them(written, cents):
    assert cents_of(written) == cents


@pytest.mark.parametrize(
    "written", ["", "douze", "1,234,5", "1e9", "12,345", "--2", "=1+1", "9" * 21, "٣", "1 23,00"]
)
def test_what_is_no_sum_is_refused(written):
    with pytest.raises(InvalidInputError) as refused:
        cents_of(written)
    assert refused.value.code == "payments.bad-sum"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_statement_is_read_below_the_banks_own_lines_in_any_encoding(encoding):
    text = SEMICOLONS.replace("\u202f", "\xa0")
    found = read_statement(text.encode(encoding))
    assert [(line.number, line.booked_on, line.cents) for line in found.lines] == [
        (5, date(2026, 6, 13), 500_000),
        (7, date(2026, 6, 15), 250_000),
    ]
    assert found.outgoing == 1


def test_commas_quoted_decimals_and_short_years_are_read():
    found = read_statement(COMMAS.encode())
    assert [(line.booked_on, line.cents) for line in found.lines] == [(date(2026, 6, 12), 100_050)]
    assert found.outgoing == 1


def test_columns_of_other_names_are_told_by_hand():
    raw = b"quand;quoi;combien\n12/06/2026;VIR;10,00\n"
    with pytest.raises(InvalidInputError) as refused:
        read_statement(raw)
    assert refused.value.code == "bank.no-columns"
    assert refused.value.facts["columns"] == "quand, quoi, combien"
    found = read_statement(raw, Named("Quand", "Quoi", "Combien"))
    assert found.lines[0].cents == 1_000


def test_two_lines_alike_in_one_file_are_two_payments():
    line = "12/06/2026;12/06/2026;VIR X;;10,00\n"
    found = read_statement(
        ("Date opération;Date valeur;Libellé;Débit;Crédit\n" + 2 * line).encode()
    )
    assert len({one.fingerprint for one in found.lines}) == 2


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("31/02/2026;31/02/2026;VIR;;10,00", "bank.bad-day"),
        ("12/06/1926;12/06/1926;VIR;;10,00", "bank.bad-day"),
        ("demain;demain;VIR;;10,00", "bank.bad-day"),
        ("12/06/2026;12/06/2026;VIR;;dix", "bank.bad-sum"),
        ("12/06/2026;12/06/2026;PRLV;-10,00;", "bank.empty"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_read(line, code):
    raw = ("Date opération;Date valeur;Libellé;Débit;Crédit\n" + line + "\n").encode()
    with pytest.raises(InvalidInputError) as refused:
        read_statement(raw)
    assert refused.value.code == code
    assert refused.value.facts.get("line", 2) == 2


LINE = "12/06/2026;VIR;10,00\n"
HEAD = "Date;Libellé;Crédit\n"
WIDE = ";".join(["Date", "Libellé", "Crédit", *(f"c{n}" for n in range(1000))])


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (b"Date;Lib\x00;Credit\n", "import.not-a-spreadsheet", None),
        (b"\xff\xfea", "import.wrong-encoding", 1),
        (HEAD.encode() + "12/06/2026;é;1\n".encode("cp1252"), "import.wrong-encoding", 2),
        (f"{WIDE}\n{LINE}".encode(), "import.too-many-columns", 1),
        ((HEAD + "12/06/2026;=cmd|'/c calc'!A1;=1+1\n").encode(), "bank.bad-sum", 2),
        ((HEAD + "12/06/2026;V;999999999999999999\n").encode(), "bank.huge-sum", 2),
        ((HEAD + "12/06/2026;V;10000000,01\n").encode(), "bank.huge-sum", 2),
        ((HEAD + LINE + '12/06/2026;"V;10,00\n').encode(), "import.unreadable-line", 3),
        ((HEAD + f"12/06/2026;{'x' * 140_000};1\n").encode(), "import.unreadable-line", 2),
        ((HEAD + "12/06/9999;V;1\n").encode(), "bank.bad-day", 2),
        ((HEAD + LINE * 20_001).encode(), "import.too-many-rows", None),
        (b"Date;Credit;Credit\n1;2;3\n", "import.column-twice", 1),
        (b"PK\x03\x04" + b"x" * 100, "import.unreadable-workbook", None),
        (b"%PDF-1.4\nx\n", "bank.no-columns", None),
        (HEAD.encode(), "import.empty", None),
        (b"", "import.empty", None),
    ],
)
def test_a_hostile_file_is_refused_with_its_reason_and_its_line(raw, code, line):
    with pytest.raises(InvalidInputError) as refused:
        read_statement(raw)
    assert (refused.value.code, refused.value.facts.get("line")) == (code, line)
    assert code in SENTENCES


def test_what_hides_in_a_label_is_taken_out_and_a_formula_stays_text():
    text = HEAD + "12/06/2026;V\u202eIR\u200b =1+1;10,00\n"
    assert read_statement(text.encode()).lines[0].label == "VIR =1+1"


def test_a_table_is_found_below_lines_with_other_separators():
    for encoding in ("utf-8", "cp1252"):
        raw = ("Compte courant, Paris, agence\n\n" + HEAD + LINE).encode(encoding)
        assert [(line.number, line.cents) for line in read_statement(raw).lines] == [(4, 1_000)]


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(InvalidInputError) as refused:
        read_statement(b"a" * (4 * 1024 * 1024 + 1))
    assert refused.value.code == "import.too-large"


LYON = Open(1, 11, "Métropole de Lyon", 2026, 500_000, ("2026-014",))
REUNION = Open(2, 12, "Réunion", 2026, 250_000)
LA_REUNION = Open(3, 13, "Département de la Réunion", 2026, 250_000)
BRETAGNE = Open(4, 14, "Bretagne", 2026, 250_000)
MATCHER = Matcher([LYON, REUNION, LA_REUNION, BRETAGNE])


@pytest.mark.parametrize(
    ("label", "cents", "first", "sure"),
    [
        ("VIR APPEL 2026-014", 500_000, 1, True),
        ("VIR COTIS 2026 014 MERCI", 500_000, 1, True),
        ("VIR APPEL 2026-014", 400_000, 1, False),  # a part of it: the treasurer looks
        ("VIR SEPA BRETAGNE", 250_000, 4, True),
        ("VIR SEPA LYON METROPOLE", 500_000, 1, True),
        ("VIR REUNION", 250_000, 3, False),  # two members of that name
        ("VIR BRETAGNE", 999, 4, False),
        ("VIR TRESOR PUBLIC", 500_000, 1, False),  # the amount alone
    ],
)
def test_a_line_is_matched_by_number_name_and_amount(label, cents, first, sure):
    match = MATCHER.match(label, cents)
    assert (match.proposals[0].dues.dues_id, match.is_sure) == (first, sure)


YEARS = (
    Open(5, 15, "Ville de Brest", 2025, 100_000, ("2025-003",)),
    Open(6, 15, "Ville de Brest", 2026, 250_000, ("2026-003",)),
)


@pytest.mark.parametrize(
    ("label", "cents", "pays"),
    [
        ("VIR BREST APPELS 2025-003 ET 2026-003", 350_000, {5, 6}),
        ("VIR APPELS 2025-003, 2026-014", 600_000, {1, 5}),  # two members
        ("VIR VILLE DE BREST", 350_000, {5, 6}),
        ("VIR VILLE DE BREST", 250_000, {6}),
        ("VIR APPELS 2025-003 ET 2026-003", 349_999, set()),  # not the total
        ("VIR APPELS 2025-003 ET 2026-099", 350_000, set()),  # a number that nobody knows
        ("VIR REUNION", 500_000, set()),  # two members of that name, each once
    ],
)
def test_one_transfer_for_several_dues_is_sure_when_their_total_fits(label, cents, pays):
    match = Matcher([LYON, REUNION, LA_REUNION, *YEARS]).match(label, cents)
    assert {one.dues_id for one in match.sure} == pays
    assert match.is_sure == bool(pays)


def test_a_line_that_nothing_speaks_for_has_no_proposal():
    assert MATCHER.match("REMBOURSEMENT TRAIN", 8_000).proposals == ()
