"""Who is followed and how closely (suivi): last point, contact, steps, themes; who waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from governance.models.contacts import Contact
from governance.models.followups import FollowUp, NextStep, Theme
from governance.models.members import Member, MemberKind
from governance.services.membership.names import fold
from governance.services.relations.contacts import permanent_contacts
from governance.services.relations.expectations import themes_by_member
from governance.services.relations.french_regions import FrenchRegion, region_of
from governance.services.relations.point_search import Passage, passages

PAGE = 25
MONTHS = 6  # without a point, a member is waiting for one
TWO_A_YEAR = 2


@dataclass(frozen=True, slots=True)
class Followed:
    """One institution: ``points`` were held in the twelve months up to the day.

    ``waits`` says that six months went by without a point since the last one, or since it joined.
    """

    id: int
    name: str
    name_key: str
    category: str
    region: FrenchRegion | None
    joined_on: date | None
    contact: Contact | None
    last_on: date | None
    points: int
    open_steps: int
    late_steps: int
    themes: tuple[Theme, ...]
    waits: bool
    passage: Passage | None = None  # where the words looked for stand, when not in its name


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, in names, regions and notes; an empty text asks for everything.

    ``region`` is an INSEE code; ``state`` is waiting, late or nobody (no permanent contact).
    """

    text: str = ""
    region: str = ""
    theme: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many institutions are followed, wait for a point, lack a contact; steps gone by."""

    members: int
    waiting: int
    nobody: int
    late_steps: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The institutions found, one page of them, and the counts over all of them."""

    counts: Counts
    found: int
    page: int
    pages: int
    members: Sequence[Followed]


def list_followed(session: Session, wanted: Wanted, day: date, page: int = 1) -> Listing:
    """Return a page of the institutions that answer to ``wanted``, the longest waiting first."""
    everyone = followed_members(session, day)
    notes = passages(session, wanted.text)
    found = [told for one in everyone if (told := _answering(one, wanted, notes)) is not None]
    found.sort(key=lambda one: (not one.waits, one.last_on or date.min, one.name_key))
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return Listing(count(everyone), len(found), page, pages, shown)


def followed_members(session: Session, day: date) -> list[Followed]:
    """Return every institution that is a member, as it is followed on a day, by name.

    Five queries, however many members.
    """
    contacts = permanent_contacts(session)
    themes = themes_by_member(session)
    held = _points(session, day)
    steps = _steps(session, day)
    since = months_before(day, MONTHS)
    wanted = (
        select(
            Member.id,
            Member.name,
            Member.name_key,
            Member.category,
            Member.region,
            Member.department,
            Member.joined_on,
        )
        .where(
            Member.kind == MemberKind.INSTITUTION,
            Member.merged_into_id.is_(None),
            or_(Member.left_on.is_(None), Member.left_on > day),
        )
        .order_by(Member.name_key)
    )
    found = []
    for number, name, key, category, region, department, joined_on in session.execute(wanted):
        last_on, points = held.get(number, (None, 0))
        found.append(
            Followed(
                number,
                name,
                key,
                category,
                region_of(region, department),
                joined_on,
                contacts.get(number),
                last_on,
                points,
                *steps.get(number, (0, 0)),
                tuple(themes.get(number, ())),
                is_waiting(last_on, joined_on, since),
            )
        )
    return found


def is_waiting(last_on: date | None, joined_on: date | None, since: date) -> bool:
    """Return whether nothing reaches ``since``: neither a last point nor the day of entry."""
    reached = max(filter(None, (last_on, joined_on)), default=None)
    return reached is None or reached < since


def count(everyone: Sequence[Followed]) -> Counts:
    """Return the figures over some institutions."""
    return Counts(
        len(everyone),
        sum(one.waits for one in everyone),
        sum(one.contact is None for one in everyone),
        sum(one.late_steps for one in everyone),
    )


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError("no month is shorter than 28 days")


def _points(session: Session, day: date) -> Mapping[int, tuple[date, int]]:
    """Return the last point of each member by a day, and how many it had in the year up to it."""
    recent = case((FollowUp.held_on > months_before(day, 12), 1), else_=0)
    wanted = (
        select(FollowUp.member_id, func.max(FollowUp.held_on), func.sum(recent))
        .where(FollowUp.withdrawn_at.is_(None), FollowUp.held_on <= day)
        .group_by(FollowUp.member_id)
    )
    return {number: (last_on, points) for number, last_on, points in session.execute(wanted)}


def _steps(session: Session, day: date) -> Mapping[int, tuple[int, int]]:
    """Return how many steps of each member wait, and how many of them are past their day."""
    late = case((NextStep.due_on < day, 1), else_=0)
    wanted = (
        select(FollowUp.member_id, func.count(), func.sum(late))
        .join(NextStep.follow_up)
        .where(FollowUp.withdrawn_at.is_(None), NextStep.done_on.is_(None))
        .group_by(FollowUp.member_id)
    )
    return {number: (waiting, gone) for number, waiting, gone in session.execute(wanted)}


def _answering(one: Followed, wanted: Wanted, notes: Mapping[int, Passage]) -> Followed | None:
    """Return the member if it answers, with the note that does where its name does not."""
    if not _is_wanted(one, wanted):
        return None
    place = f"{one.name_key} {fold(one.region.name) if one.region else ''}"
    if all(word in place for word in fold(wanted.text).split()):
        return one
    return replace(one, passage=notes[one.id]) if one.id in notes else None


def _is_wanted(one: Followed, wanted: Wanted) -> bool:
    states = {"waiting": one.waits, "late": one.late_steps > 0, "nobody": one.contact is None}
    return (
        states.get(wanted.state, True)
        and (not wanted.region or (one.region is not None and one.region.code == wanted.region))
        and (not wanted.theme or any(theme.id == wanted.theme for theme in one.themes))
    )
