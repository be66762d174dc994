"""What a case may not say: numbers twice, days or times out of order, members nobody knows."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from governance.rules.agenda import majority_of_item
from governance.rules.cases.document import CaseDocument, VoteFacts
from governance.rules.cases.kinds import MOST_MEMBERS
from governance.rules.ruleset import MajorityRule, Ruled, RuleSet
from governance.rules.ruleset.kinds import refuse


def check_case(case: CaseDocument, rules: RuleSet) -> None:
    """Refuse a case that contradicts itself.

    Raises:
        RuleSetError: ruleset.out-of-range, .duplicate, .out-of-order, .unknown-majority;
            case.unknown-member, .unknown-candidate; facts say where.
    """
    _check_once("votes", [vote.key for vote in case.votes])
    _check_once("elections", [election.key for election in case.elections])
    _check_once("item_requests", [request.key for request in case.item_requests])
    _check_days(case)
    _check_times(case)
    known = _numbers(case)
    for path, number in _named(case):
        if number not in known:
            raise refuse("case.unknown-member", path, number, "a member of the case")
    _check_elections(case)
    followed = rules.of_body(case.body)
    majorities = followed.majority.rule
    for place, vote in enumerate(case.votes):
        if vote.majority is not None and vote.majority not in majorities:
            path, expected = f"votes[{place}].majority", ", ".join(majorities)
            raise refuse("ruleset.unknown-majority", path, vote.majority, expected)
        _check_counts(vote, majority_of_item(followed, case.body, vote.majority), f"votes[{place}]")


def _numbers(case: CaseDocument) -> frozenset[int]:
    total = sum(line.count for line in case.members)
    if total > MOST_MEMBERS:
        raise refuse("ruleset.out-of-range", "members", total, f"0..{MOST_MEMBERS} members")
    found: set[int] = set()
    for place, line in enumerate(case.members):
        for number in range(line.id, line.id + line.count):
            if number in found:
                raise refuse("ruleset.duplicate", f"members[{place}].id", number, "each once")
            found.add(number)
    return frozenset(found)


def _check_days(case: CaseDocument) -> None:
    _check_order("on", case.noticed_on, case.on)
    for place, line in enumerate(case.members):
        path = f"members[{place}]"
        _check_order(f"{path}.left_on", line.joined_on, line.left_on)
        days: list[date | None] = [change.on for change in line.changes]
        for inner, (earlier, later) in enumerate(pairwise(days)):
            _check_order(f"{path}.changes[{inner + 1}].on", earlier, later)
    if case.call is not None:
        _check_order("call.sent_on", case.call.sent_on, case.on)
    if case.second_call is not None:
        _check_order("on", case.second_call.first_on, case.on)


def _check_order(path: str, earlier: date | None, later: date | None) -> None:
    if earlier is not None and later is not None and later < earlier:
        raise refuse("ruleset.out-of-order", path, str(later), f">= {earlier}")


def _check_times(case: CaseDocument) -> None:
    times = [one.at for one in case.attendance]
    for place, (earlier, later) in enumerate(pairwise(times)):
        if later < earlier:
            path = f"attendance[{place + 1}].at"
            raise refuse("ruleset.out-of-order", path, later, f">= {earlier}")


def _named(case: CaseDocument) -> Iterator[tuple[str, int]]:
    """Yield each place that names a member, with the number."""
    for place, proxy in enumerate(case.proxies):
        yield f"proxies[{place}].principal", proxy.principal
        yield f"proxies[{place}].holder", proxy.holder
    for place, event in enumerate(case.attendance):
        for number in event.members:
            yield f"attendance[{place}].members", number
    for place, vote in enumerate(case.votes):
        for inner, ballot in enumerate(vote.ballots):
            yield f"votes[{place}].ballots[{inner}].member", ballot.member
            if ballot.principal is not None:
                yield f"votes[{place}].ballots[{inner}].principal", ballot.principal
    for place, candidacy in enumerate(case.candidacies):
        yield f"candidacies[{place}].member", candidacy.member
    for place, election in enumerate(case.elections):
        for inner, number in enumerate(election.voters):
            yield f"elections[{place}].voters[{inner}]", number


def _check_elections(case: CaseDocument) -> None:
    for place, election in enumerate(case.elections):
        path = f"elections[{place}]"
        known = [one.id for one in election.candidates]
        _check_once(f"{path}.candidates", known)
        _check_once(f"{path}.lists", [one.id for one in election.lists])
        _check_once(f"{path}.lists", [name for one in election.lists for name in one.candidates])
        for inner, one in enumerate(election.lists):
            for name in one.candidates:
                if name not in known:
                    at = f"{path}.lists[{inner}].candidates"
                    raise refuse("case.unknown-candidate", at, name, "a candidate")
    if case.board is not None:
        _check_once("board.directors", [one.id for one in case.board.directors])
        _check_once("board.coopts", case.board.coopts)


def _check_counts(vote: VoteFacts, majority: Ruled[MajorityRule], path: str) -> None:
    """Refuse counts beside ballots, or counts of voices where the clause counts heads too."""
    if vote.counts is None:
        return
    if vote.ballots:
        raise refuse("case.counted-twice", path, vote.key, "counts or ballots")
    for condition in majority.value.conditions:
        if condition.kind in ("by_heads", "per_college"):
            raise refuse("case.needs-ballots", f"{path}.counts", condition.kind, "ballots")


def _check_once(path: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise refuse("ruleset.duplicate", path, name, "each once")
        seen.add(name)
