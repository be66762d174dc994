"""Mandates (mandats): who may stand, for how long, who leaves first, what fills a seat."""

from governance.rules.mandates.candidacy import Candidate, check_candidacy
from governance.rules.mandates.terms import (
    Director,
    Leaving,
    check_terms,
    leaving_order,
    term_end,
)
from governance.rules.mandates.vacancies import (
    Cooptation,
    Filling,
    check_cooptation,
    check_removal,
    has_resigned,
    what_fills,
)

__all__ = [
    "Candidate",
    "Cooptation",
    "Director",
    "Filling",
    "Leaving",
    "check_candidacy",
    "check_cooptation",
    "check_removal",
    "check_terms",
    "has_resigned",
    "leaving_order",
    "term_end",
    "what_fills",
]
