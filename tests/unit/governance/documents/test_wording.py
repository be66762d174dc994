"""Dates, hours and amounts as people write them."""

from datetime import UTC, date, datetime

import pytest

from governance.documents.wording import (
    amount,
    clock,
    day_and_hour,
    grouped,
    in_sentence,
    local_day,
    long_date,
    with_article,
)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 3, 1), "dimanche 1er mars 2026"),
        (date(2026, 6, 18), "jeudi 18 juin 2026"),
        (date(2026, 12, 31), "jeudi 31 décembre 2026"),
        (date(2026, 5, 21), "jeudi 21 mai 2026"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_and_the_other_days_are_not(day, written):
    assert long_date(day) == written


def test_a_date_can_leave_its_weekday_out():
    assert long_date(date(2026, 5, 1), weekday=False) == "1er mai 2026"


@pytest.mark.parametrize(
    ("utc", "zone", "written"),
    [
        (datetime(2026, 6, 18, 12, 5, tzinfo=UTC), "Europe/Paris", "14\u00a0h\u00a005"),
        (datetime(2026, 1, 18, 12, 0, tzinfo=UTC), "Europe/Paris", "13\u00a0h"),
        (datetime(2026, 6, 18, 12, 0, tzinfo=UTC), "Indian/Reunion", "16\u00a0h"),
    ],
)
def test_an_hour_is_told_where_the_association_lives(utc, zone, written):
    assert clock(utc, zone) == written


def test_an_evening_in_paris_may_be_the_next_day():
    assert local_day(datetime(2026, 6, 18, 22, 30, tzinfo=UTC), "Europe/Paris") == date(2026, 6, 19)


def test_a_moment_without_its_zone_is_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="naive"):
        day_and_hour(datetime(2026, 6, 18), "Europe/Paris")  # noqa: DTZ001


@pytest.mark.parametrize(
    ("euros", "written"),
    [(0, "0\u00a0€"), (652_000, "652\u202f000\u00a0€"), (-113_000, "-113\u202f000\u00a0€")],
)
def test_an_amount_is_written_in_groups_of_three(euros, written):
    assert amount(euros) == written


@pytest.mark.parametrize(
    ("title", "in_text", "article"),
    [
        ("Assemblée générale", "assemblée générale", "l’assemblée générale"),
        ("Conseil d’administration", "conseil d’administration", "le conseil d’administration"),
        ("AGO", "AGO", "l’AGO"),
    ],
)
def test_a_title_takes_its_place_in_a_sentence(title, in_text, article):
    assert in_sentence(title) == in_text
    assert with_article(title) == article


def test_a_fingerprint_is_cut_into_groups():
    assert grouped("0123456789") == "0123 4567 89"
