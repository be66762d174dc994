"""Rounds of an election (tours de scrutin): what each one gave, whom the next one keeps."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, StateError
from governance.models.agenda import AgendaItem, Candidate
from governance.models.elections import ElectionRound
from governance.models.polls import Poll
from governance.rules.lifecycle import require_meeting_move
from governance.rules.parts import in_parts
from governance.rules.questions import BallotKind
from governance.rules.ruleset import Base, RuleSet, TieRule
from governance.rules.seats import Ballots, CandidateCount
from governance.services.convening import agenda
from governance.services.entry.vault import Vault
from governance.services.polls import candidates, polls
from governance.services.records import journal
from governance.services.records.journal import Actor

ORDINALS = {2: "deuxième tour", 3: "troisième tour", 4: "quatrième tour"}


def first_item(session: Session, item: AgendaItem) -> AgendaItem:
    """Return the item of the first round: the item itself where it has no earlier round."""
    row = _row(session, item)
    return item if row is None else session.get_one(AgendaItem, row.first_item_id)


def number_of(session: Session, item: AgendaItem) -> int:
    """Return which round of its election an item is, from 1."""
    row = _row(session, item)
    return 1 if row is None else row.number


def rounds_of(session: Session, poll: Poll) -> list[Poll]:
    """Return the polls of all the rounds of an election, the first one first."""
    first = first_item(session, poll.item)
    later = (
        select(Poll)
        .join(ElectionRound, ElectionRound.item_id == Poll.item_id)
        .where(ElectionRound.first_item_id == first.id)
        .order_by(ElectionRound.number)
    )
    start = session.scalars(select(Poll).where(Poll.item_id == first.id)).one()
    return [start, *session.scalars(later)]


def in_order(session: Session, items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Return the items of a meeting with every further round right after its first."""
    numbers = [item.id for item in items]
    wanted = select(ElectionRound).where(ElectionRound.item_id.in_(numbers))
    rows = {row.item_id: row for row in session.scalars(wanted)}
    places = {item.id: item.position for item in items}

    def key(item: AgendaItem) -> tuple[int, int]:
        row = rows.get(item.id)
        return (places[row.first_item_id], row.number) if row else (item.position, 1)

    return sorted(items, key=key)


def further_items(session: Session, meeting_id: int) -> set[int]:
    """Return the numbers of the items that are a further round of another."""
    wanted = (
        select(ElectionRound.item_id)
        .join(AgendaItem, AgendaItem.id == ElectionRound.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
    )
    return set(session.scalars(wanted))


def boxes_to_keep(items: Iterable[AgendaItem], rules: RuleSet) -> int:
    """Count the elections to set aside for the further rounds that secret elections may need."""
    rule = rules.election.rule.value
    runoffs = rule.tie in (TieRule.RUNOFF, TieRule.RUNOFF_THEN_LOT)
    by_boxes = sum(
        item.kind == "election"
        and item.secret
        and candidates.rule_of(item).kind is BallotKind.BOXES
        for item in items
    )
    return by_boxes * (rule.rounds - 1 + runoffs)


def earlier_ballots(session: Session, poll: Poll) -> tuple[list[Ballots], dict[str, str]]:
    """Return the earlier rounds as the rules count them, and name -> identifier of candidates.

    An identifier is the place on the ballot of the first round, from 0, in every round.
    """
    played = [one for one in rounds_of(session, poll) if one.id != poll.id]
    names = (played[0] if played else poll).question["answers"]
    return [_ballots(one) for one in played], {name: str(at) for at, name in enumerate(names)}


def next_of(poll: Poll) -> dict[str, Any] | None:
    """Return the round that an announced result calls for: number, runoff, seats, names."""
    found: dict[str, Any] | None = _seats_of(poll).get("next")
    return found


def following(session: Session, poll: Poll) -> Poll | None:
    """Return the poll of the round after this one, once it is made."""
    known = rounds_of(session, poll)
    after = known[known.index(poll) + 1 :]
    return after[0] if after else None


def plan_next(
    session: Session,
    vault: Vault,
    poll: Poll,
    *,
    withdrawn: Collection[str] = (),
    actor: Actor,
    now: datetime,
) -> Poll:
    """Make the next round: the seats that are left, the candidates that the clause keeps.

    Args:
        withdrawn: names of candidates who do not stand again.
    Raises:
        StateError: meeting.not-now; round.none, .already-made; poll.no-reserve.
        InvalidInputError: round.withdrawn, for a name that is not kept, or when nobody is left.
    """
    polls.hold(session, poll)
    require_meeting_move(poll.meeting.state, "open_poll")
    wanted = next_of(poll)
    if wanted is None:
        raise StateError("round.none")
    if following(session, poll) is not None:
        raise StateError("round.already-made")
    names = [name for name in wanted["names"] if name not in withdrawn]
    if not names or set(withdrawn) - set(wanted["names"]):
        raise InvalidInputError("round.withdrawn")
    item = _next_item(session, poll, wanted, names)
    made = polls.plan_poll(session, vault, item, actor=actor, now=now)
    if made.secret and made.election is None:
        raise StateError("poll.no-reserve")
    facts = {
        "position": item.position,
        "title": item.title,
        "first": first_item(session, item).position,
        "number": wanted["number"],
        "names": ", ".join(names),
        "withdrawn": ", ".join(sorted(withdrawn)),
    }
    journal.record(
        session, "election.round-called", facts, actor=actor, meeting_id=poll.meeting_id, now=now
    )
    return made


def _next_item(
    session: Session, poll: Poll, wanted: Mapping[str, Any], names: Sequence[str]
) -> AgendaItem:
    first = first_item(session, poll.item)
    words = "départage" if wanted["runoff"] else ORDINALS.get(wanted["number"], "nouveau tour")
    title = f"{first.title[: agenda.LONGEST_TITLE - len(words) - 3]} : {words}"
    item = AgendaItem(
        meeting_id=poll.meeting_id,
        position=len(agenda.items_of(session, poll.meeting_id)) + 1,
        kind="election",
        title=title,
        majority=first.majority,
        secret=poll.secret,
        seats=wanted["seats"],
        ballot=first.ballot,
        college=first.college,
    )
    known = {one.name: one for one in first.candidates}
    item.candidates = [
        Candidate(
            position=at,
            name=name,
            presentation=known[name].presentation,
            sex=known[name].sex,
        )
        for at, name in enumerate(names, 1)
    ]
    session.add(item)
    session.flush()
    number = wanted["number"]
    session.add(ElectionRound(item_id=item.id, first_item_id=first.id, number=number))
    session.flush()
    return item


def _ballots(poll: Poll) -> Ballots:
    seats, scale = _seats_of(poll), poll.voice_scale
    counts = tuple(
        CandidateCount(one["id"], one["name"], in_parts(one["voices"], scale))
        for one in seats["ranking"]
    )
    bases = {Base(name): in_parts(voices, scale) for name, voices in seats["bases"].items()}
    return Ballots(counts, bases, tuple(seats["settled"]))


def _seats_of(poll: Poll) -> dict[str, Any]:
    """Return how an announced election filled its seats; nothing of another poll."""
    seats: dict[str, Any] | None = json.loads(poll.result)["seats"] if poll.result else None
    return seats or {}


def _row(session: Session, item: AgendaItem) -> ElectionRound | None:
    wanted = select(ElectionRound).where(ElectionRound.item_id == item.id)
    return session.scalars(wanted).first()
