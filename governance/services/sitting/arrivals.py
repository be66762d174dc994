"""Arrivals (arrivées): a movement at the desk, and the proxies and codes that change by it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from governance.models.attendance import Movement
from governance.models.meetings import Meeting
from governance.rules.proxy_deposit import outranks
from governance.services.bylaws import rulesets
from governance.services.electorate import rights
from governance.services.post import own_links
from governance.services.post.post import Post
from governance.services.proxies import proxies
from governance.services.records.journal import Actor
from governance.services.sitting import attendance


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a movement at the desk brought about besides itself.

    ``cancelled`` names the member whose proxy ended by it; ``mailed`` the person who was sent a
    new link because the right is now hers to exercise.
    """

    changed: bool
    cancelled: str = ""
    mailed: str = ""


def check_in(
    session: Session,
    post: Post,
    meeting: Meeting,
    member_id: int,
    movement: Movement,
    *,
    person_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> Arrival:
    """Note a movement, and give the rights and their codes to whoever exercises them from now on.

    The arrival of a principal cancels its proxy where the bylaws say so, unless their order of
    substitution puts the proxy before the person who comes. When another person comes for the
    member than the one who had its codes, she is mailed a new link.

    Raises:
        StateError, NotFoundError, InvalidInputError, RuleBrokenError: as note_movement.
    """
    proxies.take_turn(session, meeting)
    before = rights.person_of(session, meeting, member_id)
    changed = attendance.note_movement(
        session, meeting, member_id, movement, person_id=person_id, actor=actor, now=now
    )
    if not changed or movement is Movement.LEFT:
        return Arrival(changed)
    after = rights.person_of(session, meeting, member_id)
    proxy = proxies.standing_proxy(session, meeting.id, member_id)
    rules = rulesets.of_meeting(session, meeting)
    if rules.proxy.on_presence.value == "cancels":
        proxies.drop_blank(session, meeting, member_id, actor=actor, now=now)
        who = attendance.capacity_of(session, member_id, after.id if after else None)
        if proxy is not None and outranks(who, "proxy", rules):
            link = proxies.cancel_proxy(session, post, meeting, proxy, actor=actor, now=now)
            return Arrival(True, proxy.holder.name, after.name if link and after else "")
    if after is None or (before is not None and before.id == after.id):
        return Arrival(True)
    moved = [
        right.line_id
        for right in rights.rights_of(session, meeting, after.id)
        if member_id in (right.member_id, right.holder_member_id)
    ]
    link = own_links.hand_over(session, post, meeting, after, moved, actor=actor, now=now)
    return Arrival(True, "", after.name if link else "")
