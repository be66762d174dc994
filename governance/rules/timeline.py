"""The quorum over time (chronologie): each arrival, departure and proxy, and what follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from governance.rules.proxies import Mandate, represented_members
from governance.rules.quorum import Attendance, Call, QuorumStatement, state_quorum
from governance.rules.roll import Roll
from governance.rules.ruleset import RuleSet

What = Literal["onsite", "online", "left", "proxy-given", "proxy-withdrawn"]


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that changes who is there; ``holder_id`` only of a proxy that is given."""

    at: datetime
    what: What
    member_id: int
    holder_id: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """The quorum from ``at`` on, and what brought it about."""

    at: datetime
    happening: Happening
    statement: QuorumStatement
    attendance: Attendance

    def to_facts(self) -> dict[str, Any]:
        """Return the moment as JSON-able facts."""
        return {
            "at": self.at.isoformat(),
            "what": self.happening.what,
            "member_id": self.happening.member_id,
            "counted": self.statement.counted,
            "required": self.statement.required,
            "met": self.statement.met,
        }


def quorum_timeline(
    roll: Roll,
    happenings: Iterable[Happening],
    rules: RuleSet,
    body: str,
    *,
    call: Call = "first",
    given: Sequence[Mandate] = (),
    there: Mapping[int, What] | None = None,
) -> tuple[Moment, ...]:
    """State the quorum after each happening, in the order of time; ties keep the order given.

    Args:
        given: proxies that stood before the first happening, in the order of their deposit.
        there: where each member was last seen before it.
    """
    places = dict(there or {})
    return tuple(_moments(roll, happenings, rules, body, call, list(given), places))


def _moments(
    roll: Roll,
    happenings: Iterable[Happening],
    rules: RuleSet,
    body: str,
    call: Call,
    mandates: list[Mandate],
    places: dict[int, What],
) -> Iterator[Moment]:
    followed = rules.of_body(body)
    for happening in sorted(happenings, key=lambda one: one.at):
        member = happening.member_id
        if happening.what in ("proxy-given", "proxy-withdrawn"):
            mandates = [mandate for mandate in mandates if mandate.principal_id != member]
            if happening.holder_id is not None and happening.what == "proxy-given":
                mandates.append(Mandate(member, happening.holder_id))
        else:
            places[member] = happening.what
        attendance = attendance_at(places, mandates, followed)
        statement = state_quorum(roll, attendance, rules, body, call=call)
        yield Moment(happening.at, happening, statement, attendance)


def attendance_at(
    places: dict[int, What], mandates: Sequence[Mandate], rules: RuleSet
) -> Attendance:
    """Return who is there, given where each member was last seen and the proxies that stand."""
    onsite = frozenset(member for member, place in places.items() if place == "onsite")
    online = frozenset(member for member, place in places.items() if place == "online")
    represented = represented_members(mandates, onsite | online, rules)
    return Attendance(onsite, online, represented)
