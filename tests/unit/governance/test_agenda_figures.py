"""The table of an agenda item, as typed or pasted from a spreadsheet."""

import pytest

from governance.errors import InvalidInputError
from governance.services.convening.agenda_figures import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    lines_of,
    read_figures,
)

ACCOUNTS = "Poste; Montant\nSalaires; 300 €\nLoyer; 26 €\nTotal; 326 €"


def test_lines_make_a_table_and_a_table_makes_the_same_lines():
    found = read_figures(ACCOUNTS, title=" Dépenses ", note="", has_total=True)
    assert found == {
        "title": "Dépenses",
        "columns": ["Poste", "Montant"],
        "rows": [["Salaires", "300 €"], ["Loyer", "26 €"]],
        "total": ["Total", "326 €"],
    }
    assert lines_of(found) == ACCOUNTS


def test_a_spreadsheet_pastes_tabs_and_its_semicolons_stay():
    found = read_figures("Poste\tMontant\nSalaires; primes\t300")
    assert found["rows"] == [["Salaires; primes", "300"]]
    assert "total" not in found


def test_no_lines_are_no_table():
    assert read_figures(" \n\n", title="Dépenses") == {}
    assert lines_of(None) == lines_of({}) == ""


@pytest.mark.parametrize(
    ("text", "has_total", "code"),
    [
        ("Poste; Montant", False, "figures.few"),
        ("Poste; Montant\nTotal; 3", True, "figures.few"),
        ("Poste\nSalaires", False, "figures.few"),
        ("A; B\n1; 2; 3", False, "figures.uneven"),
        ("A; B\n1", False, "figures.uneven"),
        ("A; B\n" + "1; 2\n" * MOST_ROWS, False, "figures.many"),
        ("; ".join("x" * (MOST_COLUMNS + 1)) + "\n1", False, "figures.many"),
        ("A; B\n1; " + "x" * (LONGEST_CELL + 1), False, "figures.long"),
    ],
)
def test_a_table_that_cannot_be_printed_is_refused(text, has_total, code):
    with pytest.raises(InvalidInputError) as refusal:
        read_figures(text, has_total=has_total)
    assert refusal.value.code == code


def test_the_line_at_fault_is_named():
    with pytest.raises(InvalidInputError) as refusal:
        read_figures("A; B\n1; 2\n3; 4; 5")
    assert refusal.value.facts == {"line": 3, "cells": 3, "columns": 2}
