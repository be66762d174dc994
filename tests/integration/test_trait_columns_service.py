"""Spreadsheets with a column for each figure that the bylaws ask: read, refused, undone, sent."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from governance.db import Database
from governance.rules.ruleset import preset
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.membership import exports
from governance.services.membership.trait_writing import change_traits
from governance.services.membership.traits import asked_by, traits_on
from governance.settings import Settings
from tests.integration.registers import NOW, TODAY, TOLD, Transaction, enter, find

UDAF = preset("udaf")
HEADING = "type;categorie;nom;region;parents;mineurs;groupes_de_trois;federation"


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    """Transactions on a database that has the bylaws of an UDAF."""
    database = Database(any_settings)
    with database.transaction() as session:
        rulesets.install_preset(session, "udaf", actor=TOLD["actor"], now=NOW)
    yield database.transaction
    database.engine.dispose()


def sheet(*lines: str) -> bytes:
    told = (f"institution;association-familiale;{line}" for line in lines)
    return "\n".join((HEADING, *told)).encode()


def test_a_file_says_figures_and_federations_of_new_and_known_members(transaction):
    with transaction() as session:
        known = enter(session, "Foyer rural", category="association-familiale")
        change_traits(session, known.id, {"figure:parents": "40"}, since=date(2026, 1, 1), **TOLD)
        raw = sheet("Foyer rural;;40;61;;Familles rurales", "AFC;;12;2,5;;")
        imports.import_file(session, "familles.csv", raw, **TOLD)
        held = traits_on(session, asked_by(UDAF), TODAY)
        new = find(session, "AFC")
        assert held.figures[known.id] == {"parents": 40, "mineurs": 61}
        assert held.figures[new.id] == {"parents": 12, "mineurs": Fraction(5, 2)}
        assert held.groups == {known.id: "Familles rurales"}
        before = traits_on(session, asked_by(UDAF), date(2026, 6, 1))
        assert before.figures == {known.id: {"parents": 40}}


def test_a_figure_that_is_none_refuses_its_line_with_the_reason(transaction):
    with transaction() as session:
        plan = imports.preview(session, "f.csv", sheet("AFC;;douze;;;"), **TOLD)
        (line,) = imports.planned_lines(plan)
        assert line["outcome"] == "refused"
        assert [reason["code"] for reason in line["reasons"]] == ["members.bad-figure"]


def test_what_the_register_knows_already_changes_nothing(transaction):
    with transaction() as session:
        raw = sheet("AFC;;12;5/2;;Familles rurales")
        imports.import_file(session, "f.csv", raw, **TOLD)
        again = imports.preview(session, "f.csv", raw.replace(b"5/2", b"2.50"), **TOLD)
        assert [line["outcome"] for line in imports.planned_lines(again)] == ["unchanged"]
        assert imports.unread_columns(again) == []


def test_an_import_that_is_undone_takes_its_figures_along(transaction):
    with transaction() as session:
        known = enter(session, "Foyer rural", category="association-familiale")
        change_traits(session, known.id, {"figure:parents": "40"}, since=TODAY, **TOLD)
        plan = imports.preview(session, "f.csv", sheet("Foyer rural;;50;;;UFAL"), **TOLD)
        imports.apply_plan(session, plan.id, **TOLD)
        assert traits_on(session, asked_by(UDAF), TODAY).figures[known.id] == {"parents": 50}
        imports.undo_import(session, plan.id, **TOLD)
        held = traits_on(session, asked_by(UDAF), TODAY)
        assert (held.figures[known.id], held.groups) == ({"parents": 40}, {})


def test_the_file_of_the_register_has_the_columns_and_is_read_back_unchanged(transaction):
    with transaction() as session:
        imports.import_file(session, "f.csv", sheet("AFC;;12;5/2;3;Familles rurales"), **TOLD)
        raw = exports.register_file(session, UDAF, TODAY, "csv", NOW)
        assert b"groupes_de_trois" in raw
        again = imports.preview(session, "registre.csv", raw, **TOLD)
        assert [line["outcome"] for line in imports.planned_lines(again)] == ["unchanged"]


def test_bylaws_that_ask_no_figure_leave_such_columns_aside(transaction):
    with transaction() as session:
        version = rulesets.install_preset(session, "petite-association", **TOLD)
        rulesets.choose(session, version.id, **TOLD)
        raw = sheet("AFC;;12;5/2;3;X").replace(b"association-familiale", b"adherent")
        plan = imports.preview(session, "f.csv", raw, **TOLD)
        assert imports.unread_columns(plan) == HEADING.split(";")[4:]


def dated(*lines: str) -> bytes:
    heading, *rows = sheet(*lines).decode().split("\n")
    return "\n".join([f"{heading};chiffres_au", *rows]).encode()


def test_the_figures_of_a_line_hold_from_the_day_that_it_names(transaction):
    with transaction() as session:
        imports.import_file(session, "f.csv", dated("AFC;;12;;;;01/01/2026"), **TOLD)
        number = find(session, "AFC").id
        then = traits_on(session, asked_by(UDAF), date(2026, 1, 1))
        assert then.figures == {number: {"parents": 12}}
        assert traits_on(session, asked_by(UDAF), date(2025, 12, 31)).figures == {}


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-06-03", "members.from-in-future"),
        ("2026-02-30", "import.bad-day"),
        ("2025-12-31", "members.later-change"),
    ],
)
def test_a_day_that_cannot_be_refuses_the_line(transaction, day, code):
    with transaction() as session:
        imports.import_file(session, "f.csv", dated("AFC;;12;;;;2026-01-01"), **TOLD)
        plan = imports.preview(session, "g.csv", dated(f"AFC;;13;;;;{day}"), **TOLD)
        (line,) = imports.planned_lines(plan)
        assert [reason["code"] for reason in line["reasons"]] == [code]
