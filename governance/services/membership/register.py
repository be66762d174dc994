"""The register read as a list on a day: who is in it, who votes and why; searched and counted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from governance.models.members import ActsAs, MemberKind
from governance.models.register_history import Membership
from governance.rules.dues import Cutoff
from governance.rules.ruleset import RuleSet
from governance.rules.standing import MemberFacts, Standing, standings_of
from governance.rules.weights import Voices, is_by_member
from governance.services.dues import dues_history
from governance.services.electorate.roll import weighed
from governance.services.membership.names import fold
from governance.services.membership.register_at import FEW, MemberOn, people_on, register_as_of
from governance.services.membership.traits import Traits, asked_by, traits_on
from governance.services.relations.french_regions import lies_in, official

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

    member: MemberOn
    facts: MemberFacts
    standing: Standing
    voices: Voices
    people: dict[ActsAs, tuple[str, str | None]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The number of the member."""
        return self.member.id

    @property
    def name(self) -> str:
        """The name of the member."""
        return self.member.name

    @property
    def region(self) -> str:
        """The region of the member, empty for none."""
        return self.member.region


@dataclass(frozen=True, slots=True)
class Counts:
    """What the register held on the day, whatever is looked for."""

    members: int
    institutions: int
    individuals: int
    entitled: int
    voices: int | Fraction
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
    session: Session, wanted: Wanted, rules: RuleSet, day: date, page: int = 1
) -> Listing:
    """Return the page of the members that answer to ``wanted`` on a day, by name."""
    everyone = all_entries(session, rules, day)
    found = [entry for entry in everyone if _answers(entry, wanted, day.year)]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    add_people(session, shown, day)
    regions = sorted({official(entry.region) for entry in everyone if entry.region}, key=fold)
    return Listing(_count(everyone), regions, len(found), page, pages, shown)


def all_entries(
    session: Session, rules: RuleSet, day: date, members: Collection[int] | None = None
) -> list[Entry]:
    """Return every member as the register was on a day, with its standing then, by name.

    Three queries, however many members, and one for the figures that these bylaws ask.
    Duplicates that were merged by then are left out.

    Args:
        members: those asked for; every member when left out.
    """
    if members is not None and (len(members) > FEW or not is_by_member(rules)):
        everyone, asked = all_entries(session, rules, day), set(members)
        return [entry for entry in everyone if entry.id in asked]
    dues = dues_history.dues_at(session, Cutoff.end_of(day), members)
    traits = traits_on(session, asked_by(rules), day, members)
    known = {
        member.id: (member, _facts(member, dues.get(member.id, {}), traits))
        for member in register_as_of(session, day, members)
        if member.state != Membership.MERGED
    }
    standings = standings_of((facts for _, facts in known.values()), rules, day)
    voices = _voices([facts for _, facts in known.values()], standings, rules)
    return [
        Entry(member, facts, standings[number], voices[number])
        for number, (member, facts) in known.items()
    ]


def _facts(member: MemberOn, owed: Mapping[int, str], known: Traits) -> MemberFacts:
    return MemberFacts(
        member.id,
        member.name,
        member.category,
        member.tier,
        member.joined_on,
        member.left_on,
        owed,  # type: ignore[arg-type]  # the database holds the three words
        inputs=known.inputs_of(member.id, member.population),
    )


def _voices(
    members: Sequence[MemberFacts], standings: Mapping[int, Standing], rules: RuleSet
) -> Mapping[int, Voices]:
    """Return the voices of each member; those who share with nobody have none."""
    if is_by_member(rules):
        return weighed(members, rules)
    body = [member for member in members if standings[member.id].is_of_the_body()]
    voices = weighed(body, rules)
    outside = [member for member in members if member.id not in voices]
    rule = rules.weight.method
    return voices | {member.id: Voices(0, (), rule.clause, rule.source) for member in outside}


def add_people(session: Session, entries: Iterable[Entry], day: date) -> None:
    """Fill in who acted for each of ``entries`` on a day: name and address by capacity."""
    by_id = {entry.id: entry for entry in entries}
    for member_id, people in people_on(session, day, by_id).items():
        if member_id in by_id:
            by_id[member_id].people.update(
                {person.acts_as: (person.name, person.email) for person in people}
            )


def _answers(entry: Entry, wanted: Wanted, year: int) -> bool:
    has_left = not entry.member.is_member
    return (
        has_left == wanted.left
        and wanted.kind in ("", entry.member.kind)
        and wanted.category in ("", entry.member.category)
        and (not wanted.region or lies_in(wanted.region, entry.region, entry.member.department))
        and wanted.dues in ("", entry.facts.dues.get(year) or "none")
        and wanted.standing in ("", "votes" if entry.standing.votes else "not")
        and (not wanted.text or _is_named(entry, wanted.text))
    )


def _is_named(entry: Entry, text: str) -> bool:
    """Return whether a member has all these words in its name or region, or this number."""
    place = f"{entry.member.name_key} {fold(entry.region)}"
    return all(word in place for word in fold(text).split()) or _bears(entry, "".join(text.split()))


def _bears(entry: Entry, number: str) -> bool:
    """Return whether the member has this SIREN or SIRET."""
    return len(number) >= 9 and number in (entry.member.siren, entry.member.siret)


def _count(everyone: Sequence[Entry]) -> Counts:
    present = [entry for entry in everyone if entry.member.is_member]
    institutions = sum(entry.member.kind == MemberKind.INSTITUTION for entry in present)
    entitled = [entry for entry in everyone if entry.standing.votes]
    return Counts(
        members=len(present),
        institutions=institutions,
        individuals=len(present) - institutions,
        entitled=len(entitled),
        voices=sum((entry.voices.value for entry in entitled), 0),
        left=len(everyone) - len(present),
    )
