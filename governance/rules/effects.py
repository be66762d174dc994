"""What bylaws come to on a register (effet sur le registre): who votes, quorum, proxies.

For pages that write bylaws: an example beside a value, and what no roll like this one can satisfy.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from governance.errors import GovernanceError
from governance.rules.calendar import latest_notice_day
from governance.rules.quorum import Attendance, state_quorum
from governance.rules.roll import Roll, draw_up_roll
from governance.rules.ruleset import CollegeBound, MajorityRule, RuleSet, Secrecy
from governance.rules.ruleset.doubts import Doubt
from governance.rules.standing import MemberFacts

ORDINARY_BODY = "AGO"
EXAMPLE_DAYS = 60  # an assembly so many days from today


@dataclass(frozen=True, slots=True)
class Effect:
    """The bylaws on the members of today.

    Args:
        refusal: why the roll cannot be drawn up; the roll is then empty.
        quorum: how many members or voices must be there; zero where none is asked for.
        most_proxies: how many one member may carry, None without a limit, zero without proxies.
        strangers: categories of the register that these bylaws do not know.
        needed: by majority, the voices a resolution needs when all vote for or against.
    """

    rules: RuleSet
    roll: Roll
    members: int
    quorum: int
    quorum_base: int
    most_proxies: int | None
    needed: dict[str, Fraction]
    meeting: date
    notice_by: date
    strangers: tuple[str, ...] = ()
    refusal: GovernanceError | None = None

    @property
    def voices(self) -> Fraction:
        """Add up the voices of those who may vote."""
        return Fraction(self.roll.total_voices, self.roll.scale)


def effect_of(
    members: Iterable[MemberFacts], rules: RuleSet, on: date, body: str = ORDINARY_BODY
) -> Effect:
    """Draw up the roll of the day and count what ``body`` needs with everyone there."""
    own = rules.of_body(body)
    known = list(members)
    refusal, roll = None, Roll(())
    try:
        roll = draw_up_roll(known, own, on)
    except GovernanceError as found:
        refusal = found
    quorum = state_quorum(roll, Attendance(), rules, body)
    meeting = on + timedelta(EXAMPLE_DAYS)
    return Effect(
        rules=own,
        roll=roll,
        members=sum(line.standing.is_of_the_body() for line in roll.lines),
        quorum=int(quorum.required) if roll.heads else 0,
        quorum_base=int(quorum.base),
        most_proxies=_most_proxies(own, roll),
        needed={key: _needed(one.value, roll) for key, one in own.majority.rule.items()},
        meeting=meeting,
        notice_by=latest_notice_day(meeting, own.notice.days.value, own.notice.counting.value),
        strangers=_strangers(known, own, on),
        refusal=refusal,
    )


def roll_doubts(effect: Effect) -> tuple[Doubt, ...]:
    """Return what this roll makes unsound; nothing is said of a roll on which nobody stands."""
    if effect.refusal is not None:
        return ()
    if effect.strangers:
        facts: dict[str, object] = {"names": effect.strangers}
        return (Doubt("ruleset-doubt.categories-unknown", "categories", facts),)
    if not effect.members:
        return ()
    if not effect.roll.heads:
        return (Doubt("ruleset-doubt.nobody-votes", "standing.required", {}),)
    return (*_college_doubts(effect), *_head_doubts(effect), *_secrecy_doubts(effect))


def _strangers(members: list[MemberFacts], rules: RuleSet, on: date) -> tuple[str, ...]:
    named = {category.id for category in rules.categories.value}
    there = {one.category for one in members if one.left_on is None or one.left_on > on}
    return tuple(sorted(there - named))


def _most_proxies(rules: RuleSet, roll: Roll) -> int | None:
    if not rules.proxy.allowed.value:
        return 0
    limit = rules.proxy.limit.value
    if limit is None:
        return None
    if limit.share is not None and limit.unit == "fraction_of_members":
        return max(0, floor(limit.share * roll.heads) - limit.own_included)
    if limit.unit == "mandates" and limit.number is not None:
        return limit.number - limit.own_included
    return None


def _needed(rule: MajorityRule, roll: Roll) -> Fraction:
    base = rule.threshold * roll.total_voices
    reached = floor(base) + 1 if rule.strict else max(1, ceil(base))
    return Fraction(reached, roll.scale)


def _college_doubts(effect: Effect) -> Iterator[Doubt]:
    held = {college: voices for college, (_, voices) in effect.roll.by_college().items()}
    total = effect.roll.total_voices
    for bound in effect.rules.weight.college_bounds.value:
        share = Fraction(sum(held.get(college, 0) for college in bound.colleges), total)
        if bound.of == "votes" and not _is_within(share, bound):
            facts = {"colleges": bound.colleges, "share": share}
            yield Doubt("ruleset-doubt.college-bound-unmet", "weight.college_bounds", facts)


def _is_within(share: Fraction, bound: CollegeBound) -> bool:
    if bound.exact is not None:
        return share == bound.exact
    low, high = bound.min or Fraction(0), bound.max or Fraction(1)
    if bound.strict:
        return (bound.min is None or share > low) and (bound.max is None or share < high)
    return low <= share <= high


def _head_doubts(effect: Effect) -> Iterator[Doubt]:
    heads, roll = effect.roll.heads, effect.roll
    if effect.most_proxies is not None and effect.most_proxies >= max(heads, 2):
        facts: dict[str, object] = {"limit": effect.most_proxies, "others": heads - 1}
        yield Doubt("ruleset-doubt.proxy-limit-beyond-roll", "proxy.limit", facts)
    quorum = effect.rules.quorum.first.value
    there = heads if quorum.of == "heads" else roll.total_voices
    if effect.quorum > there:
        facts = {"required": effect.quorum, "there": there}
        yield Doubt("ruleset-doubt.quorum-beyond-roll", "quorum.first", facts)


def _secrecy_doubts(effect: Effect) -> Iterator[Doubt]:
    rules, roll = effect.rules, effect.roll
    if rules.vote.secrecy.value is Secrecy.OPEN:
        return
    if rules.vote.min_secret_group.value > roll.heads:
        facts: dict[str, object] = {"heads": roll.heads}
        yield Doubt("ruleset-doubt.group-beyond-roll", "vote.min_secret_group", facts)
    sizes = Counter(line.voices for line in roll.entitled_lines())
    alone = sum(count == 1 for count in sizes.values())
    if alone and len(sizes) > 1 and rules.vote.splitting.value.when == "never":
        yield Doubt("ruleset-doubt.unique-voices", "vote.splitting", {"alone": alone})
