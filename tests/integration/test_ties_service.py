"""Ties of a ranked election: the rule given beforehand parts them, or a person's act is awaited."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from sqlalchemy import select

from governance.db import Database
from governance.errors import InvalidInputError, StateError
from governance.models.journal import JournalLine
from governance.rules.lifecycle import PollState
from governance.rules.questions import BallotKind, BallotRule, TieBreak
from governance.rules.seats import Lot, draw_lots
from governance.services.convening.agenda import Draft
from governance.services.entry.vault import Vault
from governance.services.polls import poll_counting, poll_ties
from governance.services.polls.poll_ties import Otherwise
from governance.services.post.post import Post
from governance.settings import Settings
from tests.integration.chosen_ballots import ChosenBallots, ranked
from tests.integration.small_assembly import INES

LEVEL = [(1, 2, 3), (2, 1, 3), (1, 2, 3), (2, 1, 3)]  # the first two are level
BORN = [date(1980, 5, 4), date(1975, 1, 2), date(1990, 3, 3)]


@pytest.fixture
def play(any_settings: Settings) -> Iterator[object]:
    database = Database(any_settings)
    post = Post(Vault(any_settings.vault_key), any_settings.public_url)

    def play(item: Draft, votes: Sequence[Sequence[int]] = LEVEL) -> ChosenBallots:
        return ChosenBallots(database, post, agenda=(item,)).played(votes)

    yield play
    database.engine.dispose()


def schulze(tie: TieBreak) -> Draft:
    return ranked(BallotRule(BallotKind.SCHULZE, tie=tie))


def result_of(played: ChosenBallots) -> dict:
    with played.database.session(read_only=True) as session:
        return json.loads(played.poll(session).result or "null")


def facts_of(played: ChosenBallots, kind: str) -> list[dict]:
    with played.database.session(read_only=True) as session:
        wanted = select(JournalLine).where(JournalLine.kind == kind).order_by(JournalLine.height)
        return [line.facts for line in session.scalars(wanted)]


def by_age(played: ChosenBallots, births: Sequence[date]) -> None:
    with played.database.transaction() as session:
        poll = played.poll(session)
        poll_ties.settle_by_dates(session, poll, births, actor=INES, now=played.now)


def by_casting_vote(played: ChosenBallots, ranks: Sequence[int]) -> None:
    with played.database.transaction() as session:
        poll = played.poll(session)
        poll_ties.settle_by_casting_vote(session, poll, ranks, actor=INES, now=played.now)


def test_a_lot_committed_to_before_the_opening_parts_the_level_and_anyone_repeats_it(play):
    played = play(schulze(TieBreak.LOT))
    tie = result_of(played)["ranking"]["tie"]
    (published,) = facts_of(played, "poll.lot-committed")
    assert published["commitment"] == tie["commitment"]
    assert hashlib.sha256(tie["seed"].encode()).hexdigest() == tie["commitment"]
    drawn = [hashlib.sha256(f"{tie['seed']}|{place}".encode()).hexdigest() for place in range(2)]
    winner = ("Anne Sorel", "Paul Estève")[drawn.index(min(drawn))]
    assert result_of(played)["seats"]["elected"] == [winner]
    assert result_of(played)["ranking"]["settled"][0]["rule"] == "lot"
    with played.database.session(read_only=True) as session:
        kinds = list(session.scalars(select(JournalLine.kind).order_by(JournalLine.height)))
    assert kinds.index("poll.lot-committed") < kinds.index("poll.opened")


def test_the_seed_stays_sealed_until_the_ballots_are_closed(play, any_settings):
    database = Database(any_settings)
    post = Post(Vault(any_settings.vault_key), any_settings.public_url)
    made = ChosenBallots(database, post, agenda=(schulze(TieBreak.LOT),)).opened()
    with database.session(read_only=True) as session:
        poll = made.poll(session)
        seed = made.post.vault.open(poll.sealed_seed or b"").decode()
        assert seed not in json.dumps([poll.tie, poll.question])
    assert seed not in json.dumps(facts_of(made, "poll.opened"))
    made.close()
    (closed,) = facts_of(made, "poll.closed")
    assert closed["seed"] == seed
    database.engine.dispose()


def test_the_eldest_is_asked_for_and_the_dates_are_kept_nowhere(play):
    played = play(schulze(TieBreak.ELDEST))
    with played.database.session(read_only=True) as session:
        poll = played.poll(session)
        assert poll.state is PollState.CLOSED
        assert poll_counting.waiting_tie(poll) == ["Anne Sorel", "Paul Estève"]
    assert facts_of(played, "poll.tied")[0]["names"] == "Anne Sorel, Paul Estève"
    by_age(played, BORN)
    assert result_of(played)["seats"]["elected"] == ["Paul Estève"]
    (settled,) = result_of(played)["ranking"]["settled"]
    assert settled == {"tied": [0, 1], "order": [1, 0], "rule": "eldest"}
    with played.database.session(read_only=True) as session:
        poll = played.poll(session)
        kept = f"{poll.result} {poll.tie} {json.dumps(facts_of(played, 'poll.tie-settled'))}"
    assert "1975" not in kept


def test_dates_that_part_nobody_or_are_no_dates_of_birth_are_refused(play):
    played = play(schulze(TieBreak.ELDEST))
    cases = [
        ([BORN[0]] * 3, "tie.same-day"),
        (BORN[:2], "tie.births"),
        ([date(2999, 1, 1), *BORN[1:]], "tie.births"),
    ]
    for births, code in cases:
        with pytest.raises(InvalidInputError) as refused:
            by_age(played, births)
        assert refused.value.code == code
    assert result_of(played) is None


def test_two_born_on_one_day_are_parted_by_the_lot_that_the_poll_committed_to(play):
    played = play(schulze(TieBreak.ELDEST))
    with played.database.transaction() as session:
        poll = played.poll(session)
        poll_ties.settle_by_dates(
            session, poll, [BORN[0]] * 3, otherwise=Otherwise.LOT, actor=INES, now=played.now
        )
    ranking = result_of(played)["ranking"]
    (published,) = facts_of(played, "poll.lot-committed")
    assert ranking["tie"]["commitment"] == published["commitment"]
    seed = ranking["tie"]["seed"]
    assert hashlib.sha256(seed.encode()).hexdigest() == published["commitment"]
    drawn = draw_lots(["0", "1"], Lot(seed))
    assert ranking["settled"][0]["order"] == [int(place) for place in drawn]
    assert facts_of(played, "poll.tie-settled")[0]["then"] == "lot"


def test_only_the_rule_given_parts_the_tied_and_only_once(play):
    played = play(schulze(TieBreak.ELDEST))
    with played.database.transaction() as session, pytest.raises(StateError, match="no-tie"):
        poll_ties.settle_by_casting_vote(
            session, played.poll(session), [1, 2, 3], actor=INES, now=played.now
        )
    by_age(played, BORN)
    with pytest.raises(StateError, match="no-tie"):
        by_age(played, BORN)


def test_a_tie_that_decides_no_seat_waits_for_nobody(play):
    item = ranked(BallotRule(BallotKind.SCHULZE, tie=TieBreak.ELDEST), seats=2)
    played = play(item)
    assert result_of(played)["seats"]["elected"] == ["Anne Sorel", "Paul Estève"]
    assert result_of(played)["ranking"]["settled"] == []


def test_a_chair_casts_only_where_the_bylaws_give_a_casting_vote(play):
    with pytest.raises(InvalidInputError, match=r"agenda\.casting-vote"):
        play(schulze(TieBreak.CASTING_VOTE))


def test_where_the_chair_decides_her_order_parts_the_level_alone(play):
    played = play(schulze(TieBreak.ELDEST))
    with played.database.transaction() as session:  # as if the bylaws gave a casting vote
        poll = played.poll(session)
        counting = {**poll.question["counting"], "tie": {"rule": "casting-vote"}}
        poll.question = {**poll.question, "counting": counting}
    for ranks in ([1, 2], [1, 1, 2], [0, 1, 2]):
        with pytest.raises(InvalidInputError, match=r"tie\.ranks"):
            by_casting_vote(played, ranks)
    by_casting_vote(played, [3, 2, 1])
    ranking = result_of(played)["ranking"]
    assert ranking["settled"] == [{"tied": [0, 1], "order": [1, 0], "rule": "casting-vote"}]
    assert result_of(played)["seats"]["elected"] == ["Paul Estève"]
