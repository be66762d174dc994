"""An open poll counted again in heads and by college, as double majorities ask (vote nominal)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.polls import OpenVote, Poll, PollLine
from governance.rules.counting import Count, Detail
from governance.rules.parts import in_parts

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
    heads = _count([(1, choice) for _, _, choice in votes], quorum, "heads", 1)
    scale = poll.voice_scale
    colleges = {
        college: _count(
            [(v, choice) for c, v, choice in votes if c == college], row, "voices", scale
        )
        for college, row in sorted(rows.items())
    }
    return Detail(heads, colleges)


def _count(
    votes: Iterable[tuple[int, tuple[int, ...]]], there: Mapping[str, Any], unit: str, scale: int
) -> Count:
    def present(way: str) -> int:
        return in_parts(there.get(f"{way}_{unit}", 0), scale)

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
        present_voices=present("onsite") + present("online"),
        represented_voices=present("represented"),
        roll_voices=present("entitled"),
    )
