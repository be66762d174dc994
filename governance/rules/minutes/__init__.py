"""The minutes (procès-verbal): a draft in French from the facts and the journal.

Paragraphs of wording are the secretary's to edit, by key; paragraphs of figures are locked.
"""

from governance.rules.minutes.draft import draft_minutes
from governance.rules.minutes.facts import (
    AttendanceRow,
    ContestRow,
    JournalEntry,
    MinutesFacts,
    MinutesItem,
    NoticeFacts,
    Paragraph,
    Section,
    Signer,
)

__all__ = [
    "AttendanceRow",
    "ContestRow",
    "JournalEntry",
    "MinutesFacts",
    "MinutesItem",
    "NoticeFacts",
    "Paragraph",
    "Section",
    "Signer",
    "draft_minutes",
]
