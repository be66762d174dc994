"""The persons of a case: candidacies received, the seats of the body, its directors' terms."""

from governance.rules.cases.elections import lot_of
from governance.rules.cases.outcomes import Outcome, tried
from governance.rules.cases.persons import BoardFacts, CandidacyFacts, CompositionFacts
from governance.rules.cases.room import Room
from governance.rules.mandates import (
    Candidate,
    Director,
    check_candidacy,
    check_cooptation,
    check_removal,
    check_terms,
    has_resigned,
    leaving_order,
    term_end,
    what_fills,
)
from governance.rules.seats import check_same_college, compose_seats


def judge_candidacy(facts: CandidacyFacts, room: Room) -> Outcome:
    """Return whether a member of the case may stand."""
    member = next(one for one in room.members if one.id == facts.member)
    candidate = Candidate(member, facts.received_on, facts.form, facts.terms)

    def act() -> None:
        check_candidacy(candidate, room.case.on, room.rules)
        check_terms(member.name, facts.terms, room.rules)
        line = room.roll.line_of(member.id)
        if facts.seats_of is not None and line is not None:
            check_same_college(line.college, facts.seats_of, room.rules, stands=True)

    clause = room.rules.election.candidacy.clause
    return {"member": facts.member, **tried(act, lambda _: {"clause": clause})}


def compose(facts: CompositionFacts, room: Room) -> Outcome:
    """Return the seats of each college."""
    members = facts.members
    if members is None:
        members = {college: heads for college, (heads, _) in room.roll.by_college().items()}
    return tried(
        lambda: compose_seats(members, room.rules, facts.chosen),
        lambda found: {
            "seats": dict(found.seats),
            "total": found.total,
            "steps": [step.to_facts() for step in found.steps],
        },
    )


def judge_board(facts: BoardFacts, room: Room) -> Outcome:
    """Return the terms of a board: ends, who leaves first, who resigned, what fills its seats."""
    rules = room.rules
    directors = [
        Director(one.id, one.name or one.id, one.elected_on, one.terms) for one in facts.directors
    ]
    gone = [one.id for one in facts.directors if has_resigned(one.absences, rules)]
    vacant = facts.vacant + len(gone)
    filling = what_fills(len(directors) - len(gone), vacant, facts.coopted, rules)
    told: Outcome = {
        "terms": {one.id: term_end(one.elected_on, rules) for one in directors},
        "renewal": tried(
            lambda: leaving_order(directors, facts.whole_since, rules, lot_of(facts.lot)),
            lambda found: {
                "leaving": [{"on": one.on, "directors": one.directors} for one in found],
                "clause": rules.mandate.renewal.clause,
            },
        ),
        "resigned": gone,
        "vacancy": {
            "by": filling.by,
            "seats": filling.seats,
            "left_open": filling.left_open,
            "clause": filling.clause,
        },
    }
    if facts.coopts:
        told["cooptations"] = _cooptations(facts, room)
    if facts.removal_on_agenda is not None:
        on_agenda = facts.removal_on_agenda
        told["removal"] = tried(
            lambda: check_removal(
                room.case.body, on_agenda=on_agenda, secret=facts.removal_secret, rules=rules
            ),
            lambda found: {"majority": found, "clause": rules.removal.clause},
        )
    return told


def _cooptations(facts: BoardFacts, room: Room) -> dict[str, Outcome]:
    coopted, told = facts.coopted, dict[str, Outcome]()
    for name in facts.coopts:
        told[name] = _coopt(name, coopted, facts, room)
        coopted += told[name]["accepted"]
    return told


def _coopt(name: str, already: int, facts: BoardFacts, room: Room) -> Outcome:
    began = facts.predecessors_elected_on or facts.whole_since
    return tried(
        lambda: check_cooptation(name, began, room.case.on, already, room.rules),
        lambda found: {
            "until": found.until,
            "ratified_by_assembly": found.ratified_by_assembly,
            "clause": found.clause,
        },
    )
