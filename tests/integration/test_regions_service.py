"""The state of regions on both databases: the real register of 2025, its names, dues and notes."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.demo import seed
from governance.models.journal import JournalLine
from governance.services.dues import payments
from governance.services.dues.payments import Received
from governance.services.membership import members
from governance.services.relations import regions, relation_files
from governance.services.relations.french_regions import lies_in, official, region_called, region_of
from governance.services.relations.french_regions import regions as official_list
from governance.settings import Settings
from tests.integration.registers import NOW, TODAY, TOLD, Transaction, code_of, enter, find


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    database = Database(any_settings)
    with database.transaction() as session:
        seed.load(session, NOW)
    yield database.transaction
    database.engine.dispose()


def state(session: Session, day: date = TODAY) -> regions.State:
    """Return the state of regions on a day."""
    return regions.state_of_regions(session, day)


def tally(session: Session, name: str, day: date = TODAY) -> regions.Tally:
    """Return one region of the state."""
    return next(one for one in state(session, day).tallies if one.region.name == name)


def test_every_member_of_the_real_register_lies_in_its_region(transaction: Transaction):
    with transaction() as session:
        seen = state(session)
        counts = {one.region.short: one.count for one in seen.tallies if one.count}
        assert counts == {
            "ARA": 6, "BFC": 2, "BRE": 2, "COR": 1, "GES": 4, "HDF": 2, "IDF": 5, "NOR": 1,
            "NAQ": 3, "OCC": 1, "PDL": 1, "PAC": 1, "RÉU": 2,
        }  # fmt: skip
        assert (len(seen.tallies), seen.inhabited) == (18, 13)
        assert {entry.member.kind for entry in seen.nowhere} == {"individual"}
        assert len(seen.nowhere) == 19


def test_the_region_and_the_department_of_la_reunion_are_two_members_of_one_region(
    transaction: Transaction,
):
    with transaction() as session:
        there = tally(session, "La Réunion")
        assert {entry.name for entry in there.members} == {"Réunion", "Département de la Réunion"}
        assert there.council is not None
        assert there.council.name == "Réunion"
        assert there.categories == {"region": 1, "departement": 1}


def test_bretagne_is_a_member_and_the_region_of_another(transaction: Transaction):
    with transaction() as session:
        there = tally(session, "Bretagne")
        assert {entry.name for entry in there.members} == {"Bretagne", "Rennes Métropole"}
        assert there.council is not None
        assert there.council.name == "Bretagne"
        assert tally(session, "Pays de la Loire").council is None


def test_dues_of_the_year_are_counted_as_the_register_has_them(transaction: Transaction):
    with transaction() as session:
        year = state(session).year
        listed = [one for one in state(session).tallies if one.count]
        statuses = {status for one in listed for status in one.statuses}
        assert (year, statuses) == (2026, {"paid", "called"})
        for one in listed:
            owed = [entry.owed for entry in one.members]
            assert one.settled == owed.count("paid")
            assert sum(one.statuses.values()) == one.count == one.institutions


def test_a_part_that_came_in_counts_for_the_region_from_its_day_on(transaction: Transaction):
    with transaction() as session:
        before = tally(session, "Corse").received
        line = next(one for one in find(session, "Corse").dues if one.year == 2026)
        assert line.status == "called"
        payments.enter(session, line.id, Received(400_50, date(2026, 6, 1)), **TOLD)
        assert tally(session, "Corse").received == before + 400_50
        assert tally(session, "Corse", date(2026, 5, 31)).received == before
        labels = {"region": "region"}
        raw = relation_files.regions_file(session, TODAY, labels, "csv", NOW).decode("utf-8-sig")
        corse = next(row for row in raw.splitlines() if row.startswith("94;"))
        assert "400,50" in corse


def test_dues_declared_paid_without_a_payment_count_for_their_amount(transaction: Transaction):
    with transaction() as session:
        line = next(one for one in find(session, "Bretagne").dues if one.year == 2026)
        other = next(one for one in find(session, "Rennes Métropole").dues if one.year == 2026)
        declared = [one for one in (line, other) if one.status == "paid"]
        assert tally(session, "Bretagne").received == sum(
            (one.amount_eur or 0) * 100 for one in declared
        )


def test_a_region_on_a_past_day_does_not_count_who_came_later(transaction: Transaction):
    with transaction() as session:
        enter(session, "Rouen", "", "", "ville-metropole", region="Normandie", joined_on=TODAY)
        members.mark_left(session, find(session, "Corse").id, TODAY, **TOLD)
        before = date(2026, 6, 1)
        assert [tally(session, "Normandie", day).count for day in (before, TODAY)] == [1, 2]
        assert [tally(session, "Corse", day).count for day in (before, TODAY)] == [1, 0]


def test_a_department_tells_the_region_that_the_register_does_not(transaction: Transaction):
    with transaction() as session:
        enter(session, "Ajaccio", category="ville-metropole", department="2A")
        enter(session, "Ailleurs", category="ville-metropole", region="Rhône")
        assert "Ajaccio" in {entry.name for entry in tally(session, "Corse").members}
        assert "Ailleurs" in {entry.name for entry in state(session).nowhere}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Réunion", "04"),
        ("la reunion", "04"),
        ("Région Réunion", "04"),
        ("Région de La Réunion", "04"),
        ("Département de la Réunion", None),
        ("Bourgogne-Franche Comté", "27"),
        ("Conseil régional de Bretagne", "53"),
        ("Provence-Alpes-Côte d'Azur", "93"),
        ("PROVENCE ALPES COTE D’AZUR", "93"),
        ("Région Sud", "93"),
        ("Midi-Pyrénées", "76"),
        ("Île de France", "11"),
        ("Collectivité de Corse", "94"),
        ("Rhône", None),
        ("", None),
        ("x" * 80, None),
        ("de la", None),
    ],
)
def test_a_text_names_a_region_of_the_official_list_or_none(text: str, code: str | None):
    found = region_called(text)
    assert (found.code if found else None) == code


def test_the_official_list_holds_18_regions_101_departments_and_a_place_for_each_tile():
    known = official_list().values()
    numbers = [number for region in known for number in region.departments]
    assert (len(known), len(numbers), len(set(numbers))) == (18, 101, 101)
    assert len({(region.column, region.row) for region in known}) == 18
    overseas = {region.name for region in known if region.column == 0}
    assert overseas == {"Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"}
    assert region_of("", "974") is region_called("Réunion")
    assert region_of("Bretagne", "974") is region_called("Bretagne")


def test_two_ways_of_writing_a_region_are_one_and_unknown_ones_only_when_alike():
    assert lies_in("La Réunion", "Réunion", "")
    assert lies_in("La Réunion", "", "974")
    assert not lies_in("La Réunion", "Département de la Réunion", "")
    assert lies_in("Rhône", "Rhône", "")
    assert not lies_in("Rhône", "Ain", "69")
    assert (official("bourgogne franche comte"), official("Rhône")) == (
        "Bourgogne-Franche-Comté",
        "Rhône",
    )


def test_a_note_is_written_anew_and_the_one_before_stays(transaction: Transaction):
    with transaction() as session:
        regions.write_note(session, "52", "Un réseau se forme.", **TOLD)
        assert regions.write_note(session, "52", " Un réseau se forme.\r\n", **TOLD) is None
        regions.write_note(session, "52", "Le réseau est là.\nIl se réunit.", **TOLD)
        told = [note.text for note in regions.notes_of(session, "52")]
        assert told == ["Le réseau est là.\nIl se réunit.", "Un réseau se forme."]
        assert regions.notes_of(session, "28") == []
        lines = session.scalars(select(JournalLine).where(JournalLine.kind == "region.noted")).all()
        assert [line.facts for line in lines][-2:] == [
            {"region": "52", "name": "Pays de la Loire"}
        ] * 2


@pytest.mark.parametrize(
    ("code", "text", "refusal"),
    [
        ("99", "Un texte", "regions.unknown"),
        ("", "Un texte", "regions.unknown"),
        ("53", "x" * 10_001, "members.too-long"),
        ("53", "Un\u202e texte", "members.invisible-character"),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused(
    transaction: Transaction, code: str, text: str, refusal: str
):
    with transaction() as session:
        assert code_of(lambda: regions.write_note(session, code, text, **TOLD)) == refusal


def test_the_file_of_regions_has_a_line_for_each(transaction: Transaction):
    with transaction() as session:
        labels = {"region": "Régions", "departement": "Départements"}
        raw = relation_files.regions_file(session, TODAY, labels, "csv", NOW)
        lines = raw.decode("utf-8-sig").splitlines()
        assert len(lines) == 19
        assert lines[0].endswith(";noms;Régions;Départements")
        (reunion,) = [line for line in lines if line.startswith("04;La Réunion;2;2;0;")]
        assert reunion.endswith(";Département de la Réunion | Réunion;1;1")
