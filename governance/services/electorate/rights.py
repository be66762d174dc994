"""Who exercises which right now (droits de vote): one's own, and those that proxies bring."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from governance.models.meetings import Meeting
from governance.models.members import Person
from governance.models.roll import RollLine
from governance.rules.proxies import Mandate, effective_mandates
from governance.services.bylaws import rulesets
from governance.services.electorate import roll
from governance.services.proxies import proxy_context


@dataclass(frozen=True, slots=True)
class Right:
    """One roll line that a person exercises: her own, or one brought by a proxy (pouvoir)."""

    line_id: int
    member_id: int
    name: str
    college: str
    voices: int
    own: bool
    holder_member_id: int | None


def bound_holders(session: Session, meeting: Meeting) -> dict[int, int]:
    """Return principal -> final holder of the proxies that bind.

    Those beyond the limit do not where the bylaws keep the first ones, and a holder passes on
    what it received where they let it. Limits look at who may vote when the meeting starts.
    """
    given = roll.standing_holders(session, meeting.id)
    rules = rulesets.of_meeting(session, meeting)
    keeps_first = rules.proxy.excess.value == "keep_first"
    if not given or not (keeps_first or rules.proxy.chain.value):
        return given
    context = None
    if keeps_first:
        drawn = roll.roll_at(session, meeting, meeting.opened_at or meeting.starts_at)
        context = proxy_context.context_of(session, drawn, rules)
    mandates = [Mandate(*pair) for pair in given.items()]
    bound = effective_mandates(mandates, (), rules, context)
    return {mandate.principal_id: mandate.holder_id for mandate in bound}


def rights_of(session: Session, meeting: Meeting, person_id: int) -> list[Right]:
    """Return the rights this person exercises now: her own first, then those by proxy.

    A member whose proxy binds does not exercise its own right; whether it stands in good order
    to vote is asked when a poll opens.
    """
    acting = roll.acting(session, meeting.id)
    holders = bound_holders(session, meeting)
    rights = []
    for line in roll.lines_of(session, meeting.id):
        holder = holders.get(line.member_id)
        person = acting.get(holder if holder is not None else line.member_id)
        if person is not None and person.id == person_id:
            rights.append(_right(line, holder))
    return sorted(rights, key=lambda right: (not right.own, right.line_id))


def person_of(session: Session, meeting: Meeting, member_id: int) -> Person | None:
    """Return the person who acts for one member in the meeting."""
    return roll.acting_persons(session, meeting.id, [member_id]).get(member_id)


def changed(before: dict[int, int], after: dict[int, int]) -> dict[int, list[int]]:
    """Return hand -> principals whose right came to another hand, the principal's own included."""
    moved: dict[int, list[int]] = {}
    for principal in _either(before, after):
        if before.get(principal) != after.get(principal):
            moved.setdefault(after.get(principal, principal), []).append(principal)
    return moved


def _either(before: Iterable[int], after: Iterable[int]) -> list[int]:
    return sorted({*before, *after})


def _right(line: RollLine, holder: int | None) -> Right:
    return Right(
        line.id, line.member_id, line.name, line.college, line.voices, holder is None, holder
    )
