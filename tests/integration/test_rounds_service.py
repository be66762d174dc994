"""Elections by rounds, openly and in secret: who is kept, the seats left, ways out of ties."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from governance.db import Database
from governance.errors import InvalidInputError, StateError
from governance.rules.lifecycle import PollState
from governance.rules.minutes.elections import how_decided
from governance.rules.ruleset import RoundThreshold, TieRule
from governance.services.convening import agenda, meetings
from governance.services.convening.meetings import Plan
from governance.services.entry.vault import Vault
from governance.services.minutes import minutes_facts
from governance.services.polls import poll_counting, poll_ties, polls, rounds
from governance.services.polls.poll_ties import Otherwise
from governance.services.post.post import Post
from governance.settings import Settings
from tests.integration.board_elections import (
    ANNE,
    CLAUSE,
    NADIA,
    OMAR,
    PAUL,
    BoardElection,
    by_rounds,
    election,
)
from tests.integration.small_assembly import INES

ABSOLUTE = RoundThreshold(Fraction(1, 2))
SAME_DAY = [date(1970, 1, 1), date(1970, 1, 1)]


@pytest.fixture
def start(any_settings: Settings) -> Iterator[Callable[..., BoardElection]]:
    database = Database(any_settings)
    post = Post(Vault(any_settings.vault_key), any_settings.public_url)

    def start(bylaws: dict[str, Any], *agenda: Any) -> BoardElection:
        made = BoardElection(database, post, agenda=agenda or (election(),), bylaws=bylaws)
        return made.start()

    yield start
    database.engine.dispose()


def next_round(held: BoardElection, poll_id: int, *withdrawn: str) -> int:
    with held.database.transaction() as session:
        poll = polls.get_poll(session, held.meeting_id, poll_id)
        made = rounds.plan_next(
            session, held.post.vault, poll, withdrawn=withdrawn, actor=INES, now=held.later()
        )
        return made.id


def settle(
    held: BoardElection, poll_id: int, days: list[date], otherwise: Otherwise = Otherwise.NOTHING
) -> dict[str, Any]:
    with held.database.transaction() as session:
        poll = polls.get_poll(session, held.meeting_id, poll_id)
        poll_ties.settle_by_dates(
            session, poll, days, otherwise=otherwise, actor=INES, now=held.later()
        )
    return held.seats(poll_id)


def waits(held: BoardElection, poll_id: int) -> list[str]:
    with held.database.session(read_only=True) as session:
        poll = polls.get_poll(session, held.meeting_id, poll_id)
        assert poll.state is PollState.CLOSED
        return poll_counting.waiting_tie(poll)


def test_an_absolute_majority_leaves_seats_for_a_relative_second_round(start):
    held = start(by_rounds(2, TieRule.LOT, ABSOLUTE), election(seats=2))
    (first,) = held.planned()
    votes = [[ANNE, PAUL], [ANNE, PAUL], [ANNE, NADIA], [ANNE, OMAR], [ANNE], [], [PAUL]]
    seats = held.hold(first, votes)
    assert seats["elected"] == [ANNE]
    assert (seats["base"], seats["needed"], seats["clause"]) == (6, 4, CLAUSE)
    assert seats["next"] == {
        "number": 2,
        "runoff": False,
        "by_clause": True,
        "seats": 1,
        "names": [PAUL, NADIA, OMAR],
    }
    second = next_round(held, first, OMAR)
    seats = held.hold(second, [[NADIA], [NADIA], [PAUL]])
    assert (seats["elected"], seats["all_elected"]) == ([NADIA], [ANNE, NADIA])
    assert (seats["number"], seats["needed"], seats["next"]) == (2, 1, None)
    (called,) = held.told("election.round-called")
    assert (called["names"], called["withdrawn"]) == (f"{PAUL}, {NADIA}", OMAR)


def test_a_round_is_called_once_and_only_where_the_clause_calls_for_it(start):
    held = start(by_rounds(2, TieRule.LOT, ABSOLUTE))
    (first,) = held.planned()
    held.hold(first, [[ANNE], [PAUL], [NADIA]])
    with pytest.raises(InvalidInputError, match=r"round\.withdrawn"):
        next_round(held, first, ANNE, PAUL, NADIA, OMAR)
    with pytest.raises(InvalidInputError, match=r"round\.withdrawn"):
        next_round(held, first, "Personne")
    second = next_round(held, first)
    with pytest.raises(StateError, match=r"round\.already-made"):
        next_round(held, first)
    held.hold(second, [[ANNE]])
    with pytest.raises(StateError, match=r"round\.none"):
        next_round(held, second)


def test_those_level_vote_again_then_the_committed_lot_decides(start):
    held = start(by_rounds(1, TieRule.RUNOFF_THEN_LOT))
    (first,) = held.planned()
    seats = held.hold(first, [[ANNE], [PAUL], [ANNE], [PAUL], [OMAR]])
    assert (seats["elected"], seats["next"]["runoff"]) == ([], True)
    assert seats["next"]["names"] == [ANNE, PAUL]
    second = next_round(held, first)
    seats = held.hold(second, [[ANNE], [PAUL]])
    seed = held.told("poll.closed")[-1]["seed"]
    committed = {one["position"]: one["commitment"] for one in held.told("poll.lot-committed")}
    assert hashlib.sha256(seed.encode()).hexdigest() == committed[2]
    drawn = {place: hashlib.sha256(f"{seed}|{place}".encode()).hexdigest() for place in (0, 1)}
    assert seats["elected"] == [(ANNE, PAUL)[min(drawn, key=drawn.__getitem__)]]
    assert any(step["code"] == "seats.lot" for step in seats["steps"])


def test_a_secret_election_has_a_box_for_each_of_its_rounds(start):
    rules = by_rounds(2, TieRule.RUNOFF, ABSOLUTE) | {"vote.secrecy": "secret"}
    held = start(rules)
    (first,) = held.planned()
    assert held.hold(first, [[ANNE], [PAUL], [NADIA]])["elected"] == []
    second = next_round(held, first)
    seats = held.hold(second, [[ANNE], [PAUL], []])
    assert (seats["next"]["runoff"], seats["next"]["names"]) == (True, [ANNE, PAUL])
    third = next_round(held, second)
    assert held.hold(third, [[PAUL], [PAUL], [ANNE]])["all_elected"] == [PAUL]
    with held.database.session(read_only=True) as session:
        boxes = {polls.get_poll(session, held.meeting_id, one).election for one in held.planned()}
    assert len(boxes) == 3


@pytest.mark.parametrize(
    ("rule", "winner"),
    [(TieRule.ELDEST, PAUL), (TieRule.YOUNGEST, ANNE), (TieRule.LONGEST_MEMBERSHIP, PAUL)],
)
def test_dates_part_those_level_and_are_kept_nowhere(start, rule, winner):
    held = start(by_rounds(1, rule))
    (first,) = held.planned()
    assert held.hold(first, [[ANNE], [PAUL]]) == {}
    assert waits(held, first) == [ANNE, PAUL]
    seats = settle(held, first, [date(1981, 2, 3), date(1971, 2, 3)])
    assert (seats["elected"], seats["next"]) == ([winner], None)
    with held.database.session(read_only=True) as session:
        poll = polls.get_poll(session, held.meeting_id, first)
        assert "1981" not in f"{poll.result}{poll.tie}{held.told('poll.tie-settled')}"


def test_two_persons_born_on_one_day_are_parted_by_the_lot_or_a_new_vote_and_never_stuck(start):
    held = start(by_rounds(1, TieRule.ELDEST), election(), election())
    first, other = held.planned()
    held.hold(first, [[ANNE], [PAUL]])
    with pytest.raises(InvalidInputError, match=r"tie\.same-day"):
        settle(held, first, SAME_DAY)
    seats = settle(held, first, SAME_DAY, Otherwise.LOT)
    assert seats["elected"][0] in (ANNE, PAUL)
    assert seats["steps"][-1]["code"] == "seats.lot-decided"
    assert held.told("poll.tie-settled")[-1]["then"] == "lot"
    held.hold(other, [[ANNE], [PAUL]])
    seats = settle(held, other, SAME_DAY, Otherwise.NEW_VOTE)
    assert (seats["elected"], seats["next"]["by_clause"]) == ([], False)
    again = next_round(held, other)
    held.hold(again, [[ANNE], [PAUL]])  # level once more, and not the last way out
    assert waits(held, again) == [ANNE, PAUL]
    assert settle(held, again, SAME_DAY, Otherwise.LOT)["all_elected"]


def test_the_lot_never_takes_the_place_of_dates_that_differ(start):
    held = start(by_rounds(1, TieRule.ELDEST))
    (first,) = held.planned()
    held.hold(first, [[ANNE], [PAUL]])
    seats = settle(held, first, [date(1981, 2, 3), date(1971, 2, 3)], Otherwise.LOT)
    assert seats["elected"] == [PAUL]
    assert "seats.lot-decided" not in {step["code"] for step in seats["steps"]}


def test_a_poll_planned_before_every_election_had_a_lot_is_not_stuck_either(start):
    held = start(by_rounds(1, TieRule.LOT))
    (first,) = held.planned()
    with held.database.transaction() as session:
        poll = polls.get_poll(session, held.meeting_id, first)
        poll.sealed_seed = poll.tie = None
    seats = held.hold(first, [[ANNE], [PAUL]])
    assert (seats["elected"], seats["tie"]) == ([], [ANNE, PAUL])
    assert (seats["next"]["runoff"], seats["next"]["by_clause"]) == (True, False)
    assert held.hold(next_round(held, first), [[PAUL]])["all_elected"] == [PAUL]


def test_next_year_s_agenda_takes_up_no_further_round(start):
    held = start(by_rounds(2, TieRule.LOT, ABSOLUTE), election(), election(title="Bureau"))
    first = held.planned()[0]
    held.hold(first, [[ANNE], [PAUL], [NADIA]])
    next_round(held, first)
    with held.database.transaction() as session:
        plan = Plan("Assemblée 2027", held.now, "Lyon", "")
        made = meetings.copy_meeting(session, held.meeting_id, plan, actor=INES, now=held.now)
        items = agenda.items_of(session, made.id)
        assert [(one.position, one.title) for one in items] == [(1, "Conseil"), (2, "Bureau")]
        assert not any(one.candidates for one in items)


def test_the_minutes_tell_a_further_round_right_after_the_first(start):
    held = start(by_rounds(2, TieRule.LOT, ABSOLUTE), election(), election(title="Bureau"))
    first = held.planned()[0]
    held.hold(first, [[ANNE], [PAUL], [NADIA]])
    held.hold(next_round(held, first), [[ANNE]])
    with held.database.session(read_only=True) as session:
        meeting = polls.get_poll(session, held.meeting_id, first).meeting
        facts, _ = minutes_facts.gather(session, meeting)
    assert [item.title for item in facts.items] == [
        "Conseil",
        "Conseil\u00a0: deuxième tour",
        "Bureau",
    ]
    told = facts.items[0].seats or {}
    assert "Un nouveau tour est appelé" in how_decided(told)
    assert "il faut plus de la moitié des suffrages exprimés" in how_decided(told)
