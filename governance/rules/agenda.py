"""The agenda (ordre du jour): which items are voted, by which majority, how secretly."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal

from governance.errors import RuleBrokenError
from governance.rules.ruleset import MajorityRule, Ruled, RuleSet, Secrecy

ItemKind = Literal["report", "resolution", "election", "debate"]
KINDS: tuple[ItemKind, ...] = ("report", "resolution", "election", "debate")
VOTED: frozenset[str] = frozenset({"resolution", "election"})


@dataclass(frozen=True, slots=True)
class SecrecyAsked:
    """A secret vote asked for in the room: by how many, of how many, how many it takes."""

    is_granted: bool
    asked: int
    base: Fraction
    needed: int
    unit: Literal["heads", "voices"]
    clause: str


def may_be_voted(kind: str) -> bool:
    """Say whether a vote may be taken on such an item; a report may be put to one."""
    _require_kind(kind)
    return kind != "debate"


def must_be_voted(kind: str) -> bool:
    """Say whether such an item ends in a vote."""
    _require_kind(kind)
    return kind in VOTED


def secrecy_of_item(kind: str, rules: RuleSet, about_person: bool = False) -> Secrecy:
    """Return OPEN or SECRET: the secrecy the bylaws ask of the vote on such an item.

    An assembly may always choose a secret vote; it may not open one that this makes secret.
    """
    _require_kind(kind)
    rule = rules.vote.secrecy.value
    if rule is not Secrecy.SECRET_IF_PERSON:
        return rule
    return Secrecy.SECRET if kind == "election" or about_person else Secrecy.OPEN


def judge_secrecy_request(
    asked: int, heads: int, voices: int | Fraction, rules: RuleSet
) -> SecrecyAsked | None:
    """Judge a request for a secret vote; None where the bylaws provide for none.

    Args:
        asked: those who ask, in heads or in voices as the clause counts them.
        heads: the members present or represented, and ``voices`` what they weigh.
    """
    rule = rules.vote.secret_on_request
    request = rule.value
    if request is None:
        return None
    base = Fraction(heads if request.unit == "heads" else voices)
    share = ceil((request.share or 0) * base)
    needed = max(1, share if request.number is None else request.number)
    return SecrecyAsked(asked >= needed, asked, base, needed, request.unit, rule.clause)


def majority_key(body: str) -> str:
    """Return the key of the majority a body decides by when the item names none."""
    return "extraordinary" if body == "AGE" else "ordinary"


def majority_of_item(rules: RuleSet, body: str, key: str | None = None) -> Ruled[MajorityRule]:
    """Return the majority of an item: the one it names, or that of the body."""
    name = key or majority_key(body)
    if name not in rules.majority.rule:
        raise ValueError(f"the rule set knows no majority {name}")
    return rules.majority.rule[name]


def casting_role(rules: RuleSet, secret: bool) -> str | None:
    """Return the role whose vote is decisive on a tie; none in a secret vote."""
    casting = rules.casting_vote.value
    return None if casting is None or (secret and casting.open_only) else casting.role


def may_be_added(kind: str, rules: RuleSet, *, convened: bool, sitting: bool = False) -> bool:
    """Say whether an item may still be added: to be voted, only as the bylaws let it.

    Once the notice has gone out a debate may be added; where the agenda is not locked, any item;
    in the sitting, a resolution where any other business (questions diverses) may be decided.
    """
    if not convened or not must_be_voted(kind) or not rules.agenda.locked.value:
        return True
    return sitting and kind == "resolution" and rules.agenda.diverse.value == "decide"


def check_added_item(kind: str, rules: RuleSet, convened: bool, sitting: bool = False) -> None:
    """Refuse an item that may not be added any more, see may_be_added.

    Raises:
        RuleBrokenError: agenda.locked, with its clause.
    """
    if not may_be_added(kind, rules, convened=convened, sitting=sitting):
        rule = rules.agenda.locked
        raise RuleBrokenError(
            "agenda.locked", kind=kind, clause=rule.clause, source=rule.source.value
        )


def _require_kind(kind: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"no such kind of item: {kind}")
