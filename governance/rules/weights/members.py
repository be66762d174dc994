"""The voices of every member of a body: method, rounding, floor and cap, in this order."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from governance.errors import InvalidInputError
from governance.rules.ruleset import RuleSet, WeightMethod
from governance.rules.ruleset.weighing import MOST_VOICES
from governance.rules.standing import MemberFacts, category_of
from governance.rules.steps import Step
from governance.rules.weights.caps import apply_cap, cap_step
from governance.rules.weights.colleges import share_out
from governance.rules.weights.own import own_voices
from governance.rules.weights.room import is_for_the_room
from governance.rules.weights.voices import Voices, rounded, shown

SHARED = frozenset({WeightMethod.PROPORTIONAL, WeightMethod.COLLEGE_SHARE})


def is_by_member(rules: RuleSet) -> bool:
    """Say whether the voices of a member depend on nobody but that member."""
    cap = rules.weight.cap.value
    is_alone = cap is None or is_for_the_room(rules)
    is_number = cap is not None and cap.voices is not None and cap.mode == "clamp"
    return rules.weight.method.value not in SHARED and (is_alone or is_number)


def voices_of(member: MemberFacts, rules: RuleSet) -> Voices:
    """Count the voices the bylaws give ``member``, whether or not it may vote today.

    Raises:
        InvalidInputError: weight.*, naming the path and the member.
        ValueError: the voices depend on the other members: see is_by_member and weigh.
    """
    if not is_by_member(rules):
        raise ValueError("these voices depend on the other members: weigh them together")
    return weigh([member], rules)[member.id]


def weigh(members: Sequence[MemberFacts], rules: RuleSet) -> dict[int, Voices]:
    """Count the voices of the members of one body, each among the others.

    The floor is not for voices that are shared out: it would change the share of a college. A
    cap on those present, or on proxies too, is for the room: see voices_in_room.

    Raises:
        InvalidInputError: weight.negative, .too-many, .not-whole, .division-by-zero, .bad-input,
            .shares-impossible, .circular-colleges, .nothing-to-share, .cap-impossible.
    """
    if rules.weight.method.value in SHARED:
        counted = {
            member.id: _rounded(member, voices, rules)
            for member, voices in _paired(members, share_out(members, rules))
        }
    else:
        counted = _own(members, rules)
    return _capped(members, counted, rules)


def college_of(member_category: str, rules: RuleSet) -> str:
    """Return the college (collège) of a category.

    Raises:
        InvalidInputError: member.unknown-category.
    """
    category = category_of(member_category, rules)
    if category is None:
        raise InvalidInputError("member.unknown-category", field="category", value=member_category)
    return category.college


def _own(members: Sequence[MemberFacts], rules: RuleSet) -> dict[int, Voices]:
    """Count voices that depend on the member alone; members who are alike are counted once."""
    by_name = rules.weight.table_by.value == "member"
    judged: dict[object, Voices] = {}
    found = {}
    for member in members:
        name = member.name if by_name else ""
        alike = member.tier, member.category, tuple(member.inputs.items()), name
        if alike not in judged:
            judged[alike] = _lifted(_rounded(member, own_voices(member, rules), rules), rules)
        found[member.id] = judged[alike]
    return found


def _paired(
    members: Sequence[MemberFacts], voices: dict[int, Voices]
) -> list[tuple[MemberFacts, Voices]]:
    return [(member, voices[member.id]) for member in members]


def _rounded(member: MemberFacts, voices: Voices, rules: RuleSet) -> Voices:
    rule, before = rules.weight.rounding, Fraction(voices.value)
    if before < 0:
        raise InvalidInputError(
            "weight.negative", path="weight.formula.value", member=member.name, voices=shown(before)
        )
    after = rounded(before, rule.value)
    if after > MOST_VOICES:
        raise InvalidInputError(
            "weight.too-many", path="weight.method.value", member=member.name, most=MOST_VOICES
        )
    if after.denominator != 1 and not rules.weight.fraction_allowed.value:
        raise InvalidInputError(
            "weight.not-whole",
            path="weight.rounding.value",
            member=member.name,
            voices=shown(after),
        )
    if after == before:
        return voices
    facts = {"before": shown(before), "voices": shown(after), "how": rule.value}
    return voices.with_step(after, Step("weight.rounded", {**facts, "clause": rule.clause}))


def _lifted(voices: Voices, rules: RuleSet) -> Voices:
    rule = rules.weight.floor
    if voices.value >= rule.value:
        return voices
    facts = {"before": shown(voices.value), "voices": rule.value, "clause": rule.clause}
    return voices.with_step(Fraction(rule.value), Step("weight.lifted", facts))


def _capped(
    members: Sequence[MemberFacts], counted: dict[int, Voices], rules: RuleSet
) -> dict[int, Voices]:
    rule, cap = rules.weight.cap, rules.weight.cap.value
    if cap is None or is_for_the_room(rules):
        return counted
    groups: dict[str, dict[int, Fraction]] = defaultdict(dict)
    for member in members:
        category = category_of(member.category, rules)
        college = category.college if category and cap.base == "college" else ""
        groups[college][member.id] = Fraction(counted[member.id].value)
    for group in groups.values():
        found = apply_cap(group, cap, whole=not rules.weight.fraction_allowed.value)
        for number in found.lowered:
            step = cap_step(rule, found, number, group[number])
            counted[number] = counted[number].with_step(found.amounts[number], step)
    return counted
