"""Numbers, dates and shares as French prints them."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from governance.rules.minutes import french


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zéro"), (16, "seize"), (17, "dix-sept"), (21, "vingt et un"), (22, "vingt-deux"),
        (61, "soixante et un"), (70, "soixante-dix"), (71, "soixante et onze"),
        (77, "soixante-dix-sept"), (80, "quatre-vingts"), (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"), (99, "quatre-vingt-dix-neuf"), (100, "cent"),
        (101, "cent un"), (200, "deux cents"), (280, "deux cent quatre-vingts"), (1000, "mille"),
        (2000, "deux mille"), (2026, "deux mille vingt-six"), (1999, ("mille neuf cent "
         "quatre-vingt-dix-neuf")),
    ],
)  # fmt: skip
def test_numbers_in_words(value: int, words: str) -> None:
    assert french.in_words(value) == words


def test_every_number_has_its_own_words() -> None:
    assert len({french.in_words(value) for value in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(14, 0, "quatorze heures"), (14, 1, "quatorze heures une"), (21, 21, ("vingt et une heures "
      "vingt et une")), (1, 30, "une heure trente"), (0, 5, "zéro heure cinq")],
)  # fmt: skip
def test_hours_in_words_are_feminine(hour: int, minute: int, words: str) -> None:
    assert french.hour_in_words(datetime(2026, 6, 26, hour, minute, tzinfo=UTC), "UTC") == words


def test_the_first_of_the_month_is_an_ordinal() -> None:
    assert french.day(date(2026, 5, 1)) == "vendredi 1er mai 2026"
    assert french.day(date(2026, 5, 2)) == "samedi 2 mai 2026"


def test_zero_and_one_are_singular_and_thousands_are_set_apart() -> None:
    assert french.count(0, "membre") == "0\u00a0membre"
    assert french.count(1, "membre") == "1\u00a0membre"
    assert french.count(12_000, "membre") == "12\u202f000\u00a0membres"


@pytest.mark.parametrize(
    ("threshold", "strict", "base", "named"),
    [
        (Fraction(1, 2), True, "expressed", "plus de la moitié des suffrages exprimés"),
        (Fraction(2, 3), False, "expressed", "au moins les deux tiers des suffrages exprimés"),
        (Fraction(2, 3), True, "cast", "plus des deux tiers des voix des votants"),
        (Fraction(1, 4), True, "roll", "plus du quart des voix de l’association"),
        (Fraction(7, 12), False, "present", "au moins 7/12 des voix des membres présents"),
        (Fraction(1), False, "cast", "l’unanimité des voix des votants"),
    ],
)
def test_majorities_have_names(threshold: Fraction, strict: bool, base: str, named: str) -> None:
    assert french.majority(threshold, strict, base) == named


def test_lists_end_with_et() -> None:
    assert french.enumeration(["Ada"]) == "Ada"
    assert french.enumeration(["Ada", "Bob", "Cléo"]) == "Ada, Bob et Cléo"
