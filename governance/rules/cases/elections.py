"""The elections of a case: who may stand and vote, every round or list, parity, the elected."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from governance.errors import GovernanceError
from governance.rules.cases.outcomes import Outcome, refused
from governance.rules.cases.persons import CandidateFacts, ElectionFacts, LotFacts, RoundFacts
from governance.rules.list_seats import ListCount
from governance.rules.roll import Roll
from governance.rules.ruleset import Base, RuleSet
from governance.rules.ruleset.kinds import refuse
from governance.rules.seats import (
    Ballots,
    CandidateCount,
    Lot,
    Person,
    balance,
    check_alternate,
    check_same_college,
    elect,
    elect_lists,
)
from governance.rules.steps import Step


def hold_election(facts: ElectionFacts, at: str, rules: RuleSet, roll: Roll) -> Outcome:
    """Return who is elected, and who could not stand or vote for these seats.

    Args:
        at: the path of the election in the document, for refusals.

    Raises:
        RuleSetError: a round that cannot be: of unknown persons, after everyone is elected.
    """
    standing, refusals = _standing(facts, rules)
    voters = _voters(facts, rules, roll)
    told: Outcome = {"seats": facts.seats, "refused_candidates": refusals}
    if voters:
        told["refused_voters"] = voters
    people = {one.id: person_of(one) for one in facts.candidates}
    if facts.lists:
        return {**told, **_by_lists(facts, rules, people)}
    return {**told, **_by_rounds(facts, at, rules, people, standing)}


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
    for number in facts.voters:
        line = roll.line_of(number)
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
    rules: RuleSet,
    people: Mapping[str, Person],
    standing: set[str],
) -> Outcome:
    if not facts.rounds:
        return {}
    rounds = [
        _ballots(one, f"{at}.rounds[{place}]", facts, rules, place, people, standing)
        for place, one in enumerate(facts.rounds)
    ]
    try:
        found = elect(rounds, facts.seats, rules.election.rule, people, lot_of(facts.lot))
    except ValueError as error:
        raise refuse("case.impossible-round", f"{at}.rounds", len(rounds), str(error)) from error
    elected, parity = found.elected, tuple[Step, ...]()
    if len(found.rounds) == 1 and not found.tie:
        sexes = {one.id: one.sex or "" for one in facts.candidates}
        balanced = balance(elected, found.rounds[0].filled.ranking, sexes, rules.election.parity)
        elected, parity = balanced.elected, balanced.steps
    return {
        "elected": list(elected),
        "tie": list(found.tie),
        "next_round": found.next_round,
        "vacant": facts.seats - len(elected),
        "clause": found.clause,
        "rounds": [one.to_facts() for one in found.rounds],
        "parity": [step.to_facts() for step in parity],
    }


def _ballots(
    facts: RoundFacts,
    at: str,
    election: ElectionFacts,
    rules: RuleSet,
    place: int,
    people: Mapping[str, Person],
    standing: set[str],
) -> Ballots:
    for one in facts.voices:
        if one not in people:
            raise refuse("case.unknown-candidate", f"{at}.voices", one, ", ".join(sorted(people)))
    bases = _bases(facts, election.seats)
    thresholds = rules.election.rule.value.thresholds
    asked = thresholds[place] if place < len(thresholds) else None
    if asked is not None and asked.share is not None and asked.base not in bases:
        raise refuse("ruleset.missing", f"{at}.{asked.base.value}", None, asked.base.value)
    counts = (
        CandidateCount(one, people[one].name, voices)
        for one, voices in facts.voices.items()
        if one in standing
    )
    return Ballots(tuple(counts), bases)


def _bases(facts: RoundFacts, seats: int) -> dict[Base, int]:
    """Return the bases given; with one seat the voices of the candidates are those expressed."""
    given = {base: getattr(facts, base.value) for base in Base}
    bases = {base: amount for base, amount in given.items() if amount is not None}
    if seats == 1:
        bases.setdefault(Base.EXPRESSED, sum(facts.voices.values()))
    return bases


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
