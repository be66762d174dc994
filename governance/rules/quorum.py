"""The quorum, stated at a moment: who is there, what the clause asks, what is missing."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from math import ceil, floor
from typing import Any, Literal

from governance.rules.parts import read_voices
from governance.rules.roll import Roll, RollLine
from governance.rules.ruleset import QuorumRule, RuleSet, Source
from governance.rules.steps import Step, written
from governance.rules.weights.voices import Amount, plain, shown

WAYS = ("onsite", "online", "represented", "correspondence")
VOICES = tuple(f"{way}_voices" for way in ("entitled", *WAYS))
COUNTS = ("counted", "base", "required", "margin")
NOT_MET_THERE = "quorum.college-not-met"
COUNTED: Mapping[str, tuple[str, ...]] = {
    "present": WAYS[:2],
    "present_or_represented": WAYS[:3],
    "all_channels": WAYS,
}
Call = Literal["first", "second"]


@dataclass(frozen=True, slots=True)
class Attendance:
    """Numbers of the members on site, online, represented or voting by correspondence.

    Nobody attends in two ways.
    """

    onsite: frozenset[int] = frozenset()
    online: frozenset[int] = frozenset()
    represented: frozenset[int] = frozenset()
    correspondence: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        ways = [getattr(self, way) for way in WAYS]
        if len(frozenset().union(*ways)) != sum(map(len, ways)):
            raise ValueError("a member attends in one way only")

    def without(self, members: Collection[int]) -> "Attendance":
        """Return the attendance less some members."""
        gone = frozenset(members)
        return Attendance(*(getattr(self, way) - gone for way in WAYS))


@dataclass(frozen=True, slots=True)
class QuorumStatement:
    """What can be printed and signed: the count, the rule, the margin (below zero: missing)."""

    rule: QuorumRule
    clause: str
    source: Source
    code: str
    entitled_heads: int
    entitled_voices: Amount
    onsite_heads: int
    onsite_voices: Amount
    online_heads: int
    online_voices: Amount
    represented_heads: int
    represented_voices: Amount
    counted: Amount
    base: Amount
    required: Amount
    met: bool
    margin: Amount
    by_college: Mapping[str, Mapping[str, Amount]] = field(default_factory=dict)
    correspondence_heads: int = 0
    correspondence_voices: Amount = 0
    call: Call = "first"
    colleges: Mapping[str, Mapping[str, Amount]] = field(default_factory=dict)

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
        each = tuple(
            Step(
                "quorum.college-met" if row["counted"] >= row["required"] else NOT_MET_THERE,
                {"college": college, **row, "of": self.rule.of, "count": self.rule.count},
            )
            for college, row in self.colleges.items()
        )
        return (asked, counted, *each, Step(self.code, {"margin": self.margin}))

    def in_voices(self, scale: int) -> "QuorumStatement":
        """Return the statement in voices, where its roll counts them in parts.

        Args:
            scale: how many parts make a voice.
        """
        if scale == 1:
            return self
        of_voices = self.rule.of == "voices"

        def told(row: Mapping[str, Amount]) -> dict[str, Amount]:
            return {
                name: plain(Fraction(value) / scale)
                if name.endswith("_voices") or (of_voices and name in COUNTS)
                else value
                for name, value in row.items()
            }

        own: dict[str, Any] = {name: getattr(self, name) for name in (*VOICES, *COUNTS)}
        rows = {college: told(row) for college, row in self.by_college.items()}
        each = {college: told(row) for college, row in self.colleges.items()}
        changed: dict[str, Any] = told(own)
        return replace(self, **changed, by_college=rows, colleges=each)

    def to_facts(self) -> dict[str, Any]:
        """Return the statement as JSON-able facts; from_facts is its inverse."""
        facts: dict[str, Any] = {**_plain(asdict(self)), "source": self.source.value}
        share = self.rule.fraction
        facts["rule"]["fraction"] = None if share is None else written(share)
        return facts

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "QuorumStatement":
        """Build the statement again from what to_facts wrote."""
        share = facts["rule"]["fraction"]
        rule = QuorumRule(
            **{**facts["rule"], "fraction": None if share is None else Fraction(share)}
        )
        told = {**read_voices(facts), "rule": rule, "source": Source(facts["source"])}
        return cls(**told)


def _plain(facts: Any) -> Any:
    """Return facts with their fractions as JSON carries them."""
    if isinstance(facts, Mapping):
        return {name: _plain(value) for name, value in facts.items()}
    return shown(facts) if isinstance(facts, Fraction) else facts


def state_quorum(
    roll: Roll,
    attendance: Attendance,
    rules: RuleSet,
    body: str,
    *,
    call: Call = "first",
    concerned: Collection[int] = (),
) -> QuorumStatement:
    """State the quorum of ``body`` for those of the roll who attend now.

    Only members entitled to vote are counted as attending; guests and members not in good
    standing are not, even where the base is the whole membership. Where the bylaws ask for a
    quorum in each college, every college that has a base must have its own.

    Args:
        call: the second call has its own rule.
        concerned: members personally interested in the item; they leave the base and the count
            where the bylaws say so.
    """
    followed = rules.of_body(body)
    ruled = followed.quorum.second if call == "second" else followed.quorum.first
    if concerned and followed.conflict.leaves_quorum.value:
        lines = tuple(line for line in roll.lines if line.member_id not in concerned)
        roll, attendance = replace(roll, lines=lines), attendance.without(concerned)
    tally = _count(roll.entitled_lines(), attendance)
    counted, base = _counted(tally, ruled.value), _base(roll.lines, ruled.value)
    required = _required(ruled.value, base, roll.scale)
    colleges = {}
    if followed.quorum.per_college.value and ruled.value.fraction is not None:
        colleges = _each_college(roll, attendance, ruled.value)
    each_met = all(row["counted"] >= row["required"] for row in colleges.values())
    met = counted >= required and each_met
    return QuorumStatement(
        rule=ruled.value,
        clause=ruled.clause,
        source=ruled.source,
        code=_verdict(ruled.value, counted >= required, each_met),
        **tally,
        counted=counted,
        base=base,
        required=required,
        met=met,
        margin=counted - required,
        by_college=_by_college(roll, attendance),
        call=call,
        colleges=colleges,
    )


def counted_members(roll: Roll, attendance: Attendance, rule: QuorumRule) -> tuple[int, ...]:
    """Return the members behind the number counted for a quorum."""
    there = frozenset().union(*(getattr(attendance, way) for way in COUNTED[rule.count]))
    return tuple(line.member_id for line in roll.entitled_lines() if line.member_id in there)


def base_members(roll: Roll, rule: QuorumRule) -> tuple[int, ...]:
    """Return the members behind the base of a quorum."""
    return tuple(line.member_id for line in _base_lines(roll.lines, rule))


def _count(lines: tuple[RollLine, ...], attendance: Attendance) -> dict[str, int]:
    tally = {
        "entitled_heads": len(lines),
        "entitled_voices": sum(line.voices for line in lines),
    }
    for way in WAYS:
        members = getattr(attendance, way)
        there = [line for line in lines if line.member_id in members] if members else []
        tally[f"{way}_heads"] = len(there)
        tally[f"{way}_voices"] = sum(line.voices for line in there)
    return tally


def _counted(tally: Mapping[str, int], rule: QuorumRule) -> int:
    return sum(tally[f"{way}_{rule.of}"] for way in COUNTED[rule.count])


def _base_lines(lines: Collection[RollLine], rule: QuorumRule) -> list[RollLine]:
    return [
        line
        for line in lines
        if line.entitled or (rule.base == "members" and line.standing.is_of_the_body())
    ]


def _base(lines: Collection[RollLine], rule: QuorumRule) -> int:
    found = _base_lines(lines, rule)
    return len(found) if rule.of == "heads" else sum(line.voices for line in found)


def _required(rule: QuorumRule, base: int, scale: int) -> int:
    """Return how many are asked; one more is one head, or one whole voice."""
    if rule.fraction is None:
        return 0
    share = rule.fraction * base
    if rule.plus_one:
        one = scale if rule.of == "voices" else 1
        whole = share / one
        return one * ((floor(whole) if rule.rounding == "floor" else ceil(whole)) + 1)
    return max(1, ceil(share))


def _each_college(
    roll: Roll, attendance: Attendance, rule: QuorumRule
) -> dict[str, dict[str, int]]:
    found = {}
    for college in sorted({line.college for line in _base_lines(roll.lines, rule)}):
        lines = tuple(line for line in roll.lines if line.college == college)
        entitled = tuple(line for line in lines if line.entitled)
        base = _base(lines, rule)
        found[college] = {
            "counted": _counted(_count(entitled, attendance), rule),
            "base": base,
            "required": _required(rule, base, roll.scale),
        }
    return found


def _verdict(rule: QuorumRule, met: bool, each_met: bool) -> str:
    if rule.fraction is None:
        return "quorum.silent"
    if met and not each_met:
        return "quorum.not-met-by-college"
    return "quorum.met" if met else "quorum.not-met"


def _by_college(roll: Roll, attendance: Attendance) -> dict[str, dict[str, int]]:
    return {
        college: _count(
            tuple(line for line in roll.entitled_lines() if line.college == college), attendance
        )
        for college in roll.by_college()
    }
