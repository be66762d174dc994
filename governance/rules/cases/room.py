"""The room of a case: its roll, the proxies it takes, who is there at each time, the quorum."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from governance.errors import RuleBrokenError
from governance.rules.cases.document import CaseDocument
from governance.rules.cases.outcomes import Outcome, refused
from governance.rules.cases.register_facts import ContestFacts, MemberLine
from governance.rules.cases.sitting import Moment, hold
from governance.rules.proxies import represented_members
from governance.rules.quorum import Attendance, Call, QuorumStatement, state_quorum
from governance.rules.roll import Roll, draw_up_roll
from governance.rules.ruleset import RuleSet
from governance.rules.standing import MemberFacts, closing_day, standing_day

CONCERNED = "person_concerned"


@dataclass(frozen=True, slots=True)
class Room:
    """What happened to the roll: proxies taken or refused, the room moment by moment."""

    case: CaseDocument
    rules: RuleSet
    members: tuple[MemberFacts, ...]
    roll: Roll
    closed_on: date
    judged_on: date
    contests: tuple[Outcome, ...]
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

    def for_item(self, time: str | None, concerned: Collection[int]) -> Moment:
        """Return the room at a time, without the proxies that an interest forbids to carry."""
        moment = self.at(time)
        if not concerned or CONCERNED not in self.rules.proxy.forbidden_holders.value:
            return moment
        kept = tuple(one for one in moment.mandates if one.holder_id not in concerned)
        attendance = moment.attendance
        there = attendance.onsite | attendance.online
        represented = represented_members(kept, there, self.rules)
        if there:
            represented |= moment.with_the_board
        return replace(
            moment, mandates=kept, attendance=replace(attendance, represented=represented)
        )

    def quorum_of(self, attendance: Attendance, concerned: Collection[int] = ()) -> QuorumStatement:
        """State the quorum of those who attend."""
        return state_quorum(
            self.roll, attendance, self.rules, self.case.body, call=self.call, concerned=concerned
        )

    def quorum_at(self, time: str | None) -> QuorumStatement:
        """State the quorum at a time of the day."""
        return self.quorum_of(self.at(time).attendance)

    def roles(self, role: str) -> tuple[int, ...]:
        """Return the members who have a role."""
        return tuple(member.id for member in self.members if role in member.roles)


def open_room(case: CaseDocument, rules: RuleSet) -> Room:
    """Draw up the roll, then let come and go.

    Raises:
        InvalidInputError: weight.*, where the figures of the case cannot be weighed.
    """
    noticed = case.noticed_on or case.on
    closed_on = closing_day(rules, noticed, case.on)
    judged_on = standing_day(rules, noticed, case.on, case.on)
    answered, contests = _contests(case, noticed)
    members = tuple(members_of(case, rules, closed_on, answered))
    roll = draw_up_roll(members, rules, judged_on, closed_on)
    roll = roll.in_one_capacity(_set_aside(case), rules)
    moments, proxies = hold(case, rules, roll, members)
    return Room(case, rules, members, roll, closed_on, judged_on, contests, proxies, moments)


def members_of(
    case: CaseDocument, rules: RuleSet, closed_on: date, answered: Mapping[int, ContestFacts]
) -> Iterator[MemberFacts]:
    """Yield each member as the register knew it when the roll was closed, then corrected.

    Members alike are told apart by their number, but where a table of voices names them.
    """
    by_name = rules.weight.table_by.value == "member"
    named = {name for name, _ in rules.weight.table.value} if by_name else set()
    for line in case.members:
        is_named = line.name is not None and (line.count == 1 or line.name in named)
        for number in line.numbers:
            name = line.name if is_named else f"{line.name or 'Membre'} {number}"
            member = _member(line, number, name or "", closed_on)
            contest = answered.get(number)
            yield member if contest is None else _corrected(member, contest)


def _member(line: MemberLine, number: int, name: str, closed_on: date) -> MemberFacts:
    member = MemberFacts(
        id=number,
        name=name,
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


def _contests(
    case: CaseDocument, noticed: date
) -> tuple[dict[int, ContestFacts], tuple[Outcome, ...]]:
    """Return the contests that correct the roll, and what became of each."""
    answered: dict[int, ContestFacts] = {}
    told: list[Outcome] = []
    for contest in case.contests:
        outcome: Outcome = {"member": contest.member, "on": contest.on}
        if not noticed <= contest.on <= case.on:
            told.append({**outcome, **refused(RuleBrokenError("contest.out-of-time"))})
            continue
        if contest.is_accepted:
            answered[contest.member] = contest
        told.append({**outcome, "accepted": contest.is_accepted})
    return answered, tuple(told)


def _corrected(member: MemberFacts, contest: ContestFacts) -> MemberFacts:
    dues = {**member.dues, **{int(year): status for year, status in contest.dues.items()}}
    return replace(
        member,
        category=contest.category or member.category,
        tier=contest.tier or member.tier,
        dues=dues,
        paid_on={
            year: day for year, day in member.paid_on.items() if str(year) not in contest.dues
        },
        inputs={**member.inputs, **contest.inputs},
    )


def _set_aside(case: CaseDocument) -> dict[int, int]:
    """Return by member set aside the one for which the same person votes."""
    return {
        member: one.votes_for
        for one in case.capacities
        for member in one.members
        if member != one.votes_for
    }
