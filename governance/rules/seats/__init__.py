"""Seats (sièges): who is elected, by the most voices, by rounds, by lists, by colleges."""

from governance.rules.seats.colleges import Composition, check_same_college, compose_seats
from governance.rules.seats.lists import elect_lists
from governance.rules.seats.parity import Balanced, balance, balance_rounds, check_alternate
from governance.rules.seats.parting import (
    Lot,
    Parted,
    Person,
    decided_step,
    draw_lots,
    lot_commitment,
    part,
)
from governance.rules.seats.plurality import CandidateCount, RankedCandidate, Seats, fill_seats
from governance.rules.seats.rounds import Ballots, Election, RoundOutcome, elect, needed_in

__all__ = [
    "Balanced",
    "Ballots",
    "CandidateCount",
    "Composition",
    "Election",
    "Lot",
    "Parted",
    "Person",
    "RankedCandidate",
    "RoundOutcome",
    "Seats",
    "balance",
    "balance_rounds",
    "check_alternate",
    "check_same_college",
    "compose_seats",
    "decided_step",
    "draw_lots",
    "elect",
    "elect_lists",
    "fill_seats",
    "lot_commitment",
    "needed_in",
    "part",
]
