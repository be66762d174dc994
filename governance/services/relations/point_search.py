"""Words looked for in what was said and noted of members (points, suites, attentes)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.followups import Expectation, FollowUp, NextStep
from governance.services.membership.names import fold

AROUND = 60  # letters shown on each side of a word that was found


@dataclass(frozen=True, slots=True)
class Passage:
    """The newest note of a member where every word stands; the point it is of, if it is of one."""

    day: date
    point_id: int | None
    text: str


def passages(session: Session, text: str) -> Mapping[int, Passage]:
    """Return by member the newest note that has every word of ``text``, accents and case apart."""
    words = fold(text).split()
    found: dict[int, Passage] = {}
    for member_id, day, point_id, note in _notes(session) if words else ():
        newest = found.get(member_id)
        if newest is not None and newest.day >= day:
            continue
        plain = fold(note)
        if all(word in plain for word in words):
            found[member_id] = Passage(day, point_id, _around(note, words))
    return found


def _notes(session: Session) -> Iterator[tuple[int, date, int | None, str]]:
    """Yield each note with its member: what was said with what follows, then the expectations."""
    steps: dict[int, list[str]] = {}
    standing = FollowUp.withdrawn_at.is_(None)
    following = select(NextStep.follow_up_id, NextStep.text).join(NextStep.follow_up)
    for point_id, step in session.execute(following.where(standing).order_by(NextStep.id)):
        steps.setdefault(point_id, []).append(step)
    points = select(
        FollowUp.member_id, FollowUp.held_on, FollowUp.id, FollowUp.said, FollowUp.attendees
    )
    for member_id, day, point_id, said, attendees in session.execute(points.where(standing)):
        yield member_id, day, point_id, "\n".join([said, *steps.get(point_id, ()), attendees])
    hopes = select(Expectation.member_id, Expectation.noted_on, Expectation.text)
    for member_id, day, hope in session.execute(hopes):
        yield member_id, day, None, hope


def _around(note: str, words: Sequence[str]) -> str:
    """Return the part of a note around the first word that was found."""
    flat = " ".join(note.split())
    pieces = flat.split(" ")
    ends = [len(" ".join(pieces[: place + 1])) for place in range(len(pieces))]
    at = next((end for piece, end in zip(pieces, ends, strict=True) if words[0] in fold(piece)), 0)
    start, end = max(0, at - AROUND), min(len(flat), at + AROUND)
    start = flat.rfind(" ", 0, start) + 1 if start else 0
    end = flat.find(" ", end) if flat.find(" ", end) > 0 else len(flat)
    return ("… " if start else "") + flat[start:end] + (" …" if end < len(flat) else "")
