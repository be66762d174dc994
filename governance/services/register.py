"""The register read as a list: who is in it, who votes today and why; searched and counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.dues import Dues
from governance.models.members import ActsAs, Member, MemberKind, Person, Representation
from governance.rules.ruleset import RuleSet
from governance.rules.standing import MemberFacts, Standing, standing_of
from governance.rules.weights import Voices, voices_of
from governance.services.names import fold

PAGE = 25


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty text asks for everything.

    ``dues`` is called, paid, exempt or none, for ``year``; ``standing`` is votes or not.
    """

    text: str = ""
    kind: str = ""
    category: str = ""
    region: str = ""
    dues: str = ""
    standing: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A member as the list shows it."""

    id: int
    kind: str
    name: str
    name_key: str
    category: str
    region: str
    facts: MemberFacts
    standing: Standing
    voices: Voices
    people: dict[ActsAs, tuple[str, str | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the register holds today, whatever is looked for."""

    members: int
    institutions: int
    individuals: int
    entitled: int
    voices: int
    left: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The members found, one page of them, and what the filters may offer."""

    counts: Counts
    regions: Sequence[str]
    found: int
    page: int
    pages: int
    entries: Sequence[Entry]


def list_members(
    session: Session, wanted: Wanted, rules: RuleSet, today: date, page: int = 1
) -> Listing:
    """Return the page of the members that answer to ``wanted``, by name."""
    everyone = all_entries(session, rules, today)
    found = [entry for entry in everyone if _answers(entry, wanted, today.year)]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    add_people(session, shown)
    regions = sorted({entry.region for entry in everyone if entry.region}, key=fold)
    return Listing(_count(everyone), regions, len(found), page, pages, shown)


def all_entries(session: Session, rules: RuleSet, today: date) -> list[Entry]:
    """Return every member with its standing today, by name; two queries, however many."""
    dues = _dues(session)
    wanted = select(
        Member.id,
        Member.kind,
        Member.name,
        Member.name_key,
        Member.category,
        Member.region,
        Member.tier_code,
        Member.joined_on,
        Member.left_on,
    ).order_by(Member.name_key)
    entries = []
    for row in session.execute(wanted):
        facts = MemberFacts(
            row.id,
            row.name,
            row.category,
            row.tier_code,
            row.joined_on,
            row.left_on,
            dues.get(row.id, {}),  # type: ignore[arg-type]  # the database holds the three words
        )
        standing, voices = standing_of(facts, rules, today), voices_of(facts, rules)
        entries.append(
            Entry(
                row.id,
                row.kind,
                row.name,
                row.name_key,
                row.category,
                row.region,
                facts,
                standing,
                voices,
            )
        )
    return entries


def add_people(session: Session, entries: Iterable[Entry]) -> None:
    """Fill in who acts for each of ``entries`` now: name and address by capacity."""
    by_id = {entry.id: entry for entry in entries}
    wanted = (
        select(Representation.member_id, Representation.acts_as, Person.name, Person.email)
        .join(Person, Person.id == Representation.person_id)
        .where(Representation.until.is_(None))
    )
    if len(by_id) <= PAGE:
        wanted = wanted.where(Representation.member_id.in_(by_id))
    for row in session.execute(wanted):
        if row.member_id in by_id:
            by_id[row.member_id].people[ActsAs(row.acts_as)] = (row.name, row.email)


def _dues(session: Session) -> Mapping[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for line in session.execute(select(Dues.member_id, Dues.year, Dues.status)):
        found.setdefault(line.member_id, {})[line.year] = line.status
    return found


def _answers(entry: Entry, wanted: Wanted, year: int) -> bool:
    has_left = entry.facts.left_on is not None
    words = fold(wanted.text).split()
    place = f"{entry.name_key} {fold(entry.region)}"
    dues = entry.facts.dues.get(year) or "none"
    return (
        has_left == wanted.left
        and all(word in place for word in words)
        and wanted.kind in ("", entry.kind)
        and wanted.category in ("", entry.category)
        and wanted.region in ("", entry.region)
        and wanted.dues in ("", dues)
        and wanted.standing in ("", "votes" if entry.standing.votes else "not")
    )


def _count(everyone: Sequence[Entry]) -> Counts:
    present = [entry for entry in everyone if entry.facts.left_on is None]
    institutions = sum(entry.kind == MemberKind.INSTITUTION for entry in present)
    entitled = [entry for entry in everyone if entry.standing.votes]
    return Counts(
        members=len(present),
        institutions=institutions,
        individuals=len(present) - institutions,
        entitled=len(entitled),
        voices=sum(entry.voices.value for entry in entitled),
        left=len(everyone) - len(present),
    )
