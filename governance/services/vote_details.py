"""An open poll counted again in heads and by college, as double majorities ask (vote nominal)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.polls import OpenVote, Poll, PollLine
from governance.rules.counting import Count, Detail

FOR, AGAINST, ABSTENTION = range(3)  # the places of a resolution's answers


def detail_of(session: Session, poll: Poll) -> Detail:
    """Return the votes of a resolution in heads and by college.

    A secret vote shows neither: see conditions.check_countable.
    """
    if poll.secret or poll.item.kind == "election":
        return Detail()
    wanted = (
        select(PollLine.college, PollLine.voices, OpenVote.choice)
        .join(OpenVote, OpenVote.line_id == PollLine.id)
        .where(PollLine.poll_id == poll.id)
    )
    votes = [
        (college, voices, tuple(choice)) for college, voices, choice in session.execute(wanted)
    ]
    quorum = poll.quorum_at_closing or poll.quorum_at_opening or {}
    rows: Mapping[str, Mapping[str, int]] = quorum.get("by_college", {})
    heads = _count([(1, choice) for _, _, choice in votes], quorum, "heads")
    colleges = {
        college: _count([(v, choice) for c, v, choice in votes if c == college], row, "voices")
        for college, row in sorted(rows.items())
    }
    return Detail(heads, colleges)


def _count(
    votes: Iterable[tuple[int, tuple[int, ...]]], there: Mapping[str, Any], unit: str
) -> Count:
    totals, blank, voters = [0, 0, 0], 0, 0
    for amount, choice in votes:
        voters += 1
        ticked = [place for place in range(3) if place < len(choice) and choice[place]]
        if ticked:
            totals[ticked[0]] += amount
        else:
            blank += amount
    return Count(
        totals[FOR],
        totals[AGAINST],
        totals[ABSTENTION],
        blank,
        voters=voters,
        present_voices=there.get(f"onsite_{unit}", 0) + there.get(f"online_{unit}", 0),
        represented_voices=there.get(f"represented_{unit}", 0),
        roll_voices=there.get(f"entitled_{unit}", 0),
    )
