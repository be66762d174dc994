"""The room of a case: its roll, the proxies it takes, who is there at each time, the quorum."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from governance.errors import GovernanceError
from governance.rules.cases.document import CaseDocument, MemberLine, ProxyFacts
from governance.rules.cases.outcomes import Outcome, refused
from governance.rules.proxies import Mandate, ProxyContext, check_mandate
from governance.rules.quorum import Attendance, Call, QuorumStatement, state_quorum
from governance.rules.roll import Roll, draw_up_roll
from governance.rules.ruleset import RuleSet, with_value
from governance.rules.standing import MemberFacts, closing_day, standing_day
from governance.rules.timeline import What, attendance_at

BEFORE = ""  # sorts before every time of the day
Places = dict[int, What]


@dataclass(frozen=True, slots=True)
class Moment:
    """Who is there from a time on, and the proxies that stand."""

    at: str
    attendance: Attendance
    mandates: tuple[Mandate, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """What happened to the roll: proxies taken or refused, the room moment by moment."""

    case: CaseDocument
    rules: RuleSet
    members: tuple[MemberFacts, ...]
    roll: Roll
    closed_on: date
    judged_on: date
    proxies: tuple[Outcome, ...]
    moments: tuple[Moment, ...]

    @property
    def call(self) -> Call:
        """Return by which call the meeting was called."""
        return "first" if self.case.second_call is None else "second"

    @property
    def is_counted(self) -> bool:
        """Say whether the case tells who is there."""
        return bool(self.case.attendance)

    def at(self, time: str | None) -> Moment:
        """Return the room at a time of the day; at the end where none is given."""
        if time is None:
            return self.moments[-1]
        place = bisect_right([moment.at for moment in self.moments], time)
        return self.moments[place - 1]

    def quorum_at(self, time: str | None) -> QuorumStatement:
        """State the quorum at a time of the day."""
        attendance = self.at(time).attendance
        return state_quorum(self.roll, attendance, self.rules, self.case.body, call=self.call)


def open_room(case: CaseDocument, rules: RuleSet) -> Room:
    """Draw up the roll, then let come and go.

    Raises:
        InvalidInputError: weight.*, where the figures of the case cannot be weighed.
    """
    noticed = case.noticed_on or case.on
    closed_on = closing_day(rules, noticed, case.on)
    judged_on = standing_day(rules, noticed, case.on, case.on)
    members = tuple(members_of(case, closed_on))
    roll = draw_up_roll(members, rules, judged_on)
    moments, proxies = _moments(case, rules, roll, members)
    return Room(case, rules, members, roll, closed_on, judged_on, proxies, moments)


def members_of(case: CaseDocument, closed_on: date) -> Iterator[MemberFacts]:
    """Yield each member as the register knew it when the roll was closed."""
    for line in case.members:
        for number in range(line.id, line.id + line.count):
            yield _member(line, number, closed_on)


def _member(line: MemberLine, number: int, closed_on: date) -> MemberFacts:
    label = line.name or "Membre"
    member = MemberFacts(
        id=number,
        name=label if line.count == 1 and line.name else f"{label} {number}",
        category=line.category,
        tier=line.tier,
        joined_on=line.joined_on,
        left_on=line.left_on,
        dues={int(year): status for year, status in line.dues.items()},
        paid_on={int(year): day for year, day in line.paid_on.items()},
        inputs=line.inputs,
        group=line.group or "",
        roles=frozenset(line.roles),
    )
    for change in line.changes:
        if change.on <= closed_on:
            member = replace(
                member,
                category=change.category or member.category,
                tier=change.tier or member.tier,
                inputs={**member.inputs, **change.inputs},
            )
    return member


def _moments(
    case: CaseDocument, rules: RuleSet, roll: Roll, members: Sequence[MemberFacts]
) -> tuple[tuple[Moment, ...], tuple[Outcome, ...]]:
    places: Places = {}
    taken: list[Mandate] = []
    told: list[Outcome] = []
    moments: list[Moment] = []
    judged = _refusing_excess(rules)
    deposits = [one.at or BEFORE for one in case.proxies]
    for time in sorted({BEFORE, *deposits, *(one.at for one in case.attendance)}):
        told.extend(
            _deposit(proxy, taken, judged, roll, members, places)
            for proxy in case.proxies
            if (proxy.at or BEFORE) == time
        )
        for event in case.attendance:
            if event.at == time:
                way: What = "left" if event.way == "away" else event.way
                places.update(dict.fromkeys(event.members, way))
        moments.append(Moment(time, attendance_at(places, taken, rules), tuple(taken)))
    return tuple(moments), tuple(told)


def _refusing_excess(rules: RuleSet) -> RuleSet:
    """Return the rules by which proxies are judged one by one: the first ones kept, or refused."""
    return with_value(rules, "proxy.excess", replace(rules.proxy.excess, value="refuse"))


def _deposit(
    proxy: ProxyFacts,
    taken: list[Mandate],
    rules: RuleSet,
    roll: Roll,
    members: Sequence[MemberFacts],
    places: Places,
) -> Outcome:
    mandate = Mandate(proxy.principal, proxy.holder)
    told: Outcome = {"principal": proxy.principal, "holder": proxy.holder, "at": proxy.at}
    present = frozenset(number for number, place in places.items() if place != "left")
    try:
        check_mandate(mandate, tuple(taken), rules, _context(roll, members, present))
    except GovernanceError as refusal:
        return {**told, **refused(refusal)}
    taken.append(mandate)
    return {**told, "accepted": True, "clause": rules.proxy.limit.clause}


def _context(roll: Roll, members: Sequence[MemberFacts], present: frozenset[int]) -> ProxyContext:
    return ProxyContext(
        colleges={line.member_id: line.college for line in roll.lines},
        entitled=roll.entitled_ids(),
        present=present,
        voices={
            line.member_id: Fraction(line.voices, roll.scale) for line in roll.entitled_lines()
        },
        categories={member.id: member.category for member in members},
        groups={member.id: member.group for member in members},
        roles={member.id: member.roles for member in members},
        members=sum(line.standing.is_of_the_body() for line in roll.lines),
    )
