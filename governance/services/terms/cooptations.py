"""Seats emptied before their time (vacance, révocation): co-optation, ratification, removal."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, RuleBrokenError, StateError
from governance.models.agenda import AgendaItem
from governance.models.meetings import Meeting
from governance.models.polls import Poll
from governance.models.terms import CameBy, EndedBy, MotionKind, Term, TermMotion
from governance.rules.calendar import day_of
from governance.rules.lifecycle import MeetingState, require_meeting_move
from governance.rules.mandates import Filling, check_cooptation, check_removal, what_fills
from governance.rules.ruleset import RuleSet
from governance.services.bylaws import rulesets
from governance.services.convening import agenda
from governance.services.convening.agenda import Draft
from governance.services.entry.vault import Vault
from governance.services.membership.names import require_plain
from governance.services.polls import polls, results
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.terms import terms

LONGEST_NAME = 200


def filling_of(session: Session, body: str, rules: RuleSet) -> Filling:
    """Say what the bylaws make of the empty seats of a body now."""
    sitting = terms.in_office(session, body)
    empty = len(terms.vacant(session, body))
    return what_fills(len(sitting), empty, _unratified(session, body), rules)


def coopt(session: Session, in_place_of: int, name: str, *, actor: Actor, now: datetime) -> Term:
    """Give an empty seat to the person whom the board has co-opted.

    Raises:
        NotFoundError: term.unknown.
        StateError: term.not-vacant.
        InvalidInputError: term.name; members.invisible-character.
        RuleBrokenError: cooptation.not-provided, .too-many, cooptation.election-first.
    """
    gone, rules = terms.get_term(session, in_place_of), _rules(session)
    session.refresh(gone, with_for_update=True)
    if gone.id not in {one.id for one in terms.vacant(session, gone.body)}:
        raise StateError("term.not-vacant", name=gone.name)
    clean = " ".join(name.split())
    if not 1 <= len(clean) <= LONGEST_NAME:
        raise InvalidInputError("term.name", most=LONGEST_NAME)
    require_plain(clean)
    today, coopted = day_of(now), _unratified(session, gone.body)
    given = check_cooptation(clean, gone.term_began_on, today, coopted, rules)
    if filling_of(session, gone.body, rules).by == "by_election":
        clause = rules.vacancy.clause
        raise RuleBrokenError("cooptation.election-first", body=gone.body, clause=clause)
    person_id, member_id = terms.who(session, None, clean)
    term = Term(
        body=gone.body,
        function=gone.function,
        college=gone.college,
        name=clean,
        person_id=person_id,
        member_id=member_id,
        began_on=today,
        term_began_on=gone.term_began_on if rules.vacancy.value.rest_of_term else today,
        ends_on=given.until,
        came_by=CameBy.COOPTED.value,
        in_place_of_id=gone.id,
        to_ratify=given.ratified_by_assembly,
        clause=given.clause,
    )
    session.add(term)
    session.flush()
    facts = {
        "body": term.body,
        "name": term.name,
        "in_place_of": gone.name,
        "until": term.ends_on.isoformat(),
        "clause": term.clause,
    }
    journal.record(session, "term.coopted", facts, actor=actor, meeting_id=None, now=now)
    return term


def to_ratify(session: Session) -> list[Term]:
    """Return the co-opted persons whom an assembly has still to ratify."""
    return [one for one in terms.in_office(session) if one.to_ratify and one.ratified_on is None]


def propose_ratification(
    session: Session, meeting: Meeting, term_id: int, *, actor: Actor, now: datetime
) -> AgendaItem:
    """Add to a draft agenda the ratification of a co-optation.

    Raises:
        StateError: term.nothing-to-ratify, term.already-proposed; meeting.not-now.
    """
    term = terms.get_term(session, term_id)
    if term.id not in {one.id for one in to_ratify(session)}:
        raise StateError("term.nothing-to-ratify", name=term.name)
    until = f"{term.ends_on:%d/%m/%Y}"
    text = f"L’assemblée ratifie cette cooptation : {term.name} ({term.body}), jusqu’au {until}."
    draft = Draft("resolution", f"Cooptation à ratifier : {term.name}", "", text)
    return _put(session, meeting, term, MotionKind.RATIFICATION, draft, actor, now)


def propose_removal(
    session: Session, vault: Vault, meeting: Meeting, term_id: int, *, actor: Actor, now: datetime
) -> AgendaItem:
    """Add the removal of a person to the agenda, by the majority and the secrecy of the clause.

    During the meeting too, where the clause allows it (incident de séance): its poll is then ready
    to be opened.

    Raises:
        RuleBrokenError: removal.wrong-body, .off-agenda.
        StateError: term.over, term.already-proposed; meeting.not-now; poll.no-reserve.
    """
    term, rules = terms.get_term(session, term_id), rulesets.of_meeting(session, meeting)
    if term.ended_on is not None:
        raise StateError("term.over", name=term.name)
    secret = rules.removal.value.secret
    on_agenda = meeting.state is MeetingState.DRAFT
    majority = check_removal(meeting.body, on_agenda=on_agenda, secret=secret, rules=rules)
    text = f"L’assemblée révoque {term.name} ({term.body}, {term.function}), dont le mandat cesse."
    title = f"Révocation : {term.name}"
    draft = Draft("resolution", title, "", text, secret=secret, majority=majority)
    if on_agenda:
        return _put(session, meeting, term, MotionKind.REMOVAL, draft, actor, now)
    require_meeting_move(meeting.state, "open_poll")
    return _put_now(session, vault, meeting, term, draft, actor, now)


def apply_motion(session: Session, poll: Poll, *, actor: Actor, now: datetime) -> Term:
    """Do what the announced vote on a term decided: end it, ratify it, or leave it as it is.

    Raises:
        StateError: term.no-motion; term.motion-applied.
    """
    found, result = terms.motion_of(session, poll), results.read_result(poll)
    if found is None or result is None:
        raise StateError("term.no-motion")
    motion, term = found
    session.refresh(motion, with_for_update=True)
    if motion.applied_on is not None:
        raise StateError("term.motion-applied", name=term.name)
    adopted, day = bool(result["decision"]["adopted"]), day_of(poll.announced_at or now)
    meeting = poll.meeting_id
    motion.applied_on = day
    if motion.kind == MotionKind.RATIFICATION and adopted:
        term.ratified_on = day
        facts = {"body": term.body, "name": term.name, "day": day.isoformat()}
        journal.record(session, "term.ratified", facts, actor=actor, meeting_id=meeting, now=now)
        session.flush()
        return term
    if motion.kind == MotionKind.REMOVAL and not adopted:
        facts = {"body": term.body, "name": term.name}
        journal.record(session, "term.kept", facts, actor=actor, meeting_id=meeting, now=now)
        session.flush()
        return term
    by = EndedBy.REMOVED if motion.kind == MotionKind.REMOVAL else EndedBy.NOT_RATIFIED
    return terms.end(session, term.id, by, day, "", actor=actor, now=now, meeting_id=meeting)


def _put(
    session: Session,
    meeting: Meeting,
    term: Term,
    kind: MotionKind,
    draft: Draft,
    actor: Actor,
    now: datetime,
) -> AgendaItem:
    _require_one(session, term, kind)
    item = agenda.add_item(session, meeting, draft, actor=actor, now=now)
    session.add(TermMotion(item_id=item.id, term_id=term.id, kind=kind.value))
    session.flush()
    return item


def _put_now(
    session: Session,
    vault: Vault,
    meeting: Meeting,
    term: Term,
    draft: Draft,
    actor: Actor,
    now: datetime,
) -> AgendaItem:
    """Put a removal to the vote of an open meeting whose agenda did not announce it."""
    _require_one(session, term, MotionKind.REMOVAL)
    item = AgendaItem(
        meeting_id=meeting.id,
        position=len(agenda.items_of(session, meeting.id)) + 1,
        kind=draft.kind,
        title=draft.title,
        resolution=draft.resolution,
        majority=draft.majority,
        secret=draft.secret,
    )
    session.add(item)
    session.flush()
    session.add(TermMotion(item_id=item.id, term_id=term.id, kind=MotionKind.REMOVAL.value))
    poll = polls.plan_poll(session, vault, item, actor=actor, now=now)
    if poll.secret and poll.election is None:
        raise StateError("poll.no-reserve")
    facts = {"item": item.position, "title": item.title, "name": term.name}
    journal.record(
        session, "term.removal-raised", facts, actor=actor, meeting_id=meeting.id, now=now
    )
    return item


def _require_one(session: Session, term: Term, kind: MotionKind) -> None:
    waiting = (
        select(TermMotion.id)
        .join(AgendaItem, AgendaItem.id == TermMotion.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            TermMotion.term_id == term.id,
            TermMotion.kind == kind,
            TermMotion.applied_on.is_(None),
            Meeting.closed_at.is_(None),
        )
    )
    if session.scalars(waiting).first() is not None:
        raise StateError("term.already-proposed", name=term.name)


def _unratified(session: Session, body: str) -> int:
    return sum(one.body == body for one in to_ratify(session))


def _rules(session: Session) -> RuleSet:
    return rulesets.current(session)[1]
