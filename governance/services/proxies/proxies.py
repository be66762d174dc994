"""Proxies (pouvoirs): given, checked by the bylaws, withdrawn.

Whoever exercises a right holds its code: each change issues a new one and voids the old.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.errors import NotFoundError, RuleBrokenError
from governance.models.meetings import Meeting
from governance.models.proxies import BlankProxy, Proxy
from governance.models.roll import RollLine
from governance.rules.lifecycle import require_meeting_move
from governance.rules.proxies import Mandate, ProxyContext, check_mandate, check_principal
from governance.rules.proxy_deposit import check_deposit, check_named_by, require_form
from governance.rules.roll import Roll
from governance.rules.ruleset import RuleSet
from governance.services.bylaws import rulesets
from governance.services.electorate import rights, roll
from governance.services.post import own_links
from governance.services.post.post import Post
from governance.services.proxies import deposits, proxy_context
from governance.services.proxies.deposits import Deposit
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.sitting import attendance

ON_LINE = Deposit()


def proxies_of(session: Session, meeting_id: int) -> Sequence[Proxy]:
    """Return every proxy of the meeting, the withdrawn ones too, oldest first."""
    wanted = (
        select(Proxy)
        .where(Proxy.meeting_id == meeting_id)
        .options(selectinload(Proxy.principal), selectinload(Proxy.holder))
        .order_by(Proxy.id)
    )
    return session.scalars(wanted).all()


def standing_proxies(session: Session, meeting_id: int) -> list[Proxy]:
    """Return the proxies that stand, oldest first."""
    return [one for one in proxies_of(session, meeting_id) if one.withdrawn_at is None]


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
    context = context_of(session, meeting, rules, drawn)
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


def why_none(
    session: Session, meeting: Meeting, principal_id: int, now: datetime
) -> RuleBrokenError | None:
    """Return why a member may give no proxy on line now, whoever would hold it; None if it may.

    One that it gave already is left aside.
    """
    rules = rulesets.of_meeting(session, meeting)
    drawn = roll.roll_at(session, meeting, now)
    standing = standing_mandates(session, meeting.id)
    others = [mandate for mandate in standing if mandate.principal_id != principal_id]
    try:
        check_deposit(now, deposits.clock_of(meeting), rules)
        require_form(deposits.ELECTRONIC, rules)
        if waiting_blank(session, meeting.id, principal_id) is None:
            require_giver(session, meeting, principal_id, rules, drawn)
        check_principal(principal_id, others, rules, context_of(session, meeting, rules, drawn))
    except RuleBrokenError as refusal:
        return refusal
    return None


def give_proxy(
    session: Session,
    post: Post,
    meeting: Meeting,
    principal_id: int,
    holder_id: int,
    *,
    deposit: Deposit = ON_LINE,
    actor: Actor,
    now: datetime,
) -> Proxy:
    """Record a proxy the bylaws allow; its holder is mailed a link that carries the right.

    The principal's own code is void from then on, even where the holder has no address.

    Raises:
        RuleBrokenError: proxy.*, with its clause.
        InvalidInputError: proxy.bad-instruction.
        StateError: meeting.not-now.
        NotFoundError: attendance.not-called.
    """
    take_turn(session, meeting)
    require_meeting_move(meeting.state, "give_proxy")
    principal = attendance.line_of(session, meeting.id, principal_id)
    rules = rulesets.of_meeting(session, meeting)
    deposits.require_deposit(session, meeting, deposit, rules, now)
    drawn = roll.roll_at(session, meeting, now)
    require_giver(session, meeting, principal_id, rules, drawn)
    check_mandate(
        Mandate(principal_id, holder_id),
        standing_mandates(session, meeting.id),
        rules,
        context_of(session, meeting, rules, drawn),
    )
    binding = rules.proxy.instructions.value == "mandatory"
    return write_proxy(
        session, post, meeting, principal, holder_id, deposit, binding, actor=actor, now=now
    )


def write_proxy(
    session: Session,
    post: Post,
    meeting: Meeting,
    principal: RollLine,
    holder_id: int,
    deposit: Deposit,
    binding: bool,
    *,
    actor: Actor,
    now: datetime,
) -> Proxy:
    """Write a proxy that was judged, and give the codes that change hands to their new hand.

    Raises:
        NotFoundError: attendance.not-called.
    """
    holder = attendance.line_of(session, meeting.id, holder_id)
    before = rights.bound_holders(session, meeting)
    proxy = Proxy(
        meeting_id=meeting.id,
        principal_id=principal.member_id,
        holder_id=holder_id,
        given_at=now,
        form=deposit.form,
        instructions=deposit.kept(),
        binding=binding,
    )
    session.add(proxy)
    session.flush()
    facts = {"principal": principal.name, "holder": holder.name, "form": deposit.form}
    journal.record(session, "proxy.given", facts, actor=actor, meeting_id=meeting.id, now=now)
    _move_codes(session, post, meeting, before, giver=principal, actor=actor, now=now)
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
        RuleBrokenError: proxy.not-revocable.
        StateError: meeting.not-now.
    """
    before = rights.bound_holders(session, meeting)
    end_proxy(session, meeting, principal_id, actor=actor, now=now)
    return _move_codes(session, post, meeting, before, back_to=principal_id, actor=actor, now=now)


def end_proxy(
    session: Session, meeting: Meeting, principal_id: int, *, actor: Actor, now: datetime
) -> None:
    """End the standing proxy of a member at its will; the caller gives the codes.

    Raises:
        NotFoundError: proxy.none.
        RuleBrokenError: proxy.not-revocable.
        StateError: meeting.not-now.
    """
    take_turn(session, meeting)
    require_meeting_move(meeting.state, "withdraw_proxy")
    proxy = standing_proxy(session, meeting.id, principal_id)
    if proxy is None:
        raise NotFoundError("proxy.none")
    deposits.require_revocable(meeting, rulesets.of_meeting(session, meeting), now)
    _end(session, meeting, proxy, actor, now)


def standing_proxy(session: Session, meeting_id: int, principal_id: int) -> Proxy | None:
    """Return the proxy of a member that stands, if it gave one."""
    wanted = select(Proxy).where(
        Proxy.meeting_id == meeting_id,
        Proxy.principal_id == principal_id,
        Proxy.withdrawn_at.is_(None),
    )
    return session.scalars(wanted).first()


def cancel_proxy(
    session: Session, post: Post, meeting: Meeting, proxy: Proxy, *, actor: Actor, now: datetime
) -> str | None:
    """End a proxy because its principal came, and give the codes back to whom they belong.

    Returns: the new link of the principal's person; nothing where she has no address.
    """
    before = rights.bound_holders(session, meeting)
    _end(session, meeting, proxy, actor, now)
    return _move_codes(
        session, post, meeting, before, back_to=proxy.principal_id, actor=actor, now=now
    )


def drop_blank(
    session: Session, meeting: Meeting, principal_id: int, *, actor: Actor, now: datetime
) -> bool:
    """End the proxy without a name that a member gave and nobody holds yet; say whether it had one.

    The journal tells it.
    """
    blank = waiting_blank(session, meeting.id, principal_id)
    if blank is None:
        return False
    blank.withdrawn_at = now
    session.flush()
    facts = {"principal": blank.principal.name}
    journal.record(
        session, "proxy.blank-withdrawn", facts, actor=actor, meeting_id=meeting.id, now=now
    )
    return True


def waiting_blank(session: Session, meeting_id: int, principal_id: int) -> BlankProxy | None:
    """Return the proxy without a name that a member gave and nobody holds yet."""
    wanted = select(BlankProxy).where(
        BlankProxy.meeting_id == meeting_id,
        BlankProxy.principal_id == principal_id,
        BlankProxy.withdrawn_at.is_(None),
        BlankProxy.proxy_id.is_(None),
    )
    return session.scalars(wanted).first()


def require_giver(
    session: Session, meeting: Meeting, principal_id: int, rules: RuleSet, drawn: Roll
) -> None:
    """Refuse what no rule on the holder says: a blank one beside it, no substitution, one capacity.

    Raises:
        RuleBrokenError: proxy.already-given, proxy.not-in-order, proxy.other-capacity.
    """
    line = drawn.line_of(principal_id)
    if line is not None and line.standing.code == "standing.other-capacity":
        told = line.standing
        raise RuleBrokenError("proxy.other-capacity", clause=told.clause, **told.facts)
    if waiting_blank(session, meeting.id, principal_id) is not None:
        raise RuleBrokenError("proxy.already-given", clause=rules.proxy.allowed.clause)
    who = attendance.capacity_of(session, principal_id, None)
    check_named_by(who, rules)


def take_turn(session: Session, meeting: Meeting) -> None:
    """Hold the meeting's row until the commit: no two proxies are judged at the same time."""
    session.refresh(meeting, with_for_update=True)


def context_of(session: Session, meeting: Meeting, rules: RuleSet, drawn: Roll) -> ProxyContext:
    """Return what a proxy given now is judged against, the room included."""
    there = attendance.attendance_of(session, meeting, rules, drawn)
    return proxy_context.context_of(session, drawn, rules, there.onsite | there.online)


def _end(session: Session, meeting: Meeting, proxy: Proxy, actor: Actor, now: datetime) -> None:
    proxy.withdrawn_at = now
    session.flush()
    facts = {"principal": proxy.principal.name, "holder": proxy.holder.name}
    journal.record(session, "proxy.withdrawn", facts, actor=actor, meeting_id=meeting.id, now=now)


def _move_codes(
    session: Session,
    post: Post,
    meeting: Meeting,
    before: dict[int, int],
    *,
    giver: RollLine | None = None,
    back_to: int | None = None,
    actor: Actor,
    now: datetime,
) -> str | None:
    """Give the codes of each right that came to another hand to the person behind it.

    Args:
        before: the proxies that bound before the change.
        giver: who gave its proxy just now: the letter to its holder names it.
        back_to: the member whose person's new link is returned.
    """
    after = rights.bound_holders(session, meeting)
    lines = {line.member_id: line.id for line in roll.lines_of(session, meeting.id)}
    own = None
    for hand, principals in rights.changed(before, after).items():
        person = rights.person_of(session, meeting, hand)
        moved = [lines[principal] for principal in principals]
        if giver is not None and giver.member_id in principals and person and person.email:
            own_links.tell_holder(
                session, post, meeting, person, giver.name, moved=moved, actor=actor, now=now
            )
            continue
        link = own_links.hand_over(session, post, meeting, person, moved, actor=actor, now=now)
        own = link if hand == back_to else own
    return own
