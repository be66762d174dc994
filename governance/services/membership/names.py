"""Names and addresses as people write them: how two are told apart, which ones are accepted."""

import re
import unicodedata
from functools import lru_cache

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from governance.errors import InvalidInputError

NOT_LETTERS = re.compile(r"[^a-z0-9]+")
ORDINARY = re.compile(  # one way to write it, nothing that a relay could misread
    r"([a-z0-9]+(?:[._+-][a-z0-9]+)*)@((?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+([a-z]{2,}))"
)
LONGEST_LOCAL = LONGEST_LABEL = 63  # longer ones are looked at with more care
FIRST_GREEK = "\u0370"  # Cyrillic comes after, Latin letters with accents before
NO_CHARACTER = re.compile("[\ufffe\uffff]")  # no XML file can hold one
KEPT = 1 << 15  # more than 10 000 members and their people: fewer are gone when met again


class _Letters(dict[int, str | None]):
    """What each character of a name becomes, found out once: nothing, itself, or a gap."""

    def __missing__(self, code: int) -> str | None:
        """Drop an accent, open a gap for a sign."""
        char = chr(code)
        kept = char if char.isalnum() else " "
        self[code] = None if unicodedata.combining(char) else kept
        return self[code]


LETTERS = _Letters()


@lru_cache(maxsize=KEPT)
def fold(text: str) -> str:
    """Fold case, accents, apostrophes and hyphens away: what is left tells two names apart."""
    if text.isascii():
        return NOT_LETTERS.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join(plain.translate(LETTERS).split())


def checked_email(raw: str) -> str:
    """Return the address in the one form under which it is kept, in lower case.

    Raises:
        InvalidInputError: members.bad-email. Whether the domain exists is not asked.
    """
    address = raw.strip()
    if _is_ordinary(address):
        return address
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise InvalidInputError("members.bad-email", value=raw[:80]) from error
    return found.normalized.lower()


def _is_ordinary(address: str) -> bool:
    """Return whether an address is of the form of nearly all, which is kept as it is."""
    found = ORDINARY.fullmatch(address)
    if found is None or len(found[1]) > LONGEST_LOCAL or len(found[2]) > LONGEST_LABEL:
        return False
    return found[3] not in SPECIAL_USE_DOMAIN_NAMES


def require_plain(text: str) -> None:
    """Refuse characters that cannot be seen, with which two names would only look alike.

    Raises:
        InvalidInputError: members.invisible-character.
    """
    if text.isprintable():
        return
    hidden = any(unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs") for char in text)
    if hidden or NO_CHARACTER.search(text):
        raise InvalidInputError("members.invisible-character", value=ascii(text)[:80])


def lookalike_letters(text: str) -> str:
    """Return the Cyrillic and Greek letters of a text that has Latin ones too, each once."""
    if not text or max(text) < FIRST_GREEK:
        return ""
    letters = [(char, unicodedata.name(char, "")) for char in text if char.isalpha()]
    if not any(name.startswith("LATIN") for _, name in letters):
        return ""
    foreign = (char for char, name in letters if name.startswith(("CYRILLIC", "GREEK")))
    return "".join(dict.fromkeys(foreign))
