"""The notice of meeting (convocation): examined, set as a document, sent to every member."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, RuleBrokenError, StateError
from governance.models.meetings import Meeting
from governance.models.notices import Notice
from governance.models.roll import RollLine
from governance.rules.calendar import day_of
from governance.rules.called_notices import check_call
from governance.rules.lifecycle import MeetingState, require_meeting_move
from governance.rules.notices import Check, ConvocationFacts, check_convocation, is_ready
from governance.services.bylaws import rulesets
from governance.services.convening import (
    agenda,
    calls,
    item_judging,
    notice_voices,
    papers,
    second_calls,
)
from governance.services.convening.notice_mailing import PDF, Mailing, keep, mailing
from governance.services.convening.notice_paper import Convener, preview
from governance.services.electorate import roll, roll_closing
from governance.services.entry import links
from governance.services.office import credentials, office, office_keys
from governance.services.polls import polls, questions, rounds
from governance.services.post import own_links
from governance.services.post.post import Post
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.sitting import attendance

__all__ = ["Convener", "convene", "examine", "notice_of", "preview", "resend"]


def examine(session: Session, meeting: Meeting, role: str, now: datetime) -> tuple[Check, ...]:
    """Return the red and green list of the rules, as if the notice left now."""
    rules = rulesets.of_meeting(session, meeting)
    day = day_of(now)
    drawn, uncounted = notice_voices.drawn_or_why(session, meeting, rules, day)
    body = [line for line in drawn.lines if line.standing.is_of_the_body()]
    missing = drawn.missing_inputs()
    acting = roll.acting(session)
    reachable = {one for one, person in acting.items() if person.email}
    facts = ConvocationFacts(
        body=meeting.body,
        meeting_on=day_of(meeting.starts_at),
        sending_on=day,
        convener_role=role,
        has_place=bool(meeting.place),
        has_remote_link=bool(meeting.remote_url),
        items=agenda.item_facts(agenda.items_of(session, meeting.id)),
        recipients=len(body),
        recipients_without_address=tuple(
            line.name for line in body if line.member_id not in reachable
        ),
        several_voices=tuple(line.name for line in body if line.voices != drawn.scale),
        uncounted=uncounted,
        out_of_bounds=None if uncounted else notice_voices.out_of_bounds(drawn, rules),
        without_figures=tuple(line.name for line in body if line.member_id in missing),
        figures_on=notice_voices.closed_on(meeting, rules, day),
        papers_missing=papers.missing_titles(session, meeting.id),
        scrutineer_ready=office.is_ready(session, meeting.id),
        called=calls.called(
            session, meeting, drawn, item_judging.due_titles(session, meeting, now)
        ),
    )
    return check_call(facts, rules) + check_convocation(facts, rules)


def convene(
    session: Session,
    post: Post,
    meeting: Meeting,
    convener: Convener,
    *,
    actor: Actor,
    now: datetime,
) -> Notice:
    """Freeze the roll, plan the polls, issue the codes, and owe every member its notice.

    Raises:
        RuleBrokenError: notice.not-ready, with the codes of the blocking red lines.
        StateError: meeting.not-now.
    """
    session.refresh(meeting, with_for_update=True)  # of two clicks at once, one convenes
    require_meeting_move(meeting.state, "convene")
    checks = examine(session, meeting, convener.role, now)
    if not is_ready(checks):
        red = [check.code for check in checks if check.blocking and not check.ok]
        raise RuleBrokenError("notice.not-ready", checks=red)
    lines = roll_closing.freeze_roll(session, meeting, actor=actor, now=now)
    _prepare_votes(session, post, meeting, actor=actor, now=now)
    document = keep(
        session,
        meeting,
        "notice",
        "convocation.pdf",
        PDF,
        preview(session, meeting, convener, now),
        now,
    )
    meeting.convened_at = now
    notice = Notice(
        meeting_id=meeting.id,
        sent_at=now,
        sent_by=convener.name,
        checks=[_kept(check) for check in checks],
        document_id=document.id,
    )
    session.add(notice)
    letters = mailing(session, post, meeting, document, now)
    sent = _send_all(letters, lines, actor=actor)
    second_calls.take_up_proxies(session, post, meeting, actor=actor, now=now)
    facts = {
        "recipients": sent,
        "members": len(lines),
        "convener": convener.name,
        "document": document.sha256,
    }
    journal.record(session, "meeting.convened", facts, actor=actor, meeting_id=meeting.id, now=now)
    return notice


def resend(
    session: Session, post: Post, meeting: Meeting, member_id: int, *, actor: Actor, now: datetime
) -> None:
    """Owe one member its notice again, with a new link and a new code; the old ones are void.

    A member whose proxy stands gets a link without a code: its right is with the holder.

    Raises:
        StateError: meeting.not-now, before the notice has left or once the meeting is over.
        NotFoundError: attendance.not-called.
        InvalidInputError: mail.no-address.
    """
    sent = notice_of(session, meeting.id)
    if sent is None or meeting.state not in (MeetingState.CONVENED, MeetingState.OPEN):
        raise StateError("meeting.not-now", state=meeting.state.value, move="resend")
    line = attendance.line_of(session, meeting.id, member_id)
    person = roll.acting_person(session, member_id)
    if person is None or not person.email:
        raise InvalidInputError("mail.no-address", name=line.name)
    links.revoke_links(session, meeting.id, person.id, now)
    link = own_links.fresh_link(session, post.public_url, meeting, person, actor=actor, now=now)
    mailing(session, post, meeting, sent.document, now).send(line, person, link)
    facts = {"name": line.name}
    journal.record(session, "notice.resent", facts, actor=actor, meeting_id=meeting.id, now=now)


def notice_of(session: Session, meeting_id: int) -> Notice | None:
    """Return the notice that was sent, if it was."""
    return session.scalars(select(Notice).where(Notice.meeting_id == meeting_id)).first()


def _prepare_votes(
    session: Session, post: Post, meeting: Meeting, *, actor: Actor, now: datetime
) -> None:
    """Set elections aside, plan the polls, and make the server's key of the polling office."""
    items = agenda.items_of(session, meeting.id)
    planned = [questions.group_of_item(session, item) for item in items if item.secret]
    later = rounds.boxes_to_keep(items, rulesets.of_meeting(session, meeting))
    spare = questions.spare_group(session, meeting.id)
    credentials.prepare_slots(session, meeting, planned, spare, credentials.RESERVE + later)
    polls.plan_polls(session, post.vault, meeting, actor=actor, now=now)
    office_keys.set_up(session, post.vault, meeting, now)


def _send_all(letters: Mailing, lines: Sequence[RollLine], *, actor: Actor) -> int:
    """Owe each reachable member its letter, code and link included; return how many."""
    session, meeting, now = letters.session, letters.meeting, letters.now
    acting = roll.acting_persons(session)
    reached = [
        (line, person)
        for line in lines
        if (person := acting.get(line.member_id)) is not None and person.email
    ]
    codes = credentials.issue_codes(
        session, meeting, [line for line, _ in reached], actor=actor, now=now
    )
    for line, person in reached:
        token = links.make_meeting_link(session, person.id, meeting.id, now)
        own = [(line.id, codes[line.id])] if line.id in codes else []
        public_url = letters.post.public_url
        link = credentials.personal_link(public_url, meeting.id, token, own, now)
        letters.send(line, person, link)
    return len(reached)


def _kept(check: Check) -> dict[str, object]:
    """Return a line of the list as the notice keeps it."""
    return {
        "code": check.code,
        "ok": check.ok,
        "blocking": check.blocking,
        "clause": check.clause,
        "source": check.source.value,
        "facts": dict(check.facts),
    }
