"""Terms of office (durée des mandats): their end, renewal by parts, who leaves first."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from governance.errors import InvalidInputError, RuleBrokenError
from governance.rules.ruleset import RuleSet
from governance.rules.seats.parting import Lot, draw_lots

PARTS = {"all": 1, "halves": 2, "thirds": 3}
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Director:
    """A member of the board: since when, and how many terms in a row, this one included."""

    id: str
    name: str
    elected_on: date
    terms: int = 1


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who leaves at one renewal, and on which day."""

    number: int
    on: date
    directors: tuple[str, ...]


def term_end(elected_on: date, rules: RuleSet) -> date:
    """Return the last day of a term begun on this day (its anniversary)."""
    return _months_after(elected_on, rules.mandate.years.value * MONTHS)


def leaving_order(
    directors: Sequence[Director], whole_since: date, rules: RuleSet, lot: Lot | None = None
) -> tuple[Leaving, ...]:
    """Return who leaves at each renewal of a board elected whole on ``whole_since``.

    The board is parted into as many groups as its renewal says, equal but for one, the larger
    leaving first; the term is parted likewise. A lot orders the directors, or their seniority
    does, the longest in office leaving first and a lot parting equal ones.

    Raises:
        InvalidInputError: lot.missing where a lot is needed and none was drawn; lot.wrong-seed.
    """
    parts = PARTS[rules.mandate.renewal.value]
    order = _order(directors, rules, lot) if parts > 1 else [one.id for one in directors]
    months = rules.mandate.years.value * MONTHS
    found, start = [], 0
    for number in range(1, parts + 1):
        size = len(order) // parts + (number <= len(order) % parts)
        on = _months_after(whole_since, months * number // parts)
        found.append(Leaving(number, on, tuple(order[start : start + size])))
        start += size
    return tuple(found)


def check_terms(name: str, terms: int, rules: RuleSet) -> None:
    """Refuse one more term after ``terms`` in a row.

    Raises:
        RuleBrokenError: candidacy.too-many-terms.
    """
    rule = rules.mandate.max_terms
    if rule.value is not None and terms >= rule.value:
        raise RuleBrokenError(
            "candidacy.too-many-terms",
            name=name,
            terms=terms,
            most=rule.value,
            clause=rule.clause,
            source=rule.source.value,
        )


def _order(directors: Sequence[Director], rules: RuleSet, lot: Lot | None) -> list[str]:
    ids = [one.id for one in directors]
    by_seniority = rules.mandate.first_leavers.value == "seniority"
    since = {one.id: one.elected_on for one in directors}
    if by_seniority and len(set(since.values())) == len(since):
        return sorted(ids, key=since.__getitem__)
    if lot is None:
        raise InvalidInputError("lot.missing", names=[one.name for one in directors])
    drawn = draw_lots(ids, lot)
    return sorted(drawn, key=since.__getitem__) if by_seniority else list(drawn)


def _months_after(day: date, months: int) -> date:
    count = day.year * MONTHS + day.month - 1 + months
    year, month = count // MONTHS, count % MONTHS + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
