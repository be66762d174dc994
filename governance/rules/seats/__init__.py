"""Seats (sièges): who is elected, by the most voices, by rounds, by lists, by colleges."""

from governance.rules.seats.plurality import CandidateCount, RankedCandidate, Seats, fill_seats

__all__ = ["CandidateCount", "RankedCandidate", "Seats", "fill_seats"]
