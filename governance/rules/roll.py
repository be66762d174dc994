"""The roll (liste électorale): each member, voting or not, with voices and the reason."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.rules.ruleset import RuleSet
from governance.rules.standing import MemberFacts, Standing, category_of, standing_of
from governance.rules.weights import voices_of


@dataclass(frozen=True, slots=True)
class RollLine:
    """One member of the roll; ``voices`` are those it would have in good standing."""

    member_id: int
    name: str
    college: str
    voices: int
    standing: Standing

    @property
    def entitled(self) -> bool:
        """Say whether this line carries a right to vote."""
        return self.standing.votes


@dataclass(frozen=True, slots=True)
class Roll:
    """The lines in the order of the members' numbers; totals count the entitled only."""

    lines: tuple[RollLine, ...]

    @property
    def total_voices(self) -> int:
        """Add up the voices of those who may vote."""
        return sum(line.voices for line in self.entitled_lines())

    @property
    def heads(self) -> int:
        """Count those who may vote."""
        return len(self.entitled_lines())

    def entitled_lines(self) -> tuple[RollLine, ...]:
        """Return the lines that carry a right to vote."""
        return tuple(line for line in self.lines if line.entitled)

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
        plain = json.dumps(
            self.to_facts(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(plain.encode()).hexdigest()


def draw_up_roll(members: Iterable[MemberFacts], rules: RuleSet, on: date) -> Roll:
    """Draw up the roll of the day ``on``; the order of ``members`` does not matter."""
    known = sorted(members, key=lambda member: member.id)
    if len({member.id for member in known}) < len(known):
        raise ValueError("a member is given twice")
    return Roll(tuple(_line(member, rules, on) for member in known))


def _line(member: MemberFacts, rules: RuleSet, on: date) -> RollLine:
    category = category_of(member.category, rules)
    college = category.college if category else ""
    voices = voices_of(member, rules).value
    return RollLine(member.id, member.name, college, voices, standing_of(member, rules, on))
