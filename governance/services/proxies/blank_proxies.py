"""Proxies without a holder's name (pouvoirs en blanc): taken in, shared out, or sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.errors import InvalidInputError, NotFoundError, RuleBrokenError
from governance.models.attendance import Movement
from governance.models.meetings import Meeting
from governance.models.proxies import BlankProxy
from governance.rules.lifecycle import require_meeting_move
from governance.rules.proxies import check_principal
from governance.rules.proxy_deposit import Assigned, assign_blank, votes_with_the_board
from governance.rules.questions import YES_NO
from governance.services.bylaws import rulesets
from governance.services.electorate import roll
from governance.services.membership.traits import asked_by, traits_on
from governance.services.post.post import Post
from governance.services.proxies import deposits, proxies
from governance.services.proxies.deposits import Deposit
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.sitting import attendance

Order = Literal["roll", "arrival"]
ANSWERS = {"for": YES_NO[0], "against": YES_NO[1]}
PRESIDENT = "president"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the board decides before proxies without a name are given out.

    ``president_id``: the member for whom the chair acts. ``recommended``: the items whose
    resolution the board proposes to adopt, where these proxies vote with it.
    """

    order: Order = "roll"
    president_id: int | None = None
    recommended: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one of them: a holder, or the refusal that leaves it without one."""

    blank: BlankProxy
    holder_id: int | None
    holder: str
    refusal: RuleBrokenError | None


def blanks_of(session: Session, meeting_id: int) -> Sequence[BlankProxy]:
    """Return every proxy without a name, oldest first, given out and withdrawn ones too."""
    wanted = (
        select(BlankProxy)
        .where(BlankProxy.meeting_id == meeting_id)
        .options(selectinload(BlankProxy.principal))
        .order_by(BlankProxy.id)
    )
    return session.scalars(wanted).all()


def waiting(session: Session, meeting_id: int) -> list[BlankProxy]:
    """Return those that nobody holds yet."""
    every = blanks_of(session, meeting_id)
    return [one for one in every if one.withdrawn_at is None and one.proxy_id is None]


def give_blank(
    session: Session,
    meeting: Meeting,
    principal_id: int,
    *,
    deposit: Deposit = proxies.ON_LINE,
    actor: Actor,
    now: datetime,
) -> BlankProxy:
    """Take in a proxy that names nobody; the member keeps its right until somebody holds it.

    Raises:
        RuleBrokenError: proxy.no-holder where the bylaws refuse it; proxy.not-allowed,
            .principal-not-entitled, .principal-present, .already-given and those of deposits.
        StateError: meeting.not-now.
        NotFoundError: attendance.not-called.
    """
    proxies.take_turn(session, meeting)
    require_meeting_move(meeting.state, "give_proxy")
    line = attendance.line_of(session, meeting.id, principal_id)
    rules = rulesets.of_meeting(session, meeting)
    deposits.require_deposit(session, meeting, deposit, rules, now)
    drawn = roll.roll_at(session, meeting, now)
    proxies.require_giver(session, meeting, principal_id, rules, drawn)
    standing = proxies.standing_mandates(session, meeting.id)
    context = proxies.context_of(session, meeting, rules, drawn)
    check_principal(principal_id, standing, rules, context)
    rule = rules.proxy.blank
    if rule.value == "refuse":
        raise RuleBrokenError("proxy.no-holder", clause=rule.clause, source=rule.source.value)
    blank = BlankProxy(
        meeting_id=meeting.id,
        principal_id=principal_id,
        form=deposit.form,
        instructions=deposit.kept(),
        given_at=now,
    )
    session.add(blank)
    session.flush()
    facts = {"principal": line.name, "form": deposit.form}
    journal.record(session, "proxy.blank-given", facts, actor=actor, meeting_id=meeting.id, now=now)
    return blank


def withdraw_blank(
    session: Session, meeting: Meeting, principal_id: int, *, actor: Actor, now: datetime
) -> None:
    """Take back a proxy without a name that nobody holds yet.

    Raises:
        NotFoundError: proxy.none.
        RuleBrokenError: proxy.not-revocable.
        StateError: meeting.not-now.
    """
    proxies.take_turn(session, meeting)
    require_meeting_move(meeting.state, "withdraw_proxy")
    deposits.require_revocable(meeting, rulesets.of_meeting(session, meeting), now)
    if not proxies.drop_blank(session, meeting, principal_id, actor=actor, now=now):
        raise NotFoundError("proxy.none")


def president_of(session: Session, meeting: Meeting, now: datetime) -> int | None:
    """Return the member whom the register says to preside, else the one the chair acts for."""
    lines = roll.lines_of(session, meeting.id)
    rules = rulesets.of_meeting(session, meeting)
    roles = traits_on(session, asked_by(rules), now.date(), [one.member_id for one in lines]).roles
    named = [one.member_id for one in lines if PRESIDENT in roles.get(one.member_id, ())]
    if named or not meeting.chair_name:
        return named[0] if named else None
    acting = roll.acting(session, meeting.id)
    return next(
        (
            line.member_id
            for line in lines
            if line.member_id in acting and acting[line.member_id].name == meeting.chair_name
        ),
        None,
    )


def plan(session: Session, meeting: Meeting, choices: Choices, now: datetime) -> list[Outcome]:
    """Return what giving them out now would come to; nothing is written.

    Raises:
        RuleBrokenError: proxy.no-president, where they go to the chair and nobody said who it is.
    """
    rules = rulesets.of_meeting(session, meeting)
    blanks = {one.principal_id: one for one in waiting(session, meeting.id)}
    if rules.proxy.blank.value in (PRESIDENT, "board_recommendation") and not choices.president_id:
        raise RuleBrokenError("proxy.no-president", clause=rules.proxy.blank.clause)
    drawn = roll.roll_at(session, meeting, now)
    found = assign_blank(
        blanks,
        proxies.standing_mandates(session, meeting.id),
        rules,
        proxies.context_of(session, meeting, rules, drawn),
        choices.president_id,
        _order(session, meeting, choices.order),
    )
    names = {line.member_id: line.name for line in drawn.lines}
    return _outcomes(found, blanks, names, choices.president_id)


def give_out(
    session: Session,
    post: Post,
    meeting: Meeting,
    choices: Choices,
    *,
    actor: Actor,
    now: datetime,
) -> list[Outcome]:
    """Give out the proxies without a name as the bylaws say; the journal keeps the order.

    Raises:
        RuleBrokenError: proxy.no-president.
        InvalidInputError: proxy.blank-none.
        StateError: meeting.not-now.
    """
    proxies.take_turn(session, meeting)
    require_meeting_move(meeting.state, "give_proxy")
    outcomes = plan(session, meeting, choices, now)
    if not outcomes:
        raise InvalidInputError("proxy.blank-none")
    facts = {
        "given": sum(one.holder_id is not None for one in outcomes),
        "refused": sum(one.refusal is not None for one in outcomes),
        "order": choices.order,
    }
    journal.record(session, "proxy.distributed", facts, actor=actor, meeting_id=meeting.id, now=now)
    wanted = _with_the_board(session, meeting, choices)
    for one in outcomes:
        _settle(session, post, meeting, one, wanted, actor=actor, now=now)
    return outcomes


def _settle(
    session: Session,
    post: Post,
    meeting: Meeting,
    outcome: Outcome,
    wanted: dict[int, str],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    blank = outcome.blank
    blank.refusal = outcome.refusal.code if outcome.refusal else ""
    if outcome.holder_id is not None:
        own = {int(item): str(wish) for item, wish in (blank.instructions or {}).items()}
        rules = rulesets.of_meeting(session, meeting)
        proxy = proxies.write_proxy(
            session,
            post,
            meeting,
            attendance.line_of(session, meeting.id, blank.principal_id),
            outcome.holder_id,
            Deposit(blank.form, {**wanted, **own}),
            bool(wanted) or rules.proxy.instructions.value == "mandatory",
            actor=actor,
            now=now,
        )
        blank.proxy_id = proxy.id
    session.flush()


def _with_the_board(session: Session, meeting: Meeting, choices: Choices) -> dict[int, str]:
    """Return how proxies that vote with the board answer: for what it proposes, else against."""
    rules = rulesets.of_meeting(session, meeting)
    if rules.proxy.blank.value != "board_recommendation":
        return {}
    return {
        item.id: ANSWERS[votes_with_the_board(item.id in choices.recommended)]
        for item in deposits.voted_items(session, meeting)
        if item.kind == "resolution"
    }


def _outcomes(
    found: Assigned,
    blanks: dict[int, BlankProxy],
    names: dict[int, str],
    president_id: int | None,
) -> list[Outcome]:
    holders = {one.principal_id: one.holder_id for one in found.mandates}
    holders |= {one: president_id for one in found.with_the_board if president_id is not None}
    refused = dict(found.refused)
    return [
        Outcome(
            blank,
            holders.get(principal),
            names.get(holders.get(principal, 0), ""),
            refused.get(principal),
        )
        for principal, blank in blanks.items()
    ]


def _order(session: Session, meeting: Meeting, order: Order) -> list[int]:
    """Return the members in the order that parts equals: of the roll, or of their arrival."""
    if order == "roll":
        return [line.member_id for line in roll.lines_of(session, meeting.id)]
    there = (
        event.member_id
        for event in attendance.movements_of(session, meeting.id)
        if event.movement != Movement.LEFT
    )
    return list(dict.fromkeys(there))
