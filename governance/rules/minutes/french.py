"""French as minutes print it: typography, numbers, dates, shares, majorities."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from governance.rules.weights.voices import decimal_places

NBSP, NARROW = "\u00a0", "\u202f"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
UNITS = (
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
)
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
SHARES = {
    Fraction(1, 2): "la moitié",
    Fraction(1, 3): "le tiers",
    Fraction(2, 3): "les deux tiers",
    Fraction(1, 4): "le quart",
    Fraction(3, 4): "les trois quarts",
    Fraction(1, 5): "le cinquième",
    Fraction(3, 5): "les trois cinquièmes",
    Fraction(1, 1): "la totalité",
}
BODIES = {
    "AGO": "assemblée générale ordinaire",
    "AGE": "assemblée générale extraordinaire",
    "CA": "conseil d’administration",
}
BASES = {
    "expressed": "suffrages exprimés",
    "cast": "voix des votants",
    "present_or_represented": "voix des membres présents ou représentés",
    "present": "voix des membres présents",
    "roll": "voix de l’association",
}


def number(value: int | Fraction) -> str:
    """Write a number in figures, thousands set apart: « 2,5 », or « 7/3 » that no decimal is."""
    places = decimal_places(value)
    if places is None:
        return f"{Fraction(value).numerator}/{Fraction(value).denominator}"
    whole, rest = divmod(int(value * 10**places), 10**places)
    grouped = f"{whole:,}".replace(",", NARROW)
    return f"{grouped},{rest:0{places}}" if places else grouped


def count(value: int | Fraction, noun: str, plural: str = "") -> str:
    """Write a number and its noun; French counts zero and one as singular."""
    return f"{number(value)}{NBSP}{(plural or f'{noun}s') if value > 1 else noun}"


def voices(value: int) -> str:
    """Write a number of voices."""
    return f"{number(value)}{NBSP}voix"


def in_words(value: int) -> str:
    """Write an integer from 0 to 9999 in words."""
    if not 0 <= value <= 9999:
        raise ValueError("words are for numbers from 0 to 9999")
    if value < 100:
        return _below_hundred(value)
    size, one = (1000, "mille") if value >= 1000 else (100, "cent")
    many, rest = divmod(value, size)
    head = one if many == 1 else f"{in_words(many)} {one}"
    if rest:
        return f"{head} {in_words(rest)}"
    return f"{head}s" if size == 100 and many > 1 else head


def day(value: date) -> str:
    """Write a date in figures: vendredi 26 juin 2026."""
    return f"{DAYS[value.weekday()]} {_first(str(value.day), '1er')} {MONTHS[value.month - 1]} " + (
        str(value.year)
    )


def day_in_words(value: date) -> str:
    """Write a date as a deed does: l’an deux mille vingt-six, le vendredi vingt-six juin."""
    figure = "premier" if value.day == 1 else in_words(value.day)
    weekday, month = DAYS[value.weekday()], MONTHS[value.month - 1]
    return f"l’an {in_words(value.year)}, le {weekday} {figure} {month}"


def hour(moment: datetime, zone: str) -> str:
    """Write the local time of day: 14 h 05, and 14 h on the hour."""
    local = _local(moment, zone)
    minutes = f"{NBSP}{local.minute:02}" if local.minute else ""
    return f"{local.hour}{NBSP}h{minutes}"


def hour_in_words(moment: datetime, zone: str) -> str:
    """Write the local time of day in words: quatorze heures cinq."""
    local = _local(moment, zone)
    noun = "heures" if local.hour > 1 else "heure"
    minutes = f" {_feminine(in_words(local.minute))}" if local.minute else ""
    return f"{_feminine(in_words(local.hour))} {noun}{minutes}"


def enumeration(parts: Sequence[str]) -> str:
    """Join with commas and a last « et »."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} et {parts[-1]}"


def share(value: Fraction) -> str:
    """Name a share: la moitié, les deux tiers, 7/12."""
    return SHARES.get(value, f"{value.numerator}/{value.denominator}")


def majority(threshold: Fraction, strict: bool, base: str) -> str:
    """Name a majority: plus de la moitié des suffrages exprimés."""
    if threshold == 1:
        return f"l’unanimité des {BASES[base]}"
    named = share(threshold)
    return f"{f'plus {of(named)}' if strict else f'au moins {named}'} des {BASES[base]}"


def of(phrase: str) -> str:
    """Put « de » before a phrase, contracted with its article."""
    return re.sub(r"^de les ", "des ", re.sub(r"^de le ", "du ", f"de {phrase}"))


def uncapitalised(sentence: str) -> str:
    """Write a sentence as it stands inside another."""
    return sentence[:1].lower() + sentence[1:]


def _below_hundred(value: int) -> str:
    if value < 20:
        return UNITS[value]
    tens, unit = divmod(value, 10)
    if tens in (7, 9):
        tens, unit = tens - 1, unit + 10
    if unit == 0:
        return f"{TENS[tens]}s" if tens == 8 else TENS[tens]
    joined = " et " if unit in (1, 11) and tens != 8 else "-"
    return f"{TENS[tens]}{joined}{UNITS[unit]}"


def _feminine(words: str) -> str:
    return re.sub(r"\bun$", "une", words)


def _first(figure: str, ordinal: str) -> str:
    return ordinal if figure == "1" else figure


def _local(moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its time zone")
    return moment.astimezone(ZoneInfo(zone))
