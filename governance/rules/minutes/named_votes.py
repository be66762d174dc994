"""Votes by name (votes nominatifs) of the open polls, in an annex, where the bylaws ask for it."""

from governance.rules.minutes.facts import MinutesFacts, MinutesItem, Paragraph, Section, VoteRow
from governance.rules.minutes.french import number

HEADING = ("Membre", "Voix", "Vote", "Exprimé par")


def named_votes_section(meeting: MinutesFacts) -> Section | None:
    """Print who voted what, poll by poll; nothing where no poll was to be printed so."""
    paragraphs = tuple(_paragraph(item) for item in meeting.items if item.votes)
    if not paragraphs:
        return None
    return Section("annex-votes", "Annexe : votes nominatifs", paragraphs)


def _paragraph(item: MinutesItem) -> Paragraph:
    rows = tuple(map(_row, item.votes))
    told = f"Point {item.position}, {item.title}"
    return Paragraph(f"annex-votes.{item.position}", "figures", told, (HEADING, *rows))


def _row(vote: VoteRow) -> tuple[str, str, str, str]:
    return vote.member, number(vote.voices), vote.choice, vote.holder
