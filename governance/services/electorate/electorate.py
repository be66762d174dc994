"""The electorate (corps électoral): each member votes or does not, why, with how many voices."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.journal import JournalLine
from governance.models.meetings import Meeting
from governance.models.members import ActsAs, Member
from governance.models.roll import RollLine
from governance.rules.calendar import day_of
from governance.rules.parts import of_parts
from governance.rules.ruleset import RuleSet
from governance.rules.standing import Standing
from governance.rules.weights import Voices
from governance.services.bylaws import rulesets
from governance.services.electorate import roll
from governance.services.electorate.roll_fingerprint import fingerprint
from governance.services.membership import register
from governance.services.membership.names import fold
from governance.services.membership.register import Entry
from governance.services.membership.register_at import FEW, PersonOn, people_on

FROZEN = "roll.frozen", "roll.closed"  # at the notice, then where the bylaws close it later


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts for a member: titulaire, suppléant or the member herself."""

    name: str
    acts_as: ActsAs | None


@dataclass(frozen=True, slots=True)
class Line:
    """One member: does it vote, why, with which voices, in which college, in whose person.

    ``on_roll``: whether the frozen roll has it; without a frozen roll, whether it would.
    """

    member_id: int
    name: str
    category: str
    college: str
    standing: Standing
    voices: Voices
    acting: Acting | None
    on_roll: bool

    @property
    def votes(self) -> bool:
        """Whether this member votes: on the roll, in standing, with some voice."""
        return self.on_roll and self.standing.votes and self.voices.value > 0


@dataclass(frozen=True, slots=True)
class Frozen:
    """How the roll was frozen; ``recomputed`` is the fingerprint of the lines kept now.

    Rolls frozen by an older version have no fingerprint that the lines alone can give again:
    ``recomputed`` is None then.
    """

    at: datetime
    height: int
    journal_hash: str
    lines: int
    digest: str
    recomputed: str | None
    scale: int

    @property
    def is_intact(self) -> bool:
        """Whether the lines kept are those that were frozen."""
        return self.recomputed == self.digest


@dataclass(frozen=True, slots=True)
class Electorate:
    """The members of a day or of a meeting, by name; ``rules`` are those that judge them.

    ``kept``: what the frozen roll is drawn from at other moments.
    """

    day: date
    lines: tuple[Line, ...]
    rules: RuleSet
    frozen: Frozen | None = None
    kept: roll.Kept | None = field(default=None, repr=False, compare=False)
    _voting: tuple[Line, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_voting", tuple(line for line in self.lines if line.votes))

    @property
    def heads(self) -> int:
        """How many members vote."""
        return len(self._voting)

    @property
    def voices(self) -> int | Fraction:
        """How many voices they have together."""
        return sum((line.voices.value for line in self._voting), 0)

    def by_college(self) -> list[tuple[str, int, int | Fraction]]:
        """Return (college, members, voices) of those who vote, in alphabetical order."""
        found: dict[str, tuple[int, int | Fraction]] = {}
        for line in self._voting:
            heads, voices = found.get(line.college, (0, 0))
            found[line.college] = heads + 1, voices + line.voices.value
        return [(college, *found[college]) for college in sorted(found)]

    def reasons(self) -> list[tuple[str, int]]:
        """Return (code of the reason, members) of those who do not vote, the commonest first."""
        counted = Counter(line.standing.code for line in self.lines if not line.votes)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))

    def line_of(self, member_id: int) -> Line | None:
        """Return the line of a member, or None."""
        return next((line for line in self.lines if line.member_id == member_id), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty text asks for everything. ``votes``: yes or no."""

    text: str = ""
    votes: str = ""
    college: str = ""
    reason: str = ""
    acts_as: str = ""


def on_day(
    session: Session, rules: RuleSet, day: date, *, people_of: Collection[int] | None = None
) -> Electorate:
    """Return the electorate as it would have been on a day, under given rules.

    Former members are left out: they are in the register.

    Args:
        people_of: the members whose lines say who acts, all when left out; others may say it
            too. ``add_people`` says it of a few later.
    """
    entries = [entry for entry in register.all_entries(session, rules, day) if _is_there(entry)]
    people = people_on(session, day, people_of)
    colleges = _colleges(rules)
    lines = (
        _line(entry, colleges, entry.standing, _first(people.get(entry.id, ())), on_roll=True)
        for entry in entries
    )
    return Electorate(day, tuple(lines), rules)


def add_people(session: Session, day: date, lines: Iterable[Line]) -> list[Line]:
    """Return the lines of a day with who acts for each."""
    known = {line.member_id: line for line in lines}
    people = people_on(session, day, known)
    return [replace(line, acting=_first(people.get(number, ()))) for number, line in known.items()]


def of_meeting(
    session: Session,
    meeting: Meeting,
    now: datetime,
    *,
    people_of: Collection[int] | None = None,
    with_origins: bool = True,
) -> Electorate:
    """Return the electorate of a meeting: of a vote opened ``now``, or at its close.

    Once the roll is frozen its names, colleges and voices are kept; standing and who acts follow
    the register. Who entered later is told, and does not vote.

    Args:
        people_of: the members whose lines say who acts, all when left out; others may say it
            too.
        with_origins: whether they say their category and how their voices come about; once the
            roll is frozen ``complete`` says both of a few later, ``add_people`` before.
    """
    rules = rulesets.of_meeting(session, meeting)
    if meeting.convened_at is None:
        return on_day(session, rules, day_of(now), people_of=people_of)
    moment = min(now, meeting.closed_at) if meeting.closed_at else now
    day = day_of(moment)
    kept = roll.kept_of(session, meeting.id)
    drawn = roll.roll_at(session, meeting, moment, kept)
    voices = {
        parts: _kept(parts, drawn.scale, rules) for parts in {one.voices for one in drawn.lines}
    }
    actors = _actors(session, meeting, day, people_of)
    lines = [
        Line(
            one.member_id,
            one.name,
            "",
            one.college,
            one.standing,
            voices[one.voices],
            actors.get(one.member_id),
            on_roll=True,
        )
        for one in drawn.lines
    ]
    colleges = _colleges(rules)
    lines += [
        _line(entry, colleges, _outside(entry), actors.get(entry.id), on_roll=False)
        for entry in _not_called(session, meeting, rules, day)
    ]
    if with_origins:
        lines = _with_origins(session, meeting, rules, day, lines)
    lines.sort(key=lambda line: fold(line.name))
    return Electorate(day, tuple(lines), rules, frozen_of(session, meeting, kept.rows), kept)


def complete(
    session: Session, meeting: Meeting, electorate: Electorate, lines: Sequence[Line]
) -> list[Line]:
    """Return lines of a frozen roll with who acts, their category, how their voices come about."""
    actors = _actors(session, meeting, electorate.day, [line.member_id for line in lines])
    told = _with_origins(session, meeting, electorate.rules, electorate.day, lines)
    return [replace(line, acting=actors.get(line.member_id)) for line in told]


def found(electorate: Electorate, wanted: Wanted) -> list[Line]:
    """Return the lines that answer to ``wanted``."""
    words = fold(wanted.text).split()
    return [line for line in electorate.lines if _answers(line, wanted, words)]


def frozen_of(
    session: Session, meeting: Meeting, kept: Sequence[Any] | None = None
) -> Frozen | None:
    """Return how the roll of the meeting was frozen last, checked against its lines.

    Args:
        kept: its lines by number of the member, where they were read already.
    """
    wanted = select(JournalLine).where(
        JournalLine.meeting_id == meeting.id, JournalLine.kind.in_(FROZEN)
    )
    line = session.scalars(wanted.order_by(JournalLine.height.desc())).first()
    if line is None:
        return None
    scale = int(line.facts.get("scale", 1))
    kept = roll.frozen_rows(session, meeting.id) if kept is None else kept
    checkable = line.facts.get("covers") == "lines"
    return Frozen(
        at=line.at,
        height=line.height,
        journal_hash=line.hash,
        lines=int(line.facts["lines"]),
        digest=str(line.facts["digest"]),
        recomputed=fingerprint(kept, scale) if checkable else None,
        scale=scale,
    )


def _colleges(rules: RuleSet) -> dict[str, str]:
    """Return the college of each category."""
    return {category.id: category.college for category in rules.categories.value}


def _line(
    entry: Entry,
    colleges: Mapping[str, str],
    standing: Standing,
    acting: Acting | None,
    *,
    on_roll: bool,
) -> Line:
    return Line(
        entry.id,
        entry.name,
        entry.member.category,
        colleges.get(entry.member.category, ""),
        standing,
        entry.voices,
        acting,
        on_roll,
    )


def _is_there(entry: Entry) -> bool:
    return entry.member.is_member


def _outside(entry: Entry) -> Standing:
    """Return why a member that the frozen roll lacks does not vote."""
    if not entry.standing.is_of_the_body():
        return entry.standing
    return replace(entry.standing, votes=False, code="electorate.entered-after")


def _kept(parts: int, scale: int, rules: RuleSet) -> Voices:
    """Return the voices that were frozen, without their arithmetic."""
    return Voices(
        of_parts(parts, scale), (), rules.weight.method.clause, rules.weight.method.source
    )


def _not_called(session: Session, meeting: Meeting, rules: RuleSet, day: date) -> list[Entry]:
    """Return the members of a day that the frozen roll lacks."""
    called = select(RollLine.member_id).where(RollLine.meeting_id == meeting.id)
    late = session.scalars(select(Member.id).where(Member.id.not_in(called))).all()
    if not late:
        return []
    return [one for one in register.all_entries(session, rules, day, late) if _is_there(one)]


def _with_origins(
    session: Session, meeting: Meeting, rules: RuleSet, day: date, lines: Iterable[Line]
) -> list[Line]:
    """Return lines with their category, and the arithmetic of the voices that were frozen."""
    lines = list(lines)
    numbers = [line.member_id for line in lines]
    frozen_on = day_of(meeting.convened_at) if meeting.convened_at else day
    known = {one.id: one for one in register.all_entries(session, rules, frozen_on, numbers)}
    today = {one.id: one for one in register.all_entries(session, rules, day, numbers)}
    return [
        replace(
            line,
            category=_category(line.member_id, today, known),
            voices=_explained(line, known.get(line.member_id)),
        )
        for line in lines
    ]


def _category(member_id: int, *known: Mapping[int, Entry]) -> str:
    return next((told[member_id].member.category for told in known if member_id in told), "")


def _explained(line: Line, entry: Entry | None) -> Voices:
    """Return the voices of a line, with their arithmetic where it still gives what was frozen."""
    if not line.on_roll or entry is None or entry.voices.value != line.voices.value:
        return line.voices
    return entry.voices


def _first(people: Sequence[PersonOn]) -> Acting | None:
    return Acting(people[0].name, people[0].acts_as) if people else None


def _actors(
    session: Session, meeting: Meeting, day: date, members: Collection[int] | None = None
) -> dict[int, Acting]:
    """Return who acts for each member in the meeting: who checked in for it, else who is named."""
    few = members if members is not None and len(members) <= FEW else None
    named = people_on(session, day, few)
    return {
        member_id: Acting(person.name, _capacity(named.get(member_id, ()), person.id))
        for member_id, person in roll.acting(session, meeting.id, few).items()
    }


def _capacity(people: Iterable[PersonOn], person_id: int) -> ActsAs | None:
    return next((one.acts_as for one in people if one.person_id == person_id), None)


def _answers(line: Line, wanted: Wanted, words: Sequence[str]) -> bool:
    return (
        (not wanted.votes or wanted.votes == ("oui" if line.votes else "non"))
        and wanted.college in ("", line.college)
        and (not wanted.reason or (not line.votes and line.standing.code == wanted.reason))
        and (not wanted.acts_as or _capacity_word(line) == wanted.acts_as)
        and (not words or _bears(line, words))
    )


def _bears(line: Line, words: Sequence[str]) -> bool:
    """Return whether a member and who acts for it bear every word; each name was folded before."""
    place = f"{fold(line.name)} {fold(line.acting.name)}" if line.acting else fold(line.name)
    return all(word in place for word in words)


def _capacity_word(line: Line) -> str:
    if line.acting is None:
        return "personne"
    return str(line.acting.acts_as or "")
