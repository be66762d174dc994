"""Columns told by hand, imports undone, and files in which no cell is a formula."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from python_calamine import load_workbook
from sqlalchemy import func, select

from governance.db import Database
from governance.models.dues import Dues, DuesStatus
from governance.models.members import Member, Person, Representation
from governance.models.register_history import RegisterFact
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.dues import dues_lines
from governance.services.files import spreadsheets
from governance.services.membership import exports, member_documents, members, register_at
from governance.settings import Settings
from tests.integration.registers import (
    INES,
    NOW,
    TODAY,
    TOLD,
    Transaction,
    code_of,
    enter,
    find,
    name,
)

HEADING = "type;categorie;nom;region;titulaire;titulaire_email;cotisation_2026\n"
FILE = HEADING + (
    "institution;region;Bretagne;Bretagne;Zoé;zoe@v.example;payée\n"
    "institution;region;Corse;Corse;Léo;leo@v.example;appelée\n"
)
FOREIGN = "Nom de l'organisme;Région;Représentant;Mail;Divers\nAngers;Loire;Léa;lea@a.example;=1\n"
HOSTILE = ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0", 'é;"x"', "'=1"]


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    database = Database(any_settings)
    with database.transaction() as session:
        rulesets.install_preset(session, "la27eregion", actor=INES, now=NOW)
        enter(session, "Bretagne", "Anne", "anne@v.example", region="Armorique")
    yield database.transaction
    database.engine.dispose()


def bring(transaction: Transaction, text: str = FILE) -> int:
    with transaction() as session:
        number = imports.preview(session, "f.csv", text.encode(), **TOLD).id
        imports.apply_plan(session, number, **TOLD)
    return number


def picture(transaction: Transaction) -> list[object]:
    with transaction() as session:
        today = register_at.register_as_of(session, TODAY)
        people = register_at.people_on(session, TODAY)
        owed = session.execute(select(Dues.member_id, Dues.year, Dues.status)).all()
        counts = [
            session.scalar(select(func.count()).select_from(table))
            for table in (Member, Person, Representation)
        ]
        return [today, dict(people), [tuple(row) for row in owed], counts]


def test_an_undone_import_leaves_the_register_as_it_was(transaction: Transaction):
    with transaction() as session:
        dues_lines.set_status(session, 1, 2026, DuesStatus.CALLED, 1000, **TOLD)
    before = picture(transaction)
    number = bring(transaction)
    assert picture(transaction) != before
    with transaction() as session:
        imports.undo_import(session, number, **TOLD)
    assert picture(transaction) == before
    with transaction() as session:
        kept = select(RegisterFact).where(RegisterFact.value == "Bretagne")
        told = [fact for fact in session.scalars(kept) if fact.field == "region"]
        assert told[0].retracted_by_id is not None  # what was undone stays readable
    bring(transaction)  # and the same file may come again


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda session: name(session, find(session, "Corse"), "Bob"), "import.changed-since"),
        (
            lambda session: members.mark_left(session, 1, TODAY, **TOLD),
            "import.changed-since",
        ),
        (
            lambda session: dues_lines.set_status(
                session, 1, 2026, DuesStatus.EXEMPT, 0, dues_lines.Decision(reason="x"), **TOLD
            ),
            "import.dues-since",
        ),
        (
            lambda session: member_documents.add_paper(
                session,
                find(session, "Corse").id,
                member_documents.Paper("other", "x"),
                b"%PDF-x",
                **TOLD,
            ),
            "import.depended-on",
        ),
        (
            lambda session: imports.import_file(
                session, "g.csv", FILE.replace("Corse", "Isère").encode(), **TOLD
            ),
            "import.not-last",
        ),
    ],
)
def test_an_import_that_something_stands_on_is_not_undone(transaction: Transaction, act, code):
    number = bring(transaction)
    with transaction() as session:
        if code != "import.not-last":
            act(session)
        else:
            text = FILE.replace("zoe@v", "zo@v").replace("leo@v", "le@v")
            imports.import_file(session, "g.csv", text.encode(), **TOLD)
    before = picture(transaction)
    with transaction() as session:
        undo = imports.undo_import
        assert code_of(lambda: undo(session, number, **TOLD)) == code
    assert picture(transaction) == before


def test_what_was_never_applied_or_is_undone_is_not_undone(transaction: Transaction):
    number = bring(transaction)
    with transaction() as session:
        waiting = imports.preview(session, "f.csv", FILE.encode(), **TOLD).id
        undo = imports.undo_import
        assert code_of(lambda: undo(session, waiting, **TOLD)) == "import.not-applied"
        undo(session, number, **TOLD)
        assert code_of(lambda: undo(session, number, **TOLD)) == "import.undone"
        assert code_of(lambda: undo(session, 999, **TOLD)) == "import.unknown"


def test_columns_told_by_hand_make_a_plan(transaction: Transaction):
    with transaction() as session:
        plan = imports.preview(session, "x.csv", FOREIGN.encode(), **TOLD)
        assert imports.waits_for_columns(plan)
        guesses = [column.guess for column in imports.file_columns(session, plan)]
        assert guesses == ["nom", "region", "titulaire", "email", ""]
        apply = imports.apply_plan
        assert code_of(lambda: apply(session, plan.id, **TOLD)) == "import.columns-first"
        given = {"type": "institution", "categorie": "departement"}
        imports.map_columns(session, plan.id, imports.Choice(dict(enumerate(guesses)), given))
        assert imports.unread_columns(plan) == ["Divers"]
        apply(session, plan.id, **TOLD)
        found = find(session, "Angers")
        assert (found.region, found.category) == ("Loire", "departement")


@pytest.mark.parametrize(
    ("columns", "given", "code"),
    [
        ({}, {}, "import.columns-lacking"),
        ({0: "nom"}, {"type": "institution"}, "import.columns-lacking"),
        ({0: "nom", 1: "nom"}, {}, "import.column-chosen-twice"),
        ({0: "nom", 1: "=cmd"}, {}, "import.column-unknown"),
        ({0: "nom", 9: "region"}, {}, "import.columns-lacking"),
    ],
)
def test_columns_told_wrong_are_refused(transaction: Transaction, columns, given, code):
    with transaction() as session:
        number = imports.preview(session, "x.csv", FOREIGN.encode(), **TOLD).id
        choice = imports.Choice(columns, given)
        assert code_of(lambda: imports.map_columns(session, number, choice)) == code


def hostile(extension: str) -> bytes:
    rows = [[cell] * 2 for cell in HOSTILE]
    return spreadsheets.written(extension, "=titre", ["a", "=b"], rows, NOW)


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_no_cell_of_a_workbook_is_a_formula(extension: str):
    raw = hostile(extension)
    sheet = load_workbook(io.BytesIO(raw)).get_sheet_by_index(0)
    read = [row[0] for row in sheet.to_python()[1:]]
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        content = b"".join(package.read(one) for one in package.namelist())

    assert [str(cell).strip() for cell in read] == [cell.strip() for cell in HOSTILE]
    assert b"<f>" not in content
    assert b"table:formula" not in content
    assert b"of:=" not in content
    assert b"<hyperlink" not in content


def test_no_cell_of_a_csv_begins_as_a_formula():
    text = hostile("csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]

    assert not [cell for cell in cells if cell.startswith(spreadsheets.FORMULA)]
    assert {
        guarded.removesuffix(cell) for guarded, cell in zip(cells[2::2], HOSTILE, strict=True)
    } <= {
        "",
        "'",
    }


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_the_register_of_a_past_day_is_exported_as_it_was(transaction: Transaction, extension: str):
    bring(transaction)
    with transaction() as session:
        _, rules = rulesets.current(session)
        members.mark_left(session, find(session, "Corse").id, TODAY, **TOLD)
        texts = {}
        for day in (TODAY, TODAY - timedelta(days=1), date(2026, 1, 1)):
            raw = exports.register_file(session, rules, day, extension, NOW)
            plan = imports.preview(session, f"r.{extension}", raw, **TOLD)
            texts[day] = {line["name"]: line["cells"]["region"] for line in plan.rows[1:]}

    assert texts[TODAY] == {"Bretagne": "Bretagne"}
    assert texts[TODAY - timedelta(days=1)] == {"Bretagne": "Armorique", "Corse": "Corse"}
