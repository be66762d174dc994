"""Fee schedules (barèmes) written in pages: made, copied, changed until a year is called."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, StateError
from governance.models.dues import Dues, FeeSchedule, FeeScheduleVersion, FeeTier
from governance.rules.fees import Prorata, Tier, overlapping
from governance.services.bylaws import rulesets
from governance.services.dues import dues
from governance.services.membership.names import require_plain
from governance.services.records import journal
from governance.services.records.journal import Actor

MOST_TIERS = 50
MOST_BUDGET = 2_000_000_000
LONGEST_WORDS = 300
PRORATA: tuple[Prorata, ...] = get_args(Prorata)


@dataclass(frozen=True, slots=True)
class Line:
    """One tier as it is written, and for whom; an empty code: a new tier."""

    tier: Tier
    beneficiaries: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A schedule as it is written: where it comes from, parts of a year, its tiers."""

    source: str
    prorata: Prorata
    lines: tuple[Line, ...]


def draft_of(schedule: FeeSchedule) -> Draft:
    """Return a schedule as it would be written again."""
    lines = tuple(Line(tier_of(one), one.beneficiaries) for one in schedule.tiers)
    return Draft(schedule.source, _prorata(schedule.prorata), lines)


def tier_of(row: FeeTier) -> Tier:
    """Return a tier as the rules take it."""
    return Tier(
        row.code,
        row.amount_eur,
        row.is_floor,
        row.budget_min_eur,
        row.budget_max_eur,
        tuple(row.categories),
    )


def tiers_of(schedule: FeeSchedule) -> list[Tier]:
    """Return the tiers of a schedule as the rules take them."""
    return [tier_of(row) for row in schedule.tiers]


def count_called(session: Session, year: int) -> int:
    """Return how many lines of dues there are for a year: from the first on its schedule stays."""
    return session.scalar(select(func.count(Dues.id)).where(Dues.year == year)) or 0


def make_schedule(
    session: Session, year: int, draft: Draft, *, actor: Actor, now: datetime
) -> FeeSchedule:
    """Make the schedule of a year that has none.

    Raises:
        StateError: dues.schedule-there.
        InvalidInputError: what writing a schedule raises: dues.bad-year, .no-source, .too-long,
            .no-tier, .too-many-tiers, .bad-tier, .bad-budget, .tiers-overlap, .tier-alike,
            members.unknown-category, members.invisible-character.
    """
    dues.require_year(year)
    if dues.find_schedule(session, year) is not None:
        raise StateError("dues.schedule-there", year=year)
    checked = _checked(session, draft)
    made = FeeSchedule(year=year, version=1)
    _fill(made, checked)
    session.add(made)
    session.flush()
    _record(session, "dues.schedule-made", made, actor, now)
    return made


def change_schedule(
    session: Session, year: int, draft: Draft, *, actor: Actor, now: datetime
) -> FeeSchedule:
    """Change the schedule of a year that was not called; what it said before stays readable.

    Raises:
        NotFoundError: dues.no-schedule.
        StateError: dues.schedule-used with how many lines were called under it.
        InvalidInputError: what making a schedule raises.
    """
    found = dues.get_schedule(session, year)
    session.refresh(found, with_for_update=True)
    called = count_called(session, year)
    if called:
        raise StateError("dues.schedule-used", year=year, count=called)
    checked = _checked(session, draft)
    if checked == draft_of(found):
        return found
    found.earlier.append(
        FeeScheduleVersion(
            number=found.version,
            source=found.source,
            prorata=found.prorata,
            tiers=[_columns(one) for one in found.tiers],
            replaced_at=now,
            replaced_by=actor.name,
        )
    )
    found.version += 1
    found.tiers.clear()
    session.flush()
    _fill(found, checked)
    session.flush()
    _record(session, "dues.schedule-changed", found, actor, now)
    return found


def _checked(session: Session, draft: Draft) -> Draft:
    """Return the draft as it is kept, the smallest tier first, each with its code."""
    _check_words(draft.source, dues.LONGEST_SOURCE)
    if not draft.source.strip():
        raise InvalidInputError("dues.no-source")
    if draft.prorata not in PRORATA:
        raise ValueError("no such way to count a part of a year")
    if not draft.lines:
        raise InvalidInputError("dues.no-tier")
    if len(draft.lines) > MOST_TIERS:
        raise InvalidInputError("dues.too-many-tiers", limit=MOST_TIERS)
    _, rules = rulesets.current(session)
    categories = {one.id for one in rules.categories.value}
    for number, line in enumerate(draft.lines, start=1):
        _check_line(line, number, categories)
    lines = _coded(sorted(draft.lines, key=lambda line: line.tier.amount_eur))
    both = overlapping([line.tier for line in lines])
    if both is not None:
        first, second = both
        raise InvalidInputError(
            "dues.tiers-overlap", first=first.amount_eur, second=second.amount_eur
        )
    return Draft(draft.source.strip(), draft.prorata, tuple(lines))


def _check_line(line: Line, number: int, categories: set[str]) -> None:
    tier = line.tier
    _check_words(line.beneficiaries, LONGEST_WORDS)
    if not 0 < tier.amount_eur <= dues.MAX_EUROS:
        raise InvalidInputError("dues.bad-tier", line=number, limit=dues.MAX_EUROS)
    low, high = tier.budget_min_eur, tier.budget_max_eur
    for bound in (low, high):
        if bound is not None and not 0 <= bound <= MOST_BUDGET:
            raise InvalidInputError("dues.bad-budget", line=number, limit=MOST_BUDGET)
    if low is not None and high is not None and low >= high:
        raise InvalidInputError("dues.budget-order", line=number)
    unknown = next((one for one in tier.categories if one not in categories), None)
    if unknown is not None:
        raise InvalidInputError("members.unknown-category", value=unknown[:40])


def _check_words(text: str, limit: int) -> None:
    require_plain(text)
    if len(text) > limit:
        raise InvalidInputError("dues.too-long", limit=limit)


def _coded(lines: Sequence[Line]) -> list[Line]:
    """Give each new tier a code: its amount, and a rank where that is taken."""
    taken = {line.tier.code for line in lines if line.tier.code}
    if len(taken) < sum(bool(line.tier.code) for line in lines):
        raise InvalidInputError("dues.tier-alike")
    coded = []
    for line in lines:
        code, rank = line.tier.code or str(line.tier.amount_eur), 2
        while not line.tier.code and code in taken:
            code, rank = f"{line.tier.amount_eur}-{rank}", rank + 1
        taken.add(code)
        words = " ".join(line.beneficiaries.split())
        coded.append(Line(replace(line.tier, code=code), words))
    return coded


def _fill(schedule: FeeSchedule, draft: Draft) -> None:
    schedule.source, schedule.prorata = draft.source, draft.prorata
    for line in draft.lines:
        tier = line.tier
        schedule.tiers.append(
            FeeTier(
                code=tier.code,
                amount_eur=tier.amount_eur,
                is_floor=tier.is_floor,
                beneficiaries=line.beneficiaries,
                budget_min_eur=tier.budget_min_eur,
                budget_max_eur=tier.budget_max_eur,
                categories=list(tier.categories),
            )
        )


def _columns(row: FeeTier) -> dict[str, Any]:
    names = ("code", "amount_eur", "is_floor", "beneficiaries", "budget_min_eur", "budget_max_eur")
    return {name: getattr(row, name) for name in names} | {"categories": list(row.categories)}


def _prorata(word: str) -> Prorata:
    return next(known for known in PRORATA if known == word)


def _record(
    session: Session, kind: str, schedule: FeeSchedule, actor: Actor, now: datetime
) -> None:
    facts = {
        "year": schedule.year,
        "source": schedule.source,
        "version": schedule.version,
        "prorata": schedule.prorata,
        "amounts": {tier.code: tier.amount_eur for tier in schedule.tiers},
    }
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)
