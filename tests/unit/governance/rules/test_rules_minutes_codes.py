"""The annex of the minutes that tells when voting codes were destroyed, and how many."""

from datetime import UTC, datetime

from governance.rules.minutes import JournalEntry
from governance.rules.minutes.codes import codes_section

PARIS = "Europe/Paris"
DESTROYED = "credential.codes-destroyed"


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, 26, hour - 2, minute, tzinfo=UTC)


def test_each_destruction_is_a_line_with_its_moment_and_its_number():
    entries = [
        JournalEntry(DESTROYED, at(15), {"moment": "opening", "count": 44, "position": 6}),
        JournalEntry("poll.opened", at(15), {"position": 6}),
        JournalEntry(DESTROYED, at(17, 5), {"moment": "close", "count": 132, "withdrawn": 1}),
        JournalEntry("credential.authority-destroyed", at(18), {"name": "Odile", "count": 44}),
    ]
    section = codes_section(entries, PARIS)
    assert section is not None
    (paragraph,) = section.paragraphs
    assert paragraph.kind == "figures"
    assert paragraph.table is not None
    assert [(row[0].partition(" ")[0], row[2]) for row in paragraph.table[1:]] == [
        ("Ouverture", "44"), ("Clôture", "132"), ("Déclaration", "44"),
    ]  # fmt: skip
    assert "point 6" in paragraph.table[1][0]
    assert paragraph.table[2][1].replace("\u00a0", " ").startswith("17 h 05")


def test_a_meeting_without_codes_has_no_such_annex():
    nothing = JournalEntry(DESTROYED, at(17), {"moment": "close", "count": 0})
    assert codes_section([nothing], PARIS) is None
