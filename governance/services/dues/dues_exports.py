"""Dues as figures and files: the totals of a year, its calls and payments as spreadsheets."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.models.dues import Dues, DuesStatus
from governance.models.members import Member
from governance.models.payments import Means, Payment
from governance.services.dues import dues_calls, payments
from governance.services.dues.dues_papers import MEANS
from governance.services.files import spreadsheets
from governance.services.membership.exports import STATUSES

CALLS = ("numero", "annee", "membre", "montant", "emis_le", "echeance", "relances", "etat", "reste")
PAYMENTS = (
    "annee",
    "membre",
    "somme",
    "recu_le",
    "moyen",
    "reference",
    "annule",
    "motif",
    "saisi_le",
)


@dataclass(frozen=True, slots=True)
class Totals:
    """A year in figures: lines by status, euros called, cents received and missing."""

    called: int
    paid: int
    exempt: int
    owed_eur: int
    received: int
    missing: int


def years(session: Session, present: int) -> Sequence[int]:
    """Return the years that have dues, and the present one, newest first."""
    known = set(session.scalars(select(Dues.year).distinct()))
    return sorted(known | {present}, reverse=True)


def totals(session: Session, year: int) -> Totals:
    """Count a year, by what its lines say now."""
    came = (
        select(Payment.dues_id, func.sum(Payment.cents).label("cents"))
        .group_by(Payment.dues_id)
        .subquery()
    )
    wanted = (
        select(
            Dues.status,
            Dues.amount_eur.is_not(None),
            func.count(),
            func.sum(func.coalesce(Dues.amount_eur, 0)),
            func.sum(func.coalesce(came.c.cents, 0)),
        )
        .outerjoin(came, came.c.dues_id == Dues.id)
        .where(Dues.year == year)
        .group_by(Dues.status, Dues.amount_eur.is_not(None))
    )
    lines: Counter[str] = Counter()
    owed = received = missing = 0
    for status, is_priced, count, euros, cents in session.execute(wanted):
        lines[status] += count
        received += int(cents)
        owed += int(euros) if status != DuesStatus.EXEMPT else 0
        missing += int(euros) * 100 - int(cents) if status == DuesStatus.CALLED and is_priced else 0
    return Totals(lines["called"], lines["paid"], lines["exempt"], owed, received, missing)


def calls_file(session: Session, year: int, extension: str, now: datetime) -> bytes:
    """Return the calls of a year as ``csv``, ``xlsx`` or ``ods``."""
    calls = dues_calls.all_calls(session, year)
    ids = [call.dues_id for call in calls]
    worth, standing = payments.states(session, ids), dues_calls.calls_of(session, ids)
    names = _names(session, [call.dues.member_id for call in calls])
    rows = [
        [
            call.reference,
            str(year),
            names[call.dues.member_id],
            str(call.amount_eur),
            call.issued_on.isoformat(),
            call.due_on.isoformat(),
            str(len(call.reminders)),
            STATUSES[call.dues.status] if standing[call.dues_id] is call else "remplacé",
            plain_sum(worth[call.dues_id].missing if standing[call.dues_id] is call else 0),
        ]
        for call in calls
    ]
    return spreadsheets.written(extension, f"appels {year}", CALLS, rows, now)


def payments_file(session: Session, year: int, extension: str, now: datetime) -> bytes:
    """Return the payments and reversals of a year as ``csv``, ``xlsx`` or ``ods``."""
    wanted = (
        select(Payment, Member.name)
        .join(Dues, Dues.id == Payment.dues_id)
        .join(Member, Member.id == Dues.member_id)
        .where(Dues.year == year)
        .order_by(Payment.paid_on, Payment.id)
    )
    rows = [
        [
            str(year),
            name,
            plain_sum(one.cents),
            one.paid_on.isoformat(),
            MEANS[Means(one.means)],
            one.reference,
            str(one.reverses_id or ""),
            one.reason,
            one.recorded_at.isoformat(),
        ]
        for one, name in session.execute(wanted)
    ]
    return spreadsheets.written(extension, f"règlements {year}", PAYMENTS, rows, now)


def plain_sum(cents: int) -> str:
    """Write a sum as a French spreadsheet takes it: digits and a comma."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"


def _names(session: Session, members: Sequence[int]) -> dict[int, str]:
    wanted = select(Member).where(Member.id.in_(set(members)))
    return {member.id: member.name for member in session.scalars(wanted)}
