"""Terms of office: the elected take their seats, leave by lot, are co-opted, ratified, removed."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ballots.services.signer import KeySigner, new_receipt_key
from governance.db import Database
from governance.errors import InvalidInputError, RuleBrokenError, StateError
from governance.models.terms import EndedBy, TermMotion
from governance.rules.ruleset import ElectionRule, TieRule
from governance.rules.ruleset.convening import BodyKind
from governance.rules.ruleset.electing import Removal, Vacancy
from governance.rules.seats import Lot, draw_lots
from governance.services.bylaws import rulesets
from governance.services.convening import agenda, agenda_copies, meetings
from governance.services.convening.meetings import Plan
from governance.services.entry.vault import Vault
from governance.services.polls import open_votes, poll_closing, polls
from governance.services.post.post import Post
from governance.services.terms import cooptations, investitures, leaving_draws, terms
from governance.settings import Settings
from tests.integration.board_elections import ANNE, BOARD, CLAUSE, NADIA, OMAR, PAUL, BoardElection
from tests.integration.board_elections import election as board_election
from tests.integration.small_assembly import INES, OPENED

OPEN = {
    "election.rule": ElectionRule("plurinominal", 1, TieRule.LOT),
    "vote.secrecy": "open",
    "mandate.years": 3,
}
THIRDS = OPEN | {"mandate.renewal": "thirds", "mandate.first_leavers": "lot"}
ALL = [[ANNE, PAUL, NADIA], [ANNE, PAUL], [ANNE]]
DAY = date(2026, 6, 26)


@pytest.fixture
def elected(any_settings: Settings) -> Iterator[Callable[..., BoardElection]]:
    """An assembly that has elected Anne, Paul and Nadia to its board."""
    database = Database(any_settings)
    post = Post(Vault(any_settings.vault_key), any_settings.public_url)

    def elected(bylaws: dict[str, Any]) -> BoardElection:
        held = BoardElection(
            database, post, agenda=(board_election(3, title="Membres du conseil"),), bylaws=bylaws
        ).start()
        (poll_id,) = held.planned()
        held.hold(poll_id, ALL)
        with database.transaction() as session:
            poll = polls.get_poll(session, held.meeting_id, poll_id)
            investitures.record_elected(session, poll, actor=INES, now=held.later())
        return held

    yield elected
    database.engine.dispose()


def sitting(held: BoardElection) -> dict[str, Any]:
    with held.database.session(read_only=True) as session:
        return {one.name: one for one in terms.in_office(session)}


def end(held: BoardElection, name: str, by: EndedBy = EndedBy.RESIGNED) -> int:
    number = sitting(held)[name].id
    with held.database.transaction() as session:
        terms.end(session, number, by, DAY, "Déménagement", actor=INES, now=held.later())
    return number


def next_meeting(held: BoardElection, session, years: int = 3) -> Any:
    starts = OPENED.replace(year=OPENED.year + years)
    return meetings.create_meeting(
        session, "AGO", Plan("Assemblée suivante", starts, "Lyon", ""), actor=INES, now=held.now
    )


def test_the_elected_of_a_closed_poll_sit_for_the_years_of_the_clause(elected):
    held = elected(OPEN)
    found = sitting(held)
    assert set(found) == {ANNE, PAUL, NADIA}
    assert {one.ends_on for one in found.values()} == {date(2029, 6, 26)}
    assert {(one.body, one.function, one.clause) for one in found.values()} == {
        ("CA", "Membres du conseil", CLAUSE)
    }
    with held.database.transaction() as session:
        poll = polls.get_poll(session, held.meeting_id, held.planned()[0])
        with pytest.raises(StateError, match="nobody-elected"):
            investitures.record_elected(session, poll, actor=INES, now=held.now)


def test_the_next_agenda_proposes_the_seats_to_renew_and_takes_them_in_one_press(elected):
    held = elected(OPEN)
    with held.database.transaction() as session:
        early, late = next_meeting(held, session, 1), next_meeting(held, session, 3)
        assert terms.to_renew(session, early.starts_at.date()) == []
        item = investitures.propose(session, late, "CA", "", actor=INES, now=held.now)
        assert (item.kind, item.seats, item.title) == ("election", 3, "Membres du conseil")
        assert all(name in item.body for name in (ANNE, PAUL, NADIA))


def test_first_leavers_are_drawn_by_a_lot_whose_hash_is_published_before(elected):
    held = elected(THIRDS)
    with held.database.transaction() as session:
        leaving_draws.commit(session, held.post.vault, "CA", actor=INES, now=held.later())
        with pytest.raises(StateError, match="draw-committed"):
            leaving_draws.commit(session, held.post.vault, "CA", actor=INES, now=held.now)
    with held.database.transaction() as session:
        leaving_draws.draw(session, held.post.vault, "CA", actor=INES, now=held.later())
    (committed,), (drawn,) = held.told("term.draw-committed"), held.told("term.drawn")
    assert hashlib.sha256(drawn["seed"].encode()).hexdigest() == committed["commitment"]
    names = committed["names"].split(", ")
    order = draw_lots([str(place) for place in range(3)], Lot(drawn["seed"]))
    found = sitting(held)
    for years, place in enumerate(order, 1):
        assert found[names[int(place)]].ends_on == date(2026 + years, 6, 26)
    with held.database.transaction() as session, pytest.raises(StateError, match="no-draw"):
        leaving_draws.commit(session, held.post.vault, "CA", actor=INES, now=held.now)


def test_nobody_is_drawn_where_all_leave_together(elected):
    held = elected(OPEN)
    with held.database.transaction() as session, pytest.raises(StateError, match="no-draw"):
        leaving_draws.commit(session, held.post.vault, "CA", actor=INES, now=held.now)


def test_an_empty_seat_is_filled_by_co_optation_for_the_rest_of_the_term(elected):
    held = elected(OPEN | {"vacancy": Vacancy("cooptation", most=1)})
    gone, other = end(held, PAUL), end(held, NADIA)
    with held.database.transaction() as session:
        made = cooptations.coopt(session, gone, "  Omar  Benali ", actor=INES, now=held.later())
        assert (made.name, made.ends_on, made.to_ratify) == (OMAR, date(2029, 6, 26), True)
        with pytest.raises(RuleBrokenError, match=r"cooptation\.too-many"):
            cooptations.coopt(session, other, "Zoé Lam", actor=INES, now=held.now)
        with pytest.raises(StateError, match=r"term\.not-vacant"):
            cooptations.coopt(session, gone, "Zoé Lam", actor=INES, now=held.now)


def test_below_the_least_number_an_election_comes_first(elected):
    held = elected(OPEN | {"vacancy": Vacancy("cooptation", below=3)})
    gone = end(held, PAUL)
    with held.database.transaction() as session:
        rules = rulesets.current(session)[1]
        assert cooptations.filling_of(session, "CA", rules).by == "by_election"
        with pytest.raises(RuleBrokenError, match=r"cooptation\.election-first"):
            cooptations.coopt(session, gone, OMAR, actor=INES, now=held.now)


def test_a_removal_is_voted_as_the_clause_says_and_ends_the_term(elected):
    rules = Removal(BodyKind.AGO, majority="extraordinary", secret=False, off_agenda=True)
    held = elected(OPEN | {"removal": rules})
    number = sitting(held)[PAUL].id
    with held.database.transaction() as session:
        meeting = meetings.get_meeting(session, held.meeting_id)
        item = cooptations.propose_removal(
            session, held.post.vault, meeting, number, actor=INES, now=held.later()
        )
        assert (item.majority, item.secret) == ("extraordinary", False)
        with pytest.raises(StateError, match=r"term\.already-proposed"):
            cooptations.propose_removal(
                session, held.post.vault, meeting, number, actor=INES, now=held.now
            )
    decide(held, held.planned()[-1], adopted=True)
    assert PAUL not in sitting(held)
    with held.database.session(read_only=True) as session:
        (past,) = terms.past(session)
        assert (past.name, past.ended_by, past.ended_on) == (PAUL, "removed", DAY)


def decide(held: BoardElection, poll_id: int, *, adopted: bool) -> None:
    """Vote a resolution openly, all alike, and do what it decided."""
    held.open(poll_id)
    with held.database.transaction() as session:
        poll = polls.get_poll(session, held.meeting_id, poll_id)
        choice = [1, 0, 0] if adopted else [0, 1, 0]
        for line in poll.lines:
            person = line.exercised_by_id or 0
            open_votes.cast_all(
                session, KeySigner(new_receipt_key()), poll, person, {line.id: choice}, held.now
            )
        poll_closing.close_poll(session, held.post.vault, poll, actor=INES, now=held.later())
        cooptations.apply_motion(session, poll, actor=INES, now=held.later())
        with pytest.raises(StateError, match=r"term\.motion-applied"):
            cooptations.apply_motion(session, poll, actor=INES, now=held.now)


def test_a_removal_that_is_rejected_leaves_the_term(elected):
    held = elected(OPEN | {"removal": Removal(BodyKind.AGO, secret=False)})
    with held.database.transaction() as session:
        meeting, number = meetings.get_meeting(session, held.meeting_id), sitting(held)[PAUL].id
        cooptations.propose_removal(
            session, held.post.vault, meeting, number, actor=INES, now=held.now
        )
    decide(held, held.planned()[-1], adopted=False)
    assert PAUL in sitting(held)


def test_a_removal_waits_for_the_agenda_where_the_clause_wants_it_announced(elected):
    held = elected(OPEN | {"removal": Removal(BodyKind.AGO, off_agenda=False)})
    with held.database.transaction() as session:
        meeting, number = meetings.get_meeting(session, held.meeting_id), sitting(held)[PAUL].id
        with pytest.raises(RuleBrokenError, match=r"removal\.off-agenda"):
            cooptations.propose_removal(
                session, held.post.vault, meeting, number, actor=INES, now=held.now
            )
        later = next_meeting(held, session)
        item = cooptations.propose_removal(
            session, held.post.vault, later, number, actor=INES, now=held.now
        )
        assert item.secret
        assert [one.title for one in agenda.items_of(session, later.id)] == [item.title]


def test_a_removal_that_a_closed_meeting_never_voted_may_be_proposed_again(elected):
    held = elected(OPEN | {"removal": Removal(BodyKind.AGO, secret=False)})
    number = sitting(held)[PAUL].id
    with held.database.transaction() as session:
        meeting = meetings.get_meeting(session, held.meeting_id)
        cooptations.propose_removal(
            session, held.post.vault, meeting, number, actor=INES, now=held.now
        )
        meetings.close_meeting(session, meeting.id, actor=INES, now=held.later())
    with held.database.transaction() as session:
        later = next_meeting(held, session)
        item = cooptations.propose_removal(
            session, held.post.vault, later, number, actor=INES, now=held.now
        )
        second = next_meeting(held, session)
        agenda_copies.carry_items(session, later, second)
        (carried,) = agenda.items_of(session, second.id)
        motion = session.scalars(select(TermMotion).where(TermMotion.item_id == carried.id)).one()
        assert (motion.term_id, carried.title) == (number, item.title)


def test_a_co_optation_is_ratified_by_an_item_of_the_next_agenda(elected):
    held = elected(OPEN)
    gone = end(held, PAUL)
    with held.database.transaction() as session:
        made = cooptations.coopt(session, gone, OMAR, actor=INES, now=held.later())
        later = next_meeting(held, session, 1)
        item = cooptations.propose_ratification(session, later, made.id, actor=INES, now=held.now)
        assert OMAR in item.title and "26/06/2029" in item.resolution
        assert [one.name for one in cooptations.to_ratify(session)] == [OMAR]


def test_who_is_elected_again_serves_one_more_term_in_a_row_up_to_the_most(elected):
    held = elected(OPEN | {"mandate.max_terms": 1})
    with held.database.transaction() as session:
        later = next_meeting(held, session)
        with pytest.raises(RuleBrokenError, match=r"candidacy\.too-many-terms"):
            terms.check_one_more(session, later, ANNE)
        terms.check_one_more(session, later, OMAR)
        assert terms.terms_in_a_row(session, "CA", ANNE, DAY + timedelta(days=400)) == 1


def test_a_term_ends_once_within_its_days_for_a_short_reason(elected):
    held = elected(OPEN)
    number = sitting(held)[ANNE].id
    cases = [
        (date(2025, 1, 1), "", "too-early"),
        (date(2030, 1, 1), "", "too-late"),
        (DAY, "x" * 201, "reason"),
    ]
    with held.database.transaction() as session:
        for day, reason, code in cases:
            with pytest.raises(InvalidInputError, match=rf"term\.{code}"):
                terms.end(session, number, EndedBy.RESIGNED, day, reason, actor=INES, now=held.now)
    end(held, ANNE)
    with held.database.transaction() as session, pytest.raises(StateError, match=r"term\.over"):
        terms.end(session, number, EndedBy.RESIGNED, DAY, "", actor=INES, now=held.now)
    assert set(BOARD) - {OMAR, ANNE} == set(sitting(held))
