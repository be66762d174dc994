"""The elections of a case: who may stand and vote, every round or list, parity, the elected."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from governance.errors import GovernanceError
from governance.rules.cases.outcomes import Outcome, refused, voices_told
from governance.rules.cases.persons import CandidateFacts, ElectionFacts, LotFacts
from governance.rules.cases.room import Room
from governance.rules.cases.rounds import Counted, count_round
from governance.rules.cases.votes import judge_quorum
from governance.rules.list_seats import ListCount
from governance.rules.roll import Roll
from governance.rules.ruleset import RuleSet
from governance.rules.ruleset.kinds import refuse
from governance.rules.seats import (
    Ballots,
    CandidateCount,
    Lot,
    Person,
    balance_rounds,
    check_alternate,
    check_same_college,
    elect,
    elect_lists,
)


def hold_election(facts: ElectionFacts, at: str, room: Room) -> Outcome:
    """Return who is elected, and who could not stand or vote for these seats.

    Args:
        at: the path of the election in the document, for refusals.

    Raises:
        RuleSetError: a round that cannot be: of unknown persons, after everyone is elected.
    """
    standing, refusals = _standing(facts, room.rules)
    voters = _voters(facts, room.rules, room.roll)
    told: Outcome = {"seats": facts.seats, "refused_candidates": refusals}
    if voters:
        told["refused_voters"] = voters
    if room.is_counted and (facts.rounds or facts.lists):
        told["quorum"], stopped = judge_quorum(room.at(facts.at).attendance, facts, room)
        if stopped is not None:
            return {**told, "elected": [], "vacant": facts.seats, "not_decided": stopped}
    people = {one.id: person_of(one) for one in facts.candidates}
    if facts.lists:
        return {**told, **_by_lists(facts, room.rules, people)}
    return {**told, **_by_rounds(facts, at, room, people, standing)}


def person_of(facts: CandidateFacts) -> Person:
    """Return what parts this candidate from others."""
    return Person(facts.id, facts.name or facts.id, facts.born_on, facts.joined_on)


def lot_of(facts: LotFacts | None) -> Lot | None:
    """Return the lot of the case."""
    return None if facts is None else Lot(facts.seed, facts.commitment)


def _standing(facts: ElectionFacts, rules: RuleSet) -> tuple[set[str], dict[str, Outcome]]:
    """Return who may stand for these seats, and why the others may not."""
    standing: set[str] = set()
    refusals: dict[str, Outcome] = {}
    for one in facts.candidates:
        try:
            if facts.college is not None and one.college is not None:
                check_same_college(one.college, facts.college, rules, stands=True)
            standing.add(one.id)
        except GovernanceError as refusal:
            refusals[one.id] = refused(refusal)
    return standing, refusals


def _voters(facts: ElectionFacts, rules: RuleSet, roll: Roll) -> dict[str, Outcome]:
    """Return the members who may not vote for these seats."""
    refusals: dict[str, Outcome] = {}
    lines = {line.member_id: line for line in roll.lines} if facts.voters else {}
    for number in facts.voters:
        line = lines.get(number)
        if line is None or not line.entitled:
            refusals[str(number)] = {"accepted": False, "code": "ballot.not-entitled"}
        elif facts.college is not None:
            try:
                check_same_college(line.college, facts.college, rules, stands=False)
            except GovernanceError as refusal:
                refusals[str(number)] = refused(refusal)
    return refusals


def _by_rounds(
    facts: ElectionFacts,
    at: str,
    room: Room,
    people: Mapping[str, Person],
    standing: set[str],
) -> Outcome:
    if not facts.rounds:
        return {}
    rule, lot = room.rules.election.rule, lot_of(facts.lot)
    rounds: list[Ballots] = []
    counted: list[Counted] = []
    seats = facts.seats
    try:
        for place, one in enumerate(facts.rounds):
            path = f"{at}.rounds[{place}]"
            counted.append(count_round(one, path, facts, seats, room))
            rounds.append(_ballots(counted[-1], path, place, room.rules, people, standing))
            found = elect(rounds, facts.seats, rule, people, lot)
            seats = found.vacant
    except ValueError as error:
        raise refuse("case.impossible-round", f"{at}.rounds", len(rounds), str(error)) from error
    sexes = {one.id: one.sex or "" for one in facts.candidates}
    balanced = balance_rounds(found, sexes, room.rules.election.parity)
    return {
        "elected": list(balanced.elected),
        "tie": list(found.tie),
        "next_round": found.next_round,
        "vacant": facts.seats - len(balanced.elected),
        "clause": found.clause,
        "rounds": [
            {**held.to_facts(), **_told(one)}
            for held, one in zip(found.rounds, counted, strict=True)
        ],
        "parity": [step.to_facts() for step in balanced.steps],
    }


def _told(counted: Counted) -> Outcome:
    """Return what the ballots of a round gave, where they are told one by one."""
    if not counted.acts:
        return {}
    scale = counted.scale
    return {
        "ballots": list(counted.acts),
        "scale": scale,
        "counted": {name: voices_told(n, scale) for name, n in sorted(counted.voices.items())},
        "bases": {base.value: voices_told(n, scale) for base, n in counted.bases.items()},
    }


def _ballots(
    counted: Counted,
    at: str,
    place: int,
    rules: RuleSet,
    people: Mapping[str, Person],
    standing: set[str],
) -> Ballots:
    for one in counted.voices:
        if one not in people:
            raise refuse("case.unknown-candidate", f"{at}.voices", one, ", ".join(sorted(people)))
    thresholds = rules.election.rule.value.thresholds
    asked = thresholds[place] if place < len(thresholds) else None
    if asked is not None and asked.share is not None and asked.base not in counted.bases:
        raise refuse("ruleset.missing", f"{at}.{asked.base.value}", None, asked.base.value)
    counts = (
        CandidateCount(one, people[one].name, voices)
        for one, voices in counted.voices.items()
        if one in standing
    )
    return Ballots(tuple(counts), counted.bases)


def _by_lists(facts: ElectionFacts, rules: RuleSet, people: Mapping[str, Person]) -> Outcome:
    counts, refusals = [], {}
    sexes: dict[str, Any] = {one.id: one.sex or "" for one in facts.candidates}
    for one in facts.lists:
        try:
            ordered = [sexes.get(candidate, "") for candidate in one.candidates]
            check_alternate(one.id, ordered, rules.election.parity)
            candidates = tuple((name, one.voices) for name in one.candidates)
            counts.append(ListCount(one.id, one.voices, candidates))
        except GovernanceError as refusal:
            refusals[one.id] = refused(refusal)
    rule = rules.election.rule
    if rule.value.method != "list":
        raise refuse("case.not-lists", "elections", rule.value.method, "list")
    known = {name: replace(person, id=name) for name, person in people.items()}
    found = elect_lists(counts, facts.seats, rule, known, lot_of(facts.lot))
    return {**found, "refused_lists": refusals}
