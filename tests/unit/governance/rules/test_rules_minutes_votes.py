"""The annex of named votes: printed for the polls that have some, and for no other."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from governance.rules.minutes import MinutesFacts, MinutesItem, VoteRow, draft_minutes
from governance.rules.minutes.named_votes import named_votes_section

OPENED = datetime(2026, 6, 18, 12, tzinfo=UTC)
VOTES = (
    VoteRow("Isère", 3, "Pour"),
    VoteRow("Lyon", Fraction(5, 2), "Contre", "Isère"),
    VoteRow("Metz", 1, "Blanc"),
)
MEETING = MinutesFacts(
    association="La 27e Région",
    title="AGO",
    body="AGO",
    date=date(2026, 6, 18),
    place="Paris",
    chair="C",
    secretary="S",
    opened_at=OPENED,
    closed_at=None,
    items=(
        MinutesItem(1, "Rapport", "report"),
        MinutesItem(2, "Comptes 2025", "resolution", votes=VOTES),
        MinutesItem(3, "Budget 2026", "resolution", votes=VOTES[:1]),
    ),
)


def test_each_vote_stands_by_name_under_its_item():
    section = named_votes_section(MEETING)
    assert section is not None
    assert [one.key for one in section.paragraphs] == ["annex-votes.2", "annex-votes.3"]
    assert all(one.kind == "figures" for one in section.paragraphs)
    assert section.paragraphs[0].text == "Point 2, Comptes 2025"
    assert section.paragraphs[0].table == (
        ("Membre", "Voix", "Vote", "Exprimé par"),
        ("Isère", "3", "Pour", ""),
        ("Lyon", "2,5", "Contre", "Isère"),
        ("Metz", "1", "Blanc", ""),
    )
    assert section.key in [one.key for one in draft_minutes(MEETING, ())]


def test_without_names_there_is_no_annex():
    items = tuple(replace(item, votes=()) for item in MEETING.items)
    assert named_votes_section(replace(MEETING, items=items)) is None
