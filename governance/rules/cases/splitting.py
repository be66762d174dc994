"""One right cast as several ballots (fractionnement) in a case: who may, and what it adds up to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from governance.rules.counting import Count, Detail
from governance.rules.roll import Roll
from governance.rules.ruleset import MajorityRule, RuleSet
from governance.rules.tally import Choice
from governance.rules.weights import is_for_the_room

NOT_SPLIT = "ballot.not-split"
FIELDS: Mapping[Choice, str] = {
    "for": "for_", "against": "against", "abstention": "abstention", "blank": "blank",
    "null": "null",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Split:
    """Whole voices by choice; ``main`` is the choice by which the right is told elsewhere."""

    parts: tuple[tuple[Choice, int], ...]

    @property
    def main(self) -> Choice:
        """The choice of most voices, the first one among equals."""
        return max(self.parts, key=lambda part: part[1])[0]


def check_split(
    split: Split,
    rights: list[int],
    roll: Roll,
    rules: RuleSet,
    majority: MajorityRule,
    secret: bool,
) -> str | None:
    """Return why a right may not be cast so, None where it may.

    The parts are whole units of the clause and make up the whole right, one right at a time. A
    majority that counts heads, or a cap that looks at the room, leaves nothing to split.
    """
    rule = rules.vote.splitting.value
    allowed = rule.when == "always" or (rule.when == "secret_weighted" and secret)
    by_heads = any(condition.kind == "by_heads" for condition in majority.conditions)
    if not allowed or by_heads or is_for_the_room(rules) or len(rights) != 1:
        return NOT_SPLIT
    weights = {line.member_id: Fraction(line.voices, roll.scale) for line in roll.entitled_lines()}
    is_whole = sum(voices for _, voices in split.parts) == weights[rights[0]]
    in_units = all(voices % rule.unit == 0 for _, voices in split.parts)
    return None if is_whole and in_units else NOT_SPLIT


def with_splits(
    count: Count, detail: Detail, splits: Mapping[int, Split], roll: Roll
) -> tuple[Count, Detail]:
    """Return the count and that of the colleges once each right is counted part by part."""
    colleges = dict(detail.colleges)
    lines = {line.member_id: line for line in roll.entitled_lines()}
    for number, split in splits.items():
        line = lines[number]
        count = _moved(count, split, line.voices, roll.scale)
        colleges[line.college] = _moved(colleges[line.college], split, line.voices, roll.scale)
    return count, replace(detail, colleges=colleges)


def _moved(count: Count, split: Split, voices: int, scale: int) -> Count:
    found = {name: getattr(count, name) for name in FIELDS.values()}
    found[FIELDS[split.main]] -= voices
    for choice, amount in split.parts:
        found[FIELDS[choice]] += amount * scale
    return replace(count, **found)
