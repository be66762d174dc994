"""The register as it stands, read by whole tables to compare a file with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.dues import Dues, FeeTier
from governance.models.members import ActsAs, Member, Person, Representation
from governance.rules.ruleset import RuleSet
from governance.services.imports.lines import Known, is_known_column
from governance.services.imports.trait_columns import columns_asked
from governance.services.membership.names import fold
from governance.services.membership.traits import Asked, asked_by, days_of, texts_on


@dataclass(frozen=True, slots=True)
class PersonNow:
    """A person of the register."""

    id: int
    name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class MemberNow:
    """A member of the register, who acts for it now, and its dues by year."""

    id: int
    kind: str
    name: str
    category: str
    region: str
    tier: str | None
    joined_on: date | None
    left_on: date | None
    department: str = ""
    siren: str = ""
    siret: str = ""
    population: int | None = None
    acting: dict[ActsAs, PersonNow] = field(default_factory=dict)
    dues: dict[int, str] = field(default_factory=dict)
    traits: dict[str, str] = field(default_factory=dict)
    told_on: dict[str, date] = field(default_factory=dict)  # since when, by field of ``traits``

    def as_text(self) -> dict[str, str]:
        """Return the fields that a file may change, as text."""
        fields = {
            "name": self.name,
            "category": self.category,
            "region": self.region,
            "tier": self.tier or "",
            "joined_on": self.joined_on.isoformat() if self.joined_on else "",
            "department": self.department,
            "siren": self.siren,
            "siret": self.siret,
            "population": "" if self.population is None else str(self.population),
        }
        dues = {f"dues_{year}": status for year, status in self.dues.items()}
        return fields | dues | self.traits


@dataclass(frozen=True, slots=True)
class RegisterNow:
    """All members by folded name; all persons by id and by address."""

    members: Mapping[str, MemberNow]
    by_id: Mapping[int, PersonNow]
    by_email: Mapping[str, PersonNow]


def load_register(session: Session, asked: Asked) -> RegisterNow:
    """Read the register in four queries, however long it is, and one for what bylaws ask more."""
    persons = {
        row.id: PersonNow(row.id, row.name, row.email)
        for row in session.execute(select(Person.id, Person.name, Person.email))
    }
    by_key, by_id = _members(session)
    acting = select(Representation.member_id, Representation.acts_as, Representation.person_id)
    for row in session.execute(acting.where(Representation.until.is_(None))):
        by_id[row.member_id].acting[ActsAs(row.acts_as)] = persons[row.person_id]
    for line in session.execute(select(Dues.member_id, Dues.year, Dues.status)):
        by_id[line.member_id].dues[line.year] = line.status
    for number, told in texts_on(session, asked, date.max).items():
        by_id[number].traits.update(told)
    for number, days in days_of(session, asked).items():
        by_id[number].told_on.update(days)
    by_email = {person.email: person for person in persons.values() if person.email}
    return RegisterNow(by_key, persons, by_email)


def _members(session: Session) -> tuple[dict[str, MemberNow], dict[int, MemberNow]]:
    wanted = select(
        Member.name_key,
        Member.id,
        Member.kind,
        Member.name,
        Member.category,
        Member.region,
        Member.tier_code,
        Member.joined_on,
        Member.left_on,
        Member.department,
        Member.siren,
        Member.siret,
        Member.population,
        Member.merged_into_id,
    )
    by_key: dict[str, MemberNow] = {}
    by_id: dict[int, MemberNow] = {}
    absorbed: dict[str, int] = {}
    for key, *told, merged_into in session.execute(wanted):
        by_key[key] = by_id[told[0]] = MemberNow(*told)
        if merged_into is not None:
            absorbed[key] = merged_into
    for key, kept in absorbed.items():  # the name of a duplicate means the member it was
        by_key[key] = by_id[_kept(kept, absorbed, by_id)]
    return by_key, by_id


def _kept(
    member_id: int,
    absorbed: Mapping[str, int],
    by_id: Mapping[int, MemberNow],
) -> int:
    """Follow merges of merges to the member that stands."""
    seen = {member_id}
    while (further := absorbed.get(fold(by_id[member_id].name))) is not None:
        if further in seen:
            raise ValueError("merges turn in a circle")
        seen.add(further)
        member_id = further
    return member_id


def load_known(session: Session, rules: RuleSet, today: date) -> Known:
    """Return the categories and columns of the bylaws, and the tiers of every schedule."""
    categories = rules.categories.value
    names = {fold(category.label): category.id for category in categories}
    names |= {fold(category.id): category.id for category in categories}
    tiers = session.scalars(select(FeeTier.code).distinct())
    columns = columns_asked(asked_by(rules), is_known_column)
    return Known(names, frozenset(tiers), columns, today)
