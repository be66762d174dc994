"""The rule sets that come with the software, read from ``presets/*.json``."""

from functools import cache
from pathlib import Path

from governance.errors import NotFoundError
from governance.rules.ruleset.parse import parse_ruleset
from governance.rules.ruleset.rules import RuleSet

FOLDER = Path(__file__).resolve().parent.parent / "presets"
PRESETS: tuple[str, ...] = (
    "la27eregion",
    "la27eregion-voices-by-fee",
    # models to start from
    "petite-association",
    "federation-a-colleges",
    "association-de-collectivites",
    # after real texts
    "aappma",
    "acca",
    "adullact",
    "agfpn",
    "ars",
    "asa",
    "cnsa",
    "energy-cities",
    "epfl-bearn",
    "federation-chasseurs",
    "groupement-public",
    "metropolis",
    "repae",
    "sdis",
    "udaf",
)


@cache
def preset(name: str) -> RuleSet:
    """Return the preset ``name``.

    Raises:
        NotFoundError: ruleset.no-such-preset.
    """
    if name not in PRESETS:
        raise NotFoundError("ruleset.no-such-preset", name=name)
    return parse_ruleset((FOLDER / f"{name}.json").read_bytes())
