"""Candidacies (candidatures): called for, received, judged by the bylaws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from governance.errors import GovernanceError, InvalidInputError, NotFoundError, StateError
from governance.models.agenda import AgendaItem
from governance.models.elections import Candidacy
from governance.models.meetings import Meeting
from governance.models.members import Member, Person, Representation
from governance.models.polls import Poll
from governance.rules.calendar import day_of
from governance.rules.lifecycle import MeetingState
from governance.rules.mandates import Candidate, check_candidacy
from governance.rules.mandates.candidacy import FORMS_KNOWN
from governance.rules.questions import BallotKind
from governance.rules.ruleset import RuleSet
from governance.rules.seats import check_same_college
from governance.rules.standing import category_of
from governance.services.bylaws import rulesets
from governance.services.convening import agenda
from governance.services.electorate import contests, roll
from governance.services.membership import change_requests
from governance.services.membership.names import require_plain
from governance.services.polls.candidates import rule_of
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.terms import terms

LONGEST_PRESENTATION = 2000
LONGEST_LIST = 200
SEXES = ("", "F", "M")
RECEIVING = (MeetingState.DRAFT, MeetingState.CONVENED)


@dataclass(frozen=True, slots=True)
class Stand:
    """What a candidacy says; ``form`` is how it came, ``received_at`` when."""

    presentation: str = ""
    sex: str = ""
    list_name: str = ""
    form: str = "electronic"
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidacy under the bylaws; ``refusal`` says why it cannot be on the ballot."""

    candidacy: Candidacy
    refusal: GovernanceError | None

    @property
    def is_eligible(self) -> bool:
        """Whether nothing stands against it."""
        return self.refusal is None


def asks_sex(rules: RuleSet) -> bool:
    """Say whether the bylaws need to know who is a woman or a man to fill the seats."""
    return rules.election.parity.value.rule != "none"


def call(
    session: Session, meeting: Meeting, item_id: int, *, actor: Actor, now: datetime
) -> AgendaItem:
    """Call for candidacies to an election: members may stand from now on.

    Raises:
        NotFoundError: agenda.unknown.
        StateError: candidacy.not-now.
    """
    session.refresh(meeting, with_for_update=True)
    item = agenda.get_item(session, meeting.id, item_id)
    require_receiving(session, item)
    if item.called_at is None:
        item.called_at = now
        session.flush()
        record(session, "candidacy.called", item, "", actor, now)
    return item


def called(session: Session) -> list[AgendaItem]:
    """Return the elections that receive candidacies, the nearest meeting first."""
    wanted = (
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.called_at.is_not(None), AgendaItem.kind == "election")
        .options(selectinload(AgendaItem.meeting))
        .order_by(Meeting.starts_at, AgendaItem.position)
    )
    return [one for one in session.scalars(wanted) if is_receiving(session, one)]


def get_called(session: Session, item_id: int) -> AgendaItem:
    """Return an election that receives candidacies.

    Raises:
        NotFoundError: candidacy.not-called.
    """
    for item in called(session):
        if item.id == item_id:
            return item
    raise NotFoundError("candidacy.not-called")


def latest_day(session: Session, item: AgendaItem) -> date | None:
    """Return the last day on which a candidacy may come; None where it may in the meeting."""
    rule = rulesets.of_meeting(session, item.meeting).election.candidacy.value
    if rule.form == "in_meeting":
        return None
    return day_of(item.meeting.starts_at) - timedelta(rule.deadline_days)


def is_receiving(session: Session, item: AgendaItem) -> bool:
    """Say whether candidacies to an election may still come, go or be listed."""
    rules = rulesets.of_meeting(session, item.meeting)
    in_the_room = rules.election.candidacy.value.form == "in_meeting"
    states = (*RECEIVING, MeetingState.OPEN) if in_the_room else RECEIVING
    return item.meeting.state in states and may_still_change(session, item)


def who_may_stand(session: Session) -> Sequence[Representation]:
    """Return who acts for a member now, by name: those whose candidacy may be entered."""
    wanted = (
        select(Representation)
        .join(Person, Person.id == Representation.person_id)
        .where(Representation.until.is_(None))
        .options(joinedload(Representation.person), joinedload(Representation.member))
        .order_by(Person.name, Representation.id)
    )
    return session.scalars(wanted).all()


def stand(
    session: Session,
    item: AgendaItem,
    member_id: int,
    person_id: int,
    told: Stand,
    *,
    actor: Actor,
    now: datetime,
    entered_by: str = "",
) -> Candidacy:
    """Receive the candidacy of a person for a member she acts for; again after a withdrawal too.

    It is kept whatever the bylaws say of it: ``judge`` tells.

    Raises:
        NotAllowedError: contest.not-yours.
        StateError: candidacy.not-now, .already-standing.
        InvalidInputError: candidacy.too-long, .sex, .form, .list; members.invisible-character.
    """
    session.refresh(item.meeting, with_for_update=True)
    require_receiving(session, item)
    if item.called_at is None:
        raise StateError("candidacy.not-now")
    place = contests.place_of(session, member_id, person_id)
    _check(item, told)
    row = session.scalars(
        select(Candidacy).where(Candidacy.item_id == item.id, Candidacy.person_id == person_id)
    ).first()
    if row is not None and row.withdrawn_at is None:
        raise StateError("candidacy.already-standing", name=place.person.name)
    if row is None:
        row = Candidacy(item_id=item.id, person_id=person_id)
        session.add(row)
    row.member_id, row.list_name = member_id, " ".join(told.list_name.split())
    row.presentation, row.sex, row.form = told.presentation.strip(), told.sex, told.form
    row.received_at, row.entered_by = told.received_at or now, entered_by
    row.withdrawn_at = None
    session.flush()
    record(session, "candidacy.received", item, place.person.name, actor, now)
    return row


def withdraw(
    session: Session, candidacy_id: int, person_id: int | None, *, actor: Actor, now: datetime
) -> Candidacy:
    """Take back a candidacy; an officer may note it for her (``person_id`` left out).

    Raises:
        NotFoundError: candidacy.unknown, for another person's too.
        StateError: candidacy.not-now, once the vote has opened.
    """
    row = session.get(Candidacy, candidacy_id)
    if row is None or row.withdrawn_at or (person_id is not None and row.person_id != person_id):
        raise NotFoundError("candidacy.unknown")
    item = session.get_one(AgendaItem, row.item_id)
    session.refresh(item.meeting, with_for_update=True)
    require_receiving(session, item)
    row.withdrawn_at = now
    session.flush()
    record(session, "candidacy.withdrawn", item, row.person.name, actor, now)
    return row


def standing(session: Session, item_id: int) -> Sequence[Candidacy]:
    """Return the candidacies of an item that stand, in the order they came."""
    wanted = (
        select(Candidacy)
        .where(Candidacy.item_id == item_id, Candidacy.withdrawn_at.is_(None))
        .options(joinedload(Candidacy.person), joinedload(Candidacy.member))
        .order_by(Candidacy.received_at, Candidacy.id)
    )
    return session.scalars(wanted).all()


def of_person(session: Session, person_id: int, item_id: int) -> Candidacy | None:
    """Return the candidacy of a person to an election, if it stands."""
    return next((one for one in standing(session, item_id) if one.person_id == person_id), None)


def judge(session: Session, item: AgendaItem) -> list[Judged]:
    """Judge every candidacy that stands, in the order they came."""
    rules = rulesets.of_meeting(session, item.meeting)
    return [Judged(one, _refusal(session, item, one, rules)) for one in standing(session, item.id)]


def may_still_change(session: Session, item: AgendaItem) -> bool:
    """Say whether the ballot of an election may still change: its vote has not opened."""
    poll = session.scalars(select(Poll).where(Poll.item_id == item.id)).first()
    return item.kind == "election" and (poll is None or poll.opened_at is None)


def _refusal(
    session: Session, item: AgendaItem, row: Candidacy, rules: RuleSet
) -> GovernanceError | None:
    facts = roll.facts_of(session.get_one(Member, row.member_id))
    day = day_of(item.meeting.starts_at)
    try:
        check_candidacy(Candidate(facts, day_of(row.received_at), row.form), day, rules)
        if item.college:
            category = category_of(facts.category, rules)
            own = category.college if category else ""
            check_same_college(own, item.college, rules, stands=True)
        terms.check_one_more(session, item.meeting, row.person.name)
        if asks_sex(rules) and not row.sex:
            rule = rules.election.parity
            raise InvalidInputError("candidacy.sex", clause=rule.clause)
    except GovernanceError as refusal:
        return refusal
    return None


def require_receiving(session: Session, item: AgendaItem) -> None:
    """Refuse what comes when an election receives nothing.

    Raises:
        StateError: candidacy.not-now.
    """
    if not is_receiving(session, item):
        raise StateError("candidacy.not-now")


def _check(item: AgendaItem, told: Stand) -> None:
    if len(told.presentation) > LONGEST_PRESENTATION:
        raise InvalidInputError("candidacy.too-long", most=LONGEST_PRESENTATION)
    if told.sex not in SEXES:
        raise InvalidInputError("candidacy.sex")
    if told.form not in FORMS_KNOWN:
        raise InvalidInputError("candidacy.form")
    on_lists = rule_of(item).kind is BallotKind.LISTS
    if on_lists != bool(told.list_name.strip()) or len(told.list_name) > LONGEST_LIST:
        raise InvalidInputError("candidacy.list", most=LONGEST_LIST)
    require_plain(" ".join(told.presentation.split()))
    require_plain(" ".join(told.list_name.split()))


def own_members(session: Session, person_id: int) -> list[tuple[int, str]]:
    """Return (number, name) of the members a person may stand for."""
    found = {
        one.member_id: one.member.name for one in change_requests.members_of(session, person_id)
    }
    return list(found.items())


def record(
    session: Session, kind: str, item: AgendaItem, name: str, actor: Actor, now: datetime
) -> None:
    """Journal an act about the candidacies of an item."""
    facts = {"position": item.position, "title": item.title, "name": name}
    journal.record(session, kind, facts, actor=actor, meeting_id=item.meeting_id, now=now)
