"""Names that look alike (homographes): one word of two scripts, two names one eye cannot tell."""

import re
import unicodedata
from collections.abc import Iterable

from governance.rules.ruleset.kinds import refuse

WORD = re.compile(r"[^\W\d_]+")
CYRILLIC, LATIN = "авекмнорстухіјѕ", "abekmhopctyxijs"
GREEK, LATIN_TOO = "αβεηικμνορτυχ", "abenikmvoptux"
SEEN_AS = str.maketrans(CYRILLIC + GREEK, LATIN + LATIN_TOO)


def check_names(path: str, names: Iterable[str]) -> None:
    """Refuse a word that mixes scripts, and two different names that look the same.

    Raises:
        RuleSetError: ruleset.mixed-script or ruleset.look-alike.
    """
    seen: dict[str, str] = {}
    for name in names:
        for word in WORD.findall(name):
            if len({script_of(letter) for letter in word}) > 1:
                raise refuse("ruleset.mixed-script", path, name, "letters of one script")
        shape = shape_of(name)
        if seen.setdefault(shape, name) != name:
            raise refuse("ruleset.look-alike", path, name, f"a name unlike {seen[shape]}")


def script_of(letter: str) -> str:
    """Return the script of a letter, the first word of its name: LATIN, CYRILLIC, GREEK."""
    return unicodedata.name(letter, "?").partition(" ")[0]


def shape_of(name: str) -> str:
    """Return how a name looks: letters that only a machine tells apart made one, case folded."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(folded.translate(SEEN_AS).split())
