"""Fee schedules (barèmes) of the years: read from a file, found, priced."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.dues import FeeSchedule, FeeTier
from governance.services.files.sheets import read_sheet
from governance.services.membership.names import fold

COLUMNS = (
    "montant_eur",
    "plancher",
    "beneficiaires",
    "budget_annuel_min_eur",
    "budget_annuel_max_eur",
)
MAX_EUROS = 10_000_000
LONGEST_SOURCE = 200
YEARS = range(2000, 2101)


def load_schedule(session: Session, year: int, raw: bytes, source: str) -> FeeSchedule:
    """Read the fee schedule (barème) of ``year`` from a spreadsheet; a tier's code is its amount.

    Raises:
        InvalidInputError: what reading a sheet raises; dues.bad-amount, .bad-floor, .tier-twice
            with the line.
        StateError: dues.schedule-there, when the year has one.
    """
    require_year(year)
    if find_schedule(session, year) is not None:
        raise StateError("dues.schedule-there", year=year)
    sheet = read_sheet(raw, COLUMNS)
    schedule = FeeSchedule(year=year, source=source)
    for row in sheet.rows:
        cells = dict(zip(sheet.columns, row.cells, strict=False))
        tier = _tier(cells, row.number)
        if any(tier.code == other.code for other in schedule.tiers):
            raise InvalidInputError("dues.tier-twice", line=row.number, value=tier.code)
        schedule.tiers.append(tier)
    session.add(schedule)
    session.flush()
    return schedule


def schedules(session: Session) -> Sequence[FeeSchedule]:
    """Return every fee schedule with its tiers, newest first."""
    wanted = select(FeeSchedule).options(selectinload(FeeSchedule.tiers))
    return session.scalars(wanted.order_by(FeeSchedule.year.desc())).all()


def find_schedule(session: Session, year: int) -> FeeSchedule | None:
    """Return the schedule of a year, if there is one."""
    return session.scalars(select(FeeSchedule).where(FeeSchedule.year == year)).first()


def get_schedule(session: Session, year: int) -> FeeSchedule:
    """Return the schedule of a year.

    Raises:
        NotFoundError: dues.no-schedule.
    """
    found = find_schedule(session, year)
    if found is None:
        raise NotFoundError("dues.no-schedule", year=year)
    return found


def tiers(session: Session) -> Sequence[FeeTier]:
    """Return the tiers of the newest schedule, the smallest first, then those it left out."""
    found: dict[str, FeeTier] = {}
    for schedule in schedules(session):
        for tier in schedule.tiers:
            found.setdefault(tier.code, tier)
    return list(found.values())


def amounts(session: Session) -> Mapping[tuple[int, str], int]:
    """Return what each tier costs, by year and code."""
    wanted = select(FeeSchedule.year, FeeTier.code, FeeTier.amount_eur)
    rows = session.execute(wanted.join(FeeTier, FeeTier.schedule_id == FeeSchedule.id))
    return {(year, code): amount for year, code, amount in rows}


def _tier(cells: Mapping[str, str], number: int) -> FeeTier:
    floor = {"oui": True, "non": False}.get(fold(cells.get("plancher", "")))
    if floor is None:
        raise InvalidInputError("dues.bad-floor", line=number, value=cells.get("plancher", "")[:20])
    amount = _euros(cells.get("montant_eur", ""), number)
    if amount is None:
        raise InvalidInputError("dues.bad-amount", line=number, value="")
    return FeeTier(
        code=str(amount),
        amount_eur=amount,
        is_floor=floor,
        beneficiaries=cells.get("beneficiaires", ""),
        budget_min_eur=_euros(cells.get("budget_annuel_min_eur", ""), number),
        budget_max_eur=_euros(cells.get("budget_annuel_max_eur", ""), number),
    )


def _euros(written: str, number: int) -> int | None:
    digits = "".join(written.split())
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 12:
        raise InvalidInputError("dues.bad-amount", line=number, value=written[:20])
    return int(digits)


def require_year(year: int) -> None:
    """Refuse a year out of range.

    Raises:
        InvalidInputError: dues.bad-year.
    """
    if year not in YEARS:
        raise InvalidInputError("dues.bad-year", value=year)
