"""Acts of voting in a case: whose rights a ballot uses, by which channel, and why one does not."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from governance.rules.cases.outcomes import Outcome, voices_told
from governance.rules.cases.sitting import Moment
from governance.rules.proxies import effective_mandates
from governance.rules.roll import Roll
from governance.rules.ruleset import RuleSet
from governance.rules.ruleset.voting import Channel

C = TypeVar("C")
ALREADY = "ballot.already-used"
NO_RIGHT = "ballot.not-entitled"
NOT_THERE = "ballot.not-there"
NOT_HELD = "ballot.not-held"
NO_CHANNEL = "ballot.no-such-channel"
TOO_LATE = "ballot.too-late"
INSTRUCTED = "ballot.against-instructions"
IN_THE_ROOM: frozenset[Channel] = frozenset({"room_device", "paper", "show_of_hands"})


class Act(Protocol):
    """A ballot of a case, whatever is voted on."""

    @property
    def member(self) -> int: ...

    @property
    def principal(self) -> int | None: ...

    @property
    def by(self) -> str | None: ...

    @property
    def channel(self) -> Channel | None: ...

    @property
    def received_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Poll(Generic[C]):
    """What ballots are judged against.

    Args:
        roll: of the item.
        is_counted: whether the case tells who is there.
        instructed: by principal, the choice its holder has to make.
        check: returns why the choice may not be made for these rights, if anything forbids it.
        may_revote: whether a second ballot sent from afar takes the place of the first.
    """

    rules: RuleSet
    roll: Roll
    moment: Moment
    on: date
    is_counted: bool
    may_revote: bool = False
    instructed: Mapping[int, C] = field(default_factory=dict)
    check: Callable[[C, list[int]], str | None] = lambda _choice, _rights: None

    @property
    def there(self) -> frozenset[int]:
        """The members in the room or at a screen."""
        return self.moment.attendance.onsite | self.moment.attendance.online


@dataclass(frozen=True, slots=True)
class _Used(Generic[C]):
    choice: C
    member: int
    channel: Channel | None
    act: int


def absent_voters(ballots: Iterable[Act], poll: Poll[C]) -> frozenset[int]:
    """Return those who vote without being there: by correspondence, or before the meeting."""
    entitled = poll.roll.entitled_ids()
    return frozenset(
        ballot.member
        for ballot in ballots
        if ballot.member in entitled
        and ballot.member not in poll.there
        and _is_from_afar(ballot, poll)
        and _closed_to(ballot, poll) is None
    )


def cast_all(ballots: Sequence[tuple[Act, C]], poll: Poll[C]) -> tuple[dict[int, C], list[Outcome]]:
    """Return the choice made for each right, and what became of each act of voting.

    A member votes for itself and for all whom it represents, but for those about whom it says
    otherwise; a right is used once.
    """
    held: dict[int, list[int]] = {}
    for mandate in effective_mandates(poll.moment.mandates, poll.there, poll.rules):
        held.setdefault(mandate.holder_id, []).append(mandate.principal_id)
    apart = frozenset(ballot.principal for ballot, _ in ballots)
    weights = {line.member_id: line.voices for line in poll.roll.entitled_lines()}
    used: dict[int, _Used[C]] = {}
    acts: list[Outcome] = []
    for ballot, choice in ballots:
        code, rights = _rights(ballot, poll, held.get(ballot.member, ()), apart, weights)
        free = [right for right in rights if _is_free(right, ballot, used, poll)]
        if code is None and not free:
            code = ALREADY
        if code is None and _is_against(ballot, choice, poll):
            code = INSTRUCTED
        code = code or poll.check(choice, free)
        if code is None:
            for right in free:
                if right in used:
                    acts[used[right].act].setdefault("replaced", []).append(right)
                own = poll.instructed.get(right, choice) if right != ballot.member else choice
                used[right] = _Used(own, ballot.member, ballot.channel, len(acts))
        voices = sum(weights[right] for right in free)
        acts.append(_told(ballot, code, free, voices_told(voices, poll.roll.scale)))
    return {right: one.choice for right, one in used.items()}, acts


def _rights(
    ballot: Act,
    poll: Poll[C],
    held: Sequence[int],
    apart: Collection[int | None],
    entitled: Collection[int],
) -> tuple[str | None, list[int]]:
    closed = _closed_to(ballot, poll)
    if closed is not None:
        return closed, []
    if poll.is_counted and ballot.member not in poll.there and not _is_from_afar(ballot, poll):
        return NOT_THERE, []
    if ballot.principal is not None:
        if ballot.principal not in held:
            return NOT_HELD, []
        return (None, [ballot.principal]) if ballot.principal in entitled else (NO_RIGHT, [])
    rights = [ballot.member, *(one for one in held if one not in apart)]
    found = [one for one in rights if one in entitled]
    return (None if found else NO_RIGHT), found


def _closed_to(ballot: Act, poll: Poll[C]) -> str | None:
    """Return why a ballot does not come in by its channel, None where it does."""
    if ballot.channel is None:
        return None
    if ballot.channel not in poll.rules.vote.channels.value:
        return NO_CHANNEL
    days = poll.rules.vote.window.value.correspondence_days
    if ballot.channel != "correspondence" or ballot.received_on is None:
        return None
    return TOO_LATE if ballot.received_on > poll.on - timedelta(days or 0) else None


def _is_from_afar(ballot: Act, poll: Poll[C]) -> bool:
    """Say whether a ballot needs nobody to be there: by post, or online before the meeting."""
    early = poll.rules.vote.window.value.opens == "days_before"
    return ballot.channel == "correspondence" or (ballot.channel == "web" and early)


def _is_free(right: int, ballot: Act, used: Mapping[int, _Used[C]], poll: Poll[C]) -> bool:
    """Say whether a right is unused, or the bylaws let this ballot take the place of the other."""
    before = used.get(right)
    if before is None:
        return True
    if before.channel == ballot.channel == "web" and before.member == ballot.member:
        return poll.may_revote
    was_afar = before.channel is not None and before.channel not in IN_THE_ROOM
    is_here = ballot.channel in IN_THE_ROOM
    return was_afar and is_here and poll.rules.vote.channel_conflict.value == "room_wins"


def _is_against(ballot: Act, choice: C, poll: Poll[C]) -> bool:
    if ballot.principal is None or ballot.principal not in poll.instructed:
        return False
    return poll.instructed[ballot.principal] != choice


def _told(ballot: Act, code: str | None, rights: list[int], voices: int | str) -> Outcome:
    told: Outcome = {"member": ballot.member, "accepted": code is None}
    if ballot.by is not None:
        told["by"] = ballot.by
    if ballot.channel is not None:
        told["channel"] = ballot.channel
    if code is not None:
        return {**told, "code": code}
    return {**told, "rights": rights, "voices": voices}
