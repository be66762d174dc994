"""Terms of office (mandats) in words: bodies, how one came, how one left."""

from datetime import date

from flask_babel import gettext

from governance.web.i18n import N_, short_date

BODIES = {"CA": N_("Conseil d’administration"), "Bureau": N_("Bureau")}
CAME = {"elected": N_("Élection"), "coopted": N_("Cooptation")}
ENDED = {
    "term": N_("Fin du mandat"),
    "resigned": N_("Démission"),
    "removed": N_("Révocation"),
    "not-ratified": N_("Cooptation non ratifiée"),
    "vacant": N_("Vacance"),
}
FILLINGS = {
    "cooptation": N_("Les statuts laissent le conseil coopter, dans leurs limites."),
    "by_election": N_("Les statuts veulent une élection : la prochaine assemblée la tient."),
    "alternate": N_("Les statuts font entrer le suppléant ou la suppléante."),
    "none": N_("Les statuts laissent ce siège vide jusqu’au renouvellement."),
}
RENEWALS = {
    "all": N_("tous ensemble"),
    "halves": N_("par moitié"),
    "thirds": N_("par tiers"),
}


def body_name(body: str) -> str:
    """Return the name of a body."""
    return gettext(BODIES[body]) if body in BODIES else body


def came_by(word: str) -> str:
    """Say how a person took office."""
    return gettext(CAME[word])


def ended_by(word: str) -> str:
    """Say how a term ended."""
    return gettext(ENDED[word])


def iso_day(day: str) -> str:
    """Return a day that a draw keeps as text, in words."""
    return short_date(date.fromisoformat(day))


def filling(by: str) -> str:
    """Say what the bylaws make of an empty seat."""
    return gettext(FILLINGS[by])


def renewal(word: str) -> str:
    """Say by which parts a body is renewed."""
    return gettext(RENEWALS[word])
