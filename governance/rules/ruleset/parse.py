"""Bytes to a rule set: strict JSON, every field known, every value in its range."""

import json
from typing import Any, NoReturn, TypeVar

from governance.rules.ruleset.errors import RuleSetError
from governance.rules.ruleset.readers import (
    Reader,
    boolean,
    fraction,
    integer,
    listing,
    member_of,
    one_of,
    optional,
    pair,
    record,
    refuse,
    table,
    text,
)
from governance.rules.ruleset.values import (
    Base,
    Category,
    Counting,
    ElectionRule,
    MajorityRule,
    QuorumRule,
    Ruled,
    RuleSet,
    Secrecy,
    Source,
    TieRule,
    Treatment,
    WeightMethod,
)

T = TypeVar("T")
MAX_BYTES = 256 * 1024
MAX_DIGITS = 12


def parse_ruleset(raw: bytes) -> RuleSet:
    """Read a rule set.

    Raises:
        RuleSetError: ruleset.too-large, .not-json, .too-deep, .duplicate-key, .not-exact,
            .missing, .unknown-field, .wrong-type, .out-of-range, .bad-fraction,
            .unknown-value, .duplicate, .no-voting-category, .no-default-voices,
            .no-casting-role; facts say where, what and what was expected.
    """
    rules = RULE_SET(_strict_json(raw), "")
    _check_consistency(rules)
    return rules


def _strict_json(raw: bytes) -> object:
    if len(raw) > MAX_BYTES:
        raise RuleSetError("ruleset.too-large", path="", value=len(raw), expected=MAX_BYTES)
    try:
        return json.loads(
            raw.decode(),
            object_pairs_hook=_unique,
            parse_int=_short_integer,
            parse_float=_refuse_inexact,
            parse_constant=_refuse_inexact,
        )
    except RecursionError as error:
        raise RuleSetError("ruleset.too-deep", path="", value="", expected="JSON") from error
    except ValueError as error:
        raise RuleSetError("ruleset.not-json", path="", value="", expected="JSON") from error


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise refuse("ruleset.duplicate-key", "", key, "each key once")
        found[key] = value
    return found


def _short_integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise refuse("ruleset.out-of-range", "", digits, f"at most {MAX_DIGITS} digits")
    return int(digits)


def _refuse_inexact(number: str) -> NoReturn:
    raise refuse("ruleset.not-exact", "", number, "an integer, or a fraction p/q")


def _check_consistency(rules: RuleSet) -> None:
    categories = rules.categories.value
    _check_once("categories", [category.id for category in categories])
    _check_once("weight_table", [tier for tier, _ in rules.weight_table.value])
    if all(category.votes != "deliberative" for category in categories):
        raise refuse("ruleset.no-voting-category", "categories", None, "deliberative")
    by_table = rules.weight_method.value is WeightMethod.TABLE
    if by_table and "*" not in dict(rules.weight_table.value):
        raise refuse("ruleset.no-default-voices", "weight_table", None, "*")
    for key, majority in rules.majorities.items():
        if majority.value.strict and majority.value.threshold == 1:
            path = f"majorities.{key}.value.threshold"
            raise refuse("ruleset.out-of-range", path, "1/1", "more than everyone is nobody")
        if majority.value.tie is TieRule.CASTING_VOTE and rules.casting_vote.value is None:
            raise refuse("ruleset.no-casting-role", f"majorities.{key}.value.tie", None, "role")


def _check_once(path: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise refuse("ruleset.duplicate", path, name, "each once")


def _ruled(read_value: Reader[T]) -> Reader[Ruled[T]]:
    readers: dict[str, Reader[Any]] = {
        "value": read_value,
        "source": member_of(Source),
        "clause": text,
    }
    return record(Ruled, readers)


CATEGORY = record(
    Category,
    {
        "id": text,
        "label": text,
        "college": text,
        "votes": one_of("none", "consultative", "deliberative"),
    },
)
QUORUM = record(
    QuorumRule,
    {
        "fraction": optional(fraction),
        "plus_one": boolean,
        "of": one_of("heads", "voices"),
        "count": one_of("present", "present_or_represented"),
        "base": one_of("members", "good_standing"),
        "rounding": one_of("floor", "ceil"),
    },
)
MAJORITY = record(
    MajorityRule,
    {
        "base": member_of(Base),
        "threshold": fraction,
        "strict": boolean,
        "blank": member_of(Treatment),
        "abstention": member_of(Treatment),
        "tie": member_of(TieRule, TieRule.REJECTED, TieRule.CASTING_VOTE),
    },
)
ELECTION = record(
    ElectionRule,
    {
        "method": one_of("plurinominal"),
        "rounds": integer(1, 1),
        "tie": member_of(TieRule, TieRule.ELDEST, TieRule.LOT, TieRule.RUNOFF),
    },
)
RULE_SET = record(
    RuleSet,
    {
        "name": text,
        "version": integer(1, 1_000_000),
        "association": text,
        "categories": _ruled(listing(CATEGORY, at_least=1)),
        "notice_days": _ruled(integer(0, 366)),
        "notice_counting": _ruled(member_of(Counting)),
        "convened_by": _ruled(listing(text, at_least=1)),
        "dues_required": _ruled(boolean),
        "dues_year": _ruled(one_of("current", "previous", "both", "either")),
        "dues_at": _ruled(one_of("notice", "opening", "vote")),
        "weight_method": _ruled(member_of(WeightMethod)),
        "weight_table": _ruled(listing(pair(text, integer(1, 1_000_000)))),
        "proxies_allowed": _ruled(boolean),
        "proxy_limit": _ruled(optional(integer(0, 100_000))),
        "proxy_same_college": _ruled(boolean),
        "proxy_chain": _ruled(boolean),
        "proxy_on_presence": _ruled(one_of("cancels", "holder_keeps")),
        "quorum": table(_ruled(QUORUM), ("AGO", "AGE", "CA"), "[A-Z][A-Z_]{1,15}"),
        "majorities": table(_ruled(MAJORITY), ("ordinary", "extraordinary"), "[a-z][a-z-]{1,39}"),
        "casting_vote": _ruled(optional(text)),
        "secrecy": _ruled(member_of(Secrecy)),
        "revote": _ruled(boolean),
        "agenda_locked": _ruled(boolean),
        "election": _ruled(ELECTION),
        "min_secret_group": _ruled(integer(2, 10_000)),
        "remote_allowed": _ruled(boolean),
        "minutes_signers": _ruled(listing(text, at_least=1)),
        "mandate_years": _ruled(integer(1, 30)),
    },
)
