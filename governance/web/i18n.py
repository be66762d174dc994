"""Languages of the pages, French first; dates, money and numbers as people read them."""

from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from flask import Flask, request, session
from flask_babel import Babel, get_locale, gettext, ngettext

from governance.documents import wording
from governance.rules import msgid
from governance.rules.steps import written
from governance.rules.weights.voices import as_decimal

LANGUAGES = {"fr": "Français", "en": "English"}
DATES = {"fr": "fr_FR", "en": "en_GB"}  # documents and mails write them so too
PARIS = ZoneInfo("Europe/Paris")
N_ = msgid.N_


def current_language() -> str:
    """Return the language of this request: as chosen with ``?lang=``, French otherwise."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        session["language"] = asked
    chosen: str = session.get("language", "fr")
    return chosen if chosen in LANGUAGES else "fr"


def long_date(value: date | datetime) -> str:
    """Return « vendredi 26 juin 2026 »; in French the first of a month is « 1er »."""
    day = _local(value)
    text: str = format_date(day, format="EEEE d MMMM y", locale=DATES[_locale()])
    return text.replace(" 1 ", " 1er ", 1) if day.day == 1 and _locale() == "fr" else text


def short_date(value: date | datetime) -> str:
    """Return « 26/06/2026 », day first in both languages."""
    return _local(value).strftime("%d/%m/%Y")


def clock(value: datetime) -> str:
    """Return « 14 h 05 », “14:05” at Paris time."""
    return wording.clock(value, PARIS.key, _locale())


def euros(value: int | None) -> str:
    """Return « 5 000 € » with the no-break spaces of the language."""
    if value is None:
        return "—"
    text: str = format_currency(
        value,
        "EUR",
        locale=_locale(),
        format="#,##0 ¤" if _locale() == "fr" else "¤#,##0",
        currency_digits=False,
    )
    return text


def number(value: int | Fraction | str, scale: int = 1) -> str:
    """Return a number grouped, « 2,5 » where decimals write it exactly, « 7/3 » where none do.

    Args:
        value: as text, what a fact of JSON says: an integer or p/q.
        scale: how many parts make one, where ``value`` counts parts.
    """
    exact = Fraction(value) / scale
    shown = as_decimal(exact)
    if shown is None:
        return written(exact)
    text: str = format_decimal(shown, locale=_locale(), decimal_quantization=False)
    return text


def voices(value: int | Fraction | str, scale: int = 1) -> str:
    """Return « 3 voix », « 2,5 voix »."""
    exact = Fraction(value) / scale
    if exact.denominator != 1:
        return gettext("%(voices)s voix", voices=number(exact))
    return ngettext("%(num)s voix", "%(num)s voix", int(exact))


def _local(value: date | datetime) -> date | datetime:
    return value.astimezone(PARIS) if isinstance(value, datetime) else value


def _locale() -> str:
    return str(get_locale() or "fr")


def init_app(app: Flask) -> None:
    """Plug the languages in, and the filters that templates use."""
    Babel(app, locale_selector=current_language)
    app.jinja_env.filters.update(
        long_date=long_date,
        short_date=short_date,
        clock=clock,
        euros=euros,
        number=number,
        voices=voices,
    )
    app.context_processor(lambda: {"language": _locale(), "languages": LANGUAGES})
