"""The register as a file that people open in a spreadsheet and that the import reads back."""

import csv
import io
from datetime import date

from sqlalchemy.orm import Session

from governance.models.members import ActsAs, MemberKind
from governance.rules.ruleset import RuleSet
from governance.services import register

KINDS = {MemberKind.INSTITUTION: "institution", MemberKind.INDIVIDUAL: "individu"}
STATUSES = {"called": "appelée", "paid": "payée", "exempt": "exonérée"}
COLUMNS = (
    "type",
    "categorie",
    "nom",
    "region",
    "titulaire",
    "titulaire_email",
    "suppleant",
    "suppleant_email",
    "email",
    "tarif",
    "adherent_depuis",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def register_csv(session: Session, rules: RuleSet, today: date) -> bytes:
    """Return the present members as CSV: ``;``, UTF-8 with its mark, no cell a formula."""
    everyone = register.all_entries(session, rules, today)
    entries = [entry for entry in everyone if entry.facts.left_on is None]
    register.add_people(session, entries)
    years = sorted({year for entry in entries for year in entry.facts.dues})
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([*COLUMNS, *(f"cotisation_{year}" for year in years)])
    for entry in entries:
        writer.writerow([guarded(cell) for cell in _cells(entry, years)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def guarded(cell: str) -> str:
    """Return the cell with an apostrophe before it if a spreadsheet would compute it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _cells(entry: register.Entry, years: list[int]) -> list[str]:
    representative = entry.people.get(ActsAs.REPRESENTATIVE, ("", ""))
    alternate = entry.people.get(ActsAs.ALTERNATE, ("", ""))
    own = entry.people.get(ActsAs.SELF, ("", ""))
    facts = entry.facts
    joined_on = facts.joined_on.isoformat() if facts.joined_on else ""
    settled = [STATUSES.get(facts.dues.get(year, ""), "") for year in years]
    return [
        KINDS[MemberKind(entry.kind)],
        entry.category,
        entry.name,
        entry.region,
        representative[0],
        representative[1] or "",
        alternate[0],
        alternate[1] or "",
        own[1] or "",
        facts.tier or "",
        joined_on,
        *settled,
    ]
