"""The attendance sheet (feuille de présence) of a meeting, from what was noted, as PDF."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.documents.attendance import AttendanceContent, AttendanceRow, Mode, attendance_pdf
from governance.documents.figures import Signer
from governance.documents.wording import clock
from governance.models.attendance import AttendanceEvent, Movement
from governance.models.meetings import Meeting
from governance.models.members import Member
from governance.rules.lifecycle import MeetingState
from governance.rules.minutes.results import quorum_sentence
from governance.services.bylaws import associations
from governance.services.membership.names import fold
from governance.services.minutes.minutes_facts import CHAIR, COLLEGES, SECRETARY
from governance.services.sitting import attendance, desk
from governance.services.sitting.desk import DeskLine

ZONE = "Europe/Paris"


def sheet_pdf(session: Session, meeting: Meeting, now: datetime) -> bytes:
    """Return the sheet as it stands at ``now``: to be signed by hand before, filled in after."""
    return attendance_pdf(sheet_of(session, meeting, now), now)


def sheet_of(session: Session, meeting: Meeting, now: datetime) -> AttendanceContent:
    """Return what the sheet prints: college by college, in the order of names."""
    seen = desk.read_desk(session, meeting, now)
    events = attendance.movements_of(session, meeting.id)
    seats = {member.id: member.region for member in session.scalars(select(Member))}
    lines = sorted(seen.lines, key=lambda line: (_college(line), fold(line.name)))
    has_begun = bool(events) or meeting.state is not MeetingState.CONVENED
    return AttendanceContent(
        association=associations.get(session).name,
        title=meeting.title,
        starts_at=meeting.starts_at,
        place=meeting.place,
        remote="en visio" if meeting.remote_url else "",
        rows=tuple(_row(line, events, seats, meeting, has_begun) for line in lines),
        statements=(_stated(now), quorum_sentence(seen.quorum.to_facts())) if has_begun else (),
        signers=(Signer(CHAIR, meeting.chair_name), Signer(SECRETARY, meeting.secretary_name)),
        zone=ZONE,
    )


def _row(
    line: DeskLine,
    events: Sequence[AttendanceEvent],
    seats: Mapping[int, str],
    meeting: Meeting,
    has_begun: bool,
) -> AttendanceRow:
    mine = [event for event in events if event.member_id == line.member_id]
    came = [event for event in mine if event.movement != Movement.LEFT]
    mode = _mode(line, came, meeting, has_begun)
    return AttendanceRow(
        name=line.name,
        college=_college(line),
        voices=line.voices if line.standing.votes else 0,
        mode=mode,
        seat=seats.get(line.member_id, ""),
        representative=line.acting if line.acting != line.name else "",
        proxies_from=line.holds,
        represented_by=line.given_to,
        arrived=came[0].at if came else None,
        left=mine[-1].at if mine and mine[-1].movement == Movement.LEFT else None,
        proof=_proof(came[-1]) if mode == "online" else "",
    )


def _college(line: DeskLine) -> str:
    return COLLEGES.get(line.college, line.college)


def _mode(
    line: DeskLine, came: Sequence[AttendanceEvent], meeting: Meeting, has_begun: bool
) -> Mode:
    """Return how the member takes part; who has not come yet may still, until the close."""
    if came:
        return "online" if came[-1].movement == Movement.ONLINE else "onsite"
    if line.represented:
        return "represented"
    is_over = meeting.closed_at is not None
    return "absent" if is_over and has_begun else "expected"


def _proof(event: AttendanceEvent) -> str:
    return f"connexion notée à {clock(event.at, ZONE)}"


def _stated(now: datetime) -> str:
    local = now.astimezone(ZoneInfo(ZONE))
    return f"État au {local:%d/%m/%Y} à {clock(now, ZONE)}."
