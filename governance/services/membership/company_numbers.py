"""Company numbers (SIREN, SIRET) and départements: the shapes the register accepts."""

from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_numbers
from stdnum.fr import siret as siret_numbers

from governance.errors import InvalidInputError

MAINLAND = (*(f"{number:02}" for number in range(1, 20)), "2A", "2B")
DEPARTMENTS = frozenset(
    {*MAINLAND, *(f"{number:02}" for number in range(21, 96))}
    | {"971", "972", "973", "974", "975", "976", "977", "978", "986", "987", "988"}
)


def checked_siret(raw: str) -> str:
    """Return a SIRET as its fourteen digits, or nothing for nothing.

    Raises:
        InvalidInputError: members.bad-siret.
    """
    if not raw.strip():
        return ""
    try:
        return siret_numbers.validate(raw)
    except ValidationError as error:
        raise InvalidInputError("members.bad-siret", value=raw[:30]) from error


def checked_siren(raw: str, siret: str = "") -> str:
    """Return a SIREN as its nine digits; that of ``siret`` when nothing is written.

    Raises:
        InvalidInputError: members.bad-siren; members.siren-not-of-siret when both are written and
            tell two bodies.
    """
    if not raw.strip():
        return siret[:9]
    try:
        siren = siren_numbers.validate(raw)
    except ValidationError as error:
        raise InvalidInputError("members.bad-siren", value=raw[:30]) from error
    if siret and siret[:9] != siren:
        raise InvalidInputError("members.siren-not-of-siret", siren=siren, siret=siret)
    return siren


def checked_department(raw: str) -> str:
    """Return the code of a département (01, 2A, 974), or nothing for nothing.

    Raises:
        InvalidInputError: members.bad-department.
    """
    code = raw.strip().upper()
    code = code.zfill(2) if code.isascii() and code.isdecimal() else code
    if code and code not in DEPARTMENTS:
        raise InvalidInputError("members.bad-department", value=raw[:20])
    return code
