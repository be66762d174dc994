"""Members' answers to the notice (réponses): present, at a distance, by proxy, absent."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.meetings import Meeting
from governance.models.notices import Answer, NoticeAnswer
from governance.rules.lifecycle import require_meeting_move
from governance.services.electorate import roll
from governance.services.files.rows import read_rows
from governance.services.post.post import Post
from governance.services.proxies import blank_proxies, proxies
from governance.services.proxies.deposits import Deposit
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.sitting import attendance

WORDS: dict[str, Answer] = {answer.value: answer for answer in Answer}


def answers_of(
    session: Session, meeting_id: int, members: Collection[int] | None = None
) -> dict[int, Answer]:
    """Return the last answer of each member that gave one; of ``members`` alone where given."""
    wanted = select(NoticeAnswer.member_id, NoticeAnswer.answer).where(
        NoticeAnswer.meeting_id == meeting_id
    )
    if members is not None:
        wanted = wanted.where(NoticeAnswer.member_id.in_(members))
    rows = read_rows(session, NoticeAnswer, wanted.order_by(NoticeAnswer.id))
    return {member: WORDS[answer] for member, answer in rows}


def give_answer(
    session: Session,
    post: Post,
    meeting: Meeting,
    member_id: int,
    answer: Answer,
    *,
    holder_id: int | None = None,
    deposit: Deposit = proxies.ON_LINE,
    person_id: int | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Record a member's answer; « donne pouvoir » gives it, any other takes a given one back.

    A proxy without ``holder_id`` names nobody, where the bylaws take that.

    Raises:
        RuleBrokenError: proxy.*, with its clause; the earlier answer stands.
        StateError: meeting.not-now.
    """
    require_meeting_move(meeting.state, "answer")
    line = attendance.line_of(session, meeting.id, member_id)
    given_to = roll.standing_holders(session, meeting.id).get(member_id)
    if answer is not Answer.PROXY:
        _take_back(session, post, meeting, member_id, given_to, actor=actor, now=now)
    elif holder_id is None:
        _take_back(session, post, meeting, member_id, given_to, actor=actor, now=now)
        blank_proxies.give_blank(session, meeting, member_id, deposit=deposit, actor=actor, now=now)
    elif not _is_given(session, meeting.id, member_id, holder_id, deposit):
        if given_to is not None:
            proxies.end_proxy(session, meeting, member_id, actor=actor, now=now)
        proxies.drop_blank(session, meeting, member_id, actor=actor, now=now)
        proxies.give_proxy(
            session, post, meeting, member_id, holder_id, deposit=deposit, actor=actor, now=now
        )
    session.add(
        NoticeAnswer(
            meeting_id=meeting.id,
            member_id=member_id,
            answer=answer,
            answered_at=now,
            person_id=person_id,
        )
    )
    facts = {"name": line.name, "answer": answer.value}
    journal.record(session, "answer.given", facts, actor=actor, meeting_id=meeting.id, now=now)


def _take_back(
    session: Session,
    post: Post,
    meeting: Meeting,
    member_id: int,
    given_to: int | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """End the proxy that a member gave, whether it names somebody or nobody."""
    if given_to is not None:
        proxies.withdraw_proxy(session, post, meeting, member_id, actor=actor, now=now)
    proxies.drop_blank(session, meeting, member_id, actor=actor, now=now)


def _is_given(
    session: Session, meeting_id: int, member_id: int, holder_id: int, deposit: Deposit
) -> bool:
    """Say whether this very proxy stands already: nothing changes then."""
    proxy = proxies.standing_proxy(session, meeting_id, member_id)
    if proxy is None:
        return False
    return proxy.holder_id == holder_id and proxy.instructions == deposit.kept()
