"""Counted votes (dépouillement): voices by choice, and the base a majority is measured against."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from math import ceil, floor

from governance.rules.ruleset import Base, MajorityRule, Treatment
from governance.rules.steps import Step

TREATED = {
    ("blank", Treatment.EXPRESSED): "majority.blank-expressed",
    ("blank", Treatment.AGAINST): "majority.blank-against",
    ("abstention", Treatment.EXPRESSED): "majority.abstention-expressed",
    ("abstention", Treatment.AGAINST): "majority.abstention-against",
    ("null", Treatment.EXPRESSED): "majority.null-expressed",
    ("null", Treatment.AGAINST): "majority.null-against",
}


@dataclass(frozen=True, slots=True)
class Count:
    """Voices by choice; ``voters`` are heads.

    ``present_voices`` are those of the members there in person, on site or online;
    ``represented_voices`` come with proxies and are added to them where the clause says so.
    """

    for_: int
    against: int
    abstention: int = 0
    blank: int = 0
    null: int = 0
    voters: int = 0
    present_voices: int = 0
    roll_voices: int = 0
    represented_voices: int = 0

    def __post_init__(self) -> None:
        if any(getattr(self, part.name) < 0 for part in fields(self)):
            raise ValueError("a count is not negative")

    @property
    def cast(self) -> int:
        """Add up all the voices cast, whatever the choice."""
        return self.for_ + self.against + self.abstention + self.blank + self.null

    def shared(self, scale: int) -> "Count":
        """Return the count in units of ``scale`` voices, heads where everyone weighs that much.

        Raises:
            ValueError: voices that do not share out so.
        """
        told = {part.name: getattr(self, part.name) for part in fields(self)}
        voices = {name: amount for name, amount in told.items() if name != "voters"}
        if any(amount % scale for amount in voices.values()):
            raise ValueError("these voices are not all of one weight")
        return replace(self, **{name: amount // scale for name, amount in voices.items()})


@dataclass(frozen=True, slots=True)
class Detail:
    """The same vote counted in heads, and college by college: what double majorities look at.

    ``heads`` counts one for each right, those brought by proxies included.
    """

    heads: Count | None = None
    colleges: Mapping[str, Count] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A share asked of a base: how many are needed, and whether they are there."""

    numerator: int
    denominator: int
    share: Fraction
    strict: bool

    @property
    def needed(self) -> int:
        """The smallest number that is enough, one at least."""
        edge = self.share * self.denominator
        return max(1, floor(edge) + 1 if self.strict else ceil(edge))

    @property
    def is_reached(self) -> bool:
        """Whether there are enough; of nothing, no share is reached."""
        return self.denominator > 0 and self.numerator >= self.needed


def base_steps(count: Count, rule: MajorityRule) -> tuple[Step, ...]:
    """List what the base is made of; a base of persons never falls below the voices cast."""
    if rule.base is Base.EXPRESSED:
        return _expressed(count, rule)
    if rule.base is Base.CAST:
        return (Step("majority.base-cast", {"voices": count.cast}),)
    if rule.base is Base.ROLL:
        whole, name = count.roll_voices, "majority.base-roll"
    elif rule.base is Base.PRESENT:
        whole, name = count.present_voices, "majority.base-present"
    else:
        whole = count.present_voices + count.represented_voices
        name = "majority.base-present-or-represented"
    missing = max(0, count.cast - whole)  # who has cast a vote was there for it
    raised = (Step("majority.base-raised", {"voices": missing}),) if missing else ()
    return (Step(name, {"voices": whole}), *raised)


def base_of(count: Count, rule: MajorityRule) -> int:
    """Return the voices a majority is measured against."""
    return sum(amount_of(step) for step in base_steps(count, rule))


def amount_of(step: Step) -> int:
    """Return the voices that a step of the base counts."""
    voices = step.facts["voices"]
    if not isinstance(voices, int):
        raise ValueError("a step of the base counts voices")
    return voices


def _expressed(count: Count, rule: MajorityRule) -> tuple[Step, ...]:
    steps = [
        Step("majority.for", {"voices": count.for_}),
        Step("majority.against", {"voices": count.against}),
    ]
    treated = (
        ("blank", rule.blank, count.blank),
        ("abstention", rule.abstention, count.abstention),
        ("null", rule.null, count.null),
    )
    for name, treatment, voices in treated:
        if (name, treatment) in TREATED and (voices or name != "null"):
            steps.append(Step(TREATED[name, treatment], {"voices": voices}))
    return tuple(steps)
