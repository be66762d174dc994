"""The quorum, stated at a moment: who is there, what the clause asks, what is missing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Any

from governance.rules.roll import Roll, RollLine
from governance.rules.ruleset import QuorumRule, RuleSet, Source
from governance.rules.steps import Step, written

WAYS = ("onsite", "online", "represented")


@dataclass(frozen=True, slots=True)
class Attendance:
    """Numbers of the members on site, online and represented: nobody in two of them."""

    onsite: frozenset[int] = frozenset()
    online: frozenset[int] = frozenset()
    represented: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        everyone = self.onsite | self.online | self.represented
        if len(everyone) != len(self.onsite) + len(self.online) + len(self.represented):
            raise ValueError("a member attends in one way only")


@dataclass(frozen=True, slots=True)
class QuorumStatement:
    """What can be printed and signed: the count, the rule, the margin (below zero: missing)."""

    rule: QuorumRule
    clause: str
    source: Source
    code: str
    entitled_heads: int
    entitled_voices: int
    onsite_heads: int
    onsite_voices: int
    online_heads: int
    online_voices: int
    represented_heads: int
    represented_voices: int
    counted: int
    base: int
    required: int
    met: bool
    margin: int
    by_college: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Explain the requirement, then the count."""
        share = self.rule.fraction
        counted = Step(
            "quorum.counted",
            {
                "counted": self.counted,
                "of": self.rule.of,
                "count": self.rule.count,
            },
        )
        if share is None:
            return (Step("quorum.silent"), counted)
        asked = Step(
            "quorum.plus-one" if self.rule.plus_one else "quorum.share",
            {
                "fraction": written(share),
                "base": self.base,
                "base_of": self.rule.base,
                "of": self.rule.of,
                "required": self.required,
            },
        )
        return (asked, counted, Step(self.code, {"margin": self.margin}))

    def to_facts(self) -> dict[str, Any]:
        """Return the statement as JSON-able facts; from_facts is its inverse."""
        facts = asdict(self) | {"source": self.source.value}
        share = self.rule.fraction
        facts["rule"]["fraction"] = None if share is None else written(share)
        facts["by_college"] = {name: dict(row) for name, row in self.by_college.items()}
        return facts

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "QuorumStatement":
        """Build the statement again from what to_facts wrote."""
        share = facts["rule"]["fraction"]
        rule = QuorumRule(
            **{**facts["rule"], "fraction": None if share is None else Fraction(share)}
        )
        return cls(**{**facts, "rule": rule, "source": Source(facts["source"])})


def state_quorum(roll: Roll, attendance: Attendance, rules: RuleSet, body: str) -> QuorumStatement:
    """State the quorum of ``body`` for those of the roll who attend now.

    Only members entitled to vote are counted as attending; guests and members not in good
    standing are not, even where the base is the whole membership.
    """
    ruled = rules.of_body(body).quorum.first
    tally = _count(roll.entitled_lines(), attendance)
    counted, base = _counted(tally, ruled.value), _base(roll, ruled.value)
    required = _required(ruled.value, base)
    met = counted >= required
    return QuorumStatement(
        rule=ruled.value,
        clause=ruled.clause,
        source=ruled.source,
        code=_verdict(ruled.value, met),
        **tally,
        counted=counted,
        base=base,
        required=required,
        met=met,
        margin=counted - required,
        by_college=_by_college(roll, attendance),
    )


def _count(lines: tuple[RollLine, ...], attendance: Attendance) -> dict[str, int]:
    tally = {
        "entitled_heads": len(lines),
        "entitled_voices": sum(line.voices for line in lines),
    }
    for way in WAYS:
        there = [line for line in lines if line.member_id in getattr(attendance, way)]
        tally[f"{way}_heads"] = len(there)
        tally[f"{way}_voices"] = sum(line.voices for line in there)
    return tally


def _counted(tally: Mapping[str, int], rule: QuorumRule) -> int:
    ways = WAYS[:2] if rule.count == "present" else WAYS
    return sum(tally[f"{way}_{rule.of}"] for way in ways)


def _base(roll: Roll, rule: QuorumRule) -> int:
    lines = [
        line
        for line in roll.lines
        if line.entitled or (rule.base == "members" and line.standing.is_of_the_body())
    ]
    return len(lines) if rule.of == "heads" else sum(line.voices for line in lines)


def _required(rule: QuorumRule, base: int) -> int:
    if rule.fraction is None:
        return 0
    share = rule.fraction * base
    if rule.plus_one:
        return (floor(share) if rule.rounding == "floor" else ceil(share)) + 1
    return max(1, ceil(share))


def _verdict(rule: QuorumRule, met: bool) -> str:
    if rule.fraction is None:
        return "quorum.silent"
    return "quorum.met" if met else "quorum.not-met"


def _by_college(roll: Roll, attendance: Attendance) -> dict[str, dict[str, int]]:
    return {
        college: _count(
            tuple(line for line in roll.entitled_lines() if line.college == college), attendance
        )
        for college in roll.by_college()
    }
