"""Voices in the room (voix présentes ou représentées) under a cap that looks at the room."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from governance.rules.ruleset import RuleSet
from governance.rules.steps import Step
from governance.rules.weights.caps import Capped, apply_cap, cap_step
from governance.rules.weights.voices import Amount, common_scale


@dataclass(frozen=True, slots=True)
class RoomVoices:
    """What each right in the room weighs at one vote; ``scale`` makes every one whole.

    ``steps`` tell each holder that the cap lowered, with the base and the share. ``limits``: by
    college (all under "" where the cap is no college's), what nobody may be above.
    """

    voices: Mapping[int, Fraction]
    scale: int
    steps: tuple[Step, ...]
    limits: Mapping[str, Fraction] = field(default_factory=dict)

    def at_most(self, college: str, voices: Amount) -> Fraction:
        """Return the voices of a right outside the room under the same limit."""
        limit = self.limits.get(college, self.limits.get(""))
        return Fraction(voices) if limit is None else min(Fraction(voices), limit)

    def whole(self) -> dict[int, int]:
        """Return the voices as integers, in units of one voice over ``scale``."""
        return {number: int(value * self.scale) for number, value in self.voices.items()}


def voices_in_room(
    roll: Mapping[int, tuple[str, Amount]],
    present: Collection[int],
    held: Mapping[int, Sequence[int]],
    rules: RuleSet,
) -> RoomVoices:
    """Apply to the rights in the room a cap that depends on who is there or who holds proxies.

    What a cap takes from a holder is taken from the last proxy first, from the own right last.

    Args:
        roll: (college, voices) of every member entitled to vote.
        held: by holder, the principals in the order of their proxies.

    Raises:
        InvalidInputError: weight.cap-impossible.
    """
    bundles = {
        holder: [number for number in (holder, *held.get(holder, ())) if number in roll]
        for holder in sorted({*present, *held})
    }
    there = {number for bundle in bundles.values() for number in bundle}
    voices = {number: Fraction(roll[number][1]) for number in sorted(there)}
    cap = rules.weight.cap.value
    steps: list[Step] = []
    limits: dict[str, Fraction] = {}
    if cap is not None and is_for_the_room(rules):
        if cap.scope == "own":
            bundles = {number: [number] for number in sorted(there)}
        for college, found in _caps(roll, bundles, rules).items():
            if found.limit is not None:
                limits[college] = found.limit
            for holder in sorted(bundles.keys() & set(found.lowered)):
                before = sum((voices[number] for number in bundles[holder]), Fraction(0))
                _lower(voices, bundles[holder], found.amounts[holder])
                behind = {"holder": holder, "members": bundles[holder]}
                steps.append(cap_step(rules.weight.cap, found, holder, before, **behind))
    return RoomVoices(voices, common_scale(voices.values()), tuple(steps), limits)


def is_for_the_room(rules: RuleSet) -> bool:
    """Say whether a cap looks at who is there, or at the proxies they hold."""
    cap = rules.weight.cap.value
    return cap is not None and (cap.base == "present" or cap.scope == "own_plus_proxies")


def _caps(
    roll: Mapping[int, tuple[str, Amount]], bundles: Mapping[int, Sequence[int]], rules: RuleSet
) -> dict[str, Capped]:
    cap = rules.weight.cap.value
    if cap is None:
        raise ValueError("there is no cap to apply")
    groups: dict[str, dict[int, Fraction]] = defaultdict(dict)
    taken = {number for bundle in bundles.values() for number in bundle}
    absent = {number: [number] for number in roll if number not in taken}
    amounts = bundles if cap.base == "present" else {**bundles, **absent}
    for holder, bundle in sorted(amounts.items()):
        college = roll[holder][0] if cap.base == "college" and holder in roll else ""
        groups[college][holder] = sum((Fraction(roll[n][1]) for n in bundle), Fraction(0))
    whole = not rules.weight.fraction_allowed.value
    return {
        college: apply_cap(group, cap, whole=whole) for college, group in sorted(groups.items())
    }


def _lower(voices: dict[int, Fraction], bundle: Sequence[int], limit: Fraction) -> None:
    left = limit
    for number in bundle:
        voices[number] = min(voices[number], left)
        left -= voices[number]
