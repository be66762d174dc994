"""What a register file would change, line by line; nothing is written here.

The register is read once, by whole tables; each line is then compared in memory.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from governance.errors import InvalidInputError
from governance.models.members import ActsAs
from governance.services.files.sheets import Sheet
from governance.services.imports.lines import Entry, Known, Naming, read_line
from governance.services.imports.register import MemberNow, PersonNow, RegisterNow
from governance.services.membership.names import fold

FIELDS = {
    ActsAs.SELF: ("person", "email"),
    ActsAs.REPRESENTATIVE: ("representative", "representative_email"),
    ActsAs.ALTERNATE: ("alternate", "alternate_email"),
}


class Outcome(StrEnum):
    """Créé, modifié, inchangé, refusé."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Change:
    """One field, as it is and as it would be; both as text, empty = nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PersonStep:
    """What becomes of one capacity: the person there stays (``replaces`` False) or is replaced.

    ``person_id`` None = a new person. ``email`` None = her address stays.
    """

    acts_as: ActsAs
    person_id: int | None
    name: str
    email: str | None
    replaces: bool


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line of the file and what would become of it."""

    number: int
    cells: Mapping[str, str]
    outcome: Outcome
    name: str
    changes: tuple[Change, ...] = ()
    reasons: tuple[InvalidInputError, ...] = ()
    entry: Entry | None = None
    member_id: int | None = None
    people: tuple[PersonStep, ...] = ()

    def to_facts(self) -> dict[str, object]:
        """Return the line as it is kept between the preview and the confirmation."""
        return {
            "line": self.number,
            "cells": dict(self.cells),
            "outcome": self.outcome.value,
            "name": self.name,
            "member": self.member_id,
            "changes": [[change.field, change.before, change.after] for change in self.changes],
            "reasons": [{"code": why.code, "facts": why.facts} for why in self.reasons],
        }


@dataclass
class Claims:
    """What earlier lines of the same file already claimed."""

    names: dict[str, int] = field(default_factory=dict)
    emails: dict[str, tuple[object, int]] = field(default_factory=dict)
    addresses: dict[int, tuple[str, int]] = field(default_factory=dict)


def plan_sheet(sheet: Sheet, register: RegisterNow, known: Known) -> list[PlannedLine]:
    """Plan every line of a file."""
    numbered = [(row.number, _cells(sheet.columns, row.cells, known)) for row in sheet.rows]
    return plan_lines(numbered, register, known)


def plan_lines(
    numbered: Sequence[tuple[int, Mapping[str, str]]], register: RegisterNow, known: Known
) -> list[PlannedLine]:
    """Plan lines that were read before; each against the register and the lines above it."""
    claims = Claims()
    return [_plan(number, cells, register, known, claims) for number, cells in numbered]


def _cells(columns: Sequence[str], cells: Sequence[str], known: Known) -> dict[str, str]:
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    named = {name: cell for name, cell in zip(columns, padded, strict=False) if name}
    beyond = [cell for cell in cells[len(columns) :] if cell]
    kept = {name: cell for name, cell in named.items() if known.reads(name)}
    return kept | ({"": beyond[0]} if beyond else {})


def _plan(
    number: int, cells: Mapping[str, str], register: RegisterNow, known: Known, claims: Claims
) -> PlannedLine:
    name = cells.get("nom", "")
    entry, reasons = read_line(cells, known)
    if "" in cells:
        reasons.append(InvalidInputError("import.too-many-cells", value=cells[""][:60]))
    reasons.ask(_claim_name, fold(name), number, claims)
    if entry is None or reasons:
        return PlannedLine(number, cells, Outcome.REFUSED, name, reasons=tuple(reasons))
    now = register.members.get(fold(name))
    if now is not None and now.kind != entry.kind:
        reasons.append(InvalidInputError("import.other-type", value=now.kind))
    if now is not None and entry.traits_since is not None:
        reasons.ask(_check_since, entry, entry.traits_since, now)
    if now is not None:  # two names of one member, since a merge
        reasons.ask(_claim_name, f"#{now.id}", number, claims)
    people: list[PersonStep] = []
    for acts_as, naming in entry.namings.items():
        step = reasons.ask(_person_step, acts_as, naming, now, register)
        if step is not None:
            reasons.ask(_claim_email, step, number, claims)
            people.append(step)
    if reasons:
        return PlannedLine(number, cells, Outcome.REFUSED, name, reasons=tuple(reasons))
    changes = tuple(_changes(entry, now, people, register))
    outcome = Outcome.CREATED if now is None else Outcome.CHANGED if changes else Outcome.UNCHANGED
    member_id = now.id if now else None
    return PlannedLine(number, cells, outcome, name, changes, (), entry, member_id, tuple(people))


def _check_since(entry: Entry, since: date, now: MemberNow) -> None:
    """Refuse to write before what the register already knows of a later day."""
    later = [now.told_on[field] for field in entry.traits if field in now.told_on]
    if any(day > since for day in later):
        raise InvalidInputError("members.later-change", day=max(later).isoformat())


def _claim_name(key: str, number: int, claims: Claims) -> None:
    first = claims.names.setdefault(key, number)
    if key and first != number:
        raise InvalidInputError("import.duplicate-member", first=first)


def _claim_email(step: PersonStep, number: int, claims: Claims) -> None:
    if step.email is None:
        return
    who: object = step.person_id if step.person_id is not None else fold(step.name)
    owner, first = claims.emails.setdefault(step.email, (who, number))
    if owner != who:
        raise InvalidInputError("import.email-twice", value=step.email, first=first)
    if step.person_id is not None:
        address, first = claims.addresses.setdefault(step.person_id, (step.email, number))
        if address != step.email:
            raise InvalidInputError("import.person-two-emails", value=step.name, first=first)


def _person_step(
    acts_as: ActsAs, naming: Naming, now: MemberNow | None, register: RegisterNow
) -> PersonStep:
    """Find out whether the person named is the one in place, another one known, or a new one."""
    there = now.acting.get(acts_as) if now else None
    if naming.name is None and there is None:
        raise InvalidInputError("import.email-without-person", value=naming.email)
    name = naming.name or (there.name if there else "")
    owner = register.by_email.get(naming.email) if naming.email else None
    if there is not None and _is_same(there, name, acts_as):
        if owner is not None and owner.id != there.id:
            raise _taken(naming, owner)
        return PersonStep(acts_as, there.id, name, naming.email, replaces=False)
    if owner is not None and fold(owner.name) != fold(name):
        raise _taken(naming, owner)
    person = owner or _beside(now, name)
    return PersonStep(acts_as, person.id if person else None, name, naming.email, replaces=True)


def _beside(now: MemberNow | None, name: str) -> PersonNow | None:
    """Return the person of that name who already acts for the member in another capacity."""
    acting = now.acting.values() if now else ()
    return next((person for person in acting if fold(person.name) == fold(name)), None)


def _is_same(there: PersonNow, name: str, acts_as: ActsAs) -> bool:
    return acts_as is ActsAs.SELF or fold(there.name) == fold(name)


def _taken(naming: Naming, owner: PersonNow) -> InvalidInputError:
    return InvalidInputError("import.email-taken", value=naming.email, person=owner.name)


def _changes(
    entry: Entry, now: MemberNow | None, people: Sequence[PersonStep], register: RegisterNow
) -> Iterator[Change]:
    told: dict[str, str | None] = {
        "name": entry.name if now is None or fold(now.name) == fold(entry.name) else None,
        "category": entry.category,
        "region": entry.region,
        "tier": entry.tier,
        "joined_on": entry.joined_on.isoformat() if entry.joined_on else None,
        "department": entry.department,
        "siren": entry.siren,
        "siret": entry.siret,
        "population": None if entry.population is None else str(entry.population),
    }
    told |= {f"dues_{year}": status.value for year, status in sorted(entry.dues.items())}
    told |= entry.traits
    before = now.as_text() if now else {}
    for name, after in told.items():
        if after is not None and before.get(name, "") != after:
            yield Change(name, before.get(name, ""), after)
    if now is not None and now.left_on is not None:
        yield Change("left_on", now.left_on.isoformat(), "")
    for step in people:
        yield from _person_changes(step, now, register)


def _person_changes(
    step: PersonStep, now: MemberNow | None, register: RegisterNow
) -> Iterator[Change]:
    there = now.acting.get(step.acts_as) if now else None
    person_field, email_field = FIELDS[step.acts_as]
    if step.replaces and step.acts_as is not ActsAs.SELF:
        yield Change(person_field, there.name if there else "", step.name)
    before = (there.email if there else "") or ""
    known = register.by_id.get(step.person_id) if step.person_id is not None else None
    kept = before if not step.replaces else ((known.email if known else "") or "")
    after = step.email or kept
    if after != before:
        yield Change(email_field, before, after)
