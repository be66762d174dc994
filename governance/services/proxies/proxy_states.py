"""What becomes of each proxy of a meeting (sort des pouvoirs): it counts, or why it does not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from governance.errors import RuleBrokenError
from governance.models.meetings import Meeting
from governance.models.proxies import Proxy
from governance.rules.proxies import Mandate, sift
from governance.rules.ruleset import RuleSet
from governance.services.electorate import rights, roll
from governance.services.proxies import deposits, proxy_context
from governance.services.sitting import attendance


@dataclass(frozen=True, slots=True)
class ProxyState:
    """One standing proxy: who votes in the end, whether it binds, and what the bylaws say.

    ``refusal`` is why it does not count, or why it would not be taken today; ``final_holder``
    differs from the holder where it was passed on.
    """

    proxy: Proxy
    binds: bool
    final_holder: str
    holder_is_there: bool
    refusal: RuleBrokenError | None
    voices: int  # of the principal, in the parts of the roll
    wishes: dict[str, str] = field(default_factory=dict)  # by the title of the item


def states_of(
    session: Session, meeting: Meeting, rules: RuleSet, given: Iterable[Proxy], now: datetime
) -> list[ProxyState]:
    """Return what becomes of each standing proxy, in the order of their deposit.

    Args:
        given: every proxy of the meeting, oldest first; the withdrawn ones are left out.
    """
    standing = [one for one in given if one.withdrawn_at is None]
    if not standing:
        return []
    drawn = roll.roll_at(session, meeting, now)
    counted = attendance.attendance_of(session, meeting, rules, drawn)
    there = counted.onsite | counted.online
    context = proxy_context.context_of(session, drawn, rules)
    asked = [Mandate(one.principal_id, one.holder_id) for one in standing]
    why = {mandate.principal_id: no for mandate, no in sift(asked, rules, context).refused}
    bound = rights.bound_holders(session, meeting)
    names = {line.member_id: line.name for line in drawn.lines}
    voices = {line.member_id: line.voices for line in drawn.lines}
    titles = _titles(session, meeting)
    return [
        ProxyState(
            one,
            one.principal_id in bound,
            names.get(bound.get(one.principal_id, one.holder_id), one.holder.name),
            bound.get(one.principal_id, one.holder_id) in there,
            why.get(one.principal_id),
            voices.get(one.principal_id, 0),
            _wishes(one, titles),
        )
        for one in standing
    ]


def _titles(session: Session, meeting: Meeting) -> dict[str, str]:
    return {str(item.id): item.title for item in deposits.voted_items(session, meeting)}


def _wishes(proxy: Proxy, titles: dict[str, str]) -> dict[str, str]:
    told = proxy.instructions or {}
    return {titles[item]: str(wish) for item, wish in told.items() if item in titles}
