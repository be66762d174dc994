"""What a case may not say: numbers twice, days or times out of order, members nobody knows."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from governance.rules.agenda import majority_of_item
from governance.rules.cases.document import CaseDocument
from governance.rules.cases.kinds import MOST_MEMBERS
from governance.rules.cases.sitting import deposit_instants, revocation_instant
from governance.rules.cases.vote_facts import VoteFacts
from governance.rules.ruleset import MajorityRule, Ruled, RuleSet
from governance.rules.ruleset.kinds import refuse
from governance.rules.ruleset.lookalikes import check_names


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
    _check_people(case)
    _check_elections(case)
    followed = rules.of_body(case.body)
    _check_start(case, followed)
    majorities = followed.majority.rule
    for place, vote in enumerate(case.votes):
        if vote.after is not None and vote.after not in [one.key for one in case.votes[:place]]:
            path = f"votes[{place}].after"
            raise refuse("ruleset.unknown-value", path, vote.after, "an earlier vote")
        if vote.majority is not None and vote.majority not in majorities:
            path, expected = f"votes[{place}].majority", ", ".join(majorities)
            raise refuse("ruleset.unknown-majority", path, vote.majority, expected)
        _check_counts(vote, majority_of_item(followed, case.body, vote.majority), f"votes[{place}]")


def _check_people(case: CaseDocument) -> None:
    known = _numbers(case)
    others = {one.id for one in case.others}
    for place, other in enumerate(case.others):
        if other.id in known:
            raise refuse("ruleset.duplicate", f"others[{place}].id", other.id, "each once")
    _check_once("others", [str(one.id) for one in case.others])
    for path, number in _named(case):
        if number not in known:
            raise refuse("case.unknown-member", path, number, "a member of the case")
    for path, number in _persons_named(case):
        if number not in known and number not in others:
            raise refuse("case.unknown-member", path, number, "a member of the case")
    check_names("members", [one.name for one in case.members if one.name is not None])
    _check_capacities(case)


def _check_capacities(case: CaseDocument) -> None:
    """Refuse a person who votes for a member in whose place it is not, or two for one member."""
    for place, one in enumerate(case.capacities):
        if one.votes_for not in one.members:
            path = f"capacities[{place}].votes_for"
            raise refuse("ruleset.unknown-value", path, one.votes_for, "one of its members")
    members = [str(number) for one in case.capacities for number in one.members]
    _check_once("capacities", members)


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
    _check_deposits(case)


def _check_start(case: CaseDocument, rules: RuleSet) -> None:
    """Refuse a deadline in hours before a meeting of which nobody knows the time."""
    is_told = case.starts_at is not None or case.opened_at is not None
    if is_told or rules.proxy.deposit_deadline.value.until != "hours_before":
        return
    if any(one.on is not None or one.at is not None for one in case.proxies):
        raise refuse("ruleset.missing", "starts_at", None, "the time in the notice")


def _check_deposits(case: CaseDocument) -> None:
    """Refuse proxies out of the order of their deposit, or taken back before they were given."""
    last = ("", "")
    for place, (proxy, instant) in enumerate(
        zip(case.proxies, deposit_instants(case), strict=True)
    ):
        path = f"proxies[{place}]"
        _check_order(f"{path}.on", proxy.on, case.on)
        _check_order(f"{path}.revoked_on", proxy.revoked_on, case.on)
        is_dated = proxy.on is not None or proxy.at is not None
        if is_dated and instant < last:
            shown = " ".join(instant).strip()
            raise refuse("ruleset.out-of-order", path, shown, f">= {' '.join(last)}")
        if proxy.is_revoked and revocation_instant(proxy, case) <= instant:
            shown = " ".join(revocation_instant(proxy, case))
            raise refuse("ruleset.out-of-order", f"{path}.revoked_at", shown, "after its deposit")
        last = instant if is_dated else last


def _named(case: CaseDocument) -> Iterator[tuple[str, int]]:
    """Yield each place that names a member, with the number."""
    for place, one in enumerate(case.contests):
        yield f"contests[{place}].member", one.member
    for place, capacity in enumerate(case.capacities):
        for number in (*capacity.members, capacity.votes_for):
            yield f"capacities[{place}]", number
    for place, proxy in enumerate(case.proxies):
        yield f"proxies[{place}].principal", proxy.principal
    for number in case.blank_order:
        yield "blank_order", number
    for place, vote in enumerate(case.votes):
        yield from _named_in_vote(vote, f"votes[{place}]")
    yield from _named_in_elections(case)


def _named_in_elections(case: CaseDocument) -> Iterator[tuple[str, int]]:
    for place, candidacy in enumerate(case.candidacies):
        yield f"candidacies[{place}].member", candidacy.member
    for place, election in enumerate(case.elections):
        for number in election.voters:
            yield f"elections[{place}].voters", number
        for inner, held in enumerate(election.rounds):
            for at, names in enumerate(held.ballots):
                if names.principal is not None:
                    yield f"elections[{place}].rounds[{inner}].ballots[{at}]", names.principal


def _named_in_vote(vote: VoteFacts, path: str) -> Iterator[tuple[str, int]]:
    for inner, ballot in enumerate(vote.ballots):
        if (ballot.choice is None) != any(ballot.parts.values()):
            at, expected = f"{path}.ballots[{inner}]", "a choice, or voices by choice"
            raise refuse("ruleset.incomplete", at, ballot.choice, expected)
        if ballot.principal is not None:
            yield f"{path}.ballots[{inner}].principal", ballot.principal
    for inner, opposition in enumerate(vote.oppositions):
        yield f"{path}.oppositions[{inner}].member", opposition.member
    for number in vote.secret_askers:
        yield f"{path}.secret_askers", number
    for number in vote.concerned:
        yield f"{path}.concerned", number


def _persons_named(case: CaseDocument) -> Iterator[tuple[str, int]]:
    """Yield each place that names a member or another person, with the number."""
    for place, line in enumerate(case.members):
        for number in line.relatives:
            yield f"members[{place}].relatives", number
    for place, proxy in enumerate(case.proxies):
        if proxy.holder is not None:
            yield f"proxies[{place}].holder", proxy.holder
    for place, event in enumerate(case.attendance):
        for number in event.members:
            yield f"attendance[{place}].members", number
    for place, vote in enumerate(case.votes):
        for inner, ballot in enumerate(vote.ballots):
            yield f"votes[{place}].ballots[{inner}].member", ballot.member
    for place, election in enumerate(case.elections):
        for at, held in enumerate(election.rounds):
            for inner, names in enumerate(held.ballots):
                yield f"elections[{place}].rounds[{at}].ballots[{inner}].member", names.member


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
