"""Proxies (pouvoirs): given, checked by the bylaws, withdrawn, cancelled by an arrival.

Whoever exercises a right holds its code: each change issues a new one and voids the old.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.errors import InvalidInputError, NotFoundError, RuleBrokenError
from governance.mail.letters import CodeReissuedLetter, ProxyGivenLetter
from governance.models.attendance import Movement
from governance.models.meetings import Meeting
from governance.models.members import Person
from governance.models.proxies import Proxy
from governance.models.roll import RollLine
from governance.rules.lifecycle import require_meeting_move
from governance.rules.proxies import Mandate, ProxyContext, check_mandate
from governance.rules.roll import Roll
from governance.rules.ruleset import RuleSet
from governance.services import (
    associations,
    attendance,
    credentials,
    journal,
    links,
    proxy_context,
    roll,
    rulesets,
)
from governance.services.journal import Actor
from governance.services.post import Post


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a movement at the desk brought about besides itself.

    ``cancelled`` names the member whose proxy ended by it; ``mailed`` the person who was sent a
    new link because the right is now hers to exercise.
    """

    changed: bool
    cancelled: str = ""
    mailed: str = ""


def proxies_of(session: Session, meeting_id: int) -> Sequence[Proxy]:
    """Return every proxy of the meeting, the withdrawn ones too, oldest first."""
    wanted = (
        select(Proxy)
        .where(Proxy.meeting_id == meeting_id)
        .options(selectinload(Proxy.principal), selectinload(Proxy.holder))
        .order_by(Proxy.id)
    )
    return session.scalars(wanted).all()


def standing_mandates(session: Session, meeting_id: int) -> list[Mandate]:
    """Return the mandates that stand."""
    holders = roll.standing_holders(session, meeting_id)
    return [Mandate(principal, holder) for principal, holder in holders.items()]


def possible_holders(
    session: Session, meeting: Meeting, principal_id: int, now: datetime
) -> list[tuple[int, str, RuleBrokenError | None]]:
    """Return (member, name, refusal or None) of every other member of the roll.

    The refused are returned too: a page shows why, rather than hiding them. A proxy that the
    principal gave already is left aside: choosing another holder replaces it.
    """
    drawn = roll.roll_at(session, meeting, now)
    mandates = standing_mandates(session, meeting.id)
    standing = [mandate for mandate in mandates if mandate.principal_id != principal_id]
    rules = rulesets.of_meeting(session, meeting)
    context = _context(session, meeting, rules, drawn)
    found: list[tuple[int, str, RuleBrokenError | None]] = []
    for line in drawn.lines:
        if line.member_id == principal_id:
            continue
        try:
            check_mandate(Mandate(principal_id, line.member_id), standing, rules, context)
        except RuleBrokenError as refusal:
            found.append((line.member_id, line.name, refusal))
        else:
            found.append((line.member_id, line.name, None))
    return found


def give_proxy(
    session: Session,
    post: Post,
    meeting: Meeting,
    principal_id: int,
    holder_id: int,
    *,
    actor: Actor,
    now: datetime,
) -> Proxy:
    """Record a proxy the bylaws allow; its holder is mailed a link that carries the right.

    The principal's own code is void from then on, even where the holder has no address.

    Raises:
        RuleBrokenError: proxy.*, with its clause.
        StateError: meeting.not-now.
        NotFoundError: attendance.not-called.
    """
    _take_turn(session, meeting)
    require_meeting_move(meeting.state, "give_proxy")
    principal = attendance.line_of(session, meeting.id, principal_id)
    holder = attendance.line_of(session, meeting.id, holder_id)
    mandate = Mandate(principal_id, holder_id)
    standing = standing_mandates(session, meeting.id)
    rules = rulesets.of_meeting(session, meeting)
    drawn = roll.roll_at(session, meeting, now)
    check_mandate(mandate, standing, rules, _context(session, meeting, rules, drawn))
    proxy = Proxy(
        meeting_id=meeting.id, principal_id=principal_id, holder_id=holder_id, given_at=now
    )
    session.add(proxy)
    session.flush()
    facts = {"principal": principal.name, "holder": holder.name}
    journal.record(session, "proxy.given", facts, actor=actor, meeting_id=meeting.id, now=now)
    person = roll.acting_persons(session, meeting.id, [holder_id]).get(holder_id)
    if person is not None and person.email:
        _tell_holder(session, post, meeting, person, principal, actor, now)
    else:
        credentials.void_codes(session, meeting, [principal.id])
    return proxy


def withdraw_proxy(
    session: Session,
    post: Post,
    meeting: Meeting,
    principal_id: int,
    *,
    actor: Actor,
    now: datetime,
) -> str | None:
    """Withdraw the standing proxy of a member; its right and a new code come back to it.

    Polls that are open keep the electorate they were opened with.

    Returns: the new link, for the person's own screen; nothing where she has no address, and then
        the desk hands her a link.
    Raises:
        NotFoundError: proxy.none.
        StateError: meeting.not-now.
    """
    end_proxy(session, meeting, principal_id, actor=actor, now=now)
    line = attendance.line_of(session, meeting.id, principal_id)
    person = roll.acting_persons(session, meeting.id, [principal_id]).get(principal_id)
    return _hand_over(session, post, meeting, person, [line.id], actor=actor, now=now)


def end_proxy(
    session: Session, meeting: Meeting, principal_id: int, *, actor: Actor, now: datetime
) -> None:
    """End the standing proxy of a member, and leave to the caller who gets the codes.

    Raises:
        NotFoundError: proxy.none.
        StateError: meeting.not-now.
    """
    _take_turn(session, meeting)
    require_meeting_move(meeting.state, "withdraw_proxy")
    wanted = select(Proxy).where(
        Proxy.meeting_id == meeting.id,
        Proxy.principal_id == principal_id,
        Proxy.withdrawn_at.is_(None),
    )
    proxy = session.scalars(wanted).first()
    if proxy is None:
        raise NotFoundError("proxy.none")
    proxy.withdrawn_at = now
    session.flush()
    facts = {"principal": proxy.principal.name, "holder": proxy.holder.name}
    journal.record(session, "proxy.withdrawn", facts, actor=actor, meeting_id=meeting.id, now=now)


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

    The arrival of a principal cancels its proxy where the bylaws say so. When another person
    comes for the member than the one who had its codes, she is mailed a new link.

    Raises:
        StateError, NotFoundError, InvalidInputError, RuleBrokenError: as note_movement.
    """
    _take_turn(session, meeting)
    before = roll.acting_persons(session, meeting.id, [member_id]).get(member_id)
    changed = attendance.note_movement(
        session, meeting, member_id, movement, person_id=person_id, actor=actor, now=now
    )
    if not changed or movement is Movement.LEFT:
        return Arrival(changed)
    holder_id = roll.standing_holders(session, meeting.id).get(member_id)
    after = roll.acting_persons(session, meeting.id, [member_id]).get(member_id)
    rules = rulesets.of_meeting(session, meeting)
    if holder_id is not None and rules.proxy.on_presence.value == "cancels":
        link = withdraw_proxy(session, post, meeting, member_id, actor=actor, now=now)
        holder = attendance.line_of(session, meeting.id, holder_id)
        return Arrival(True, holder.name, after.name if link and after else "")
    if after is None or (before is not None and before.id == after.id):
        return Arrival(True)
    moved = [
        right.line_id
        for right in roll.rights_of(session, meeting, after.id)
        if member_id in (right.member_id, right.holder_member_id)
    ]
    link = _hand_over(session, post, meeting, after, moved, actor=actor, now=now)
    return Arrival(True, "", after.name if link else "")


def mail_link(
    session: Session, post: Post, meeting: Meeting, person: Person, *, actor: Actor, now: datetime
) -> None:
    """Mail a person a new link because she asks for one; her earlier links keep serving.

    Raises:
        StateError: meeting.not-now.
        InvalidInputError: mail.no-address.
    """
    require_meeting_move(meeting.state, "give_proxy")
    if not person.email:
        raise InvalidInputError("mail.no-address", name=person.name)
    reissue_link(session, post, meeting, person, actor=actor, now=now)


def replace_link(
    session: Session, post: Post, meeting: Meeting, person: Person, *, actor: Actor, now: datetime
) -> str:
    """Revoke a person's links to the meeting and the sessions they opened, and make a new one.

    Returns: the link, for the desk's screen (QR); it is kept nowhere.
    Raises:
        StateError: meeting.not-now.
    """
    require_meeting_move(meeting.state, "give_proxy")
    links.revoke_links(session, meeting.id, person.id, now)
    return reissue_link(session, post, meeting, person, actor=actor, now=now)


def reissue_link(
    session: Session,
    post: Post,
    meeting: Meeting,
    person: Person,
    *,
    moved: Collection[int] | None = None,
    actor: Actor,
    now: datetime,
) -> str:
    """Mail a person a new personal link with new codes, as fresh_link makes it.

    Returns: the link, for her own screen; it is kept nowhere.
    """
    link = fresh_link(session, post.public_url, meeting, person, moved=moved, actor=actor, now=now)
    if person.email:
        letter = CodeReissuedLetter(
            association=associations.get(session).name,
            recipient=person.name,
            contact=associations.get(session).email,
            meeting=meeting.title,
            starts_at=meeting.starts_at,
            link=link,
            authority=meeting.credential_authority,
        )
        post.send(session, letter, person, meeting_id=meeting.id, now=now)
    return link


def fresh_link(
    session: Session,
    public_url: str,
    meeting: Meeting,
    person: Person,
    *,
    moved: Collection[int] | None = None,
    actor: Actor,
    now: datetime,
) -> str:
    """Return a new personal link with a new code for every right the person exercises now.

    Args:
        moved: the roll lines that changed hands. While a secret poll is open only these get a new
            code: the others are still needed on the person's device, where a new one would take
            their place.
    """
    rights = {right.line_id for right in roll.rights_of(session, meeting, person.id)}
    if moved is not None and credentials.has_open_box(session, meeting.id):
        rights.intersection_update(moved)
    lines = [line for line in roll.lines_of(session, meeting.id) if line.id in rights]
    codes = credentials.issue_codes(session, meeting, lines, actor=actor, now=now)
    token = links.make_meeting_link(session, person.id, meeting.id, now)
    return credentials.personal_link(public_url, meeting.id, token, codes.items(), now)


def _tell_holder(
    session: Session,
    post: Post,
    meeting: Meeting,
    person: Person,
    principal: RollLine,
    actor: Actor,
    now: datetime,
) -> None:
    """Mail the holder a link that votes for herself and for all who trusted her."""
    link = fresh_link(
        session, post.public_url, meeting, person, moved=[principal.id], actor=actor, now=now
    )
    rights = roll.rights_of(session, meeting, person.id)
    letter = ProxyGivenLetter(
        association=associations.get(session).name,
        recipient=person.name,
        contact=associations.get(session).email,
        principal=principal.name,
        meeting=meeting.title,
        starts_at=meeting.starts_at,
        link=link,
        principals=tuple(right.name for right in rights if not right.own),
        authority=meeting.credential_authority,
    )
    post.send(session, letter, person, meeting_id=meeting.id, now=now)


def _hand_over(
    session: Session,
    post: Post,
    meeting: Meeting,
    person: Person | None,
    moved: Collection[int],
    *,
    actor: Actor,
    now: datetime,
) -> str | None:
    """Mail the codes of rights that changed hands to their new holder, or void them."""
    if person is None or not person.email:
        credentials.void_codes(session, meeting, moved)
        return None
    return reissue_link(session, post, meeting, person, moved=moved, actor=actor, now=now)


def _take_turn(session: Session, meeting: Meeting) -> None:
    """Hold the meeting's row until the commit: no two proxies are judged at the same time."""
    session.refresh(meeting, with_for_update=True)


def _context(session: Session, meeting: Meeting, rules: RuleSet, drawn: Roll) -> ProxyContext:
    there = attendance.attendance_of(session, meeting, rules, drawn)
    return proxy_context.context_of(session, drawn, rules, there.onsite | there.online)
