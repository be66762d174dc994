"""Parity (parité): an aim that is told, a share that moves seats, lists that alternate."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor

from governance.errors import RuleBrokenError
from governance.rules.ruleset import Ruled
from governance.rules.ruleset.electing import Parity
from governance.rules.seats.plurality import RankedCandidate
from governance.rules.seats.rounds import Election
from governance.rules.steps import Step, written

SEXES = ("F", "M")


@dataclass(frozen=True, slots=True)
class Balanced:
    """The elected once parity is looked at, and what it changed."""

    elected: tuple[str, ...]
    steps: tuple[Step, ...]


def balance(
    elected: Sequence[str],
    ranking: Sequence[RankedCandidate],
    sexes: Mapping[str, str],
    rule: Ruled[Parity],
) -> Balanced:
    """Apply the clause of parity to the ``elected``.

    An aim changes nothing and is told. A share is due to each sex, rounded down to whole seats:
    as long as one lacks it, its candidate with most voices takes the seat of the elected of
    the other with fewest. Candidates level at that edge leave the seat open.

    Args:
        sexes: by candidate, F or M; a candidate without one is counted in neither.
    """
    parity = rule.value
    if parity.rule in ("none", "alternate"):
        return Balanced(tuple(elected), ())
    counted = Counter(sexes.get(one, "") for one in elected)
    told = Step("parity.counted", {"women": counted["F"], "men": counted["M"]})
    if parity.rule == "aim" or parity.share is None:
        return Balanced(tuple(elected), (told,))
    due = floor(parity.share * len(elected))
    asked = Step("parity.share", {"fraction": written(parity.share), "required": due})
    kept, steps = list(elected), [told, asked]
    for sex in SEXES:
        kept, moved = _lift(kept, ranking, sexes, sex, due)
        steps.extend(moved)
    return Balanced(tuple(kept), tuple(steps))


def balance_rounds(found: Election, sexes: Mapping[str, str], rule: Ruled[Parity]) -> Balanced:
    """Apply the clause of parity once an election is over.

    Whoever was elected by an earlier round stands above all whom a later one elected or left:
    a seat moves among the last elected first.
    """
    if found.tie or found.next_round:
        return Balanced(found.elected, ())
    ranked: dict[str, RankedCandidate] = {}
    above = 0
    for held in reversed(found.rounds):
        for one in held.filled.ranking:
            is_settled = held is found.rounds[-1] or one.outcome == "elected"
            if is_settled:
                voices = one.voices + above if one.voices else 0
                ranked[one.id] = replace(one, voices=voices)
        above += max((one.voices for one in held.filled.ranking), default=0)
    return balance(found.elected, tuple(ranked.values()), sexes, rule)


def check_alternate(name: str, sexes: Sequence[str], rule: Ruled[Parity]) -> None:
    """Refuse a list whose candidates do not alternate, where the bylaws ask for it.

    Raises:
        RuleBrokenError: candidacy.not-alternate, with the first place that does not.
    """
    if rule.value.rule != "alternate":
        return
    for place in range(1, len(sexes)):
        if sexes[place] == sexes[place - 1] or sexes[place] not in SEXES:
            raise RuleBrokenError(
                "candidacy.not-alternate",
                list=name,
                place=place + 1,
                clause=rule.clause,
                source=rule.source.value,
            )


def _lift(
    elected: list[str],
    ranking: Sequence[RankedCandidate],
    sexes: Mapping[str, str],
    sex: str,
    due: int,
) -> tuple[list[str], list[Step]]:
    """Bring the elected of ``sex`` up to ``due``, as far as candidates with voices allow."""
    voices = {one.id: one.voices for one in ranking}
    names = {one.id: one.name for one in ranking}
    kept, steps = list(elected), []
    while sum(sexes.get(one) == sex for one in kept) < due:
        waiting = [
            one.id for one in ranking
            if one.voices and sexes.get(one.id) == sex and one.id not in kept
        ]  # fmt: skip
        leaving = [one for one in reversed(kept) if sexes.get(one) != sex]
        if not waiting or not leaving:
            missing = due - sum(sexes.get(one) == sex for one in kept)
            steps.append(Step("parity.nobody-left", {"seats": missing}))
            break
        enters = max(waiting, key=lambda one: voices[one])
        leaves = min(leaving, key=lambda one: voices[one])
        if _is_level(waiting, voices, enters) or _is_level(leaving, voices, leaves):
            steps.append(Step("parity.tie", {"names": [names[enters], names[leaves]]}))
            break
        kept[kept.index(leaves)] = enters
        steps.append(Step("parity.moved", {"enters": names[enters], "leaves": names[leaves]}))
    return kept, steps


def _is_level(group: Sequence[str], voices: Mapping[str, int], one: str) -> bool:
    return sum(voices[other] == voices[one] for other in group) > 1
