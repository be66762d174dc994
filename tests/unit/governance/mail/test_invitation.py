"""The calendar file of a meeting: an invitation, and its cancellation."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from governance.mail.calendar import Appointment, cancellation, invitation
from governance.mail.message import Mailbox

NOW = datetime(2026, 5, 28, 8, 0, tzinfo=UTC)
APPOINTMENT = Appointment(
    uid="assemblee-7@pleniere.example",
    sequence=0,
    starts_at=datetime(2026, 6, 18, 14, 0, tzinfo=ZoneInfo("Europe/Paris")),
    ends_at=datetime(2026, 6, 18, 17, 0, tzinfo=ZoneInfo("Europe/Paris")),
    summary="Assemblée générale ordinaire – La 27e Région",
    location="Oasis 21, Paris ; en visio",
    organizer=Mailbox("ag@pleniere.example", "La 27e Région"),
    attendee=Mailbox("c@example.org", "Sciences Po Lyon, Chaire « transfo »: publique"),
    description="Ordre du jour :\n1. Comptes, budget; barème",
    url="https://visio.example/ag",
)


def event_of(raw: bytes):
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    return event


def test_an_invitation_asks_and_names_who_asks_whom():
    raw = invitation(APPOINTMENT, NOW)
    event = event_of(raw)

    assert b"\r\nMETHOD:REQUEST\r\n" in raw
    assert event["organizer"] == "mailto:ag@pleniere.example"
    assert event["attendee"] == "mailto:c@example.org"
    assert event["attendee"].params["CN"] == APPOINTMENT.attendee.name
    assert event["summary"] == APPOINTMENT.summary
    assert event["description"] == APPOINTMENT.description
    assert event["location"] == APPOINTMENT.location


def test_hours_are_in_utc_so_that_no_table_of_zones_is_needed():
    raw = invitation(APPOINTMENT, NOW)

    assert b"DTSTART:20260618T120000Z" in raw
    assert b"DTEND:20260618T150000Z" in raw
    assert b"VTIMEZONE" not in raw
    assert b"VALARM" not in raw


def test_a_line_is_never_longer_than_the_standard_allows():
    lines = invitation(APPOINTMENT, NOW).split(b"\r\n")

    assert max(map(len, lines)) <= 75


def test_the_same_meeting_changed_keeps_its_identity_and_counts_up():
    changed = event_of(invitation(replace(APPOINTMENT, sequence=1, location="Lyon"), NOW))

    assert (changed["uid"], changed["sequence"]) == (APPOINTMENT.uid, 1)


def test_a_cancellation_names_the_same_event():
    raw = cancellation(replace(APPOINTMENT, sequence=2), NOW)
    event = event_of(raw)

    assert b"\r\nMETHOD:CANCEL\r\n" in raw
    assert (event["uid"], event["status"]) == (APPOINTMENT.uid, "CANCELLED")


@pytest.mark.parametrize("name", ['Dit "Le Petit"', "a\r\nATTENDEE:mailto:x@y.fr", "a;b:c,d^n"])
def test_a_name_cannot_add_a_line_to_the_file(name):
    strange = replace(APPOINTMENT, attendee=Mailbox("c@example.org", name), summary=name)

    event = event_of(invitation(strange, NOW))

    assert event["attendee"] == "mailto:c@example.org"
    assert event["url"] == APPOINTMENT.url
