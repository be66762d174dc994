"""How dates, hours and amounts are written in documents and mails, French first."""

from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from governance.rules.minutes import french
from governance.rules.steps import written
from governance.rules.weights.voices import as_decimal

LOCALES = {"fr": "fr_FR", "en": "en_GB"}
NARROW, NO_BREAK = "\u202f", "\u00a0"


def long_date(day: date, language: str = "fr", *, weekday: bool = True) -> str:
    """Write « jeudi 18 juin 2026 », « 1er juin 2026 »: the first of a month is an ordinal."""
    pattern = "EEEE d MMMM y" if weekday else "d MMMM y"
    told = format_date(day, pattern, locale=LOCALES[language])
    if language == "fr" and day.day == 1:
        told = told.replace("1 ", "1er ", 1)
    return told


def clock(at: datetime, zone: str, language: str = "fr") -> str:
    """Write the hour of ``at`` where the association lives: « 14 h 05 », « 14 h », “14:05”."""
    if language == "fr":
        return french.hour(at, zone)
    return format_time(_local(at, zone), "HH:mm", locale=LOCALES[language])


def local_day(at: datetime, zone: str) -> date:
    """Return the day of ``at`` where the association lives."""
    return _local(at, zone).date()


def day_and_hour(at: datetime, zone: str, language: str = "fr") -> str:
    """Write « jeudi 18 juin 2026 à 14 h »."""
    joint = " à " if language == "fr" else " at "
    return long_date(local_day(at, zone), language) + joint + clock(at, zone, language)


def amount(euros: int, language: str = "fr") -> str:
    """Write whole euros: « 652 000 € »."""
    told = format_decimal(euros, locale=LOCALES[language])
    return f"{told}{NO_BREAK}€" if language == "fr" else f"€{told}"


def figure(value: int | Fraction, language: str = "fr") -> str:
    """Write a number exactly: « 2,5 », or « 7/3 » that no decimal is."""
    shown = as_decimal(value)
    if shown is None:
        return written(Fraction(value))
    return format_decimal(shown, locale=LOCALES[language], decimal_quantization=False)


def in_sentence(title: str) -> str:
    """Lower the capital a title starts with, unless it is an acronym: « assemblée », « AGO »."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def with_article(title: str, language: str = "fr") -> str:
    """Write a meeting's title with its article: « l’assemblée générale », « le conseil »."""
    words = in_sentence(title)
    if language != "fr":
        return f"the {words}"
    return f"l’{words}" if words[:1].lower() in "aeiouyàâéèêëîïôûù" else f"le {words}"


def grouped(fingerprint: str, size: int = 4) -> str:
    """Cut a fingerprint into groups that an eye, or an ear, can follow."""
    return " ".join(fingerprint[i : i + size] for i in range(0, len(fingerprint), size))


def _local(at: datetime, zone: str) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a naive moment has no hour for its readers")
    return at.astimezone(ZoneInfo(zone))
