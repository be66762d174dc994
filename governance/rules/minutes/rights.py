"""Who takes no part in a vote, and who asked that it be secret, as the minutes tell it."""

from collections.abc import Iterator, Sequence

from governance.rules.minutes.facts import (
    Facts,
    InterestRow,
    JournalEntry,
    MinutesItem,
    Paragraph,
)
from governance.rules.minutes.french import count

ASKED = "poll.secrecy-asked"


def rights_paragraphs(item: MinutesItem, own: Sequence[JournalEntry]) -> Iterator[Paragraph]:
    """Yield what stood before the vote: interests declared, then the secrecy asked for.

    Args:
        own: the journal's lines about this item.
    """
    if item.interests:
        text = " ".join(map(_interest, item.interests))
        yield Paragraph(f"item-{item.position}.interests", "figures", text)
    for entry in own:
        if entry.kind == ASKED:
            yield Paragraph(f"item-{item.position}.secrecy", "figures", _asked(entry.facts))


def _interest(row: InterestRow) -> str:
    votes = "ne prend pas part au vote" if row.blocks_vote else "prend part au vote"
    quorum = " et ne compte pas au quorum" if row.leaves_quorum else ""
    clause = f" ({row.clause})" if row.clause else ""
    return f"{row.member}, membre personnellement intéressé par ce point, {votes}{quorum}{clause}."


def _asked(facts: Facts) -> str:
    """Say how many asked, of how many, and what it took; never who."""
    unit = ("voix", "voix") if facts.get("unit") == "voices" else ("membre", "membres")
    asked = count(facts["asked"], *unit)
    follows = "il est donc secret" if facts.get("granted") else "il reste public"
    clause = f" ({facts['clause']})" if facts.get("clause") else ""
    return (
        f"Le scrutin secret est demandé par {asked}, sur {facts['base']} dans la salle ou par "
        f"pouvoir ; il en fallait {facts['needed']}{clause} : {follows}."
    )
