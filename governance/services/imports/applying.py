"""A plan written to the register: all of it, in the caller's transaction, table by table."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.models.dues import Dues
from governance.models.members import ActsAs, Member, Person, Representation
from governance.models.register_history import Membership, RegisterAct
from governance.services.dues import dues, dues_history
from governance.services.files.days import local_day
from governance.services.files.rows import insert_numbered, insert_rows
from governance.services.imports.lines import Entry
from governance.services.imports.planning import Outcome, PersonStep, PlannedLine
from governance.services.membership import history, history_columns
from governance.services.membership.names import fold

Row = dict[str, Any]


class Writer:
    """Writes one plan; a person named by several lines is made once.

    ``written`` is what it made and what was there before, so that the import can be undone.
    """

    def __init__(
        self, session: Session, lines: Sequence[PlannedLine], act: RegisterAct, now: datetime
    ) -> None:
        self.session, self.act = session, act
        self.created = [line for line in lines if line.outcome is Outcome.CREATED]
        self.changed = [line for line in lines if line.outcome is Outcome.CHANGED]
        self.now = now
        self.day = local_day(now)
        self.amounts = dues.amounts(session)
        self.dues_rows: list[Row] = []
        self.dues_changed: list[Dues] = []
        self.facts: list[tuple[Member | Person, dict[str, str]]] = []
        self.written: Row = {
            "members": [],
            "changed": [],
            "persons": [],
            "renamed": [],
            "ended": [],
            "dues": [],
            "dues_before": [],
        }

    def write(self) -> list[int]:
        """Write every line; return the numbers of the members it made or changed."""
        ids = self._create_members()
        members = self._change_members()
        self.session.flush()  # the old representation ends before the new one begins
        ids |= {line.number: members[line.number].id for line in self.changed}
        self._write_people(ids)
        self._write_dues()
        self.written["changed"] = [member.id for member in members.values()]
        history_columns.write_changes(self.session, self.act, self.facts, self.day)
        self._write_traits(ids)
        for member in members.values():
            self.session.expire(member)
        return sorted(ids.values())

    def _create_members(self) -> dict[int, int]:
        """Insert the new members; return their ids by line."""
        rows: list[Row] = []
        for line in self.created:
            entry = _entry(line)
            rows.append(
                {
                    "kind": entry.kind.value,
                    "name": entry.name,
                    "name_key": fold(entry.name),
                    "category": entry.category,
                    "region": entry.region or "",
                    "department": entry.department or "",
                    "siren": entry.siren or "",
                    "siret": entry.siret or "",
                    "population": entry.population,
                    "tier_code": entry.tier,
                    "joined_on": entry.joined_on,
                    "created_at": self.now,
                }
            )
        numbers = [line.number for line in self.created]
        ids = dict(zip(numbers, insert_numbered(self.session, Member, rows), strict=True))
        for line in self.created:
            self._add_dues(ids[line.number], _entry(line), {}, _entry(line).tier)
        self.written["members"] = list(ids.values())
        history_columns.write_first(self.session, self.act, Member, list(ids.values()))
        return ids

    def _change_members(self) -> dict[int, Member]:
        """Change the members that are there; return them by line."""
        ids = [line.member_id for line in self.changed]
        wanted = select(Member).where(Member.id.in_(ids))
        loaded = wanted.options(selectinload(Member.representations), selectinload(Member.dues))
        there = {member.id: member for member in self.session.scalars(loaded)}
        members = {line.number: there[line.member_id or 0] for line in self.changed}
        for line in self.changed:
            member = members[line.number]
            before = history.fields_of(member)
            self._change_member(member, _entry(line))
            self._change_membership(member, _entry(line).joined_on)
            after = history.fields_of(member)
            fields = {name: text for name, text in after.items() if text != before[name]}
            if fields:
                self.facts.append((member, fields))
            self._end_replaced(member, line.people)
        return members

    def _change_member(self, member: Member, entry: Entry) -> None:
        if fold(entry.name) == member.name_key:  # else it is the name of a duplicate of it
            member.name = entry.name
        member.category = entry.category
        member.region = entry.region or member.region
        member.department = entry.department or member.department
        member.siren = entry.siren or member.siren
        member.siret = entry.siret or member.siret
        member.population = member.population if entry.population is None else entry.population
        member.tier_code = entry.tier or member.tier_code
        there = {line.year: line for line in member.dues}
        self._add_dues(member.id, entry, there, member.tier_code)

    def _change_membership(self, member: Member, joined_on: date | None) -> None:
        """Let a former member come back, or correct the day on which it entered."""
        if member.left_on is not None:
            back = joined_on if joined_on and joined_on > member.left_on else self.day
            history.write_membership(self.session, self.act, member, Membership.MEMBER, back)
            member.joined_on, member.left_on = back, None
        elif joined_on is not None and joined_on != member.joined_on:
            history.correct_entry(self.session, self.act, member, joined_on)

    def _add_dues(
        self, member_id: int, entry: Entry, there: Mapping[int, Dues], tier: str | None
    ) -> None:
        for year, status in entry.dues.items():
            line = there.get(year)
            if line is None:
                self.dues_rows.append(
                    {
                        "member_id": member_id,
                        "year": year,
                        "status": status.value,
                        "amount_eur": self.amounts.get((year, tier or "")),
                        "note": "",
                    }
                )
            elif line.status != status:
                paid_on = line.paid_on.isoformat() if line.paid_on else None
                self.written["dues_before"].append([line.id, line.status, paid_on, status.value])
                line.status, line.paid_on = status.value, None  # the file does not say which day
                self.dues_changed.append(line)

    def _write_dues(self) -> None:
        """Insert the lines of dues and their acts: since ever for new members, else from today."""
        insert_rows(self.session, Dues, self.dues_rows)
        self.written["dues"] = [
            [row["member_id"], row["year"], row["status"]] for row in self.dues_rows
        ]
        told = self.act.recorded_by, self.act.id, self.now
        dues_history.write_first(self.session, None, *told, members=self.written["members"])
        dues_history.write_first(self.session, self.day, *told)
        dues_history.write_changed(self.session, self.dues_changed, self.day, *told)

    def _end_replaced(self, member: Member, people: Sequence[PersonStep]) -> None:
        ending = {step.acts_as for step in people if step.replaces}
        for standing in member.representations:
            if standing.until is None and ActsAs(standing.acts_as) in ending:
                standing.until = max(self.day, standing.since)
                standing.ended_by_id = self.act.id
                self.written["ended"].append(standing.id)

    def _write_people(self, member_ids: Mapping[int, int]) -> None:
        steps = [
            (member_ids[line.number], step)
            for line in (*self.created, *self.changed)
            for step in line.people
        ]
        self._change_persons([step for _, step in steps])
        person_ids = self._create_persons([step for _, step in steps])
        rows: list[Row] = [
            {
                "member_id": member_id,
                "person_id": person_id,
                "acts_as": step.acts_as.value,
                "since": self.day,
                "named_by_id": self.act.id,
            }
            for (member_id, step), person_id in zip(steps, person_ids, strict=True)
            if step.replaces
        ]
        insert_rows(self.session, Representation, rows)

    def _change_persons(self, steps: Sequence[PersonStep]) -> None:
        ids = {step.person_id for step in steps if step.person_id is not None}
        found = self.session.scalars(select(Person).where(Person.id.in_(ids)))
        persons = {person.id: person for person in found}
        for step in steps:
            if step.person_id is not None:
                self._change_person(persons[step.person_id], step)
        self.session.flush()

    def _change_person(self, person: Person, step: PersonStep) -> None:
        before = history.fields_of(person)
        person.email = step.email or person.email
        if step.acts_as is ActsAs.SELF and fold(step.name) == fold(person.name):
            person.name = step.name
        after = history.fields_of(person)
        fields = {name: text for name, text in after.items() if text != before[name]}
        if fields:
            self.facts.append((person, fields))
            self.written["renamed"].append(person.id)

    def _create_persons(self, steps: Sequence[PersonStep]) -> list[int]:
        """Insert the persons nobody knew yet; return the person of each step."""
        rows: dict[object, Row] = {}
        keys = [step.email or position for position, step in enumerate(steps)]
        for key, step in zip(keys, steps, strict=True):
            if step.person_id is None:
                rows.setdefault(key, {"name": step.name, "email": step.email})
        made = dict(
            zip(rows, insert_numbered(self.session, Person, list(rows.values())), strict=True)
        )
        self.written["persons"] = list(made.values())
        history_columns.write_first(self.session, self.act, Person, list(made.values()))
        return [
            step.person_id if step.person_id is not None else made[key]
            for key, step in zip(keys, steps, strict=True)
        ]

    def _write_traits(self, ids: Mapping[int, int]) -> None:
        """Write what only these bylaws ask from its day on, where the file says something new."""
        told: dict[date, dict[int, dict[str, str]]] = {}
        for line in (*self.created, *self.changed):
            traits = _entry(line).traits
            new = {one.field: one.after for one in line.changes if one.field in traits}
            if new:
                since = _entry(line).traits_since or self.day
                told.setdefault(since, {})[ids[line.number]] = new
        for since, fields in told.items():
            history_columns.write_of_members(self.session, self.act, fields, since)


def _entry(line: PlannedLine) -> Entry:
    if line.entry is None:
        raise ValueError("a refused line is never written")
    return line.entry
