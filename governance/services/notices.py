"""The notice of meeting (convocation): examined, set as a document, sent to every member."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.documents.figures import Figures
from governance.documents.notice import AgendaItem as PrintedItem
from governance.documents.notice import Candidate, NoticeContent, notice_pdf
from governance.errors import RuleBrokenError
from governance.mail.calendar import Appointment, invitation
from governance.mail.letters import NoticeLetter
from governance.mail.message import Mailbox
from governance.models.agenda import AgendaItem
from governance.models.association import Association
from governance.models.documents import Document
from governance.models.meetings import Meeting
from governance.models.members import Person
from governance.models.notices import Notice
from governance.models.roll import RollLine
from governance.rules.agenda import majority_of_item
from governance.rules.calendar import day_of
from governance.rules.lifecycle import require_meeting_move
from governance.rules.notices import Check, ConvocationFacts, check_convocation, is_ready
from governance.rules.roll import draw_up_roll
from governance.rules.ruleset import RuleSet
from governance.services import (
    agenda,
    associations,
    credentials,
    journal,
    links,
    office,
    polls,
    roll,
    rulesets,
)
from governance.services.journal import Actor
from governance.services.notice_words import majority_words, rule_lines
from governance.services.post import Post

LENGTH = timedelta(hours=3)  # of the appointment in a member's calendar
PDF, ICS = "application/pdf", "text/calendar; method=REQUEST"
HOW_TO_VOTE = (
    "Votre lien personnel, dans le message qui accompagne cette convocation, ouvre la page de "
    "l’assemblée. Il sert à répondre, à donner pouvoir et à voter, dans la salle comme à distance. "
    "Il porte votre code de vote\u00a0: ne le transmettez à personne."
)
HOW_TO_PROXY = (
    "Depuis votre lien personnel, ou en remettant à l’accueil le formulaire ci-dessous, vous "
    "pouvez donner pouvoir à un autre membre. Un pouvoir se reprend à tout moment\u202f; votre "
    "arrivée l’annule."
)


@dataclass(frozen=True, slots=True)
class Convener:
    """Who convenes: a name for the document, a role that the bylaws know."""

    name: str
    role: str


def examine(session: Session, meeting: Meeting, role: str, now: datetime) -> tuple[Check, ...]:
    """Return the red and green list of the rules, as if the notice left now."""
    facts_of_roll = roll.member_facts(session)
    rules = rulesets.of_meeting(session, meeting)
    day = day_of(now)
    body = [
        line
        for line in draw_up_roll(facts_of_roll, rules, day).lines
        if line.standing.is_of_the_body()
    ]
    acting = roll.acting_persons(session)
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
        scrutineer_ready=office.is_ready(session, meeting.id),
    )
    return check_convocation(facts, rules)


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
    require_meeting_move(meeting.state, "convene")
    checks = examine(session, meeting, convener.role, now)
    if not is_ready(checks):
        red = [check.code for check in checks if check.blocking and not check.ok]
        raise RuleBrokenError("notice.not-ready", checks=red)
    lines = roll.freeze_roll(session, meeting, actor=actor, now=now)
    _prepare_votes(session, post, meeting, now)
    document = _keep(
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
    sent = _send_all(session, post, meeting, lines, document, actor=actor, now=now)
    facts = {
        "recipients": sent,
        "members": len(lines),
        "convener": convener.name,
        "document": document.sha256,
    }
    journal.record(session, "meeting.convened", facts, actor=actor, meeting_id=meeting.id, now=now)
    return notice


def preview(session: Session, meeting: Meeting, convener: Convener, now: datetime) -> bytes:
    """Return the notice as PDF, as it would leave now."""
    rules = rulesets.of_meeting(session, meeting)
    association = associations.get(session)
    content = NoticeContent(
        association=association.name,
        title=meeting.title,
        starts_at=meeting.starts_at,
        place=meeting.place,
        convened_by=convener.name,
        sent_on=day_of(now),
        agenda=tuple(
            _printed(item, meeting, rules) for item in agenda.items_of(session, meeting.id)
        ),
        rules=rule_lines(rules, meeting.body),
        how_to_vote=HOW_TO_VOTE,
        how_to_proxy=HOW_TO_PROXY if rules.proxies_allowed.value else "",
        greeting=meeting.introduction,
        remote_words="en visio" if meeting.remote_url else "",
        remote_url=meeting.remote_url,
        contact=association.email,
        proxy_form=rules.proxies_allowed.value,
    )
    return notice_pdf(content, now)


def notice_of(session: Session, meeting_id: int) -> Notice | None:
    """Return the notice that was sent, if it was."""
    return session.scalars(select(Notice).where(Notice.meeting_id == meeting_id)).first()


def _prepare_votes(session: Session, post: Post, meeting: Meeting, now: datetime) -> None:
    """Set elections aside, plan the polls, and make the server's key of the polling office."""
    secret = sum(item.secret for item in agenda.items_of(session, meeting.id))
    credentials.prepare_slots(session, meeting, secret)
    polls.plan_polls(session, meeting)
    office.set_up(session, post.vault, meeting, now)


def _send_all(
    session: Session,
    post: Post,
    meeting: Meeting,
    lines: Sequence[RollLine],
    document: Document,
    *,
    actor: Actor,
    now: datetime,
) -> int:
    """Owe each reachable member its letter, code and link included; return how many."""
    acting = roll.acting_persons(session)
    reached = [
        (line, person)
        for line in lines
        if (person := acting.get(line.member_id)) is not None and person.email
    ]
    codes = credentials.issue_codes(
        session, meeting, [line for line, _ in reached], actor=actor, now=now
    )
    association = associations.get(session)
    titles = tuple(item.title for item in agenda.items_of(session, meeting.id))
    for line, person in reached:
        token = links.make_meeting_link(session, person.id, meeting.id, now)
        link = credentials.personal_link(
            post.public_url, meeting.id, token, [(line.id, codes[line.id])]
        )
        letter = NoticeLetter(
            association=association.name,
            recipient=person.name,
            contact=association.email,
            member=line.name,
            meeting=meeting.title,
            starts_at=meeting.starts_at,
            link=link,
            place=meeting.place,
            remote_url=meeting.remote_url,
            agenda=titles,
        )
        calendar = _invite(session, post, meeting, association, person, now)
        post.send(
            session,
            letter,
            person,
            member_id=line.member_id,
            meeting_id=meeting.id,
            attachments=[document, calendar],
            now=now,
        )
    return len(reached)


def _invite(
    session: Session,
    post: Post,
    meeting: Meeting,
    association: Association,
    person: Person,
    now: datetime,
) -> Document:
    appointment = Appointment(
        uid=f"assemblee-{meeting.id}@{post.domain}",
        sequence=0,
        starts_at=meeting.starts_at,
        ends_at=meeting.starts_at + LENGTH,
        summary=f"{meeting.title} — {association.short_name}",
        location=meeting.place or meeting.remote_url,
        organizer=Mailbox(association.email, association.name),
        attendee=Mailbox(person.email or "", person.name),
        description=meeting.remote_url,
    )
    content = invitation(appointment, now)
    return _keep(session, meeting, "invitation", "assemblee.ics", ICS, content, now)


def _keep(
    session: Session,
    meeting: Meeting,
    kind: str,
    filename: str,
    media_type: str,
    content: bytes,
    now: datetime,
) -> Document:
    document = Document(
        meeting_id=meeting.id,
        kind=kind,
        filename=filename,
        media_type=media_type,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=now,
    )
    session.add(document)
    session.flush()
    return document


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


def _printed(item: AgendaItem, meeting: Meeting, rules: RuleSet) -> PrintedItem:
    majority = ""
    if item.is_voted and item.kind != "election":
        ruled = majority_of_item(rules, meeting.body, item.majority)
        majority = f"{majority_words(ruled.value)} ({ruled.clause})"
    return PrintedItem(
        number=item.position,
        title=item.title,
        kind=item.kind,  # type: ignore[arg-type]
        text=item.body,
        resolution=item.resolution,
        secret=item.secret,
        majority=majority,
        seats=item.seats or 0,
        candidates=tuple(
            Candidate(candidate.name, statement=candidate.presentation)
            for candidate in item.candidates
        ),
        tables=_tables(item),
    )


def _tables(item: AgendaItem) -> tuple[Figures, ...]:
    if not item.figures:
        return ()
    return (
        Figures(
            title=item.figures.get("title", item.title),
            columns=tuple(item.figures["columns"]),
            rows=tuple(tuple(row) for row in item.figures["rows"]),
            total=tuple(item.figures["total"]) if item.figures.get("total") else None,
            note=item.figures.get("note", ""),
        ),
    )
