"""Elections of lists as the bylaws say, openly and in secret: thresholds, shares, ties, the lot."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from ballots.services.signer import KeySigner, new_receipt_key
from governance.db import Database
from governance.errors import InvalidInputError
from governance.rules.lifecycle import PollState
from governance.rules.questions import BallotKind, BallotRule
from governance.rules.ruleset import ElectionRule, RoundThreshold, TieRule
from governance.services.convening.agenda import Draft
from governance.services.entry.vault import Vault
from governance.services.polls import open_votes, poll_counting, poll_ties, polls
from governance.services.polls.poll_ties import Otherwise
from governance.services.post.post import Post
from governance.settings import Settings
from tests.integration.board_elections import ANNE, CLAUSE, NADIA, OMAR, PAUL, BoardElection
from tests.integration.small_assembly import INES

DEMAIN, ENSEMBLE, RESTE = "Demain", "Ensemble", "Le reste"
LISTS = ((DEMAIN, (ANNE, PAUL)), (ENSEMBLE, (NADIA, OMAR)), (RESTE, ("Zoé Lam",)))


def of_lists(tie: TieRule, share: str = "highest_average", *more: RoundThreshold) -> dict[str, Any]:
    rule = ElectionRule("list", 1, tie, more, share)
    return {"election.rule": rule, "vote.secrecy": "open"}


@pytest.fixture
def held(any_settings: Settings) -> Iterator[Callable[..., BoardElection]]:
    database = Database(any_settings)
    post = Post(Vault(any_settings.vault_key), any_settings.public_url)

    def held(bylaws: dict[str, Any], seats: int) -> BoardElection:
        item = Draft(
            "election", "Conseil", seats=seats, lists=LISTS, ballot=BallotRule(BallotKind.LISTS)
        )
        return BoardElection(database, post, agenda=(item,), bylaws=bylaws).start()

    yield held
    database.engine.dispose()


def choose(made: BoardElection, lists: Sequence[str]) -> int:
    """Let the first members choose a list openly, an empty name voting blank, and close."""
    (poll_id,) = made.planned()
    made.open(poll_id)
    with made.database.transaction() as session:
        poll = polls.get_poll(session, made.meeting_id, poll_id)
        names = ["", *poll.question["answers"]]
        for line, wanted in zip(poll.lines, lists, strict=False):
            choice = [int(name == wanted) for name in names]
            person, signer = line.exercised_by_id or 0, KeySigner(new_receipt_key())
            open_votes.cast_all(session, signer, poll, person, {line.id: choice}, made.now)
    made.end(poll_id)
    return poll_id


def settle(made: BoardElection, poll_id: int, days: list[date], way: Otherwise) -> dict[str, Any]:
    with made.database.transaction() as session:
        poll = polls.get_poll(session, made.meeting_id, poll_id)
        poll_ties.settle_by_dates(session, poll, days, otherwise=way, actor=INES, now=made.now)
    return made.seats(poll_id)


def test_an_open_vote_on_lists_follows_the_share_and_the_least_share_of_the_clause(held):
    made = held(
        of_lists(TieRule.LOT, "largest_remainder", RoundThreshold(Fraction(1, 5), False)), 2
    )
    votes = [DEMAIN] * 4 + [ENSEMBLE] * 3 + [RESTE] + [""]
    seats = made.seats(choose(made, votes))
    assert [(one["name"], one["seats"]) for one in seats["lists"]] == [(DEMAIN, 1), (ENSEMBLE, 1)]
    assert (seats["elected"], seats["share"]) == ([ANNE, NADIA], "largest_remainder")
    assert seats["clause"] == CLAUSE
    (least,) = [step for step in seats["steps"] if step["code"] == "seats.least-share"]
    assert least["facts"]["names"] == [RESTE]


def test_lists_that_tie_for_the_last_seat_are_parted_by_the_committed_lot(held):
    made = held(of_lists(TieRule.LOT), 1)
    seats = made.seats(choose(made, [DEMAIN, ENSEMBLE]))
    assert (seats["tie"], len(seats["elected"])) == ([], 1)
    assert any(step["code"] == "seats.lot" for step in seats["steps"])


def test_lists_that_tie_are_parted_by_the_age_of_who_comes_next(held):
    made = held(of_lists(TieRule.ELDEST), 1)
    poll_id = choose(made, [DEMAIN, ENSEMBLE])
    with made.database.session(read_only=True) as session:
        poll = polls.get_poll(session, made.meeting_id, poll_id)
        assert poll.state is PollState.CLOSED
        assert poll_counting.waiting_tie(poll) == [DEMAIN, ENSEMBLE]
        assert poll_ties.asked_of(session, poll) == {DEMAIN: ANNE, ENSEMBLE: NADIA}
    days = [date(1980, 1, 1), date(1970, 1, 1)]
    assert settle(made, poll_id, days, Otherwise.NOTHING)["elected"] == [NADIA]


def test_lists_whose_next_were_born_on_one_day_are_parted_by_the_lot(held):
    made = held(of_lists(TieRule.ELDEST), 1)
    poll_id, days = choose(made, [DEMAIN, ENSEMBLE]), [date(1970, 1, 1)] * 2
    with pytest.raises(InvalidInputError, match="same-day"):
        settle(made, poll_id, days, Otherwise.NOTHING)
    seats = settle(made, poll_id, days, Otherwise.LOT)
    assert seats["elected"][0] in (ANNE, NADIA)
    assert seats["steps"][-1]["code"] == "seats.lot-decided"
