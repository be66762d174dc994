"""Seats of an election by boxes (attribution des sièges): its rounds put to the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from governance.models.polls import Poll
from governance.rules.ruleset import Base, RuleSet, TieRule
from governance.rules.seats import (
    Ballots,
    CandidateCount,
    Election,
    Lot,
    Person,
    balance_rounds,
    draw_lots,
    elect,
)
from governance.services.electorate import room_voices
from governance.services.polls import rounds

BY_DATES = (TieRule.ELDEST, TieRule.YOUNGEST, TieRule.LONGEST_MEMBERSHIP)


@dataclass(frozen=True, slots=True)
class Judged:
    """An election after the round of a poll; ``names`` are by identifier.

    ``rounds`` are those of the clause: a later one is a runoff.
    """

    election: Election
    ballots: Ballots
    names: Mapping[str, str]
    rounds: int

    @property
    def settled(self) -> tuple[str, ...]:
        """Return whom a rule has chosen among the tied of this round."""
        return self.election.rounds[-1].settled


def judge(
    session: Session,
    poll: Poll,
    counts: Sequence[int],
    rules: RuleSet,
    dates: Mapping[str, date] | None = None,
    settled: tuple[str, ...] | None = None,
) -> Judged:
    """Put the counts of a poll, after those of its earlier rounds, to the rules.

    Args:
        counts: voices per box, the blank first where the question has one.
        dates: by name, what the clause parts tied persons by: birth, or entry as a member.
        settled: identifiers of those chosen by an act already on the record, maybe nobody.
    """
    before, ids = rounds.earlier_ballots(session, poll)
    voices = list(counts)[1:] if poll.question["blank"] else list(counts)
    counted = tuple(
        CandidateCount(ids[name], name, amount)
        for name, amount in zip(poll.question["answers"], voices, strict=True)
    )
    ballots = Ballots(counted, bases_of(poll, counts), settled)
    seats = rounds.first_item(session, poll.item).seats or 1
    people = {number: _person(number, name, dates or {}) for name, number in ids.items()}
    rule = rules.election.rule
    found = elect([*before, ballots], seats, rule, people, lot_of(poll))
    names = {number: name for name, number in ids.items()}
    return Judged(found, ballots, names, rule.value.rounds)


def seats_of(session: Session, poll: Poll, counts: Sequence[int], rules: RuleSet) -> dict[str, Any]:
    """Return how a round filled its seats, as the result keeps it, and the round it calls for."""
    judged = judge(session, poll, counts, rules, settled=_kept(poll))
    found, last = judged.election, judged.election.rounds[-1]
    facts = last.to_facts()
    balanced = _balanced(poll, judged, rules)
    if balanced is not None:
        facts |= balanced
    facts["bases"] = {base.value: voices for base, voices in judged.ballots.bases.items()}
    facts["all_elected"] = [judged.names[one] for one in found.elected]
    facts |= _balanced(poll, judged, rules) or {}
    if poll.item.college:
        ruled = rules.election.per_college
        facts["college"] = {"name": poll.item.college, "clause": ruled.clause}
    facts["vacant"] = found.vacant
    facts["next"] = _next(judged)
    facts["steps"] += (poll.tie or {}).get("told", [])
    return facts


def draw(judged: Judged, poll: Poll) -> tuple[str, ...]:
    """Return the settled once the lot has drawn the seats that the clause could not part."""
    lot, last = lot_of(poll), judged.election.rounds[-1].filled
    if lot is None:
        return judged.settled
    order = draw_lots(judged.election.tie, lot)
    return (*judged.settled, *order[: last.open_seats])


def lot_of(poll: Poll) -> Lot | None:
    """Return the lot of an election once its ballots are closed."""
    kept = poll.tie or {}
    return Lot(kept["seed"], kept["commitment"]) if "seed" in kept else None


def bases_of(poll: Poll, counts: Sequence[int]) -> dict[Base, int]:
    """Return the voices that each base of a majority counts in a poll by boxes."""
    kept = poll.electorate or {}
    cast = sum(line.voices for line in poll.lines if line.signed)
    blank = counts[0] if poll.question["blank"] else 0
    present, represented = room_voices.kept_in_room(poll)
    return {
        Base.EXPRESSED: cast - blank,
        Base.CAST: cast,
        Base.PRESENT: present,
        Base.PRESENT_OR_REPRESENTED: max(present + represented, cast),
        Base.ROLL: kept.get("voices", 0),
    }


def _balanced(poll: Poll, judged: Judged, rules: RuleSet) -> dict[str, Any] | None:
    """Return what parity changes once an election is over; None where no clause asks for it."""
    rule, found = rules.election.parity, judged.election
    if rule.value.rule in ("none", "alternate") or found.tie or found.next_round:
        return None
    sexes = {one.name: one.sex for one in poll.item.candidates}
    known = {number: sexes.get(name, "") for number, name in judged.names.items()}
    parity = balance_rounds(found, known, rule)
    last = found.rounds[-1].to_facts()
    for row in last["ranking"]:
        row["outcome"] = "elected" if row["id"] in parity.elected else "not-elected"
    steps = [*last["steps"], *(step.to_facts() for step in parity.steps)]
    here = {one.id for one in judged.ballots.counts}
    return {
        "elected": [judged.names[one] for one in parity.elected if one in here],
        "all_elected": [judged.names[one] for one in parity.elected],
        "ranking": last["ranking"],
        "steps": steps,
        "parity": {"clause": rule.clause, "source": rule.source.value},
    }


def _next(judged: Judged) -> dict[str, Any] | None:
    """Return the round to be held: by the clause, or because nothing parts the tied."""
    found = judged.election
    number = len(found.rounds) + 1
    if not found.vacant or not (found.next_round or found.tie):
        return None
    runoff = number > judged.rounds
    standing = [one.id for one in judged.ballots.counts if one.id not in found.elected]
    left = found.tie if runoff else standing
    if not left:
        return None
    return {
        "number": number,
        "runoff": runoff,
        "by_clause": found.next_round,
        "seats": found.vacant,
        "names": [judged.names[one] for one in left],
    }


def _kept(poll: Poll) -> tuple[str, ...] | None:
    kept = poll.tie or {}
    return tuple(kept["settled"]) if "settled" in kept else None


def _person(number: str, name: str, dates: Mapping[str, date]) -> Person:
    day = dates.get(name)
    return replace(Person(number, name), born_on=day, joined_on=day)
