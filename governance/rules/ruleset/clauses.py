"""How a clause is printed (renvoi): « art. 9 » and « n° 2006-504 » never come apart."""

import re

MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)  # fmt: skip
FIRM = re.compile(rf"(?i)(?:\b(?:art|al)\.|\bn°|\b(?:[0-9]{{1,2}}|1er)(?= (?:{MONTHS})\b)) ")


def well_set(clause: str) -> str:
    """Return the clause with a no-break space where a line must not end."""
    return FIRM.sub(lambda found: found[0][:-1] + "\u00a0", clause)
