"""Small phrases of the bylaws: shares, parts of the members, roles, colleges."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from flask_babel import gettext, ngettext

from governance.rules.words.values import ROLES
from governance.services.minutes.minutes_facts import COLLEGES
from governance.web.i18n import N_

SHARES = {
    Fraction(1, 1): N_("la totalité"),
    Fraction(1, 2): N_("la moitié"),
    Fraction(1, 3): N_("le tiers"),
    Fraction(2, 3): N_("les deux tiers"),
    Fraction(1, 4): N_("le quart"),
    Fraction(3, 4): N_("les trois quarts"),
    Fraction(1, 5): N_("le cinquième"),
    Fraction(1, 10): N_("le dixième"),
    Fraction(1, 20): N_("le vingtième"),
}
PARTS = {
    "members": N_("des membres"),
    "votes": N_("des voix"),
    "board": N_("du conseil"),
    "heads": N_("des personnes présentes"),
    "voices": N_("des voix présentes"),
}


def share_words(share: Fraction) -> str:
    """Return « les deux tiers », or the fraction where it has no usual name."""
    if share in SHARES:
        return gettext(SHARES[share])
    return f"{share.numerator}/{share.denominator}"


def part_words(share: Fraction | None, number: int | None, of: str) -> str:
    """Return « le tiers des membres », or « 50 membres »."""
    if share is not None:
        return f"{share_words(share)} {gettext(PARTS[of])}"
    if of in ("votes", "voices"):
        return ngettext("%(num)s voix", "%(num)s voix", number or 0)
    return ngettext("%(num)s membre", "%(num)s membres", number or 0)


def days_words(days: int) -> str:
    """Return « 8 jours »."""
    return ngettext("%(num)s jour", "%(num)s jours", days)


def voices_words(voices: int) -> str:
    """Return « 3 voix »."""
    return ngettext("%(num)s voix", "%(num)s voix", voices)


def roles_words(roles: Iterable[str]) -> str:
    """Return the roles by name, those of the association as it writes them."""
    return ", ".join(gettext(ROLES[role]) if role in ROLES else role for role in roles)


def colleges_words(colleges: Iterable[str]) -> str:
    """Return the colleges by name, those of the association as it writes them."""
    return ", ".join(gettext(COLLEGES.get(college, college)) for college in colleges)


def word(words: Mapping[str, str], value: str) -> str:
    """Return the translated word of a value."""
    return gettext(words[value])


def told_of(what: str, words: str) -> str:
    """Return « salariés : 2 voix », with the colon as the language sets it."""
    return gettext("%(what)s : %(words)s", what=what, words=words)
