"""What the minutes tell of interests in an item, of secrecy asked for, of proxies shared out."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from governance.rules.minutes import (
    InterestRow,
    JournalEntry,
    MinutesFacts,
    MinutesItem,
    draft_minutes,
)

AT = datetime(2026, 6, 26, 12, 30, tzinfo=UTC)
CLAUSE = "statuts, art. 7"
ASKED = {"position": 1, "asked": 2, "base": 4, "needed": 2, "unit": "heads", "granted": True,
         "clause": CLAUSE}  # fmt: skip


def told(key: str, item: MinutesItem, *entries: JournalEntry) -> str:
    """Return the text of one paragraph of the draft, its spaces all alike; nothing without it."""
    facts = MinutesFacts(
        association="Les Communs",
        title="Assemblée",
        body="AGO",
        date=date(2026, 6, 26),
        place="Paris",
        chair="G. O.",
        secretary="I. M.",
        opened_at=datetime(2026, 6, 26, 12, tzinfo=UTC),
        closed_at=datetime(2026, 6, 26, 14, tzinfo=UTC),
        items=(item,),
    )
    paragraphs = [part for section in draft_minutes(facts, entries) for part in section.paragraphs]
    found = next((part for part in paragraphs if part.key == key), None)
    if found is None:
        return ""
    assert found.kind == "figures"
    rows = [" ".join(row) for row in found.table or ()]
    return " ".join([found.text, *rows]).replace("\u00a0", " ").replace("\u202f", " ").strip()


def item(*interests: InterestRow) -> MinutesItem:
    return MinutesItem(1, "Comptes", "resolution", interests=interests)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (InterestRow("Metz", True, False, CLAUSE), "ne prend pas part au vote (statuts, art. 7)."),
        (
            InterestRow("Metz", True, True, CLAUSE),
            "ne prend pas part au vote et ne compte pas au quorum (statuts, art. 7).",
        ),
        (InterestRow("Metz", False, False, ""), "prend part au vote."),
    ],
)
def test_who_is_interested_takes_no_part_by_the_clause(row, sentence):
    said = told("item-1.interests", item(row))
    assert said == f"Metz, membre personnellement intéressé par ce point, {sentence}"


def test_an_item_without_interest_says_nothing_of_it():
    assert told("item-1.interests", item()) == ""


@pytest.mark.parametrize(
    ("facts", "parts"),
    [
        ({}, ("par 2 membres, sur 4", "il en fallait 2", CLAUSE, "il est donc secret")),
        ({"granted": False, "asked": 1}, ("par 1 membre, sur 4", "il reste public")),
        ({"unit": "voices", "asked": 20}, ("par 20 voix",)),
    ],
)
def test_secrecy_asked_for_is_told_in_numbers(facts: dict[str, Any], parts):
    entry = JournalEntry("poll.secrecy-asked", AT, {**ASKED, **facts})
    said = told("item-1.secrecy", item(), entry)
    assert all(part in said for part in parts)


def test_a_demand_about_another_item_is_not_told_here():
    entry = JournalEntry("poll.secrecy-asked", AT, {**ASKED, "position": 2})
    assert told("item-1.secrecy", item(), entry) == ""


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        ("proxy.blank-given", {"principal": "Metz"}, "Metz : pouvoir sans nom de mandataire"),
        (
            "proxy.blank-withdrawn",
            {"principal": "Metz"},
            "Metz : fin du pouvoir sans nom de mandataire",
        ),
        (
            "proxy.distributed",
            {"given": 2, "refused": 1, "order": "arrival"},
            "Pouvoirs sans nom répartis dans l’ordre des arrivées : 2 donnés, 1 refusés",
        ),
        (
            "capacity.chosen",
            {"person": "A. S.", "member": "Metz"},
            "A. S. : vote au seul titre de Metz",
        ),
    ],
)
def test_what_moved_in_the_room_is_told_at_its_minute(kind, facts, sentence):
    assert sentence in told("movements.rows", item(), JournalEntry(kind, AT, facts))
