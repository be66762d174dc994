"""How a proxy is deposited (dépôt d'un pouvoir): its form, its deadline, its instructions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, RuleBrokenError
from governance.models.agenda import AgendaItem, ItemKind
from governance.models.meetings import Meeting
from governance.models.polls import Poll, PollLine
from governance.models.proxies import Proxy
from governance.rules.proxy_deposit import Clock, check_deposit, check_form, check_revocation
from governance.rules.questions import YES_NO
from governance.rules.ruleset import RuleSet
from governance.services.bylaws import rulesets
from governance.services.convening import agenda

ELECTRONIC = "electronic"
LONGEST_WISH = 300


@dataclass(frozen=True, slots=True)
class Deposit:
    """How a proxy came: in what form, and what it wants by the number of an item.

    A resolution takes Pour, Contre or Abstention; an election takes words.
    """

    form: str = ELECTRONIC
    instructions: Mapping[int, str] = field(default_factory=dict)

    def kept(self) -> dict[str, str] | None:
        """Return the instructions as a row keeps them."""
        told = {str(item): wish.strip() for item, wish in sorted(self.instructions.items())}
        return {item: wish for item, wish in told.items() if wish} or None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a principal wants of one vote; a binding one is refused another answer."""

    answer: str
    binding: bool
    clause: str


def require_deposit(
    session: Session, meeting: Meeting, deposit: Deposit, rules: RuleSet, now: datetime
) -> None:
    """Refuse a proxy that comes too late, in another form, or with the wrong instructions.

    « Until the vote » needs no refusal: each vote keeps the proxies of its opening.

    Raises:
        RuleBrokenError: proxy.too-late, .wrong-form, .instructions-not-allowed,
            .instructions-missing.
        InvalidInputError: proxy.bad-instruction.
    """
    check_deposit(now, clock_of(meeting), rules)
    kept = deposit.kept() or {}
    check_form(deposit.form, bool(kept), rules)
    items = voted_items(session, meeting)
    known = {str(item.id): item for item in items}
    for number, wish in kept.items():
        if number not in known or not _is_answer(known[number], wish):
            raise InvalidInputError("proxy.bad-instruction", most=LONGEST_WISH)
    rule = rules.proxy.instructions
    if rule.value == "mandatory" and known.keys() - kept.keys():
        raise RuleBrokenError(
            "proxy.instructions-missing", clause=rule.clause, source=rule.source.value
        )


def carried(session: Session, proxy: Proxy, meeting: Meeting) -> Deposit:
    """Return how a proxy of an earlier meeting comes to one that took its agenda up.

    Its instructions follow their items, which keep their titles.
    """
    before = {str(item.id): item.title for item in agenda.items_of(session, proxy.meeting_id)}
    now = {item.title: item.id for item in voted_items(session, meeting)}
    told = {
        now[before[item]]: str(wish)
        for item, wish in (proxy.instructions or {}).items()
        if before.get(item) in now
    }
    return Deposit(proxy.form or ELECTRONIC, told)


def require_revocable(meeting: Meeting, rules: RuleSet, now: datetime) -> None:
    """Refuse to take a proxy back once it is too late for the bylaws.

    Raises:
        RuleBrokenError: proxy.not-revocable.
    """
    check_revocation(now, clock_of(meeting), rules)


def clock_of(meeting: Meeting) -> Clock:
    """Return the moments that deadlines look at; each vote has its own, kept by its opening."""
    return Clock(meeting.starts_at, meeting.opened_at)


def deadline_of(meeting: Meeting, rules: RuleSet) -> datetime | None:
    """Return until when a proxy may be deposited, None until each vote opens.

    « At the opening » is the planned hour until the meeting has opened.
    """
    rule = rules.proxy.deposit_deadline.value
    if rule.until == "hours_before":
        return meeting.starts_at - timedelta(hours=rule.hours or 0)
    return (meeting.opened_at or meeting.starts_at) if rule.until == "opening" else None


def voted_items(session: Session, meeting: Meeting) -> list[AgendaItem]:
    """Return the items that end in a vote, in their order."""
    return [item for item in agenda.items_of(session, meeting.id) if item.is_voted]


def wishes_of(session: Session, poll: Poll, lines: Sequence[PollLine]) -> dict[int, Wish]:
    """Return by poll line what its principal wants of this vote, where its proxy says it."""
    principals = {line.member_id: line.id for line in lines if line.holder_member_id is not None}
    if not principals or poll.opened_at is None:
        return {}
    wanted = select(Proxy).where(
        Proxy.meeting_id == poll.meeting_id,
        Proxy.principal_id.in_(principals),
        Proxy.given_at <= poll.opened_at,
        or_(Proxy.withdrawn_at.is_(None), Proxy.withdrawn_at > poll.opened_at),
    )
    rules = rulesets.of_meeting(session, poll.meeting)
    mandatory = rules.proxy.instructions.value == "mandatory"
    clause = (rules.proxy.instructions if mandatory else rules.proxy.blank).clause
    found = {}
    for proxy in session.scalars(wanted.order_by(Proxy.id)):
        answer = (proxy.instructions or {}).get(str(poll.item_id))
        if answer:
            line_id = principals[proxy.principal_id]
            found[line_id] = Wish(str(answer), proxy.binding, clause if proxy.binding else "")
    return found


def is_followed(wish: Wish, poll: Poll, chosen: str) -> bool:
    """Say whether a choice is the one wanted; words about an election are nobody's to judge."""
    return poll.item.kind == ItemKind.ELECTION or chosen == wish.answer


def _is_answer(item: AgendaItem, wish: str) -> bool:
    if item.kind == ItemKind.ELECTION:
        return len(wish) <= LONGEST_WISH
    return wish in YES_NO
