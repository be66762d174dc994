"""The register as a file on a day: what people open in a spreadsheet and the import reads back."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from governance.models.members import ActsAs, MemberKind
from governance.rules.ruleset import RuleSet
from governance.services import register, spreadsheets

KINDS = {MemberKind.INSTITUTION: "institution", MemberKind.INDIVIDUAL: "individu"}
STATUSES = {"called": "appelée", "paid": "payée", "exempt": "exonérée"}
COLUMNS = (
    "type",
    "categorie",
    "nom",
    "region",
    "departement",
    "siren",
    "siret",
    "population",
    "titulaire",
    "titulaire_email",
    "suppleant",
    "suppleant_email",
    "email",
    "tarif",
    "adherent_depuis",
)


def register_file(
    session: Session, rules: RuleSet, day: date, extension: str, now: datetime
) -> bytes:
    """Return the members of a day as ``csv``, ``xlsx`` or ``ods``."""
    everyone = register.all_entries(session, rules, day)
    entries = [entry for entry in everyone if entry.member.is_member]
    register.add_people(session, entries, day)
    years = sorted({year for entry in entries for year in entry.facts.dues})
    columns = [*COLUMNS, *(f"cotisation_{year}" for year in years)]
    title = f"registre {day.isoformat()}"
    return spreadsheets.written(extension, title, columns, _rows(entries, years), now)


def _rows(entries: Sequence[register.Entry], years: Sequence[int]) -> Iterator[list[str]]:
    for entry in entries:
        yield _cells(entry, years)


def _cells(entry: register.Entry, years: Sequence[int]) -> list[str]:
    member, facts = entry.member, entry.facts
    representative = entry.people.get(ActsAs.REPRESENTATIVE, ("", ""))
    alternate = entry.people.get(ActsAs.ALTERNATE, ("", ""))
    own = entry.people.get(ActsAs.SELF, ("", ""))
    return [
        KINDS[MemberKind(member.kind)],
        member.category,
        member.name,
        member.region,
        member.department,
        member.siren,
        member.siret,
        "" if member.population is None else str(member.population),
        representative[0],
        representative[1] or "",
        alternate[0],
        alternate[1] or "",
        own[1] or "",
        member.tier or "",
        member.joined_on.isoformat() if member.joined_on else "",
        *(STATUSES.get(facts.dues.get(year, ""), "") for year in years),
    ]
