"""Names on a ballot (bulletin): eligible candidacies in the order of the clause; their sexes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.services import counting
from governance.errors import InvalidInputError, StateError
from governance.models.elections import Candidacy
from governance.models.meetings import Meeting
from governance.models.polls import Poll
from governance.rules.questions import BallotKind
from governance.rules.seats import Lot, check_alternate, draw_lots
from governance.services.bylaws import rulesets
from governance.services.convening import agenda
from governance.services.membership.names import fold
from governance.services.polls import questions
from governance.services.polls.candidacies import (
    asks_sex,
    judge,
    may_still_change,
    record,
    require_receiving,
)
from governance.services.polls.candidates import checked_lists, rule_of, set_candidates
from governance.services.records import journal
from governance.services.records.journal import Actor


def carry(
    session: Session, meeting: Meeting, item_id: int, *, actor: Actor, now: datetime
) -> list[str]:
    """Put the eligible on the ballot, in the order of the clause; return their names.

    Before the vote opens, as often as one wants; they take the place of the names typed by hand.

    Raises:
        NotFoundError: agenda.unknown.
        StateError: candidacy.not-now; candidacy.nobody.
        InvalidInputError: agenda.candidates, agenda.lists.
        RuleBrokenError: candidacy.not-alternate.
    """
    session.refresh(meeting, with_for_update=True)
    item = agenda.get_item(session, meeting.id, item_id)
    require_receiving(session, item)
    eligible = [one.candidacy for one in judge(session, item) if one.is_eligible]
    if not eligible:
        raise StateError("candidacy.nobody")
    rule = rulesets.of_meeting(session, meeting).vote.option_order
    ordered, seed = _in_order(eligible, rule.value)
    lists: dict[str, list[str]] = {}
    on_lists = rule_of(item).kind is BallotKind.LISTS
    for one in ordered:
        lists.setdefault(one.list_name if on_lists else "", []).append(one.person.name)
    parity = rulesets.of_meeting(session, meeting).election.parity
    if on_lists:
        for name in lists:
            own = [one.sex for one in ordered if one.list_name == name]
            check_alternate(name, own, parity)
    set_candidates(session, item, checked_lists(list(lists.items()), rule_of(item).kind))
    known = {fold(one.person.name): one for one in eligible}
    for candidate in item.candidates:
        one = known[fold(candidate.name)]
        candidate.sex, candidate.presentation = one.sex, one.presentation
    session.flush()
    poll = session.scalars(select(Poll).where(Poll.item_id == item.id)).first()
    if poll is not None:
        questions.rewrite_question(poll, item)
    names = [candidate.name for candidate in item.candidates]
    facts = {
        "position": item.position,
        "title": item.title,
        "names": ", ".join(names),
        "order": rule.value,
        **({"seed": seed} if seed else {}),
        "clause": rule.clause,
    }
    journal.record(session, "candidacy.listed", facts, actor=actor, meeting_id=meeting.id, now=now)
    return names


def set_sexes(
    session: Session,
    meeting: Meeting,
    item_id: int,
    sexes: Sequence[str],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Note the sex of each candidate on the ballot, where a clause of parity needs it.

    Args:
        sexes: F or M, one for each candidate in the order of the ballot.
    Raises:
        NotFoundError: agenda.unknown.
        StateError: candidacy.not-now.
        InvalidInputError: candidacy.sex.
    """
    session.refresh(meeting, with_for_update=True)
    item = agenda.get_item(session, meeting.id, item_id)
    rules = rulesets.of_meeting(session, meeting)
    if not asks_sex(rules) or not may_still_change(session, item):
        raise StateError("candidacy.not-now")
    if len(sexes) != len(item.candidates) or not all(one in ("F", "M") for one in sexes):
        raise InvalidInputError("candidacy.sex")
    for candidate, sex in zip(item.candidates, sexes, strict=True):
        candidate.sex = sex
    session.flush()
    record(session, "candidacy.sexes-noted", item, "", actor, now)


def _in_order(found: Sequence[Candidacy], order: str) -> tuple[list[Candidacy], str]:
    """Return candidacies in the order of the clause, and the seed where a lot makes it."""
    if order in ("lot", "random"):
        seed = counting.new_lot()[0].decode()
        by_place = {str(place): one for place, one in enumerate(found)}
        return [by_place[place] for place in draw_lots(list(by_place), Lot(seed))], seed
    if order == "alphabetical":
        return sorted(found, key=lambda one: fold(one.person.name)), ""
    return list(found), ""
