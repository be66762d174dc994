"""Proxies (pouvoirs): given, checked by the bylaws, withdrawn, cancelled by an arrival.

Whoever exercises a right holds its code: each change issues a new one and voids the old.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.errors import NotFoundError, RuleBrokenError
from governance.mail.letters import CodeReissuedLetter, ProxyGivenLetter
from governance.models.attendance import Movement
from governance.models.meetings import Meeting
from governance.models.members import Person
from governance.models.proxies import Proxy
from governance.rules.calendar import day_of
from governance.rules.lifecycle import require_meeting_move
from governance.rules.proxies import Mandate, ProxyContext, check_mandate
from governance.services import (
    associations,
    attendance,
    credentials,
    journal,
    links,
    roll,
    rulesets,
)
from governance.services.journal import Actor
from governance.services.post import Post


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
) -> list[tuple[int, str, str | None]]:
    """Return (member, name, refusal code or None) of every other member of the roll.

    The refused are returned too: a page shows why, rather than hiding them.
    """
    drawn = roll.roll_at(session, meeting, day_of(now))
    standing = standing_mandates(session, meeting.id)
    context = _context(session, meeting, now)
    rules = rulesets.of_meeting(session, meeting)
    found: list[tuple[int, str, str | None]] = []
    for line in drawn.lines:
        if line.member_id == principal_id:
            continue
        try:
            check_mandate(Mandate(principal_id, line.member_id), standing, rules, context)
        except RuleBrokenError as refusal:
            found.append((line.member_id, line.name, refusal.code))
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

    Raises:
        RuleBrokenError: proxy.*, with its clause.
        StateError: meeting.not-now.
        NotFoundError: attendance.not-called.
    """
    require_meeting_move(meeting.state, "give_proxy")
    principal = attendance.line_of(session, meeting.id, principal_id)
    holder = attendance.line_of(session, meeting.id, holder_id)
    mandate = Mandate(principal_id, holder_id)
    standing = standing_mandates(session, meeting.id)
    rules = rulesets.of_meeting(session, meeting)
    check_mandate(mandate, standing, rules, _context(session, meeting, now))
    proxy = Proxy(
        meeting_id=meeting.id, principal_id=principal_id, holder_id=holder_id, given_at=now
    )
    session.add(proxy)
    session.flush()
    facts = {"principal": principal.name, "holder": holder.name}
    journal.record(session, "proxy.given", facts, actor=actor, meeting_id=meeting.id, now=now)
    person = roll.acting_persons(session, meeting.id).get(holder_id)
    if person is not None and person.email:
        _tell_holder(session, post, meeting, person, principal.name, actor, now)
    return proxy


def withdraw_proxy(
    session: Session,
    post: Post,
    meeting: Meeting,
    principal_id: int,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Withdraw the standing proxy of a member; its right and a new code come back to it.

    Polls that are open keep the electorate they were opened with.

    Raises:
        NotFoundError: proxy.none.
        StateError: meeting.not-now.
    """
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
    person = roll.acting_persons(session, meeting.id).get(principal_id)
    if person is not None and person.email:
        reissue_link(session, post, meeting, person, actor=actor, now=now)


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
) -> None:
    """Note a movement; the arrival of a principal cancels its proxy where the bylaws say so.

    Raises:
        StateError, NotFoundError, InvalidInputError: as attendance.note_movement.
    """
    changed = attendance.note_movement(
        session, meeting, member_id, movement, person_id=person_id, actor=actor, now=now
    )
    rules = rulesets.of_meeting(session, meeting)
    arrives = changed and movement is not Movement.LEFT
    has_given = member_id in roll.standing_holders(session, meeting.id)
    if arrives and has_given and rules.proxy_on_presence.value == "cancels":
        withdraw_proxy(session, post, meeting, member_id, actor=actor, now=now)


def reissue_link(
    session: Session, post: Post, meeting: Meeting, person: Person, *, actor: Actor, now: datetime
) -> str:
    """Mail a person a new personal link with a new code for every right she exercises.

    Returns: the link, for the desk's screen (QR); it is kept nowhere.
    """
    link = fresh_link(session, post.public_url, meeting, person, actor=actor, now=now)
    if person.email:
        letter = CodeReissuedLetter(
            association=associations.get(session).name,
            recipient=person.name,
            contact=associations.get(session).email,
            meeting=meeting.title,
            starts_at=meeting.starts_at,
            link=link,
        )
        post.send(session, letter, person, meeting_id=meeting.id, now=now)
    return link


def fresh_link(
    session: Session,
    public_url: str,
    meeting: Meeting,
    person: Person,
    *,
    actor: Actor,
    now: datetime,
) -> str:
    """Return a new personal link with a new code for every right the person exercises now."""
    rights = {right.line_id for right in roll.rights_of(session, meeting, person.id)}
    lines = [line for line in roll.lines_of(session, meeting.id) if line.id in rights]
    codes = credentials.issue_codes(session, meeting, lines, actor=actor, now=now)
    token = links.make_meeting_link(session, person.id, meeting.id, now)
    return credentials.personal_link(public_url, meeting.id, token, codes.items())


def _tell_holder(
    session: Session,
    post: Post,
    meeting: Meeting,
    person: Person,
    principal: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Mail the holder a link that votes for herself and for all who trusted her."""
    link = fresh_link(session, post.public_url, meeting, person, actor=actor, now=now)
    rights = roll.rights_of(session, meeting, person.id)
    letter = ProxyGivenLetter(
        association=associations.get(session).name,
        recipient=person.name,
        contact=associations.get(session).email,
        principal=principal,
        meeting=meeting.title,
        starts_at=meeting.starts_at,
        link=link,
        principals=tuple(right.name for right in rights if not right.own),
    )
    post.send(session, letter, person, meeting_id=meeting.id, now=now)


def _context(session: Session, meeting: Meeting, now: datetime) -> ProxyContext:
    drawn = roll.roll_at(session, meeting, day_of(now))
    there = attendance.attendance_of(session, meeting)
    return ProxyContext(
        colleges={line.member_id: line.college for line in drawn.lines},
        entitled=drawn.entitled_ids(),
        present=there.onsite | there.online,
    )
