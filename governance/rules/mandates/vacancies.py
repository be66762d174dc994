"""Empty seats (vacance, cooptation, révocation, démission d’office): what fills or empties them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from governance.errors import RuleBrokenError
from governance.rules.mandates.terms import term_end
from governance.rules.ruleset import Ruled, RuleSet


@dataclass(frozen=True, slots=True)
class Filling:
    """What becomes of empty seats; ``most``: how many may still be filled that way."""

    by: Literal["cooptation", "by_election", "alternate", "none"]
    seats: int
    left_open: int
    clause: str


@dataclass(frozen=True, slots=True)
class Cooptation:
    """A seat filled by the board: until when, and whether the next assembly must ratify it."""

    name: str
    until: date
    ratified_by_assembly: bool
    clause: str


def what_fills(in_office: int, vacant: int, coopted: int, rules: RuleSet) -> Filling:
    """Say how ``vacant`` seats are filled while ``in_office`` directors remain.

    Below the least number of the clause an election is held at once, whatever the method; at
    that number, the method of the clause applies as far as it goes.

    Args:
        coopted: directors already coopted and not ratified yet.
    """
    rule = rules.vacancy
    if rule.value.method == "by_election" and rule.value.below is not None:
        called = in_office < rule.value.below
        seats = vacant if called else 0
        return Filling("by_election" if called else "none", seats, vacant - seats, rule.clause)
    if rule.value.below is not None and in_office < rule.value.below:
        return Filling("by_election", vacant, 0, rule.clause)
    if rule.value.method != "cooptation":
        seats = 0 if rule.value.method == "none" else vacant
        return Filling(rule.value.method, seats, vacant - seats, rule.clause)
    most = vacant if rule.value.most is None else max(0, rule.value.most - coopted)
    seats = min(vacant, most)
    return Filling("cooptation", seats, vacant - seats, rule.clause)


def check_cooptation(
    name: str, predecessor_elected_on: date, on: date, coopted: int, rules: RuleSet
) -> Cooptation:
    """Return the term of a coopted director, or raise.

    Where the clause gives only the rest of the term, it ends when the predecessor's would have.

    Raises:
        RuleBrokenError: cooptation.not-provided, cooptation.too-many.
    """
    rule = rules.vacancy
    if rule.value.method != "cooptation":
        raise _refusal("cooptation.not-provided", rule, method=rule.value.method)
    if rule.value.most is not None and coopted >= rule.value.most:
        raise _refusal("cooptation.too-many", rule, coopted=coopted, most=rule.value.most)
    began = predecessor_elected_on if rule.value.rest_of_term else on
    return Cooptation(name, term_end(began, rules), rule.value.ratified, rule.clause)


def has_resigned(absences: int, rules: RuleSet) -> bool:
    """Say whether so many unexcused absences in a row are a resignation under the bylaws."""
    most = rules.removal.value.absences
    return most is not None and absences >= most


def check_removal(body: str, *, on_agenda: bool, secret: bool, rules: RuleSet) -> str:
    """Return the key of the majority that removes a director, or raise.

    Raises:
        RuleBrokenError: removal.wrong-body, .off-agenda, .not-secret.
    """
    rule = rules.removal
    if body != rule.value.body.value:
        raise _refusal("removal.wrong-body", rule, body=body, required=rule.value.body.value)
    if not on_agenda and not rule.value.off_agenda:
        raise _refusal("removal.off-agenda", rule)
    if rule.value.secret and not secret:
        raise _refusal("removal.not-secret", rule)
    return rule.value.majority


def _refusal(code: str, rule: Ruled[object], **facts: object) -> RuleBrokenError:
    return RuleBrokenError(code, **facts, clause=rule.clause, source=rule.source.value)
