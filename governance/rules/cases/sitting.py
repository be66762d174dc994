"""The sitting of a case: its moments in order, who is there at each, the proxies that stand."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from governance.rules.cases.deposits import Proxies, context_of
from governance.rules.cases.document import CaseDocument
from governance.rules.cases.outcomes import Outcome
from governance.rules.cases.register_facts import Hand
from governance.rules.cases.sitting_facts import AttendanceFacts, ProxyFacts
from governance.rules.proxies import Mandate, represented_members
from governance.rules.proxy_deposit import hand_that_votes
from governance.rules.quorum import Attendance
from governance.rules.roll import Roll
from governance.rules.ruleset import RuleSet, with_value
from governance.rules.standing import MemberFacts

BEFORE = ""  # sorts before every time of the day
PROXY = "proxy"
Instant = tuple[str, str]  # day, time; empty before everything that is dated


@dataclass(frozen=True, slots=True)
class Moment:
    """Who is there from a time on, and the proxies that stand.

    ``hands``: in whose person a member is there, where it is not its representative's.
    """

    at: str
    attendance: Attendance
    mandates: tuple[Mandate, ...]
    with_the_board: frozenset[int]
    hands: dict[int, Hand]


@dataclass(slots=True)
class _People:
    """Where the hands of each member were last seen."""

    places: dict[int, dict[Hand, str]] = field(default_factory=lambda: defaultdict(dict))

    def move(self, event: AttendanceFacts) -> None:
        for member in event.members:
            hands = self.places[member]
            if event.way != "away":
                hands[event.by or "representative"] = event.way
            elif event.by is None:
                hands.clear()
            else:
                hands.pop(event.by, None)

    def there(self, mandates: Sequence[Mandate], rules: RuleSet) -> Iterator[tuple[int, Hand, str]]:
        """Yield each member that someone of its own stands for, by the order of the bylaws."""
        usual = rules.proxy.substitution.value[0] == "representative"
        carried = {one.principal_id for one in mandates if self.places.get(one.holder_id)}
        for member, hands in self.places.items():
            if usual and "representative" in hands:
                yield member, "representative", hands["representative"]
                continue
            available = {*hands, PROXY} if member in carried else {*hands}
            who = hand_that_votes(available, rules)
            yield from ((member, hand, way) for hand, way in hands.items() if hand == who)

    def present(self, mandates: Sequence[Mandate], rules: RuleSet) -> frozenset[int]:
        """Return the numbers of those who are there."""
        return frozenset(member for member, _, _ in self.there(mandates, rules))


@dataclass(slots=True)
class _Acts:
    """What happens at one instant: proxies by place in the document, who goes, who comes."""

    taken_back: list[int] = field(default_factory=list)
    leaving: list[AttendanceFacts] = field(default_factory=list)
    deposited: list[int] = field(default_factory=list)
    coming: list[AttendanceFacts] = field(default_factory=list)


def hold(
    case: CaseDocument, rules: RuleSet, roll: Roll, members: Sequence[MemberFacts]
) -> tuple[tuple[Moment, ...], tuple[Outcome, ...]]:
    """Return the moments of the sitting, and what became of each proxy of the document.

    At one and the same time proxies are first taken back, then members leave, then proxies are
    deposited, then members come.
    """
    proxies = Proxies(case, _refusing_excess(rules), context_of(case, roll, members))
    people = _People()
    moments: dict[str, Moment] = {}
    for (day, time), acts in sorted(_plan(case).items()):
        _do(acts, proxies, people, rules)
        at = time if day == str(case.on) else BEFORE
        moments[at] = _moment(at, proxies, people, rules)
    proxies.close()
    return tuple(moments.values()), tuple(proxies.told[n] for n in range(len(case.proxies)))


def deposit_instants(case: CaseDocument) -> list[Instant]:
    """Return when each proxy is deposited; one without day or time follows the one before it."""
    found: list[Instant] = []
    last: Instant = (BEFORE, BEFORE)
    for proxy in case.proxies:
        if proxy.on is not None or proxy.at is not None:
            last = (str(proxy.on or case.on), proxy.at or BEFORE)
            found.append(last)
        else:
            found.append(last if last[0] < str(case.on) else (BEFORE, BEFORE))
    return found


def revocation_instant(proxy: ProxyFacts, case: CaseDocument) -> Instant:
    """Return when a proxy is taken back."""
    return (str(proxy.revoked_on or case.on), proxy.revoked_at or BEFORE)


def _plan(case: CaseDocument) -> dict[Instant, _Acts]:
    found: dict[Instant, _Acts] = defaultdict(_Acts)
    found[BEFORE, BEFORE] = _Acts()
    for place, (proxy, instant) in enumerate(
        zip(case.proxies, deposit_instants(case), strict=True)
    ):
        found[instant].deposited.append(place)
        if proxy.is_revoked:
            found[revocation_instant(proxy, case)].taken_back.append(place)
    for event in case.attendance:
        acts = found[str(case.on), event.at]
        (acts.leaving if event.way == "away" else acts.coming).append(event)
    return found


def _do(acts: _Acts, proxies: Proxies, people: _People, rules: RuleSet) -> None:
    for place in acts.taken_back:
        proxies.take_back(place)
    for event in acts.leaving:
        people.move(event)
    if acts.deposited:
        present = people.present(proxies.taken, rules)
        for place in acts.deposited:
            proxies.deposit(place, present)
    for event in acts.coming:
        people.move(event)
    if proxies.waiting and (present := people.present(proxies.taken, rules)):
        proxies.share_out(present)


def _moment(at: str, proxies: Proxies, people: _People, rules: RuleSet) -> Moment:
    found = list(people.there(proxies.taken, rules))
    onsite = frozenset(member for member, _, way in found if way == "onsite")
    online = frozenset(member for member, _, way in found if way == "online")
    there, mandates = onsite | online, tuple(proxies.taken)
    board = frozenset(proxies.with_the_board) - there
    represented = represented_members(mandates, there, rules)
    if there:
        represented |= board
    return Moment(
        at,
        Attendance(onsite, online, represented),
        mandates,
        board,
        {member: who for member, who, _ in found if who != "representative"},
    )


def _refusing_excess(rules: RuleSet) -> RuleSet:
    """Return the rules by which proxies are judged one by one: the first ones kept, or refused."""
    return with_value(rules, "proxy.excess", replace(rules.proxy.excess, value="refuse"))
