"""Candidacies: received, judged with reason and clause, carried onto the ballot in its order."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select

from governance.db import Database
from governance.errors import (
    GovernanceError,
    InvalidInputError,
    NotAllowedError,
    RuleBrokenError,
    StateError,
)
from governance.models.meetings import Meeting
from governance.models.members import Representation
from governance.rules.minutes.elections import how_decided
from governance.rules.questions import BallotKind, BallotRule
from governance.rules.ruleset import ElectionRule, TieRule
from governance.rules.ruleset.electing import Candidacy as CandidacyRule
from governance.rules.ruleset.electing import CollegeSeats, Parity, SeatRange
from governance.rules.seats import Lot, draw_lots
from governance.services.convening import agenda, meetings
from governance.services.convening.agenda import Draft
from governance.services.electorate import roll
from governance.services.entry.vault import Vault
from governance.services.polls import ballot_names, candidacies, polls
from governance.services.polls.candidacies import Stand
from governance.services.post.post import Post
from governance.services.records import retention
from governance.services.terms import board_seats
from governance.settings import Settings
from tests.integration.board_elections import ANNE, CLAUSE, NADIA, PAUL, BoardElection, election
from tests.integration.small_assembly import INES, prepared

OPEN = {"election.rule": ElectionRule("plurinominal", 1, TieRule.LOT), "vote.secrecy": "open"}
WEEK = OPEN | {"election.candidacy": CandidacyRule(7)}


class Called(BoardElection):
    """An assembly whose one election is called before the notice leaves."""

    item_id = 0

    def before_the_notice(self, session, meeting: Meeting) -> None:
        (item,) = agenda.items_of(session, meeting.id)
        self.item_id = candidacies.call(session, meeting, item.id, actor=INES, now=self.now).id


@pytest.fixture
def called(any_settings: Settings) -> Iterator[Callable[..., Called]]:
    database = Database(any_settings)
    post = Post(Vault(any_settings.vault_key), any_settings.public_url)

    def called(bylaws: dict[str, Any] = WEEK, item: Draft | None = None) -> Called:
        made = Called(database, post, agenda=(item or election(),), bylaws=bylaws)
        made.convene()
        return made

    yield called
    database.engine.dispose()


def places(session) -> list[Representation]:
    return list(candidacies.who_may_stand(session))


def stand(held: Called, session, place: Representation, told: Stand | None = None) -> None:
    candidacies.stand(
        session,
        agenda.get_item(session, held.meeting_id, held.item_id),
        place.member_id,
        place.person_id,
        told or Stand("Bonjour"),
        actor=INES,
        now=held.now,
    )


def refusals(held: Called, session) -> list[GovernanceError | None]:
    item = agenda.get_item(session, held.meeting_id, held.item_id)
    return [one.refusal for one in candidacies.judge(session, item)]


def test_the_eligible_are_on_the_ballot_and_the_others_know_why_not(called):
    held = called()
    with held.database.transaction() as session:
        first, late, gone = places(session)[:3]
        stand(held, session, first)
        stand(held, session, late, Stand(received_at=held.now + timedelta(days=20)))
        stand(held, session, gone)
        gone.member.dues[0].status = "called"
        session.flush()
        ok, unpaid, too_late = refusals(held, session)
        assert ok is None
        assert (too_late.code, too_late.facts["clause"]) == ("candidacy.too-late", CLAUSE)
        assert (unpaid.code, unpaid.facts["clause"]) == ("candidacy.unpaid", CLAUSE)
        meeting = meetings.get_meeting(session, held.meeting_id)
        names = ballot_names.carry(session, meeting, held.item_id, actor=INES, now=held.now)
        assert names == [first.person.name]
        (poll,) = polls.polls_of(session, held.meeting_id)
        assert poll.question["answers"] == names
        assert (poll.tie or {})["commitment"]
    assert held.told("candidacy.received")[0]["name"] == names[0]


def test_the_order_of_the_ballot_is_drawn_by_a_seed_that_anyone_repeats(called):
    held = called(WEEK | {"vote.option_order": "lot"})
    with held.database.transaction() as session:
        chosen = places(session)[:4]
        for place in chosen:
            stand(held, session, place)
        meeting = meetings.get_meeting(session, held.meeting_id)
        names = ballot_names.carry(session, meeting, held.item_id, actor=INES, now=held.now)
        came = [place.person.name for place in chosen]
    (listed,) = held.told("candidacy.listed")
    order = draw_lots([str(at) for at in range(4)], Lot(listed["seed"]))
    assert names == [came[int(at)] for at in order]


def test_one_stands_once_for_a_member_one_acts_for_until_the_vote_opens(called):
    held = called()
    with held.database.transaction() as session:
        mine, other = places(session)[:2]
        stand(held, session, mine)
        with pytest.raises(StateError, match="already-standing"):
            stand(held, session, mine)
        with pytest.raises(NotAllowedError, match="not-yours"):
            candidacies.stand(
                session,
                agenda.get_item(session, held.meeting_id, held.item_id),
                mine.member_id,
                other.person_id,
                Stand(),
                actor=INES,
                now=held.now,
            )
        found = candidacies.of_person(session, mine.person_id, held.item_id)
        candidacies.withdraw(session, found.id, mine.person_id, actor=INES, now=held.now)
        stand(held, session, mine)
    held.gather()
    with held.database.transaction() as session, pytest.raises(StateError, match="not-now"):
        stand(held, session, other)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (Stand("x" * 2001), "too-long"),
        (Stand(sex="X"), "sex"),
        (Stand(form="pigeon"), "form"),
        (Stand(list_name="Demain"), "list"),
        (Stand("a\u200bb"), "invisible"),
    ],
)
def test_what_a_candidacy_says_has_bounds(called, told, code):
    held = called()
    with held.database.transaction() as session, pytest.raises(InvalidInputError, match=code):
        stand(held, session, places(session)[0], told)


def test_the_sex_is_asked_where_parity_needs_it_and_makes_the_result(called):
    share = {"election.parity": Parity("share", Fraction(1, 2))}
    held = called(WEEK | share, election(2, (ANNE, PAUL, NADIA)))
    with held.database.transaction() as session:
        chosen = places(session)[:3]
        for place, name, sex in zip(chosen, (PAUL, ANNE, NADIA), ("M", "F", ""), strict=True):
            place.person.name = name
            stand(held, session, place, Stand(sex=sex))
        assert [one.code if one else None for one in refusals(held, session)] == [
            None,
            None,
            "candidacy.sex",
        ]
        candidacies.of_person(session, chosen[2].person_id, held.item_id).sex = "M"
        session.flush()
        meeting = meetings.get_meeting(session, held.meeting_id)
        ballot_names.carry(session, meeting, held.item_id, actor=INES, now=held.now)
    held.gather()
    (poll_id,) = held.planned()
    seats = held.hold(poll_id, [[PAUL, NADIA], [PAUL, NADIA], [PAUL, ANNE]])
    assert set(seats["elected"]) == {PAUL, ANNE}
    moved = [step["facts"] for step in seats["steps"] if step["code"] == "parity.moved"]
    assert moved == [{"enters": ANNE, "leaves": NADIA}]
    assert seats["parity"]["clause"] == CLAUSE


def test_the_seats_of_a_college_are_voted_and_stood_for_by_its_members_alone(called):
    rows = (CollegeSeats("INST", 2, 2), CollegeSeats("INDIV", 1, 1))
    item = Draft("election", "Conseil", seats=2, candidates=(ANNE, PAUL), college="INST")
    held = called(WEEK | {"election.per_college": rows}, item)
    with held.database.transaction() as session:
        stranger, voter = roll.lines_of(session, held.meeting_id)[:2]
        stranger.college = "INDIV"
        session.flush()
    held.gather()
    (poll_id,) = held.planned()
    held.open(poll_id)
    with held.database.session(read_only=True) as session:
        poll = polls.get_poll(session, held.meeting_id, poll_id)
        members = {line.member_id for line in poll.lines}
        assert stranger.member_id not in members
        assert voter.member_id in members
        assert (poll.electorate or {})["heads"] == len(members)
    held.tick(poll_id, [[ANNE, PAUL]])
    held.end(poll_id)
    seats = held.seats(poll_id)
    assert seats["college"] == {"name": "INST", "clause": CLAUSE}
    assert f"collège INST, qui vote seul ({CLAUSE})" in how_decided(seats)


def test_a_vote_under_parity_waits_for_the_sexes_and_for_lists_that_alternate(called):
    lists = (("Demain", (ANNE, NADIA)),)
    item = Draft("election", "Conseil", seats=2, lists=lists, ballot=BallotRule(BallotKind.LISTS))
    held = called(WEEK | {"election.parity": Parity("alternate")}, item)
    held.gather()
    (poll_id,) = held.planned()
    with pytest.raises(RuleBrokenError, match="sexes-missing"):
        held.open(poll_id)
    for sexes, code in ((("F",), "sex"), (("F", "X"), "sex")):
        with pytest.raises(InvalidInputError, match=rf"candidacy\.{code}"):
            note(held, sexes)
    note(held, ("F", "F"))
    with pytest.raises(RuleBrokenError, match="not-alternate"):
        held.open(poll_id)
    note(held, ("F", "M"))
    held.open(poll_id)
    with pytest.raises(StateError, match="not-now"):
        note(held, ("M", "F"))


def note(held: Called, sexes: tuple[str, ...]) -> None:
    with held.database.transaction() as session:
        meeting = meetings.get_meeting(session, held.meeting_id)
        ballot_names.set_sexes(session, meeting, held.item_id, sexes, actor=INES, now=held.now)


def test_an_election_of_more_seats_than_the_clause_leaves_is_refused(called):
    bylaws = WEEK | {"election.seats": SeatRange(3, 5)}
    with pytest.raises(InvalidInputError, match=r"seats\.too-many") as refused:
        called(bylaws, election(6))
    assert (refused.value.facts["most"], refused.value.facts["clause"]) == (5, CLAUSE)


def test_a_college_has_a_seat_for_each_slice_of_its_members(called):
    rows = (CollegeSeats("INST", 1, 9, per_members=4, slices="started"),)
    item = Draft("election", "Conseil", seats=3, candidates=(ANNE, PAUL), college="INST")
    held = called(WEEK | {"election.per_college": rows}, item)
    with held.database.transaction() as session:
        meeting = meetings.get_meeting(session, held.meeting_id)
        found = board_seats.allowed(session, meeting, "INST")
        assert (found.most, found.to_fill, found.clause) == (3, 3, CLAUSE)  # nine members
        assert found.steps[0].code == "seats.college-slice"
        draft = prepared(session, (), held.now)
        for college, seats, code in (
            ("", 1, "college"),
            ("AUTRE", 1, "college"),
            ("INST", 4, "too-many"),
        ):
            with pytest.raises(InvalidInputError, match=code):
                board_seats.check_seats(session, draft, college, seats)
        assert session.scalars(select(Meeting)).all()


def due(session, now) -> int:
    """Count the candidacies whose words are due to go."""
    return sum(
        len(one.numbers) for one in retention.due(session, now) if one.keeping.code == "candidacy"
    )


def test_what_a_candidacy_said_is_erased_two_years_later_and_who_stood_stays(called):
    held = called(WEEK | {"election.parity": Parity("aim")})
    with held.database.transaction() as session:
        (place,) = places(session)[:1]
        stand(held, session, place, Stand("Je me présente.", "F"))
        meeting = meetings.get_meeting(session, held.meeting_id)
        ballot_names.carry(session, meeting, held.item_id, actor=INES, now=held.now)
        assert due(session, held.now) == 0
        assert due(session, held.now + timedelta(days=3 * 366)) == 1
        retention.destroy(session, actor=INES, now=held.now + timedelta(days=3 * 366))
        session.expire_all()
        (row,) = candidacies.standing(session, held.item_id)
        (shown,) = agenda.get_item(session, held.meeting_id, held.item_id).candidates
        assert (row.presentation, row.sex, shown.presentation, shown.sex) == ("", "", "", "")
        assert shown.name == place.person.name
