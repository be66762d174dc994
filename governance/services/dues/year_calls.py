"""A year called from its schedule (appel de l'année): who is asked what, shown, then written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from governance.models.dues import Dues, DuesStatus, FeeSchedule
from governance.models.members import Member
from governance.models.register_history import ActKind
from governance.rules.fees import Fee, Payer, fee_of
from governance.services.dues import budgets, dues, dues_history, fee_schedules
from governance.services.files.days import local_day
from governance.services.membership import history
from governance.services.membership.history import Because
from governance.services.records import journal
from governance.services.records.journal import Actor


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a member would be asked for a year, and the budget that it follows from, if known."""

    member: Member
    fee: Fee
    budget_eur: int | None

    @property
    def is_new_tier(self) -> bool:
        """Whether another tier is proposed than the register holds."""
        return self.fee.tier is not None and self.fee.tier.code != self.member.tier_code


def proposed(
    session: Session, year: int, today: date, first: int = 0, most: int | None = None
) -> list[Proposed]:
    """Return what each member without a line for the year would be asked, by name.

    Who left, or joined after that year, owes nothing.

    Args:
        first: how many to leave out at the head of the list.
        most: how many to return at most; every one when left out.
    Raises:
        NotFoundError: dues.no-schedule.
    """
    schedule = dues.get_schedule(session, year)
    wanted = _uncalled(year).order_by(Member.name_key, Member.id).offset(first).limit(most)
    members = session.scalars(wanted).all()
    return _proposed(session, schedule, members, today)


def fee_for(session: Session, member: Member, year: int, today: date) -> Proposed | None:
    """Return what one member would be asked for a year, or nothing where it has no schedule."""
    schedule = dues.find_schedule(session, year)
    return _proposed(session, schedule, [member], today)[0] if schedule else None


def call_dues(session: Session, year: int, *, actor: Actor, now: datetime) -> int:
    """Call the dues of a year: a line at the proposed amount for each member who has none.

    Whoever no tier is proposed for gets a line without an amount, to be filled in by hand.

    Returns:
        How many lines were made.
    Raises:
        NotFoundError: dues.no-schedule, when the year has no fee schedule.
    """
    schedule = dues.get_schedule(session, year)
    session.refresh(schedule, with_for_update=True)  # nobody changes it meanwhile
    members = session.scalars(_uncalled(year).order_by(Member.id)).all()
    lines = [
        Dues(
            member_id=one.member.id,
            year=year,
            status=DuesStatus.CALLED.value,
            amount_eur=one.fee.amount_eur,
        )
        for one in _proposed(session, schedule, members, local_day(now))
    ]
    session.add_all(lines)
    session.flush()
    dues_history.write_first(session, local_day(now), actor.name, None, now)
    if lines:
        facts = {"year": year, "count": len(lines), "members": [line.member_id for line in lines]}
        journal.record(session, "dues.called", facts, actor=actor, meeting_id=None, now=now)
    return len(lines)


def adopt_tiers(session: Session, year: int, *, actor: Actor, now: datetime) -> int:
    """Write the tiers that are proposed for a year into the register, from today on.

    Returns:
        How many members changed their tier.
    Raises:
        NotFoundError: dues.no-schedule.
    """
    today = local_day(now)
    moved = [one for one in proposed(session, year, today) if one.is_new_tier]
    if not moved:
        return 0
    because = Because(reason=f"Barème {year}")
    act = history.begin(session, ActKind.CHANGED, because, actor=actor, now=now)
    for one in moved:
        before, code = one.member.tier_code or "", one.fee.tier.code if one.fee.tier else ""
        one.member.tier_code = code
        history.write_change(session, act, one.member, {"tier": code}, today)
        facts = {"member": one.member.id, "name": one.member.name}
        told = {**facts, "changes": [["tier", before, code]], **history.said(because)}
        journal.record(session, "member.changed", told, actor=actor, meeting_id=None, now=now)
    session.flush()
    return len(moved)


def count_uncalled(session: Session, year: int) -> int:
    """Return how many members the call of ``year`` would reach."""
    return session.scalar(select(func.count()).select_from(_uncalled(year).subquery())) or 0


def _proposed(
    session: Session, schedule: FeeSchedule, members: Sequence[Member], today: date
) -> list[Proposed]:
    few = [member.id for member in members] if len(members) < dues_history.SOME else None
    known = budgets.budgets_on(session, today, few)
    before = _amounts_of(session, schedule.year - 1, few)
    tiers = fee_schedules.tiers_of(schedule)
    prorata = fee_schedules.draft_of(schedule).prorata
    found = []
    for member in members:
        budget = known.get(member.id)
        payer = Payer(
            member.category, member.tier_code, budget, member.joined_on, before.get(member.id)
        )
        found.append(Proposed(member, fee_of(tiers, prorata, schedule.year, payer), budget))
    return found


def _amounts_of(
    session: Session, year: int, members: Sequence[int] | None
) -> Mapping[int, int | None]:
    wanted = select(Dues.member_id, Dues.amount_eur).where(Dues.year == year)
    if members is not None:
        wanted = wanted.where(Dues.member_id.in_(members))
    return {row[0]: row[1] for row in session.execute(wanted)}


def _uncalled(year: int) -> Select[Member]:
    """Select the members who have no line for the year and belonged to the association in it."""
    called = select(Dues.member_id).where(Dues.year == year)
    return select(Member).where(
        Member.left_on.is_(None),
        Member.id.not_in(called),
        or_(Member.joined_on.is_(None), Member.joined_on <= date(year, 12, 31)),
    )
