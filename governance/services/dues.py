"""Dues (cotisations): the fee schedule of a year, what each member owes, whether it is settled."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.dues import Dues, DuesStatus, FeeSchedule, FeeTier
from governance.models.members import Member
from governance.services import journal
from governance.services.days import local_day
from governance.services.journal import Actor
from governance.services.names import fold
from governance.services.sheets import read_sheet

COLUMNS = (
    "montant_eur",
    "plancher",
    "beneficiaires",
    "budget_annuel_min_eur",
    "budget_annuel_max_eur",
)
MAX_EUROS = 10_000_000
YEARS = range(2000, 2101)


def load_schedule(session: Session, year: int, raw: bytes, source: str) -> FeeSchedule:
    """Read the fee schedule (barème) of ``year`` from a spreadsheet; a tier's code is its amount.

    Raises:
        InvalidInputError: what reading a sheet raises; dues.bad-amount, .bad-floor, .tier-twice
            with the line.
        StateError: dues.schedule-there, when the year has one.
    """
    _require_year(year)
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


def tiers(session: Session) -> Sequence[FeeTier]:
    """Return the tiers of the newest schedule, the smallest first."""
    newest = next(iter(schedules(session)), None)
    return newest.tiers if newest else ()


def amounts(session: Session) -> Mapping[tuple[int, str], int]:
    """Return what each tier costs, by year and code."""
    wanted = select(FeeSchedule.year, FeeTier.code, FeeTier.amount_eur)
    rows = session.execute(wanted.join(FeeTier, FeeTier.schedule_id == FeeSchedule.id))
    return {(year, code): amount for year, code, amount in rows}


def set_status(
    session: Session,
    member_id: int,
    year: int,
    status: DuesStatus,
    amount: int | None,
    *,
    actor: Actor,
    now: datetime,
) -> Dues:
    """Write what a member owes for a year and whether it is called, paid or waived.

    Raises:
        NotFoundError: members.unknown.
        InvalidInputError: dues.bad-year, dues.out-of-range.
    """
    _require_year(year)
    if amount is not None and not 0 <= amount <= MAX_EUROS:
        raise InvalidInputError("dues.out-of-range", limit=MAX_EUROS)
    member = session.get(Member, member_id)
    if member is None:
        raise NotFoundError("members.unknown")
    line = next((there for there in member.dues if there.year == year), None)
    before = (line.status, line.amount_eur) if line else (None, None)
    if line is None:
        line = Dues(year=year)
        member.dues.append(line)
    line.amount_eur = amount
    line.paid_on = _paid_on(line, status, local_day(now))
    line.status = DuesStatus(status)
    session.flush()
    if before != (line.status, amount):
        facts = {
            "member": member.id,
            "name": member.name,
            "year": year,
            "before": before[0],
            "after": line.status,
            "amount": amount,
        }
        journal.record(session, "dues.changed", facts, actor=actor, meeting_id=None, now=now)
    return line


def call_dues(session: Session, year: int, *, actor: Actor, now: datetime) -> int:
    """Call the dues of a year: a line at the tier's amount for each member who has none.

    A member without a tier gets a line without an amount, to be filled in by hand. Who left, or
    joined after that year, owes nothing.

    Returns:
        How many lines were made.
    Raises:
        NotFoundError: dues.no-schedule, when the year has no fee schedule.
    """
    if find_schedule(session, year) is None:
        raise NotFoundError("dues.no-schedule", year=year)
    prices = amounts(session)
    lines = [
        Dues(
            member_id=member.id,
            year=year,
            status=DuesStatus.CALLED,
            amount_eur=prices.get((year, member.tier_code or "")),
        )
        for member in session.scalars(_uncalled(year).order_by(Member.id))
    ]
    session.add_all(lines)
    session.flush()
    if lines:
        facts = {"year": year, "count": len(lines), "members": [line.member_id for line in lines]}
        journal.record(session, "dues.called", facts, actor=actor, meeting_id=None, now=now)
    return len(lines)


def count_uncalled(session: Session, year: int) -> int:
    """Return how many members the call of ``year`` would reach."""
    return session.scalar(select(func.count()).select_from(_uncalled(year).subquery())) or 0


def _uncalled(year: int) -> Select[Member]:
    """Select the members who have no line for the year and belonged to the association in it."""
    called = select(Dues.member_id).where(Dues.year == year)
    return select(Member).where(
        Member.left_on.is_(None),
        Member.id.not_in(called),
        or_(Member.joined_on.is_(None), Member.joined_on <= date(year, 12, 31)),
    )


def _paid_on(line: Dues, status: DuesStatus, today: date) -> date | None:
    if status != DuesStatus.PAID:
        return None
    return line.paid_on if line.status == DuesStatus.PAID else today


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


def _require_year(year: int) -> None:
    if year not in YEARS:
        raise InvalidInputError("dues.bad-year", value=year)
