"""The roll (liste électorale): each member, voting or not, with voices and the reason."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from governance.rules.ruleset import RuleSet
from governance.rules.standing import (
    MemberFacts,
    Standing,
    entered_late,
    in_one_capacity,
    kept_from_voting,
    of_other_college,
    standings_of,
)
from governance.rules.weights import Voices, common_scale, is_by_member, weigh
from governance.rules.weights.voices import Amount, plain


@dataclass(frozen=True, slots=True)
class RollLine:
    """One member of the roll; ``voices`` are those it would have in good standing.

    ``why`` explains them where the roll was just drawn up.
    """

    member_id: int
    name: str
    college: str
    voices: int
    standing: Standing
    why: Voices | None = None

    @property
    def entitled(self) -> bool:
        """Say whether this line carries a right to vote: in standing, with a voice at least."""
        return self.standing.votes and self.voices > 0


@dataclass(frozen=True, slots=True)
class Roll:
    """The lines in the order of the members' numbers; totals count the entitled only.

    Where bylaws allow fractions of voices, the integers of the lines count parts of a voice:
    ``scale`` of them make one.
    """

    lines: tuple[RollLine, ...]
    scale: int = 1
    _entitled: tuple[RollLine, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        entitled = tuple(line for line in self.lines if line.entitled)
        object.__setattr__(self, "_entitled", entitled)

    @property
    def total_voices(self) -> int:
        """Add up the voices of those who may vote."""
        return sum(line.voices for line in self.entitled_lines())

    @property
    def voices(self) -> Amount:
        """Add up the voices of those who may vote, parts of a voice as the fractions they are."""
        return plain(Fraction(self.total_voices, self.scale))

    def voices_of(self, line: RollLine) -> Amount:
        """Return the voices of a line, parts of a voice as the fraction they are."""
        return plain(Fraction(line.voices, self.scale))

    @property
    def heads(self) -> int:
        """Count those who may vote."""
        return len(self.entitled_lines())

    def entitled_lines(self) -> tuple[RollLine, ...]:
        """Return the lines that carry a right to vote."""
        return self._entitled

    def entitled_ids(self) -> frozenset[int]:
        """Return the numbers of the members who may vote."""
        return frozenset(line.member_id for line in self.entitled_lines())

    def line_of(self, member_id: int) -> RollLine | None:
        """Return the line of a member, or None."""
        return next((line for line in self.lines if line.member_id == member_id), None)

    def by_college(self) -> dict[str, tuple[int, int]]:
        """Return (heads, voices) of those who may vote, by college in alphabetical order."""
        counted: dict[str, tuple[int, int]] = {}
        for line in sorted(self.entitled_lines(), key=lambda line: line.college):
            heads, voices = counted.get(line.college, (0, 0))
            counted[line.college] = heads + 1, voices + line.voices
        return counted

    def missing_inputs(self) -> dict[int, tuple[str, ...]]:
        """Return by member the figures that voices need and nobody has entered."""
        return {
            line.member_id: line.why.missing for line in self.lines if line.why and line.why.missing
        }

    def rescaled(self, scale: int) -> "Roll":
        """Return the same roll counted in parts of a voice, ``scale`` of them to one.

        Raises:
            ValueError: a scale in which some voices are not whole.
        """
        if scale % self.scale:
            raise ValueError("voices would not be whole in this scale")
        times = scale // self.scale
        lines = tuple(replace(line, voices=line.voices * times) for line in self.lines)
        return replace(self, lines=lines, scale=scale)

    def of_whole_voices(self) -> "Roll":
        """Return the same roll counted in whole voices, where all who may vote have whole ones."""
        lines = self.entitled_lines()
        if self.scale == 1 or any(line.voices % self.scale for line in lines):
            return self
        return replace(
            self,
            lines=tuple(replace(line, voices=line.voices // self.scale) for line in self.lines),
            scale=1,
        )

    def for_item(self, concerned: Collection[int], rules: RuleSet) -> "Roll":
        """Return the roll of one item, without the votes of those personally concerned by it."""
        return self._judged(
            {
                line.member_id: kept_from_voting(line.standing, rules)
                for line in self.lines
                if line.member_id in concerned
            }
        )

    def for_college(self, college: str, rules: RuleSet) -> "Roll":
        """Return the roll of an election of one college's seats: its members alone vote."""
        return self._judged(
            {
                line.member_id: of_other_college(line.standing, line.college, college, rules)
                for line in self.lines
                if line.college != college
            }
        )

    def in_one_capacity(self, chosen: Mapping[int, int], rules: RuleSet) -> "Roll":
        """Return the roll where nobody votes in two capacities, if the bylaws want a choice.

        Args:
            chosen: by member set aside, the member for which the same person votes.
        """
        names = {line.member_id: line.name for line in self.lines}
        return self._judged(
            {
                line.member_id: in_one_capacity(line.standing, rules, names[chosen[line.member_id]])
                for line in self.lines
                if line.member_id in chosen
            }
        )

    def _judged(self, standings: Mapping[int, Standing]) -> "Roll":
        if not standings:
            return self
        lines = (
            replace(line, standing=standings.get(line.member_id, line.standing))
            for line in self.lines
        )
        return replace(self, lines=tuple(lines))

    def to_facts(self) -> list[dict[str, object]]:
        """Return the lines as JSON-able facts."""
        return [
            {
                "member_id": line.member_id,
                "name": line.name,
                "college": line.college,
                "voices": line.voices,
                "votes": line.entitled,
                "standing": line.standing.code,
            }
            for line in self.lines
        ]

    def digest(self) -> str:
        """Return the SHA-256 of the lines as canonical JSON, in hexadecimal."""
        facts = self.to_facts()
        told = facts if self.scale == 1 else {"lines": facts, "scale": self.scale}
        plain = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()


def draw_up_roll(
    members: Iterable[MemberFacts], rules: RuleSet, on: date, closed_on: date | None = None
) -> Roll:
    """Draw up the roll of the day ``on``; the order of ``members`` does not matter.

    Shares and caps are counted among the members of the body, since voices are frozen before
    the last dues are in; among those who vote alone where dues are looked at on that very day.

    Args:
        closed_on: the day on which the roll was closed: who came in later is not on it.

    Raises:
        InvalidInputError: weight.*, as weigh.
    """
    known = sorted(members, key=lambda member: member.id)
    if len({member.id for member in known}) < len(known):
        raise ValueError("a member is given twice")
    standings = standings_of(known, rules, on)
    if closed_on is not None:
        late = {one.id: entered_late(one, rules, closed_on) for one in known}
        standings |= {number: found for number, found in late.items() if found is not None}
    voices = weigh([member for member in known if _is_weighed(standings[member.id], rules)], rules)
    scale = common_scale(found.value for found in voices.values())
    colleges = {category.id: category.college for category in rules.categories.value}
    lines = (
        RollLine(
            member.id,
            member.name,
            colleges.get(member.category, ""),
            _amount(voices.get(member.id), scale),
            standings[member.id],
            voices.get(member.id),
        )
        for member in known
    )
    return Roll(tuple(lines), scale)


def _is_weighed(standing: Standing, rules: RuleSet) -> bool:
    if is_by_member(rules):
        return True
    is_final = rules.standing.at.value == "roll_closing"
    return standing.votes if is_final else standing.is_of_the_body()


def _amount(voices: Voices | None, scale: int) -> int:
    return int(voices.value * scale) if voices else 0
