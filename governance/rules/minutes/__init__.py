"""The minutes (procès-verbal): a draft in French from the facts and the journal.

Paragraphs of wording are the secretary's to edit, by key; paragraphs of figures are locked.
"""

from governance.rules.minutes.draft import draft_minutes
from governance.rules.minutes.facts import (
    AttendanceRow,
    ContestRow,
    FailureFacts,
    InterestRow,
    JournalEntry,
    MinutesFacts,
    MinutesItem,
    NoticeFacts,
    Paragraph,
    QuorumMoment,
    Section,
    Signer,
    VoteRow,
)

__all__ = [
    "AttendanceRow",
    "ContestRow",
    "FailureFacts",
    "InterestRow",
    "JournalEntry",
    "MinutesFacts",
    "MinutesItem",
    "NoticeFacts",
    "Paragraph",
    "QuorumMoment",
    "Section",
    "Signer",
    "VoteRow",
    "draft_minutes",
]
