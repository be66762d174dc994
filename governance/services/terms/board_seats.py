"""Seats of the board (sièges du conseil): how many the bylaws give, how many to fill."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from governance.errors import InvalidInputError
from governance.models.meetings import Meeting
from governance.rules.calendar import day_of
from governance.rules.ruleset import Ruled, RuleSet
from governance.rules.seats import Composition, compose_seats
from governance.rules.standing import category_of
from governance.rules.steps import Step
from governance.services.bylaws import rulesets
from governance.services.electorate import roll
from governance.services.terms import terms


@dataclass(frozen=True, slots=True)
class Allowed:
    """The seats of the board or of one college: bounds, who stays, what that leaves to fill.

    ``most`` is None where nothing bounds them.
    """

    college: str
    least: int
    most: int | None
    staying: int
    clause: str
    source: str
    steps: tuple[Step, ...] = ()

    @property
    def to_fill(self) -> int | None:
        """How many seats an election may fill at most."""
        return None if self.most is None else max(0, self.most - self.staying)


def colleges_of(rules: RuleSet) -> list[str]:
    """Return the colleges that have seats of their own, in the order of the clause."""
    return [row.college for row in rules.election.per_college.value]


def allowed(session: Session, meeting: Meeting, college: str = "") -> Allowed | None:
    """Return the seats that an election of the meeting may fill; None where no clause says."""
    rules = rulesets.of_meeting(session, meeting)
    if terms.body_elected(meeting) != terms.BOARD:
        return None
    if college:
        return _of_college(session, meeting, college, rules)
    seats = rules.election.seats
    if seats.value is None:
        return None
    staying = _staying(session, meeting, None)
    return _allowed("", seats.value.min, seats.value.max, staying, seats)


def check_seats(session: Session, meeting: Meeting, college: str, seats: int) -> None:
    """Refuse an election of more seats than the bylaws leave, or for no college that has some.

    Raises:
        InvalidInputError: agenda.college, where the bylaws give seats to colleges; seats.too-many.
    """
    rules = rulesets.of_meeting(session, meeting)
    if terms.body_elected(meeting) != terms.BOARD:
        return
    known = colleges_of(rules)
    if (known and college not in known) or (college and not known):
        raise InvalidInputError("agenda.college", known=", ".join(known))
    found = allowed(session, meeting, college)
    if found is not None and found.to_fill is not None and seats > found.to_fill:
        raise InvalidInputError(
            "seats.too-many",
            seats=seats,
            most=found.most,
            staying=found.staying,
            clause=found.clause,
            source=found.source,
        )


def _of_college(session: Session, meeting: Meeting, college: str, rules: RuleSet) -> Allowed | None:
    rule = rules.election.per_college
    row = next((one for one in rule.value if one.college == college), None)
    if row is None:
        return None
    staying = _staying(session, meeting, college)
    if row.per_members is None and row.min != row.max:
        return _allowed(college, row.min, row.max, staying, rule)
    board = composed(session, day_of(meeting.starts_at), rules)
    seats = board.seats[college]
    steps = tuple(step for step in board.steps if step.facts.get("college") == college)
    return _allowed(college, seats, seats, staying, rule, steps)


def composed(session: Session, day: date, rules: RuleSet) -> Composition:
    """Compose the board from the members of a day; a college that may choose takes its least."""
    facts = roll.member_facts(session, day, rules)
    members = Counter(
        category.college
        for one in facts
        if (category := category_of(one.category, rules)) is not None
        and (one.left_on is None or one.left_on > day)
    )
    chosen = {row.college: row.min for row in rules.election.per_college.value}
    return compose_seats(members, rules, chosen)


def _staying(session: Session, meeting: Meeting, college: str | None) -> int:
    """Count those whose term goes on after the meeting, in one college or in all."""
    day = day_of(meeting.starts_at)
    return sum(
        one.ends_on > day + terms.NEAR and college in (None, one.college)
        for one in terms.in_office(session, terms.BOARD)
    )


def _allowed(
    college: str,
    least: int,
    most: int,
    staying: int,
    rule: Ruled[object],
    steps: tuple[Step, ...] = (),
) -> Allowed:
    return Allowed(college, least, most, staying, rule.clause, rule.source.value, steps)
