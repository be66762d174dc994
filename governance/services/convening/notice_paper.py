"""The notice of meeting (convocation) as paper: what it prints, from the agenda and the rules."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from governance.documents.figures import Figures
from governance.documents.notice import AgendaItem as PrintedItem
from governance.documents.notice import Candidate, NoticeContent, notice_pdf
from governance.models.agenda import AgendaItem
from governance.models.meetings import Meeting
from governance.rules.agenda import majority_of_item
from governance.rules.calendar import day_of
from governance.rules.questions import BallotKind
from governance.rules.ruleset import RuleSet
from governance.services.bylaws import associations, rulesets
from governance.services.convening import agenda, papers
from governance.services.convening.call_words import call_words
from governance.services.convening.calls import which_call
from governance.services.convening.election_words import rounds_words
from governance.services.convening.notice_words import ballot_words, majority_words, rule_lines
from governance.services.convening.proxy_notice import has_form, how_to_proxy
from governance.services.minutes.minutes_calls import days_rule
from governance.services.polls.candidates import rule_of

HOW_TO_VOTE = (
    "Votre lien personnel, dans le message qui accompagne cette convocation, ouvre la page de "
    "l’assemblée. Il sert à répondre, à donner pouvoir et à voter, dans la salle comme à distance. "
    "Il porte votre code de vote\u00a0: ne le transmettez à personne."
)


@dataclass(frozen=True, slots=True)
class Convener:
    """Who convenes: a name for the document, a role that the bylaws know."""

    name: str
    role: str


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
        rules=rule_lines(
            rules, meeting.body, days_rule(session, meeting, rules), which_call(session, meeting.id)
        ),
        is_second=which_call(session, meeting.id) == "second",
        call=call_words(session, meeting, rules),
        how_to_vote=HOW_TO_VOTE,
        how_to_proxy=how_to_proxy(rules),
        greeting=meeting.introduction,
        remote_words="en visio" if meeting.remote_url else "",
        remote_url=meeting.remote_url,
        papers=papers.printed(session, meeting.id),
        contact=association.email,
        proxy_form=has_form(rules),
    )
    return notice_pdf(content, now)


def _printed(item: AgendaItem, meeting: Meeting, rules: RuleSet) -> PrintedItem:
    majority = ""
    if item.is_voted and item.kind != "election":
        ruled = majority_of_item(rules, meeting.body, item.majority)
        majority = f"{majority_words(ruled.value)} ({ruled.clause})"
    return PrintedItem(
        number=item.position,
        title=item.title,
        kind=item.kind,  # type: ignore[arg-type]
        text=_body(item, rules),
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


def _body(item: AgendaItem, rules: RuleSet) -> str:
    """Return the item's text, with how an election is voted and decided."""
    if item.kind != "election":
        return item.body
    ballot = rule_of(item)
    by_boxes = ballot.kind is BallotKind.BOXES
    voted = rounds_words(rules) if by_boxes else ballot_words(ballot)
    college = f"Sièges du collège {item.college}." if item.college else ""
    return "\n\n".join(part for part in (item.body, college, voted) if part)


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
