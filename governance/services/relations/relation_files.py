"""Contacts, points and regions as files (CSV, XLSX, ODS) that people open in a spreadsheet."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from governance.models.contacts import Contact
from governance.models.followups import FollowUp
from governance.models.members import Member
from governance.services.dues.dues_exports import plain_sum
from governance.services.files import spreadsheets
from governance.services.relations import regions
from governance.services.relations.french_regions import region_of

CONTACT_COLUMNS = (
    "membre", "region", "nom", "fonction", "email", "telephone", "permanent", "depuis", "jusqu_a",
)  # fmt: skip
POINT_COLUMNS = ("membre", "region", "date", "presents", "ce_qui_s_est_dit", "suites")
REGION_COLUMNS = (
    "code_insee", "region", "membres", "institutions", "personnes_physiques", "cotisations_payees",
    "cotisations_exonerees", "cotisations_appelees", "montant_recu_eur", "noms",
)  # fmt: skip


def contacts_file(session: Session, extension: str, now: datetime) -> bytes:
    """Return present and former contacts of all members."""
    wanted = (
        select(Contact)
        .join(Contact.member)
        .options(joinedload(Contact.member))
        .order_by(Member.name_key, Contact.since, Contact.id)
    )
    rows = (
        [
            contact.member.name,
            _region(contact.member),
            contact.name,
            contact.function,
            contact.email,
            contact.phone,
            "oui" if contact.is_permanent else "non",
            contact.since.isoformat(),
            contact.until.isoformat() if contact.until else "",
        ]
        for contact in session.scalars(wanted)
    )
    return spreadsheets.written(extension, "contacts", CONTACT_COLUMNS, rows, now)


def points_file(session: Session, extension: str, now: datetime) -> bytes:
    """Return the points held with all members, without those withdrawn, with their steps."""
    wanted = (
        select(FollowUp)
        .join(FollowUp.member)
        .where(FollowUp.withdrawn_at.is_(None))
        .options(joinedload(FollowUp.member), selectinload(FollowUp.steps))
        .order_by(Member.name_key, FollowUp.held_on, FollowUp.id)
    )
    rows = (
        [
            point.member.name,
            _region(point.member),
            point.held_on.isoformat(),
            point.attendees,
            point.said,
            " | ".join(_steps(point)),
        ]
        for point in session.scalars(wanted)
    )
    return spreadsheets.written(extension, "points", POINT_COLUMNS, rows, now)


def regions_file(
    session: Session,
    day: date,
    labels: Mapping[str, str],
    extension: str,
    now: datetime,
) -> bytes:
    """Return the state of regions on a day; a column for each category that ``labels`` names."""
    state = regions.state_of_regions(session, day)
    columns = [*REGION_COLUMNS, *labels.values()]
    rows = (
        [
            tally.region.code,
            tally.region.name,
            str(tally.count),
            str(tally.institutions),
            str(tally.individuals),
            *(str(tally.statuses[status]) for status in ("paid", "exempt", "called")),
            plain_sum(tally.received),
            " | ".join(entry.name for entry in tally.members),
            *(str(tally.categories[category]) for category in labels),
        ]
        for tally in state.tallies
    )
    title = f"regions {day.isoformat()}"
    return spreadsheets.written(extension, title, columns, rows, now)


def _region(member: Member) -> str:
    region = region_of(member.region, member.department)
    return region.name if region else member.region


def _steps(point: FollowUp) -> Iterator[str]:
    for step in point.steps:
        state = f"fait le {step.done_on}" if step.done_on else f"pour le {step.due_on or '—'}"
        carried = f", {step.carried_by}" if step.carried_by else ""
        yield f"{step.text} ({state}{carried})"
