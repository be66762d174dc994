"""The register as a file on a day: what people open in a spreadsheet and the import reads back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from governance.models.members import ActsAs, MemberKind
from governance.rules.ruleset import RuleSet
from governance.services.files import spreadsheets
from governance.services.imports.lines import is_known_column
from governance.services.imports.trait_columns import columns_asked
from governance.services.membership import register
from governance.services.membership.traits import asked_by, texts_on

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
    asked = asked_by(rules)
    traits = columns_asked(asked, is_known_column)
    told = texts_on(session, asked, day)
    columns = [*COLUMNS, *(f"cotisation_{year}" for year in years), *traits]
    title = f"registre {day.isoformat()}"
    return spreadsheets.written(
        extension, title, columns, _rows(entries, years, tuple(traits.values()), told), now
    )


def _rows(
    entries: Sequence[register.Entry],
    years: Sequence[int],
    fields: Sequence[str],
    told: Mapping[int, Mapping[str, str]],
) -> Iterator[list[str]]:
    for entry in entries:
        traits = told.get(entry.id, {})
        yield _cells(entry, years) + [traits.get(field, "") for field in fields]


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
