"""The calendar file that goes with a notice: an invitation, its update, its cancellation."""

from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress, vText

from governance.mail.message import Mailbox

PRODID = "-//Plénière//assemblée//FR"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting in someone's calendar. No personal link: calendars are shared with others.

    ``uid`` never changes for one meeting; ``sequence`` grows with each change of date or place.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    organizer: Mailbox
    attendee: Mailbox
    description: str = ""
    url: str = ""


def invitation(appointment: Appointment, now: datetime) -> bytes:
    """Write the METHOD:REQUEST file, hours in UTC, no alarm."""
    return _calendar(appointment, now, "REQUEST", "CONFIRMED")


def cancellation(appointment: Appointment, now: datetime) -> bytes:
    """Write the METHOD:CANCEL file; ``sequence`` must be above the last invitation's."""
    return _calendar(appointment, now, "CANCEL", "CANCELLED")


def _calendar(appointment: Appointment, now: datetime, method: str, status: str) -> bytes:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", appointment.starts_at.astimezone(UTC))
    event.add("dtend", appointment.ends_at.astimezone(UTC))
    event.add("summary", appointment.summary)
    event.add("location", appointment.location)
    event.add("status", status)
    for name, value in (("description", appointment.description), ("url", appointment.url)):
        if value:
            event.add(name, value)
    event.add("organizer", _person(appointment.organizer))
    attendee = _person(appointment.attendee)
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["rsvp"] = vText("FALSE")  # the answer is given on the personal page
    event.add("attendee", attendee, encode=False)

    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _person(mailbox: Mailbox) -> vCalAddress:
    person = vCalAddress(f"mailto:{mailbox.address}")
    if mailbox.name:
        person.params["cn"] = vText(mailbox.name)
    return person
