"""The state of regions (état des lieux par région): who is a member where, what it owes, notes."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.errors import NotFoundError
from governance.models.dues import Dues, DuesStatus
from governance.models.members import MemberKind
from governance.models.payments import Payment
from governance.models.regions import RegionNote
from governance.rules.dues import Cutoff
from governance.services.dues import dues_history
from governance.services.files.texts import checked_text
from governance.services.membership.register_at import MemberOn, register_as_of
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.relations.french_regions import (
    FrenchRegion,
    region_called,
    region_of,
    regions,
)

LONGEST = 10_000  # letters of a note


@dataclass(frozen=True, slots=True)
class Placed:
    """A member on the day, and its dues of the year: called, paid, exempt, or empty."""

    member: MemberOn
    owed: str

    @property
    def id(self) -> int:
        """The number of the member."""
        return self.member.id

    @property
    def name(self) -> str:
        """The name of the member."""
        return self.member.name


@dataclass(frozen=True, slots=True)
class Tally:
    """What one region holds on a day: members by name, counted by category, and their dues.

    ``statuses`` counts dues of the year: called, paid, exempt, none. ``received`` adds what came
    in, parts too, in cents; dues declared paid without a payment count for their amount.
    """

    region: FrenchRegion
    members: tuple[Placed, ...]
    categories: Mapping[str, int]
    institutions: int
    statuses: Mapping[str, int]
    received: int

    @property
    def count(self) -> int:
        """How many members there are."""
        return len(self.members)

    @property
    def individuals(self) -> int:
        """How many of them are natural persons."""
        return self.count - self.institutions

    @property
    def settled(self) -> int:
        """How many have paid, or are exempt."""
        return self.statuses[DuesStatus.PAID.value] + self.statuses[DuesStatus.EXEMPT.value]

    @property
    def council(self) -> Placed | None:
        """The member that is the region itself, if it is one."""
        named = (one for one in self.members if one.member.category == "region")
        return next((one for one in named if region_called(one.name) is self.region), None)


@dataclass(frozen=True, slots=True)
class State:
    """Every region by name, those without members too; who lies in none; the year of the dues."""

    year: int
    tallies: Sequence[Tally]
    nowhere: Sequence[Placed]

    @property
    def inhabited(self) -> int:
        """How many regions have a member."""
        return sum(1 for tally in self.tallies if tally.count)


def state_of_regions(session: Session, day: date) -> State:
    """Return the state of all regions on a day, with the dues of its year."""
    dues = dues_history.dues_at(session, Cutoff.end_of(day))
    came = _received(session, day, {one for one, years in dues.items() if day.year in years})
    here: dict[str, list[Placed]] = {code: [] for code in regions()}
    nowhere: list[Placed] = []
    for member in register_as_of(session, day):
        if member.is_member:
            region = region_of(member.region, member.department)
            owed = dues.get(member.id, {}).get(day.year, "")
            (here[region.code] if region else nowhere).append(Placed(member, owed))
    tallies = [_tally(region, here[code], came) for code, region in regions().items()]
    return State(day.year, tallies, nowhere)


def get_region(code: str) -> FrenchRegion:
    """Return a region by its INSEE code.

    Raises:
        NotFoundError: regions.unknown.
    """
    region = regions().get(code)
    if region is None:
        raise NotFoundError("regions.unknown")
    return region


def tally_of(session: Session, code: str, day: date) -> Tally:
    """Return what one region holds on a day.

    Raises:
        NotFoundError: regions.unknown.
    """
    region = get_region(code)
    state = state_of_regions(session, day)
    return next(tally for tally in state.tallies if tally.region is region)


def notes_of(session: Session, code: str) -> Sequence[RegionNote]:
    """Return what was written of a region, the newest first: that one holds."""
    wanted = select(RegionNote).where(RegionNote.region == code)
    return session.scalars(wanted.order_by(RegionNote.id.desc())).all()


def write_note(
    session: Session, code: str, text: str, *, actor: Actor, now: datetime
) -> RegionNote | None:
    """Write the dynamics of a region anew; the text before stays readable.

    Returns:
        The new note, or nothing when the text is the one that holds.

    Raises:
        NotFoundError: regions.unknown.
        InvalidInputError: members.too-long, members.invisible-character.
    """
    region = get_region(code)
    text = checked_text(text, LONGEST)
    held = next(iter(notes_of(session, code)), None)
    if text == (held.text if held else ""):
        return None
    note = RegionNote(region=code, text=text, written_at=now, written_by=actor.name)
    session.add(note)
    session.flush()
    facts = {"region": code, "name": region.name}
    journal.record(session, "region.noted", facts, actor=actor, meeting_id=None, now=now)
    return note


def _tally(region: FrenchRegion, members: Sequence[Placed], came: Mapping[int, int]) -> Tally:
    return Tally(
        region,
        tuple(members),
        Counter(entry.member.category for entry in members),
        sum(entry.member.kind == MemberKind.INSTITUTION for entry in members),
        Counter(one.owed or "none" for one in members),
        sum(came.get(entry.id, 0) for entry in members),
    )


def _received(session: Session, day: date, members: Collection[int]) -> Mapping[int, int]:
    """Return the cents that came in by a day for the dues of its year, by member."""
    came = (
        select(Payment.dues_id, func.sum(Payment.cents).label("cents"))
        .where(Payment.paid_on <= day)
        .group_by(Payment.dues_id)
        .subquery()
    )
    wanted = (
        select(Dues.member_id, Dues.status, Dues.paid_on, Dues.amount_eur, came.c.cents)
        .outerjoin(came, came.c.dues_id == Dues.id)
        .where(Dues.year == day.year)
    )
    found: dict[int, int] = {}
    for member_id, status, paid_on, euros, cents in session.execute(wanted):
        is_declared = status == DuesStatus.PAID and (paid_on is None or paid_on <= day)
        owed = (euros or 0) * 100 if is_declared else 0
        if member_id in members:
            found[member_id] = max(int(cents or 0), owed)
    return found
