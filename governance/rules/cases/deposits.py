"""The proxies of a case, one after the other: deposited, shared out, taken back, or refused."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from fractions import Fraction

from governance.errors import GovernanceError, RuleBrokenError
from governance.rules.cases.document import CaseDocument
from governance.rules.cases.outcomes import Outcome, refused
from governance.rules.cases.sitting_facts import ProxyFacts
from governance.rules.proxies import Mandate, ProxyContext, check_mandate
from governance.rules.proxy_deposit import (
    Clock,
    assign_blank,
    check_deposit,
    check_form,
    check_revocation,
)
from governance.rules.roll import Roll
from governance.rules.ruleset import Ruled, RuleSet
from governance.rules.standing import MemberFacts

CHAIR = "chair"


@dataclass(slots=True)
class Proxies:
    """The proxies that stand at a moment, and what became of each one of the document.

    Args:
        with_the_board: principals whose proxy names nobody and follows the board.
        waiting: proxies without a name, by place in the document, until someone is there.
    """

    case: CaseDocument
    rules: RuleSet
    context: ProxyContext
    told: dict[int, Outcome] = field(default_factory=dict)
    taken: list[Mandate] = field(default_factory=list)
    with_the_board: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)

    def deposit(self, place: int, present: Collection[int]) -> None:
        """Accept or refuse the proxy at ``place`` of the document, given who is there."""
        proxy = self.case.proxies[place]
        self.told[place] = {
            "principal": proxy.principal,
            "holder": proxy.holder,
            "on": proxy.on,
            "at": proxy.at,
        }
        try:
            self._check_paper(proxy)
            self._check_nameless(proxy)
            if proxy.holder is None:
                self._without_name(place, present)
                return
            mandate = Mandate(proxy.principal, proxy.holder)
            context = replace(self.context, present=present)
            check_mandate(mandate, self._near(mandate), self.rules, context)
        except GovernanceError as refusal:
            self.told[place] |= refused(refusal)
        else:
            self._take(place, mandate, self.rules.proxy.limit.clause)

    def take_back(self, place: int) -> None:
        """Let the principal of the proxy at ``place`` take it back, or say why it is too late."""
        proxy, told = self.case.proxies[place], self.told[place]
        is_waiting = place in self.waiting
        if not told.get("accepted") and not is_waiting:
            return
        rule = self.rules.proxy.revocation
        try:
            check_revocation(moment_of(self.case, proxy.revoked_on, proxy.revoked_at),
                             self.clock, self.rules)  # fmt: skip
        except GovernanceError as refusal:
            told["revocation"] = refused(refusal)
            return
        told["revocation"] = {"accepted": True, "clause": rule.clause}
        if is_waiting:
            self.waiting.remove(place)
            told["accepted"] = True
        self.taken = [one for one in self.taken if one.principal_id != proxy.principal]
        self.with_the_board = [one for one in self.with_the_board if one != proxy.principal]

    def share_out(self, present: Collection[int]) -> None:
        """Give the proxies that name nobody to those who are there, in the order of deposit."""
        waiting, self.waiting = self.waiting, []
        for place in waiting:
            self._assign(place, present)

    def close(self) -> None:
        """Refuse the proxies without a name that nobody was there to take."""
        self.share_out(())

    @property
    def clock(self) -> Clock:
        """The moments that the deadlines of the bylaws look at."""
        case = self.case
        start = case.starts_at or case.opened_at
        times = [*(one.at for one in case.votes), *(one.at for one in case.elections)]
        votes = [time for time in times if time is not None]
        return Clock(
            moment_of(case, case.on, start),
            None if case.opened_at is None else moment_of(case, case.on, case.opened_at),
            moment_of(case, case.on, max(votes)) if votes else None,
        )

    def _check_paper(self, proxy: ProxyFacts) -> None:
        """Check the deadline where the day or time is told, the form where it is told."""
        if proxy.on is not None or proxy.at is not None:
            check_deposit(moment_of(self.case, proxy.on, proxy.at), self.clock, self.rules)
        form = proxy.form or self.rules.proxy.form.value[0]
        if proxy.form is not None or proxy.instructions:
            check_form(form, bool(proxy.instructions), self.rules)

    def _check_nameless(self, proxy: ProxyFacts) -> None:
        """Check what no holder is asked about: a first proxy, of a member who may give one."""
        rules = self.rules
        waiting = [self.case.proxies[place].principal for place in self.waiting]
        if proxy.principal in (*self.with_the_board, *waiting):
            raise _refusal("proxy.already-given", rules.proxy.allowed)
        if proxy.holder is None and not rules.proxy.allowed.value:
            raise _refusal("proxy.not-allowed", rules.proxy.allowed)
        if proxy.holder is None and proxy.principal not in self.context.entitled:
            raise _refusal("proxy.principal-not-entitled", rules.standing.required)

    def _without_name(self, place: int, present: Collection[int]) -> None:
        if self.rules.proxy.blank.value == "share" and not present:
            self.waiting.append(place)
        else:
            self._assign(place, present)

    def _assign(self, place: int, present: Collection[int]) -> None:
        principal = self.case.proxies[place].principal
        rule, context = self.rules.proxy.blank, replace(self.context, present=present)
        order = self.case.blank_order
        found = assign_blank([principal], self.taken, self.rules, context, self._chair(), order)
        if found.refused:
            self.told[place] |= refused(found.refused[0][1])
        elif found.mandates:
            self._take(place, found.mandates[0], rule.clause)
            self.told[place]["holder"] = found.mandates[0].holder_id
        else:
            self.with_the_board.append(principal)
            self.told[place] |= {"accepted": True, "with_the_board": True, "clause": rule.clause}

    def _take(self, place: int, mandate: Mandate, clause: str) -> None:
        self.taken.append(mandate)
        self.told[place] |= {"accepted": True, "clause": clause}

    def _near(self, new: Mandate) -> list[Mandate]:
        """Return the proxies that matter for a new one: of its two persons, or all if they pass."""
        if self.rules.proxy.chain.value:
            return self.taken
        two = (new.principal_id, new.holder_id)
        return [one for one in self.taken if one.principal_id in two or one.holder_id in two]

    def _chair(self) -> int | None:
        chairs = [number for number, roles in self.context.roles.items() if CHAIR in roles]
        return chairs[0] if len(chairs) == 1 else None


def _refusal(code: str, rule: Ruled[object]) -> RuleBrokenError:
    return RuleBrokenError(code, clause=rule.clause, source=rule.source.value)


def moment_of(case: CaseDocument, on: date | None, at: str | None) -> datetime:
    """Return a moment of the case: that day, or the day of the meeting; midnight without time."""
    return datetime.combine(on or case.on, time.fromisoformat(at or "00:00"))


def context_of(case: CaseDocument, roll: Roll, members: Sequence[MemberFacts]) -> ProxyContext:
    """Return what the proxies of a case are judged against, while nobody is there."""
    kin = [
        (number, other)
        for line in case.members
        for number in line.numbers
        for other in line.relatives
    ]
    return ProxyContext(
        colleges={line.member_id: line.college for line in roll.lines},
        entitled=roll.entitled_ids(),
        present=(),
        voices={
            line.member_id: Fraction(line.voices, roll.scale) for line in roll.entitled_lines()
        },
        categories={member.id: member.category for member in members},
        groups={member.id: member.group for member in members},
        roles={
            **{member.id: member.roles for member in members},
            **{other.id: frozenset(other.roles) for other in case.others},
        },
        relatives=frozenset(kin) | {(other, number) for number, other in kin},
        members=sum(line.standing.is_of_the_body() for line in roll.lines),
    )
