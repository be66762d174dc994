"""How long personal data are kept (durées de conservation), and from when they are due to go."""

from dataclasses import dataclass
from datetime import date, timedelta

PRESCRIPTION = "code civil, article 2224 (prescription de cinq ans)"
MINIMAL = "RGPD, article 5, 1, c et e (minimisation, limitation de la conservation)"


@dataclass(frozen=True, slots=True)
class Keeping:
    """One kind of data, how long it is kept after the event that begins its time, and by what rule.

    ``code`` names the data and the event: see ``governance/web/records/privacy_words.py``.
    """

    code: str
    years: int
    days: int
    clause: str

    def cutoff(self, today: date) -> date:
        """Return the day: what began on it or before is due to go."""
        return _years_before(today, self.years) - timedelta(self.days)


SCHEDULE = (
    Keeping("person", 5, 0, PRESCRIPTION),
    Keeping("individual", 5, 0, PRESCRIPTION),
    Keeping("contact", 5, 0, PRESCRIPTION),
    Keeping("account", 5, 0, PRESCRIPTION),
    Keeping("attendees", 5, 0, MINIMAL),
    Keeping("point", 5, 0, PRESCRIPTION),
    Keeping("expectation", 5, 0, PRESCRIPTION),
    Keeping("recipient", 5, 0, PRESCRIPTION),
    Keeping("paper", 5, 0, PRESCRIPTION),
    Keeping("notice", 5, 0, PRESCRIPTION),
    Keeping("server-key", 2, 0, "CNIL, délibération 2019-053 : jusqu’à la fin des recours"),
    Keeping("contest", 2, 0, MINIMAL),
    Keeping("candidacy", 2, 0, MINIMAL),
    Keeping("request", 2, 0, MINIMAL),
    Keeping("import", 1, 0, MINIMAL),
    Keeping("letter", 1, 0, MINIMAL),
    Keeping("link", 0, 30, MINIMAL),
    Keeping("attempt", 0, 30, MINIMAL),
)


def keeping(code: str) -> Keeping:
    """Return one line of the schedule."""
    return next(one for one in SCHEDULE if one.code == code)


def _years_before(day: date, years: int) -> date:
    """Return the same day some years ago; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
