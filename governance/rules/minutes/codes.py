"""What became of the voting codes (codes de vote): when they were destroyed, and how many."""

from collections.abc import Sequence

from governance.rules.minutes.facts import JournalEntry, Paragraph, Section
from governance.rules.minutes.french import hour

DESTROYED, BY_AUTHORITY = "credential.codes-destroyed", "credential.authority-destroyed"
TOLD = (
    "Le lien entre un droit de vote et son code public est détruit avant que le premier bulletin "
    "n’entre dans l’urne ; ce qui reste à la clôture de l’assemblée est détruit alors."
)


def codes_section(entries: Sequence[JournalEntry], zone: str) -> Section | None:
    """Tell the destructions that the journal tells; nothing without a secret poll."""
    rows = [_row(entry, zone) for entry in entries if _has_codes(entry)]
    if not rows:
        return None
    table = (("Moment", "Heure", "Codes détruits"), *rows)
    paragraph = Paragraph("annex-codes.told", "figures", TOLD, table)
    return Section("annex-codes", "Annexe : codes de vote", (paragraph,))


def _has_codes(entry: JournalEntry) -> bool:
    return entry.kind in (DESTROYED, BY_AUTHORITY) and entry.facts.get("count", 0) > 0


def _row(entry: JournalEntry, zone: str) -> tuple[str, str, str]:
    if entry.kind == BY_AUTHORITY:
        moment = f"Déclaration de l’autorité de codes : {entry.facts.get('name', '')}"
    elif entry.facts.get("moment") == "close":
        moment = "Clôture de l’assemblée (réserve, scrutins non ouverts)"
    else:
        moment = f"Ouverture du scrutin du point {entry.facts.get('position', '')}"
    return moment, hour(entry.at, zone), str(entry.facts["count"])
